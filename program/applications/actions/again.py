"""Second thoughts: the own check undone, a refused case reopened, all open work handed over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications import rules, steps
from program.applications.models import (
    Application,
    CheckUndone,
    Handover,
    HandoverItem,
    Reopening,
    ResumedAt,
)
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import fresh_standing, require_role
from program.process.models import Outcomes, StageName
from program.process.steps import open_case, take, turn
from program.refusals import Invalid, NotYours, SomebodyWasFaster


@transaction.atomic(durable=True)
def undo_check(application: Application, *, reason: str, by: User) -> CheckUndone:
    """Take the own check back, as long as nobody has acted on it: the case waits for its formality check again."""
    held = turn(application, StageName.EXPERT_REVIEW, StageName.CORRECTION)
    require_role(by, Role.CLERK)
    check = rules.last_check(held.proceeding)
    if check is None or check.by_id != by.pk:
        raise NotYours(_("Only whoever made the check undoes it."))
    if rules.acted_on(application, check):
        raise SomebodyWasFaster(_("Somebody has acted on this check already: it can no longer be undone."))
    if not reason.strip():
        raise Invalid(_("Say why the check is undone."), field="reason")
    made = CheckUndone.objects.create(
        proceeding=held.proceeding,
        task=held.task,
        by=by,
        at=clock.now(),
        check_row=check,
        reason=reason.strip(),
    )
    take(held)
    journal.record(
        Verb.UNDO_CHECK, by=by, subject=application, application=application, version=check.version.number,
        reason=made.reason,
    )  # fmt: skip
    steps.tell_applicant(application, Text.CHECK_UNDONE, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def reopen(
    application: Application, stage: ResumedAt, *, reason: str, until: datetime | None = None, by: User
) -> Reopening:
    """Reopen a refused case where it should go on; what happened before stays as it is."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__rule_set")
        .get(pk=application.pk)
    )
    require_role(by, Role.DIRECTOR)
    if application.outcome != Outcomes.REFUSED:
        raise SomebodyWasFaster(_("Only a case that was refused can be reopened."))
    if not reason.strip():
        raise Invalid(_("Say why the case is reopened."), field="reason")
    if stage == ResumedAt.RECOMMENDATION and (until is None or until <= clock.now()):
        raise Invalid(_("Say until when the recommending body may answer; a day to come."), field="until")
    if stage not in rules.resumable_at(application):
        raise Invalid(
            _("This case was never recommended: it can only go back to its recommendation.")
            if application.call.recommends
            else _("Under this call nobody recommends."),
            field="stage",
        )
    ended = application.proceedings.order_by("-number")[0]
    limit = until if stage == ResumedAt.RECOMMENDATION else None
    made = Reopening.objects.create(
        application=application, number=ended.number + 1, ended=ended, stage=stage, until=limit, reason=reason.strip(),
        by=by, at=clock.now(),
    )  # fmt: skip
    if stage == ResumedAt.RECOMMENDATION:
        steps.free_rank(application)
    open_case(application, how="reopened")
    journal.record(
        Verb.REOPEN,
        by=by,
        subject=application,
        application=application,
        reason=made.reason,
        stage=stage.value,
    )
    steps.tell_applicant(application, Text.REOPENED, reason=made.reason)
    steps.tell_clerks(application, Text.REOPENED, reason=made.reason)
    return made


@transaction.atomic(durable=True)
def hand_over(giver: User, taker: User, *, reason: str, by: User) -> Handover:
    """Give all open cases of a clerk to another: by the clerk, or by a director. A line in each case's own record."""
    require_role(by, Role.CLERK, Role.DIRECTOR)
    if by.pk != giver.pk:
        require_role(by, Role.DIRECTOR)
    if giver.pk == taker.pk or not fresh_standing(taker).has(Role.CLERK):
        raise Invalid(_("Choose another clerk of the office."), field="taker")
    if not reason.strip():
        raise Invalid(_("Say why the work is handed over."), field="reason")
    cases = list(
        Application.objects.open()
        .filter(clerk=giver)
        .select_related("zone", "applicant")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if not cases:
        raise SomebodyWasFaster(_("There is nothing to hand over: no open case is in this clerk's charge."))
    made = Handover.objects.create(giver=giver, taker=taker, reason=reason.strip(), by=by, at=clock.now())
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=made, application=case, stage=case.stage) for case in cases
    )
    for case in cases:
        case.clerk = taker
    Application.objects.bulk_update(cases, ["clerk"])
    for case in cases:
        journal.record(
            Verb.HAND_OVER,
            by=by,
            subject=case,
            application=case,
            giver=giver.name,
            clerk=taker.name,
            reason=made.reason,
        )
    tell([taker], Text.HANDED_OVER, path=made.get_absolute_url(), count=len(cases), giver=giver.name)
    return made
