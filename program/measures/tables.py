"""The lists of leads and measures."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from program.measures.models import (
    Lead,
    LeadState,
    Measure,
    MeasureState,
    Rectification,
    RectificationState,
)
from program.registers.rules import written
from program.registers.tables import NOWRAP, tag

LEADS = {LeadState.OPEN: "wait", LeadState.VERIFIED: "bad"}
MEASURES = {
    MeasureState.DRAFT: "wait", MeasureState.ANNOUNCED: "wait", MeasureState.TO_SIGN: "wait",
    MeasureState.IN_FORCE: "bad", MeasureState.CLOSED: "ok", MeasureState.REVERSED: "ok",
}  # fmt: skip
RECTIFICATIONS = {
    RectificationState.OPEN: "wait", RectificationState.HANDED_IN: "info", RectificationState.PASSED: "ok",
}  # fmt: skip


def lead_tag(lead: Lead) -> SafeString:
    state = LeadState(lead.state)
    return tag(LEADS.get(state, ""), state.label)


def measure_tag(measure: Measure) -> SafeString:
    state = MeasureState(measure.state)
    return tag(MEASURES.get(state, ""), state.label)


def rectification_tag(shown: Rectification) -> SafeString:
    state = RectificationState(shown.state)
    return tag(RECTIFICATIONS.get(state, ""), state.label)


class LeadTable(tables.Table):
    """Leads, the newest first."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    ground = tables.Column(verbose_name=_("Ground"))
    about = tables.Column(verbose_name=_("About"), orderable=False)
    happened_on = tables.Column(verbose_name=_("Happened on"), attrs=NOWRAP)
    source = tables.Column(verbose_name=_("Source"))
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Lead
        fields = ("number", "ground", "about", "happened_on", "source", "state")
        empty_text = _(
            "No lead fits. Whatever the office hears is written down here, and verified before anything follows."
        )

    def render_happened_on(self, value: date) -> str:
        return written(value)

    def render_state(self, record: Lead) -> SafeString:
        return lead_tag(record)


class MeasureTable(tables.Table):
    """Measures within reach, the newest first."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    kind = tables.Column(verbose_name=_("Measure"))
    owner = tables.Column(verbose_name=_("Organisation concerned"))
    zone = tables.Column(verbose_name=_("Zone"), order_by="zone__name_zh")
    ground = tables.Column(verbose_name=_("Ground"), accessor="lead__ground", order_by="lead__ground")
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Measure
        fields = ("number", "kind", "owner", "zone", "ground", "state")
        empty_text = _(
            "No measure fits. Measures are proposed on verified leads and announced before they are signed."
        )

    def render_ground(self, record: Any) -> str:
        return str(record.lead.get_ground_display())

    def render_state(self, record: Measure) -> SafeString:
        return measure_tag(record)
