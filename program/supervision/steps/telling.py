"""Messages about an obligation: which duty of which zone and year, in the office's language."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import User
from program.people.rules import people_with
from program.supervision.models import Obligation
from program.zones.models import REVIEWING_ROLES, managing_organization


def tell_about(
    obligation: Obligation, people: Iterable[User], text: Text, path: str = "", /, **facts: object
) -> None:
    """`path`: where it is dealt with, if not on the obligation's own page."""
    with translation.override(settings.LANGUAGE_CODE):
        duty = obligation.get_duty_display()
    tell(
        people, text, path=path or obligation.get_absolute_url(),
        duty=duty, zone=obligation.zone.name_zh, year=obligation.year, **facts,
    )  # fmt: skip


def tell_zone(obligation: Obligation, text: Text, path: str = "", /, **facts: object) -> None:
    """Those who hand in for it."""
    body = managing_organization(obligation.zone)
    people = [person for role in REVIEWING_ROLES for person in people_with(role, body)] if body else []
    tell_about(obligation, people, text, path, **facts)
