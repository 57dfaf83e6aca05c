"""Second thoughts: the own check undone, a refused case reopened, open work handed over, the last answers brought along."""

from datetime import timedelta

import pytest
from django.urls import reverse

from demonstrations.parks.models import Basics
from program import clock
from program.applications import actions, rules
from program.applications.models import (
    Application,
    FormalityCheck,
    Handover,
    Recommendation,
    Reopening,
    ResumedAt,
)
from program.calls.models import Call
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.process.rules import astray
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
WHY = "经办人误操作。"


@pytest.fixture
def checked(recommended: Application, clerk: User) -> Application:
    """Recommended, its sealed page confirmed: ready to be judged."""
    page = recommended.latest_version().sealed_pages.get()
    actions.confirm_sealed_page(page, by=clerk)
    return recommended


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


# ---------------------------------------------------------------- the own check undone
def test_an_acceptance_is_undone_and_made_again(checked: Application, clerk: User, applicant: User) -> None:
    actions.accept(checked, by=clerk)
    actions.undo_check(fresh(checked), reason=WHY, by=clerk)
    case = fresh(checked)
    assert (case.stage, case.waiting_role) == (StageName.FORMALITY_CHECK, "clerk")
    assert Line.objects.filter(application=case, verb=Verb.UNDO_CHECK).count() == 1
    assert Message.objects.filter(recipient=applicant, text=Text.CHECK_UNDONE).count() == 1
    actions.accept(case, by=clerk)
    assert fresh(case).stage == StageName.EXPERT_REVIEW
    assert FormalityCheck.objects.filter(proceeding__application=case).count() == 2
    assert astray() == []


def test_a_request_for_correction_is_undone_and_not_counted(checked: Application, clerk: User) -> None:
    actions.ask_correction(checked, [("basics", "请核对。")], by=clerk)
    actions.undo_check(fresh(checked), reason=WHY, by=clerk)
    case = fresh(checked)
    assert case.stage == StageName.FORMALITY_CHECK
    actions.ask_correction(case, [("plan", "请补充。")], by=clerk)  # the rules allow one
    check = rules.open_check(fresh(case))
    assert check is not None
    assert check.items.get().part == "plan"


def test_only_ones_own_and_only_until_somebody_acts(
    checked: Application, clerk: User, second_clerk: User, applicant: User
) -> None:
    actions.ask_correction(checked, [("basics", "请核对。")], by=clerk)
    with pytest.raises(NotYours):
        actions.undo_check(fresh(checked), reason=WHY, by=second_clerk)
    with pytest.raises(NotYours):
        actions.undo_check(fresh(checked), reason=WHY, by=applicant)
    with pytest.raises(Invalid):
        actions.undo_check(fresh(checked), reason=" ", by=clerk)
    with clock.at(clock.now() + timedelta(minutes=1)):
        desk.write(checked, "basics", by=applicant, changes={"industrial_value_added": "301.20"})
        with pytest.raises(SomebodyWasFaster):
            actions.undo_check(fresh(checked), reason=WHY, by=clerk)
    assert fresh(checked).stage == StageName.CORRECTION
    assert not Line.objects.filter(verb=Verb.UNDO_CHECK).exists()


def test_a_page_for_it(checked: Application, clerk: User, second_clerk: User, signed_in: SignIn) -> None:
    actions.accept(checked, by=clerk)
    address = reverse("applications:undo_check", args=[checked.pk])
    assert address in signed_in(clerk).get(checked.get_absolute_url()).content.decode()
    assert address not in signed_in(second_clerk).get(checked.get_absolute_url()).content.decode()
    assert signed_in(second_clerk).post(address, {"reason": WHY}).status_code == 403
    assert signed_in(clerk).post(address, {"reason": ""}).status_code == 422
    assert signed_in(clerk).post(address, {"reason": WHY}).status_code == 302
    assert signed_in(clerk).post(address, {"reason": WHY}).status_code == 409


