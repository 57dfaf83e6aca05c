"""The office: a sample that anybody can draw again, what was found, decisions proposed by one and signed by another."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from demonstrations.served import actions, rules
from demonstrations.served.models import Inspection, Sample, ServiceRecord, State, StrikeOut, Turn, Verdict
from program.journal.models import Audience, Line, Verb
from program.lots import size_of
from program.notify.models import Message, Text
from program.people.models import Organization, User
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.served import casework
from tests.demonstrations.served.casework import WHY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten(zone: Zone, applicant: User, reviewer: User) -> list[ServiceRecord]:
    return [casework.counted(zone, applicant, reviewer) for _ in range(10)]


# ---------------------------------------------------------------- drawing
@given(
    st.text(min_size=1, max_size=20),
    st.sets(st.text("0123456789", min_size=1, max_size=6), min_size=1),
    st.integers(1, 100),
)
def test_the_same_seed_draws_the_same_in_whatever_order(seed: str, numbers: set[str], share: int) -> None:
    size = size_of(len(numbers), share)
    assert 1 <= size <= len(numbers)
    once = rules.drawn(seed, sorted(numbers), size)
    assert rules.drawn(seed, sorted(numbers, reverse=True), size) == once
    assert len(set(once)) == size


def test_a_sample_is_drawn_by_the_share_of_the_rules(
    ten: list[ServiceRecord], clerk: User, director: User
) -> None:
    factories.rule_set(clerk, director, served_sample=25)
    sample = actions.draw(by=clerk)
    assert (sample.size, sample.share, len(sample.numbers)) == (3, 25, 10)
    inspected = {row.record.number for row in sample.inspections.select_related("record")}
    assert inspected == set(rules.drawn(sample.seed, sample.numbers, 3))
    assert {each.number for each in rules.redrawn(sample) if each.drawn} == inspected
    line = Line.objects.get(verb=Verb.DRAW_SAMPLE)
    assert (line.facts["seed"], line.audience) == (sample.seed, Audience.OFFICE)
    again = actions.draw(by=clerk)  # those that are left
    assert not inspected & set(again.numbers)


def test_only_a_clerk_draws_and_only_what_counts(
    sent: ServiceRecord, clerk: User, director: User, applicant: User
) -> None:
    for person in (director, applicant):
        with pytest.raises(NotYours):
            actions.draw(by=person)
    with pytest.raises(Refused, match="drawn already"):
        actions.draw(by=clerk)
    assert not Sample.objects.exists()


def test_a_sample_is_never_changed(counted: ServiceRecord, clerk: User) -> None:
    actions.draw(by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sample.objects.update(seed="another")


# ---------------------------------------------------------------- inspecting
@pytest.fixture
def drawn(counted: ServiceRecord, clerk: User) -> Inspection:
    actions.draw(by=clerk)
    return Inspection.objects.get()


def test_what_was_found_is_kept_once(
    drawn: Inspection, clerk: User, second_clerk: User, director: User
) -> None:
    for wrong in ({"verdict": "", "finding": WHY}, {"verdict": Verdict.FALSE, "finding": " "}):
        with pytest.raises(Invalid):
            actions.inspect(drawn, by=clerk, **wrong)
    with pytest.raises(NotYours):
        actions.inspect(drawn, verdict=Verdict.FALSE, finding=WHY, by=director)
    done = actions.inspect(drawn, verdict=Verdict.FALSE, finding=WHY, by=clerk)
    assert (done.verdict, done.finding, done.inspected_by) == (Verdict.FALSE, WHY, clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.inspect(drawn, verdict=Verdict.CONFIRMED, finding=WHY, by=second_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.update(verdict=Verdict.CONFIRMED)
    assert rules.found_false().count() == 1
    assert ServiceRecord.objects.get().state == State.COUNTED  # nothing is struck out without a signature


# ---------------------------------------------------------------- striking out
def test_struck_out_by_a_signed_decision(
    counted: ServiceRecord, clerk: User, director: User, applicant: User
) -> None:
    decision = actions.propose(counted, turn=Turn.STRIKE, reason=WHY, by=clerk)
    counted.refresh_from_db()
    assert counted.state == State.COUNTED
    actions.sign(decision, by=director)
    counted.refresh_from_db()
    assert counted.state == State.STRUCK_OUT
    assert Message.objects.filter(text=Text.RECORD_STRUCK_OUT, recipient=applicant).count() == 1
    line = Line.objects.get(verb=Verb.STRIKE_RECORD)
    assert (line.facts["reason"], line.actor) == (WHY, director)
    with pytest.raises(IntegrityError), transaction.atomic():
        StrikeOut.objects.update(reason="x")


def test_nobody_signs_what_they_proposed(counted: ServiceRecord, clerk: User, director: User) -> None:
    factories.grant(director, clerk.memberships.get().organization, role="clerk")  # type: ignore[arg-type]
    decision = actions.propose(counted, turn=Turn.STRIKE, reason=WHY, by=director)
    with pytest.raises(NotYours):
        actions.sign(decision, by=director)
    with pytest.raises(NotYours):
        actions.sign(decision, by=clerk)
    decision.refresh_from_db()
    assert decision.is_open
    with pytest.raises(SomebodyWasFaster):
        actions.propose(counted, turn=Turn.STRIKE, reason=WHY, by=clerk)
    assert StrikeOut.objects.count() == 1


def test_declined_it_stays(counted: ServiceRecord, clerk: User, director: User) -> None:
    decision = actions.propose(counted, turn=Turn.STRIKE, reason=WHY, by=clerk)
    with pytest.raises(Invalid):
        actions.decline(decision, reason="", by=director)
    actions.decline(decision, reason="证据不足。", by=director)
    counted.refresh_from_db()
    assert counted.state == State.COUNTED
    with pytest.raises(SomebodyWasFaster):
        actions.sign(decision, by=director)


def test_restored_by_a_decision_of_its_own(counted: ServiceRecord, clerk: User, director: User) -> None:
    with pytest.raises(SomebodyWasFaster):
        actions.propose(counted, turn=Turn.RESTORE, reason=WHY, by=clerk)
    casework.struck(counted, clerk, director)
    back = actions.propose(counted, turn=Turn.RESTORE, reason="复核属实。", by=clerk)
    actions.sign(back, by=director)
    counted.refresh_from_db()
    assert counted.state == State.COUNTED
    assert Line.objects.filter(verb=Verb.RESTORE_RECORD).count() == 1


def test_another_record_of_the_enterprise_takes_the_place(
    zone: Zone,
    applicant: User,
    reviewer: User,
    firm: Organization,
    counted: ServiceRecord,
    clerk: User,
    director: User,
) -> None:
    heir = casework.counted(zone, applicant, reviewer, firm, service="diagnosis")
    assert heir.state == State.ACCEPTED
    casework.struck(counted, clerk, director)
    heir.refresh_from_db()
    assert heir.state == State.COUNTED
    back = actions.propose(counted, turn=Turn.RESTORE, reason=WHY, by=clerk)
    actions.sign(back, by=director)
    counted.refresh_from_db()
    assert counted.state == State.ACCEPTED  # the other one counts
    assert ServiceRecord.objects.counted().count() == 1
