"""Everything that can be found, each within the reach of its own queryset: nothing here decides who may see what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from program import clock
from program.applications.models import Application
from program.applications.rules import overdue, stages_told
from program.calls.models import Call
from program.decisions.models import Designation, PublicNotice
from program.ledger.models import LedgerEntry
from program.measures.models import Lead, Measure
from program.people.models import Organization, User
from program.people.provinces import Province
from program.people.rules import standing
from program.process.models import CLOSED_STAGES
from program.refusals import Invalid
from program.registers.models import PoolProject
from program.search.rules.terms import BEFORE, NOBODY, OPEN, YES, Terms, both, by_initials
from program.zones.models import Zone

MOST = 10
"""Of a kind, on the page of all kinds; the rest is one link away."""
ZONE_NAMES = ("name_zh", "name_en", "code", "city")
SHORTEST = 2
Choices = Iterable[tuple[str, Any]]
NOWHERE: Mapping[str, set[int]] = {}


@dataclass(frozen=True)
class Hit:
    title: str
    note: str
    address: str


@dataclass(frozen=True)
class Source:
    """A kind of thing: who sees which, in which columns a word is looked for, through which key it is of a zone."""

    code: str
    label: LazyText
    reach: Callable[[User], QuerySet[Any]]
    columns: tuple[str, ...]
    zone: str  # the path to the zone, "" for the zone itself, none for what is of no zone
    hit: Callable[[Any], Hit]
    of_a_zone: bool = True
    firm: str = ""  # the column of the enterprise that it is of, if it may be of one
    told: tuple[tuple[str, Callable[[], Choices]], ...] = ()  # columns of codes, found by the words for them

    def found(
        self, terms: Terms, user: User, zones: dict[str, set[int]], firms: Mapping[str, set[int]] = NOWHERE
    ) -> QuerySet[Any]:
        """What every word is found in, with the zones and enterprises that a word names. One query when it is read."""
        rows = self.reach(user)
        for word in terms.words:
            of_firms = Q(**{f"{self.firm}__in": firms.get(word, ())}) if self.firm else Q()
            rows = rows.filter(self.says(word) | self.in_zones(zones[word]) | of_firms)
        if terms.province:
            rows = rows.filter(**{self.path("province"): terms.province})
        return rows

    def says(self, word: str) -> Q:
        said = Q()
        for column in self.columns:
            said |= Q(**{f"{column}__icontains": word})
        for column, choices in self.told:
            said |= Q(**{f"{column}__in": worded(word, choices())})
        return said

    def in_zones(self, zones: set[int]) -> Q:
        return Q(**{f"{self.path('pk')}__in": zones}) if self.of_a_zone else Q(pk__in=[])

    def path(self, column: str) -> str:
        return f"{self.zone}__{column}" if self.zone else column


def case_hit(case: Application) -> Hit:
    return Hit(f"{case.number} {case.subject}", str(case.call), reverse("desk:case", args=[case.pk]))


def call_hit(call: Call) -> Hit:
    """A draft has only the office's page."""
    page = "portal:call" if call.opened_at else "calls:detail"
    return Hit(str(call), call.code, reverse(page, args=[call.pk]))


def hit(thing: Any, title: str, note: object = "") -> Hit:
    return Hit(title, str(note), thing.get_absolute_url())


SOURCES = (
    Source(
        "cases", _("Cases"),
        lambda user: Application.objects.visible_to(user).select_related("zone", "applicant", "call").order_by("-pk"),
        ("number", "applicant__name_zh", "applicant__name_en"), "zone", case_hit, firm="applicant",
    ),
    Source(
        "zones", _("Zones"), lambda user: Zone.objects.visible_to(user), (), "",
        lambda zone: hit(zone, str(zone), zone.code),
    ),
    Source(
        "calls", _("Calls"), lambda user: Call.objects.visible_to(user).order_by("-pk"), ("code", "title_zh", "title_en"), "",
        call_hit, of_a_zone=False,
    ),
    Source(
        "notices", _("Public notices"), lambda _user: PublicNotice.objects.order_by("-pk"), ("number", "title"), "",
        lambda notice: hit(notice, notice.title, notice.number), of_a_zone=False,
    ),
    Source(
        "designations", _("Published lists"), lambda _user: Designation.objects.for_lists().order_by("-pk"),
        ("letter_number", "document__number", "organization__name_zh", "organization__name_en"), "zone",
        lambda one: hit(one, f"{one.letter_number} {one.subject}", one.get_standing_display()), firm="organization",
    ),
    Source(
        "ledger", _("Work ledger"),
        lambda user: LedgerEntry.objects.visible_to(user).select_related("zone").order_by("-pk"), ("number", "title"), "zone",
        lambda entry: hit(entry, f"{entry.number} {entry.title}", entry.zone or ""),
    ),
    Source(
        "projects", _("Reserve pool"),
        lambda user: PoolProject.objects.visible_to(user).select_related("zone").order_by("-pk"), ("number", "title"), "zone",
        lambda project: hit(project, f"{project.number} {project.title}", project.zone),
    ),
    Source(
        "leads", _("Leads"), lambda user: Lead.objects.visible_to(user).select_related("zone").order_by("-pk"),
        ("number", "owner", "credit_code"), "zone",
        lambda lead: hit(lead, lead.number, lead.zone or lead.owner),
    ),
    Source(
        "measures", _("Measures"), lambda user: Measure.objects.visible_to(user).select_related("zone").order_by("-pk"),
        ("number", "owner", "credit_code"), "zone",
        lambda measure: hit(measure, f"{measure.number} {measure.get_kind_display()}", measure.owner),
    ),
)  # fmt: skip
KINDS = {source.code: source for source in SOURCES}


