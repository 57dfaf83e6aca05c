"""Who owes a form of a year, until when, and which zone checks it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from demonstrations.enterprises.yearly.models import TITLE, State, YearlyForm, late_at
from program.clock import beijing_date
from program.decisions.models import Designation, Standing
from program.rulesets.models import Key, RuleSet
from program.rulesets.rules import Calendar, Limit, value
from program.supervision import rules as duties
from program.zones.models import Affiliation, Zone

FORM, CHECK = "enterprise_form", "enterprise_form_check"
"""By these the rules name the enterprise's day and the zone's (`…_due`)."""
STOOD = (Standing.CERTIFIED, Standing.SUSPENDED, Standing.SUCCEEDED)
"""A certificate with one of these standings made its holder a leading enterprise in the years of its term."""


def due_of(rule_set: RuleSet | None, year: int, calendar: Calendar) -> Limit:
    """Until when the enterprise hands its form of a year in, in the year after."""
    return duties.due_of(rule_set, FORM, year, calendar)


def check_due_of(rule_set: RuleSet | None, year: int, calendar: Calendar) -> Limit:
    """…and until when its zone checks it."""
    return duties.due_of(rule_set, CHECK, year, calendar)


def check_limit(form: YearlyForm, calendar: Calendar) -> Limit:
    """Until when the zone checks this one: whatever came late leaves it the working days of a formality check."""
    first = check_due_of(form.rule_set, form.year, calendar)
    if form.submitted_at is None:
        return first
    days = value(form.rule_set, Key.FORMALITY_CHECK_DAYS)
    return first.later(calendar.after(beijing_date(form.submitted_at), days))


def authority_of(rule_set: RuleSet | None) -> str:
    return duties.authority_of(rule_set, FORM)


def held() -> QuerySet[Designation]:
    """The certificates that stand, of enterprises, not of zones."""
    found: QuerySet[Designation] = Designation.objects.current().filter(zone=None, track=TITLE)
    return found


def newcomers(year: int) -> QuerySet[Designation]:
    """Certificates whose term touches the year, of enterprises that hold one still and owe no form of that year yet.

    From the year of its document on; the same enterprise may come twice, where one certificate has followed another.
    """
    # A certificate that has passed to another organisation with a merger is asked for no year twice.
    whose = Q(organization=OuterRef("organization")) | Q(designation=OuterRef("pk"))
    known = YearlyForm.objects.owed().filter(whose, year=year)
    rows = Designation.objects.filter(zone=None, track=TITLE, standing__in=STOOD)
    in_term: QuerySet[Designation] = rows.filter(since__year__lte=year, until__year__gte=year)
    return in_term.filter(Exists(held().filter(organization=OuterRef("organization"))), ~Exists(known))


def zones_of(designations: Iterable[Designation], year: int) -> dict[int, Zone]:
    """Organisation → the zone in whose statistics it stood that year, rather the one that recommended it. One query."""
    by_firm = {each.organization_id: each.application.zone for each in designations}
    there = Affiliation.objects.in_year(year).filter(site__organization__in=by_firm).order_by("pk")
    stood: dict[int, list[Zone]] = {}
    for row in there.select_related("zone", "site"):
        stood.setdefault(row.site.organization_id, []).append(row.zone)
    return {
        firm: zone if zone in stood.get(firm, [zone]) else stood[firm][0] for firm, zone in by_firm.items()
    }


def to_withdraw(moment: datetime) -> QuerySet[Any]:
    """Not due for certain and never handed in, of enterprises that hold the certificate no more."""
    not_due = Q(due__gte=moment) | Q(due_provisional=True)
    return YearlyForm.objects.missing().filter(not_due, ~still_held()).order_by("pk")


def still_held() -> Exists:
    """Of a form: its enterprise holds a certificate."""
    return Exists(held().filter(organization=OuterRef("organization")))


def overdue(moment: datetime) -> QuerySet[Any]:
    """Late, of enterprises that are still expected to hand theirs in."""
    found: QuerySet[Any] = YearlyForm.objects.filter(expected_by(moment))
    return found


def expected_by(moment: datetime) -> Q:
    """What is overdue at that moment."""
    return late_at(moment) & Q(still_held())


def to_recount() -> QuerySet[Any]:
    """A day of theirs was provisional (暂定): the enterprise's, or the zone's."""
    rows = YearlyForm.objects.owed().exclude(state=State.ACCEPTED)
    either = rows.filter(due_provisional=True) | rows.filter(check_provisional=True)
    return either.select_related("rule_set").order_by("pk")


def missing_twice(moment: datetime) -> QuerySet[Any]:
    """Late, and so was the year before, and neither was ever handed in; of enterprises that hold the certificate still."""
    missing = YearlyForm.objects.missing().late(moment)
    before = missing.filter(organization=OuterRef("organization"), year=OuterRef("year") - 1)
    found: QuerySet[Any] = missing.filter(Exists(before), still_held())
    return found


def years_missing(form: YearlyForm) -> str:
    """As it is written in messages and leads."""
    return f"{form.year - 1}、{form.year}"
