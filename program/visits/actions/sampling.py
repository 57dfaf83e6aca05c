"""抽取核查对象: who is visited is drawn by lot, by a seed that anybody can draw by again."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.background.steps import promise
from program.calls.models import Call
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.lots import drawn as drawn_by_lot
from program.people.models import Role, User
from program.people.rules import require_role
from program.process.models import StageName
from program.process.steps import lock_all, take, turn
from program.refusals import SomebodyWasFaster
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.visits import rules
from program.visits.models import Lot, Sample


@transaction.atomic(durable=True)
def draw_sample(call: Call, *, by: User) -> Sample:
    """Draw among the cases that rest at their site visit without a lot; whoever is not drawn goes on, one case a transaction."""
    require_role(by, Role.CLERK)
    call = Call.objects.select_for_update(of=("self",)).select_related("rule_set").get(pk=call.pk)
    lock_all(rules.without_lot(call).order_by())
    cases = list(rules.without_lot(call).prefetch_related("proceedings"))
    if not cases:
        raise SomebodyWasFaster(_("No case of this call waits for a draw."))
    share, seed = value(call.rule_set, Key.VISIT_SAMPLE), secrets.token_hex(16)
    drawn = drawn_by_lot(seed, [case.number for case in cases], share)
    sample = Sample.objects.create(call=call, seed=seed, share=share, drawn_by=by, drawn_at=clock.now())
    Lot.objects.bulk_create(
        Lot(
            sample=sample,
            application=case,
            proceeding=next(each for each in case.proceedings.all() if each.closed_at is None),
            is_drawn=case.number in drawn,
        )
        for case in cases
    )
    promise("program.visits.tasks.carry_out_sample", sample.pk)
    journal.record(
        Verb.DRAW_VISITS, by=by, subject=call.subject, audience=Audience.OFFICE,
        seed=seed, share=share, among=len(cases), drawn=sorted(drawn),
    )  # fmt: skip
    return sample


@transaction.atomic(durable=True)
def pass_over(lot: Lot) -> bool:
    """A case that was not drawn goes on to deliberation; done once."""
    try:
        held = turn(lot.application, StageName.SITE_VISIT)
    except SomebodyWasFaster:
        return False
    if held.proceeding.pk != lot.proceeding_id or lot.is_drawn:
        return False
    case: Application = held.application
    take(held)
    journal.record(
        Verb.PASS_OVER_VISIT, by=lot.sample.drawn_by, subject=case, application=case, audience=Audience.OFFICE
    )
    return True
