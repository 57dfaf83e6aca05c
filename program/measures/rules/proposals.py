"""What the rules propose on a lead, and where a draft departs from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from program.measures.models import Ground, Lead
from program.rulesets.models import Key, MeasureKind, RuleSet
from program.rulesets.rules import Calendar, Rule, defaults, newest, ruled

OF_GROUND = {
    Ground.FALSE_FIGURES: Key.MEASURE_FALSE_FIGURES,
    Ground.LATE: Key.MEASURE_LATE,
    Ground.UNRECTIFIED: Key.MEASURE_UNRECTIFIED,
}
"""Accidents have a key for each grade; of other breaches the rules say nothing."""
RECTIFYING = frozenset({MeasureKind.RECTIFY, MeasureKind.SUSPEND})
"""They end with their rectification."""
LIGHT = frozenset({MeasureKind.REMIND, MeasureKind.TALK})
"""Words only: signed without being announced first."""


@dataclass(frozen=True)
class Rules:
    """The rules signed last, with the defaults for what they do not say."""

    rule_set: RuleSet | None
    said: Mapping[Key, Rule]

    def days(self, key: Key) -> int:
        return int(self.said[key].value)


def rules_in_force() -> Rules:
    """Two queries."""
    found = newest()
    return Rules(found, {**defaults(), **(ruled(found) if found else {})})


@dataclass(frozen=True)
class Proposal:
    """What the rules name for a lead, and the authority of each."""

    kind: MeasureKind
    authority: str
    points: Decimal | None
    tiers: int | None
    restriction_years: int | None
    rectify_by: date


def key_of(lead: Lead) -> Key | None:
    """The parameter that names the measure; none where the rules leave it open."""
    if lead.ground == Ground.INCIDENT:
        return Key(f"measure_incident_{lead.finding.grade}") if lead.finding else None
    return OF_GROUND.get(Ground(lead.ground))


def proposed(lead: Lead, rules: Rules, day: date, *, against_zone: bool) -> Proposal:
    """Of a verified lead. Points and tiers: a zone's, after an accident of grade I or II alone."""
    key = key_of(lead)
    rule = rules.said[key] if key else None
    kind = rule.measure if rule else MeasureKind.REMIND
    grade = lead.finding.grade if lead.finding else ""
    points = rules.said.get(Key(f"points_incident_{grade}")) if against_zone and grade in {"1", "2"} else None
    return Proposal(
        kind=kind,
        authority=rule.authority if rule else "",
        points=points.value if points else None,
        tiers=rules.days(Key(f"tiers_incident_{grade}")) if points else None,
        restriction_years=rules.days(Key.RESTRICTION_YEARS) if kind == MeasureKind.REVOKE else None,
        rectify_by=Calendar().after(day, rules.days(Key.RECTIFICATION_DAYS)).day,
    )


def departures(given: Mapping[str, Any], wanted: Proposal) -> list[str]:
    """Where a draft says something else than the rules: a reason is needed for it."""
    return [
        _("%(what)s: the rules say %(said)s.") % {"what": what, "said": said}
        for what, said in _departing(given, wanted)
    ]


def _departing(given: Mapping[str, Any], wanted: Proposal) -> Iterator[tuple[str, object]]:
    none = _("none")
    if given["kind"] != wanted.kind and wanted.authority:
        yield _("measure"), wanted.kind.label
    if given["points"] != wanted.points:
        yield _("points deducted"), none if wanted.points is None else f"{wanted.points:.0f}"
    if given["tiers"] != wanted.tiers:
        yield _("tiers lost"), none if wanted.tiers is None else wanted.tiers
    if given["restriction_years"] != wanted.restriction_years and MeasureKind.REVOKE in {
        given["kind"],
        wanted.kind,
    }:
        yield _("may not take part for (years)"), wanted.restriction_years or none


def heavier(given: Mapping[str, Any], announced: Any) -> list[str]:
    """不因申辩而加重: where a change would weigh more than what was announced."""
    found = []
    if MeasureKind(given["kind"]).weight > MeasureKind(announced.kind).weight:
        found.append("kind")
    found += [
        name
        for name in ("points", "tiers", "restriction_years")
        if (given[name] or 0) > (getattr(announced, name) or 0)
    ]
    if given["rectify_by"] and (announced.rectify_by is None or given["rectify_by"] < announced.rectify_by):
        found.append("rectify_by")
    return found
