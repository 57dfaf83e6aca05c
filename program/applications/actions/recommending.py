"""推荐: the answer of the recommending body, or of the zone to its enterprise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications import rules, steps
from program.applications.models import (
    HIGHEST_RANK,
    Application,
    Recommendation,
    Recommended,
    of_recommender,
)
from program.files.models import File
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import StageName
from program.process.steps import Turn, lock_all, take, turn
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster, TooLate


def turn_to_recommend(application: Application, *, by: User) -> Turn:
    """Lock the case for whoever is asked to recommend it, in time."""
    held = turn(application, StageName.RECOMMENDATION)
    organization = application.holder(application.recommending_role)
    if organization is None:
        raise NotYours
    require_role(by, application.recommending_role, organization=organization)
    if clock.now() > rules.recommendation_closes(application):
        raise TooLate(_("The deadline for recommendations has passed."))
    return held


def answer(held: Turn, verdict: Recommended, *, by: User, **given: object) -> Recommendation:
    """Write the verdict row of the locked case."""
    application = held.application
    return Recommendation.objects.create(
        proceeding=held.proceeding,
        task=held.task,
        by=by,
        at=clock.now(),
        version=application.latest_version(),
        call=application.call,
        verdict=verdict,
        **of_recommender(application.recommender),
        **given,
    )


@dataclass(frozen=True)
class Place:
    """A case, the rank that it is given, and why."""

    application: Application
    rank: int
    opinion: str


@dataclass(frozen=True)
class CoverLetter:
    """推荐函: under which number, of which day, and its scan."""

    number: str
    day: date
    scan: "UploadedFile[bytes] | None"


@transaction.atomic(durable=True)
def recommend(
    application: Application,
    *,
    letter_number: str,
    letter_date: date,
    rank: int,
    opinion: str,
    letter: "UploadedFile[bytes] | None",
    by: User,
) -> Recommendation:
    """Recommend with letter and rank. Ranks are unique a body and bounded by its quota, so the quota holds by itself."""
    place = Place(application, rank, opinion)
    return place_all([place], CoverLetter(letter_number, letter_date, letter), by=by)[0]


@transaction.atomic(durable=True)
def recommend_together(
    places: Sequence[Place],
    *,
    letter_number: str,
    letter_date: date,
    letter: "UploadedFile[bytes] | None",
    by: User,
) -> list[Recommendation]:
    """Recommend several cases of one call with one letter that lists them: all of them, or none."""
    if not places:
        raise Invalid(_("Choose at least one case."))
    lock_all([place.application.pk for place in places])
    in_order = sorted(places, key=lambda place: place.application.pk)
    return place_all(in_order, CoverLetter(letter_number, letter_date, letter), by=by)


def place_all(places: Sequence[Place], letter: CoverLetter, *, by: User) -> list[Recommendation]:
    """Lock each case, write its recommendation, and let it go on; the letter is stored once."""
    file: File | None = None
    made = []
    for place in places:
        held = turn_to_recommend(place.application, by=by)
        rules.require_undisputed(held.application)
        file = file or checked_letter(held.application, letter, by=by)
        made.append(put_at_rank(held, place, letter, file, by=by))
    return made


def checked_letter(application: Application, letter: CoverLetter, *, by: User) -> File:
    if wrong := rules.letter_date_finding(application.call, letter.day):
        raise Invalid(wrong, field="letter_date")
    if letter.scan is None:
        raise Invalid(_("The letter of recommendation is missing."), field="letter")
    return store(letter.scan, by=by, organization=application.holder(application.recommending_role))


def put_at_rank(held: Turn, place: Place, letter: CoverLetter, file: File, *, by: User) -> Recommendation:
    """Recommend a locked case; everybody concerned is told."""
    application = held.application
    highest = application.call.recommendation_quota or HIGHEST_RANK
    if not 1 <= place.rank <= highest:
        raise Invalid(_("Ranks run from 1 to %(highest)s.") % {"highest": highest}, field="rank")
    try:
        with transaction.atomic():
            made = answer(
                held, Recommended.RECOMMENDED, by=by, letter_number=letter.number.strip(), letter_date=letter.day,
                rank=place.rank, opinion=place.opinion.strip(), letter=file,
            )  # fmt: skip
    except IntegrityError as error:
        raise SomebodyWasFaster(
            _("This rank has been given to another applicant already."), field="rank"
        ) from error
    take(held)
    journal.record(
        Verb.RECOMMEND, by=by, subject=application, application=application, on_behalf=made.given_by.name_zh,
        version=made.version.number, letter=made.letter_number, rank=made.rank,
    )  # fmt: skip
    steps.tell_applicant(application, Text.RECOMMENDED, body=made.given_by.name_zh)
    steps.tell_clerks(application, Text.WAITS_FOR_CHECK, due=steps.due_text(application))
    return made


@transaction.atomic(durable=True)
def return_for_change(application: Application, *, reason: str, by: User) -> Recommendation:
    """Give the application back to its zone; it may be submitted again until recommendations close."""
    held = turn_to_recommend(application, by=by)
    if not reason.strip():
        raise Invalid(_("Say what must be changed."), field="reason")
    made = answer(held, Recommended.RETURNED, by=by, reason=reason.strip())
    take(held)
    journal.record(
        Verb.RETURN, by=by, subject=application, application=application, on_behalf=made.given_by.name_zh,
        version=made.version.number, reason=made.reason,
    )  # fmt: skip
    steps.tell_applicant(application, Text.RETURNED, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def refuse_recommendation(application: Application, *, reason: str, by: User) -> Recommendation:
    """不予推荐, with reasons: the case ends."""
    held = turn_to_recommend(application, by=by)
    return refuse(held, reason=reason, by=by)


@transaction.atomic(durable=True)
def close_unrecommended(application: Application, *, by: User) -> Recommendation:
    """The office ends a case that nobody recommended in time."""
    held = turn(application, StageName.RECOMMENDATION)
    require_role(by, Role.CLERK, Role.DIRECTOR)
    if clock.now() <= rules.recommendation_closes(application):
        raise Refused(_("Recommendations are still open."))
    return refuse(held, reason=_("not recommended by the deadline"), by=by)


def refuse(held: Turn, *, reason: str, by: User) -> Recommendation:
    """Write a refusal for the locked case and end it."""
    application = held.application
    if not reason.strip():
        raise Invalid(_("Say why it is not recommended."), field="reason")
    made = answer(held, Recommended.REFUSED, by=by, reason=reason.strip())
    take(held)
    journal.record(
        Verb.REFUSE_RECOMMENDATION, by=by, subject=application, application=application, on_behalf=made.given_by.name_zh,
        version=made.version.number, reason=made.reason,
    )  # fmt: skip
    steps.tell_applicant(application, Text.NOT_RECOMMENDED, reason=made.reason)
    return made
