"""What the flow asks: each gate reads the row of the task just finished, each hold the row that lets it pass."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from program.applications.models import Application
from program.decisions.models import (
    Deliberation,
    Objection,
    ObjectionOutcome,
    Promotion,
    PublicNotice,
    Telling,
)
from program.people.models import Role
from program.process.models import Proceeding
from program.process.rules import answered_only, finished_task, verdict
from program.rulesets.rules import Limit


def was_not_chosen(activation: Any) -> bool:
    """The batch just carried out did not list the case."""
    return not verdict(activation, Deliberation).chosen


def told_or_promoted() -> Q:
    """Proceedings whose open task has its telling or its promotion."""
    here = {"proceeding": OuterRef("pk"), "task__finished": None}
    return Q(Exists(Telling.objects.filter(**here))) | Q(Exists(Promotion.objects.filter(**here)))


@answered_only(told_or_promoted)
def list_published_or_promoted(activation: Any) -> bool:
    """Somebody not chosen goes on: told after publication, or moving up as a reserve."""
    here = activation.task
    return Telling.objects.filter(task=here).exists() or Promotion.objects.filter(task=here).exists()


def was_promoted(activation: Any) -> bool:
    """It went on because it moves up; else it must have been told: neither is an error."""
    if Promotion.objects.filter(task=finished_task(activation)).exists():
        return True
    verdict(activation, Telling)
    return False


def notice_of(proceeding: Proceeding) -> PublicNotice:
    """The notice on which a case stands now: that of its latest deliberation."""
    latest = (
        Deliberation.objects.filter(proceeding=proceeding).select_related("item__batch__notice").latest("pk")
    )
    return latest.item.batch.notice


def notice_end(activation: Any) -> Limit:
    """Until when the case stands on notice."""
    notice = notice_of(activation.process)
    return Limit(notice.ends, notice.provisional)


def without_objection() -> Q:
    """Proceedings of cases with no open objection."""
    return ~Q(Exists(Objection.objects.open().filter(item__application=OuterRef("application"))))


@answered_only(without_objection)
def nothing_open(activation: Any) -> bool:
    """No confirmed objection to the case is open."""
    return not Objection.objects.open().filter(item__application=activation.process.application_id).exists()


def who_answers(application: Application) -> tuple[Role, Limit] | None:
    """Who must deal next with an open objection to the case, and until when: the most urgent, where there are several."""
    rows = Objection.objects.open().filter(item__application=application)
    dues = [(objection.due, objection) for objection in rows if objection.due is not None]
    if not dues:
        return None
    due, objection = min(dues, key=lambda pair: pair[0])
    role = Role.CLERK if objection.accepted_at is None else Role.DIRECTOR
    return role, Limit(due, objection.due_provisional)


def was_upheld(activation: Any) -> bool:
    """An objection to this very notice was upheld; those of earlier notices were answered by the deliberation since."""
    notice = notice_of(activation.process)
    items = Objection.objects.filter(item__application=activation.process.application_id, item__notice=notice)
    return items.filter(outcome=ObjectionOutcome.UPHELD).exists()
