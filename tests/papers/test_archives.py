"""归档: everything of a case in one file, each with the hash that the index says; for the office alone."""

import csv
import hashlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, CorrectionItem, FormalityCheck, SealedPage
from program.background.models import Promise
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import PublicNotice
from program.files.models import MediaType
from program.files.rules import can_view_file, examine
from program.files.steps import being_written
from program.journal import rules as journal
from program.journal.models import Line, Verb
from program.papers import actions, packing, tasks
from program.papers.models import Archive, PaperKind
from program.people.models import User
from program.process.models import StageName
from program.process.steps import turn
from program.refusals import Invalid, NotYours, Refused
from program.reviews.models import ReviewConclusion
from program.visits.models import Visit
from tests import factories
from tests.applications import desk
from tests.conftest import Keep, SignIn
from tests.decisions import casework
from tests.files.test_documents import needs_pango
from tests.pdf import pdf_text

pytestmark = [pytest.mark.django_db, needs_pango]


@pytest.fixture
def corrected(to_correct: Application, applicant: User, clerk: User) -> Application:
    """Corrected in a second version, sealed anew, accepted; the correction notice is drafted."""
    actions.draft_paper(PaperKind.CORRECTION, FormalityCheck.objects.get(), by=clerk)
    desk.write(to_correct, "basics", by=applicant, changes={"gdp": "420"})
    answers = {item.pk: "已更正" for item in CorrectionItem.objects.all()}
    applications.answer_corrections(to_correct, answers, by=applicant)
    version = desk.submit(to_correct, by=applicant)
    desk.seal(to_correct, by=applicant)
    applications.confirm_sealed_page(SealedPage.objects.get(version=version), by=clerk)
    applications.accept(to_correct, by=clerk)
    return to_correct


@pytest.fixture
def listed(
    corrected: Application, call: Call, clerk: User, director: User, keep_promises: Keep
) -> Application:
    """Reviewed, visited, listed after an objection that was dismissed; everything is printed."""
    version = corrected.latest_version()
    with transaction.atomic():
        held = turn(corrected, StageName.EXPERT_REVIEW)
    verdict = {"proceeding": held.proceeding, "task": held.task, "by": clerk, "version": version}
    ReviewConclusion.objects.create(
        **verdict, counted=5, quorum=5, score="91.20", opinion="方案可行。\n建议细化𠮷类指标。"
    )
    Visit.objects.create(
        application=corrected, proceeding=held.proceeding, version=version, date=clock.today(), planned_by=clerk,
        summary="台账齐全。",
    )  # fmt: skip
    casework.at_deliberation(corrected)
    batch = decisions.draft_batch(call, casework.ranking(call, [corrected], clerk), by=clerk)
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    notice = PublicNotice.objects.get()
    casework.settled(casework.confirmed(notice, corrected), clerk, director, upheld=False)
    casework.after_notice(notice)
    decisions.sign_document(casework.enter(call, clerk), by=director)
    assert keep_promises() == []
    return casework.reread(corrected)


@pytest.fixture
def archive(listed: Application, clerk: User, keep_promises: Keep) -> Archive:
    actions.archive_case(listed, by=clerk)
    assert keep_promises() == []
    return Archive.objects.select_related("file", "application").get()


def opened(archive: Archive) -> ZipFile:
    assert archive.file is not None
    with archive.file.open() as stream:
        return ZipFile(BytesIO(stream.read()))


def entries(archive: Archive) -> Iterator[tuple[str, bytes]]:
    with opened(archive) as package:
        for name in package.namelist():
            yield name, package.read(name)


def test_an_archive_holds_everything_of_the_case(archive: Archive) -> None:
    case = archive.application
    assert [name.replace(case.number, "…") for name, _content in entries(archive)] == [
        "00-目录.pdf",
        "01-申报书/01-第1版-…-v1.pdf",
        "01-申报书/02-第2版-…-v2.pdf",
        "02-盖章页/01-第1版-未核对-scan.pdf",
        "02-盖章页/02-第2版-已核对-scan.pdf",
        "05-推荐函/01-letter.pdf",
        "06-办理文书/01-专项办补〔2026〕1号-申报材料补正通知书.pdf",
        "06-办理文书/02-专项办补〔2026〕1号-申报材料补正通知书.docx",
        "07-专家评审/01-专家组评审意见.pdf",
        "08-现场核查/01-现场核查情况.pdf",
        "09-公示/01-公示〔2026〕1号.pdf",
        "10-异议/01-异议核实情况.pdf",
        "11-公布文件/01-示例文〔2026〕1号-document-0.pdf",
        "12-入选通知书/01-LS-2026-0001.pdf",
        "14-办理记录/办理记录.pdf",
        "14-办理记录/办理记录.csv",
    ]


def test_the_index_gives_the_true_hash_of_each(archive: Archive) -> None:
    held = dict(entries(archive))
    index = "".join(pdf_text(held.pop("00-目录.pdf")).split())
    assert archive.application.number in index
    for name, content in held.items():
        assert name in index
        assert hashlib.sha256(content).hexdigest() in index, name
        assert f"{len(content):,}" in index
    assert archive.seal_head in index


def test_kept_files_are_in_it_byte_for_byte(archive: Archive) -> None:
    held = {hashlib.sha256(content).hexdigest() for _name, content in entries(archive)}
    case = archive.application
    forms = {version.form.file.sha256 for version in case.versions.select_related("form__file")}
    assert len(forms) == 2
    assert forms | {case.designation.letter.file.sha256} <= held


