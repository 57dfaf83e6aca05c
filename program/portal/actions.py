"""The verbs of news: filed by a zone or the office, released or returned by the office, withdrawn by either."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.models import File, MediaType
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.ledger.models import Clause
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import DECIDING_ROLES, User
from program.people.rules import fresh_standing, people_with, require_role
from program.portal import rules
from program.portal.models import WRITABLE, News, NewsKind, NewsState
from program.process.steps import next_number
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import REVIEWING_ROLES, Zone, managing_organization

PICTURES = frozenset({MediaType.JPEG, MediaType.PNG})
COLUMNS = ("kind", "title", "day", "until", "place", "text", "clause")


@transaction.atomic(durable=True)
def enter(zone: Zone | None, values: Mapping[str, Any], *, by: User) -> News:
    """A zone writes what it has to tell, the office its own (`zone=None`); nobody else reads it before it is released."""
    require_writer(zone, by)
    series = f"XW-{clock.today().year}"
    news = News(
        zone=zone, number=f"{series}-{next_number(series):04d}", entered_by=by, entered_at=clock.now()
    )
    write(news, values, by)
    news.save()
    record(Verb.ENTER_NEWS, news, by=by)
    return news


@transaction.atomic(durable=True)
def change(news: News, values: Mapping[str, Any], *, by: User, seen: int | None = None) -> News:
    """Change what was not submitted yet, or was returned."""
    news = writable(news, by, seen)
    write(news, values, by)
    news.revision += 1
    news.save()
    record(Verb.CHANGE_NEWS, news, by=by)
    return news


@transaction.atomic(durable=True)
def submit(news: News, *, by: User, seen: int | None = None) -> News:
    """The office releases it next; until then nobody changes it."""
    news = writable(news, by, seen)
    news.state, news.return_reason = NewsState.SUBMITTED, ""
    news.submitted_by, news.submitted_at = by, clock.now()
    news.checked_by, news.checked_at = None, None
    news.save()
    record(Verb.SUBMIT_NEWS, news, by=by)
    return news


@transaction.atomic(durable=True)
def release(news: News, *, by: User, seen: int | None = None) -> News:
    """It is public from now on, with its picture."""
    news = submitted(news, by, seen)
    if rules.wrote(news, by):
        raise NotYours(_("Whoever wrote, changed or submitted news does not release it."))
    news.state, news.checked_by, news.checked_at = NewsState.RELEASED, by, clock.now()
    news.save()
    record(Verb.RELEASE_NEWS, news, by=by)
    tell_writers(news, Text.NEWS_RELEASED, by)
    return news


@transaction.atomic(durable=True)
def send_back(news: News, *, reason: str, by: User, seen: int | None = None) -> News:
    """退回修改."""
    news = submitted(news, by, seen)
    news.return_reason = said(reason)
    news.state, news.checked_by, news.checked_at = NewsState.RETURNED, by, clock.now()
    news.save()
    record(Verb.RETURN_NEWS, news, by=by, reason=news.return_reason)
    tell_writers(news, Text.NEWS_RETURNED, by, reason=news.return_reason)
    return news


@transaction.atomic(durable=True)
def withdraw(news: News, *, reason: str, by: User, seen: int | None = None) -> News:
    """Out of sight for good: by whoever files for the zone, or, once it is public, by the office. Its row and history stay."""
    news = lock(news)
    require_state(news, *WRITABLE, NewsState.RELEASED, seen=seen)
    if not rules.news_moves(news, fresh_standing(by)).withdraw:
        raise NotYours
    news.withdrawal_reason = said(reason)
    news.state, news.withdrawn_by, news.withdrawn_at = NewsState.WITHDRAWN, by, clock.now()
    news.save()
    record(Verb.WITHDRAW_NEWS, news, by=by, reason=news.withdrawal_reason)
    tell_writers(news, Text.NEWS_WITHDRAWN, by, reason=news.withdrawal_reason)
    return news


# ---------------------------------------------------------------- what they share
def lock(news: News) -> News:
    """The news, locked and read again."""
    assert connection.in_atomic_block
    rows = News.objects.select_for_update(of=("self",)).select_related("zone")
    locked: News = rows.get(pk=news.pk)
    return locked


def require_writer(zone: Zone | None, by: User) -> None:
    if not rules.files_for(zone, fresh_standing(by)):
        raise NotYours


def require_state(news: News, *states: NewsState, seen: int | None) -> None:
    """Whoever comes later than another, or with a page that is not the latest, is told so."""
    if news.state not in states or (seen is not None and seen != news.revision):
        raise SomebodyWasFaster


def writable(news: News, by: User, seen: int | None) -> News:
    news = lock(news)
    require_writer(news.zone, by)
    require_state(news, *WRITABLE, seen=seen)
    return news


def submitted(news: News, by: User, seen: int | None) -> News:
    news = lock(news)
    require_role(by, *DECIDING_ROLES)
    require_state(news, NewsState.SUBMITTED, seen=seen)
    return news


def write(news: News, values: Mapping[str, Any], by: User) -> None:
    """What was typed, unsaved. `picture`: a new upload, none keeps the one there is; `drop_picture`: it has none any more."""
    if values["kind"] not in NewsKind.values:
        raise Invalid(field="kind")
    if values["clause"] not in {"", *Clause.values}:
        raise Invalid(field="clause")
    if found := rules.faults(values):
        raise Invalid(findings=found)
    for name in COLUMNS:
        value = values[name]
        setattr(news, name, value.strip() if isinstance(value, str) else value)
    news.picture = picture_of(news, values, by)
    news.picture_words = values["picture_words"].strip() if news.picture else ""
    if news.picture and not news.picture_words:
        raise Invalid(
            _("Say in words what the picture shows, for those who cannot see it."), field="picture_words"
        )


def picture_of(news: News, values: Mapping[str, Any], by: User) -> File | None:
    upload: UploadedFile[bytes] | None = values.get("picture")
    if upload:
        body = None if news.zone is None else managing_organization(news.zone)
        return store(upload, by=by, organization=body, types=PICTURES)
    return None if values.get("drop_picture") else news.picture


def said(reason: str) -> str:
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    return reason.strip()


def tell_writers(news: News, text: Text, by: User, **facts: Any) -> None:
    """Who files for the zone; of the office's own news whoever wrote it. Nobody is told of the own act."""
    body = None if news.zone is None else managing_organization(news.zone)
    people = [person for role in REVIEWING_ROLES for person in people_with(role, body)] if body else []
    if news.zone is None:
        people = [news.entered_by]
    others = {person.pk: person for person in people if person != by}
    tell(
        list(others.values()),
        text,
        path=news.get_absolute_url(),
        number=news.number,
        title=news.title,
        **facts,
    )


def record(verb: Verb, news: News, /, *, by: User, **facts: Any) -> None:
    behalf = news.zone.name_zh if news.zone is not None and not fresh_standing(by).is_office else ""
    journal.record(verb, by=by, subject=news, on_behalf=behalf, version=news.revision, **facts)
