"""From a lead to a signed measure: by whose document, who is heard, who signs, what may not get heavier."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program import clock
from program.decisions.models import Designation, Standing
from program.journal.models import Line, Verb
from program.measures import actions, rules
from program.measures.models import (
    AccidentFinding,
    AppealOutcome,
    Effect,
    Grade,
    Ground,
    Lead,
    LeadState,
    Measure,
    MeasureState,
    Rectification,
    RectificationState,
)
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooEarly, TooLate
from program.registers.rules import may_enter
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.measures import measuring

pytestmark = pytest.mark.django_db


def today_known(given: dict[str, Any]) -> dict[str, Any]:
    """Days are counted in the test: while tests are collected, no database tells the date."""
    return {name: value() if isinstance(value, partial) else value for name, value in given.items()}


def standing(designation: Designation) -> str:
    return Designation.objects.get(pk=designation.pk).standing


def fields(refusal: Refused) -> list[str | None]:
    return [field for field, _sentence in refusal.findings]


def test_an_accident_of_grade_two_from_the_document_to_the_reversal(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    lead = measuring.verified(zone, supervisor)
    measure = measuring.signed(lead, supervisor, applicant, director)
    assert standing(building) == Standing.SUSPENDED
    deduction = Effect.objects.lasting().get(kind="deduction")
    assert deduction.zone == zone
    assert [deduction.points, deduction.tiers, deduction.year] == [10, 1, 2026]
    assert building.changes.get().document_number == "示例决〔2026〕1号"
    actions.appeal(measure, text="事故责任不在我方。", by=applicant)
    measure = measuring.reversed_(measure, supervisor, director)
    assert (measure.state, standing(building)) == (MeasureState.REVERSED, Standing.BUILDING)
    assert not Effect.objects.lasting().exists()
    assert measure.appeal.outcome == AppealOutcome.UPHELD
    assert Rectification.objects.get().state == RectificationState.CANCELLED
    told = [message.text for message in applicant.inbox.order_by("pk")]
    assert told == ["measure_announced", "measure_signed", "measure_reversed"]
    verbs = Line.objects.filter(subject=measure.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        Verb.DRAFT_MEASURE, Verb.ANNOUNCE_MEASURE, Verb.DEFEND, Verb.ENTER_DECISION, Verb.SIGN_MEASURE, Verb.APPEAL,
        Verb.DRAFT_REVERSAL, Verb.SIGN_REVERSAL,
    ]  # fmt: skip
    seen = Line.objects.filter(application=building.application, verb__endswith="_designation").order_by("pk")
    assert [line.verb for line in seen] == [Verb.SUSPEND_DESIGNATION, Verb.RESTORE_DESIGNATION]


def test_the_grade_comes_from_the_ecology_authority(zone: Zone, supervisor: User, clerk: User) -> None:
    lead = actions.record(measuring.said(zone), by=clerk)
    with pytest.raises(Incomplete) as refused:
        actions.verify(lead, verdict="属实。", by=supervisor)
    assert fields(refused.value) == ["document"]
    with pytest.raises(NotYours):
        actions.verify(lead, verdict="属实。", by=clerk, accident=measuring.accident())
    actions.verify(lead, verdict="属实。", by=supervisor, accident=measuring.accident(Grade.LARGER))
    assert AccidentFinding.objects.get().grade == Grade.LARGER
    for again in (actions.verify, actions.dismiss):
        with pytest.raises(SomebodyWasFaster):
            again(lead, verdict="再看。", by=supervisor)
    other = actions.record(measuring.said(zone), by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.verify(other, verdict="属实。", by=supervisor, accident=measuring.accident())
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=other.pk).update(
            state=LeadState.VERIFIED, verdict="属实。", settled_by=supervisor, settled_at=clock.now()
        )


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"happened_on": partial(measuring.in_days, 1)}, "happened_on"),
        ({"zone": None}, "zone"),
        ({"credit_code": measuring.FIRM}, "owner"),
        ({"text": " "}, "text"),
    ],
)
def test_a_lead_is_refused_at_its_field(zone: Zone, clerk: User, wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.record(measuring.said(**{"zone": zone} | today_known(wrong)), by=clerk)
    assert fields(refused.value) == [where]
    assert not Lead.objects.exists()


def test_nothing_follows_from_a_lead_that_is_not_verified(zone: Zone, supervisor: User) -> None:
    lead = actions.record(measuring.said(zone), by=supervisor)
    with pytest.raises(SomebodyWasFaster):
        measuring.drafted(lead, supervisor)
    actions.dismiss(lead, verdict="不属实。", by=supervisor)
    with pytest.raises(SomebodyWasFaster):
        measuring.drafted(lead, supervisor)


@pytest.mark.parametrize(
    ("grade", "wrong", "where"),
    [
        (Grade.LARGER, {}, "points"),
        (Grade.SERIOUS, {"tiers": None}, "points"),
        (Grade.SERIOUS, {"rectify_by": None, "requirements": ""}, "rectify_by"),
        (Grade.SERIOUS, {"requirements": " "}, "requirements"),
        (Grade.SERIOUS, {"rectify_by": partial(measuring.in_days, 0)}, "rectify_by"),
        (Grade.SERIOUS, {"facts": ""}, "facts"),
        (Grade.SERIOUS, {"points": Decimal(5), "departure": ""}, "departure"),
        (Grade.ESPECIALLY_SERIOUS, {"departure": ""}, "departure"),
    ],
)
def test_a_measure_is_refused_at_its_field(
    zone: Zone, applicant: User, supervisor: User, grade: Grade, wrong: dict[str, Any], where: str
) -> None:
    lead = measuring.verified(zone, supervisor, grade)
    with pytest.raises(Invalid) as refused:
        measuring.drafted(lead, supervisor, measuring.terms(**today_known(wrong)))
    assert fields(refused.value) == [where]
    assert not Measure.objects.exists()


def test_what_the_rules_name_needs_no_reason(zone: Zone, applicant: User, supervisor: User) -> None:
    lead = measuring.verified(zone, supervisor)
    assert measuring.drafted(lead, supervisor, measuring.terms(departure="")).kind == MeasureKind.SUSPEND
    with pytest.raises(SomebodyWasFaster):  # one against each on a lead
        measuring.drafted(lead, supervisor)
    against = actions.Against(measuring.FIRM, "示例公司")
    firm = actions.draft(lead, against, measuring.plain(MeasureKind.TALK), by=supervisor)
    assert (firm.zone, firm.organization) == (None, None)


def test_nobody_is_decided_on_unheard(zone: Zone, applicant: User, supervisor: User) -> None:
    measure = measuring.drafted(measuring.verified(zone, supervisor), supervisor)
    with pytest.raises(SomebodyWasFaster):
        actions.decide(measure, measuring.given(), reason="事实清楚。", by=supervisor)
    actions.announce(measure, by=supervisor)
    with pytest.raises(TooEarly):
        actions.decide(measure, measuring.given(), reason="事实清楚。", by=supervisor)
    measure.refresh_from_db()
    assert measure.answer_by is not None
    with clock.at(measure.answer_by), pytest.raises(TooEarly):
        actions.decide(measure, measuring.given(), reason="事实清楚。", by=supervisor)
    with clock.at(measure.answer_by + timedelta(microseconds=1)):
        with pytest.raises(TooLate):
            actions.defend(measure, text="迟到的申辩。", by=applicant)
        actions.decide(measure, measuring.given(), reason="逾期未申辩。", by=supervisor)
    assert Measure.objects.get().state == MeasureState.TO_SIGN


def test_a_reminder_needs_no_announcement(
    zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    measure = measuring.drafted(
        measuring.breach(zone, supervisor), supervisor, measuring.plain(MeasureKind.REMIND)
    )
    with pytest.raises(Invalid):
        actions.announce(measure, by=supervisor)
    actions.decide(measure, measuring.given(), reason="提醒。", by=supervisor)
    assert actions.sign(measure, by=director).state == MeasureState.IN_FORCE
    assert not Effect.objects.exists()


@pytest.mark.parametrize(
    ("worse", "where"),
    [
        ({"kind": MeasureKind.REVOKE}, "kind"),
        ({"points": Decimal(11)}, "points"),
        ({"tiers": 2}, "tiers"),
        ({"restriction_years": 1}, "restriction_years"),
        ({"rectify_by": partial(measuring.in_days, 20)}, "rectify_by"),
    ],
)
def test_what_was_announced_only_becomes_lighter(
    zone: Zone, applicant: User, supervisor: User, worse: dict[str, Any], where: str
) -> None:
    measure = measuring.announced(measuring.verified(zone, supervisor), supervisor)
    with pytest.raises(Invalid) as refused:
        actions.change(measure, measuring.terms(**today_known(worse)), by=supervisor)
    assert fields(refused.value) == [where]
    lighter = measuring.terms(MeasureKind.RECTIFY, points=Decimal(5), rectify_by=measuring.in_days(90))
    assert actions.change(measure, lighter, by=supervisor, seen=1).revision == 2
    with pytest.raises(SomebodyWasFaster):
        actions.change(measure, lighter, by=supervisor, seen=1)


def test_only_the_manager_answers_and_once(
    zone: Zone, applicant: User, contact: User, stranger: User, supervisor: User
) -> None:
    measure = measuring.announced(measuring.verified(zone, supervisor), supervisor)
    for other in (contact, stranger, supervisor):
        with pytest.raises(NotYours):
            actions.defend(measure, text="申辩。", by=other)
    actions.defend(measure, text="申辩。", by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.defend(measure, text="再次申辩。", by=applicant)


def test_whoever_had_a_hand_in_it_does_not_sign(
    office: Organization, zone: Zone, applicant: User, supervisor: User, clerk: User, director: User
) -> None:
    measure = measuring.announced(measuring.verified(zone, supervisor), supervisor)
    actions.change(measure, measuring.terms(points=Decimal(8)), by=clerk)
    actions.defend(measure, text="申辩。", by=applicant)
    actions.decide(measure, measuring.given(), reason="不成立。", by=supervisor)
    for hand in (supervisor, clerk):
        with pytest.raises(NotYours):
            actions.sign(measure, by=hand)
        factories.grant(hand, office, Role.DIRECTOR)
        with pytest.raises(NotYours):
            actions.sign(measure, by=hand)
    assert not Effect.objects.exists()
    actions.sign(measure, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(measure, by=director)


def test_only_the_effects_that_were_read_are_signed(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    measure = measuring.to_sign(measuring.verified(zone, supervisor), supervisor, applicant)
    seen = rules.fingerprint(rules.planned(measure, clock.today()))
    Designation.objects.filter(pk=building.pk).update(standing=Standing.NAMED)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(measure, by=director, effects=seen)
    assert not Effect.objects.exists()
    assert standing(building) == Standing.NAMED
    actions.sign(measure, by=director, effects=rules.fingerprint(rules.planned(measure, clock.today())))
    assert standing(building) == Standing.SUSPENDED


def test_a_revocation_bars_the_code_until_it_is_reversed(
    building: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    lead = measuring.verified(zone, supervisor, Grade.ESPECIALLY_SERIOUS)
    wanted = measuring.terms(MeasureKind.REVOKE, restriction_years=3, rectify_by=None, requirements="")
    measure = measuring.signed(lead, supervisor, applicant, director, wanted)
    answer = may_enter(measure.credit_code, on=clock.today())
    assert standing(building) == Standing.REVOKED
    assert len(answer.restricted) == 1
    assert measure.number not in answer.restricted[0]
    assert "示例决〔2026〕1号" in answer.restricted[0]
    measuring.reversed_(measure, supervisor, director)
    assert may_enter(measure.credit_code, on=clock.today())
    assert standing(building) == Standing.BUILDING


def test_an_appeal_in_time_and_judged_by_another(
    zone: Zone, applicant: User, contact: User, supervisor: User, director: User, second_director: User
) -> None:
    measure = measuring.signed(measuring.verified(zone, supervisor), supervisor, applicant, director)
    end = rules.appeal_until(measure, rules.rules_in_force())
    with pytest.raises(NotYours):
        actions.appeal(measure, text="不服。", by=contact)
    with clock.at(end + timedelta(microseconds=1)), pytest.raises(TooLate):
        actions.appeal(measure, text="不服。", by=applicant)
    with clock.at(end):
        actions.appeal(measure, text="不服。", by=applicant)
    with pytest.raises(SomebodyWasFaster):
        actions.appeal(measure, text="还是不服。", by=applicant)
    with pytest.raises(NotYours):
        actions.dismiss_appeal(measure, answer="维持。", by=director)
    actions.dismiss_appeal(measure, answer="维持原处理。", by=second_director)
    with pytest.raises(SomebodyWasFaster):
        actions.dismiss_appeal(measure, answer="维持。", by=second_director)
    assert Measure.objects.get().state == MeasureState.IN_FORCE


def test_a_reversal_is_drafted_once_and_signed_by_another(
    office: Organization, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    measure = measuring.signed(measuring.verified(zone, supervisor), supervisor, applicant, director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_reversal(measure, by=director)
    actions.draft_reversal(measure, measuring.given("9"), reason="误判。", by=supervisor)
    with pytest.raises(SomebodyWasFaster):
        actions.draft_reversal(measure, measuring.given("10"), reason="误判。", by=supervisor)
    factories.grant(supervisor, office, Role.DIRECTOR)
    with pytest.raises(NotYours):
        actions.sign_reversal(measure, by=supervisor)
    actions.discard_reversal(measure, by=director)
    assert Effect.objects.lasting().exists()
    measuring.reversed_(measure, supervisor, director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_reversal(measure, by=director)


def test_a_measure_is_dropped_before_it_is_signed_and_whoever_was_told_is_told(
    zone: Zone, applicant: User, supervisor: User
) -> None:
    measure = measuring.announced(measuring.verified(zone, supervisor), supervisor)
    with pytest.raises(Invalid):
        actions.drop(measure, reason=" ", by=supervisor)
    actions.drop(measure, reason="证据不足。", by=supervisor)
    assert applicant.inbox.latest("pk").text == "measure_dropped"
    assert measuring.drafted(measure.lead, supervisor).state == MeasureState.DRAFT


Move = Callable[[Measure, User], object]
OFFICE_MOVES: list[Move] = [
    lambda measure, by: actions.change(measure, measuring.terms(), by=by),
    lambda measure, by: actions.drop(measure, reason="无", by=by),
    lambda measure, by: actions.decide(measure, measuring.given(), reason="无", by=by),
]


@pytest.mark.parametrize("move", OFFICE_MOVES)
def test_what_the_office_does_nobody_else_does(
    zone: Zone, applicant: User, supervisor: User, director: User, auditor: User, move: Move
) -> None:
    measure = measuring.announced(measuring.verified(zone, supervisor), supervisor)
    for other in (applicant, director, auditor):
        with pytest.raises(NotYours):
            move(measure, other)


def test_an_objection_kept_as_a_lead_is_taken_up_once(zone: Zone, clerk: User) -> None:
    said = measuring.said(zone, Ground.OTHER)
    assert actions.record(said, by=clerk).objection is None
    assert actions.record(said, by=clerk).number.startswith("XS-2026-0002")


def test_a_line_too_long_to_be_an_item_is_refused_and_not_cut(zone: Zone, supervisor: User) -> None:
    lead = measuring.verified(zone, supervisor)
    with pytest.raises(Invalid) as refused:
        measuring.drafted(lead, supervisor, measuring.terms(requirements="长" * 1001))
    assert fields(refused.value) == ["requirements"]
    assert measuring.drafted(lead, supervisor, measuring.terms(requirements="长" * 1000)).required
