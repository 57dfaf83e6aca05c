"""What everybody may read of one zone: all of it stands in a document, in a published report, or in what the rules open."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from program import tracks
from program.alterations.models import Alteration, AlterationKind, ChangeDecision
from program.decisions.models import Designation
from program.decisions.rules import FIRMS, ZONES, Event, history, with_history
from program.measures.models import Measure, MeasureState
from program.monitoring.models import MonitoringLine, MonitoringRun
from program.monitoring.models.runs import said_by
from program.monitoring.rules import Frame
from program.people.models import Organization
from program.portal.models import News
from program.portal.rules.directory import ENTERPRISES, Fact, facts_of, honours
from program.reports.models import Report
from program.reports.models.reports import replaced
from program.reports.rules import Reading, public_part
from program.rulesets.models import Audience, Key
from program.supervision.models import Duty
from program.zones.models import FormerName, Management, Subzone, Zone

NEWEST = 5


class Honour(NamedTuple):
    """A designation with everything that became of it. `called`: by its document, where its holder is called otherwise by now."""

    designation: Designation
    events: list[Event]
    called: str = ""


@dataclass(frozen=True)
class Profile:
    """A zone as the public reads it."""

    zone: Zone
    body: Organization | None
    former_names: Sequence[FormerName]
    subzones: Sequence[Subzone]
    facts: Sequence[Fact]
    mergers: Sequence[Alteration]
    honours: Sequence[Honour]
    reports: Sequence[Report]
    figures: tuple[Report, Reading] | None
    targets: tuple[Report, Reading] | None
    measures: Sequence[Measure]
    results: Sequence[tuple[MonitoringLine, str]]
    news: Sequence[News]


def read_by_everybody() -> QuerySet[Zone]:
    """Zones for `profile`, each with what there is of it: of most there is neither a merger nor a measure, and what is not
    there need not be asked for."""
    there = {f"has_{name}": Exists(rows(OuterRef("pk"))) for name, rows in LISTS.items()}
    related = Zone.objects.select_related("merged_into", "recommending_body")
    return related.annotate(**there)


def profile(zone: Zone) -> Profile:
    """Of a zone of `read_by_everybody`: four queries, and one for each of LISTS that is not empty; up to three for mergers."""
    told = {name: list(rows(zone)) if getattr(zone, f"has_{name}") else [] for name, rows in LISTS.items()}
    mergers = told.pop("mergers")
    passed = ZONES if mergers else Prefetch("passages", Alteration.objects.none())  # on to it, by a merger
    held = list(with_history(Designation.objects.filter(zone=zone), passed).order_by("-since", "-pk"))
    rows = Report.objects.published().filter(obligation__zone=zone).annotate(replaced=replaced())
    published = list(
        rows.select_related("obligation", "pdf").order_by("-obligation__year", "-published_at", "-pk")
    )
    newest = [report for report in published if not report.replaced]
    progress = [report for report in newest if report.obligation.duty == Duty.PROGRESS]
    return Profile(
        zone=zone,
        body=next((row.organization for row in told.pop("managements")), None),
        facts=facts_of(held),
        mergers=mergers,
        honours=[Honour(each, history(each)) for each in held],
        reports=newest,
        figures=read(newest, published),
        targets=read(progress, published),
        results=list(in_words(told.pop("results"))),
        **told,
    )


def read(newest: Sequence[Report], published: Sequence[Report]) -> tuple[Report, Reading] | None:
    """The first, as the public reads it: its secrecy is that of the report itself, frozen with it."""
    if not newest:
        return None
    return newest[0], Reading(public_part(newest[0], published=published), public=True)


@dataclass(frozen=True)
class Firm:
    """An enterprise as the public reads it: what documents say of it, and what its track says of its listed cases."""

    zone: Zone
    facts: Sequence[Fact]
    honours: Sequence[Honour]
    years: Sequence[int]  # for which its yearly form was accepted


def firm_profile(firm: Organization) -> Firm:
    """Of one that is or was certified, or goes on as one that was; `zone` is the one that recommended it last. Four
    queries, and one more where another was merged into it."""
    known = {each.pk: each for each in (firm, *firm.absorbed.all())}  # with the names that they bore
    inherited = FIRMS if len(known) > 1 else Prefetch("inheritances", ChangeDecision.objects.none())
    rows = with_history(honours(ENTERPRISES).filter(organization=firm), inherited)
    held = list(rows.select_related("application__zone"))
    for each in held:
        each.application.applicant = known.get(each.application.applicant_id, each.application.applicant)
    told = [
        Honour(each, history(each), called if (called := each.name_then) != firm.name_zh else "")
        for each in held
    ]
    years = {year for each in tracks.yearly() for year in each.ask("accepted")([firm.pk]).get(firm.pk, ())}
    return Firm(
        zone=held[0].application.zone, facts=facts_of(held), honours=told, years=sorted(years, reverse=True)
    )


# ---------------------------------------------------------------- lists of a zone, most of them empty
Of = Zone | OuterRef
"""A zone; or, within a question about zones, each of them."""


def mergers_into(zone: Of) -> Any:
    """What was merged into it, with the approvals."""
    applied = Alteration.objects.filter(kind=AlterationKind.MERGER, into=zone, applied_at__isnull=False)
    return applied.select_related("zone").order_by("-effective", "-pk")


def closed_measures(zone: Of) -> Any:
    """Measures against the zone itself that were rectified and closed, where the rules by which they were made open them."""
    told = said_by(Key.CLOSED_MEASURES_PUBLISHED)
    closed = Measure.objects.filter(zone=zone, state=MeasureState.CLOSED).annotate(told=told)
    return closed.filter(told__gt=0).select_related("decision").order_by("-pk")


def results_of(zone: Of) -> Any:
    """The results in force that the rules of their runs open to everybody."""
    runs = MonitoringRun.objects.in_force().read_by(Audience.PUBLIC)
    lines = MonitoringLine.objects.filter(zone=zone, run__in=runs.values("pk"))
    return lines.select_related("run").order_by("-run__year")


def in_words(lines: Iterable[MonitoringLine]) -> Iterator[tuple[MonitoringLine, str]]:
    """Each result with its tier."""
    for line in lines:
        yield line, Frame(line.run).tier(line.final_tier)


LISTS: Mapping[str, Callable[[Of], Any]] = {
    "former_names": lambda zone: FormerName.objects.filter(zone=zone),
    "subzones": lambda zone: Subzone.objects.filter(zone=zone),
    "managements": lambda zone: Management.objects.filter(zone=zone, until=None).select_related(
        "organization"
    ),
    "mergers": mergers_into,
    "measures": closed_measures,
    "results": results_of,
    "news": lambda zone: News.objects.released().filter(zone=zone)[:NEWEST],
}
