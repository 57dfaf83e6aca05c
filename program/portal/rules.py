"""What the public site shows: open calls, notices, lists; nothing that is not published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.applications.rules import may_begin
from program.calls.models import Call
from program.calls.rules import State, state
from program.decisions.models import Designation, PublicNotice, Standing
from program.indicators.models import Indicator, Scope
from program.indicators.rules import group_sizes, requirement_words
from program.people.models import Role
from program.people.rules import standing
from program.process.models import StageName
from program.zones.models import Zone

UNDER_REVIEW = (
    StageName.RECOMMENDATION,
    StageName.FORMALITY_CHECK,
    StageName.CORRECTION,
    StageName.EXPERT_REVIEW,
    StageName.SITE_VISIT,
    StageName.DELIBERATION,
    StageName.UNLISTED,
)
ON_NOTICE = (StageName.PUBLIC_NOTICE, StageName.OBJECTIONS, StageName.PUBLICATION)


def pipeline() -> list[dict[str, Any]]:
    """For each track: how many are in review, on notice, listed. Drafts are nobody's business. Two queries."""
    counts: dict[str, Any] = {
        row["call__track"]: row
        for row in Application.objects.filter(stage__in=(*UNDER_REVIEW, *ON_NOTICE))
        .order_by()
        .values("call__track")
        .annotate(
            review=Count("pk", filter=Q(stage__in=UNDER_REVIEW)),
            notice=Count("pk", filter=Q(stage__in=ON_NOTICE)),
        )
    }
    rows = (
        Designation.objects.current().order_by().values_list("track", "standing", "application__call__track")
    )
    listed = {tuple(found): number for *found, number in rows.annotate(Count("pk"))}
    nothing: dict[str, Any] = {"review": 0, "notice": 0}
    return [
        {
            "label": track.label,
            "word": Standing(track.first_standing).label if track.follows else _("listed"),
            "listed": sum(
                number
                for (title, standing, made), number in listed.items()
                if of(track, title, standing, made)
            ),
            **{key: counts.get(track.code, nothing)[key] for key in nothing},
        }
        for track in tracks.everyone()
    ]


def of(track: tracks.Track, title: str, standing: str, made: str) -> bool:
    """Whether a designation is the track's own: of one that takes another further, only what it `made` and still stands so."""
    if not track.follows:
        return title == track.code
    return made == track.code and standing == track.first_standing


def with_state(calls: Iterable[Call], moment: datetime) -> list[tuple[Call, State]]:
    return [(call, state(call, moment)) for call in calls]


def notices(moment: datetime) -> Any:
    """Notices still running, the last to end first."""
    return PublicNotice.objects.filter(ends__gte=moment).select_related("batch__call").order_by("ends")


def zones_to_apply_for(call: Call, user: object) -> list[tuple[Zone, Application | None]]:
    """Zones that the person may apply for under a call, each with the application it already has."""
    held = standing(user)
    mine = held.organizations(Role.MANAGER, Role.CONTACT)
    if not mine:
        return []
    zones = Zone.objects.filter(managements__organization__in=mine, managements__until=None)
    may = may_begin(call, zones, clock.today()).values("pk")
    zones = zones.filter(Q(pk__in=may) | Q(applications__call=call)).distinct().order_by("code")
    begun = {
        application.zone_id: application
        for application in Application.objects.filter(call=call, zone__in=zones).exclude(
            stage=StageName.ABANDONED
        )
    }
    return [(zone, begun.get(zone.pk)) for zone in zones]


def conditions(call: Call) -> list[tuple[Indicator, str]]:
    """What the declared figures of each applicant are measured against, and what each indicator demands."""
    if call.indicator_set is None:
        return []
    each = [one for one in call.indicator_set.indicators.all() if one.scope == Scope.ZONE]
    sizes = group_sizes(each)
    return [(one, requirement_words(one, sizes.get(one.group, 0))) for one in each]
