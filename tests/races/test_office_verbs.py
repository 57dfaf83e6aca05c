"""Every verb of the office on batches, notices, objections, documents, calls, rules and people that two can reach."""

from collections import Counter
from datetime import date
from functools import partial

import pytest

from program import clock
from program.applications import actions as applications
from program.background import actions as support
from program.background.models import Promise
from program.calls import actions as calls
from program.calls.models import Call, Deadline, Extension
from program.decisions import actions as decisions
from program.decisions import tasks
from program.decisions.models import Batch, Designation, Objection, OfficialDocument, Proposal
from program.journal.models import Line, Verb
from program.people import actions as people
from program.people.models import Membership, Role
from program.process import actions as clockwork
from program.process.models import Proceeding, StageName, Trouble
from program.rulesets import actions as rulesets
from program.rulesets.models import CalendarYear, RuleSet
from program.rulesets.rules import Day
from program.zones import actions as zones
from tests import factories
from tests.decisions import casework
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS
from tests.races.situations import NUMBERS, Office, manager_of
from tests.races.table import Race, by_all, came_to, eight, half, later, one_line, race, run_all
from tests.rulesets.test_actions import SEVEN_DAYS

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核对，情况属实。"


def lines(verb: Verb, subject: str) -> int:
    return Line.objects.filter(verb=verb, subject=subject).count()


# ---------------------------------------------------------------- batches
@race
def draft_batch(on: Office) -> Race:
    call = on.new_call(quota=1, reserves=0)
    run = casework.ranking(call, [casework.case_at_deliberation(call, on.body, on.clerk)], on.clerk)
    return Race(
        [partial(decisions.draft_batch, call, run, by=by) for by in on.clerks],
        Batch.objects.filter(call=call).count,
    )


@race
def change_items(on: Office) -> Race:
    batch = on.drafted()
    item = batch.items.get()
    changes = {item.pk: casework.change(item, proposal=Proposal.NOT_LISTED, reason=WHY)}
    moves = by_all(decisions.change_items, batch, on.clerks, changes=changes, revision=0)
    return Race(moves, lambda: Batch.objects.get(pk=batch.pk).revision)


@race
def meeting_against_discarded(on: Office) -> Race:
    batch = on.drafted()
    meet = by_all(
        decisions.record_meeting,
        batch,
        on.clerks,
        name="办公会",
        day=clock.today(),
        minutes_number="7",
        attendance=casework.SEATS,
        revision=0,
    )
    drop = by_all(decisions.discard_batch, batch, on.clerks)
    # Recorded and then thrown away, or thrown away at once: it is gone in the end.
    return Race(
        half(meet, drop),
        lambda: lines(Verb.DISCARD_BATCH, batch.subject) - Batch.objects.filter(pk=batch.pk).count(),
        [Counter(done=1, faster=7), Counter(done=2, faster=6)],
    )


@race
def prepare_batch(on: Office) -> Race:
    batch = casework.meet(on.drafted(), on.clerk)
    moves = by_all(decisions.prepare_batch, batch, on.clerks, revision=batch.revision)
    return Race(moves, lambda: lines(Verb.PREPARE_BATCH, batch.subject))


@race
def signed_against_returned(on: Office) -> Race:
    batch = on.prepared()
    sign = by_all(decisions.sign_batch, batch, on.directors, revision=batch.revision)
    back = by_all(decisions.return_batch, batch, on.directors, reason=WHY)
    return Race(
        half(sign, back),
        lambda: lines(Verb.SIGN_BATCH, batch.subject) + lines(Verb.RETURN_BATCH, batch.subject),
    )


