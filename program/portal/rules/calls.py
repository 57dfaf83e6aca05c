"""What the public reads of calls: which are open, who was listed, how one begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock, tracks
from program.applications.models import Application
from program.applications.rules import may_begin, own_zones
from program.calls.models import Call
from program.calls.rules import State, state
from program.decisions.models import Designation, PublicNotice
from program.indicators.models import Indicator, Scope
from program.indicators.rules import group_sizes, requirement_words
from program.people.models import Organization, OrganizationKind, Role
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


@dataclass(frozen=True)
class Beginning:
    """An application that the reader may begin at an address, or has begun already."""

    label: str
    start: str
    application: Application | None


def beginnings(call: Call, user: object) -> list[Beginning]:
    """For whom the person may apply under a call: zones, or enterprises through the zone in whose statistics they stand."""
    mine = standing(user).organizations(Role.MANAGER, Role.CONTACT)
    if not mine:
        return []
    return of_zones(call, mine) if tracks.get(call.track).for_zones else of_firms(call, mine)


def of_firms(call: Call, mine: frozenset[int]) -> list[Beginning]:
    """An enterprise with sites in several zones chooses which of them it asks."""
    firms = Organization.objects.filter(pk__in=mine, kind=OrganizationKind.ENTERPRISE).order_by("pk")
    cases = Application.objects.filter(call=call, applicant__in=firms).exclude(stage=StageName.ABANDONED)
    begun = {case.applicant_id: case for case in cases.select_related("applicant")}
    found = [Beginning(str(case.applicant), "", case) for case in begun.values()]
    for firm in may_begin(call, firms, clock.today()).exclude(pk__in=begun).distinct():
        for zone in own_zones(firm, clock.today()):
            start = reverse("applications:start_firm", args=[call.pk, zone.pk, firm.pk])
            found.append(
                Beginning(_("%(firm)s, through %(zone)s") % {"firm": firm, "zone": zone}, start, None)
            )
    return found


def of_zones(call: Call, mine: frozenset[int]) -> list[Beginning]:
    zones = Zone.objects.filter(managements__organization__in=mine, managements__until=None)
    may = may_begin(call, zones, clock.today()).values("pk")
    zones = zones.filter(Q(pk__in=may) | Q(applications__call=call)).distinct().order_by("code")
    begun = {
        application.zone_id: application
        for application in Application.objects.filter(call=call, zone__in=zones).exclude(
            stage=StageName.ABANDONED
        )
    }
    return [
        Beginning(str(zone), reverse("applications:start", args=[call.pk, zone.pk]), begun.get(zone.pk))
        for zone in zones
    ]


def conditions(call: Call) -> list[tuple[Indicator, str]]:
    """What the declared figures of each applicant are measured against, and what each indicator demands."""
    if call.indicator_set is None:
        return []
    each = [one for one in call.indicator_set.indicators.all() if one.scope == Scope.ZONE]
    sizes = group_sizes(each)
    return [(one, requirement_words(one, sizes.get(one.group, 0))) for one in each]
