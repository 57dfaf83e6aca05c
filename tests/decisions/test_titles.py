"""Titles composed from a call's own, which asks to apply: batches, notices, the document, the form never say 申报 again."""

import pytest
from django.urls import reverse

from program.applications import tasks as applications
from program.applications.models import Application, ApplicationForm
from program.calls.models import Call
from program.decisions import actions, tasks
from program.decisions.models import Batch, Proposal, PublicNotice
from program.files.models import File
from program.people.models import User
from tests.applications import desk
from tests.conftest import SignIn
from tests.decisions import casework
from tests.pdf import pdf_text

pytestmark = pytest.mark.django_db
TOPIC = "示例批次示范园区"


def test_the_first_batch_and_its_notice(notice: PublicNotice, batch: Batch) -> None:
    assert batch.title == f"{TOPIC}拟列入名单"
    assert notice.title == f"关于{TOPIC}拟列入名单的公示"


def test_a_case_decided_again_and_a_reserve_that_moves_up(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=True)
    casework.after_notice(notice)
    again = actions.draft_reconsideration(casework.reread(cases[0]), by=clerk)
    assert again.title == f"{TOPIC}复议（{cases[0].zone.name_zh}）"
    again = casework.sign(casework.decide(again, Proposal.LIST, "经核实可列入", clerk), clerk, director)
    casework.keep_all("carry_out")
    assert again.notice.title == f"关于{TOPIC}复议名单的公示"


def test_the_document_to_be_entered(notice: PublicNotice, call: Call, clerk: User, signed_in: SignIn) -> None:
    casework.after_notice(notice)
    page = signed_in(clerk).get(reverse("decisions:document_enter", args=[call.pk])).content.decode()
    assert f'value="关于公布{TOPIC}名单的通知"' in page


def test_the_printed_notice(notice: PublicNotice) -> None:
    tasks.make_notice(notice.pk)
    notice.refresh_from_db()
    assert notice.file is not None
    assert f"现将{TOPIC}拟列入名单予以公示" in read(notice.file)


def test_the_title_page_of_the_form_says_it_once(case: Application, applicant: User) -> None:
    version = desk.submit(desk.write_all(case, by=applicant), by=applicant)
    applications.make_form(version.pk)
    printed = read(ApplicationForm.objects.get(version=version).file)
    assert f"{TOPIC}Applicationform" in printed


def read(file: File) -> str:
    """What stands on the paper, without blanks."""
    with file.open() as stream:
        return pdf_text(stream.read()).replace(" ", "")
