"""By the pages alone: filled, handed in, returned item by item, handed in again, accepted, read by everybody, corrected."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.people.models import User
from program.reports.models import CHAPTERS, PIECES, Piece, Report
from program.supervision.models import Duty, Obligation
from tests.conftest import Keep, SignIn
from tests.reports import casework
from tests.reports.casework import on

pytestmark = pytest.mark.django_db
BOUNDARY = "核准范围23.1平方公里，规上工业企业214家。"


def page(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    return response.content.decode()


def sent(client: Client, where: str, said: str = "", status: int = 200, /, **data: Any) -> str:
    response = client.post(where, data, follow=True)
    text = response.content.decode()
    assert response.status_code == status, f"{where}\n{text[:3000]}"
    assert said in text
    return text


def at(name: str, report: Report, *more: object) -> str:
    return reverse(f"reports:{name}", args=[report.pk, *more])


def write(client: Client, report: Report, piece: Piece, text: str, **more: object) -> None:
    revision = casework.section(report, piece).revision
    sent(client, at("chapter", report, piece), "Saved.", text=text, revision=revision, **more)


def words_of(file: Any) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(file.path), "-"], capture_output=True, check=True, text=True
    ).stdout


def sealed(client: Client, report: Report) -> str:
    """What the page of answers would freeze."""
    text = page(client, at("check", report))
    return text.split('name="sha256" value="')[1].split('"')[0]


def test_a_report_from_the_first_chapter_to_its_correction(
    duty: Obligation,
    figures: None,
    contact: User,
    applicant: User,
    clerk: User,
    signed_in: SignIn,
    keep_promises: Keep,
) -> None:
    writer, manager, office, everybody = signed_in(contact), signed_in(applicant), signed_in(clerk), Client()
    hub = reverse("reports:of_duty", args=[duty.pk])
    with on(date(2026, 6, 1)):
        assert hub in page(writer, duty.get_absolute_url())
        sent(writer, reverse("reports:begin", args=[duty.pk]), "filled with what the platform knows")
        report = Report.objects.get()
        first = page(writer, at("check", report))
        assert "is not written yet" in first
        assert "9,000,000" in first
        assert "factors.1" in first
        write(writer, report, Piece.BOUNDARY, BOUNDARY)
        for piece in PIECES[Duty.CARBON_PEAK_REPORT]:
            if piece in CHAPTERS and CHAPTERS[piece].required and piece != Piece.BOUNDARY:
                write(writer, report, piece, f"{piece.value}的内容。")
        write(writer, report, Piece.PROBLEMS, "机密工艺。", trade_secret="on")
        assert "manager hands the report in." in page(writer, at("check", report))
        assert writer.post(at("hand_in", report), {"sha256": "x"}).status_code == 403
        sent(manager, at("hand_in", report), "Handed in.", sha256=sealed(manager, report))
        assert keep_promises() == []
    report = casework.again(report)
    assert report.handed_in.file.kind == "generated"
    kept = words_of(report.handed_in.file)
    assert BOUNDARY[:10] in kept.replace(" ", "")
    assert "机密工艺" in kept
    assert "report of the zone, to be checked" in page(office, reverse("desk:desk"))

    with on(date(2026, 6, 8)):
        assert everybody.get(reverse("reports:public")).status_code == 200
        assert BOUNDARY not in page(everybody, reverse("reports:public"))
        assert everybody.get(at("report", report)).status_code == 302
        sent(
            office, at("return", report), "Returned",
            **{"remark-energy": "请说明绿电占比", "remark-mix": "与台账核对", "remark": "附核算边界图"},
        )  # fmt: skip
        returned = page(writer, at("report", report))
        assert "请说明绿电占比" in returned
        assert returned.index('id="energy"') < returned.index("请说明绿电占比") < returned.index('id="mix"')
        sent(writer, reverse("reports:begin", args=[duty.pk]), "Begun")
        second = Report.objects.open().get()
        todo = page(writer, at("edit", second))
        assert "请说明绿电占比" in todo
        assert "附核算边界图" in todo
        write(writer, second, Piece.ENERGY, "绿电占比31%。")
        sent(manager, at("hand_in", second), "Handed in.", sha256=sealed(manager, second))
        changed = page(office, at("report", second))
        assert changed.count("changed since it was returned") == 1
        assert "energy的内容。" in changed
        sent(office, at("accept", second), "Accepted and published as BG-2026-0001")
        assert keep_promises() == []

    second = casework.again(second)
    there = second.public_url
    listed = page(everybody, reverse("reports:public"))
    assert there in listed
    public = page(everybody, there)
    assert "绿电占比31%" in public
    assert "机密工艺" not in public
    assert second.sha256 in public
    assert second.pdf.sha256 in public
    answer = everybody.get(second.pdf.get_absolute_url())
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    printed = words_of(second.pdf).replace(" ", "")
    assert "BG-2026-0001" in printed
    assert "绿电占比31%" in printed
    assert "factors.1" in printed
    assert "机密工艺" not in printed
    assert Path(second.pdf.path).stat().st_size > 10_000

    with on(date(2026, 9, 1)):
        sent(
            writer,
            reverse("reports:begin", args=[duty.pk]),
            "This field is required",
            422,
            **{"begin-reason": " "},
        )
        sent(
            writer,
            reverse("reports:begin", args=[duty.pk]),
            "Begun",
            **{"begin-reason": "外购电力漏计一户。"},
        )
        third = Report.objects.open().get()
        write(writer, third, Piece.ENERGY, "绿电占比29%。")
        assert "外购电力漏计一户" not in page(everybody, there)
        sent(manager, at("hand_in", third), "Handed in.", sha256=sealed(manager, third))
        sent(office, at("accept", third), "Accepted and published as BG-2026-0001-2")
        assert keep_promises() == []
    third = casework.again(third)
    old = page(everybody, there)
    assert third.public_url in old
    assert "外购电力漏计一户。" in old
    assert "绿电占比31%" in old
    listed = page(everybody, reverse("reports:public"))
    assert (there in listed, third.public_url in listed) == (False, True)
    assert "本版为更正版，替代BG-2026-0001" in words_of(third.pdf).replace(" ", "")
