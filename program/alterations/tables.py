"""The list of renamings and mergers."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from program.alterations.models import Alteration, AlterationState
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