# ---------------------------------------------------------------- reopened
@pytest.fixture
def refused(checked: Application, clerk: User) -> Application:
    actions.not_accept(checked, reason="材料不符合要求。", by=clerk)
    return fresh(checked)


@pytest.mark.parametrize("stage", [ResumedAt.FORMALITY_CHECK, ResumedAt.EXPERT_REVIEW])
def test_a_refused_case_goes_on_where_the_director_says(
    refused: Application, stage: ResumedAt, director: User, clerk: User
) -> None:
    before = list(FormalityCheck.objects.values_list("pk", "verdict"))
    actions.reopen(refused, stage, reason="复核认为理由不成立。", by=director)
    case = fresh(refused)
    assert (case.stage, case.outcome) == (stage.value, "")
    assert list(case.proceedings.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert list(FormalityCheck.objects.values_list("pk", "verdict")) == before
    assert astray() == []
    if stage == ResumedAt.FORMALITY_CHECK:
        actions.ask_correction(case, [("basics", "请核对。")], by=clerk)  # counted anew
        assert fresh(case).stage == StageName.CORRECTION


def test_it_may_be_refused_and_reopened_again(refused: Application, director: User, clerk: User) -> None:
    for number in (2, 3):
        actions.reopen(fresh(refused), ResumedAt.FORMALITY_CHECK, reason="复核。", by=director)
        actions.not_accept(fresh(refused), reason="仍不符合。", by=clerk)
        assert fresh(refused).proceedings.count() == number
    assert fresh(refused).outcome == Outcomes.REFUSED


def test_who_was_never_recommended_goes_back_to_the_recommendation(
    submitted: Application, recommender: User, director: User
) -> None:
    actions.refuse_recommendation(submitted, reason="名额有限。", by=recommender)
    case = fresh(submitted)
    with pytest.raises(Invalid) as refusal:
        actions.reopen(case, ResumedAt.FORMALITY_CHECK, reason="复核。", by=director)
    assert refusal.value.field == "stage"
    with pytest.raises(Invalid) as refusal:
        actions.reopen(case, ResumedAt.RECOMMENDATION, reason="复核。", by=director)
    assert refusal.value.field == "until"
    assert Reopening.objects.count() == 0
    until = case.call.recommend_until + timedelta(days=10)
    actions.reopen(case, ResumedAt.RECOMMENDATION, reason="复核。", until=until, by=director)
    with clock.at(case.call.recommend_until + timedelta(days=1)):
        desk.recommend(fresh(case), by=recommender)
    assert fresh(case).stage == StageName.FORMALITY_CHECK


def test_only_a_director_reopens_and_only_what_was_refused(
    refused: Application, checked: Application, clerk: User, director: User, signed_in: SignIn
) -> None:
    address = reverse("applications:reopen", args=[refused.pk])
    given = {"stage": "formality_check", "reason": "复核。"}
    assert signed_in(clerk).post(address, given).status_code == 403
    assert address in signed_in(director).get(refused.get_absolute_url()).content.decode()
    assert signed_in(director).post(address, given | {"stage": "listed"}).status_code == 422
    assert signed_in(director).post(address, given).status_code == 302
    assert signed_in(director).post(address, given).status_code == 409
    with pytest.raises(SomebodyWasFaster):
        actions.reopen(fresh(refused), ResumedAt.EXPERT_REVIEW, reason="复核。", by=director)


# ---------------------------------------------------------------- handed over
def test_all_open_cases_change_hands_with_their_record(
    recommended: Application, clerk: User, second_clerk: User, director: User
) -> None:
    actions.assign_clerk(recommended, clerk, by=director)
    made = actions.hand_over(clerk, second_clerk, reason="岗位调整。", by=director)
    assert fresh(recommended).clerk == second_clerk
    assert [(item.application, item.stage) for item in made.items.all()] == [
        (recommended, StageName.FORMALITY_CHECK)
    ]
    line = Line.objects.get(verb=Verb.HAND_OVER)
    assert (line.application, line.facts["clerk"]) == (recommended, second_clerk.name)
    assert Message.objects.filter(recipient=second_clerk, text=Text.HANDED_OVER).count() == 1
    with pytest.raises(Refused, match="nothing to hand over"):
        actions.hand_over(clerk, second_clerk, reason="岗位调整。", by=director)


def test_a_clerk_hands_over_the_own_work_only(
    recommended: Application,
    clerk: User,
    second_clerk: User,
    auditor: User,
    applicant: User,
    signed_in: SignIn,
) -> None:
    actions.assign_clerk(recommended, clerk, by=clerk)
    with pytest.raises(NotYours):
        actions.hand_over(clerk, second_clerk, reason="x", by=second_clerk)
    with pytest.raises(Invalid):
        actions.hand_over(clerk, applicant, reason="x", by=clerk)
    address = reverse("applications:handovers")
    given = {"giver": clerk.pk, "taker": second_clerk.pk, "reason": "岗位调整。"}
    assert signed_in(applicant).get(address).status_code == 404
    assert signed_in(auditor).post(address, given).status_code == 403
    assert signed_in(second_clerk).post(address, given).status_code == 422
    assert signed_in(clerk).post(address, given).status_code == 302
    made = Handover.objects.get()
    assert recommended.number in signed_in(auditor).get(made.get_absolute_url()).content.decode()
    assert signed_in(applicant).get(made.get_absolute_url()).status_code == 404


def test_the_office_finds_the_way_to_handovers(clerk: User, applicant: User, signed_in: SignIn) -> None:
    way = f'href="{reverse("applications:handovers")}"'
    assert way in signed_in(clerk).get(reverse("applications:list")).content.decode()
    assert way not in signed_in(applicant).get(reverse("applications:list")).content.decode()


# ---------------------------------------------------------------- the last answers brought along
def test_a_new_draft_begins_with_the_last_answers(
    submitted: Application, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    call = factories.call(clerk, director, code="2026-9")
    case = actions.start(call, zone, by=applicant)
    assert case.prefilled_from == submitted
    old, new = Basics.objects.get(application=submitted), Basics.objects.get(application=case)
    assert (new.gdp, new.leading_industry) == (old.gdp, old.leading_industry)
    assert [row.name for row in new.industries.all()] == [row.name for row in old.industries.all()]
    assert old.industries.exists()
    assert not any(
        value for name, value in rules.written(rules.drafts(case)["commitment"]).items() if value is True
    )


def test_it_is_handed_in_only_when_somebody_has_looked(
    submitted: Application, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    case = actions.start(factories.call(clerk, director, code="2026-9"), zone, by=applicant)
    sentence = "This part still says what your last application said: bring it up to date and save it."
    stale = {finding.part for finding in rules.findings(case) if finding.sentence == sentence}
    assert stale == {"basics", "plan", "achievements", "honours"}
    desk.write_all(case, by=applicant)
    assert not [finding for finding in rules.findings(case) if finding.sentence == sentence]


def test_a_first_draft_is_empty(case: Application, call: Call) -> None:
    assert case.prefilled_from is None
    assert Basics.objects.get(application=case).gdp is None
    assert Recommendation.objects.count() == 0


def test_corrected_and_then_refused_it_goes_on_at_its_check(
    to_correct: Application, applicant: User, clerk: User, director: User
) -> None:
    """The recommendation is that of the version before the correction: it still stands."""
    check = rules.open_check(fresh(to_correct))
    assert check is not None
    answers = {item.pk: "已更正。" for item in check.items.all()}
    actions.answer_corrections(fresh(to_correct), answers, by=applicant)
    desk.submit(fresh(to_correct), by=applicant)
    actions.not_accept(fresh(to_correct), reason="材料不符合要求。", by=clerk)
    actions.reopen(fresh(to_correct), ResumedAt.FORMALITY_CHECK, reason=WHY, by=director)
    assert fresh(to_correct).stage == StageName.FORMALITY_CHECK
