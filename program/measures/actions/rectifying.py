"""Verbs on a rectification: written, shown, handed in, checked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures import rules, steps
from program.measures.models import (
    EffectKind,
    FollowUp,
    ItemEvidence,
    MeasureState,
    Rectification,
    RectificationItem,
    RectificationState,
)
from program.notify.models import Text
from program.people.models import Role, User
from program.people.rules import fresh_standing, require_role
from program.refusals import Invalid, NotYours
from program.rulesets.rules import Calendar


@dataclass(frozen=True)
class Written:
    """What the organisation writes to an item; `file`: one more that shows it."""

    plan: str
    done: str
    file: "UploadedFile[bytes] | None" = None


@transaction.atomic(durable=True)
def write(
    shown: Rectification, items: Mapping[int, Written], *, by: User, seen: int | None = None
) -> Rectification:
    """Plan and report, item by item; items that have passed a check are not touched."""
    shown = steps.lock_rectification(shown, RectificationState.OPEN, seen=seen)
    if not rules.rectification_moves(shown, fresh_standing(by)).write:
        raise NotYours
    for item in shown.items.exclude(passed=True).filter(pk__in=items):
        written = items[item.pk]
        item.plan, item.done = written.plan.strip(), written.done.strip()
        item.save(update_fields=["plan", "done"])
        if written.file:
            kept = store(written.file, by=by, organization=shown.answering)
            ItemEvidence.objects.create(item=item, file=kept, added_by=by, added_at=clock.now())
    shown.revision += 1
    shown.save(update_fields=["revision"])
    journal.record(
        Verb.WRITE_RECTIFICATION,
        by=by,
        subject=shown,
        version=shown.revision,
        on_behalf=rules.acting_for(shown),
        audience=Audience.OFFICE,
    )
    return shown


@transaction.atomic(durable=True)
def hand_in(shown: Rectification, *, by: User, seen: int | None = None) -> Rectification:
    """Every item says what was done and shows it; the supervisor checks next. Late is better than never."""
    shown = steps.lock_rectification(shown, RectificationState.OPEN, seen=seen)
    if not rules.rectification_moves(shown, fresh_standing(by)).hand_in:
        raise NotYours
    if missing := rules.unready(shown, shown.items.prefetch_related("evidence")):
        raise Invalid(findings=[(None, sentence) for sentence in missing])
    shown.state = RectificationState.HANDED_IN
    shown.save(update_fields=["state"])
    journal.record(
        Verb.HAND_IN_RECTIFICATION,
        by=by,
        subject=shown,
        on_behalf=rules.acting_for(shown),
        audience=Audience.OFFICE,
    )
    steps.tell_office(Role.SUPERVISOR, shown, Text.RECTIFICATION_TO_CHECK, owner=shown.owner)
    return shown


@dataclass(frozen=True)
class Finding:
    """复查 of one item."""

    passed: bool
    remark: str = ""


@transaction.atomic(durable=True)
def check(
    shown: Rectification,
    findings: Mapping[int, Finding],
    *,
    remark: str,
    by: User,
    again_by: date | None = None,
) -> FollowUp:
    """复查. All passed: the measure is closed, and a suspension ends with it. Else it is rectified again by a day."""
    shown = steps.lock_rectification(shown, RectificationState.HANDED_IN)
    require_role(by, Role.SUPERVISOR)
    items = list(shown.items.exclude(passed=True))
    passed = all(findings[item.pk].passed for item in items if item.pk in findings)
    require_complete(items, findings, remark, again_by, passed=passed)
    for item in items:
        item.passed, item.remark = findings[item.pk].passed, findings[item.pk].remark.strip()
    RectificationItem.objects.bulk_update(items, ["passed", "remark"])
    made = FollowUp.objects.create(
        rectification=shown, turn=shown.turn, passed=passed, remark=remark.strip(),
        again_by=None if passed else again_by, checked_by=by, checked_at=clock.now(),
    )  # fmt: skip
    close(shown, by) if passed else again(shown, made)
    journal.record(
        Verb.CHECK_RECTIFICATION,
        by=by,
        subject=shown,
        audience=Audience.OFFICE,
        passed=passed,
        turn=made.turn,
    )
    return made


def require_complete(
    items: list[RectificationItem],
    findings: Mapping[int, Finding],
    remark: str,
    again_by: date | None,
    *,
    passed: bool,
) -> None:
    """Each sentence at its field."""
    found: list[tuple[str | None, str]] = []
    for item in items:
        said = findings.get(item.pk)
        if said is None:
            found.append((f"passed-{item.pk}", _("Say whether this item has passed.")))
        elif not said.passed and not said.remark.strip():
            found.append((f"remark-{item.pk}", _("Say what is still missing.")))
    if not remark.strip():
        found.append(("remark", _("Say what was found.")))
    if not found and not passed and (again_by is None or again_by <= clock.today()):
        found.append(("again_by", _("Give a day to come, by which it is rectified again.")))
    if found:
        raise Invalid(findings=found)


def close(shown: Rectification, by: User) -> None:
    """Closed; what a measure suspended until then stands again, by the decision that suspended it."""
    shown.state, shown.closed_at = RectificationState.PASSED, clock.now()
    shown.save(update_fields=["state", "closed_at"])
    if (measure := shown.measure) is not None:
        measure.state = MeasureState.CLOSED
        measure.save(update_fields=["state"])
        suspended = measure.effects.lasting().filter(kind=EffectKind.SUSPENSION).select_related("designation")
        steps.undo(suspended, measure.decision, by=by)
    steps.tell_owner(shown, Text.RECTIFICATION_PASSED)


def again(shown: Rectification, made: FollowUp) -> None:
    assert made.again_by is not None
    shown.state, shown.turn = RectificationState.OPEN, shown.turn + 1
    shown.due, shown.due_provisional = clock.end_of(made.again_by), False
    shown.revision += 1
    shown.save(update_fields=["state", "turn", "due", "due_provisional", "revision"])
    steps.tell_owner(shown, Text.RECTIFICATION_FAILED, due=made.again_by)


@transaction.atomic(durable=True)
def extend(shown: Rectification, *, until: date, reason: str, by: User) -> Rectification:
    """More time, by a director; nothing shortens."""
    shown = steps.lock_rectification(shown, RectificationState.OPEN)
    require_role(by, Role.DIRECTOR)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    if clock.end_of(until) <= max(shown.due, clock.now()):
        raise Invalid(_("Give a day after the one that stands."), field="until")
    shown.due, shown.due_provisional = clock.end_of(until), False
    shown.save(update_fields=["due", "due_provisional"])
    journal.record(
        Verb.EXTEND_RECTIFICATION,
        by=by,
        subject=shown,
        audience=Audience.OFFICE,
        due=until,
        reason=reason.strip(),
    )
    steps.tell_owner(shown, Text.RECTIFICATION_EXTENDED, due=until)
    return shown


@transaction.atomic(durable=True)
def recount(shown: Rectification, calendar: Calendar) -> bool:
    """The clock: count a provisional day (暂定) anew; it is certain once the calendar of its year is published."""
    rows = rules.rectifications_to_recount().select_for_update(of=("self",))
    found = rows.filter(pk=shown.pk).first()
    if found is None:
        return False
    limit = rules.due_of(found, calendar)
    if limit.provisional:
        return False
    found.due, found.due_provisional = limit.moment, False
    found.save(update_fields=["due", "due_provisional"])
    journal.record(Verb.RECOUNT, by=None, subject=found, audience=Audience.OFFICE, due=limit.day)
    return True


@transaction.atomic(durable=True)
def cancel(shown: Rectification) -> bool:
    """The clock: what is asked of a designation is asked no more once that has ended; done once.

    The designation may end by a measure, its term, a new one or a merger, of which packages below and above know nothing here.
    """
    rows = rules.rectifications_to_cancel().select_for_update(of=("self",))
    found = rows.select_related("designation__organization").filter(pk=shown.pk).first()
    if found is None:
        return False
    found.state, found.closed_at = RectificationState.CANCELLED, clock.now()
    found.save(update_fields=["state", "closed_at"])
    journal.record(
        Verb.CANCEL_RECTIFICATION, by=None, subject=found, on_behalf=found.owner, audience=Audience.OFFICE
    )
    return True