@race
def signed_against_abandoned(on: Office) -> Race:
    """Who signs counts on the case; once it is signed it cannot be given up before it is carried out."""
    batch = on.prepared()
    case = batch.items.get().application
    sign = by_all(decisions.sign_batch, batch, on.directors, revision=batch.revision)
    letters = [factories.pdf(str(place)) for place in range(THREADS)]
    drop = eight(applications.abandon, case, reason=WHY, letter=letters, by=manager_of(case))
    return Race(
        half(sign, drop), lambda: lines(Verb.SIGN_BATCH, batch.subject) + one_line(case, Verb.ABANDON)(),
        [Counter(done=1, faster=7), Counter(done=1, faster=3, Refused=4)],
    )  # fmt: skip


@race
def carried_out_by_eight_workers(on: Office) -> Race:
    batch = on.signed(2)
    first = batch.items.order_by("rank")[0].application
    return Race(
        [partial(tasks.carry_out, batch.pk)] * THREADS,
        came_to(first, StageName.PUBLIC_NOTICE, Verb.DECIDE),
        [EVERYBODY],
    )


@race
def promote_reserve(on: Office) -> Race:
    call = on.freed()
    return Race(
        by_all(decisions.promote_reserve, call, on.clerks),
        Batch.objects.filter(call=call, signed_at=None).count,
    )


@race
def draft_reconsideration(on: Office) -> Race:
    case = on.returned()
    return Race(
        eight(decisions.draft_reconsideration, case, by=on.clerks),
        case.batch_items.filter(carried_at=None).count,
    )


@race
def release_reserves(on: Office) -> Race:
    call = on.waiting_reserve()
    return Race(
        by_all(decisions.release_reserves, call, on.directors),
        lambda: lines(Verb.RELEASE_RESERVES, call.subject),
    )


@race
def released_against_promoted(on: Office) -> Race:
    """The reserve moves up or is told; whichever came second finds the other's work."""
    call = on.waiting_reserve()
    decisions.release_reserves(call, by=on.director)
    tell = [partial(tasks.tell_results, call.pk, 1)] * THREADS
    promote = by_all(decisions.promote_reserve, call, on.clerks)
    return Race(
        half(tell, promote),
        lambda: Line.objects.filter(verb__in=(Verb.TELL, Verb.PROMOTE), application__call=call).count(),
        [Counter(done=4, faster=4), Counter(done=5, faster=3)],
    )


# ---------------------------------------------------------------- objections
@race
def object_to(on: Office) -> Race:
    """Eight objections from one address: as many as an hour allows, each with a number of its own."""
    notice = on.notice()
    case = notice.items.get().application
    made = Objection.objects.filter(item__notice=notice)
    return Race(
        [partial(casework.object_to, notice, case)] * THREADS,
        lambda: len(set(made.values_list("number", flat=True))) == made.count() == 5,
        [Counter(done=5, TooOften=3)],  # 429: no race but a throttle, whoever it was that came first
    )


@race
def confirm_objection(on: Office) -> Race:
    notice = on.notice()
    case = notice.items.get().application
    casework.object_to(notice, case)
    token = casework.token()
    return Race(
        [partial(decisions.confirm_objection, token)] * THREADS,
        one_line(case, Verb.CONFIRM_OBJECTION),
        [Counter(done=1, Gone=7)],  # 410: a link is used once, and it is one person's
    )


@race
def taken_up_against_refused(on: Office) -> Race:
    objection = on.objection(accepted=False)
    take = by_all(decisions.accept_objection, objection, on.clerks, summary=WHY)
    refuse = by_all(decisions.refuse_objection, objection, on.clerks, reason=WHY)
    case = objection.item.application
    return Race(half(take, refuse), one_line(case, Verb.ACCEPT_OBJECTION, Verb.REFUSE_OBJECTION))


@race
def settled_both_ways(on: Office) -> Race:
    objection = on.objection()
    uphold = by_all(decisions.uphold_objection, objection, on.directors, finding=WHY)
    dismiss = by_all(decisions.dismiss_objection, objection, on.directors, finding=WHY)
    case = objection.item.application
    return Race(half(uphold, dismiss), one_line(case, Verb.UPHOLD_OBJECTION, Verb.DISMISS_OBJECTION))


