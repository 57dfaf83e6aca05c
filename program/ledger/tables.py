"""The ledger as a list."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.figures import plain
from program.ledger.models import Clause, LedgerEntry, State

FIGURES = {"th": {"class": "num"}, "td": {"class": "num"}}
NOWRAP = {"td": {"class": "nowrap"}}
COLOURS = {
    State.SUBMITTED: "wait", State.RETURNED: "wait", State.ACCEPTED: "ok", State.STRUCK_OUT: "bad",
}  # fmt: skip


def state_tag(state: str) -> SafeString:
    known = State(state)
    return format_html('<span class="tag {}">{}</span>', COLOURS.get(known, ""), known.label)


class LedgerTable(tables.Table):
    """Entries within reach; whoever checks can tick what waits."""

    tick = tables.Column(
        verbose_name=gettext_lazy("Tick"), accessor="pk", orderable=False,
        attrs={"th": {"class": "ticks"}, "td": {"class": "ticks"}},
    )  # fmt: skip
    number = tables.Column(verbose_name=gettext_lazy("Number"), linkify=True, attrs=NOWRAP)
    title = tables.Column(verbose_name=gettext_lazy("Name of the work"))
    zone = tables.Column(verbose_name=gettext_lazy("Zone"), order_by="zone__name_zh", empty_values=())
    clause = tables.Column(verbose_name=gettext_lazy("Clause"), attrs=NOWRAP)
    kind = tables.Column(verbose_name=gettext_lazy("Kind of work"))
    year = tables.Column(verbose_name=gettext_lazy("Year"))
    figure = tables.Column(verbose_name=gettext_lazy("Figure"), attrs=FIGURES)
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = LedgerEntry
        fields = ("tick", "number", "title", "zone", "clause", "kind", "year", "figure", "state")
        empty_text = gettext_lazy(
            "No entry fits. Zones and the special office enter here what they did under the circular."
        )

    def __init__(self, *args: Any, checks: bool, **options: Any) -> None:
        super().__init__(*args, exclude=() if checks else ("tick",), **options)

    def render_tick(self, record: Any) -> str | SafeString:
        if not record.waits:
            return ""
        label = _("Tick %(number)s") % {"number": record.number}
        box = '<input class="form-check-input" type="checkbox" name="entry" value="{}" aria-label="{}">'
        return format_html(box, str(record.pk), label)

    def render_zone(self, record: Any) -> str:
        return str(record.whose)

    def render_clause(self, value: str, record: Any) -> SafeString:
        clause = Clause(record.clause)
        return format_html('<span title="{}">{}</span>', clause.label, clause.mark)

    def render_year(self, value: int) -> str:
        return str(value)

    def render_figure(self, value: Decimal, record: Any) -> str:
        return f"{plain(value)} {record.get_unit_display()}"

    def render_state(self, value: str, record: Any) -> SafeString:
        return state_tag(record.state)
