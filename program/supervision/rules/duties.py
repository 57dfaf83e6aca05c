"""Questions about obligations: who owes what, until when, what was declared for it, who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from program import clock
from program.decisions.models import Designation, Standing
from program.indicators.models import Declaration, State
from program.people.models import APPLICANT_ROLES, Role
from program.people.rules import Standing as Held
from program.rulesets.models import Key, RuleSet, Scope
from program.rulesets.rules import Calendar, Limit, Rule, day_in, defaults, ruled, value
from program.supervision.models import BY_FIGURES, Dispensation, Duty, DutyState, Obligation, Release
from program.zones.models import REVIEWING_ROLES, Affiliation, Zone, managing_organization


# ---------------------------------------------------------------- what the rules say
def due_key(duty: str) -> Key:
    return Key(f"{duty}_due")


def scope_of(rule_set: RuleSet | None, duty: str) -> Scope:
    return Scope(value(rule_set, Key(f"{duty}_owed_by")))


def authority_of(rule_set: RuleSet | None, duty: str) -> str:
    """On what the duty rests, as the rules say beside its day."""
    said: dict[Key, Rule] = ruled(rule_set) if rule_set is not None else {}
    return said.get(due_key(duty), defaults()[due_key(duty)]).authority


def due_of(rule_set: RuleSet | None, duty: str, year: int, calendar: Calendar) -> Limit:
    """Until when a duty of a year is due, in the year after it: through the end of the day, or of the next working day.

    Provisional where the rules look for a working day in a year whose calendar is not published.
    """
    day = day_in(year + 1, value(rule_set, due_key(duty)))
    if not value(rule_set, Key.DUE_ON_WORKING_DAYS):
        return Limit(clock.end_of(day), provisional=False)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return Limit(clock.end_of(day), provisional=not {year + 1, day.year} <= calendar.years)


def again_due_of(obligation: Obligation, back: date, calendar: Calendar) -> Limit:
    """Until when what is sent back on that day is due again; never before it was due anyway."""
    again = calendar.after(back, value(obligation.rule_set, Key.CORRECTION_DAYS))
    if again.moment > obligation.due:
        return again
    return Limit(obligation.due, obligation.due_provisional)


# ---------------------------------------------------------------- who owes it
def owing(scope: Scope, year: int) -> QuerySet[Zone]:
    """The zones on which a duty of that year falls now; one that has not joined the platform owes nothing."""
    joined: QuerySet[Zone] = Zone.objects.joined()
    here = Designation.objects.filter(zone=OuterRef("pk"))
    match scope:
        case Scope.NOBODY:
            return joined.none()
        case Scope.LISTED:
            return joined.filter(Exists(here.filter(standing__in=[Standing.BUILDING, Standing.NAMED])))
        case Scope.BUILDING:  # of a year in which it was being built already
            return joined.filter(Exists(here.filter(standing=Standing.BUILDING, since__year__lte=year)))
        case _:
            return joined


def newcomers(duty: str, scope: Scope, year: int) -> QuerySet[Zone]:
    """Zones that owe it and have no such obligation yet, or one that was withdrawn."""
    known = Obligation.objects.filter(zone=OuterRef("pk"), duty=duty, year=year)
    return owing(scope, year).filter(~Exists(known.exclude(release=Release.WITHDRAWN)))


def to_withdraw(moment: datetime) -> QuerySet[Obligation]:
    """Not due yet, owed because the zone was listed, and the zone is listed no more."""
    current = Designation.objects.current().filter(zone=OuterRef("zone"))
    found: QuerySet[Obligation] = Obligation.objects.open().filter(
        ~Exists(current), scope__in=[Scope.LISTED, Scope.BUILDING], due__gte=moment
    )
    return found


def to_recount() -> QuerySet[Obligation]:
    """Their day was provisional (暂定)."""
    found: QuerySet[Obligation] = Obligation.objects.open().filter(due_provisional=True)
    return found.select_related("rule_set", "zone").order_by("pk")


# ---------------------------------------------------------------- what was declared
@dataclass(frozen=True)
class Declared:
    """What the declared figures say of an obligation: since when it is met, accepted, or sent back; none: not."""

    handed_in_at: datetime | None = None
    accepted_at: datetime | None = None
    sent_back_at: datetime | None = None

    def differs(self, from_: Obligation) -> bool:
        if self.sent_back_at is not None:
            return from_.handed_in_at is not None or from_.sent_back_at != self.sent_back_at
        return (self.handed_in_at, self.accepted_at) != (from_.handed_in_at, from_.accepted_at)


def declared(duty: str, year: int, zones: Iterable[int]) -> dict[int, Declared]:
    """Zone → what was declared of that year, for a duty that is met by figures. A constant number of queries."""
    wanted = list(zones)
    found = _sites_declared(year, wanted) if duty == Duty.DECLARATIONS else _own_declared(year, wanted)
    return {zone: found.get(zone, Declared()) for zone in wanted}


def _sites_declared(year: int, zones: list[int]) -> dict[int, Declared]:
    """Met when the last site of the year's statistics is accepted; by a zone without sites with its own declaration."""
    there = Affiliation.objects.filter(zone__in=zones).in_year(year)
    valid = Declaration.objects.in_force().filter(year=year)
    missing = there.filter(~Exists(valid.filter(site=OuterRef("site"), zone=OuterRef("zone"))))
    with_sites, lacking = ({*rows.values_list("zone", flat=True)} for rows in (there, missing))
    of_sites = valid.filter(zone__in=with_sites - lacking, site__isnull=False).order_by()
    last = of_sites.values("zone").annotate(last=Max("checked_at"), handed=Max("submitted_at"))
    found = {
        zone: Declared(checked or handed, checked or handed)
        for zone, checked, handed in last.values_list("zone", "last", "handed")
    }
    own = _own_declared(year, [zone for zone in zones if zone not in with_sites])
    return found | {
        zone: Declared(each.handed_in_at, each.handed_in_at) for zone, each in own.items() if each.handed_in_at
    }  # fmt: skip