# ---------------------------------------------------------------- withdrawing
@race
def ask_withdrawal(on: Office) -> Race:
    case = on.notice().items.get().application
    letters = [factories.pdf(str(place)) for place in range(THREADS)]
    return Race(
        eight(decisions.ask_withdrawal, case, reason=WHY, letter=letters, by=manager_of(case)),
        one_line(case, Verb.ASK_WITHDRAWAL),
    )


@race
def granted_against_declined(on: Office) -> Race:
    request = on.asked(on.notice().items.get().application)
    grant = by_all(decisions.grant_withdrawal, request, on.directors)
    decline = by_all(decisions.decline_withdrawal, request, on.directors, reason=WHY)
    return Race(
        half(grant, decline), one_line(request.application, Verb.GRANT_WITHDRAWAL, Verb.DECLINE_WITHDRAWAL)
    )


@race
def granted_against_the_document(on: Office) -> Race:
    """No signed document ever lists a case that was withdrawn."""
    document = on.entered()
    case = document.items.get().application
    request = on.asked(case)
    grant = by_all(decisions.grant_withdrawal, request, on.directors)
    sign = by_all(decisions.sign_document, document, on.directors)
    return Race(
        half(grant, sign),
        lambda: one_line(case, Verb.GRANT_WITHDRAWAL)() + lines(Verb.SIGN_DOCUMENT, document.subject),
    )


# ---------------------------------------------------------------- documents
@race
def enter_document(on: Office) -> Race:
    call, number = on.published(), f"示例文〔2026〕{next(NUMBERS)}号"
    return Race(
        [partial(casework.enter, call, by, number) for by in on.clerks],
        OfficialDocument.objects.filter(call=call).count,
    )


@race
def document_signed_against_discarded(on: Office) -> Race:
    document = on.entered()
    sign = by_all(decisions.sign_document, document, on.directors)
    drop = by_all(decisions.discard_document, document, on.directors, reason=WHY)
    subject = document.subject
    return Race(
        half(sign, drop),
        lambda: lines(Verb.SIGN_DOCUMENT, subject) + lines(Verb.DISCARD_DOCUMENT, subject),
    )


@race
def published_by_eight_workers(on: Office) -> Race:
    document = decisions.sign_document(on.entered(), by=on.director)
    case = document.items.get().application
    return Race(
        [partial(tasks.publish_document, document.pk)] * THREADS,
        lambda: Designation.objects.filter(application=case).count() * one_line(case, Verb.DESIGNATE)(),
        [EVERYBODY],
    )


# ---------------------------------------------------------------- the clock
@race
def retry(on: Office) -> Race:
    """A failed timer tried again by eight: it fires once, and no new failure is made of having been too late."""
    notice = on.notice()
    case = notice.items.get().application
    proceeding = Proceeding.objects.open().get(application=case)
    trouble = clockwork.report(proceeding, StageName.PUBLIC_NOTICE, ValueError("示例"))
    moves = by_all(clockwork.retry, trouble, on.clerks)
    return Race(
        later(moves),
        lambda: one_line(case, Verb.TIMER)() + Trouble.objects.open().filter(proceeding=proceeding).count(),
    )


@race
def promise_revived(on: Office) -> Race:
    promise = Promise.objects.create(name="program.nothing", given_up_at=clock.now(), attempts=5)
    return Race(
        [partial(support.retry, promise.pk)] * THREADS,
        Promise.objects.open().filter(pk=promise.pk).count,
        [EVERYBODY],
    )


# ---------------------------------------------------------------- calls and rules
@race
def draft_call(on: Office) -> Race:
    given = factories.call(on.clerk, on.director)
    fields = {
        field.attname: getattr(given, field.attname)
        for field in Call._meta.fields
        if field.attname not in {"id", "code", "drafted_by_id", "drafted_at", "opened_by_id", "opened_at"}
    }
    code = f"N{next(NUMBERS)}"
    moves = [partial(calls.draft, fields=fields | {"code": code}, documents=[], by=by) for by in on.clerks]
    return Race(moves, Call.objects.filter(code=code).count)


