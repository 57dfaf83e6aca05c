"""Runs: who may do what with one, whether it still says what would be computed today, and what each reader sees of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from program import clock
from program.indicators.models import Declaration
from program.indicators.rules import FEWEST_PEERS
from program.measures.models import Effect, EffectKind
from program.monitoring.models import MonitoringLine, MonitoringRun, Scheme, own_zones
from program.monitoring.rules.gathering import deductions
from program.monitoring.rules.scoring import Result, fingerprint, read_basis, read_given, results
from program.people.models import Role, User, in_language
from program.people.rules import Standing as Held
from program.people.rules import standing
from program.rulesets.models import Audience, Key
from program.rulesets.rules import value
from program.zones.models import Management, Zone

NAME = Concat(Cast("year", CharField()), Value("."), Cast("number", CharField()), output_field=CharField())
"""A run's year and version, in the database's words."""


def evaluated_zones(year: int) -> Any:
    """Every zone that was open through the year and managed after it; one that was merged away since is among them."""
    last_day = date(year, 12, 31)
    managed = Management.objects.filter(zone=OuterRef("pk")).filter(
        Q(until=None) | Q(until__gt=clock.end_of(last_day))
    )
    was_open = Q(closed_on=None) | Q(closed_on__gt=last_day)
    return Zone.objects.filter(was_open, Exists(managed)).order_by("pk")


def watched_zones() -> Any:
    """Every zone that has joined, as it is today."""
    return Zone.objects.joined().order_by("pk")


# ---------------------------------------------------------------- what may be done
@dataclass(frozen=True)
class RunMoves:
    """What a person may do with a run now; the verbs ask again."""

    sign: bool = False
    discard: bool = False
    replace: bool = False  # evaluate the year anew
    export: bool = False


def run_moves(run: MonitoringRun, held: Held, *, newest: bool) -> RunMoves:
    """`newest`: no later version of the year."""
    waits, clerk = run.signed_at is None, held.has(Role.CLERK)
    return RunMoves(
        sign=waits and run.computed_at is not None and held.has(Role.DIRECTOR) and run.drafted_by_id != held.user.pk,
        discard=waits and (clerk or held.has(Role.DIRECTOR)),
        replace=not waits and newest and clerk,
        export=run.computed_at is not None and held.reads_everything,
    )  # fmt: skip


def runs_to_sign(user: Any) -> Any:
    """Computed, begun by somebody else than this person, each with its `name`; one query."""
    waiting = MonitoringRun.objects.filter(signed_at=None, computed_at__isnull=False)
    return waiting.exclude(drafted_by=user).annotate(name=NAME)


def usable_schemes() -> Any:
    """Signed, the newest first."""
    return Scheme.objects.signed().order_by("-signed_at", "-pk")


def years_to_evaluate() -> list[int]:
    """The years of which figures are in force, the newest first."""
    found = Declaration.objects.in_force().order_by("-year").values_list("year", flat=True)
    return list(found.distinct())


# ---------------------------------------------------------------- what has changed since
@dataclass(frozen=True)
class Since:
    """A deduction that this run counted and that ended, or one that it could not count."""

    measure: str
    effect: int
    ended: bool
    zone: str

    def __str__(self) -> str:
        words = (
            _("%(measure)s (%(zone)s) was counted and has been reversed since.")
            if self.ended
            else _("%(measure)s (%(zone)s) deducts in this year and was not counted.")
        )
        return words % {"measure": self.measure, "zone": self.zone}


def since(run: MonitoringRun) -> list[Since]:
    """What signed measures say otherwise than when the run was computed; a constant number of queries."""
    if run.computed_at is None:
        return []
    lines = list(run.lines.select_related("zone").defer("points"))
    counted = {
        row["effect"]: (row["measure"], line.zone) for line in lines for row in line.given["deductions"]
    }
    zones = {line.zone_id: line.zone for line in lines}
    now = {
        row["effect"]: (row["measure"], zones[zone])
        for zone, rows in deductions(run.year).items()
        if zone in zones
        for row in rows
    }
    gone = [Since(measure, pk, True, zone.name) for pk, (measure, zone) in counted.items() if pk not in now]
    new = [Since(measure, pk, False, zone.name) for pk, (measure, zone) in now.items() if pk not in counted]
    return gone + new


@dataclass(frozen=True)
class Beside:
    """A deduction in the year of a run by a zone that is not in it: it closed before the year was over, or joined later."""

    measure: str
    zone: str
    points: str
    tiers: int

    def __str__(self) -> str:
        words = _("%(measure)s: %(zone)s loses %(points)s points and %(tiers)s tiers.")
        return words % {
            "measure": self.measure,
            "zone": self.zone,
            "points": self.points,
            "tiers": self.tiers,
        }


def deducted_beside(run: MonitoringRun) -> list[Beside]:
    """Lasting deductions that this run cannot count, for its page. Two queries, or three."""
    there = set(run.lines.values_list("zone", flat=True))
    found = {zone: rows for zone, rows in deductions(run.year).items() if zone not in there}
    zones = Zone.objects.in_bulk(found)
    return [
        Beside(row["measure"], zones[zone].name, row["points"], row["tiers"])
        for zone, rows in found.items()
        for row in rows
    ]


@dataclass(frozen=True)
class Later:
    """Years of which figures that a run reads were accepted after it was computed: anew, or for the first time."""

    zone: str
    years: list[int]


def accepted_later(run: MonitoringRun) -> list[Later]:
    """By zone, for its page; what is frozen stays as it is. Two queries."""
    if run.computed_at is None:
        return []
    lines = run.lines.select_related("zone").order_by("zone__code").defer("points")
    zones = {line.zone_id: (line.zone, years_read(line) | {run.year}) for line in lines}
    rows = Declaration.objects.in_force().filter(checked_at__gt=run.computed_at).order_by("year")
    found: dict[int, list[int]] = {key: [] for key in zones}
    for zone, year in rows.values_list("zone", "year").distinct():
        if zone in zones and year in zones[zone][1]:
            found[zone].append(year)
    return [Later(zones[key][0].name, years) for key, years in found.items() if years]


def years_read(line: MonitoringLine) -> set[int]:
    """The years whose figures its values were made of, or would have been."""
    rows = line.given["criteria"]
    return {year for row in rows for _item, year, *_figure in (*row["terms"], *row["missing"])}


def outdated_runs() -> Any:
    """Runs in force of which `since` has something to say, asked of all at once; for the office's desk. One query."""
    touched = Effect.objects.filter(kind=EffectKind.DEDUCTION, year=OuterRef("year"))
    line = MonitoringLine.objects.filter(run=OuterRef(OuterRef("pk")), zone=OuterRef("zone"))
    # As canonical JSON writes it; a quotation mark within a text is escaped there.
    said = Concat(Value('"effect":'), Cast(OuterRef("pk"), CharField()), Value(","), output_field=CharField())
    new = touched.filter(Exists(line.filter(~Q(inputs__contains=said))), undone_at=None)
    gone = touched.filter(Exists(line.filter(inputs__contains=said)), undone_at__isnull=False)
    return MonitoringRun.objects.in_force().filter(Exists(new) | Exists(gone)).annotate(name=NAME)


