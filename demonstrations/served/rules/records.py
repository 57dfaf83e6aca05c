"""Questions about records: who writes, who checks, what keeps one from being written or submitted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from demonstrations.served.models import (
    FIRST_YEAR,
    GONE,
    STANDING,
    UNCHECKED,
    WRITABLE,
    Metric,
    Provider,
    ServiceRecord,
    Source,
    State,
)
from demonstrations.served.rules.computing import Computed
from demonstrations.served.rules.declared import OUTPUT
from program.journal.models import Line, Verb
from program.people.models import APPLICANT_ROLES, Organization, OrganizationKind, Role, User
from program.people.rules import Standing
from program.refusals import Finding
from program.zones.models import REVIEWING_ROLES, Affiliation, Zone, managing_organization

MOST_FILES = 20
OWN_PROVIDER = gettext_lazy("An enterprise is not its own provider: leave it empty.")
BRANCH = re.compile(
    r"(分公司|分厂|分店|分部|分行|分所|分中心|办事处|代表处|营业部|经营部|分支机构|项目部)[）)]?$"
)
"""How the names of branches end: none is a legal person, and none counts for the enterprise that it belongs to."""
Key = tuple[int, str, int, int]
"""Enterprise, service and both years: two records of a zone that agree in these are one."""


# ---------------------------------------------------------------- who
def zones_of(held: Standing) -> QuerySet[Zone]:
    """The zones for which the person opens and checks records."""
    own = held.organizations(*REVIEWING_ROLES)
    return Zone.objects.filter(managements__organization__in=own, managements__until=None)


def providers_of(held: Standing) -> "QuerySet[Any]":
    """The released entries of the directory for which the person opens records."""
    found: QuerySet[Any] = Provider.objects.released().filter(
        organization__in=held.organizations(*APPLICANT_ROLES)
    )
    return found


def reviews_for(zone: Zone, held: Standing) -> bool:
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def writes(record: ServiceRecord, held: Standing) -> bool:
    """The provider what it opened, the zone what it opened."""
    if record.by_provider:
        return record.provider_id in held.organizations(*APPLICANT_ROLES)
    return reviews_for(record.zone, held)


def had_a_hand_in(record: ServiceRecord, user: User) -> bool:
    """Opened, changed or submitted it: whoever did does not check it."""
    if user.pk in {record.opened_by_id, record.submitted_by_id}:
        return True
    return Line.objects.filter(verb=Verb.CHANGE_RECORD, subject=record.number, actor=user).exists()


def to_check(held: Standing) -> "QuerySet[Any]":
    """What was submitted in one's zones and one had no hand in."""
    user = held.user
    changed = Line.objects.filter(verb=Verb.CHANGE_RECORD, subject=OuterRef("number"), actor=user)
    waiting = ServiceRecord.objects.to_check().filter(~Exists(changed), zone__in=zones_of(held))
    found: QuerySet[Any] = waiting.exclude(opened_by=user).exclude(submitted_by=user)
    return found


@dataclass(frozen=True)
class Moves:
    """What a person may do with a record now; the verbs ask again."""

    change: bool
    submit: bool
    withdraw: bool
    accept: bool
    send_back: bool
    strike: bool
    restore: bool
    sign: bool

    @property
    def any_move(self) -> bool:
        return any(asdict(self).values())


def moves(record: ServiceRecord, held: Standing, decision: Any = None) -> Moves:
    """`decision`: the one that waits for its signature."""
    own, state = writes(record, held), State(record.state)
    checks = state == State.SUBMITTED and reviews_for(record.zone, held)
    clerk = held.has(Role.CLERK) and decision is None
    return Moves(
        change=own and state in WRITABLE,
        submit=own and state in WRITABLE,
        withdraw=own and state in UNCHECKED,
        accept=checks and not had_a_hand_in(record, held.user),
        send_back=checks,
        strike=clerk and state in STANDING,
        restore=clerk and state == State.STRUCK_OUT,
        sign=decision is not None and held.has(Role.DIRECTOR) and decision.proposed_by_id != held.user.pk,
    )


# ---------------------------------------------------------------- what
def is_branch(name: str) -> bool:
    return BRANCH.search(name.strip()) is not None


