"""What waits for whom in leads, measures and rectification: querysets, one for each kind of work."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from program.decisions.models import CURRENT_STANDINGS
from program.journal.models import Line, Verb
from program.measures.models import (
    Appeal,
    Lead,
    Measure,
    MeasureState,
    Rectification,
    RectificationState,
    Reversal,
)
from program.people.models import User
from program.prepared import Keys


def leads_to_verify() -> QuerySet[Lead]:
    """Each with what it is about, `about_zh` and `about_en`: its zone, else its organisation."""
    found: QuerySet[Lead] = Lead.objects.open()
    return found.annotate(
        about_zh=Coalesce("zone__name_zh", "owner"), about_en=Coalesce("zone__name_en", "owner")
    )


def measures_to_decide(moment: Any) -> QuerySet[Measure]:
    """Announced, and answered or out of its term."""
    answered = Q(defence__isnull=False) | Q(answer_by__lt=moment, answer_provisional=False)
    found: QuerySet[Measure] = Measure.objects.filter(answered, state=MeasureState.ANNOUNCED)
    return found


def rectifications_to_cancel() -> QuerySet[Rectification]:
    """Open, of a designation that has ended since: nobody owes anything by a name that is no more."""
    found: QuerySet[Rectification] = Rectification.objects.filter(closed_at=None, designation__isnull=False)
    return found.exclude(designation__standing__in=CURRENT_STANDINGS)


def rectifications_to_recount() -> QuerySet[Rectification]:
    """Open, and their day was provisional: those of renewals, whose days the rules count."""
    found: QuerySet[Rectification] = Rectification.objects.filter(
        closed_at=None, due_provisional=True, designation__isnull=False
    )
    return found.select_related("designation__application__call__rule_set").order_by("pk")


def rectifications_to_check() -> QuerySet[Rectification]:
    """Each with whose it is, `whose`, and its number, `numbered`."""
    return named(Rectification.objects.filter(state=RectificationState.HANDED_IN))


def named(rows: QuerySet[Rectification]) -> QuerySet[Rectification]:
    found: QuerySet[Rectification] = rows.annotate(
        whose=Coalesce("measure__owner", "designation__organization__name_zh"),
        numbered=Coalesce("measure__number", "designation__letter_number"),
    )
    return found


def measures_to_sign(user: User) -> QuerySet[Measure]:
    """Those in which this person had no hand."""
    changed = Line.objects.filter(verb=Verb.CHANGE_MEASURE, subject=OuterRef("number"), actor=user)
    found: QuerySet[Measure] = Measure.objects.filter(~Exists(changed), state=MeasureState.TO_SIGN)
    return found.exclude(drafted_by=user).exclude(decision__drafted_by=user)


def reversals_to_sign(user: User) -> QuerySet[Reversal]:
    return Reversal.objects.filter(signed_at=None).exclude(drafted_by=user)


def appeals_to_answer(user: User | None = None) -> QuerySet[Appeal]:
    """Open, and not about to be upheld; for a director those against measures that somebody else signed."""
    found = Appeal.objects.filter(answered_at=None, measure__reversal=None)
    return found.exclude(measure__decision__signed_by=user) if user is not None else found


def measures_to_answer(organizations: Keys, moment: Any) -> QuerySet[Measure]:
    """Announced to these organisations and not answered yet."""
    within = Q(answer_by__gte=moment) | Q(answer_provisional=True)
    found: QuerySet[Measure] = Measure.objects.answered_by(organizations)
    return found.filter(within, state=MeasureState.ANNOUNCED, defence=None)


def rectifications_to_do(organizations: Keys) -> QuerySet[Rectification]:
    """Of these organisations, each with whose it is and its number."""
    mine = Rectification.objects.answered_by(organizations)
    return named(mine.filter(state=RectificationState.OPEN))
