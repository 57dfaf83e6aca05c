"""What was planted is found by its rightful readers, and then nowhere else: on no page, in no file, in no letter."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from program.applications.models import Application
from tests.access.crawl import crawl, exports
from tests.access.world import PLANTED, PUBLIC, World
from tests.once import ON_POSTGRESQL_IN_CI

pytestmark = ON_POSTGRESQL_IN_CI

OFFICE = frozenset({"clerk", "director", "auditor"})
A = frozenset({"manager", "contact"})
READERS = {
    # reviews: the office, and whoever wrote it
    "expert": OFFICE | {"expert"},
    "employer": OFFICE | {"expert"},
    "comment": OFFICE | {"expert"},
    "opinion": OFFICE | {"expert"},
    "unsubmitted sheet": frozenset({"expert"}),
    "panel opinion": OFFICE,
    "void reason": OFFICE,
    "conflict reason": OFFICE,
    "withdrawn sheet": OFFICE,
    # decisions: the office alone
    "departure": OFFICE,
    "conditions note": OFFICE,
    "stepped aside": OFFICE,
    "document number": OFFICE,
    "objector": OFFICE,
    "objector phone": OFFICE,
    "objector mail": OFFICE,
    "grounds": OFFICE,
    # registers: the office and its supervisor; a project its zone, and nobody else before it is put forward
    "pool project": A | OFFICE | {"supervisor"},
    "draft project": A,
    "restriction": OFFICE | {"supervisor"},
    "restricted draft": OFFICE | {"supervisor"},
    "lifting reason": OFFICE | {"supervisor"},
    "credit words": OFFICE | {"supervisor"},
    # the ledger: a zone its own in every state, the office and its supervisor all
    "ledger draft": A | OFFICE | {"supervisor"},
    "ledger entry": A | OFFICE | {"supervisor"},
    "ledger of the office": OFFICE | {"supervisor"},
    # served enterprises: the zone its own, the enterprise what was handed in about it; what the office found is the office's
    "served draft": A | OFFICE | {"supervisor"},
    "served record": A | OFFICE | {"supervisor", "enterprise"},
    # yearly forms: what is not handed in only the enterprise reads
    "yearly draft": {"enterprise"},
    "yearly form": A | OFFICE | {"supervisor", "enterprise"},
    "strike reason": OFFICE | {"supervisor"},
    "inspection": OFFICE | {"supervisor"},
    "provider waiting": OFFICE | {"supervisor"},
    "need waiting": OFFICE | {"supervisor", "enterprise"},
    "need contact": OFFICE | {"supervisor", "enterprise"},
    # duties: the zone, the office and its supervisor
    "return note": A | OFFICE | {"supervisor"},
    "extension reason": A | OFFICE | {"supervisor"},
    # leads and what is not announced or not signed yet: the office and its supervisor; the rest also who is measured
    "kept objection": OFFICE | {"supervisor"},
    "lead": OFFICE | {"supervisor"},
    "verdict": OFFICE | {"supervisor"},
    "finding": OFFICE | {"supervisor"},
    "draft measure": OFFICE | {"supervisor"},
    "unsigned decision": OFFICE | {"supervisor"},
    "unsigned reversal": OFFICE | {"supervisor"},
    "announced measure": A | OFFICE | {"supervisor"},
    "defence": A | OFFICE | {"supervisor"},
    "appeal": A | OFFICE | {"supervisor"},
    "rectification": A | OFFICE | {"supervisor"},
    # why something was switched for a rush: who switches, and the auditor in the journal
    "switch": frozenset({"admin", "auditor"}),
    # renamings and mergers before they are signed
    "unsigned alteration": OFFICE | {"supervisor"},
    # a change that an organisation reports: its own before it is handed in, then the zone's too; decided when it is signed
    "draft change": frozenset({"enterprise"}),
    "sent change": OFFICE | {"supervisor", "manager"},
    "unsigned outcome": OFFICE | {"supervisor"},
    # monitoring: drafts of schemes the office, why a year is evaluated anew also its supervisor
    "draft scheme": OFFICE,
    "evaluation anew": OFFICE | {"supervisor"},
    # reports that are not accepted, and what of a published one is a trade secret: the zone, the office and its supervisor
    "report draft": A | OFFICE | {"supervisor"},
    "report handed in": A | OFFICE | {"supervisor"},
    "report secret": A | OFFICE | {"supervisor"},
    # news that is not released: the zone and the office; where it was withdrawn again, likewise
    "news draft": A | OFFICE,
    "news sent": A | OFFICE,
    "news returned": A | OFFICE,
    "return of news": A | OFFICE,
    "news withdrawn": A | OFFICE,
    # visits: the team and the office
    "visit summary": OFFICE | {"inspector"},
    # the case file: drafts are their applicant's; what was handed in is read on its way
    "draft text": A,
    "trade secret": A | OFFICE,
    "certified application": OFFICE | {"manager"},
    # a claim: both zones, the enterprise, the office and its supervisor; its settlement, until it is signed, the office
    "claim": A | OFFICE | {"supervisor", "foreign manager", "enterprise"},
    "contested claim": A | OFFICE | {"supervisor", "foreign manager", "enterprise"},
    "unsigned settlement": OFFICE,
    "foreign text": frozenset({"foreign manager"}),
    "foreign trade secret": frozenset({"foreign manager"}),
}
OUTSIDE = (
    PUBLIC, "manager", "contact", "foreign manager", "recommender", "foreign recommender", "expert", "other expert", "inspector",
    "other inspector", "supervisor", "admin", "security", "enterprise",
)  # fmt: skip


def test_everything_planted_has_its_readers() -> None:
    assert READERS.keys() == PLANTED.keys()


def found_by(world: World, role: str) -> dict[str, list[str]]:
    """Planted name → where it was read."""
    read = crawl(world, role) | (exports(world) if role == "clerk" else {})
    return {
        name: [where for where, text in read.items() if planted in text] for name, planted in PLANTED.items()
    }


def test_the_office_finds_what_was_planted(world: World) -> None:
    found = found_by(world, "clerk")
    missing = [name for name, readers in READERS.items() if "clerk" in readers and not found[name]]
    leaked = [
        (name, found[name]) for name, readers in READERS.items() if "clerk" not in readers and found[name]
    ]
    assert (missing, leaked) == ([], [])


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_else_finds_it(world: World, role: str) -> None:
    found = found_by(world, role)
    leaked = {name: where for name, where in found.items() if where and role not in READERS[name]}
    assert leaked == {}
    owned = {"manager": "draft text", "foreign manager": "foreign text", "expert": "unsubmitted sheet"}
    if role in owned:
        assert found[owned[role]], "the rightful reader has lost it"


def test_letters(world: World) -> None:
    """An objector reads of the own objection, an expert of the own work; nobody else's letter holds a secret."""
    addresses = {user.email: role for role, user in world.users.items()}
    office = {user.email for role, user in world.users.items() if role in OFFICE} | {
        "clerk2@example.org",
        "director2@example.org",
    }
    assert len(world.letters) > 20
    for address, text in world.letters:
        own = {"objector", "objector mail", "grounds"} if address == PLANTED["objector mail"] else set()
        for name, planted in PLANTED.items():
            allowed = address in office or addresses.get(address) in READERS[name] or name in own
            assert allowed or planted not in text, f"{name} in a letter to {address}"