def enterprise_faults(enterprise: Organization | None, *, branch: bool, field: str) -> list[Finding]:
    """Only a legal person is recorded, by its own credit code."""
    if enterprise is None:
        words = _("No enterprise of this credit code is known: list its site in the zone first.")
        return [(field, words)]
    if enterprise.kind != OrganizationKind.ENTERPRISE:
        words = _("This credit code belongs to an organisation of another kind: %(kind)s.")
        return [(field, words % {"kind": enterprise.get_kind_display()})]
    if branch or is_branch(enterprise.name_zh):
        words = _("%(name)s is a branch and no legal person: record the enterprise to which it belongs.")
        return [(field, words % {"name": enterprise.name})]
    return []


def year_faults(baseline: int, result: int, this_year: int) -> list[Finding]:
    if result <= baseline:
        return [("result_year", _("The result year comes after the baseline year."))]
    if baseline < FIRST_YEAR:
        return [("baseline_year", _("Not earlier than %(year)d.") % {"year": FIRST_YEAR})]
    if result >= this_year:
        return [("result_year", _("This year is not over yet: its figures are not known."))]
    return []


def affiliated(zone: Zone, enterprises: Iterable[int], years: Iterable[int]) -> set[tuple[int, int]]:
    """(enterprise, year): those with a site that stood in the zone in that year. One query."""
    rows = Affiliation.objects.filter(zone=zone, site__organization__in=set(enterprises))
    span = sorted(set(years))
    return {
        (enterprise, year)
        for enterprise, since, until in rows.values_list("site__organization", "since_year", "until_year")
        for year in span
        if since <= year and (until is None or year <= until)
    }


def not_affiliated(zone: Zone, year: int) -> str:
    words = _("The enterprise has no site in the statistics of %(zone)s in %(year)d.")
    return words % {"zone": zone.name, "year": year}


def standing_records(
    zone: Zone, enterprises: Iterable[int], *, apart_from: int | None = None
) -> dict[Key, str]:
    """Those of a zone that are under way or checked, with their numbers; one query."""
    rows = ServiceRecord.objects.filter(zone=zone, enterprise__in=set(enterprises)).exclude(state__in=GONE)
    found = rows.exclude(pk=apart_from).values_list(
        "enterprise", "service", "baseline_year", "result_year", "number"
    )
    return {
        (enterprise, service, base, result): number for enterprise, service, base, result, number in found
    }


def twin_sentence(number: str) -> str:
    return _("This service to this enterprise is recorded for these years already: %(number)s.") % {
        "number": number
    }


def figure_faults(values: Mapping[str, Any]) -> list[Finding]:
    """Entered figures come in pairs; a record measures something."""
    found: list[Finding] = []
    metrics = values["metrics"]
    if not metrics:
        found.append((f"{Metric.ENERGY.value}_source", _("Choose at least one metric that was measured.")))
    for metric, (source, base, result) in metrics.items():
        if source == Source.ENTERED:
            found += pair_faults(metric, base, result)
    if values["output_source"] == Source.ENTERED:
        base, result = values["output_base"], values["output_result"]
        found += pair_faults(OUTPUT, base, result)
    return found


def pair_faults(name: str, base: Any, result: Any) -> list[Finding]:
    found: list[Finding] = [
        (f"{name}_{end}", _("A figure of both years is needed."))
        for end, value in (("base", base), ("result", result))
        if value is None
    ]
    if base is not None and base <= 0:
        found.append((f"{name}_base", _("A baseline of nought cannot fall.")))
    if name == OUTPUT and result is not None and result <= 0:
        found.append((f"{name}_result", _("A figure is more than zero.")))
    return found


def lacking(record: ServiceRecord, found: Computed, shown: Iterable[str]) -> list[Finding]:
    """What keeps a record from being submitted: figures of a year that are missing, evidence. `shown`: what files are about."""
    said: list[Finding] = []
    about, years = set(shown), f"{record.baseline_year}, {record.result_year}"
    for each in found.savings:
        if each.pair.base is None or each.pair.result is None:
            words = _("%(metric)s: the accepted declarations lack a figure (%(years)s).")
            said.append((None, words % {"metric": each.metric.label, "years": years}))
        elif each.pair.source == Source.ENTERED and not about & {"", each.metric.value}:
            words = _("%(metric)s: what is entered needs evidence. Attach a file.")
            said.append((None, words % {"metric": each.metric.label}))
    if record.output_source == Source.ENTERED and not about & {"", OUTPUT}:
        said.append((None, _("Output: what is entered needs evidence. Attach a file.")))
    return said
