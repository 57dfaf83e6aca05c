"""Drafting: by whom, from what, under which number; what cannot be printed is refused; and who may read it."""

from collections.abc import Iterable

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, FormalityCheck, Recommendation, Recommended
from program.background.models import Promise
from program.calls.models import Call
from program.decisions.models import Batch, PublicNotice
from program.files.models import File
from program.files.rules import can_view_file
from program.journal.models import Audience, Line, Verb
from program.papers import actions, rules
from program.papers.models import Paper, PaperKind
from program.people.models import Organization, Role, User
from program.process.models import Counter, StageName
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.conftest import Keep, SignIn
from tests.decisions import casework

pytestmark = pytest.mark.django_db


def draft(clerk: User) -> Paper:
    return actions.draft_paper(PaperKind.CORRECTION, FormalityCheck.objects.get(), by=clerk)


def prints(paper: Paper) -> list[File]:
    paper.refresh_from_db()
    assert paper.pdf is not None
    assert paper.docx is not None
    return [paper.pdf, paper.docx]


# ---------------------------------------------------------------- numbers
def test_drafting_again_makes_another_and_keeps_the_first(to_correct: Application, clerk: User) -> None:
    first, second = draft(clerk), draft(clerk)
    assert (first.number, second.number) == ("专项办补〔2026〕1号", "专项办补〔2026〕2号")
    assert Paper.objects.filter(check_row__isnull=False).count() == 2
    lines = Line.objects.filter(verb=Verb.DRAFT_PAPER).order_by("pk")
    assert [line.facts["number"] for line in lines] == [first.number, second.number]
    assert {(line.application_id, line.audience, line.actor) for line in lines} == {
        (to_correct.pk, Audience.CASE, clerk)
    }


def test_each_kind_counts_for_itself(to_correct: Application, batch: Batch, clerk: User) -> None:
    assert draft(clerk).number == "专项办补〔2026〕1号"
    assert actions.draft_paper(PaperKind.MEETING, batch, by=clerk).number == "专项办会〔2026〕1号"
    assert Line.objects.get(subject=batch.subject, verb=Verb.DRAFT_PAPER).audience == Audience.OFFICE


def test_characters_that_cannot_be_printed_are_named_and_nothing_is_left(
    recommended: Application, clerk: User
) -> None:
    applications.ask_correction(recommended, [("basics", "CO₂排放量☑请核对")], by=clerk)
    with pytest.raises(Invalid, match=r"₂ \(U\+2082\), ☑ \(U\+2611\)"):
        draft(clerk)
    assert not Paper.objects.exists()
    assert not Counter.objects.filter(series="专项办补〔2026〕").exists()
    assert not Line.objects.filter(verb=Verb.DRAFT_PAPER).exists()


# ---------------------------------------------------------------- from what, and by whom
@pytest.mark.parametrize("kind", [PaperKind.STATEMENT, PaperKind.LIST])
def test_nothing_is_drafted_before_there_is_something_to_say(
    call: Call, clerk: User, kind: PaperKind
) -> None:
    with pytest.raises(Refused):
        actions.draft_paper(kind, call, by=clerk)
    assert not Paper.objects.exists()


