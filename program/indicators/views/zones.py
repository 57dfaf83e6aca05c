"""The figures of a zone: what it declared, what that comes to, what it meets, and how each number came about."""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from program.figures import plain
from program.files.spreadsheet import escaped
from program.indicators import rules
from program.indicators.models import IndicatorSet
from program.indicators.rules import Codes, Gathered, Shown
from program.indicators.views.finding import year_asked, years_in_force
from program.people.http import SignedIn
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import standing
from program.zones.models import Zone

YEAR_COLUMNS = (
    ("value_added", gettext_lazy("industrial value added, 10⁴ yuan")),
    ("energy", gettext_lazy("comprehensive energy, tce")),
    ("equivalent", gettext_lazy("comprehensive energy with power at its equivalent value, tce")),
    ("co2", gettext_lazy("energy-related CO2 by the grid factor of the year, t")),
    ("co2_fixed", gettext_lazy("energy-related CO2 by the fixed grid factor, t")),
    ("energy_intensity", gettext_lazy("energy intensity, tce/10⁴ yuan")),
    ("co2_intensity", gettext_lazy("CO2 intensity by the grid factor of the year, t/10⁴ yuan")),
    ("co2_intensity_fixed", gettext_lazy("CO2 intensity by the fixed grid factor, t/10⁴ yuan")),
    ("cut", gettext_lazy("average annual cut by the grid factor of each year, %")),
    ("cut_fixed", gettext_lazy("average annual cut by the fixed grid factor, %")),
)
"""Columns of the table of years."""
EXACT = Decimal("0.000001")


@dataclass(frozen=True)
class Page:
    """What a zone's page and its table both show."""

    zone: Zone
    years: list[int]
    year: int | None
    sets: list[IndicatorSet]
    chosen: IndicatorSet | None
    known: Codes
    found: Gathered | None
    minimum: int
    shows: bool  # enough declared, or somebody who may see it all the same
    enough: bool

    @property
    def base_year(self) -> int:
        return self.chosen.base_year if self.chosen else self.years[0]


@require_safe
def zone(request: SignedIn, code: str) -> HttpResponse:
    """All of it, for a year and by a set that are chosen in the address."""
    page = _page(request, code)
    context: dict[str, Any] = {"page": page, "zone": page.zone}
    if page.found is not None and page.year is not None:
        context |= {
            "basis": rules.year_basis(page.found, page.year),
            "coverage": page.found.coverage[page.year],
        }
        if page.shows:
            context |= _figures(page, page.found, page.year)
    return render(request, "program/indicators/zone.html", context)


@require_safe
def table(request: SignedIn, code: str) -> HttpResponse:
    """The indicators of the year and the figures of all years as CSV."""
    page = _page(request, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.zone.code}-{page.year or 0}.csv"'
    response.write("\ufeff")  # spreadsheets in China read UTF-8 only with its mark
    writer = csv.writer(response)
    if page.found is not None and page.year is not None and page.shows:
        for row in _table_rows(page, page.found, page.year):
            writer.writerow([escaped(cell) for cell in row])
    return response


# ---------------------------------------------------------------- what both show
def _page(request: SignedIn, code: str) -> Page:
    found = get_object_or_404(Zone.objects.visible_to(request.user), code=code)
    years = years_in_force(zone=found)
    year = year_asked(request, years)
    newest = {one.family: one for one in IndicatorSet.objects.signed().order_by("signed_at", "pk")}
    sets = sorted(newest.values(), key=lambda one: (one.family != "office_default", one.family))
    asked = request.GET.get("set", "")
    chosen = next((one for one in sets if one.code == asked), sets[0] if sets else None)
    known, minimum = rules.codes(), rules.coverage_minimum()
    gathered = rules.of_zone(found, _span(years, year, chosen), known.kinds) if year is not None else None
    enough = gathered is not None and year is not None and rules.enough(gathered, year, minimum)
    shows = enough or _sees_all_the_same(request, found)
    return Page(found, years, year, sets, chosen, known, gathered, minimum, shows, enough)


def _span(years: list[int], year: int | None, chosen: IndicatorSet | None) -> range:
    first = min([years[0], *([chosen.base_year] if chosen else [])])
    return range(first, max(years[-1], year or 0) + 1)


def _sees_all_the_same(request: SignedIn, found: Zone) -> bool:
    """The office's readers, the supervisor, and the zone itself see figures that are not yet whole; others wait."""
    held = standing(request.user)
    if held.reads_everything or held.has(Role.SUPERVISOR):
        return True
    own = held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)
    return Zone.objects.answered_for(own).filter(pk=found.pk).exists()


def _figures(page: Page, found: Gathered, year: int) -> dict[str, Any]:
    rows = rules.year_rows(found, page.base_year, page.known)
    now = next((row for row in rows if row.year == year), None)
    mix = rules.energy_mix(page.zone, page.years)
    shown = _judged(page, found, year)
    return {
        "from_memory": rules.from_memory(row.indicator for row in shown),
        "rows": rows,
        "now": now,
        "shown": shown,
        "mix": mix,
        "mix_in_10k": {one: [part / 10_000 for part in parts] for one, parts in mix.years.items()},
        "pollutants": rules.pollutants(found, page.years),
        "intensity": [(_("energy intensity"), {one: _of(rows, one, "energy_intensity") for one in _all(page.years)})],
        "co2_lines": [
            (_("by the grid factor of each year"), {one: _of(rows, one, "co2_intensity") for one in _all(page.years)}),
            (_("by the fixed grid factor"), {one: _of(rows, one, "co2_intensity_fixed") for one in _all(page.years)}),
        ],
        "threshold": _threshold(shown),
        "others": rules.energy_intensities_of_others(page.zone, year, page.minimum),
    }  # fmt: skip


def _all(years: list[int]) -> range:
    return range(years[0], years[-1] + 1)


def _of(rows: list[rules.YearRow], year: int, name: str) -> Any:
    return next((getattr(row, name) for row in rows if row.year == year), None)


def _threshold(shown: list[Shown]) -> Any:
    """What the set asks of the energy intensity: the line in the chart."""
    return next((row.indicator.threshold for row in shown if row.indicator.code == "energy_intensity"), None)


def _judged(page: Page, found: Gathered, year: int) -> list[Shown]:
    if page.chosen is None:
        return []
    indicators = list(page.chosen.indicators.all())
    measured = rules.measure(page.chosen, indicators, page.known.units, found.comparable(year), year)
    sizes = rules.group_sizes(indicators)
    return [rules.shown(row, page.chosen.base_year, sizes, page.known) for row in measured.rows]


def _table_rows(page: Page, found: Gathered, year: int) -> list[list[object]]:
    head: list[object] = [
        _("zone"),
        _("year"),
        _("indicator"),
        _("value"),
        _("unit"),
        _("threshold"),
        _("requirement"),
        _("finding"),
        _("how it was derived"),
    ]
    rows: list[list[object]] = [head]
    for row in _judged(page, found, year):
        figure = row.judged.value.figure
        rows.append(
            [page.zone.code, year, row.indicator, _plain(figure), row.unit, row.wanted, row.requirement,
             row.judged.finding.label, row.steps or row.missing]
        )  # fmt: skip
    rows.append([])
    rows.append([_("zone"), _("year"), *(str(label) for _name, label in YEAR_COLUMNS)])
    for one in rules.year_rows(found, page.base_year, page.known):
        values = [getattr(one, name) for name, _label in YEAR_COLUMNS]
        rows.append([page.zone.code, one.year, *map(_plain, values)])
    return rows


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else plain(figure.quantize(EXACT, ROUND_HALF_UP))
