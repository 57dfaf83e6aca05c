"""形式审查: the sealed page against its version; accepted, corrected once and only where asked, or not accepted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from demonstrations.parks.demo import answers
from demonstrations.parks.models import Basics, Plan
from program import clock
from program.applications import actions, rules
from program.applications.models import Application, CorrectionItem, FormalityCheck, SealedPage
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster, TooLate
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


def items(*requests: tuple[str, str]) -> dict[str, str]:
    """The table of corrections as a browser sends it."""
    page = {"items-TOTAL_FORMS": str(len(requests)), "items-INITIAL_FORMS": "0"}
    for place, (part, request) in enumerate(requests):
        page |= {f"items-{place}-part": part, f"items-{place}-request": request}
    return page


# ---------------------------------------------------------------- the sealed page


def test_the_scan_stands_beside_the_data_of_its_version(
    recommended: Application, clerk: User, signed_in: SignIn
) -> None:
    page = SealedPage.objects.get()
    html = signed_in(clerk).get(reverse("applications:page", args=[page.pk])).content.decode()
    assert f'src="{page.file.get_absolute_url()}?inline=1"' in html
    assert page.version.code in html
    assert page.version.sha256 in html


def test_a_confirmed_page_is_journalled_and_judged_once(
    recommended: Application, clerk: User, second_clerk: User, signed_in: SignIn
) -> None:
    page = SealedPage.objects.get()
    assert signed_in(clerk).post(reverse("applications:confirm_page", args=[page.pk])).status_code == 302
    line = Line.objects.get(verb=Verb.CONFIRM_SEAL)
    assert (line.version, line.facts["code"], line.actor) == (1, page.version.code, clerk)
    second = signed_in(second_clerk).post(
        reverse("applications:reject_page", args=[page.pk]), {"reason": "模糊"}
    )
    assert second.status_code == 409
    page.refresh_from_db()
    assert (page.confirmed_by, page.rejected_at) == (clerk, None)


def test_a_rejected_page_needs_a_reason_and_another_scan(
    recommended: Application, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    page = SealedPage.objects.get()
    address = reverse("applications:reject_page", args=[page.pk])
    bare = signed_in(clerk).post(address, {"reason": ""})
    assert (bare.status_code, 'href="#id_reason"' in bare.content.decode()) == (422, True)
    assert signed_in(clerk).post(address, {"reason": "公章不清晰"}).status_code == 302
    assert Message.objects.get(text=Text.SEAL_REJECTED).recipient == applicant
    desk.seal(recommended, by=applicant)
    assert SealedPage.objects.filter(rejected_at=None).count() == 1


def test_the_sealed_page_is_the_offices_to_judge(
    recommended: Application,
    applicant: User,
    recommender: User,
    auditor: User,
    director: User,
    signed_in: SignIn,
) -> None:
    page = SealedPage.objects.get()
    for name in ("page", "confirm_page", "reject_page"):
        address = reverse(f"applications:{name}", args=[page.pk])
        for outsider in (applicant, recommender):
            assert signed_in(outsider).post(address, {"reason": "x"}).status_code in {404, 405}
    for reader in (auditor, director):
        assert signed_in(reader).get(reverse("applications:page", args=[page.pk])).status_code == 200
        assert signed_in(reader).post(reverse("applications:confirm_page", args=[page.pk])).status_code == 403
    page.refresh_from_db()
    assert page.confirmed_at is None


# ---------------------------------------------------------------- 受理


def test_nothing_is_accepted_before_its_sealed_page_is_confirmed(
    recommended: Application, clerk: User, signed_in: SignIn
) -> None:
    browser, accept = signed_in(clerk), reverse("applications:accept", args=[recommended.pk])
    check = reverse("applications:check", args=[recommended.pk])
    assert accept not in browser.get(check).content.decode()
    refused = browser.post(accept)
    assert (refused.status_code, "has not been confirmed yet" in refused.content.decode()) == (422, True)
    assert FormalityCheck.objects.count() == 0
    actions.confirm_sealed_page(SealedPage.objects.get(), by=clerk)
    assert accept in browser.get(check).content.decode()
    assert browser.post(accept).status_code == 302
    recommended.refresh_from_db()
    assert (recommended.stage, recommended.clerk) == (StageName.EXPERT_REVIEW, clerk)


def test_two_clerks_at_once(
    recommended: Application, clerk: User, second_clerk: User, signed_in: SignIn
) -> None:
    actions.confirm_sealed_page(SealedPage.objects.get(), by=clerk)
    assert signed_in(clerk).post(reverse("applications:accept", args=[recommended.pk])).status_code == 302
    late = signed_in(second_clerk).post(
        reverse("applications:not_accept", args=[recommended.pk]), {"reason": "材料不全"}
    )
    assert late.status_code == 409
    recommended.refresh_from_db()
    assert (recommended.stage, FormalityCheck.objects.count()) == (StageName.EXPERT_REVIEW, 1)


def test_the_check_is_a_clerks(
    recommended: Application,
    applicant: User,
    recommender: User,
    director: User,
    stranger: User,
    signed_in: SignIn,
) -> None:
    for name in ("check", "accept", "ask_correction", "not_accept"):
        address = reverse(f"applications:{name}", args=[recommended.pk])
        assert signed_in(stranger).post(address).status_code in {404, 405}
        for reader in (applicant, recommender, director):
            assert signed_in(reader).post(address).status_code in {403, 405}
    assert signed_in(stranger).get(reverse("applications:check", args=[recommended.pk])).status_code == 404
    assert signed_in(director).get(reverse("applications:check", args=[recommended.pk])).status_code == 403


def test_not_accepted_with_reasons(
    recommended: Application, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address = reverse("applications:not_accept", args=[recommended.pk])
    assert signed_in(clerk).post(address, {"reason": "  "}).status_code == 422
    assert signed_in(clerk).post(address, {"reason": "不属于申报范围"}).status_code == 302
    recommended.refresh_from_db()
    assert recommended.outcome == Outcomes.REFUSED
    assert (
        Message.objects.get(text=Text.NOT_ACCEPTED, recipient=applicant).facts["reason"] == "不属于申报范围"
    )


# ---------------------------------------------------------------- 一次性告知补正


def test_corrections_are_asked_for_item_by_item(
    recommended: Application, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address, browser = reverse("applications:ask_correction", args=[recommended.pk]), signed_in(clerk)
    assert "10 working days" in browser.get(address).content.decode()
    empty = browser.post(address, items())
    assert (empty.status_code, "Name at least one thing to correct." in empty.content.decode()) == (422, True)
    half = browser.post(address, items(("basics", "增加值不一致"), ("plan", "")))
    html = half.content.decode()
    assert (half.status_code, "增加值不一致" in html, 'href="#id_items-1-request"' in html) == (
        422,
        True,
        True,
    )
    strange = browser.post(address, items(("no-such-part", "x")))
    assert strange.status_code == 422
    assert CorrectionItem.objects.count() == 0
    assert (
        browser.post(address, items(("basics", "增加值不一致"), ("sealed_page", "公章不清晰"))).status_code
        == 302
    )
    recommended.refresh_from_db()
    assert (recommended.stage, recommended.waiting_org) == (StageName.CORRECTION, recommended.applicant)
    assert list(CorrectionItem.objects.values_list("part", flat=True)) == ["basics", "sealed_page"]
    assert Message.objects.get(text=Text.CORRECTION, recipient=applicant).facts["count"] == "2"


def test_only_the_parts_asked_about_can_be_corrected(
    to_correct: Application, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    basics, plan = (reverse("applications:part", args=[to_correct.pk, code]) for code in ("basics", "plan"))
    assert "工业增加值与年报不一致" in browser.get(basics).content.decode()
    assert "This part cannot be changed now." in browser.get(plan).content.decode()
    refused = browser.post(plan, answers(1)["plan"] | {"revision": "1"})
    assert (refused.status_code, "Only what the office asked to correct" in refused.content.decode()) == (
        403,
        True,
    )
    with pytest.raises(NotYours):
        actions.attach(to_correct, desk.scan(), title="x", by=applicant)
    assert browser.post(basics, answers(0)["basics"] | {"revision": "1", "gdp": "420"}).status_code == 302
    assert (Basics.objects.get().revision, Plan.objects.get().revision) == (2, 1)


def test_corrections_are_answered_handed_in_and_sealed_anew(
    to_correct: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    browser, item = signed_in(applicant), CorrectionItem.objects.get()
    desk.write(to_correct, "basics", by=applicant, changes={"gdp": "420"})
    with pytest.raises(Incomplete, match="Say for each correction what was done"):
        desk.submit(to_correct, by=applicant)
    answered = browser.post(
        reverse("applications:corrections", args=[to_correct.pk]), {f"item-{item.pk}": "已按年报更正"}
    )
    assert answered.status_code == 302
    version = desk.submit(to_correct, by=applicant)
    to_correct.refresh_from_db()
    assert (version.number, version.corrects, to_correct.stage) == (2, True, StageName.FORMALITY_CHECK)
    html = signed_in(clerk).get(reverse("applications:check", args=[to_correct.pk])).content.decode()
    assert "已按年报更正" in html
    assert "1 change<" in html
    with pytest.raises(Incomplete):
        actions.accept(to_correct, by=clerk)
    desk.seal(to_correct, by=applicant)
    actions.confirm_sealed_page(SealedPage.objects.get(version=version), by=clerk)
    actions.accept(to_correct, by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.recall(to_correct, reason="x", by=applicant)


def test_corrections_are_asked_for_once(
    to_correct: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    actions.answer_corrections(to_correct, {CorrectionItem.objects.get().pk: "已改"}, by=applicant)
    desk.submit(to_correct, by=applicant)
    ask = reverse("applications:ask_correction", args=[to_correct.pk])
    assert (
        ask not in signed_in(clerk).get(reverse("applications:check", args=[to_correct.pk])).content.decode()
    )
    refused = signed_in(clerk).post(ask, items(("plan", "再补一次")))
    html = refused.content.decode()
    assert (refused.status_code, "as often as the rules allow" in html, "再补一次" in html) == (
        409,
        True,
        True,
    )
    with pytest.raises(Refused):
        actions.recall(to_correct, reason="想再改", by=applicant)


def answered(case: Application, by: User) -> None:
    """Every correction that waits is answered, and the case handed in again."""
    open_items = CorrectionItem.objects.filter(check_row__proceeding__application=case, answer="")
    actions.answer_corrections(case, dict.fromkeys(open_items.values_list("pk", flat=True), "已改"), by=by)
    desk.submit(case, by=by)


def lapsed(case: Application, by: User) -> None:
    """Nobody answered in time: the check goes on with what there is."""
    case.refresh_from_db()
    assert case.due is not None
    with clock.at(case.due + timedelta(microseconds=1)):
        actions.lapse_correction(case, by=by)


@pytest.mark.parametrize(("allowed", "lapses"), [(0, False), (1, True), (2, False), (2, True)])
def test_corrections_are_asked_for_as_often_as_the_rule_set_says_and_no_more(
    zone: Zone,
    applicant: User,
    recommender: User,
    clerk: User,
    director: User,
    signed_in: SignIn,
    allowed: int,
    lapses: bool,
) -> None:
    """Answered, or not in time: either way it was asked for."""
    rule_set = factories.rule_set(clerk, director, corrections_allowed=allowed)
    case = factories.case(factories.call(clerk, director, rule_set=rule_set), zone, applicant)
    desk.write_all(case, by=applicant)
    desk.submit(case, by=applicant)
    desk.recommend(case, by=recommender)
    check, ask = (reverse(f"applications:{name}", args=[case.pk]) for name in ("check", "ask_correction"))
    for _time in range(allowed):
        assert ask in signed_in(clerk).get(check).content.decode()
        actions.ask_correction(case, [("basics", "请核对")], by=clerk)
        if lapses:
            lapsed(case, clerk)
        else:
            answered(case, applicant)
    page = signed_in(clerk).get(check).content.decode()
    assert ask not in page
    said = f"Corrections have been asked for {allowed} time" if allowed else "No corrections can be asked for"
    assert said in page
    refused = signed_in(clerk).post(ask, items(("plan", "再补一次")))
    assert (refused.status_code, "as often as the rules allow" in refused.content.decode()) == (409, True)
    case.refresh_from_db()
    assert (case.stage, CorrectionItem.objects.count()) == (StageName.FORMALITY_CHECK, allowed)


def test_a_request_that_was_undone_was_not_asked_for(
    to_correct: Application, clerk: User, signed_in: SignIn
) -> None:
    actions.undo_check(to_correct, reason="选错部分", by=clerk)
    check, ask = (
        reverse(f"applications:{name}", args=[to_correct.pk]) for name in ("check", "ask_correction")
    )
    page = signed_in(clerk).get(check).content.decode()
    assert ask in page
    assert "undone" in page.split("Corrections asked for on")[1]
    actions.ask_correction(to_correct, [("plan", "请核对")], by=clerk)
    lapsed(to_correct, clerk)
    with pytest.raises(Refused):
        actions.ask_correction(to_correct, [("plan", "再核对")], by=clerk)


@pytest.mark.parametrize(("offset", "in_time"), [(-1, True), (0, True), (1, False)])
def test_the_correction_period_ends_with_its_last_microsecond(
    to_correct: Application, applicant: User, offset: int, in_time: bool
) -> None:
    actions.answer_corrections(to_correct, {CorrectionItem.objects.get().pk: "已改"}, by=applicant)
    assert to_correct.due is not None
    with clock.at(to_correct.due + timedelta(microseconds=offset)):
        if in_time:
            assert desk.submit(to_correct, by=applicant).number == 2
        else:
            with pytest.raises(TooLate):
                desk.submit(to_correct, by=applicant)
            assert to_correct.versions.count() == 1


def test_an_unanswered_correction_is_closed_and_the_check_goes_on(
    to_correct: Application, clerk: User, applicant: User, signed_in: SignIn
) -> None:
    address = reverse("applications:lapse_correction", args=[to_correct.pk])
    early = signed_in(clerk).post(address)
    assert (early.status_code, "still has time" in early.content.decode()) == (409, True)
    assert signed_in(applicant).get(address).status_code == 403
    assert to_correct.due is not None
    with clock.at(to_correct.due + timedelta(microseconds=1)):
        assert signed_in(clerk).post(address).status_code == 302
    to_correct.refresh_from_db()
    assert to_correct.stage == StageName.FORMALITY_CHECK


def test_a_correction_can_be_answered_piece_by_piece(
    to_correct: Application, applicant: User, signed_in: SignIn
) -> None:
    page = reverse("applications:corrections", args=[to_correct.pk])
    assert signed_in(applicant).post(page, {}).status_code == 302
    assert rules.findings(to_correct) == []
    html = signed_in(applicant).get(reverse("applications:answers", args=[to_correct.pk])).content.decode()
    assert "not answered yet" in html


def test_a_clerk_is_put_in_charge(
    recommended: Application,
    clerk: User,
    second_clerk: User,
    director: User,
    applicant: User,
    signed_in: SignIn,
) -> None:
    address = reverse("applications:assign", args=[recommended.pk])
    assert signed_in(applicant).get(address).status_code == 403
    assert signed_in(director).post(address, {"clerk": director.pk}).status_code == 422
    assert signed_in(director).post(address, {"clerk": second_clerk.pk}).status_code == 302
    recommended.refresh_from_db()
    assert recommended.clerk == second_clerk
    assert clerk != second_clerk
