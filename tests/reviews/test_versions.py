"""A review is tied to the version it read: what is new in a later one, who may look, and no sheet slips from one to the other."""

import os
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from program import clock
from program.applications.models import Application, ApplicationForm, Version, VersionFile
from program.applications.rules import canonical
from program.files import checks
from program.files.models import File, MediaType
from program.files.steps import keep, store
from program.people.models import User
from program.process.models import Proceeding
from program.refusals import Refused
from program.reviews import actions, rules, tasks
from program.reviews.models import Assignment, Bundle, Expert, Panel, Round, ScoreSheet
from tests import factories
from tests.conftest import SignIn
from tests.files import samples
from tests.reviews.casework import assignment_of, entry, panel_case, ready
from tests.reviews.conftest import MakeExpert

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(
    bool(checks.document_libraries()) and "CI" not in os.environ, reason="Pango is missing on this machine"
)
FIRST = {"gdp": "414.00", "leading_industry": "电子信息"}
GOAL = "能耗持续下降，到2028年达峰。"


def handed_in(case: Application, number: int, goal: str = GOAL, file: str = "11", **changes: str) -> Version:
    """A version with a few answers, made without the verbs."""
    industries = [{"name": "电子信息", "output": changes.pop("output", "342.00"), "share": "38.00"}]
    attached = {"document": "", "title": "规划图", "name": f"plan-{file}.pdf", "sha256": file}
    data: dict[str, Any] = {
        "track": "park",
        "parts": {
            "basics": {"fields": FIRST | changes, "rows": {"industries": industries}},
            "plan": {"fields": {"overall_goal": goal}, "rows": {}},
        },
        "attachments": [attached],
    }
    content, sha256 = canonical(data)
    made: Version = Version.objects.create(
        application=case, number=number, content=content, sha256=sha256, code=f"K7QM-2XFA-{number}",
        submitted_by=case.started_by, corrects=True,
    )  # fmt: skip
    return made


def filed(version: Version, file: str, *, by: User) -> File:
    """The attachment of `handed_in`, as a file that can be opened."""
    with transaction.atomic():
        kept = store(factories.pdf(file), by=by, organization=None)
    File.objects.filter(pk=kept.pk).update(name=f"plan-{file}.pdf", sha256=file)
    VersionFile.objects.create(version=version, file=kept, title="规划图")
    return kept


@pytest.fixture
def case(cases: list[Application]) -> Application:
    """Its second version is the first with anything in it."""
    handed_in(cases[0], 2)
    return cases[0]


@pytest.fixture
def assignment(
    case: Application, review_round: Round, experts: list[Expert], cases: list[Application], clerk: User
) -> Assignment:
    """The first expert reads version 2, and has declared."""
    actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)
    return ready(assignment_of(experts[0], case))


@pytest.fixture
def reader(experts: list[Expert], signed_in: SignIn) -> Client:
    return signed_in(experts[0].user)


def anew(assignment: Assignment, clerk: User) -> Assignment:
    """A newer version was handed in: the office takes the case back and assigns it to the same expert again."""
    actions.void_assignment(assignment, reason="已提交新版", by=clerk)
    actions.assign_further(panel_case(assignment.application), assignment.expert, by=clerk)
    return assignment_of(assignment.expert, assignment.application)


def against(assignment: Assignment, one: int, other: int) -> str:
    return reverse("reviews:comparison", args=[assignment.pk, one, other])


# ---------------------------------------------------------------- what is new is said on the sheet


def test_an_expert_assigned_anew_reads_what_changed_since(
    assignment: Assignment, reader: Client, clerk: User
) -> None:
    handed_in(assignment.application, 3, gdp="420.00", file="22")
    later = ready(anew(assignment, clerk))
    page = reader.get(later.get_absolute_url()).content.decode()
    assert "Changed in this version." in page
    assert "You have read version 2 before; since then 2 parts were changed" in page
    assert against(later, 2, 3) in page
    shown = reader.get(against(later, 2, 3)).content.decode()
    assert "<del>414.00</del>" in shown
    assert "<ins>420.00</ins>" in shown
    assert "plan-22.pdf" in shown
    assert later.get_absolute_url() in shown
    assert reverse("desk:case", args=[later.application_id]) not in shown


def test_whoever_reads_a_later_version_first_is_told_too(assignment: Assignment, reader: Client) -> None:
    page = reader.get(assignment.get_absolute_url()).content.decode()
    assert "Against version 1, 3 parts were changed." in page
    assert against(assignment, 1, 2) in page


def test_a_first_version_has_nothing_new(
    panel: Panel, experts: list[Expert], cases: list[Application], reader: Client
) -> None:
    first = ready(assignment_of(experts[0], cases[0]))
    assert "Changed in this version" not in reader.get(first.get_absolute_url()).content.decode()
    assert rules.revised(first) is None


# ---------------------------------------------------------------- who may look, and how far


def test_an_expert_compares_up_to_the_version_that_was_assigned(
    assignment: Assignment, reader: Client, clerk: User
) -> None:
    handed_in(assignment.application, 3, gdp="999.99")
    assert [
        reader.get(against(assignment, *two)).status_code for two in ((1, 2), (2, 1), (2, 2), (1, 1))
    ] == [200] * 4
    for two in ((2, 3), (3, 1), (3, 3), (1, 9)):
        response = reader.get(against(assignment, *two))
        assert (response.status_code, "999.99" in response.content.decode()) == (404, False)
    assert "999.99" not in reader.get(assignment.get_absolute_url()).content.decode()
    case = reverse("applications:comparison", args=[assignment.application_id, 1, 2])
    assert reader.get(case).status_code == 404
    later = ready(anew(assignment, clerk))
    assert reader.get(against(later, 2, 3)).status_code == 200
    assert reader.get(against(assignment, 1, 2)).status_code == 404  # it was taken back


