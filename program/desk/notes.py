"""What the page of a case says above everything else: how it ended, or what its applicant was asked to change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from program.applications.models import Abandonment, Application, Recommended
from program.applications.rules import Place, open_check, places, submit_limit
from program.files.models import File
from program.journal.models import Line, Verb
from program.process.models import Outcomes, StageName

REFUSED_WITH_REASONS = (Verb.REFUSE_RECOMMENDATION, Verb.NOT_ACCEPT, Verb.CLOSE_GROUNDLESS)


@dataclass(frozen=True)
class Ending:
    """A case that was not listed: how it ended, when, why; and the sealed letter with which it was given up."""

    outcome: str
    at: datetime
    reason: str = ""
    letter: File | None = None


def ending(application: Application, journal: Iterable[Line]) -> Ending | None:
    """How a case ended that was not listed, as far as the lines that this person reads say why."""
    if application.outcome == Outcomes.ABANDONED:
        given_up = Abandonment.objects.filter(application=application).select_related("letter").latest("pk")
        return Ending(str(Outcomes.ABANDONED.label), given_up.at, given_up.reason, given_up.letter)
    if application.outcome == Outcomes.REFUSED:
        reason = ""
        for line in journal:
            if line.verb in REFUSED_WITH_REASONS:
                reason = line.facts.get("reason", "")
            elif line.verb == Verb.REOPEN:
                reason = ""
        return Ending(str(Outcomes.REFUSED.label), application.stage_since, reason)
    return None


@dataclass(frozen=True)
class Item:
    """One correction: at which part, what is asked, what was answered. Until it is handed in, the answer is its applicant's."""

    place: Place
    request: str
    answer: str | None


@dataclass(frozen=True)
class Asked:
    """What the applicant was asked to change, by whom and until when: with one reason, or item by item."""

    title: str
    at: datetime
    until: datetime
    reason: str = ""
    items: Sequence[Item] = ()


def asked(application: Application, *, writes: bool) -> Asked | None:
    """The return or the request for correction that waits for the applicant."""
    if application.stage == StageName.DRAFT:
        return returned(application)
    check = open_check(application)
    if check is None or application.due is None:
        return None
    where = places(application)
    items = [
        Item(where[item.part], item.request, item.answer if writes else None) for item in check.items.all()
    ]
    return Asked(_("Corrections asked for"), check.at, application.due, items=items)


def returned(application: Application) -> Asked | None:
    """The recommending body gave the latest version back."""
    version = application.latest_version()
    given = version.recommendations.filter(verdict=Recommended.RETURNED).last() if version else None
    if given is None:
        return None
    title = _("Returned for change by %(body)s") % {"body": given.given_by}
    return Asked(title, given.at, submit_limit(application), reason=given.reason)
