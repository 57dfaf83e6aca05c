"""Served enterprises as lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from demonstrations.served.models import (
    Match,
    Posting,
    Provider,
    Release,
    Sample,
    Service,
    ServiceRecord,
    State,
    StrikeOut,
)
from program.clock import beijing_date
from program.registers.rules import written

FIGURES = {"th": {"class": "num"}, "td": {"class": "num"}}
NOWRAP = {"td": {"class": "nowrap"}}
COLOURS = {
    State.SUBMITTED: "wait", State.RETURNED: "wait", State.COUNTED: "ok", State.ACCEPTED: "info", State.STRUCK_OUT: "bad",
    Release.WAITING: "wait", Release.RELEASED: "ok", Release.RETURNED: "wait",
}  # fmt: skip


def state_tag(state: State | Release) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', COLOURS.get(state, ""), state.label)


@dataclass(frozen=True)
class Line:
    """A row of the list of records. `ticked`: whether the reader can submit or check it; `best`: what fell most."""

    record: ServiceRecord
    service: str
    best: str
    state: SafeString
    ticked: bool


class RecordTable(tables.Table):
    """Records within reach; whoever submits or checks ticks several. The template writes the rows, as in the list of cases."""

    tick = tables.Column(
        verbose_name=gettext_lazy("Tick"), accessor="pk", orderable=False, attrs={"th": {"class": "ticks"}}
    )
    number = tables.Column(verbose_name=gettext_lazy("Number"))
    enterprise = tables.Column(verbose_name=gettext_lazy("Enterprise"), order_by="enterprise__name_zh")
    zone = tables.Column(verbose_name=gettext_lazy("Zone"), order_by="zone__name_zh")
    service = tables.Column(verbose_name=gettext_lazy("Kind of service"))
    years = tables.Column(verbose_name=gettext_lazy("Years"), accessor="result_year")
    best = tables.Column(
        verbose_name=gettext_lazy("Fell most"),
        accessor="calculation__best_rate",
        attrs={"th": {"class": "num"}},
    )
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = ServiceRecord
        template_name = "demonstrations/served/_records.html"
        fields = ("tick", "number", "enterprise", "zone", "service", "years", "best", "state")
        empty_text = gettext_lazy(
            "No record fits. Zones and released providers record here what services saved at enterprises."
        )

    def __init__(self, *args: Any, ticks: bool, **options: Any) -> None:
        super().__init__(*args, exclude=() if ticks else ("tick",), **options)
        self.ticks = ticks

    def lines(self) -> Iterator[Line]:
        """The records of the page."""
        services = {service.value: str(service.label) for service in Service}
        for row in self.paginated_rows:
            record = row.record
            best = record.calculation.best if hasattr(record, "calculation") else None
            yield Line(
                record,
                services[record.service],
                f"{best[0].label} −{best[1]:f}%" if best else "–",
                state_tag(State(record.state)),
                self.ticks and record.waits,
            )


class PostingTable(tables.Table):
    """Needs and offers within reach."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), linkify=True, attrs=NOWRAP)
    side = tables.Column(verbose_name=gettext_lazy("Need or offer"))
    title = tables.Column(verbose_name=gettext_lazy("Title"))
    organization = tables.Column(
        verbose_name=pgettext_lazy("served", "Organisation"), order_by="organization__name_zh"
    )
    field = tables.Column(verbose_name=gettext_lazy("Field"))
    service = tables.Column(verbose_name=gettext_lazy("Kind of service"))
    province = tables.Column(verbose_name=gettext_lazy("Region"), empty_values=())
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = Posting
        fields = ("number", "side", "title", "organization", "field", "service", "province", "state")
        empty_text = gettext_lazy("No need and no offer fits.")

    def render_province(self, record: Any) -> str:
        return record.get_province_display() or str(_("the whole country"))

    def render_state(self, record: Any) -> SafeString:
        return state_tag(Release(record.state))


