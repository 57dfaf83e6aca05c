"""Cases that may not be listed: a restriction signed meanwhile stops them, or the designation that they take further is gone."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from program import tracks
from program.applications.models import Application
from program.applications.rules import eligible
from program.calls.models import Call
from program.decisions.models import OfficialDocument
from program.decisions.rules.documents import ready_to_publish
from program.registers.rules import restricted
from program.zones.models import Zone


def stopped(cases: Iterable[Application], day: date) -> dict[int, str]:
    """Case id → by which decisions, until when; of those that are stopped. One query."""
    there = list(cases)
    found = restricted({case.applicant.credit_code for case in there}, on=day)
    return {
        case.pk: " ".join(found[case.applicant.credit_code])
        for case in there
        if case.applicant.credit_code in found
    }


def held_back(call: Call, day: date) -> list[tuple[Application, str]]:
    """The others, each with why; they wait until the restriction is lifted or over."""
    cases = list(ready_to_publish(call).select_related("applicant"))
    found = stopped(cases, day)
    return [(case, found[case.pk]) for case in cases if case.pk in found]


def stopped_in(document: OfficialDocument, day: date) -> list[str]:
    """Why the document cannot list what it lists: restrictions signed since it was entered."""
    items = document.items.select_related("application__applicant", "application__zone")
    cases = {item.application_id: item.application for item in items}
    words = _("%(zone)s cannot be listed: %(why)s")
    found = stopped(cases.values(), day)
    return [words % {"zone": cases[case].zone.name, "why": why} for case, why in found.items()]


def without_ground(call: Call, cases: Collection[Application]) -> list[str]:
    """Zones that no longer hold the designation which the call's track would take further. One query, or none."""
    track = tracks.get(call.track)
    if not track.follows:
        return []
    zones = Zone.objects.filter(pk__in={case.zone_id for case in cases})
    may = set(eligible(track, zones).values_list("pk", flat=True))
    return [case.zone.name for case in cases if case.zone_id not in may]
