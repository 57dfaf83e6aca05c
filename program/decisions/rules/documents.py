"""Questions about official documents: what the statement says, how long it lasts, who may do what with one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from program import clock, tracks
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Designation, ObjectionOutcome, OfficialDocument, PublicNotice
from program.decisions.rules.eligibility import listable
from program.people.models import Role, User
from program.people.rules import standing
from program.rulesets.models import Key
from program.rulesets.rules import value


def notices_with_figures(call: Call) -> QuerySet[PublicNotice]:
    """The call's notices in order, each with how many it listed and what became of the objections to it."""
    against = Count(
        "items__objections", filter=Q(items__objections__confirmed_at__isnull=False), distinct=True
    )
    return (
        PublicNotice.objects.filter(batch__call=call)
        .order_by("published_at")
        .annotate(
            listed=Count("items", distinct=True),
            received=against,
            refused=Count(
                "items__objections", filter=Q(items__objections__refused_at__isnull=False), distinct=True
            ),
            upheld=Count(
                "items__objections",
                filter=Q(items__objections__outcome=ObjectionOutcome.UPHELD),
                distinct=True,
            ),
            dismissed=Count(
                "items__objections",
                filter=Q(items__objections__outcome=ObjectionOutcome.DISMISSED),
                distinct=True,
            ),
        )
    )


def statement(call: Call) -> str:
    """公示情况说明, drafted from the notices and what came of them; the office's text, in Chinese on every page."""
    ready = listable(call, clock.today())
    context = {"call": call, "notices": notices_with_figures(call), "ready": ready}
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("program/decisions/statement.txt", context).strip()


def term_start(track: tracks.Track, before: Designation | None, day: date) -> date:
    """From its document's day; what is renewed goes on the day after its term, or from the document if that comes later."""
    if not track.renews or before is None:
        return day
    return max(day, before.until + timedelta(days=1))


def term_end(application: Application, since: date, day: date) -> date:
    """Until when the first standing lasts, by the rule that the track names. `day`: that of its document.

    自印发之日起: the document's day itself does not count, and the term ends on the same day of the year. 自原期限届满次日起: the
    first day counts, and it ends on the day before, so that no renewal moves it. From 29 February on, either ends on the 28th.
    """
    year = since.year + value(application.rule_set, Key(tracks.get(application.track).term_parameter))
    try:
        same = since.replace(year=year)
    except ValueError:
        return since.replace(year=year, day=28)
    return same - timedelta(days=1) if since > day else same


@dataclass(frozen=True)
class DocumentMoves:
    """What a person may do with a document now."""

    sign: bool
    discard: bool


def document_moves(document: OfficialDocument, user: User) -> DocumentMoves:
    held, open_ = standing(user), document.signed_at is None
    return DocumentMoves(
        sign=open_ and held.has(Role.DIRECTOR) and document.entered_by_id != user.pk,
        discard=open_ and held.has(Role.CLERK, Role.DIRECTOR),
    )
