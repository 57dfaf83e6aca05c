"""A call: drafted by a clerk, opened by a director, extended for all, closed; frozen from the day it opens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from program import clock
from program.calls import actions, rules
from program.calls.models import Call, Deadline, Extension
from program.journal.models import Line, Verb
from program.people.models import User
from program.process.models import StageName
from program.refusals import Incomplete, Invalid, NotYours, SomebodyWasFaster
from program.templatetags.platform import facts
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(clerk: User, director: User) -> Call:
    return factories.call(clerk, director, opened_by=None, opened_at=None)


def test_a_director_opens_and_with_it_freezes_rules_and_weights(draft: Call, director: User) -> None:
    actions.open_call(draft, by=director)
    draft.refresh_from_db()
    assert draft.opened_by == director
    assert draft.rule_set.frozen_at is not None
    assert draft.rubric.frozen_at is not None
    assert Line.objects.get(verb=Verb.OPEN_CALL).facts["weights"] == ["50", "30", "20"]


def test_a_clerk_does_not_open(draft: Call, clerk: User) -> None:
    with pytest.raises(NotYours):
        actions.open_call(draft, by=clerk)
    draft.refresh_from_db()
    assert (draft.opened_at, Line.objects.count()) == (None, 0)


def test_an_unsigned_rule_set_keeps_the_call_shut(draft: Call, director: User) -> None:
    draft.rule_set.signed_by = draft.rule_set.signed_at = None
    draft.rule_set.save()
    with pytest.raises(Incomplete) as refusal:
        actions.open_call(draft, by=director)
    assert refusal.value.field == "rule_set"


def test_opening_twice_tells_the_second(draft: Call, director: User) -> None:
    actions.open_call(draft, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.open_call(draft, by=director)


def test_the_weights_of_an_open_call_cannot_be_changed(draft: Call, director: User, clerk: User) -> None:
    actions.open_call(draft, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.change_rubric(draft.rubric, [{"name_zh": "一", "name_en": "One", "weight": 1}], by=clerk)
    assert draft.rubric.criteria.count() == 3


def test_a_frozen_rubric_is_read_not_written(
    draft: Call, director: User, clerk: User, signed_in: SignIn
) -> None:
    actions.open_call(draft, by=director)
    page = signed_in(clerk).get(reverse("calls:rubric", args=[draft.rubric_id])).content.decode()
    shown = page.split("<main")[1]
    assert "its weights are frozen" in shown
    assert "Green benefit" in shown
    assert not any(mark in shown for mark in ("<input", "<textarea", "data-row-add", "<form"))


def test_two_clerks_changing_a_draft_do_not_overwrite_each_other(
    draft: Call, clerk: User, second_clerk: User
) -> None:
    actions.change(draft, fields={"title_zh": "甲"}, documents=[], revision=0, by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.change(draft, fields={"title_zh": "乙"}, documents=[], revision=0, by=second_clerk)
    draft.refresh_from_db()
    assert draft.title_zh == "甲"


def test_an_extension_is_for_everybody_and_never_backwards(
    call: Call, case: Any, director: User, keep_promises: Any
) -> None:
    later = call.apply_until + timedelta(days=30)
    with pytest.raises(SomebodyWasFaster):
        actions.extend(
            call, Deadline.APPLY, call.apply_until - timedelta(days=1), reason="earlier", by=director
        )
    actions.extend(call, Deadline.APPLY, later, reason="示例：停电", by=director)
    call.refresh_from_db()
    assert call.apply_until == later
    assert call.recommend_until >= later
    assert keep_promises() == []
    case.refresh_from_db()
    assert case.due == later
    assert {row.reason for row in Extension.objects.all()} == {"示例：停电"}


def test_what_follows_the_window_moves_by_as_many_days_and_the_journal_names_it(
    call: Call, director: User
) -> None:
    before = call.apply_until, call.recommend_until, call.paper_until
    ten = timedelta(days=10)
    actions.extend(call, Deadline.APPLY, call.apply_until + ten, reason="示例：停电", by=director)
    call.refresh_from_db()
    assert (call.apply_until, call.recommend_until, call.paper_until) == tuple(day + ten for day in before)
    moved = {row.deadline: (row.was, row.becomes) for row in Extension.objects.all()}
    assert moved == {deadline.value: (was, was + ten) for deadline, was in zip(Deadline, before, strict=True)}
    line = Line.objects.get(verb=Verb.EXTEND_CALL)
    days = {
        each.value: clock.beijing_date(was + ten).isoformat()
        for each, was in zip(Deadline, before, strict=True)
    }
    assert line.facts == {"reason": "示例：停电", **days}
    said = facts(line.facts)
    for deadline in Deadline:
        assert f"{deadline.label}: " in said


def test_what_follows_nothing_moves_alone(call: Call, director: User) -> None:
    later = call.recommend_until + timedelta(days=3)
    actions.extend(call, Deadline.RECOMMEND, later, reason="示例", by=director)
    paper, applications = call.paper_until, call.apply_until
    call.refresh_from_db()
    assert (call.apply_until, call.recommend_until, call.paper_until) == (applications, later, paper)
    assert Extension.objects.get().deadline == Deadline.RECOMMEND


def test_the_page_shows_what_would_move_before_it_moves(
    call: Call, director: User, signed_in: SignIn
) -> None:
    browser, address = signed_in(director), f"/office/calls/{call.pk}/"
    assert "the deadlines that follow it move by as many days" in browser.get(address).content.decode()
    becomes = clock.beijing_date(call.apply_until) + timedelta(days=10)
    given = {"deadline": "apply_until", "becomes": becomes.isoformat(), "reason": "示例：停电"}
    answer = browser.post(f"{address}extend/", given)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert not Extension.objects.exists()
    follows = clock.beijing_date(call.recommend_until) + (becomes - clock.beijing_date(call.apply_until))
    for day in (becomes, follows):
        assert f"→ {rules.long_day(day)}" in shown
    seen = re.search(r'name="shown" value="([^"]*)"', shown)
    assert seen is not None
    other = given | {"becomes": (becomes + timedelta(days=1)).isoformat(), "shown": seen[1]}
    assert (
        browser.post(f"{address}extend/", other).status_code == 200
    )  # another day than was shown: shown first
    assert not Extension.objects.exists()
    assert browser.post(f"{address}extend/", given | {"shown": seen[1]}).status_code == 302
    assert Extension.objects.count() == 3
    assert "extended a deadline for all" in browser.get(address).content.decode()


def test_an_extension_backwards_is_said_at_its_field(call: Call, director: User, signed_in: SignIn) -> None:
    given = {"deadline": "apply_until", "becomes": "2020-01-01", "reason": "示例"}
    answer = signed_in(director).post(f"/office/calls/{call.pk}/extend/", given)
    assert answer.status_code == 422
    assert "An extension moves a deadline later." in answer.content.decode()


def test_dates_out_of_order_are_refused_by_the_database(call: Call) -> None:
    call.apply_until = call.opens_at - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        call.save()


def test_closing_ends_the_drafts_that_were_never_handed_in(
    call: Call, case: Any, clerk: User, keep_promises: Any
) -> None:
    with pytest.raises(Invalid):
        actions.close(call, by=clerk)
    with clock.at(call.recommend_until + timedelta(microseconds=1)):
        actions.close(call, by=clerk)
        assert keep_promises() == []
    case.refresh_from_db()
    assert case.stage == StageName.ABANDONED


def test_the_stages_are_drawn_from_the_flow_with_the_days_of_the_rules(call: Call) -> None:
    drawn = rules.stages(call)
    assert [step.name for step in drawn][:3] == [
        StageName.DRAFT,
        StageName.RECOMMENDATION,
        StageName.FORMALITY_CHECK,
    ]
    assert next(step for step in drawn if step.name == StageName.PUBLIC_NOTICE).note == "10 working days"


def test_state_at_each_side_of_the_dates(call: Call) -> None:
    tick = timedelta(microseconds=1)
    assert rules.state(call, call.opens_at - tick) == rules.State.ANNOUNCED
    assert rules.state(call, call.opens_at) == rules.State.OPEN
    assert rules.state(call, call.apply_until) == rules.State.OPEN
    assert rules.state(call, call.apply_until + tick) == rules.State.IN_HAND


def test_the_office_page_is_for_the_office(
    call: Call, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address = f"/office/calls/{call.pk}/"
    assert signed_in(clerk).get(address).status_code == 200
    assert signed_in(applicant).get(address).status_code == 404
    assert signed_in(applicant).get("/office/calls/").status_code == 404


def test_a_call_is_drafted_on_its_page_and_bad_dates_are_said_at_their_field(
    clerk: User, director: User, signed_in: SignIn
) -> None:
    rows = {
        "documents-TOTAL_FORMS": 1,
        "documents-INITIAL_FORMS": 0,
        "documents-0-title_zh": "示例附件",
        "documents-0-required": "on",
    }
    given = {
        "code": "2026-9", "track": "park", "title_zh": "示例", "title_en": "Example", "summary_zh": "示例。",
        "rule_set": factories.rule_set(clerk, director).pk, "rubric": factories.rubric(clerk).pk, "opens_at": "2026-03-01",
        "apply_until": "2026-02-01", "recommend_until": "2026-05-01", "paper_until": "2026-05-01", "quota": "12", "reserves": "3",
        "contact_name": "示例处", "contact_phone": "010", "contact_email": "a@example.org", "contact_address": "示例路",
        "supervision_phone": "010", "revision": 0, **rows,
    }  # fmt: skip
    browser = signed_in(clerk)
    answer = browser.post("/office/calls/new/", given)
    assert answer.status_code == 422
    assert "The window closes after it opens." in answer.content.decode()
    answer = browser.post("/office/calls/new/", given | {"apply_until": "2026-04-01"})
    made = Call.objects.get(code="2026-9")
    assert answer.status_code == 302
    assert made.apply_until.astimezone(clock.BEIJING).isoformat() == "2026-04-01T23:59:59.999999+08:00"
    assert [document.title_zh for document in made.documents.all()] == ["示例附件"]