def asked_of(terms: Terms) -> list[Source]:
    """The kinds in which the terms mean something."""
    if terms.of_cases:
        return [KINDS["cases"]]
    return [source for source in SOURCES if source.of_a_zone or not terms.province]


def zones_named(words: Iterable[str]) -> dict[str, set[int]]:
    """Word → zones that it names, by a name they bear or bore, its initials, code, city or province, and what these were merged
    into. One query."""
    columns = ("merged_into", "province", *ZONE_NAMES, "former_names__name_zh")
    into: dict[int, int | None] = {}
    names, there = [], []
    for pk, merged_into, province, *said in Zone.objects.order_by().values_list("pk", *columns):
        into[pk] = merged_into
        names.append((pk, said))
        there.append((pk, province))
    called = by_name(names)

    def further(found: set[int]) -> set[int]:
        while later := {into[pk] for pk in found} - found - {None}:
            found |= {pk for pk in later if pk is not None}
        return found

    return {word: further(called(word)) | in_province(word, there) for word in words}


def in_province(word: str, there: Iterable[tuple[int, str]]) -> set[int]:
    """Keys and provinces → the keys of those in the province that the word names in full."""
    codes = {code for code, names in provinces() if word.lower() in names}
    return {pk for pk, code in there if code in codes}


@cache
def provinces() -> list[tuple[str, set[str]]]:
    return [(code, both(label)) for code, label in Province.choices]


def worded(word: str, choices: Choices) -> list[str]:
    """The codes whose words contain it, in either language; one character says too little."""
    if len(word) < SHORTEST:
        return []
    return [code for code, label in choices if any(word.lower() in said for said in both(label))]


def by_name(rows: Iterable[tuple[int, Iterable[str | None]]]) -> Callable[[str], set[int]]:
    """Keys and names → a word → the keys whose names contain it, or have its initials."""
    each = {(pk, name) for pk, names in rows for name in names if name}

    def called(word: str) -> set[int]:
        return {pk for pk, name in each if word.lower() in name.lower()} | by_initials(word, each)

    return called


def firms_named(words: Iterable[str]) -> dict[str, set[int]]:
    """Word → organisations that it names by a name that they bear no more, or that were merged. One query for each."""
    renamed = Q(former_names__isnull=False) | Q(absorbed__isnull=False)
    return {
        word: set(Organization.objects.filter(renamed).called(word).values_list("pk", flat=True))
        for word in words
    }


def results(
    source: Source, terms: Terms, user: User, zones: dict[str, set[int]], firms: Mapping[str, set[int]] = NOWHERE
) -> QuerySet[Any]:  # fmt: skip
    """What is found of a kind; of cases also by stage, track and due date."""
    rows = source.found(terms, user, zones, firms)
    return cases_in(rows, terms, user) if source.code == "cases" else rows


def cases_in(cases: QuerySet[Application], terms: Terms, user: User) -> QuerySet[Application]:
    """Who may not tell a stage apart in the list cannot search for it either; nor for what the office alone is told."""
    reads = standing(user).reads_everything
    if terms.of_the_office and not reads:
        raise Invalid(_("Only the special office searches by due date or clerk."), field="q")
    found = Q()
    if terms.track:
        found &= Q(call__track__in=terms.track)
    if terms.call:
        found &= Q(call__code__iexact=terms.call)
    if terms.stage:
        found &= at_stages(terms.stage, reads=reads)
    if terms.clerk == NOBODY:
        found &= Q(clerk=None)
    elif terms.clerk:
        found &= Q(clerk__username__iexact=terms.clerk) | Q(clerk__name__iexact=terms.clerk)
    for sign, day in terms.due:
        found &= Q(due__lt=clock.start_of(day)) if sign == BEFORE else Q(due__gt=clock.end_of(day))
    if terms.overdue:
        late = overdue(clock.now())
        found &= late if terms.overdue == YES else ~late
    return cases.filter(found)


def at_stages(stages: tuple[str, ...], *, reads: bool) -> Q:
    try:
        told = stages_told([stage for stage in stages if stage != OPEN], reads=reads)
    except ValueError as error:
        said = _("“%(value)s” is not understood, or could be several.") % {"value": ",".join(stages)}
        raise Invalid(said, field="q") from error
    return Q(stage__in=told) | (~Q(stage__in=CLOSED_STAGES) if OPEN in stages else Q(pk__in=()))
