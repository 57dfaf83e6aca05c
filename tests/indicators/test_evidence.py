"""Files beside figures: gathered by whoever declares, read by whoever reads what was handed in, kept with it."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from program.files.models import File
from program.files.rules import can_view_file
from program.indicators import actions
from program.indicators.models import Declaration, Evidence, State
from program.people.models import Organization, User
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.files.samples import upload
from tests.indicators.conftest import cells

ITEM = "industrial_value_added"


@pytest.fixture(autouse=True)
def _kept(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def proof(filled: Declaration, firm: User) -> Evidence:
    """The annual statement, for value added."""
    return actions.attach_evidence(filled, ITEM, factories.pdf("statement"), by=firm)


def page_of(declaration: Declaration) -> str:
    return reverse("indicators:evidence", args=[declaration.pk])


def off(row: Evidence, declaration: Declaration | None = None) -> str:
    return reverse("indicators:evidence_off", args=[(declaration or row.declaration).pk, row.pk])


# ---------------------------------------------------------------- gathered while it is written
def test_attached_from_the_page_and_shown_beside_its_figure(
    filled: Declaration, firm: User, enterprise: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(firm)
    grid = browser.get(filled.get_absolute_url()).content.decode()
    assert f"{page_of(filled)}?item={ITEM}" in grid, "value added asks for evidence"
    page = browser.get(f"{page_of(filled)}?item={ITEM}")
    assert page.context["form"]["item"].value() == ITEM
    assert "required, not attached yet" in page.content.decode()
    done = browser.post(page_of(filled), {"item": ITEM, "file": factories.pdf("statement")})
    assert (done.status_code, done.headers["Location"]) == (302, page_of(filled))
    row = Evidence.objects.get()
    assert (row.item, row.added_by, row.file.owner_organization) == (ITEM, firm, enterprise)
    grid = browser.get(filled.get_absolute_url()).content.decode()
    assert f'<a href="{row.file.get_absolute_url()}">statement.pdf</a>' in grid
    assert f"{page_of(filled)}?item={ITEM}" not in grid


def test_what_cannot_be_attached_says_why_and_leaves_nothing(
    proof: Evidence, firm: User, signed_in: SignIn
) -> None:
    browser, where = signed_in(firm), page_of(proof.declaration)
    for posted, sentence in (
        (
            {"item": ITEM, "file": factories.pdf("statement"), "seen": proof.pk},
            "This file is attached already.",
        ),
        ({"item": "serious_incidents", "file": factories.pdf("x")}, "Select a valid choice."),  # the zone's
        ({"item": "nothing", "file": factories.pdf("x")}, "Select a valid choice."),
        ({"item": ITEM}, "This field is required."),
        (
            {"item": ITEM, "file": upload(b"no pdf")},
            "Files of this kind are not accepted.",
        ),
    ):
        answer = browser.post(where, posted)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sentence
    answer = browser.post(where, {"item": ITEM, "file": factories.pdf("statement"), "seen": proof.pk - 1})
    assert (answer.status_code, "This file is attached already." in answer.content.decode()) == (409, True)
    assert f'name="seen" value="{proof.pk}"' in browser.get(where).content.decode()
    assert list(Evidence.objects.all()) == [proof]
    with pytest.raises(Invalid, match="There is no data item"):
        actions.attach_evidence(proof.declaration, "serious_incidents", factories.pdf("x"), by=firm)
    assert File.objects.count() == 1


def test_the_same_file_may_prove_two_figures(proof: Evidence, firm: User) -> None:
    actions.attach_evidence(proof.declaration, "employees", factories.pdf("statement"), by=firm)
    assert Evidence.objects.count() == 2


def test_not_more_than_can_be_opened(proof: Evidence, firm: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("program.indicators.rules.evidence.MOST", 1)
    with pytest.raises(Invalid, match="at most 1 files"):
        actions.attach_evidence(proof.declaration, ITEM, factories.pdf("second"), by=firm)
    actions.take_evidence_off(proof, by=firm)
    actions.attach_evidence(proof.declaration, ITEM, factories.pdf("second"), by=firm)


def test_emptying_a_figure_leaves_its_evidence(proof: Evidence, firm: User) -> None:
    """A figure that is typed anew is empty for a moment, and the page saves itself."""
    actions.enter(proof.declaration, cells({f"item:{ITEM}": ""}), revision=1, by=firm)
    assert Evidence.objects.attached().get() == proof


def test_taken_off_once(proof: Evidence, firm: User, signed_in: SignIn) -> None:
    browser = signed_in(firm)
    assert browser.post(off(proof)).headers["Location"] == page_of(proof.declaration)
    assert not Evidence.objects.exists()
    assert browser.post(off(proof)).status_code == 404
    with pytest.raises(SomebodyWasFaster):
        actions.take_evidence_off(proof, by=firm)


# ---------------------------------------------------------------- by whom
def test_only_who_declares_attaches_and_takes_off(
    proof: Evidence,
    zone: Zone,
    applicant: User,
    reviewer: User,
    clerk: User,
    stranger: User,
    signed_in: SignIn,
) -> None:
    declaration = proof.declaration
    for person in (applicant, reviewer, clerk, stranger):
        with pytest.raises(NotYours):
            actions.attach_evidence(declaration, ITEM, factories.pdf("x"), by=person)
        with pytest.raises(NotYours):
            actions.take_evidence_off(proof, by=person)
        answer = 404 if person == stranger else 403
        browser = signed_in(person)
        assert browser.get(page_of(declaration)).status_code == answer
        assert browser.post(page_of(declaration), {"item": ITEM}).status_code == answer
        assert browser.post(off(proof)).status_code == answer
    assert list(Evidence.objects.all()) == [proof]


def test_the_evidence_of_another_declaration_is_not_there(
    proof: Evidence, zone: Zone, applicant: User, signed_in: SignIn
) -> None:
    own = actions.begin(zone, None, 2025, by=applicant)
    assert signed_in(applicant).post(off(proof, own)).status_code == 404
    assert list(Evidence.objects.attached()) == [proof]


def test_the_zone_attaches_to_its_own(zone: Zone, reviewer: User, clerk: User, factors: None) -> None:
    own = actions.begin(zone, None, 2025, by=reviewer)
    row = actions.attach_evidence(own, "serious_incidents", factories.pdf("letter"), by=reviewer)
    assert row.file.owner_organization == zone.managements.get().organization
    assert not can_view_file(clerk, row.file)
    actions.enter(own, cells({"item:zone_area": "38.6"}, of_zone=True), revision=0, by=reviewer)
    actions.submit(own, by=reviewer)
    assert can_view_file(clerk, row.file)


def test_who_opens_the_files(
    proof: Evidence, firm: User, assistant: User, applicant: User, reviewer: User, clerk: User, stranger: User
) -> None:
    """What is being gathered: whoever declares. What was handed in: whoever reads the declaration."""

    def readers() -> list[User]:
        people = (firm, assistant, applicant, reviewer, clerk, stranger)
        assert not can_view_file(AnonymousUser(), proof.file)
        return [person for person in people if can_view_file(person, proof.file)]

    assert readers() == [firm, assistant]
    submitted = actions.submit(proof.declaration, by=firm)
    assert readers() == [firm, assistant, applicant, reviewer, clerk]
    actions.recall(submitted, by=firm)
    assert readers() == [firm, assistant], "taken back before anybody checked it"


# ---------------------------------------------------------------- handed in
def test_frozen_when_handed_in(proof: Evidence, firm: User, applicant: User, signed_in: SignIn) -> None:
    submitted = actions.submit(proof.declaration, by=firm)
    stated = [{"item": ITEM, "name": "statement.pdf", "sha256": proof.file.sha256}]
    assert submitted.data["evidence"] == stated
    with pytest.raises(SomebodyWasFaster, match="was handed in"):
        actions.attach_evidence(submitted, ITEM, factories.pdf("late"), by=firm)
    with pytest.raises(SomebodyWasFaster):
        actions.take_evidence_off(proof, by=firm)
    browser = signed_in(firm)
    assert browser.get(page_of(submitted)).status_code == 409
    assert browser.post(off(proof)).status_code == 409
    assert list(Evidence.objects.attached()) == [proof]
    link = f'<a href="{proof.file.get_absolute_url()}">statement.pdf</a>'
    checker = signed_in(applicant)
    for where in (submitted.get_absolute_url(), reverse("indicators:return", args=[submitted.pk])):
        assert link in checker.get(where).content.decode(), where


def test_the_checker_is_told_where_required_evidence_lacks(
    submitted: Declaration, applicant: User, signed_in: SignIn
) -> None:
    page = signed_in(applicant).get(submitted.get_absolute_url()).content.decode()
    assert page.count("evidence is required, none was handed in") == 1


def test_whoever_checks_keeps_what_was_handed_in_while_it_is_changed(
    proof: Evidence, firm: User, applicant: User, signed_in: SignIn
) -> None:
    declaration = actions.return_(actions.submit(proof.declaration, by=firm), [("", "请换")], by=applicant)[
        0
    ].declaration
    actions.take_evidence_off(proof, by=firm)
    fresh = actions.attach_evidence(declaration, ITEM, factories.pdf("corrected"), by=firm)
    page = signed_in(applicant).get(declaration.get_absolute_url()).content.decode()
    assert ("statement.pdf" in page, "corrected.pdf" in page) == (True, False)
    assert (can_view_file(applicant, proof.file), can_view_file(applicant, fresh.file)) == (True, False)
    links = [row.file.get_absolute_url() for row in (proof, fresh)]
    grid = signed_in(firm).get(declaration.get_absolute_url()).content.decode()
    assert [link in grid for link in links] == [False, True]
    actions.submit(declaration, by=firm)
    page = signed_in(applicant).get(declaration.get_absolute_url()).content.decode()
    assert [link in page for link in links] == [False, True]
    assert "<del>statement.pdf</del>" in page, "what changed since the return"
    assert can_view_file(applicant, proof.file), "what was checked before can still be opened"


def test_a_reopened_declaration_begins_with_its_evidence(
    proof: Evidence, firm: User, applicant: User
) -> None:
    accepted = actions.accept(actions.submit(proof.declaration, by=firm), by=applicant)
    fresh = actions.reopen(actions.ask_reopening(accepted, reason="数据有误", by=firm), by=applicant)
    copied = fresh.evidence.get()
    assert (copied.file, copied.handed_in, fresh.state) == (proof.file, False, State.DRAFT)
    actions.take_evidence_off(copied, by=firm)
    assert accepted.evidence.attached().get() == proof, "the old version keeps its own"
