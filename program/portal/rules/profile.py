"""What everybody may read of one zone: all of it stands in a document, in a published report, or in what the rules open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from program import tracks
from program.alterations.models import Alteration, AlterationKind
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
from program.reports.rules import Reading, public_part
from program.rulesets.models import Audience, Key
from program.supervision.models import Duty
from program.zones.models import Zone, managing_organization

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
    facts: Sequence[Fact]
    mergers: Sequence[Alteration]
    honours: Sequence[Honour]
    reports: Sequence[Report]
    figures: tuple[Report, Reading] | None
    targets: tuple[Report, Reading] | None
    measures: Sequence[Measure]
    results: Sequence[tuple[MonitoringLine, str]]
    news: Sequence[News]


def profile(zone: Zone) -> Profile:
    """A constant number of queries, whatever the zone has."""
    held = list(with_history(Designation.objects.filter(zone=zone), ZONES).order_by("-since", "-pk"))
    published = (
        Report.objects.newest().filter(obligation__zone=zone).select_related("obligation__zone", "pdf")
    )
    reports = list(published.defer("content").order_by("-obligation__year", "-published_at", "-pk"))
    progress = [report for report in reports if report.obligation.duty == Duty.PROGRESS]
    return Profile(
        zone=zone,
        body=managing_organization(zone),
        facts=facts_of(held),
        mergers=list(mergers_into(zone)),
        honours=[Honour(each, history(each)) for each in held],
        reports=reports,
        figures=read(reports[:1]),
        targets=read(progress[:1]),
        measures=list(closed_measures(zone)),
        results=list(results_of(zone)),
        news=list(News.objects.released().filter(zone=zone)[:NEWEST]),
    )


def read(reports: Sequence[Report]) -> tuple[Report, Reading] | None:
    """The first, as the public reads it: its secrecy is that of the report itself, frozen with it."""
    return next(((report, Reading(public_part(report), public=True)) for report in reports), None)


@dataclass(frozen=True)
class Firm:
    """An enterprise as the public reads it: what documents say of it, and what its track says of its listed cases."""

    zone: Zone
    facts: Sequence[Fact]
    honours: Sequence[Honour]
    years: Sequence[int]  # for which its yearly form was accepted


def firm_profile(firm: Organization) -> Firm:
    """Of one that is or was certified, or goes on as one that was; `zone` is the one that recommended it last. A constant
    number of queries."""
    rows = with_history(honours(ENTERPRISES).filter(organization=firm), FIRMS)
    held = list(rows.select_related("application__zone"))
    known = {each.pk: each for each in (firm, *firm.absorbed.all())}  # with the names that they bore
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


def mergers_into(zone: Zone) -> Any:
    """What was merged into it, with the approvals."""
    applied = Alteration.objects.filter(kind=AlterationKind.MERGER, into=zone, applied_at__isnull=False)
    return applied.select_related("zone").order_by("-effective", "-pk")


def closed_measures(zone: Zone) -> Any:
    """Measures against the zone itself that were rectified and closed, where the rules by which they were made open them."""
    told = said_by(Key.CLOSED_MEASURES_PUBLISHED)
    closed = Measure.objects.filter(zone=zone, state=MeasureState.CLOSED).annotate(told=told)
    return closed.filter(told__gt=0).select_related("decision").order_by("-pk")


def results_of(zone: Zone) -> Iterator[tuple[MonitoringLine, str]]:
    """The results in force that the rules of their runs open to everybody, each with its tier in words."""
    runs = MonitoringRun.objects.in_force().read_by(Audience.PUBLIC)
    lines = MonitoringLine.objects.filter(zone=zone, run__in=runs.values("pk")).select_related("run")
    for line in lines.order_by("-run__year"):
        yield line, Frame(line.run).tier(line.final_tier)