def test_a_notice_is_drafted_from_the_verdict_that_it_tells(
    to_correct: Application, clerk: User, call: Call, stranger: User, other_zone: Zone
) -> None:
    asked = FormalityCheck.objects.get()
    refused = factories.move(factories.case(call, other_zone, stranger), StageName.FORMALITY_CHECK, by=clerk)
    applications.not_accept(refused, reason="不符合条件。", by=clerk)
    told = FormalityCheck.objects.exclude(pk=asked.pk).get()
    for kind, check in ((PaperKind.NOT_ACCEPTED, asked), (PaperKind.CORRECTION, told)):
        with pytest.raises(SomebodyWasFaster):
            actions.draft_paper(kind, check, by=clerk)
    applications.undo_check(to_correct, reason="看错了。", by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.draft_paper(PaperKind.CORRECTION, asked, by=clerk)
    paper = actions.draft_paper(PaperKind.NOT_ACCEPTED, told, by=clerk)
    assert [list(Paper.objects.of_case(case)) for case in (to_correct, refused)] == [[], [paper]]


def test_nothing_is_drafted_from_a_call_that_nobody_has_opened(
    notice: PublicNotice, call: Call, clerk: User, director: User, signed_in: SignIn
) -> None:
    casework.after_notice(notice)
    address = reverse("papers:of_call", args=[call.pk])
    assert signed_in(director).get(address).status_code == 200
    Call.objects.filter(pk=call.pk).update(opened_at=None, opened_by=None)
    for kind in (PaperKind.STATEMENT, PaperKind.LIST):
        with pytest.raises(SomebodyWasFaster):
            actions.draft_paper(kind, call, by=clerk)
    assert signed_in(director).get(address).status_code == 404


def test_what_can_be_drafted_is_offered_to_clerks_alone(
    notice: PublicNotice, call: Call, recommended: Application, clerk: User, director: User, auditor: User, signed_in: SignIn
) -> None:  # fmt: skip
    pages = [
        reverse("papers:of_call", args=[call.pk]),
        reverse("papers:of_batch", args=[notice.batch_id]),
        reverse("papers:of_case", args=[recommended.pk]),
    ]
    applications.ask_correction(recommended, [("basics", "请核对")], by=clerk)
    archive = reverse("papers:archive", args=[recommended.pk])
    for person, drafts, archives in ((clerk, True, True), (director, False, True), (auditor, False, False)):
        texts = [signed_in(person).get(address).content.decode() for address in pages]
        assert [reverse("papers:draft") in text for text in texts] == [drafts] * 3
        assert (archive in texts[2]) is archives
    begun = factories.case(
        call, factories.zone(recommended.zone.recommending_body, factories.organization()), clerk
    )
    Application.objects.filter(pk=begun.pk).update(first_submitted_at=None)
    page = signed_in(clerk).get(reverse("papers:of_case", args=[begun.pk]))
    assert page.status_code == 404 or reverse("papers:archive", args=[begun.pk]) not in page.content.decode()


def test_the_database_keeps_each_kind_to_its_subject(
    to_correct: Application, call: Call, clerk: User
) -> None:
    paper = draft(clerk)
    with pytest.raises(IntegrityError, match="paper_has_its_subject"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(call=call)
    with pytest.raises(IntegrityError, match="paper_has_its_subject"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(kind=PaperKind.MEETING)


def test_only_clerks_draft_the_offices_papers(
    to_correct: Application, applicant: User, recommender: User, director: User, auditor: User
) -> None:
    for person in (applicant, recommender, director, auditor):
        with pytest.raises(NotYours):
            draft(person)
    assert not Paper.objects.exists()


def test_a_body_drafts_its_own_letter_alone(
    recommended: Application,
    call: Call,
    recommending_body: RecommendingBody,
    recommender: User,
    foreign_recommender: User,
    clerk: User,
) -> None:
    for person in (foreign_recommender, clerk):
        with pytest.raises(NotYours):
            actions.draft_recommendation_letter(call, recommending_body, ranks={}, by=person)
    assert actions.draft_recommendation_letter(call, recommending_body, ranks={}, by=recommender).pk


def test_a_body_that_has_not_joined_has_no_letter(
    recommended: Application, call: Call, recommending_body: RecommendingBody, recommender: User
) -> None:
    recommending_body.organization = None
    with pytest.raises(NotYours):
        actions.draft_recommendation_letter(call, recommending_body, ranks={}, by=recommender)


def test_a_letter_names_whom_its_body_recommended_or_is_about_to_in_this_call(
    recommended: Application,
    call: Call,
    recommending_body: RecommendingBody,
    other_recommending_body: RecommendingBody,
    recommender: User,
    clerk: User,
    director: User,
) -> None:
    def at_recommendation(call: Call, body: RecommendingBody) -> Application:
        case = factories.case(call, factories.zone(body, factories.organization()), clerk)
        return factories.move(case, StageName.RECOMMENDATION, by=clerk)

    def answered(body: RecommendingBody, verdict: Recommended, **changes: object) -> None:
        case = factories.move(at_recommendation(call, body), StageName.FORMALITY_CHECK, by=clerk)
        Recommendation.objects.filter(version__application=case).update(verdict=verdict, **changes)

    waits = at_recommendation(call, recommending_body)
    elsewhere = at_recommendation(factories.call(clerk, director), recommending_body)
    foreign = at_recommendation(call, other_recommending_body)
    answered(other_recommending_body, Recommended.RECOMMENDED)
    answered(
        recommending_body,
        Recommended.REFUSED,
        rank=None,
        letter_number="",
        letter_date=None,
        reason="不符合。",
    )
    answered(recommending_body, Recommended.RECOMMENDED, superseded_at=clock.now())
    assert rules.given(call, recommending_body) == [(1, recommended)]
    assert list(rules.waiting(call, recommending_body)) == [waits]
    for gone in (elsewhere, foreign, recommended):
        with pytest.raises(SomebodyWasFaster):
            actions.draft_recommendation_letter(
                call, recommending_body, ranks={waits.pk: 2, gone.pk: 3}, by=recommender
            )
    assert not Paper.objects.exists()


def test_a_letter_that_would_name_nobody_is_not_drafted(
    call: Call, recommending_body: RecommendingBody, recommender: User
) -> None:
    with pytest.raises(Refused):
        actions.draft_recommendation_letter(call, recommending_body, ranks={}, by=recommender)
    assert not Paper.objects.exists()


def test_ranks_of_the_letter_are_refused_at_their_field(
    recommended: Application, call: Call, recommender: User, signed_in: SignIn, clerk: User
) -> None:
    body = recommended.zone.recommending_body
    one, other = (casework.case_at_deliberation(call, body, clerk) for _ in range(2))
    for case in (one, other):
        factories.rest_at(case, StageName.RECOMMENDATION)
    address, browser = reverse("papers:letter", args=[call.pk]), signed_in(recommender)
    page = browser.get(address).content.decode()
    assert f'name="rank-{one.pk}"' in page
    assert 'value="2"' in page
    for ranks, wrong in (((1, 2), {one}), ((11, 2), {one}), ((3, 3), {one, other})):
        response = browser.post(address, {f"rank-{one.pk}": ranks[0], f"rank-{other.pk}": ranks[1]})
        assert response.status_code == 422
        for case in wrong:
            assert f'href="#id_rank-{case.pk}"' in response.content.decode()
    assert not Paper.objects.exists()
    assert browser.post(address, {f"rank-{one.pk}": 3, f"rank-{other.pk}": ""}).status_code == 302
    assert Paper.objects.get().body == body


# ---------------------------------------------------------------- who reads it
def seen_by(people: Iterable[User], paper: Paper, signed_in: SignIn) -> list[bool]:
    """Who gets the page of a paper; and then also its prints, and nobody else."""
    found = []
    for person in people:
        status = signed_in(person).get(paper.get_absolute_url()).status_code
        assert status in {200, 404}
        assert {can_view_file(person, file) for file in prints(paper)} == {status == 200}
        found.append(status == 200)
    return found


def test_meeting_papers_are_the_offices_alone(
    batch: Batch,
    clerk: User,
    director: User,
    auditor: User,
    applicant: User,
    recommender: User,
    expert: User,
    inspector: User,
    supervisor: User,
    keep_promises: Keep,
    signed_in: SignIn,
) -> None:
    paper = actions.draft_paper(PaperKind.MEETING, batch, by=clerk)
    assert keep_promises() == []
    assert seen_by((clerk, director, auditor), paper, signed_in) == [True] * 3
    outside = (applicant, recommender, expert, inspector, supervisor)
    assert seen_by(outside, paper, signed_in) == [False] * 5
    for person in outside:
        assert signed_in(person).get(reverse("papers:of_batch", args=[batch.pk])).status_code == 404


def test_a_correction_notice_is_read_by_whoever_sees_the_case(
    to_correct: Application,
    clerk: User,
    applicant: User,
    contact: User,
    recommender: User,
    stranger: User,
    foreign_recommender: User,
    expert: User,
    keep_promises: Keep,
    signed_in: SignIn,
) -> None:
    paper = draft(clerk)
    waiting = signed_in(applicant).get(paper.get_absolute_url()).content.decode()
    assert f'hx-get="{reverse("papers:prints", args=[paper.pk])}"' in waiting
    assert keep_promises() == []
    assert seen_by((applicant, contact, recommender, clerk), paper, signed_in) == [True] * 4
    assert seen_by((stranger, foreign_recommender, expert), paper, signed_in) == [False] * 3
    pdf, docx = prints(paper)
    page = signed_in(applicant).get(to_correct.get_absolute_url()).content.decode()
    assert pdf.get_absolute_url() in page
    assert docx.get_absolute_url() in page
    listed = signed_in(applicant).get(reverse("papers:of_case", args=[to_correct.pk])).content.decode()
    assert pdf.sha256 in listed
    assert "papers/draft" not in listed


def test_a_letter_of_recommendation_is_its_bodys_until_it_is_handed_in(
    recommended: Application,
    call: Call,
    recommending_body: RecommendingBody,
    recommender: User,
    foreign_recommender: User,
    applicant: User,
    clerk: User,
    auditor: User,
    keep_promises: Keep,
    signed_in: SignIn,
) -> None:
    paper = actions.draft_recommendation_letter(call, recommending_body, ranks={}, by=recommender)
    assert keep_promises() == []
    assert recommending_body.organization is not None
    colleague = factories.member(recommending_body.organization, Role.CONTACT)
    people = (recommender, colleague, foreign_recommender, applicant, clerk, auditor)
    assert seen_by(people, paper, signed_in) == [True, False, False, False, False, False]
    listed = signed_in(clerk).get(reverse("papers:of_call", args=[call.pk])).content.decode()
    assert paper.number not in listed


def test_a_letter_is_written_in_a_call_that_was_opened(
    call: Call, recommender: User, clerk: User, office: Organization, signed_in: SignIn
) -> None:
    address = reverse("papers:letter", args=[call.pk])
    factories.grant(recommender, office, Role.AUDITOR)  # who reads the drafts of calls, too
    assert [signed_in(person).get(address).status_code for person in (recommender, clerk)] == [200, 404]
    Call.objects.filter(pk=call.pk).update(opened_at=None, opened_by=None)
    assert signed_in(recommender).get(address).status_code == 404


def test_what_stopped_the_printing_is_said_of_this_paper_until_it_is_printed(
    to_correct: Application, clerk: User, signed_in: SignIn
) -> None:
    stopped, other = draft(clerk), draft(clerk)
    printing = Promise.objects.filter(name="program.papers.tasks.make_paper")
    printing.filter(arguments=[stopped.pk]).update(error="OSError: no room")

    def says(paper: Paper) -> bool:
        return "OSError: no room" in signed_in(clerk).get(paper.get_absolute_url()).content.decode()

    assert [says(stopped), says(other)] == [True, False]
    printing.update(kept_at=clock.now())
    assert not says(stopped)


def test_buttons_draft_what_stands_on_them(
    notice: PublicNotice, call: Call, clerk: User, director: User, signed_in: SignIn
) -> None:
    address, browser = reverse("papers:draft"), signed_in(clerk)
    page = browser.get(reverse("papers:of_call", args=[call.pk])).content.decode()
    assert page.count(f'action="{address}"') == 2  # the list waits for the end of the notice
    posted = {"kind": PaperKind.PUBLIC_NOTICE.value, "subject": notice.pk}
    assert signed_in(director).post(address, posted).status_code == 403
    assert browser.post(address, posted).status_code == 302
    assert Paper.objects.get().notice == notice
    for wrong in ({"kind": "recommendation", "subject": call.pk}, {"kind": "meeting", "subject": "x"}, {}):
        assert browser.post(address, wrong).status_code == 404
    assert Paper.objects.count() == 1


def test_nobody_is_told_to_choose_where_nothing_can_be_chosen(
    recommended: Application, clerk: User, signed_in: SignIn
) -> None:
    address, told = reverse("papers:of_case", args=[recommended.pk]), '<p class="muted">'
    assert told not in signed_in(clerk).get(address).content.decode()
    applications.ask_correction(recommended, [("basics", "请核对")], by=clerk)
    assert told in signed_in(clerk).get(address).content.decode()
