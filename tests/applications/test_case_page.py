"""What the page of a case says first: what was asked, what comes next, how it ended; and its stage bar."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from program import clock
from program.applications import actions
from program.applications.models import Abandonment, Application, CorrectionItem, SealedPage
from program.desk.rules import lines, moves
from program.desk.stages import stage_bar
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.process.steps import project
from tests import factories
from tests.applications import desk
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


def shown(case: Application, person: User) -> list[tuple[str, str]]:
    """The stage bar as this person sees it: name and state of each stage."""
    case = Application.objects.get(pk=case.pk)
    return [(step.name, step.state) for step in stage_bar(case, lines(case, person), person)]


def dated(case: Application, person: User) -> set[str]:
    """The stages under whose name the person reads the day on which they ended."""
    case = Application.objects.get(pk=case.pk)
    bar = stage_bar(case, lines(case, person), person)
    return {step.name for step in bar if step.state == "done" and step.note}


def offered(case: Application, person: User) -> list[tuple[str, str]]:
    case = Application.objects.get(pk=case.pk)
    return [(move.label, move.kind) for move in moves(case, person)]


# ---------------------------------------------------------------- what was asked, and what comes next


def test_a_returned_case_says_by_whom_why_and_until_when(
    submitted: Application, applicant: User, recommender: User, signed_in: SignIn
) -> None:
    actions.return_for_change(submitted, reason="请写明资金来源", by=recommender)
    html = signed_in(applicant).get(submitted.get_absolute_url()).content.decode()
    note = html.split('class="note asked"')[1].split("</div>")[0]
    assert "Returned for change by Example Province" in note
    assert "请写明资金来源" in note
    assert "To be submitted again by" in note
    assert offered(submitted, applicant)[0] == ("Check your answers and submit", "")
    desk.submit(submitted, by=applicant)
    again = signed_in(applicant).get(submitted.get_absolute_url()).content.decode()
    assert 'class="note asked"' not in again


def test_a_correction_names_item_part_answer_and_day(
    recommended: Application, applicant: User, clerk: User, recommender: User, signed_in: SignIn
) -> None:
    asked = [("basics", "增加值不一致"), ("sealed_page", "公章不清晰")]
    actions.ask_correction(recommended, asked, by=clerk)
    page = recommended.get_absolute_url()
    html = signed_in(applicant).get(page).content.decode()
    note = html.split('class="note asked"')[1].split("</div>")[0]
    basics = reverse("applications:part", args=[recommended.pk, "basics"])
    assert f'<a href="{basics}">Basic data and leading industry</a>: 增加值不一致' in note
    assert "Sealed page: 公章不清晰" in note
    assert note.count("not answered yet") == 2
    assert "To be submitted again by" in note
    item = CorrectionItem.objects.get(part="basics")
    actions.answer_corrections(recommended, {item.pk: "已按年报更正"}, by=applicant)
    assert "已按年报更正" in signed_in(applicant).get(page).content.decode()
    office = signed_in(clerk).get(page).content.decode()
    assert "增加值不一致" in office
    assert "已按年报更正" not in office, "an answer is the applicant's own until it is handed in"
    assert "增加值不一致" not in signed_in(recommender).get(page).content.decode()


def test_first_the_answers_then_the_handing_in(to_correct: Application, applicant: User) -> None:
    answer, submit = "Answer the corrections", "Check your answers and submit"
    assert offered(to_correct, applicant)[:2] == [(answer, ""), (submit, "quiet")]
    actions.answer_corrections(to_correct, {CorrectionItem.objects.get().pk: "已改"}, by=applicant)
    assert offered(to_correct, applicant)[:2] == [(answer, "quiet"), (submit, "")]


def test_the_page_of_answers_names_part_and_day(
    to_correct: Application, applicant: User, signed_in: SignIn
) -> None:
    html = (
        signed_in(applicant).get(reverse("applications:corrections", args=[to_correct.pk])).content.decode()
    )
    basics = reverse("applications:part", args=[to_correct.pk, "basics"])
    assert f'<a href="{basics}">Basic data and leading industry</a>' in html
    assert "It must be submitted by" in html


def test_a_sealed_page_that_was_handed_in_is_a_state_and_no_move(
    submitted: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(applicant), submitted.get_absolute_url()
    assert offered(submitted, applicant)[0] == ("Hand in the sealed page", "")
    assert "not handed in yet" in browser.get(page).content.decode()
    desk.seal(submitted, by=applicant)
    assert "Hand in the sealed page" not in dict(offered(submitted, applicant))
    assert "handed in, not confirmed yet" in browser.get(page).content.decode()
    actions.reject_sealed_page(SealedPage.objects.get(), reason="模糊", by=clerk)
    assert offered(submitted, applicant)[0] == ("Hand in the sealed page", "")
    assert "asked for again" in browser.get(page).content.decode()


def test_attachments_begin_with_the_first_that_is_missing(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    wanted = [
        case.call.documents.create(position=place, title_zh=name, title_en=name, required=place > 1)
        for place, name in enumerate(("optional", "first", "second"), 1)
    ]
    address = reverse("applications:attachments", args=[case.pk])
    for document in (wanted[1], wanted[2]):
        html = signed_in(applicant).get(address).content.decode()
        assert f'<option value="{document.pk}" selected>' in html
        actions.attach(case, desk.scan(), title="x", document=document, by=applicant)
    assert '<option value="" selected>' in signed_in(applicant).get(address).content.decode()


# ---------------------------------------------------------------- how it ended


def test_a_case_given_up_says_so_and_lists_the_letter(
    submitted: Application, applicant: User, clerk: User, recommender: User, signed_in: SignIn
) -> None:
    actions.abandon(submitted, reason="本年度不再申报", letter=desk.scan("letter.pdf"), by=applicant)
    letter = Abandonment.objects.get().letter
    assert letter is not None
    for reader in (applicant, clerk, recommender):
        html = signed_in(reader).get(submitted.get_absolute_url()).content.decode()
        note = html.split('class="note bad"')[1].split("</div>")[0]
        assert "given up" in note
        assert "本年度不再申报" in note
        assert f'<a href="{letter.get_absolute_url()}">letter.pdf</a>' in note
        assert shown(submitted, reader) == [(StageName.DRAFT, "done"), (StageName.ABANDONED, "ended")]
    bar = stage_bar(Application.objects.get(), [], clerk)
    assert bar[-1].note.startswith("during recommendation, ")


def test_a_draft_given_up_after_it_was_returned_ends_at_its_draft(
    submitted: Application, applicant: User, recommender: User
) -> None:
    actions.return_for_change(submitted, reason="请修改", by=recommender)
    actions.abandon(submitted, reason="不再申报", letter=desk.scan(), by=applicant)
    assert shown(submitted, applicant) == [(StageName.ABANDONED, "ended")]


def test_a_refusal_says_by_which_reason_and_ends_the_bar(
    recommended: Application, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    actions.not_accept(recommended, reason="不属于申报范围", by=clerk)
    html = signed_in(applicant).get(recommended.get_absolute_url()).content.decode()
    assert "不属于申报范围" in html.split('class="note bad"')[1].split("</div>")[0]
    assert shown(recommended, applicant) == [
        (StageName.DRAFT, "done"),
        (StageName.RECOMMENDATION, "done"),
        (StageName.FORMALITY_CHECK, "done"),
        (StageName.REFUSED, "ended"),
    ]
    assert dated(recommended, applicant) == {
        StageName.DRAFT,
        StageName.RECOMMENDATION,
        StageName.FORMALITY_CHECK,
    }


# ---------------------------------------------------------------- days of the stages that are done

REVIEWED = {StageName.EXPERT_REVIEW, StageName.SITE_VISIT}


@pytest.fixture
def listed(recommended: Application, clerk: User) -> Application:
    """Led to its end, with the lines that the verbs would have written; each a day after the other."""
    verbs = (
        (Verb.ACCEPT, Audience.CASE), (Verb.CONCLUDE_REVIEW, Audience.OFFICE), (Verb.CONCLUDE_VISIT, Audience.OFFICE),
        (Verb.DECIDE, Audience.CASE),
    )  # fmt: skip
    for day, (verb, audience) in enumerate(verbs, 1):
        with clock.at(clock.now() + timedelta(days=day)):
            journal.record(verb, by=clerk, subject=recommended, application=recommended, audience=audience)
    factories.rest_at(recommended, StageName.PUBLICATION)
    journal.record(
        Verb.TIMER, by=None, subject=recommended, application=recommended, stage=StageName.PUBLIC_NOTICE.value
    )
    return recommended


def test_every_stage_that_is_done_bears_its_day_for_the_office(listed: Application, clerk: User) -> None:
    done = {name for name, state in shown(listed, clerk) if state == "done"}
    assert dated(listed, clerk) == done
    assert done >= {*REVIEWED, StageName.DELIBERATION, StageName.PUBLIC_NOTICE, StageName.OBJECTIONS}


def test_outsiders_learn_the_days_of_review_and_visit_with_the_result(
    listed: Application, clerk: User, applicant: User, recommender: User
) -> None:
    before = {StageName.DELIBERATION, StageName.PUBLIC_NOTICE, StageName.OBJECTIONS}
    for reader in (applicant, recommender):
        assert dated(listed, reader) & {*REVIEWED, *before} == before
    journal.record(Verb.DESIGNATE, by=clerk, subject=listed, application=listed)
    project(listed, StageName.LISTED, outcome=Outcomes.LISTED)
    for reader in (applicant, recommender, clerk):
        assert dated(listed, reader) == {name for name, _state in shown(listed, reader)}
        assert {*REVIEWED, StageName.LISTED} <= dated(listed, reader)


def test_a_stage_that_is_open_again_has_lost_its_day(
    submitted: Application, applicant: User, recommender: User
) -> None:
    desk.recommend(submitted, by=recommender)
    actions.recall(submitted, reason="更正", by=applicant)
    desk.submit(submitted, by=applicant)
    assert dated(submitted, applicant) == {StageName.DRAFT}
    assert shown(submitted, applicant)[1] == (StageName.RECOMMENDATION, "now")


def test_the_recall_page_writes_its_day_out(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    html = signed_in(applicant).get(reverse("applications:recall", args=[submitted.pk])).content.decode()
    assert re.search(r"by \d\d? [A-Z][a-z]+ \d{4} \d\d:\d\d \(Beijing time\)", html)