def test_what_an_earlier_version_held_is_named_but_not_opened_and_a_trade_secret_not_even_named(
    assignment: Assignment, reader: Client, applicant: User, clerk: User
) -> None:
    second, third = assignment.version, handed_in(assignment.application, 3, file="22")
    plan, newer = filed(second, "11", by=applicant), filed(third, "22", by=applicant)
    later = ready(anew(assignment, clerk))
    page = reader.get(against(later, 2, 3)).content.decode()
    assert "plan-11.pdf" in page
    assert [file.get_absolute_url() in page for file in (plan, newer)] == [False, True]
    File.objects.filter(pk=plan.pk).update(trade_secret=True)
    page = reader.get(against(later, 2, 3)).content.decode()
    assert "plan-11.pdf" not in page
    assert "1 attachment is a trade secret and not shown to you." in page


def test_nobody_else_reaches_an_experts_page(
    assignment: Assignment,
    experts: list[Expert],
    make_expert: MakeExpert,
    clerk: User,
    auditor: User,
    applicant: User,
    signed_in: SignIn,
) -> None:
    """The office has the page of the case; whoever has not declared yet has nothing."""
    manager = assignment.application.started_by
    for other in (experts[1].user, make_expert("idle").user, clerk, auditor, applicant, manager):
        assert signed_in(other).get(against(assignment, 1, 2)).status_code == 404
    undeclared = assignment_of(experts[1], assignment.application)
    assert signed_in(experts[1].user).get(against(undeclared, 1, 2)).status_code == 404


def test_a_case_that_is_closed_is_closed(assignment: Assignment, reader: Client) -> None:
    Proceeding.objects.filter(pk=assignment.proceeding_id).update(closed_at=clock.now())
    assert reader.get(against(assignment, 1, 2)).status_code == 404
    assert against(assignment, 1, 2) not in reader.get(assignment.get_absolute_url()).content.decode()


# ---------------------------------------------------------------- no sheet slips from one version to another


def test_a_sheet_counts_for_the_version_it_read_and_no_other(
    assignment: Assignment, reader: Client, clerk: User
) -> None:
    case, user = assignment.application, assignment.expert.user
    draft = actions.save_sheet(assignment, entry(case, 70), revision=0, by=user)
    newer = handed_in(case, 3, gdp="420.00")
    with pytest.raises(Refused, match="Version 3 was handed in since; you have read version 2"):
        actions.submit_sheet(assignment, entry(case, 80), revision=1, by=user)
    draft.refresh_from_db()
    assert (draft.submitted_at, draft.total, draft.revision) == (None, None, 1)
    later = ready(anew(assignment, clerk))
    with pytest.raises(Refused):  # the old page is still open somewhere
        actions.submit_sheet(assignment, entry(case, 80), revision=1, by=user)
    sheet = actions.submit_sheet(later, entry(case, 80), revision=0, by=user)
    assert (sheet.version, sheet.assignment) == (newer, later)
    assert list(ScoreSheet.objects.counted()) == [sheet]
    draft.refresh_from_db()
    assert (draft.version_id, draft.submitted_at) == (assignment.version_id, None)


def test_the_page_says_so_and_keeps_what_was_written(assignment: Assignment, reader: Client) -> None:
    handed_in(assignment.application, 3, gdp="420.00")
    given = {"revision": "0", "advice": "recommend", "opinion": "方案可行，建议推荐。"}
    given |= {f"score_{row.pk}": "80" for row in assignment.application.call.rubric.criteria.all()}
    refused = reader.post(reverse("reviews:submit", args=[assignment.pk]), given)
    page = refused.content.decode()
    assert (refused.status_code, "Version 3 was handed in since" in page, given["opinion"] in page) == (
        409,
        True,
        True,
    )
    assert not ScoreSheet.objects.exists()


# ---------------------------------------------------------------- the bundle


def bundle_of(version: Version) -> list[str]:
    """The text of its pages, the file made."""
    with transaction.atomic():
        form = keep(samples.pdf(), name="form.pdf", media_type=MediaType.PDF)
        ApplicationForm.objects.create(version=version, file=form)
    tasks.make_bundle(version.pk)
    with Bundle.objects.get(version=version).file.open() as stream:
        return [page.extract_text() for page in PdfReader(BytesIO(stream.read())).pages]


@needs_pango
def test_the_bundle_of_a_later_version_begins_with_what_changed(case: Application) -> None:
    """Even where the earlier version held what our fonts lack, which may be why it was corrected."""
    handed_in(case, 3, goal=f"{GOAL}😀")
    version = handed_in(case, 4, goal=GOAL.replace("2028", "2027"), gdp="420.00", output="350.00", file="22")
    cover, changes, *rest = bundle_of(version)
    assert version.code in cover
    assert "Differences from the version before" in changes
    assert "Version 4 against version 3" in changes
    for said in ("414.00", "420.00", "342.00", "350.00", "2028", "2027", "plan-11.pdf", "plan-22.pdf", "?"):
        assert said in changes, said
    assert "电子信息" in changes  # the row stands whole; the answer of that name is the same and not named
    assert "Leading industry" not in changes
    assert len(rest) == 1


@needs_pango
def test_where_nothing_changed_the_bundle_says_so(case: Application) -> None:
    _cover, changes, _form = bundle_of(handed_in(case, 3))
    assert "Nothing differs" in " ".join(changes.split())


@needs_pango
def test_the_bundle_of_a_first_version_has_no_such_page(cases: list[Application]) -> None:
    cover, form = bundle_of(cases[0].latest_version())
    assert "Differences" not in f"{cover}{form}"