def test_the_record_ends_with_the_archiving_and_bears_the_head_of_the_chain(archive: Archive) -> None:
    held = dict(entries(archive))
    rows = list(csv.reader(StringIO(held["14-办理记录/办理记录.csv"].decode("utf-8-sig"))))
    lines = list(Line.objects.of(archive.application).filter(pk__lte=archive.line_id))
    assert [row[0] for row in rows[1:-1]] == [str(line.pk) for line in lines]
    assert rows[-2][4] == Verb.ARCHIVE_CASE
    assert rows[-1][-1] == archive.seal_head == journal.Head(archive.seal_number or 0, archive.seal_head).head
    assert rows[1][12] == journal.digest(lines[0])
    printed = pdf_text(held["14-办理记录/办理记录.pdf"])
    assert archive.seal_head in "".join(printed.split())


def test_a_record_ends_with_its_own_archiving_however_late_it_is_made(
    recommended: Application, case: Application, clerk: User
) -> None:
    first, _second = (actions.archive_case(recommended, by=clerk) for _ in range(2))
    (_printed, table) = tasks.record(first, journal.newest())
    assert isinstance(table.source, bytes)
    rows = list(csv.reader(StringIO(table.source.decode("utf-8-sig"))))[1:-1]
    assert rows[-1][0] == str(first.line_id)


def test_opinions_and_findings_name_nobody_and_print_what_they_can(archive: Archive) -> None:
    held = {name[:2]: pdf_text(content) for name, content in entries(archive) if name.endswith(".pdf")}
    assert "方案可行。" in held["07"]
    assert "建议细化〓类指标。" in held["07"]
    assert "经核实，情况说明如下。" in "".join(held["10"].split())
    assert "示例群众" not in held["10"]
    assert casework.GROUNDS not in held["10"]


def test_made_again_by_another_worker_it_stays_the_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.file is not None
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "seal", None)  # would be called
        tasks.make_archive(archive.pk)
    with being_written() as other:
        other.write_bytes(b"another")
        kept = actions.keep_archive(archive, other, head=journal.newest())
    assert kept.file == archive.file


def test_pieces_are_packed_the_same_each_time_and_only_if_they_are_whole(
    tmp_path: Any, archive: Archive
) -> None:
    moment = clock.now()
    pieces = [packing.piece("甲/一.txt", moment, b"one"), packing.piece("乙.txt", moment, b"two" * 1000)]
    for name in ("one.zip", "other.zip"):
        packing.pack(tmp_path / name, pieces)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as package:
        assert package.testzip() is None
        assert [(entry.filename, entry.compress_type) for entry in package.infolist()] == [
            ("甲/一.txt", ZIP_STORED),
            ("乙.txt", ZIP_STORED),
        ]
    packing.pack(tmp_path / "old.zip", [packing.piece("x", moment.replace(year=1970), b"older than ZIP")])
    form = archive.application.latest_version().form.file
    form.path.write_bytes(b"something else")
    with pytest.raises(packing.Damaged):
        packing.pack(tmp_path / "third.zip", [packing.piece("x", moment, form)])


def test_archiving_waits_for_what_is_still_being_printed(corrected: Application, clerk: User) -> None:
    made = actions.archive_case(corrected, by=clerk)
    with pytest.raises(tasks.NotPrintedYet):
        tasks.make_archive(made.pk)
    made.refresh_from_db()
    assert made.file is None


def test_who_may_archive_what(
    case: Application, recommended: Application, clerk: User, director: User, auditor: User, applicant: User
) -> None:
    for person in (auditor, applicant):
        with pytest.raises(NotYours):
            actions.archive_case(recommended, by=person)
    assert actions.archive_case(recommended, by=clerk).number == 1
    assert actions.archive_case(recommended, by=director).number == 2


def test_a_draft_is_not_archived_and_no_more_than_fits(
    case: Application, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused):
        actions.archive_case(case, by=clerk)
    monkeypatch.setattr(actions, "MOST_BYTES", -1)
    Application.objects.filter(pk=case.pk).update(first_submitted_at=clock.now())
    with pytest.raises(Refused):
        actions.archive_case(case, by=clerk)
    assert not Promise.objects.filter(name="program.papers.tasks.make_archive").exists()


def test_an_archive_is_the_offices_alone_and_frozen(
    archive: Archive,
    clerk: User,
    auditor: User,
    applicant: User,
    recommender: User,
    expert: User,
    signed_in: SignIn,
) -> None:
    file = archive.file
    assert file is not None
    assert [can_view_file(person, file) for person in (clerk, auditor)] == [True, True]
    assert [can_view_file(person, file) for person in (applicant, recommender, expert)] == [False] * 3
    for person, sees in ((clerk, True), (applicant, False)):
        for address in (archive.application.get_absolute_url(), archive.get_absolute_url()):
            assert (file.sha256 in signed_in(person).get(address).content.decode()) is sees
    progress = reverse("papers:archive_progress", args=[archive.pk])
    assert [signed_in(person).get(progress).status_code for person in (clerk, applicant)] == [200, 404]
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Archive.objects.update(number=9)


def test_nobody_hands_a_zip_in(archive: Archive) -> None:
    assert archive.file is not None
    assert archive.file.media_type not in MediaType.values
    with archive.file.open() as stream:
        upload = factories.pdf()
        upload.file = BytesIO(stream.read())
        upload.size = archive.file.size
    with pytest.raises(Invalid):
        examine(upload)
