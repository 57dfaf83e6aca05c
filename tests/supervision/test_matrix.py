"""The matrix: who sees which rows, what the rates say, what it costs, how it leaves the program."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from program import clock
from program.journal.models import Line, Verb
from program.people.models import User
from program.rulesets.models import Scope
from program.supervision import actions, rules
from program.supervision.models import Duty, DutyState, Obligation, ObligationQuerySet, Release
from program.supervision.rules.matrix import percent
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.supervision import casework
from tests.supervision.casework import YEAR, on

pytestmark = pytest.mark.django_db
PAGE = reverse("supervision:matrix")


@pytest.fixture
def many(zone: Zone, other_zone: Zone, report: Obligation) -> list[Obligation]:
    """Thirty zones more, with each duty in each of five years."""
    zones = [factories.zone(zone.recommending_body, province="33") for _ in range(30)]
    return Obligation.objects.bulk_create(
        Obligation(
            zone=each, duty=duty, year=year, due=clock.end_of(date(year + 1, 6, 30)), authority="示例", scope=Scope.EVERY_ZONE
        )
        for each in zones for year in range(2021, 2026) for duty in Duty
    )  # fmt: skip


def test_it_asks_the_same_for_one_zone_and_for_thirty(
    report: Obligation, signed_in: SignIn, clerk: User, asks: Asks, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(clerk)
    with asks(QUERIES):
        browser.get(PAGE)
    request.getfixturevalue("many")
    with asks(QUERIES):
        page = browser.get(f"{PAGE}?year=2025").content.decode()
    assert page.count('scope="row"') > 30


QUERIES = 9
"""Session, person, roles, unread messages; two counts, how many zones, which, their cells."""


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", 2),
        ("supervisor", 2),
        ("auditor", 2),
        ("applicant", 1),
        ("contact", 1),
        ("recommender", 1),
        ("expert", 0),
    ],
)
def test_who_sees_which_rows(
    who: str,
    seen: int,
    report: Obligation,
    other_zone: Zone,
    signed_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    casework.sweep(date(2026, 1, 2))
    page = signed_in(request.getfixturevalue(who)).get(PAGE)
    names = [zone.name_zh for zone, _cells in page.context["rows"]]
    assert len(names) == seen
    assert ("示例邻区高新技术产业开发区" in names) == (seen == 2)
    mine = [each.pk for each in page.context["mine"]]
    assert (report.pk in mine) == (who == "applicant")  # what must be done next is the manager's


def test_each_state_in_its_words(
    report: Obligation, ledger: Obligation, applicant: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    with on(date(2026, 7, 7)):
        casework.handed_in(ledger, applicant)
        actions.approve(
            casework.asked(Obligation.objects.get(duty=Duty.ZONE_FIGURES), clerk, date(2026, 8, 31)),
            by=director,
        )
        actions.approve(
            actions.propose_waiver(Obligation.objects.get(duty=Duty.DECLARATIONS), reason="停产。", by=clerk), by=director
        )  # fmt: skip
        page = signed_in(clerk).get(PAGE).content.decode()
    for words in ("7 days late", "reported, late", "extended to 31 August", "waived"):
        assert words in page


def test_filters_and_addresses(many: list[Obligation], signed_in: SignIn, clerk: User) -> None:
    browser = signed_in(clerk)
    answer = browser.get(f"{PAGE}?year=2023&province=33&duty=ledger")
    assert f'<a href="{PAGE}">All</a>' in answer.content.decode()
    narrowed = answer.context["matrix"]
    assert (narrowed.year, narrowed.zones.count(), narrowed.duties) == (2023, 30, [Duty.LEDGER])
    assert narrowed.tally().owed == 30
    assert (
        browser.get(f"{PAGE}?year=1999&province=99&duty=x").context["matrix"].year == clock.today().year - 1
    )
    assert browser.get(f"{PAGE}?zone=1").status_code == 400


def test_it_leaves_as_csv_and_xlsx(
    report: Obligation, other_zone: Zone, signed_in: SignIn, recommender: User
) -> None:
    Zone.objects.filter(pk=report.zone_id).update(name_zh="=HYPERLINK(1)")
    answer = signed_in(recommender).post(f"{reverse('supervision:export')}?year={YEAR}", {"as": "csv"})
    table = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in table] == ["Zone", report.zone.name_en, "Reporting rate, %", "Punctuality, %"]
    sheet: Any = load_workbook(
        BytesIO(signed_in(recommender).post(reverse("supervision:export"), {"as": "xlsx"}).content)
    ).active
    assert sheet.max_row == 4
    assert Line.objects.filter(verb=Verb.EXPORT, actor=recommender).count() == 2


# ---------------------------------------------------------------- rates
NOW = clock.start_of(date(2026, 7, 15))
DAYS = st.integers(-40, 40)
ONE = st.fixed_dictionaries(
    {
        "due": DAYS, "again": st.none() | DAYS, "handed_in": st.none() | DAYS, "late": st.booleans(),
        "release": st.sampled_from(["", "", "", Release.WAIVED]), "provisional": st.booleans(),
    }
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(ONE, max_size=6))
def test_the_rates_are_what_a_plain_count_says(drawn: list[dict[str, Any]]) -> None:
    """Counted by the database, and counted by hand with the rows' own sentences."""
    made = [obligation(number, each) for number, each in enumerate(drawn)]
    owed = [one for one in made if not one.release]
    handed = [one for one in owed if one.handed_in_at is not None]
    due = [one for one in owed if one.expected < NOW and not one.due_provisional]
    on_time = [one for one in due if one.handed_in_at is not None and not one.was_late]
    late = [one for one in owed if one.stands(NOW) == DutyState.LATE]
    within: ObligationQuerySet = Obligation.objects.filter(pk__in=[one.pk for one in made])
    shown = rules.Matrix(YEAR, list(Duty), within, NOW)
    tally = shown.tally()
    assert (tally.owed, tally.handed_in, tally.due, tally.on_time) == tuple(
        map(len, (owed, handed, due, on_time))
    )
    assert tally.rate == (None if not owed else percent(len(handed), len(owed)))
    cells = [cell for row in shown.rows(shown.zones) for cell in row.cells.values()]
    assert sum(cell.state == DutyState.LATE for cell in cells) == len(late)
    assert set(within.late(NOW)) == set(late)
    Obligation.objects.filter(pk__in=[one.pk for one in made]).delete()


def obligation(number: int, drawn: dict[str, Any]) -> Obligation:
    def moment(days: int | None) -> Any:
        return None if days is None else NOW + timedelta(days=days)

    zone = Zone.objects.filter(code=f"P{number}").first() or factories.zone(
        code=f"P{number}", province=f"3{number % 3 + 1}"
    )
    return Obligation.objects.create(
        zone=zone, duty=list(Duty)[number % 6], year=YEAR, due=moment(drawn["due"]), again_due=moment(drawn["again"]),
        sent_back_at=moment(drawn["again"]), due_provisional=drawn["provisional"], handed_in_at=moment(drawn["handed_in"]),
        was_late=drawn["late"], release=drawn["release"], released_at=NOW if drawn["release"] else None,
        release_reason="x" if drawn["release"] else "", authority="示例", scope=Scope.EVERY_ZONE,
    )  # fmt: skip
