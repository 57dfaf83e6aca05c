"""What everybody may read of one zone: all of it stands in a document, in a published report, or in what the rules open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, prefetch_related_objects

from program import tracks
from program.alterations.models import Alteration, AlterationKind
from program.decisions.models import Designation
from program.decisions.rules import Event, history, with_history
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
from program.within import Rows
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
    """Zones for `profile`, each with its short lists."""
    return Zone.objects.select_related("merged_into", "recommending_body").annotate(**lists())


def profile(zone: Any) -> Profile:
    """Of a zone of `read_by_everybody`: two queries, and one for each of its titles that says something beside."""
    held = list(with_history(Designation.objects.filter(zone=zone)).order_by("-since", "-pk"))
    rows = Report.objects.published().filter(obligation__zone=zone).annotate(replaced=replaced())
    published = list(
        rows.select_related("obligation", "pdf").order_by("-obligation__year", "-published_at", "-pk")
    )
    newest = [report for report in published if not report.replaced]
    progress = [report for report in newest if report.obligation.duty == Duty.PROGRESS]
    return Profile(
        zone=zone,
        body=next((row.organization for row in zone.told_managements), None),
        former_names=zone.told_former_names,
        subzones=zone.told_subzones,
        facts=facts_of(held),
        mergers=zone.told_mergers,
        honours=[Honour(each, history(each)) for each in held],
        reports=newest,
        figures=read(newest, published),
        targets=read(progress, published),
        measures=zone.told_measures,
        results=list(in_words(zone.told_results)),
        news=zone.told_news,
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
    """Of one that is or was certified, or goes on as one that was; `zone` is the one that recommended it last."""
    known = {each.pk: each for each in (firm, *firm.absorbed.all())}
    prefetch_related_objects(list(known.values()), "former_names")
    rows = with_history(honours(ENTERPRISES).filter(organization=firm))
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


# ---------------------------------------------------------------- short lists of a zone
def lists() -> dict[str, Rows]:
    """Each with the columns that the profile shows."""
    document = ("authority", "document_number")
    of = OuterRef("pk")
    news = News.objects.released().filter(zone=of)[:NEWEST]
    managed = Management.objects.filter(zone=of, until=None)
    return {
        "told_former_names": Rows(FormerName.objects.filter(zone=of), "name_zh", "until", "approval_number"),
        "told_subzones": Rows(Subzone.objects.filter(zone=of), "name_zh", "kind", "area_km2"),
        "told_managements": Rows(managed, "organization__name_zh", "organization__name_en"),
        "told_mergers": Rows(
            mergers_into(of), "zone__code", "zone__name_zh", "zone__name_en", "effective", *document
        ),
        "told_measures": Rows(
            closed_measures(of),
            "kind",
            "decision__document_date",
            *(f"decision__{name}" for name in document),
        ),
        "told_results": Rows(results_of(of), "final", "final_tier", "run__year", "run__basis"),
        "told_news": Rows(news, "number", "title", "day"),
    }


def mergers_into(zone: OuterRef) -> QuerySet[Alteration]:
    """What was merged into it, with the approvals."""
    applied = Alteration.objects.filter(kind=AlterationKind.MERGER, into=zone, applied_at__isnull=False)
    return applied.order_by("-effective", "-pk")


def closed_measures(zone: OuterRef) -> QuerySet[Measure]:
    """Measures against the zone itself that were rectified and closed, where the rules by which they were made open them."""
    closed = Measure.objects.filter(zone=zone, state=MeasureState.CLOSED)
    opened = closed.alias(opened=said_by(Key.CLOSED_MEASURES_PUBLISHED)).filter(opened__gt=0)
    return opened.order_by("-pk")


def results_of(zone: OuterRef) -> QuerySet[MonitoringLine]:
    """The results in force that the rules of their runs open to everybody."""
    runs = MonitoringRun.objects.in_force().read_by(Audience.PUBLIC)
    return MonitoringLine.objects.filter(zone=zone, run__in=runs.values("pk")).order_by("-run__year")


def in_words(lines: Iterable[MonitoringLine]) -> Iterator[tuple[MonitoringLine, str]]:
    """Each result with its tier."""
    for line in lines:
        yield line, Frame(line.run).tier(line.final_tier)