class PublicPostingTable(PostingTable):
    """What is released, for everybody: no page of its own, no state."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), attrs=NOWRAP)
    state = None


class EntryTable(tables.Table):
    """Providers, released or not, for the office and for themselves."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), linkify=True, attrs=NOWRAP)
    organization = tables.Column(
        verbose_name=pgettext_lazy("served", "Organisation"), order_by="organization__name_zh"
    )
    entered_at = tables.Column(verbose_name=gettext_lazy("Entered"), attrs=NOWRAP)
    state = tables.Column(verbose_name=gettext_lazy("State"))

    class Meta:
        model = Provider
        fields = ("number", "organization", "entered_at", "state")
        empty_text = gettext_lazy("No provider fits.")

    def render_entered_at(self, value: Any) -> str:
        return written(beijing_date(value))

    def render_state(self, record: Any) -> SafeString:
        return state_tag(Release(record.state))


class MatchTable(tables.Table):
    """What was followed up, within reach."""

    need = tables.Column(verbose_name=gettext_lazy("Need"), linkify=lambda record: record.get_absolute_url())
    needed_by = tables.Column(
        verbose_name=gettext_lazy("Needed by"), accessor="need__organization", orderable=False
    )
    offered_by = tables.Column(
        verbose_name=gettext_lazy("Offered by"), accessor="offer__organization", orderable=False
    )
    step = tables.Column(verbose_name=gettext_lazy("State"))
    record = tables.Column(verbose_name=gettext_lazy("Service record"), orderable=False)

    class Meta:
        model = Match
        fields = ("need", "needed_by", "offered_by", "step", "record")
        empty_text = gettext_lazy("Nothing is being followed up.")


class SampleTable(tables.Table):
    """What was drawn."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), linkify=True, attrs=NOWRAP)
    drawn_at = tables.Column(verbose_name=gettext_lazy("Drawn"), attrs=NOWRAP)
    share = tables.Column(verbose_name=gettext_lazy("Share"), attrs=FIGURES)
    size = tables.Column(verbose_name=gettext_lazy("Records drawn"), attrs=FIGURES)
    inspected = tables.Column(verbose_name=gettext_lazy("Inspected"), attrs=FIGURES, orderable=False)
    false = tables.Column(verbose_name=gettext_lazy("Found false"), attrs=FIGURES, orderable=False)

    class Meta:
        model = Sample
        fields = ("number", "drawn_at", "share", "size", "inspected", "false")
        empty_text = gettext_lazy("Nothing has been drawn yet.")

    def render_drawn_at(self, value: Any) -> str:
        return written(beijing_date(value))

    def render_share(self, value: int) -> str:
        return f"{value}%"


class DecisionTable(tables.Table):
    """Decisions on records, the open ones first."""

    number = tables.Column(verbose_name=gettext_lazy("Number"), attrs=NOWRAP)
    record = tables.Column(
        verbose_name=gettext_lazy("Service record"), linkify=lambda record: record.record.get_absolute_url(),
        order_by="record__number",
    )  # fmt: skip
    turn = tables.Column(verbose_name=gettext_lazy("Decision"))
    reason = tables.Column(verbose_name=gettext_lazy("Reason"), orderable=False)
    proposed_by = tables.Column(verbose_name=gettext_lazy("Proposed by"), order_by="proposed_by__name")
    standing = tables.Column(verbose_name=gettext_lazy("State"), empty_values=(), orderable=False)

    class Meta:
        model = StrikeOut
        fields = ("number", "record", "turn", "reason", "proposed_by", "standing")
        empty_text = gettext_lazy("No decision has been proposed.")

    def render_standing(self, record: Any) -> SafeString:
        kind, word = ("wait", _("to be signed"))
        if record.signed_at is not None:
            kind, word = "ok", _("signed")
        elif record.declined_at is not None:
            kind, word = "", _("declined")
        return format_html('<span class="tag {}">{}</span>', kind, word)
