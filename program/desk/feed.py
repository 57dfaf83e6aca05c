"""The due dates of one person as a calendar feed. Its address is that person's secret; it ends with the person's sessions."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from program import clock
from program.desk.office import Item
from program.desk.work import waiting_for
from program.people.models import User

SIGNER = signing.Signer(salt="program.desk.feed")


def token_of(person: User) -> str:
    """Names the person and, cut short, what the sessions rest on: a lost role or a new password gives a new address."""
    return SIGNER.sign_object([person.pk, person.get_session_auth_hash()[:16]])


def person_of(token: str) -> User | None:
    """Whose feed that is; none if the address is wrong, old, or of somebody who is no longer active."""
    try:
        pk, rests_on = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found: User | None = User.objects.filter(pk=pk, is_active=True).first()
    return found if found is not None and found.get_session_auth_hash()[:16] == rests_on else None


def feed(person: User) -> bytes:
    """What waits for the person, each matter on its due day; a provisional day says so."""
    with translation.override(person.language):
        calendar = Calendar()
        calendar.add("prodid", "-//ten-hundred-thousand//desk//ZH")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("My work: due dates"))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        for item in waiting_for(person):
            if item.due is not None:
                calendar.add_component(event(item))
        return bytes(calendar.to_ical())


def event(item: Item) -> Event:
    """A matter as an event of its whole day, with a word the day before."""
    assert item.due is not None
    day = clock.beijing_date(item.due)
    made = Event()
    made.add("uid", f"{item.url}{day.isoformat()}@{settings.SITE_URL.partition('//')[2]}")
    made.add("dtstamp", clock.now())
    made.add("dtstart", day)
    made.add("dtend", day + timedelta(days=1))
    made.add("summary", f"{item.title}（{item.note}）" + (_("(provisional)") if item.provisional else ""))
    made.add("url", settings.SITE_URL + item.url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", item.title)
    alarm.add("trigger", timedelta(hours=-15))
    made.add_component(alarm)
    return made