# ---------------------------------------------------------------- computed again
@dataclass(frozen=True)
class Recount:
    """What comes out when a run is computed again from its own inputs."""

    sha256: str
    same_hash: bool
    differing: list[str]  # codes of zones whose figures differ

    @property
    def holds(self) -> bool:
        return self.same_hash and not self.differing


def recount(run: MonitoringRun) -> Recount:
    """From the frozen texts alone; nothing of today is read. One query."""
    lines = {line.zone.code: line for line in run.lines.select_related("zone")}
    made = results(read_basis(run.basis), {code: read_given(line.inputs) for code, line in lines.items()})
    again = fingerprint(run.basis, {code: line.inputs for code, line in lines.items()})
    wrong = sorted(code for code, line in lines.items() if columns(made[code]) != kept(line))
    return Recount(again, again == run.sha256, wrong)


FIGURES = ("green", "score", "deduction", "final", "rank", "tier", "tiers_lost", "final_tier")


def columns(result: Result) -> dict[str, Any]:
    """As a line keeps a result."""
    return {name: getattr(result, name) for name in FIGURES} | {
        "points": {code: str(points) for code, points in result.points.items()}
    }


def kept(line: MonitoringLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in FIGURES} | {"points": json.loads(line.points)}


# ---------------------------------------------------------------- what a reader sees
class Frame:
    """What a run is read with: its criteria and tiers in words, as they were frozen."""

    def __init__(self, run: MonitoringRun) -> None:
        self.data: dict[str, Any] = json.loads(run.basis) if run.basis else {"criteria": [], "tiers": []}

    @cached_property
    def criteria(self) -> list[dict[str, Any]]:
        return [row | {"name": word(row)} for row in self.data["criteria"]]

    def tier(self, place: int) -> str:
        return word(self.data["tiers"][place - 1])

    @property
    def tiers(self) -> list[dict[str, Any]]:
        return [row | {"name": word(row)} for row in self.data["tiers"]]


def word(row: Mapping[str, str]) -> str:
    class Named:
        name_zh, name_en = row["zh"], row["en"]

    return in_language(Named(), "name")


def median_of(lines: Iterable[Decimal]) -> Decimal | None:
    """Of all final scores; none where so few are evaluated that one could tell which is whose."""
    found = sorted(lines)
    if len(found) <= FEWEST_PEERS:
        return None
    return Decimal(median(found)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shows_ranks(run: MonitoringRun, user: User) -> bool:
    """A rank tells something of the others: it is read where their results are."""
    held = standing(user)
    if held.reads_everything or held.has(Role.SUPERVISOR):
        return True
    audience = value(run.rule_set, Key.RESULT_READ_BY)
    return audience == Audience.PUBLIC or (audience == Audience.ZONES and own_zones(held).exists())
