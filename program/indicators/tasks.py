"""Background entry points of declarations."""

from django.db import transaction
from django.urls import reverse

from program.indicators.models import Declaration, State
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role
from program.people.rules import people_with
from program.zones.models import Site, Zone


def remind(zone_pk: int, year: int, day: str) -> None:
    """A message to the people of each enterprise that has handed nothing in for the year; `day`: once a day."""
    zone = Zone.objects.get(pk=zone_pk)
    handed_in = Declaration.objects.filter(
        zone=zone, year=year, state__in=(State.SUBMITTED, State.ACCEPTED), site__isnull=False
    )
    late = (
        Site.objects.within(zone, year)
        .exclude(pk__in=handed_in.values("site"))
        .select_related("organization")
    )
    with transaction.atomic():
        for site in late:
            people = [
                person
                for role in (Role.MANAGER, Role.CONTACT)
                for person in people_with(role, site.organization)
            ]
            tell(
                people, Text.DECLARE_PLEASE, path=reverse("indicators:declarations"),
                zone=zone.name_zh, case=site.organization.name_zh, year=year,
            )  # fmt: skip
