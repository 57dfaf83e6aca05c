"""The ledger by its pages: listed, entered, checked one by one and several at once, taken out."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from openpyxl import load_workbook

from program.desk.work import waiting_for
from program.journal.models import Line, Verb
from program.ledger import actions
from program.ledger.models import Kind, LedgerEntry, State
from program.people.models import User
from program.refusals import SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.ledger import casework

pytestmark = pytest.mark.django_db
LIST = reverse("ledger:list")


def at(name: str, entry: Any) -> str:
    return reverse(f"ledger:{name}", args=[entry.pk])


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def typed(**fields: str) -> dict[str, str]:
    return {
        "clause": "5.3.6", "kind": "finance", "title": "贷款贴息", "description": "贴息。", "year": f"{casework.DAY.year}",
        "since": f"{casework.DAY}", "figure": "1,234.5", "owner_unit": "示例财政局", "owner_person": "示例乙",
    } | fields  # fmt: skip


def test_by_its_pages(zone: Zone, applicant: User, clerk: User, signed_in: SignIn) -> None:
    park, office = signed_in(applicant), signed_in(clerk)
    wrong = park.post(reverse("ledger:new"), typed(figure="", since="2099-01-01"))
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"figure", "since"}
    assert not LedgerEntry.objects.exists()
    made = park.post(reverse("ledger:new"), typed())
    entry = LedgerEntry.objects.get()
    assert made.headers["Location"] == entry.get_absolute_url()
    assert f"{entry.figure:f} {entry.get_unit_display()}" == "1234.5000 10,000 yuan"
    bare = park.post(at("submit", entry), {"revision": 1})
    assert bare.status_code == 422
    assert "attach at least one file" in bare.content.decode()
    assert park.post(at("attach", entry), {"file": factories.pdf("note")}).status_code == 302
    stale = park.post(at("change", entry), typed(revision="7"))
    assert (stale.status_code, stale.context["form"].errors.keys()) == (409, {"__all__"})
    assert park.post(at("submit", entry), {"revision": 1}).status_code == 302
    assert office.post(at("return", entry), {"return-revision": 1, "return-reason": ""}).status_code == 422
    assert office.post(at("accept", entry), {"revision": 1}).status_code == 302
    assert "Strike the entry out" in office.get(entry.get_absolute_url()).content.decode()
    done = office.post(at("strike_out", entry), {"strike-revision": 1, "strike-reason": "未拨付。"})
    assert done.status_code == 302
    page = park.get(entry.get_absolute_url()).content.decode()
    assert "未拨付。" in page
    assert at("correct", entry) not in page


def test_a_correction_by_its_pages(zone: Zone, applicant: User, clerk: User, signed_in: SignIn) -> None:
    entry = casework.accepted(zone, applicant, clerk)
    begun = signed_in(applicant).post(at("correct", entry))
    fix = LedgerEntry.objects.get(supersedes=entry)
    assert begun.headers["Location"] == at("change", fix)
    page = signed_in(applicant).get(entry.get_absolute_url()).content.decode()
    assert fix.get_absolute_url() in page


# ---------------------------------------------------------------- the list
def test_narrowed_down(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, signed_in: SignIn
) -> None:
    mine = casework.submitted(zone, applicant)
    theirs = casework.entered(other_zone, stranger, kind=Kind.TALENT, title="引才")
    own = casework.entered(None, clerk, clause="6.5", kind=Kind.PUBLICITY, title="开放日")
    office = signed_in(clerk)

    def found(query: str) -> set[LedgerEntry]:
        return {row.record for row in office.get(f"{LIST}?{query}").context["table"].rows}

    assert found("") == {mine, theirs, own}
    assert found(f"zone={other_zone.code}") == found("kind=talent") == found("q=引才") == {theirs}
    assert found("zone=office") == found("clause=6.5") == {own}
    assert found("state=submitted") == {mine}
    assert found("year=2021") == set()
    assert {row.record for row in signed_in(applicant).get(LIST).context["table"].rows} == {mine}
    assert office.get(f"{LIST}?owner_person=x").status_code == 400


def test_the_clerks_desk_has_one_line(zone: Zone, applicant: User, clerk: User, second_clerk: User) -> None:
    """However many wait; what somebody entered does not wait for them."""
    for number in range(3):
        casework.submitted(zone, applicant, title=f"论坛{number}")
    casework.submitted(None, clerk)

    def line(user: User) -> list[tuple[str, str, str]]:
        return [(each.title, each.note, each.url) for each in waiting_for(User.objects.get(pk=user.pk))]

    where = f"{LIST}?state=submitted"
    assert line(clerk) == [("Work ledger", "entries to check: 3", where)]
    assert line(second_clerk) == [("Work ledger", "entries to check: 4", where)]
    assert line(applicant) == []


def test_several_at_once_each_its_own_verb(
    zone: Zone, applicant: User, clerk: User, second_clerk: User, signed_in: SignIn
) -> None:
    first, second = (casework.submitted(zone, applicant, title=f"论坛{number}") for number in range(2))
    own = casework.submitted(None, clerk)
    office, where = signed_in(clerk), reverse("ledger:accept_many")
    assert at("entry", own) in office.get(LIST).content.decode()
    ticks = office.get(LIST).content.decode().count('name="entry"')
    assert ticks == 2, "the clerk's own entry waits for another"
    ticked = {"entry": [first.pk, second.pk, own.pk]} | {
        f"revision-{each.pk}": 1 for each in (first, second, own)
    }
    shown = office.post(where, ticked)
    assert (shown.status_code, LedgerEntry.objects.filter(state=State.ACCEPTED).count()) == (200, 0)
    actions.send_back(second, reason="请补充。", by=second_clerk)
    done = office.post(where, {**ticked, "confirm": "1"}, follow=True)
    assert told(done) == [
        "1 entries stand in the ledger now.",
        f"{second.number} was not taken into the ledger: {SomebodyWasFaster.sentence}",
        f"{own.number} was not taken into the ledger: Whoever entered, changed or submitted an entry does not check it.",
    ]
    assert Line.objects.filter(verb=Verb.ACCEPT_WORK).count() == 1
    for nothing in ([], ["x"], ["9" * 30], ["999999"]):
        answer = office.post(where, {"entry": nothing, "confirm": "1"}, follow=True)
        assert told(answer) == ["Tick at least one entry that waits to be checked."]
    assert signed_in(applicant).post(where, ticked).status_code == 403


# ---------------------------------------------------------------- taken out
def test_as_a_file(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, signed_in: SignIn
) -> None:
    """What the list shows, with nothing that runs; that it left is on record."""
    entry = casework.entered(zone, applicant, title="=HYPERLINK(1)", partners="@x")
    casework.attached(entry, applicant)
    casework.entered(other_zone, stranger, title="别家")
    where = reverse("ledger:export")
    book = load_workbook(BytesIO(signed_in(clerk).post(f"{where}?zone={zone.code}").content))
    head, row = book.active.iter_rows()
    values = dict(zip((cell.value for cell in head), row, strict=True))
    assert [(values[name].data_type, values[name].value) for name in ("Name of the work", "Figure", "Evidence")] == [
        ("s", "'=HYPERLINK(1)"), ("n", 1), ("n", 1),
    ]  # fmt: skip
    answer = signed_in(applicant).post(where, {"as": "csv"})
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Name of the work"], row["Partner organisations"], row["Figure"]) for row in rows] == [
        ("'=HYPERLINK(1)", "'@x", "1")
    ]
    assert [(line.actor, line.facts["rows"]) for line in Line.objects.filter(verb=Verb.EXPORT).order_by("pk")] == [
        (clerk, 1), (applicant, 1),
    ]  # fmt: skip
