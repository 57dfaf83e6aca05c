"""What everybody reads of a report, and what nobody outside ever does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.files.models import File
from program.files.rules import can_view_file
from program.ledger import actions as works
from program.ledger.models import Kind
from program.people.models import User
from program.reports import actions, rules
from program.reports.models import Piece, Report
from program.reports.rules.opening import opened
from program.reports.tasks import make_publication, make_report
from program.supervision.models import Duty, Obligation
from program.zones.models import FormerName, Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.indicators.casework import VALUE_ADDED, accept, site
from tests.ledger import casework as ledger
from tests.reports import casework
from tests.reports.casework import COAL, GAS, POWER, again, firms, on, told, write

pytestmark = pytest.mark.django_db
LIST = reverse("reports:public")


def names(mix: dict[str, Any]) -> list[str]:
    return [pair[1] for pair in mix["names"]]


@pytest.mark.parametrize(("count", "shut"), [(1, "few"), (2, "few"), (3, "")])
def test_a_year_of_fewer_than_three_firms_is_not_public(
    zone: Zone, contact: User, count: int, shut: str
) -> None:
    firms(zone, count)
    said = told(zone, contact)
    year, open_year = said["figures"]["years"][-1], opened(said)["figures"]["years"][-1]
    assert (year["shut"], year["value_added"]) == (shut, str(1000 * count))
    assert open_year["value_added"] == (None if shut else str(1000 * count))
    assert bool(opened(said)["figures"]["mix"]["years"]) is not bool(shut)
    if shut:
        assert str(1000 * count) not in str(opened(said)["figures"])


def test_a_carrier_of_one_firm_stands_among_the_others(zone: Zone, contact: User) -> None:
    """And so does the next smallest, so that nothing can be told by subtracting."""
    codes = firms(zone, 4, **{COAL: "1000"})
    for code in codes:
        accept({(code, 2024): {VALUE_ADDED: "900", POWER: "90", GAS: "3"}})
    said = told(zone, contact)
    full, public = said["figures"]["mix"], opened(said)["figures"]["mix"]
    assert len(names(full)) == 3
    assert names(public)[-1] == "others"
    assert not any("coal" in name.lower() for name in names(public))
    coal = next(place for place, name in enumerate(names(full)) if "coal" in name.lower())
    assert full["years"]["2025"][coal] not in public["years"]["2025"]
    totals = [sum(map(float, each["years"]["2025"])) for each in (full, public)]
    assert totals[0] == pytest.approx(totals[1])


def test_where_one_firm_alone_uses_the_rest_there_is_no_mix(zone: Zone, contact: User) -> None:
    firms(zone, 3)
    only = site(zone).credit_code
    accept({(only, 2024): {VALUE_ADDED: "1", COAL: "5"}})
    said = told(zone, contact)
    assert opened(said)["figures"]["mix"]["years"].get("2024") is None


def test_what_the_zone_itself_declares_is_a_sum(zone: Zone, contact: User, figures: None) -> None:
    said = told(zone, contact)
    assert all(row["shut"] == "" for row in said["figures"]["years"])
    assert opened(said)["figures"]["mix"] == said["figures"]["mix"]


def test_how_other_duties_were_met_is_not_public(zone: Zone, contact: User, figures: None) -> None:
    """That is between the zone and the office; the table is left out, and the numbering closes up."""
    casework.owed(zone, Duty.LEDGER)
    said = told(zone, contact)
    assert [row["duty"] for row in said["duties"]] == ["ledger"]
    reading = rules.Reading(opened(said), public=True)
    assert Piece.DUTIES not in {shown.piece for shown in reading.pieces}
    assert [shown.number for shown in reading.pieces] == list(range(1, len(reading.pieces) + 1))


def test_a_year_below_its_coverage_is_not_public(zone: Zone, contact: User) -> None:
    firms(zone, 3)
    for _ in range(2):
        site(zone)
    assert told(zone, contact)["figures"]["years"][-1]["shut"] == "coverage"


def test_a_cut_does_not_tell_the_year_that_is_not_public(zone: Zone, contact: User) -> None:
    codes = firms(zone, 3)
    accept({(codes[0], 2019): {VALUE_ADDED: "900", POWER: "95"}})
    said = told(zone, contact)
    assert said["figures"]["years"][-1]["cut"] is not None
    assert opened(said)["figures"]["years"][-1]["cut"] is None


def test_pollutants_of_few(zone: Zone, contact: User) -> None:
    firms(zone, 3, **{"item:cod_generated": "77.5"})
    Obligation.objects.all().delete()
    said = rules.content(casework.begun(casework.owed(zone, Duty.GREEN_REPORT), contact))
    assert "77.5" in str(said["figures"]["pollutants"])
    assert "77.5" not in str(opened(said))


def test_trade_secrets_of_the_ledger(
    zone: Zone, contact: User, applicant: User, clerk: User, figures: None
) -> None:
    """Neither the name nor the money, nor a sum by which one would know it; nor a count of one or two firms."""
    day = {"year": 2025, "since": date(2025, 5, 6)}
    with on(date(2026, 3, 2)):
        entry = ledger.entered(
            zone, applicant, title="保密工艺改造", kind=Kind.FINANCE, figure=Decimal(4321), **day
        )
        ledger.attached(entry, applicant)
        File.objects.filter(ledger__entry=entry).update(trade_secret=True)
        works.accept(works.submit(entry, by=applicant), by=clerk)
        ledger.accepted(zone, applicant, clerk, title="诊断服务", kind=Kind.SERVICE, figure=Decimal(2), **day)
    said = told(zone, contact)
    assert "4321" in str(said["ledger"])
    public = str(opened(said)["ledger"])
    assert ("保密工艺改造" in public, "4321" in public, "诊断服务" in public) == (False, False, True)
    service = opened(said)["ledger"][0]["sums"][0]
    assert (service["total"], service["shut"], service["count"]) == (None, "few", 1)


def test_a_chapter_that_is_a_trade_secret(
    waiting: Report, duty: Obligation, contact: User, applicant: User, clerk: User
) -> None:
    actions.send_back(waiting, [("", "标注商业秘密")], by=clerk)
    report = casework.begun(duty, contact)
    write(report, Piece.CUTS, "催化剂配方", contact, trade_secret=True)
    report = actions.accept(casework.handed_in(report, applicant), by=clerk)
    make_publication(report.pk)
    page = Client().get(again(report).public_url).content.decode()
    assert ("催化剂配方" in page, "holds a trade secret" in page) == (False, True)
    assert "催化剂配方" in report.data["chapters"]["cuts"]["text"]
    assert "催化剂配方" not in str(opened(report.data))


def test_who_reads_what(
    waiting: Report, applicant: User, contact: User, reviewer: User, clerk: User, director: User, supervisor: User, auditor: User,
    recommender: User, stranger: User, expert: User, signed_in: SignIn,
) -> None:  # fmt: skip
    """Before it is accepted: the zone, the office's readers, the supervisor; whoever recommends the zone sees the duty alone."""
    make_report(waiting.pk)
    file, where = again(waiting).handed_in.file, waiting.get_absolute_url()
    hub = reverse("reports:of_duty", args=[waiting.obligation_id])
    for who in (applicant, contact, reviewer, clerk, director, supervisor, auditor):
        assert signed_in(who).get(where).status_code == 200
        assert signed_in(who).get(hub).status_code == 200
        assert can_view_file(who, file)
    for other in (recommender, stranger, expert):
        assert signed_in(other).get(where).status_code == 404
        assert signed_in(other).get(hub).status_code == 404
        assert not can_view_file(other, file)
    assert hub not in signed_in(recommender).get(waiting.obligation.get_absolute_url()).content.decode()
    assert not Report.objects.published().exists()


