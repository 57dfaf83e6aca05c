"""Conflicts of interest that the program knows by itself, read for many experts and cases at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.people.models import Membership
from program.reviews.models import Assignment, ConflictKind, Employment, Expert
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import value


class Conflicts:
    """What is known of these experts against these cases: three queries, then asked pair by pair."""

    def __init__(
        self, experts: Iterable[Expert], applications: Iterable[Application], rule_set: RuleSet, on: date
    ) -> None:
        known, cases = list(experts), list(applications)
        self.same_province = bool(value(rule_set, Key.PROVINCE_CONFLICT))
        since = years_before(on, value(rule_set, Key.EMPLOYER_CONFLICT_YEARS))
        former = Employment.objects.filter(expert__in=known, until__gte=since)
        self.former = set(former.values_list("expert_id", "credit_code"))
        people = {expert.user_id: expert.pk for expert in known}
        seats = Membership.objects.filter(
            user__in=people, organization__in={case.applicant_id for case in cases}
        )
        rows = seats.filter(Q(ended_at=None) | Q(ended_at__gte=clock.start_of(since)))
        self.members: dict[tuple[int, int], bool] = {}  # (expert, organisation) → still there
        for user, organization, ended_at in rows.values_list("user_id", "organization_id", "ended_at"):
            pair = people[user], organization
            self.members[pair] = self.members.get(pair, False) or ended_at is None
        declared = Assignment.objects.filter(expert__in=known, application__in=cases).exclude(
            conflict=ConflictKind.NONE
        )
        self.declared = {
            (expert, case): ConflictKind(kind)
            for expert, case, kind in declared.values_list("expert", "application", "conflict")
        }

    def of(self, expert: Expert, application: Application) -> ConflictKind:
        """The first conflict that applies; NONE if none is known."""
        applicant = application.applicant
        membership = self.members.get((expert.pk, applicant.pk))
        if expert.employer_code == applicant.credit_code or membership:
            return ConflictKind.ORGANISATION
        if (expert.pk, applicant.credit_code) in self.former or membership is not None:
            return ConflictKind.EMPLOYER
        if self.same_province and expert.province == application.zone.province:
            return ConflictKind.PROVINCE
        return self.declared.get((expert.pk, application.pk), ConflictKind.NONE)


def conflict(expert: Expert, application: Application, on: date) -> ConflictKind:
    """The conflict of one expert with one case."""
    return Conflicts([expert], [application], application.rule_set, on).of(expert, application)


def years_before(day: date, years: int) -> date:
    """The same day, years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Skipped:
    """A pair that a draw leaves out."""

    expert: Expert
    application: Application
    kind: ConflictKind


@dataclass(frozen=True)
class Draw:
    """What drawing these experts for these cases would come to."""

    experts: Sequence[Expert]
    applications: Sequence[Application]
    free: Mapping[int, list[Expert]]  # application id → experts without a conflict
    skipped: list[Skipped]
    panel_minimum: int
    quorum: int

    def findings(self) -> list[str]:
        """What keeps the panel from being drawn, and what would mend it."""
        if not self.applications:
            return [_("Choose at least one case.")]
        if len(self.experts) < self.panel_minimum:
            facts = {"count": len(self.experts), "minimum": self.panel_minimum}
            return [_("A panel has at least %(minimum)s experts; %(count)s are chosen.") % facts]
        return [self._shortage(case) for case in self.applications if len(self.free[case.pk]) < self.quorum]

    def _shortage(self, application: Application) -> str:
        barred = [skip for skip in self.skipped if skip.application.pk == application.pk]
        facts = {
            "case": application,
            "count": len(self.free[application.pk]),
            "quorum": self.quorum,
            "barred": _(", ").join(f"{skip.expert} ({skip.kind.label})" for skip in barred),
            "missing": self.quorum - len(self.free[application.pk]),
        }
        return (
            _(
                "%(case)s would have %(count)s experts, %(quorum)s are needed. Conflicts: %(barred)s. "
                "Choose %(missing)s more experts without a conflict, or put this case before another panel."
            )
            % facts
        )


def draw(experts: Sequence[Expert], applications: Sequence[Application], rule_set: RuleSet, on: date) -> Draw:
    """Every chosen expert reads every chosen case, but for conflicts. (The seeded draw by affinity will take this place.)"""
    known = Conflicts(experts, applications, rule_set, on)
    free: dict[int, list[Expert]] = {case.pk: [] for case in applications}
    skipped = []
    for case in applications:
        for expert in experts:
            kind = known.of(expert, case)
            if kind:
                skipped.append(Skipped(expert, case, kind))
            else:
                free[case.pk].append(expert)
    minimum, quorum = value(rule_set, Key.PANEL_MINIMUM), value(rule_set, Key.REVIEW_QUORUM)
    return Draw(experts, applications, free, skipped, minimum, quorum)
