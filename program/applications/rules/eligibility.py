"""Whether a zone may apply at all, and whether the applicant may take part: asked at the beginning, at submission and at the
formality check."""

from calendar import monthrange
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.calls.models import Call
from program.refusals import Refused
from program.registers.rules import Answer, may_enter
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.zones.models import Zone


def eligible(track: tracks.Track, zones: QuerySet[Zone]) -> QuerySet[Zone]:
    """Those of the zones that may apply: every zone, unless the track takes a designation further."""
    if not track.follows:
        return zones
    return zones.filter(designations__track=track.title.code, designations__standing__in=track.takes)


def may_begin(call: Call, zones: QuerySet[Zone], day: date) -> QuerySet[Zone]:
    """…that may begin an application on that day: where the track has a window, within so many months of the term's end."""
    track = tracks.get(call.track)
    if not track.window:
        return eligible(track, zones)
    last = months_later(day, value(call.rule_set, Key(track.window)))
    return zones.filter(
        designations__track=track.title.code, designations__standing__in=track.takes,
        designations__until__gte=day, designations__until__lte=last,
    )  # fmt: skip


def may_apply(call: Call, zone: Zone) -> bool:
    return may_begin(call, Zone.objects.filter(pk=zone.pk), clock.today()).exists()


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one: 31 August and six months is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def eligibility(application: Application) -> Answer:
    """What the registers say today of the applicant's code; a credit check is asked for by the rules of the call."""
    return may_enter(
        application.applicant.credit_code,
        on=clock.today(),
        checked_within=value(application.rule_set, Key.CREDIT_CHECK_DAYS),
    )


def ground_lost(application: Application) -> str:
    """Why the zone may no longer apply, where the track takes a designation further; else nothing.

    The window is not asked again: a draft begun in time keeps the designation while it can be handed in.
    """
    call = application.call
    track, zone = tracks.get(call.track), Zone.objects.filter(pk=application.zone_id)
    if not track.follows or eligible(track, zone).exists():
        return ""
    lost = _(
        "The designation that this application would take further is suspended, or the zone no longer holds it."
    )
    return f"{lost} {call.only_for}"


def barred(application: Application) -> list[str]:
    """What keeps it from being handed in and accepted: restrictions in force, a designation that is gone. What a credit check
    says, or that there is none, is for the clerk to judge."""
    return [*eligibility(application).restricted, *filter(None, [ground_lost(application)])]


def require_eligible(application: Application) -> None:
    if found := barred(application):
        raise Refused(" ".join(found))
