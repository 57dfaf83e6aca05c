"""Handing in: complete, by the manager, in time, once; then frozen; then sealed; taken back or given up."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from demonstrations.parks.demo import answers
from demonstrations.parks.models import Plan
from program import clock
from program.applications import actions, rules
from program.applications.models import Application, Attachment, Recommendation, SealedPage, Version
from program.calls.models import RequestedDocument
from program.files.models import File
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster, TooLate
from program.zones.models import Zone
from tests.applications import desk
from tests.conftest import SignIn
from tests.pdf import pdf_text

pytestmark = pytest.mark.django_db
Keep = Callable[[], list[str]]


def untouched(case: Application) -> bool:
    """Nothing half-done: no version, no line, still a draft."""
    case.refresh_from_db()
    return (case.stage, Version.objects.count(), Line.objects.filter(verb=Verb.SUBMIT).count()) == (
        StageName.DRAFT,
        0,
        0,
    )


# ---------------------------------------------------------------- complete


def test_an_empty_draft_says_what_is_missing_and_where(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    found = rules.findings(case)
    plan = reverse("applications:part", args=[case.pk, "plan"])
    assert [finding.sentence for finding in found if finding.part == "plan"][:2] == [
        "First year of the plan is missing.",
        "Last year of the plan is missing.",
    ]
    assert f"{plan}#id_tasks" in [finding.url for finding in found]
    html = signed_in(applicant).get(reverse("applications:answers", args=[case.pk])).content.decode()
    assert f'href="{plan}#id_period_start"' in html
    assert reverse("applications:submit", args=[case.pk]) not in html


def test_every_link_to_what_is_missing_leads_to_a_place_on_its_page(
    case: Application, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    pages: dict[str, str] = {}
    for finding in rules.findings(case):
        address, _hash, place = finding.url.partition("#")
        pages.setdefault(address, browser.get(address).content.decode())
        assert f'id="{place}"' in pages[address]


def test_a_requested_document_is_missed_by_name(written: Application, applicant: User) -> None:
    document = RequestedDocument.objects.create(
        call=written.call, position=1, title_zh="数据来源说明", title_en="Sources of data"
    )
    RequestedDocument.objects.create(call=written.call, position=2, title_zh="其他", required=False)
    assert [finding.sentence for finding in rules.findings(written)] == ["Sources of data is missing."]
    with pytest.raises(Incomplete):
        desk.submit(written, by=applicant)
    assert untouched(written)
    actions.attach(written, desk.scan(), title="来源", document=document, by=applicant)
    assert rules.findings(written) == []


def test_a_complete_draft_shows_the_effects_before_it_is_submitted(
    written: Application, applicant: User, signed_in: SignIn
) -> None:
    html = signed_in(applicant).get(reverse("applications:answers", args=[written.pk])).content.decode()
    assert "Version 1 is frozen: nobody can change it, you neither." in html
    assert "Example Province is asked for its recommendation." in html
    assert reverse("applications:submit", args=[written.pk]) in html


# ---------------------------------------------------------------- by the manager


def test_only_the_manager_submits(
    written: Application, contact: User, clerk: User, stranger: User, signed_in: SignIn
) -> None:
    submit = reverse("applications:submit", args=[written.pk])
    page = signed_in(contact).get(reverse("applications:answers", args=[written.pk])).content.decode()
    assert "Only the manager of your organisation submits." in page
    assert submit not in page
    assert signed_in(contact).post(submit).status_code == 403
    for outsider in (clerk, stranger):
        assert signed_in(outsider).post(submit).status_code == 404
        with pytest.raises(NotYours):
            desk.submit(written, by=outsider)
    assert untouched(written)


# ---------------------------------------------------------------- in time

PLACES = ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("offset", "in_time"), [(-1, True), (0, True), (1, False)])
def test_a_deadline_runs_through_its_last_microsecond_everywhere(
    written: Application, applicant: User, place: str, offset: int, in_time: bool
) -> None:
    call = written.call
    call.apply_until = clock.end_of(clock.beijing_date(call.apply_until))
    call.save()
    moment: datetime = (call.apply_until + timedelta(microseconds=offset)).astimezone(ZoneInfo(place))
    with clock.at(moment):
        if in_time:
            assert desk.submit(written, by=applicant).number == 1
        else:
            with pytest.raises(TooLate):
                desk.submit(written, by=applicant)
            assert untouched(written)


def test_after_the_deadline_a_draft_can_be_read_but_not_written(
    written: Application, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    with clock.at(written.call.apply_until + timedelta(microseconds=1)):
        part = reverse("applications:part", args=[written.pk, "plan"])
        assert "This part cannot be changed now." in browser.get(part).content.decode()
        assert browser.post(part, answers(1)["plan"] | {"revision": "1"}).status_code == 409
        answers_page = browser.get(reverse("applications:answers", args=[written.pk])).content.decode()
        assert "The deadline has passed" in answers_page
        late = browser.post(reverse("applications:submit", args=[written.pk]))
        assert (late.status_code, "The deadline has passed" in late.content.decode()) == (409, True)
    assert Plan.objects.get(application=written).revision == 1


def test_the_drafts_due_dates_follow_an_extension(
    case: Application, keep_promises: Keep, director: User
) -> None:
    from program.calls.actions import extend
    from program.calls.models import Deadline

    later = case.call.apply_until + timedelta(days=3)
    extend(case.call, Deadline.APPLY, later, reason="示例", by=director)
    assert keep_promises() == []
    case.refresh_from_db()
    assert case.due == later


def test_drafts_never_handed_in_end_with_the_call(
    case: Application, keep_promises: Keep, clerk: User
) -> None:
    from program.calls.actions import close

    with clock.at(case.call.recommend_until + timedelta(seconds=1)):
        close(case.call, by=clerk)
        assert keep_promises() == []
        assert keep_promises() == []  # whatever ran twice did it once
    case.refresh_from_db()
    assert (case.stage, case.outcome) == (StageName.ABANDONED, Outcomes.ABANDONED)
    assert Line.objects.filter(verb=Verb.ABANDON).count() == 1


# ---------------------------------------------------------------- once, and frozen


def test_submitting_twice_makes_one_version(written: Application, applicant: User, signed_in: SignIn) -> None:
    submit, browser = reverse("applications:submit", args=[written.pk]), signed_in(applicant)
    assert browser.post(submit).status_code == 302
    again = browser.post(submit)
    assert (again.status_code, "Somebody was faster" in again.content.decode()) == (409, True)
    assert Version.objects.count() == 1
    assert Line.objects.filter(verb=Verb.SUBMIT).count() == 1


def test_a_version_holds_the_figures_as_they_were_typed_and_its_own_hash(submitted: Application) -> None:
    version = submitted.latest_version()
    text, sha256 = rules.canonical(version.data)
    assert (version.content, version.sha256) == (text, sha256)
    assert version.data["parts"]["basics"]["fields"]["area_approved"] == "18.500"
    assert version.data["parts"]["plan"]["rows"]["tasks"][0]["year"] == int(
        answers(0)["plan"]["tasks-0-year"]
    )
    assert rules.version_code(sha256, 1) == version.code


@pytest.mark.parametrize("change", [{"content": "{}"}, {"submitted_at": clock.start_of(date(2026, 1, 1))}])
def test_a_frozen_version_cannot_be_changed_by_anybody(
    submitted: Application, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Version.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.all()._raw_delete("default")


def test_a_version_is_read_with_labels_and_units(
    submitted: Application, recommender: User, clerk: User, signed_in: SignIn
) -> None:
    address = reverse("applications:version", args=[submitted.pk, 1])
    for reader in (recommender, clerk):
        html = signed_in(reader).get(address).content.decode()
        assert "Industrial value added <small>100 million yuan</small>" in html
        assert "118,000" in html
        assert "energy saving and environmental protection" in html
    assert signed_in(clerk).get(reverse("applications:version", args=[submitted.pk, 2])).status_code == 404


def test_a_version_is_not_there_for_others(
    submitted: Application, stranger: User, foreign_recommender: User, expert: User, signed_in: SignIn
) -> None:
    for outsider in (stranger, foreign_recommender, expert):
        assert (
            signed_in(outsider).get(reverse("applications:version", args=[submitted.pk, 1])).status_code
            == 404
        )


# ---------------------------------------------------------------- the printed form and the sealed page


def test_the_form_bears_code_and_fingerprint_on_every_page(
    submitted: Application, keep_promises: Keep
) -> None:
    assert keep_promises() == []
    version = submitted.latest_version()
    with version.form.file.open() as stream:
        content = stream.read()
    text = pdf_text(content)
    pages = text.count(f"SHA-256 {version.sha256}") - 1  # once more on the sealed page itself
    assert pages >= 4
    assert text.count(version.code) >= pages
    assert "示例高新技术产业开发区" in text
    assert version.form.file.name == f"{submitted.number}-v1.pdf"


def test_the_form_is_made_once(submitted: Application, keep_promises: Keep) -> None:
    from program.applications.tasks import make_form

    assert keep_promises() == []
    make_form(submitted.latest_version().pk)
    assert File.objects.filter(name__endswith="-v1.pdf").count() == 1


def test_a_sealed_page_of_another_version_is_refused(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    address, browser = reverse("applications:seal", args=[submitted.pk]), signed_in(applicant)
    response = browser.post(address, {"code": "AAAA-BBBB-1", "file": desk.scan()})
    html = response.content.decode()
    assert response.status_code == 422
    assert "This code is not the one of version 1" in html
    assert 'href="#id_code"' in html
    assert SealedPage.objects.count() == 0
    code = submitted.latest_version().code.lower()
    assert browser.post(address, {"code": f" {code} ", "file": desk.scan()}).status_code == 302
    assert Line.objects.get(verb=Verb.SEAL).facts["code"] == submitted.latest_version().code


def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_field(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    upload = desk.scan("scan.png")
    response = signed_in(applicant).post(
        reverse("applications:seal", args=[submitted.pk]),
        {"code": submitted.latest_version().code, "file": upload},
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_file"' in html
    assert "but the content is PDF" in html
    assert submitted.latest_version().code in html
    assert SealedPage.objects.count() == 0


def test_two_sealed_pages_at_once_are_one(submitted: Application, applicant: User, contact: User) -> None:
    desk.seal(submitted, by=applicant)
    with pytest.raises(SomebodyWasFaster):
        desk.seal(submitted, by=contact)
    assert SealedPage.objects.count() == 1


def test_a_sealed_page_after_the_deadline_is_refused(submitted: Application, applicant: User) -> None:
    with clock.at(submitted.call.paper_until + timedelta(microseconds=1)), pytest.raises(TooLate):
        desk.seal(submitted, by=applicant)
    with clock.at(submitted.call.paper_until):
        desk.seal(submitted, by=applicant)


# ---------------------------------------------------------------- attachments


def test_attachments_are_kept_taken_off_and_frozen(
    written: Application, applicant: User, signed_in: SignIn
) -> None:
    browser, address = signed_in(applicant), reverse("applications:attachments", args=[written.pk])
    assert (
        browser.post(address, {"title": "", "file": desk.scan("plan.pdf"), "trade_secret": "on"}).status_code
        == 302
    )
    kept = Attachment.objects.get()
    assert (kept.title, kept.file.trade_secret) == ("plan.pdf", True)
    for seen, status in ((kept.pk, 422), (kept.pk - 1, 409), ("", 409)):  # a mistake; and somebody was faster
        again = browser.post(address, {"title": "x", "file": desk.scan("plan.pdf"), "seen": seen})
        assert (again.status_code, "This file is attached already." in again.content.decode()) == (
            status,
            True,
        )
    desk.submit(written, by=applicant)
    refused = browser.post(reverse("applications:detach", args=[kept.pk]))
    assert refused.status_code == 409
    assert Attachment.objects.count() == 1
    assert written.latest_version().files.get().file == kept.file


def test_an_attachment_that_cannot_be_kept_is_said_at_its_field(
    written: Application, applicant: User, signed_in: SignIn
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("plan.pdf", b"MZ not a pdf", "application/pdf")
    response = signed_in(applicant).post(
        reverse("applications:attachments", args=[written.pk]), {"title": "方案", "file": bad}
    )
    html = response.content.decode()
    assert (response.status_code, "方案" in html, 'href="#id_file"' in html) == (422, True, True)
    assert Attachment.objects.count() == 0


def test_files_are_seen_by_those_who_see_what_they_belong_to(
    written: Application, applicant: User, clerk: User, recommender: User, stranger: User, signed_in: SignIn
) -> None:
    attachment = actions.attach(written, desk.scan(), title="方案", by=applicant)
    readers = (applicant, clerk, recommender, stranger)
    assert [can_view_file(fresh(person), attachment.file) for person in readers] == [
        True,
        False,
        False,
        False,
    ]
    assert signed_in(clerk).get(attachment.file.get_absolute_url()).status_code == 404
    desk.submit(written, by=applicant)
    assert [can_view_file(fresh(person), attachment.file) for person in readers] == [True, True, True, False]


def fresh(person: User) -> User:
    """The person as the next request meets them."""
    return User.objects.get(pk=person.pk)


# ---------------------------------------------------------------- taking back, giving up


def test_a_version_taken_back_is_changed_and_submitted_again(
    submitted: Application, applicant: User, signed_in: SignIn
) -> None:
    browser, recall = signed_in(applicant), reverse("applications:recall", args=[submitted.pk])
    assert browser.post(recall, {"reason": " "}).status_code == 422
    assert browser.post(recall, {"reason": "数据更正"}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.stage == StageName.DRAFT
    desk.write(submitted, "basics", by=applicant, changes={"gdp": "415.5"})
    assert desk.submit(submitted, by=applicant).number == 2
    html = browser.get(reverse("applications:version", args=[submitted.pk, 2])).content.decode()
    assert "<del>414.00</del> <ins>415.50</ins>" in html
    assert [
        section.changes
        for section in rules.sections(*(each.data for each in submitted.versions.order_by("-number")))
    ] == [1, 0, 0, 0, 0]


def test_a_recall_takes_the_recommendation_with_it(
    recommended: Application, applicant: User, recommender: User
) -> None:
    actions.recall(recommended, reason="更正", by=applicant)
    assert Recommendation.objects.get().superseded_at is not None
    desk.submit(recommended, by=applicant)
    desk.recommend(recommended, by=recommender)  # the same rank again: the first no longer counts
    recommended.refresh_from_db()
    assert recommended.stage == StageName.FORMALITY_CHECK


def test_nothing_is_taken_back_after_the_window_or_by_others(
    submitted: Application, applicant: User, contact: User, recommender: User
) -> None:
    with clock.at(submitted.call.apply_until + timedelta(microseconds=1)), pytest.raises(TooLate):
        actions.recall(submitted, reason="更正", by=applicant)
    for other in (contact, recommender):
        with pytest.raises(NotYours):
            actions.recall(submitted, reason="更正", by=other)
    submitted.refresh_from_db()
    assert submitted.stage == StageName.RECOMMENDATION


def test_a_draft_is_given_up_by_its_manager_and_the_zone_may_begin_anew(
    case: Application, applicant: User, zone: Zone, signed_in: SignIn
) -> None:
    assert (
        signed_in(applicant)
        .post(reverse("applications:abandon", args=[case.pk]), {"reason": "本年度不再申报"})
        .status_code
        == 302
    )
    case.refresh_from_db()
    assert (case.stage, case.is_open) == (StageName.ABANDONED, False)
    with pytest.raises(SomebodyWasFaster):
        desk.write(case, "basics", by=applicant)
    assert actions.start(case.call, zone, by=applicant).pk != case.pk


def test_giving_up_what_was_submitted_needs_a_letter(
    submitted: Application, applicant: User, contact: User, signed_in: SignIn
) -> None:
    abandon = reverse("applications:abandon", args=[submitted.pk])
    assert signed_in(contact).get(abandon).status_code == 403
    without = signed_in(applicant).post(abandon, {"reason": "不再申报"})
    assert (without.status_code, 'href="#id_letter"' in without.content.decode()) == (422, True)
    with pytest.raises(Incomplete):
        actions.abandon(submitted, reason="不再申报", by=applicant)
    assert (
        signed_in(applicant).post(abandon, {"reason": "不再申报", "letter": desk.scan()}).status_code == 302
    )
    submitted.refresh_from_db()
    assert (submitted.stage, submitted.outcome) == (StageName.ABANDONED, Outcomes.ABANDONED)


def test_a_refusal_never_leaves_a_file_row_behind(submitted: Application, applicant: User) -> None:
    before = File.objects.count()
    with pytest.raises(Invalid):
        actions.hand_in_sealed_page(submitted, desk.scan(), code="WRONG", by=applicant)
    with pytest.raises(Refused):
        actions.attach(submitted, desk.scan(), title="x", by=applicant)
    assert File.objects.count() == before
