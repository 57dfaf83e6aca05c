"""Verbs on the targets of the program; and the count that the board shows."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from statistics import quantiles
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from program import clock
from program.background.steps import promise
from program.files.models import MediaType
from program.files.steps import keep
from program.indicators import steps as versions
from program.indicators.rules import require_no_hand_in
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User
from program.people.rules import require_role
from program.progress import rules
from program.progress.models import Board, GoalSet, StageMedian
from program.refusals import Invalid


@transaction.atomic(durable=True)
def draft(values: Mapping[str, Any], *, code: str, base: GoalSet, by: User) -> GoalSet:
    """A new version, of the period of `base` or of another one."""
    require_role(by, Role.CLERK)
    made = GoalSet(code=code, **{name: values[name] for name in rules.FIELDS})
    require_sound(made)
    versions.begin(made, base, by)
    journal.record(
        Verb.DRAFT_GOALS, by=by, subject=made.code, audience=Audience.OFFICE, cloned_from=base.code
    )
    return made


@transaction.atomic(durable=True)
def change(goals: GoalSet, values: Mapping[str, Any], *, by: User, seen: int) -> GoalSet:
    """Change a draft; `seen` is the revision that was on the page."""
    held = versions.lock(goals, seen, Role.CLERK, by)
    before = GoalSet.objects.get(pk=held.pk)
    for name in rules.FIELDS:
        setattr(held, name, values[name])
    require_sound(held)
    if not (changed := rules.told(before, held)):
        return held
    held.revision += 1
    held.save(update_fields=[*rules.FIELDS, "revision"])
    journal.record(
        Verb.CHANGE_GOALS, by=by, subject=held.code, version=held.revision, audience=Audience.OFFICE, changes=changed
    )  # fmt: skip
    return held


@transaction.atomic(durable=True)
def sign(goals: GoalSet, *, by: User, seen: int) -> GoalSet:
    """Put a draft into force; whoever had a hand in it does not sign. From the next count on the board is held against it."""
    held = versions.lock(goals, seen, Role.DIRECTOR, by)
    require_no_hand_in(held, by)
    require_sound(held)
    held.signed_by, held.signed_at = by, clock.now()
    held.save(update_fields=["signed_by", "signed_at"])
    journal.record(Verb.SIGN_GOALS, by=by, subject=held.code, version=held.revision, audience=Audience.OFFICE)
    return held


def require_sound(goals: GoalSet) -> None:
    """Refuse what the period, the numbers or the set cannot be, each sentence at its field."""
    others = [
        field.name for field in GoalSet._meta.concrete_fields if field.name not in (*rules.FIELDS, "code")
    ]
    try:
        goals.full_clean(exclude=others, validate_unique=False)
    except ValidationError as error:
        found = [
            (None if field == "__all__" else field, str(said))
            for field, sentences in error.message_dict.items()
            for said in sentences
        ]
        raise Invalid(findings=found) from error
    if said := rules.findings(goals):
        raise Invalid(findings=said)
    chosen = goals.indicator_set
    if chosen is not None and chosen.signed_at is None:
        raise Invalid(rules.UNSIGNED, field="indicator_set")


# ---------------------------------------------------------------- the board
@transaction.atomic(durable=True)
def keep_count(content: str, *, counted_from: str) -> Board:
    """Keep what was counted for today; an earlier count of the day is replaced. No journal line: nobody did anything."""
    moment = clock.now()
    board, _made = Board.objects.select_for_update().get_or_create(day=clock.beijing_date(moment))
    printed, board.pdf = board.pdf, None
    board.made_at, board.counted_from, board.content = moment, counted_from, content
    board.sha256 = hashlib.sha256(content.encode()).hexdigest()
    board.save()
    if printed is not None:
        printed.delete()
    promise("program.progress.tasks.print_board", board.pk, board.sha256)
    return board


@transaction.atomic(durable=True)
def keep_print(board: Board, pdf: bytes) -> None:
    """Keep the board as it was printed, unless it was counted anew meanwhile, or printed by another worker."""
    held = Board.objects.select_for_update().get(pk=board.pk)
    if held.sha256 == board.sha256 and held.pdf_id is None:
        held.pdf = keep(pdf, name=f"{held.day:%Y-%m-%d}.pdf", media_type=MediaType.PDF)
        held.save(update_fields=["pdf"])


# ---------------------------------------------------------------- how long stages take
@transaction.atomic(durable=True)
def count_medians() -> int:
    """Count anew how long each stage takes, of each track and each call; answers how many. No journal line either."""
    taken: dict[tuple[str, int | None, str], list[float]] = defaultdict(list)
    moment = clock.now()
    for rest in rules.rests(moment):
        taken[rest.track, None, rest.stage].append(rest.days)
        taken[rest.track, rest.call, rest.stage].append(rest.days)
    for (track, call, stage), days in taken.items():
        lower, middle, upper = quantiles(days * 2 if len(days) == 1 else days, n=4, method="inclusive")
        where: dict[str, Any] = {"track": track, "call_id": call, "stage": stage}
        facts = {"lower": lower, "days": middle, "upper": upper}
        counted = {name: round(figure, 1) for name, figure in facts.items()}
        counts = {"cases": len(days), "counted_at": moment}
        StageMedian.objects.update_or_create(**where, defaults={**counted, **counts})
    StageMedian.objects.exclude(counted_at=moment).delete()
    return len(taken)
