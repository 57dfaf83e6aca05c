"""Whether a zone or an enterprise may apply at all, and whether it may take part: asked at the beginning, at submission and at
the formality check."""

from calendar import monthrange
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import Organization
from program.refusals import Refused
from program.registers.rules import Answer, may_enter
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.zones.models import Affiliation, Zone

Holder = TypeVar("Holder", Zone, Organization)
"""Whoever applies and holds a designation."""


def eligible(track: tracks.Track, holders: QuerySet[Holder]) -> QuerySet[Holder]:
    """Those of the zones, or enterprises, that may apply: every one, unless the track takes a designation further."""
    if not track.follows:
        return holders
    return holders.filter(**held(track))


def held(track: tracks.Track) -> dict[str, Any]:
    """What a zone or an enterprise holds that may apply: its own, for a managing body stands in its zone's."""
    own: dict[str, Any] = {} if track.for_zones else {"designations__zone": None}
    return {
        "designations__track": track.title.code, "designations__standing__in": track.takes, **own,
    }  # fmt: skip


def may_begin(call: Call, holders: QuerySet[Holder], day: date) -> QuerySet[Holder]:
    """…that may begin an application on that day: where the track has a window, within so many months of the term's end."""
    track = tracks.get(call.track)
    if not track.window:
        return eligible(track, holders)
    last = months_later(day, value(call.rule_set, Key(track.window)))
    return holders.filter(**held(track), designations__until__gte=day, designations__until__lte=last)


def may_apply(call: Call, holder: Zone | Organization) -> bool:
    rows: QuerySet[Any] = type(holder)._default_manager.filter(pk=holder.pk)
    return may_begin(call, rows, clock.today()).exists()


def own_zones(firm: Organization, day: date) -> QuerySet[Zone]:
    """The zones in whose statistics the enterprise stands with a site; with sites in several, it says which recommends it."""
    there = Affiliation.objects.filter(site__organization=firm).in_year(day.year)
    return Zone.objects.open().filter(affiliations__in=there).distinct().order_by("code")


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
    """Why it may no longer apply, where the track takes a designation further; else nothing.

    The window is not asked again: a draft begun in time keeps the designation while it can be handed in.
    """
    call, holder = application.call, application.subject
    track = tracks.get(call.track)
    rows: QuerySet[Any] = type(holder)._default_manager.filter(pk=holder.pk)
    if not track.follows or eligible(track, rows).exists():
        return ""
    lost = _("The designation that this application would take further is suspended, or no longer held.")
    return f"{lost} {call.only_for}"


def barred(application: Application) -> list[str]:
    """What keeps it from being handed in and accepted: restrictions in force, a designation that is gone, what its track says.
    What a credit check says, or that there is none, is for the clerk to judge."""
    bars = tracks.get(application.track).bars
    own: list[str] = import_string(bars)(application) if bars else []
    return [*eligibility(application).restricted, *filter(None, [ground_lost(application)]), *own]


def require_eligible(application: Application) -> None:
    if found := barred(application):
        raise Refused(" ".join(found))