def _own_declared(year: int, zones: list[int]) -> dict[int, Declared]:
    """By what the zone itself declares: handed in, accepted (also while a later version is being written), or returned."""
    rows = Declaration.objects.filter(zone__in=zones, year=year, site=None)
    of_interest = rows.filter(Q(is_newest=True) | Q(state=State.ACCEPTED, superseded_at=None)).order_by(
        "version"
    )
    found: dict[int, Declared] = {}
    for zone, state, submitted, checked in of_interest.values_list(
        "zone", "state", "submitted_at", "checked_at"
    ):
        if (known := found.get(zone)) and known.accepted_at is not None:
            continue
        if state == State.ACCEPTED:
            found[zone] = Declared(submitted, checked or submitted)
        elif state == State.SUBMITTED:
            found[zone] = Declared(submitted)
        elif state == State.RETURNED:
            found[zone] = Declared(sent_back_at=checked)
    return found


def by_figures_open() -> QuerySet[Obligation]:
    """Obligations that declared figures meet, and that are not accepted yet."""
    found: QuerySet[Obligation] = Obligation.objects.owed().filter(duty__in=BY_FIGURES, accepted_at=None)
    return found.order_by("pk")


# ---------------------------------------------------------------- who may do what
def zones_of(held: Held) -> QuerySet[Zone, Any]:
    """Keys of the zones for which the person hands in."""
    return Zone.objects.answered_for(held.organizations(*REVIEWING_ROLES)).values("pk")


def hands_in_for(zone: Zone, held: Held) -> bool:
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def reads_papers(zone: Zone, held: Held) -> bool:
    """The office's readers, the supervisor, the zone's own people; who recommends the zone sees how it stands, no more."""
    if held.reads_everything or held.has(Role.SUPERVISOR):
        return True
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*APPLICANT_ROLES, Role.ZONE_REVIEWER)


@dataclass(frozen=True)
class DutyMoves:
    """What a person may do with an obligation now; the verbs ask again."""

    hand_in: bool = False
    correct: bool = False  # a new version beside the accepted one
    declare: str = ""  # the address where a duty that is met by figures is met
    extend: bool = False
    waive: bool = False
    check: bool = False  # what was handed in waits for this person
    decide: Dispensation | None = None

    def __bool__(self) -> bool:
        return any(
            (self.hand_in, self.correct, self.declare, self.extend, self.waive, self.check, self.decide)
        )


def duty_moves(obligation: Obligation, held: Held) -> DutyMoves:
    """A constant number of queries."""
    zones, clerk = hands_in_for(obligation.zone, held), held.has(Role.CLERK)
    waiting = obligation.returns.waiting().exists()
    asked = obligation.dispensations.open().first()
    unmet = not obligation.release and obligation.handed_in_at is None
    by_return = obligation.duty not in BY_FIGURES and not obligation.is_reported
    return DutyMoves(
        hand_in=zones and unmet and by_return,
        correct=zones and by_return and obligation.accepted_at is not None and not waiting,
        declare=address_of_figures(obligation) if zones and unmet and obligation.duty in BY_FIGURES else "",
        extend=unmet and asked is None and (zones or clerk),
        waive=unmet and asked is None and clerk,
        check=waiting and clerk and by_return,
        decide=asked if asked and held.has(Role.DIRECTOR) and asked.asked_by_id != held.user.pk else None,
    )


def address_of_figures(obligation: Obligation) -> str:
    """Where the zone checks its sites, or writes what it declares itself."""
    return f"{reverse('indicators:board', args=[obligation.zone.code])}?year={obligation.year}"


WAITING_STATES = (DutyState.NOT_DUE, DutyState.EXTENDED, DutyState.SENT_BACK, DutyState.LATE)
"""The zone has the next move."""