@race
def extend_call(on: Office) -> Race:
    call = on.new_call()
    becomes = call.apply_until + clock.days(5)
    moves = [partial(calls.extend, call, Deadline.APPLY, becomes, reason=WHY, by=by) for by in on.directors]
    moved = Extension.objects.filter(call=call, deadline=Deadline.APPLY)
    return Race(moves, moved.count)


@race
def close_call(on: Office) -> Race:
    call = on.new_call()
    return Race(later(by_all(calls.close, call, on.clerks)), lambda: lines(Verb.CLOSE_CALL, call.subject))


@race
def open_call(on: Office) -> Race:
    call = on.new_call(opened_at=None, opened_by=None, opens_at=clock.now() + clock.days(1))
    return Race(by_all(calls.open_call, call, on.directors), lambda: lines(Verb.OPEN_CALL, call.subject))


@race
def change_rules(on: Office) -> Race:
    rules = rulesets.draft(code=f"R-{next(NUMBERS)}", title="规则", by=on.clerk)
    moves = by_all(rulesets.change, rules, on.clerks, values=SEVEN_DAYS, seen=1)
    return Race(moves, lambda: RuleSet.objects.get(pk=rules.pk).revision - 1)


@race
def sign_rules(on: Office) -> Race:
    rules = rulesets.draft(code=f"R-{next(NUMBERS)}", title="规则", by=on.clerk)
    return Race(by_all(rulesets.sign, rules, on.directors), lambda: lines(Verb.SIGN_RULES, str(rules)))


@race
def draft_rules(on: Office) -> Race:
    code = f"R-{next(NUMBERS)}"
    moves = [partial(rulesets.draft, code=code, title="规则", by=by) for by in on.clerks]
    return Race(moves, RuleSet.objects.filter(code=code).count)


@race
def publish_year(on: Office) -> Race:
    year = 2030 + next(NUMBERS)
    day = next(day for day in (date(year, 1, 1), date(year, 1, 4)) if day.weekday() < 5)
    moves = [
        partial(rulesets.publish_year, year, "国办发明电", [Day(day, False, "元旦")], by=by)
        for by in on.clerks
    ]
    return Race(moves, CalendarYear.objects.filter(year=year).count)


# ---------------------------------------------------------------- people
@race
def end_membership(on: Office) -> Race:
    organization = factories.organization()
    managers = [factories.member(organization, Role.MANAGER) for _ in range(THREADS)]
    contact = factories.member(organization, Role.CONTACT)
    membership = Membership.objects.get(user=contact)
    ended = Line.objects.filter(verb=Verb.END_MEMBERSHIP, subject=str(organization))
    return Race(by_all(people.end_membership, membership, managers), ended.count)


@race
def last_manager(on: Office) -> Race:
    """Two managers each end the other's role: one is left."""
    organization = factories.organization()
    one, two = (factories.member(organization, Role.MANAGER) for _ in range(2))
    first, second = Membership.objects.get(user=one), Membership.objects.get(user=two)
    moves = half(
        by_all(people.end_membership, first, [two] * THREADS),
        by_all(people.end_membership, second, [one] * THREADS),
    )
    left = Membership.objects.current().filter(organization=organization)
    # 403: whoever lost the role at this moment has no right to say anything about the other's.
    ways = [Counter(done=1, faster=7 - no, NotYours=no) for no in range(8)]
    return Race(moves, left.count, ways)


@race
def invite(on: Office) -> Race:
    """Eight clerks invite one managing body: whoever comes second is told at the field."""
    zone = factories.zone(on.body)
    moves = [
        partial(zones.invite_managing_body, zone, email="new@example.org", name="示例", by=by)
        for by in on.clerks
    ]
    return Race(moves, zone.onboardings.count)


# ---------------------------------------------------------------- run
def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
