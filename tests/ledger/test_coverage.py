"""What the ledger holds of a year: for the reports, for a zone, for the office."""

from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest
from django.urls import reverse

from program import clock
from program.ledger import actions, rules
from program.ledger.models import Clause, Kind, LedgerEntry, State, Unit
from program.ledger.rules import Sum
from program.people.models import User
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.ledger import casework

pytestmark = pytest.mark.django_db
WHERE = reverse("ledger:coverage")


def money(figure: str, **fields: Any) -> dict[str, Any]:
    return {"clause": Clause.LAYOUT, "kind": Kind.INFRASTRUCTURE, "figure": Decimal(figure), **fields}


@pytest.fixture
def year(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, second_clerk: User
) -> int:
    """Two sums and a forum that count; all else does not."""
    casework.accepted(zone, applicant, clerk, **money("0.1", title="管网一期"))
    casework.accepted(zone, applicant, clerk, **money("0.2", title="管网二期"))
    casework.accepted(zone, applicant, clerk, clause=Clause.LAYOUT, title="产业链对接会")
    struck = casework.accepted(zone, applicant, clerk, **money("9", title="未建"))
    actions.strike_out(struck, reason="未建。", by=clerk)
    casework.submitted(zone, applicant, **money("9", title="待审"))
    casework.submitted(zone, applicant, clause=Clause.PUBLICITY, title="开放日")
    casework.accepted(other_zone, stranger, clerk, **money("0.4"))
    casework.accepted(None, clerk, second_clerk, clause=Clause.EVALUATION, title="评价指标研讨会")
    return casework.DAY.year


def test_for_the_reports(zone: Zone, year: int) -> None:
    """Added in Python: 0.1 + 0.2 is 0.3."""
    accounts = rules.accepted(zone, year)
    assert [each.clause for each in accounts] == list(Clause)
    layout = next(each for each in accounts if each.clause == Clause.LAYOUT)
    assert [one.title for one in layout.entries] == ["管网一期", "管网二期", "产业链对接会"]
    assert layout.sums == (
        Sum(Kind.EVENT, Unit.EVENTS, 1, Decimal(1)), Sum(Kind.INFRASTRUCTURE, Unit.MONEY, 2, Decimal("0.3")),
    )  # fmt: skip
    assert sum(len(each.entries) for each in accounts) == 3
    (own,) = [each for each in rules.accepted(None, year) if each.entries]
    assert own.clause == Clause.EVALUATION
    assert not any(each.entries for each in rules.accepted(zone, year - 1))


def test_a_zone_sees_its_gaps(zone: Zone, applicant: User, year: int, signed_in: SignIn) -> None:
    """What is on its way is no gap, nor what is the office's duty alone."""
    page = signed_in(applicant).get(f"{WHERE}?year={year}")
    accounts = {each.clause: each for each in page.context["accounts"]}
    gaps = {clause for clause, each in accounts.items() if each.is_gap}
    assert gaps == set(Clause) - {Clause.LAYOUT, Clause.PUBLICITY, Clause.EVALUATION}
    assert accounts[Clause.LAYOUT].under_way == accounts[Clause.PUBLICITY].under_way == 1
    assert page.content.decode().count("Nothing in the ledger yet") == len(gaps)


def test_the_office_sees_all_zones(
    zone: Zone, other_zone: Zone, clerk: User, year: int, signed_in: SignIn
) -> None:
    page = signed_in(clerk).get(f"{WHERE}?year={year}")
    layout = next(each for each in page.context["covered"] if each.clause == Clause.LAYOUT)
    assert (layout.entries, layout.zones) == (4, 2)
    assert layout.sums[1] == Sum(Kind.INFRASTRUCTURE, Unit.MONEY, 3, Decimal("0.7"))
    counts = {
        row.code: {clause: count for clause, count in cells if count} for row, cells in page.context["rows"]
    }
    assert counts == {zone.code: {Clause.LAYOUT: 3}, other_zone.code: {Clause.LAYOUT: 1}}
    assert dict(page.context["office"])[Clause.EVALUATION] == 1
    one = signed_in(clerk).get(f"{WHERE}?zone={zone.code}")
    assert one.context["zone"] == zone


def test_who_sees_the_coverage(
    zone: Zone, applicant: User, stranger: User, expert: User, supervisor: User, recommender: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    for person, query, status in (
        (supervisor, "", 200), (supervisor, f"?zone={zone.code}", 200), (applicant, f"?zone={zone.code}", 200),
        (stranger, f"?zone={zone.code}", 404), (expert, "", 404), (recommender, "", 404), (applicant, "?x=1", 400),
        (applicant, "?year=9999", 200),
    ):  # fmt: skip
        assert signed_in(person).get(f"{WHERE}{query}").status_code == status, f"{person} {query}"


def test_the_matrix_costs_the_same_for_every_number_of_zones(
    zone: Zone, clerk: User, applicant: User, asks: Asks, signed_in: SignIn
) -> None:
    """179 zones, each with an entry: session, person, roles, unread, entries, zones."""
    zones = [factories.zone(zone.recommending_body) for _ in range(178)]
    common = casework.values()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            **common | {"clause": clause}, number=f"{each.pk}", zone=each, unit=Unit.EVENTS,
            state=State.ACCEPTED, entered_by=applicant, submitted_by=applicant, submitted_at=clock.now(),
            checked_by=clerk, checked_at=clock.now(),
        )
        for each, clause in zip((zone, *zones), cycle(Clause), strict=False)
    )  # fmt: skip
    browser = signed_in(clerk)
    browser.get(WHERE)
    with asks(6):
        page = browser.get(f"{WHERE}?year=2026")
    assert sum(each.zones for each in page.context["covered"]) == 179
