"""Questions about news: who files it, who releases it, what keeps it from being kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from program.journal.models import Line, Verb
from program.people.models import DECIDING_ROLES, Role, User
from program.people.rules import Standing
from program.portal.models import WRITABLE, News, NewsKind, NewsState
from program.prepared import Keys
from program.refusals import Finding
from program.zones.models import REVIEWING_ROLES, Zone, managing_organization


# ---------------------------------------------------------------- who
def zones_of(held: Standing) -> QuerySet[Zone]:
    """The zones for which the person files news."""
    own = held.organizations(*REVIEWING_ROLES)
    return Zone.objects.filter(managements__organization__in=own, managements__until=None).order_by("code")


def files_for(zone: Zone | None, held: Standing) -> bool:
    """A reviewer or a manager of the zone's managing body; for the office a clerk."""
    if zone is None:
        return held.has(Role.CLERK)
    body = managing_organization(zone)
    return body is not None and body.pk in held.organizations(*REVIEWING_ROLES)


def releases(held: Standing) -> bool:
    return held.has(*DECIDING_ROLES)


def wrote(news: News, user: User) -> bool:
    """Entered, changed or submitted it: whoever did does not release it."""
    if user.pk in {news.entered_by_id, news.submitted_by_id}:
        return True
    return Line.objects.filter(verb=Verb.CHANGE_NEWS, subject=news.number, actor=user).exists()


def to_release(user: User) -> "QuerySet[Any]":
    """What was submitted and the person had no hand in."""
    changed = Line.objects.filter(verb=Verb.CHANGE_NEWS, subject=OuterRef("number"), actor=user)
    submitted = News.objects.submitted().filter(~Exists(changed))
    found: QuerySet[Any] = submitted.exclude(entered_by=user).exclude(submitted_by=user)
    return found


def to_mend(bodies: Keys) -> "QuerySet[Any]":
    """What was returned to the zones for which these organisations answer."""
    found: QuerySet[Any] = News.objects.filter(
        state=NewsState.RETURNED, zone__in=Zone.objects.answered_for(bodies).values("pk")
    )
    return found


@dataclass(frozen=True)
class NewsMoves:
    """What a person may do with news now; the verbs ask again."""

    change: bool
    release: bool
    send_back: bool
    withdraw: bool

    @property
    def any_move(self) -> bool:
        return any(asdict(self).values())


def news_moves(news: News, held: Standing) -> NewsMoves:
    files, decides, submitted = files_for(news.zone, held), releases(held), news.state == NewsState.SUBMITTED
    return NewsMoves(
        change=files and news.state in WRITABLE,
        release=decides and submitted and not wrote(news, held.user),
        send_back=decides and submitted,
        withdraw=(news.state == NewsState.RELEASED and (files or decides))
        or (news.state in WRITABLE and files),
    )


# ---------------------------------------------------------------- what
def faults(values: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with news as it was typed, each thing at its field. The form and the verb ask alike; the form leaves out
    what cannot be read, and has said so."""
    found: list[Finding] = [
        (name, _("This field is required."))
        for name in ("title", "text")
        if not str(values.get(name, True)).strip()
    ]
    if values["kind"] == NewsKind.NEWS:
        found += [
            (name, _("News is of one day and of no place: choose an activity, or leave it empty."))
            for name in ("until", "place")
            if values.get(name)
        ]
    elif {"day", "until"} <= values.keys() and values["until"] and values["until"] <= values["day"]:
        found.append(("until", _("The last day comes after the first; leave it empty for a single day.")))
    return found
