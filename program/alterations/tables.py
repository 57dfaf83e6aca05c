"""The lists of renamings and mergers of zones, and of reported changes of organisations."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program.alterations.models import Alteration, AlterationState, ChangeReport, ChangeState
from program.registers.rules import written
from program.registers.tables import NOWRAP, tag

STATES = {
    AlterationState.DRAFT: "wait",
    AlterationState.SIGNED: "info",
    AlterationState.IN_EFFECT: "ok",
    AlterationState.WITHDRAWN: "",
}


def alteration_tag(alteration: Alteration) -> SafeString:
    return tag(STATES[alteration.state], alteration.state.label)


class AlterationTable(tables.Table):
    """The newest first."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    kind = tables.Column(verbose_name=_("Kind"))
    zone = tables.Column(verbose_name=_("Zone"), order_by="zone__name_zh")
    result = tables.Column(verbose_name=_("New name, or the other zone"), empty_values=(), orderable=False)
    effective = tables.Column(verbose_name=_("In effect from"), attrs=NOWRAP)
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        model = Alteration
        fields = ("number", "kind", "zone", "result", "effective", "state")
        empty_text = _("Nothing fits. Renamings and mergers are drafted on the page of their zone.")

    def render_result(self, record: Any) -> str:
        return str(record.into or record.name_zh)

    def render_effective(self, value: date) -> str:
        return written(value)

    def render_state(self, record: Alteration) -> SafeString:
        return alteration_tag(record)


CHANGES = {
    ChangeState.DRAFT: "",
    ChangeState.SUBMITTED: "wait",
    ChangeState.RETURNED: "bad",
    ChangeState.TO_SIGN: "wait",
    ChangeState.SETTLED: "ok",
    ChangeState.WITHDRAWN: "",
}


def change_tag(report: ChangeReport) -> SafeString:
    state = ChangeState(report.state)
    return tag(CHANGES[state], state.label)


def in_time_tag(report: ChangeReport) -> SafeString | str:
    """Whether it was reported in time; nothing before it was handed in."""
    if report.due is None:
        return ""
    return tag("ok", _now("in time")) if report.in_time else tag("bad", _now("late"))


class ChangeTable(tables.Table):
    """The newest first."""

    number = tables.Column(verbose_name=_("Number"), linkify=True, attrs=NOWRAP)
    organization = tables.Column(
        verbose_name=pgettext_lazy("change", "Organisation"), order_by="organization__name_zh"
    )
    kind = tables.Column(verbose_name=_("Kind of change"))
    result = tables.Column(
        verbose_name=_("New name, or the organisation that goes on"), empty_values=(), orderable=False
    )
    changed_on = tables.Column(verbose_name=_("Day of the change"), attrs=NOWRAP)
    reported_on = tables.Column(verbose_name=_("Reported on"), empty_values=(), attrs=NOWRAP)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = ChangeReport
        fields = ("number", "organization", "kind", "result", "changed_on", "reported_on", "state")
        empty_text = _("Nothing fits. An organisation reports here what has changed about it.")

    def render_result(self, record: ChangeReport) -> str:
        return "—" if is_rewritten(record) else record.name_zh or record.into_name or "—"

    def render_changed_on(self, record: ChangeReport) -> str:
        return "—" if is_rewritten(record) else written(record.changed_on)

    def render_reported_on(self, record: ChangeReport) -> SafeString | str:
        if record.reported_on is None:
            return "—"
        return format_html("{} {}", written(record.reported_on), in_time_tag(record))

    def render_state(self, record: ChangeReport) -> SafeString:
        return change_tag(record)


def is_rewritten(report: ChangeReport) -> bool:
    """Returned: what it says now is read on its page, by its own organisation, and nowhere else."""
    return report.state == ChangeState.RETURNED