# ---------------------------------------------------------------- before publication, all who wait read the same


def alike(text: str, case: Application) -> str:
    """A text without what is the case's own: its zone, number, addresses and dates."""
    for own in (case.zone.name_zh, case.zone.name_en, case.zone.code, case.number):
        text = text.replace(own, "…")
    text = re.sub('class="(odd|even)"', "", text)
    text = re.sub(rf"/applications/{case.pk}/", "/applications/…/", text)
    text = re.sub(
        r'(?<=id=")[^"]*|(?<=csrfmiddlewaretoken" value=")[^"]*|(?<=X-CSRFToken": ")[^"]*|/files/\d+/',
        "…",
        text,
    )
    text = re.sub(r"\d{4}年\d+月\d+日|\d+月\d+日|\d\d? [A-Z][a-z]+( \d{4})?", "…", text)
    return re.sub(
        r"\d{4}-\d\d-\d\d|\d\d-\d\d|\d\d?:\d\d(:\d\d)?|[0-9A-Z]{4}-[0-9A-Z]{4}-\d|[0-9a-f]{8,64}", "…", text
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("waiting", ["unlisted", "reserve"])
@pytest.mark.parametrize("role", ["manager", "contact", "recommender"])
def test_not_chosen_reads_like_still_in_deliberation(
    world: World, role: str, waiting: str, language: str
) -> None:
    pages, rows = [], []
    for name in (waiting, "deliberated"):
        case = Application.objects.select_related("zone").get(pk=world[name].pk)
        browser = world.browser(role)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        pages.append(alike(browser.get(reverse("desk:case", args=[case.pk])).content.decode(), case))
        listed = browser.get(reverse("applications:list")).content.decode()
        desk = browser.get(reverse("desk:desk")).content.decode()
        found = [
            *re.findall(r"<tr.*?</tr>", listed, re.DOTALL),
            *re.findall(r"<li>.*?</li>", desk, re.DOTALL),
        ]
        rows.append([alike(row, case) for row in found if case.number in row])
    assert pages[0].splitlines() == pages[1].splitlines()
    assert rows[0] == rows[1]
    assert rows[0]


@pytest.mark.parametrize("role", ["manager", "recommender", "foreign manager"])
def test_no_filter_or_order_tells_them_apart(world: World, role: str) -> None:
    """Nor does the list's filter by stage, nor an order by what is hidden."""
    where = reverse("applications:list")
    for order in ("stage", "-stage", "due", "-due", "score", "rank", "outcome", "waiting_role"):
        assert world.ask(role, f"{where}?sort={order}").status_code == 400, order
    numbers = {
        name: Application.objects.get(pk=world[name].pk).number
        for name in ("unlisted", "reserve", "deliberated")
    }
    for stage in ("unlisted", "deliberation", "objections", "public_notice"):
        text = world.text(role, f"{where}?stage={stage}")
        assert len({number in text for number in numbers.values()}) == 1, stage