def test_the_list(
    zone: Zone, other_zone: Zone, figures: None, applicant: User, stranger: User, clerk: User, asks: Asks
) -> None:
    """Newest versions alone, narrowed down by year, kind, province; unknown filters are refused; as many queries for thirty."""
    with on(date(2026, 6, 2)):
        own = casework.accepted(casework.owed(zone), applicant, clerk)
        casework.waiting(casework.owed(zone, Duty.GREEN_REPORT), applicant)
        foreign = casework.accepted(casework.owed(other_zone, Duty.GREEN_REPORT), stranger, clerk)
        earlier = casework.accepted(casework.owed(zone, year=2024), applicant, clerk)

    def shown(query: str = "") -> set[Any]:
        page = Client().get(f"{LIST}{query}").content.decode()
        return {each.number for each in (own, foreign, earlier) if again(each).public_url in page}

    own, foreign, earlier = map(again, (own, foreign, earlier))
    assert shown() == {own.number, foreign.number, earlier.number}
    assert shown("?year=2024") == {earlier.number}
    assert shown("?kind=green_report") == {foreign.number}
    assert shown("?province=33") == {foreign.number}
    assert shown("?q=Foreign") == {foreign.number}
    FormerName.objects.create(
        zone=zone, name_zh="曾用名高新区", until=date(2020, 1, 1), approval_number="国函〔2020〕1号"
    )
    assert shown("?q=曾用名") == {own.number, earlier.number}
    assert shown(f"?q={foreign.number}") == {foreign.number}
    for query in ("?score=1", "?sort=sha256", "?state=draft"):
        assert Client().get(f"{LIST}{query}").status_code == 400
    for query in ("?year=%00", "?kind=nonsense", "?page=x", "?province=99"):
        assert Client().get(f"{LIST}{query}").status_code in {200, 400, 404}
    for place in range(35):
        row = Report.objects.get(pk=own.pk)
        duty = casework.owed(factories.zone(zone.recommending_body), year=2023)
        row.pk, row._state.adding, row.obligation, row.number = None, True, duty, f"BG-2024-{place:04d}"
        handed_in: Any = row.handed_in
        handed_in.pk, handed_in._state.adding, handed_in.obligation = None, True, duty
        handed_in.save()
        row.handed_in = handed_in
        row.save()
    with asks(2):
        Client().get(LIST)
    assert Client().get("/reports/BG-2030-0001/").status_code == 404
    assert Client().get(f"/reports/{'9' * 30}/").status_code == 302  # no number of ours: the sign-in


def test_a_published_page_costs_the_same(waiting: Report, clerk: User, asks: Asks) -> None:
    report = again(actions.accept(waiting, by=clerk))
    with asks(4):
        Client().get(report.public_url)
