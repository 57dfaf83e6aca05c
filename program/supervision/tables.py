"""The lists of supervision, and the matrix as a spreadsheet."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from program import clock
from program.people.provinces import Province
from program.rulesets.models import Level
from program.supervision.models import Alert, Duty, DutyState
from program.supervision.rules import Cell, Matrix, Row, Tally, what_is_wrong

STATE_COLOURS = {
    DutyState.NOT_DUE: "", DutyState.EXTENDED: "info", DutyState.SENT_BACK: "wait", DutyState.LATE: "bad",
    DutyState.HANDED_IN: "info", DutyState.ACCEPTED: "ok", DutyState.WAIVED: "", DutyState.WITHDRAWN: "",
}  # fmt: skip
LEVEL_COLOURS = {Level.BLUE: "info", Level.YELLOW: "wait", Level.ORANGE: "wait", Level.RED: "bad"}


def tag(kind: str, text: object) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', kind, text)


def level_tag(level: int) -> SafeString:
    known = Level(level)
    return format_html('<span class="tag level-{}">{}</span>', known.name.lower(), known.label)


# ---------------------------------------------------------------- the matrix
class Saying:
    """States in words, each put into the reader's language once: a matrix says them a thousand times."""

    def __init__(self) -> None:
        self.duties = {duty: escape(duty.label) for duty in Duty}
        self.labels = {state: str(state.label) for state in DutyState}
        self.late = str(_("%(state)s, late"))
        self.address = reverse("supervision:duty", args=[0]).replace("/0/", "/%d/")

    def words(self, cell: Cell) -> str:
        """Late by how many days, extended until when, accepted though late."""
        match cell.state:
            case DutyState.LATE:
                return ngettext("%(days)d day late", "%(days)d days late", cell.days) % {"days": cell.days}
            case DutyState.EXTENDED:
                day = date_format(clock.beijing_date(cell.until), _("j F"))
                return _("extended to %(day)s") % {"day": day}
            case DutyState.ACCEPTED | DutyState.HANDED_IN if cell.was_late:
                return self.late % {"state": self.labels[cell.state]}
        return self.labels[cell.state]

    def cells(self, matrix: Matrix, row: Row) -> SafeString:
        """The cells of a zone."""
        said = (self.tag(row.cells[duty]) if duty in row.cells else "–" for duty in matrix.duties)
        return self.line(matrix, said)

    def line(self, matrix: Matrix, said: Iterable[str]) -> SafeString:
        """A cell for each duty. Nothing that anybody typed is in them: there is nothing to escape."""
        pairs = zip(matrix.duties, said, strict=True)
        return mark_safe(
            "".join(f'<td data-label="{self.duties[duty]}">{words}</td>' for duty, words in pairs)
        )

    def tag(self, cell: Cell) -> SafeString:
        """A link to the obligation, in words and in its colour."""
        where = self.address % cell.pk
        return mark_safe(f'<a class="tag {STATE_COLOURS[cell.state]}" href="{where}">{self.words(cell)}</a>')


def part(share: Decimal | None, some: int, of: int) -> SafeString:
    """66.7% 2/3, or nothing where nothing is owed."""
    said = "–" if share is None else f'{share}% <small class="muted">{some}/{of}</small>'
    return mark_safe(said)


def tallies(found: Iterable[Tally]) -> SafeString:
    """Cells with the reporting rate above the punctuality."""
    return mark_safe("".join(map(tally_cell, found)))


def tally_cell(tally: Tally) -> str:
    if not tally.owed:
        return '<td class="num muted">–</td>'
    rate = part(tally.rate, tally.handed_in, tally.owed)
    return f'<td class="num">{rate}<br>{part(tally.punctuality, tally.on_time, tally.due)}</td>'


def table_of(matrix: Matrix, rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Head, a row each zone, then what is handed in of what is owed."""
    saying = Saying()
    yield [_("Zone code"), _("Zone"), _("Province"), *(str(duty.label) for duty in matrix.duties)]
    provinces = {province.value: str(province.label) for province in Province}
    for row in rows:
        said = (saying.words(row.cells[duty]) if duty in row.cells else "" for duty in matrix.duties)
        yield [row.zone.code, row.zone.name, provinces[row.zone.province], *said]
    for words, figure in ((_("Reporting rate, %"), Tally.rate), (_("Punctuality, %"), Tally.punctuality)):
        yield ["", words, "", *(figure.fget(matrix.tally(duty)) for duty in matrix.duties)]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- alerts
class AlertTable(tables.Table):
    """Alerts within reach, the gravest first."""

    level = tables.Column(verbose_name=gettext_lazy("Level"))
    zone = tables.Column(
        verbose_name=gettext_lazy("Zone"),
        linkify=lambda record: record.get_absolute_url(),
        order_by="zone__name_zh",
    )
    what = tables.Column(verbose_name=gettext_lazy("What is wrong"), empty_values=(), orderable=False)
    year = tables.Column(
        verbose_name=gettext_lazy("Year"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    opened_at = tables.Column(verbose_name=gettext_lazy("Open since"), attrs={"td": {"class": "nowrap"}})
    acknowledged_at = tables.Column(verbose_name=gettext_lazy("Zone's answer"), empty_values=())
    owner = tables.Column(verbose_name=gettext_lazy("Looked after by"), order_by="owner__name")

    class Meta:
        model = Alert
        fields = ("level", "zone", "what", "year", "opened_at", "acknowledged_at", "owner")
        empty_text = gettext_lazy(
            "No alert fits. What is late, off its path or below a red line is listed here by itself."
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.moment = clock.now()

    def render_level(self, record: Alert) -> SafeString:
        return level_tag(record.level)

    def render_what(self, record: Alert) -> str:
        return what_is_wrong(record, self.moment)

    def render_year(self, value: int) -> str:
        return str(value)

    def render_opened_at(self, value: Any) -> str:
        return date_format(clock.beijing_date(value), str(_("j F Y")))

    def render_acknowledged_at(self, record: Alert) -> SafeString:
        if record.closed_at is not None:
            return tag("ok", record.get_ending_display())
        return tag("info", _("acknowledged")) if record.acknowledged_at else tag("wait", _("no answer yet"))
