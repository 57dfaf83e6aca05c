"""推荐: by the zone's own body, in time, with letter and rank; the quota holds because ranks do."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from program import clock
from program.applications import actions
from program.applications.models import Application, Recommendation
from program.calls.models import Call
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.process.models import Outcomes, StageName
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster, TooLate
from program.zones.models import RecommendingBody
from tests import factories
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


def page(**changes: object) -> dict[str, object]:
    given = {
        "letter_number": "示例科函〔2026〕1号",
        "letter_date": clock.today().isoformat(),
        "rank": "1",
        "opinion": "同意推荐",
        "letter": desk.scan("letter.pdf"),
    }
    return given | changes


def another(call: Call, body: RecommendingBody, *, name: str) -> Application:
    """A second zone of the same body, its version submitted."""
    managing = factories.organization(name_zh=f"{name}管委会", name_en=f"{name} committee")
    manager = factories.member(managing, Role.MANAGER, f"manager_{name}")
    case = factories.case(call, factories.zone(body, managing), manager)
    desk.write_all(case, by=manager)
    desk.submit(case, by=manager)
    return case


def test_a_recommendation_with_letter_and_rank_goes_to_the_check(
    submitted: Application, recommender: User, signed_in: SignIn
) -> None:
    response = signed_in(recommender).post(reverse("applications:recommend", args=[submitted.pk]), page())
    assert response.status_code == 302
    submitted.refresh_from_db()
    given = Recommendation.objects.get()
    assert (submitted.stage, given.rank, given.version.number) == (StageName.FORMALITY_CHECK, 1, 1)
    assert Line.objects.get(verb=Verb.RECOMMEND).facts == {"letter": "示例科函〔2026〕1号", "rank": 1}
    assert Message.objects.filter(text=Text.RECOMMENDED).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"rank": "0"}, "rank", "Not less than 1."),
        ({"rank": "11"}, "rank", "Ranks run from 1 to 10."),
        ({"rank": "1.5"}, "rank", "Write a whole number."),
        ({"letter_number": ""}, "letter_number", "This field is required."),
        ({"letter_date": "2999-01-01"}, "letter_date", "The letter bears a date in the future."),
        ({"letter_date": "1990-01-01"}, "letter_date", "The letter is dated before the call opened on "),
        ({"letter": ""}, "letter", "This field is required."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    submitted: Application,
    recommender: User,
    signed_in: SignIn,
    wrong: dict[str, object],
    field: str,
    sentence: str,
) -> None:
    response = signed_in(recommender).post(
        reverse("applications:recommend", args=[submitted.pk]), page(**wrong)
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in html
    assert sentence in html
    assert "同意推荐" in html
    assert (Recommendation.objects.count(), Line.objects.filter(verb=Verb.RECOMMEND).count()) == (0, 0)


def test_a_letter_answers_a_call_that_has_opened(
    submitted: Application, recommender: User, signed_in: SignIn
) -> None:
    opened = clock.beijing_date(submitted.call.opens_at)
    given: dict[str, Any] = {
        "letter_number": "示例",
        "rank": 1,
        "opinion": "",
        "letter": desk.scan(),
        "by": recommender,
    }
    with pytest.raises(Invalid) as refusal:
        actions.recommend(submitted, **given, letter_date=opened - timedelta(days=1))
    assert (refusal.value.field, Recommendation.objects.count()) == ("letter_date", 0)
    form = signed_in(recommender).get(reverse("applications:recommend", args=[submitted.pk]))
    assert f'min="{opened.isoformat()}"' in form.content.decode()
    assert actions.recommend(submitted, **given, letter_date=opened).letter_date == opened


def test_the_two_days_of_a_recommendation_are_told_apart(
    submitted: Application, recommender: User, signed_in: SignIn
) -> None:
    browser = signed_in(recommender)
    addresses = (reverse("applications:recommend", args=[submitted.pk]), submitted.get_absolute_url())
    for address in addresses:
        html = browser.get(address).content.decode()
        assert "The recommending body should answer by" in html
        assert "after that none is taken any more." in html
    Call.objects.update(apply_until=submitted.due, recommend_until=submitted.due)
    for address in addresses:
        html = browser.get(address).content.decode()
        assert "The recommending body should answer by" not in html
        assert "after that none is taken any more." in html


def test_a_rank_is_given_once_a_body_and_call(
    submitted: Application, recommending_body: RecommendingBody, recommender: User, signed_in: SignIn
) -> None:
    desk.recommend(submitted, by=recommender)
    second = another(submitted.call, recommending_body, name="second")
    address = reverse("applications:recommend", args=[second.pk])
    shown = signed_in(recommender).get(address).content.decode()
    assert "Example High-Tech Zone" in shown.split("Ranks given already")[1]
    response = signed_in(recommender).post(address, page())
    html = response.content.decode()
    assert (response.status_code, "This rank has been given to another applicant already." in html) == (
        409,
        True,
    )
    assert 'href="#id_rank"' in html
    assert Recommendation.objects.count() == 1
    assert signed_in(recommender).post(address, page(rank="2")).status_code == 302


def test_the_quota_holds(
    submitted: Application, recommending_body: RecommendingBody, recommender: User
) -> None:
    Call.objects.update(recommendation_quota=1)
    submitted.call.refresh_from_db()
    desk.recommend(submitted, by=recommender)
    second = another(submitted.call, recommending_body, name="second")
    with pytest.raises(Invalid):
        desk.recommend(second, by=recommender, rank=2)
    with pytest.raises(SomebodyWasFaster):
        desk.recommend(second, by=recommender, rank=1)


def test_only_its_own_body_recommends(
    submitted: Application, foreign_recommender: User, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    for name in ("recommend", "return", "refuse"):
        address = reverse(f"applications:{name}", args=[submitted.pk])
        assert signed_in(foreign_recommender).get(address).status_code == 404
        assert signed_in(applicant).get(address).status_code == 403
        assert signed_in(clerk).post(address, {"reason": "x"}).status_code == 403
    with pytest.raises(NotYours):
        desk.recommend(submitted, by=foreign_recommender)


def test_a_draft_is_not_there_for_the_body(case: Application, recommender: User, signed_in: SignIn) -> None:
    assert signed_in(recommender).get(reverse("applications:recommend", args=[case.pk])).status_code == 404


@pytest.mark.parametrize(("offset", "in_time"), [(-1, True), (0, True), (1, False)])
def test_recommendations_close_with_their_last_microsecond(
    submitted: Application, recommender: User, offset: int, in_time: bool
) -> None:
    with clock.at(submitted.call.recommend_until + timedelta(microseconds=offset)):
        if in_time:
            desk.recommend(submitted, by=recommender)
        else:
            with pytest.raises(TooLate):
                desk.recommend(submitted, by=recommender)
            assert Recommendation.objects.count() == 0


def test_what_was_returned_is_changed_and_submitted_again_after_the_window(
    submitted: Application, applicant: User, recommender: User, signed_in: SignIn
) -> None:
    browser, address = signed_in(recommender), reverse("applications:return", args=[submitted.pk])
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "请补充方案任务"}).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.stage, submitted.due) == (StageName.DRAFT, submitted.call.recommend_until)
    assert Line.objects.get(verb=Verb.RETURN).facts["reason"] == "请补充方案任务"
    with clock.at(submitted.call.apply_until + timedelta(days=1)):
        desk.write(submitted, "plan", by=applicant, changes={"overall_goal": "更高的目标"})
        assert desk.submit(submitted, by=applicant).number == 2
    submitted.refresh_from_db()
    assert submitted.stage == StageName.RECOMMENDATION


def test_a_zone_that_is_not_recommended_is_told_why(
    submitted: Application, recommender: User, signed_in: SignIn
) -> None:
    response = signed_in(recommender).post(
        reverse("applications:refuse", args=[submitted.pk]), {"reason": "能耗强度偏高"}
    )
    submitted.refresh_from_db()
    assert (response.status_code, submitted.stage, submitted.outcome) == (
        302,
        StageName.REFUSED,
        Outcomes.REFUSED,
    )
    assert Message.objects.get(text=Text.NOT_RECOMMENDED).facts["reason"] == "能耗强度偏高"


def test_who_comes_second_is_told_so(submitted: Application, recommender: User, signed_in: SignIn) -> None:
    desk.recommend(submitted, by=recommender)
    for name in ("recommend", "return", "refuse"):
        assert (
            signed_in(recommender).get(reverse(f"applications:{name}", args=[submitted.pk])).status_code
            == 409
        )
    with pytest.raises(SomebodyWasFaster):
        actions.return_for_change(submitted, reason="x", by=recommender)


def test_the_office_closes_what_nobody_recommended_in_time(
    submitted: Application, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address = reverse("applications:close_unrecommended", args=[submitted.pk])
    assert signed_in(applicant).post(address).status_code == 403
    early = signed_in(clerk).post(address)
    assert (early.status_code, "Recommendations are still open." in early.content.decode()) == (409, True)
    with clock.at(submitted.call.recommend_until + timedelta(microseconds=1)):
        assert signed_in(clerk).post(address).status_code == 302
    submitted.refresh_from_db()
    assert submitted.outcome == Outcomes.REFUSED
    with pytest.raises(Refused):
        actions.close_unrecommended(submitted, by=clerk)


def test_the_letter_is_for_the_office_and_the_body_that_wrote_it(
    recommended: Application, applicant: User, clerk: User, recommender: User, stranger: User
) -> None:
    from program.files.rules import can_view_file

    letter = Recommendation.objects.get().letter
    assert letter is not None
    assert [can_view_file(person, letter) for person in (clerk, recommender, applicant, stranger)] == [
        True,
        True,
        False,
        False,
    ]
