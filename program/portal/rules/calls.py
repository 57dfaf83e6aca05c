"""What the public reads of calls: which are open, who was listed, how one begins."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from program import clock
from program.applications.models import Application
from program.applications.rules import may_begin
from program.calls.models import Call
from program.calls.rules import State, state
from program.decisions.models import Designation, PublicNotice
from program.indicators.models import Indicator, Scope
from program.indicators.rules import group_sizes, requirement_words
from program.people.models import Role
from program.people.rules import standing
from program.process.models import StageName
from program.zones.models import Zone


def with_state(calls: Iterable[Call], moment: datetime) -> list[tuple[Call, State]]:
    return [(call, state(call, moment)) for call in calls]


def notices(moment: datetime) -> Any:
    """Notices still running, the last to end first."""
    return PublicNotice.objects.filter(ends__gte=moment).select_related("batch__call").order_by("ends")


def listed(call: Call) -> Any:
    """Who was listed under a call, by signed documents."""
    return Designation.objects.for_lists().filter(application__call=call).order_by("letter_number")


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
