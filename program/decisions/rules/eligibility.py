"""Which cases a document lists, and which it leaves out: restricted meanwhile, or without the ground for a designation."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Designation, DocumentItem, OfficialDocument, Standing
from program.decisions.rules.places import Of, among, cases_of, waiting_reserves
from program.process.models import CLOSED_STAGES, StageName
from program.registers.models import Restriction
from program.registers.rules import restricted


def ready_to_publish(call: Of) -> QuerySet[Application]:
    """Cases of the call that have come through their notice and stand in no document yet."""
    entered = DocumentItem.objects.filter(proceeding__application=OuterRef("pk"), proceeding__closed_at=None)
    cases: QuerySet[Application] = Application.objects.filter(among(call), stage=StageName.PUBLICATION)
    return cases.filter(~Q(Exists(entered))).select_related("zone", "applicant").order_by("number")


def listable(call: Call, day: date) -> QuerySet[Application]:
    """What a document of that day can list: whoever came through the notice, but for those that are held back."""
    barred = Restriction.objects.in_force(day).values("credit_code")
    return ready_to_publish(call).exclude(applicant__credit_code__in=barred).filter(grounded(call))


def grounded(call: Call) -> Q:
    """Cases of those who hold what the track takes further; where it takes nothing further, hold none of the title yet."""
    track = tracks.get(call.track)
    held = Designation.objects.current().filter(holding(track), track=track.title.code)
    return Q(Exists(held.filter(standing__in=track.takes))) if track.follows else ~Q(Exists(held))


def holding(track: tracks.Track) -> Q:
    """Designations of whoever applies in a case (the outer query): of the zone, or of the enterprise."""
    return Q(zone=OuterRef("zone")) if track.for_zones else Q(zone=None, organization=OuterRef("applicant"))


def held_back(call: Call, day: date) -> list[tuple[Application, str]]:
    """The others, each with why; they wait until that is lifted or over."""
    cases = list(ready_to_publish(call).select_related("applicant"))
    found = kept_from(call, cases, day)
    return [(case, found[case.pk]) for case in cases if case.pk in found]


def stopped_in(document: OfficialDocument, day: date) -> list[str]:
    """Why the document cannot list what it lists: what has happened since it was entered."""
    items = document.items.select_related("application__applicant", "application__zone")
    cases = {item.application_id: item.application for item in items}
    words = _("%(zone)s cannot be listed: %(why)s")
    found = kept_from(document.call, cases.values(), day)
    return [words % {"zone": cases[case].subject.name, "why": why} for case, why in found.items()]


def kept_from(call: Call, cases: Iterable[Application], day: date) -> dict[int, str]:
    """Case id → why it cannot be listed on that day; of those that cannot. Two queries."""
    there = list(cases)
    barred, lost = stopped(there, day), without_ground(call, there)
    keys = barred.keys() | lost.keys()
    return {key: " ".join(each[key] for each in (barred, lost) if key in each) for key in keys}


def stopped(cases: Iterable[Application], day: date) -> dict[int, str]:
    """Case id → by which decisions, until when; of those that are stopped. One query."""
    there = list(cases)
    found = restricted({case.applicant.credit_code for case in there}, on=day)
    return {
        case.pk: " ".join(found[case.applicant.credit_code])
        for case in there
        if case.applicant.credit_code in found
    }


def without_ground(call: Call, cases: Iterable[Application]) -> dict[int, str]:
    """Case id → why its applicant cannot be designated: what would be taken further is gone or suspended, or it holds one by
    now (by a merger, by a revocation that was reversed). One query."""
    track, there = tracks.get(call.track), list(cases)
    whose = {case.pk: case.zone_id if track.for_zones else case.applicant_id for case in there}
    of = (
        {"zone__in": whose.values()}
        if track.for_zones
        else {"zone": None, "organization__in": whose.values()}
    )
    rows = Designation.objects.current().filter(track=track.title.code, **of)
    held = {each.zone_id or each.organization_id: each for each in rows}
    if not track.follows:
        words = _("It holds a designation already (%(letter)s).")
        return {
            pk: words % {"letter": held[holder].letter_number}
            for pk, holder in whose.items()
            if holder in held
        }
    lost = {pk: held.get(holder) for pk, holder in whose.items()}
    return {
        pk: ground_lost(each) for pk, each in lost.items() if each is None or each.standing not in track.takes
    }


def ground_lost(held: Designation | None) -> str:
    """A suspension may end; whatever else has happened lasts."""
    if held is not None and held.standing == Standing.SUSPENDED:
        return _("Its designation is suspended, and not to be taken further until the suspension is over.")
    return _("It no longer holds the designation that would be taken further.")


def ground_gone(application: Application) -> str:
    """Why the case can never be listed any more; nothing while its ground stands, or is only suspended. Two queries."""
    track = tracks.get(application.track)
    rows = Designation.objects.filter(track=track.title.code, zone=application.zone_id)
    if track.follows and rows.filter(standing=Standing.SUSPENDED).exists():
        return ""
    return without_ground(application.call, [application]).get(application.pk, "")


def nobody_chosen(call: Call, day: date) -> bool:
    """Every case of the call that is not over was decided and none of them listed, and there is somebody to be told so.

    What is held back keeps nobody else waiting: it holds its place, and so reserves go on waiting for it.
    """
    held = [case.pk for case, _why in held_back(call, day)]
    others = cases_of(call).exclude(stage__in=(*CLOSED_STAGES, StageName.DRAFT)).exclude(pk__in=held)
    stages = set(others.order_by().values_list("stage", flat=True))
    if stages != {StageName.UNLISTED} or OfficialDocument.objects.filter(call=call, items=None).exists():
        return False
    reserves = waiting_reserves(call).values("application")
    return others.exclude(pk__in=reserves).exists() if held else not reserves.exists()
