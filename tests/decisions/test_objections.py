"""Anybody objects to a line of a notice; a confirmed objection holds its item and nobody else's."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules, tasks
from program.decisions.models import (
    Batch,
    BatchKind,
    Objection,
    ObjectionState,
    ObjectorKind,
    Proposal,
    PublicNotice,
    Telling,
)
from program.journal.models import Audience, Line, Verb
from program.notify.models import Letter, Message, Text
from program.people.models import User
from program.process import actions as clockwork
from program.process.models import StageName
from program.refusals import Gone, Invalid, NotYours, Refused, SomebodyWasFaster, TooLate, TooOften
from program.rulesets.models import CalendarYear, SpecialDay
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db
ANONYMOUS = actions.Objector(ObjectorKind.ANONYMOUS)


# ---------------------------------------------------------------- handing in
def test_a_named_objection_gets_receipt_and_letter(notice: PublicNotice, cases: list[Application]) -> None:
    objection = casework.object_to(notice, cases[0])
    assert objection.state == ObjectionState.UNCONFIRMED
    assert len(objection.receipt) == 14
    assert objection.number.startswith("YY-")
    letter = Letter.objects.get(address="citizen@example.org")
    assert objection.receipt in letter.body
    assert objection.token_hash is not None
    assert objection.token_hash not in letter.body


def test_without_a_name_it_is_kept_as_a_lead_and_holds_nothing(
    notice: PublicNotice, cases: list[Application]
) -> None:
    lead = casework.object_to(notice, cases[0], objector=ANONYMOUS)
    assert (lead.state, lead.name, lead.email) == (ObjectionState.LEAD, "", "")
    assert not Letter.objects.exists()
    casework.after_notice(notice)
    assert casework.stages(cases[:3]) == [StageName.PUBLICATION] * 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"grounds": "太短"}, "grounds"),
        ({"objector": actions.Objector(ObjectorKind.UNIT, "", "1", "unit@example.org")}, "name"),
        ({"objector": actions.Objector(ObjectorKind.UNIT, "某单位", "1", "")}, "name"),
    ],
)
def test_what_cannot_be_examined_is_not_taken(
    notice: PublicNotice, cases: list[Application], fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        casework.object_to(notice, cases[0], **fields)
    assert refused.value.field == field
    assert not Objection.objects.exists()


def test_it_is_too_late_by_a_microsecond(notice: PublicNotice, cases: list[Application]) -> None:
    with clock.at(notice.ends):
        assert casework.object_to(notice, cases[0]).pk
    with clock.at(notice.ends + timedelta(microseconds=1)), pytest.raises(TooLate):
        casework.object_to(notice, cases[0])
    assert Objection.objects.count() == 1


def test_a_provisional_end_ends_nothing(notice: PublicNotice, cases: list[Application]) -> None:
    PublicNotice.objects.filter(pk=notice.pk).update(provisional=True)
    with clock.at(notice.ends + timedelta(days=1)):
        assert casework.object_to(notice, cases[0]).pk


def test_a_provisional_end_is_fixed_when_the_calendar_is_published(
    batch: Batch, cases: list[Application], clerk: User, director: User
) -> None:
    with clock.at(datetime(2026, 12, 28, 9, tzinfo=clock.BEIJING)):
        notice = casework.sign(batch, clerk, director).notice
        casework.keep_all("carry_out")
        assert (notice.provisional, casework.reread(cases[0]).due_provisional) == (True, True)
        tasks.recount_notices()
    with clock.at(datetime(2027, 3, 1, 9, tzinfo=clock.BEIJING)):
        clockwork.run_due()
        assert casework.stages(cases[:1]) == [StageName.PUBLIC_NOTICE]
        CalendarYear.objects.create(year=2027, document="示例通知")
        SpecialDay.objects.create(date=date(2027, 1, 1), year_id=2027, is_working=False, name="元旦")
        tasks.recount_notices()
        notice.refresh_from_db()
        assert (notice.provisional, clock.beijing_date(notice.ends)) == (False, date(2027, 1, 12))
        assert casework.reread(cases[0]).due == notice.ends
        clockwork.run_due()
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_one_address_is_throttled_and_another_is_not(
    notice: PublicNotice, cases: list[Application], settings: object
) -> None:
    settings.OBJECTIONS_AN_HOUR = 2  # type: ignore[attr-defined]
    for case in cases[:2]:
        casework.object_to(notice, case)
    with pytest.raises(TooOften):
        casework.object_to(notice, cases[2])
    casework.object_to(notice, cases[2], client="two")
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        casework.object_to(notice, cases[2])


# ---------------------------------------------------------------- confirming
def test_an_unconfirmed_objection_holds_nothing(notice: PublicNotice, cases: list[Application]) -> None:
    casework.object_to(notice, cases[0])
    casework.after_notice(notice)
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_a_confirmed_objection_holds_its_item_and_no_other(
    notice: PublicNotice, cases: list[Application]
) -> None:
    objection = casework.confirmed(notice, cases[0])
    assert (objection.state, objection.due) == (ObjectionState.RECEIVED, objection.acceptance_due)
    casework.after_notice(notice)
    assert casework.stages(cases[:3]) == [StageName.OBJECTIONS, StageName.PUBLICATION, StageName.PUBLICATION]


def test_the_link_confirms_once_and_in_time(notice: PublicNotice, cases: list[Application]) -> None:
    casework.object_to(notice, cases[0])
    token = casework.token()
    with clock.at(notice.ends):
        assert actions.confirm_objection(token).state == ObjectionState.RECEIVED
    with pytest.raises(Gone):
        actions.confirm_objection(token)
    with pytest.raises(Gone):
        actions.confirm_objection("invented")


def test_confirmed_too_late_it_is_kept_as_a_lead_and_holds_nothing(
    notice: PublicNotice, cases: list[Application], client: Client
) -> None:
    casework.object_to(notice, cases[0])
    token = casework.token()
    with clock.at(notice.ends + timedelta(microseconds=1)):
        answer = client.post(reverse("decisions:objection_confirm", args=[token]), follow=True)
    assert "The office keeps what you wrote as a lead." in answer.content.decode()
    assert Objection.objects.get().state == ObjectionState.LEAD
    assert Line.objects.filter(verb=Verb.KEEP_LEAD).count() == 1
    casework.after_notice(notice)
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_the_clerks_hear_of_it_and_the_party_does_not(
    notice: PublicNotice, cases: list[Application], clerk: User
) -> None:
    casework.confirmed(notice, cases[0])
    assert Message.objects.filter(recipient=clerk, text=Text.OBJECTION_RECEIVED).count() == 1
    assert not Line.objects.filter(
        application=cases[0], audience=Audience.CASE, verb__contains="objection"
    ).exists()
    assert rules.examined(cases[0]) == []


# ---------------------------------------------------------------- in the office
def test_a_refused_objection_lets_its_item_go_at_once(
    notice: PublicNotice, cases: list[Application], clerk: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    with pytest.raises(Invalid):
        actions.refuse_objection(objection, reason="", by=clerk)
    actions.refuse_objection(objection, reason="与公示内容无关", by=clerk)
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_a_dismissed_objection_lets_its_item_go_at_once(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    assert casework.settled(objection, clerk, director, upheld=False).state == ObjectionState.DISMISSED
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]
    assert Letter.objects.filter(address="citizen@example.org").count() == 3


def test_settled_before_the_notice_ends_nobody_leaves_early(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=True)
    casework.settled(casework.confirmed(notice, cases[1]), clerk, director, upheld=False)
    assert casework.stages(cases[:2]) == [StageName.PUBLIC_NOTICE] * 2
    casework.after_notice(notice)
    assert casework.stages(cases[:2]) == [StageName.DELIBERATION, StageName.PUBLICATION]


def test_two_objections_both_have_to_be_settled(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    one, other = casework.confirmed(notice, cases[0]), casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    casework.settled(one, clerk, director, upheld=False)
    assert casework.stages(cases[:1]) == [StageName.OBJECTIONS]
    casework.settled(other, clerk, director, upheld=False)
    assert casework.stages(cases[:1]) == [StageName.PUBLICATION]


def test_the_party_reads_the_offices_words_only(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=False)
    (seen,) = rules.examined(cases[0])
    assert seen.summary == "有关绿色工厂数量的情况"
    told = " ".join(message.sentence for message in Message.objects.filter(application=cases[0]))
    lines = " ".join(str(line.facts) for line in Line.objects.of(cases[0]).readable_by_case())
    for secret in ("示例群众", casework.GROUNDS, "citizen@example.org"):
        assert secret not in told + lines + str(seen)


def test_whoever_took_it_up_does_not_settle_it(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    factories.grant(clerk, director.memberships.get().organization, director.memberships.get().role)  # type: ignore[arg-type]
    objection = actions.accept_objection(casework.confirmed(notice, cases[0]), summary="情况", by=clerk)
    with pytest.raises(NotYours):
        actions.dismiss_objection(objection, finding="不成立", by=clerk)
    with pytest.raises(IntegrityError, match="objection_settled_by_another"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(
            settled_by=clerk, settled_at=clock.now(), outcome="dismissed", finding="x"
        )


def test_an_objection_is_settled_once(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User, second_director: User
) -> None:
    objection = casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=True)
    with pytest.raises(SomebodyWasFaster):
        actions.dismiss_objection(objection, finding="不成立", by=second_director)


# ---------------------------------------------------------------- upheld: back to the meeting, a reserve moves up
@pytest.fixture
def sent_back(notice: PublicNotice, cases: list[Application], clerk: User, director: User) -> Application:
    """The first case, back at deliberation with an upheld objection."""
    casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=True)
    casework.after_notice(notice)
    return casework.reread(cases[0])


def reconsider(case: Application, proposal: Proposal, clerk: User, director: User) -> Batch:
    batch = actions.draft_reconsideration(case, by=clerk)
    batch = casework.decide(batch, proposal, "经核实异议成立", clerk)
    return casework.sign(batch, clerk, director)


def test_reconsidered_and_kept_it_gets_a_notice_of_its_own(
    sent_back: Application, clerk: User, director: User
) -> None:
    batch = reconsider(sent_back, Proposal.LIST, clerk, director)
    casework.keep_all("carry_out")
    assert batch.notice.items.get().application == sent_back
    assert casework.stages([sent_back]) == [StageName.PUBLIC_NOTICE]
    casework.after_notice(
        batch.notice
    )  # the objection of the first notice was answered: it does not send it back again
    assert casework.stages([sent_back]) == [StageName.PUBLICATION]


def test_no_reserve_moves_up_while_every_place_is_held(
    sent_back: Application, call: Call, clerk: User
) -> None:
    with pytest.raises(Refused, match="No place has become free"):
        actions.promote_reserve(call, by=clerk)


def test_reconsidered_and_dropped_a_reserve_moves_up(
    sent_back: Application, call: Call, cases: list[Application], clerk: User, director: User
) -> None:
    batch = reconsider(sent_back, Proposal.NOT_LISTED, clerk, director)
    casework.keep_all("decisions.tasks")
    assert not PublicNotice.objects.filter(batch=batch).exists()
    assert casework.stages([sent_back, cases[3]]) == [StageName.UNLISTED, StageName.UNLISTED]
    promotion = actions.promote_reserve(call, by=clerk)
    assert (promotion.kind, promotion.items.get().application) == (BatchKind.PROMOTION, cases[3])
    assert casework.stages(cases[3:4]) == [StageName.DELIBERATION]
    with pytest.raises(Refused):
        actions.promote_reserve(call, by=clerk)
    item = promotion.items.get()
    promotion = actions.change_items(
        promotion, {item.pk: casework.change(item, reason="名额空缺，按备选顺序递补")}, revision=0, by=clerk
    )
    casework.sign(promotion, clerk, director)
    casework.keep_all("carry_out")
    own = PublicNotice.objects.get(batch=promotion)
    assert own.items.get().application == cases[3]
    casework.after_notice(own)
    assert casework.stages(cases) == [
        StageName.UNLISTED,
        StageName.PUBLICATION,
        StageName.PUBLICATION,
        StageName.PUBLICATION,
        StageName.UNLISTED,
        StageName.UNLISTED,
    ]


def test_a_discarded_promotion_is_drafted_again(
    sent_back: Application, call: Call, cases: list[Application], clerk: User, director: User
) -> None:
    reconsider(sent_back, Proposal.NOT_LISTED, clerk, director)
    casework.keep_all("decisions.tasks")
    actions.discard_batch(actions.promote_reserve(call, by=clerk), by=clerk)
    assert actions.promote_reserve(call, by=clerk).items.get().application == cases[3]


def test_nobody_is_told_before_the_list_is_published(
    sent_back: Application, cases: list[Application], clerk: User, director: User
) -> None:
    reconsider(sent_back, Proposal.NOT_LISTED, clerk, director)
    casework.keep_all("decisions.tasks")
    with clock.at(clock.now() + timedelta(days=90)):
        clockwork.run_due()
    assert casework.stages([sent_back]) == [StageName.UNLISTED]
    assert not Telling.objects.exists()
    assert not Message.objects.filter(text=Text.NOT_LISTED).exists()
