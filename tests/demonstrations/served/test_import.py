"""Hundreds of records from one file: looked at first, every wrong cell with its sentence; then all of them, or the good ones."""

import csv
import time
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from demonstrations.served import importing
from demonstrations.served.models import Metric, RecordFigure, ServiceRecord, Source, State
from program.journal.models import Line, Verb
from program.people.models import Organization, OrganizationKind, User
from program.zones.models import Affiliation, Site, Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.served import casework

pytestmark = pytest.mark.django_db
WHERE = reverse("served:import")


def row(code: str, **cells: str) -> list[str]:
    """Energy from the declarations."""
    known = {
        "credit_code": code, "name": "示例企业", "service": "retrofit", "description": "更换空压机。",
        "baseline_year": "2022", "result_year": "2024", "energy_base": "申报",
    } | cells  # fmt: skip
    return [known.get(name, "") for name in importing.NAMES]


def as_csv(*rows: list[str], encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    target = StringIO()
    csv.writer(target).writerows([importing.labels(), *rows])
    return SimpleUploadedFile("served.csv", target.getvalue().encode(encoding))


def book(*rows: list[Any]) -> SimpleUploadedFile:
    made = Workbook()
    for cells in (importing.labels(), *rows):
        made.active.append(cells)
    target = BytesIO()
    made.save(target)
    return SimpleUploadedFile("served.xlsx", target.getvalue())


def wrong(response: Any) -> dict[tuple[int, str], str]:
    """(row, column) → what is wrong there."""
    return {
        (each.number, cell.name): " ".join(cell.faults)
        for each in response.context["rows"]
        for cell in each.wrong
    }


def confirm(browser: Client, looked: Any, how: str = "1") -> Any:
    return browser.post(WHERE, {"lines": looked.context["lines"], "confirm": how})


def test_the_template_filled_in_looked_at_and_taken_in(
    zone: Zone, applicant: User, firm: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    template = load_workbook(BytesIO(browser.get(reverse("served:template")).content))
    assert [cell.value for cell in template.worksheets[0][1]] == importing.labels()
    entered = row(
        firm.credit_code, service="energy-saving diagnosis", output_base="50,000", output_result="55000",
        energy_base="100", energy_result="80", cod_base="declared", price_base="2020",
    )  # fmt: skip
    looked = browser.post(WHERE, {"file": book(row(firm.credit_code), entered)})
    assert (looked.status_code, wrong(looked), ServiceRecord.objects.count()) == (200, {}, 0)
    assert confirm(browser, looked).status_code == 302
    first, second = ServiceRecord.objects.order_by("pk")
    assert [(each.state, each.enterprise, each.zone) for each in (first, second)] == [
        (State.DRAFT, firm, zone)
    ] * 2
    assert (second.service, second.price_base, second.output_base) == ("diagnosis", 2020, 50000)
    assert [(one.metric, one.source, one.base) for one in second.figures.all()] == [
        (Metric.ENERGY, Source.ENTERED, 100), (Metric.COD, Source.DECLARED, None),
    ]  # fmt: skip
    assert Line.objects.filter(verb=Verb.OPEN_RECORD, actor=applicant).count() == 2
    again = confirm(browser, looked)
    assert again.status_code == 422
    assert wrong(again)[1, "service"].endswith(f"already: {first.number}.")
    assert ServiceRecord.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv(zone: Zone, applicant: User, firm: Organization, signed_in: SignIn, encoding: str) -> None:
    browser = signed_in(applicant)
    confirm(browser, browser.post(WHERE, {"file": as_csv(row(firm.credit_code), encoding=encoding)}))
    assert ServiceRecord.objects.get().description == "更换空压机。"


def test_what_is_wrong_stands_in_its_cell_and_nothing_is_opened(
    zone: Zone, applicant: User, firm: Organization, signed_in: SignIn
) -> None:
    branch = casework.enterprise(zone, name_zh="示例公司南京分公司")
    body = factories.organization(OrganizationKind.UNIVERSITY)
    code = firm.credit_code
    rows = [
        row(code),
        row("91320000000000000X"),
        row(branch.credit_code),
        row(body.credit_code),
        row(code, service="magic"),
        row(code, baseline_year="２０２２"),
        row(code, result_year="2022", service="air"),
        row(code, energy_base="1e3", energy_result="5", service="air"),
        row(code, energy_base="100", service="air"),
        row(code, energy_base="", service="air"),
        row(code, output_base="5", service="air"),
        row(code, provider_code=code, service="air"),
        row(code, result_year="2019", baseline_year="2018", service="air"),
        row(code),
        row(code, description="=HYPERLINK(1)", service="wastewater"),
    ]
    looked = signed_in(applicant).post(WHERE, {"file": as_csv(*rows)})
    found = wrong(looked)
    assert {key for key in found if key[0] > 2} >= {
        (3, "credit_code"), (4, "credit_code"), (5, "credit_code"), (6, "service"), (7, "baseline_year"),
        (8, "result_year"), (9, "energy_base"), (10, "energy_result"), (11, "energy_base"), (12, "output_result"),
        (13, "provider_code"), (14, "baseline_year"), (15, "service"),
    }  # fmt: skip
    assert "earlier row" in found[15, "service"]
    assert "is a branch" in found[4, "credit_code"]
    confirmed = confirm(signed_in(applicant), looked)
    assert (confirmed.status_code, ServiceRecord.objects.count()) == (422, 0)


def test_the_good_rows_alone(zone: Zone, applicant: User, firm: Organization, signed_in: SignIn) -> None:
    browser = signed_in(applicant)
    looked = browser.post(WHERE, {"file": as_csv(row(firm.credit_code), row(firm.credit_code, service="x"))})
    assert (looked.context["good"], looked.context["bad"]) == (1, 1)
    assert confirm(browser, looked, "good").status_code == 302
    assert ServiceRecord.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04junk", "a,b\n".encode("utf-16")])
def test_what_is_no_file_of_rows_is_said(
    zone: Zone, applicant: User, signed_in: SignIn, content: bytes
) -> None:
    for name in ("x.csv", "x.xlsx"):
        answer = signed_in(applicant).post(WHERE, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code in {200, 422}
    assert signed_in(applicant).post(WHERE, {"confirm": "1", "lines": ""}).status_code == 422
    assert not ServiceRecord.objects.exists()


def test_who_may_not_open_records_takes_in_nothing(
    zone: Zone, contact: User, clerk: User, firm_manager: User, signed_in: SignIn
) -> None:
    for person in (contact, clerk, firm_manager):
        assert signed_in(person).get(WHERE).status_code == 403
        assert signed_in(person).post(WHERE, {"file": as_csv()}).status_code == 403


def test_five_hundred_rows_in_seconds(zone: Zone, applicant: User, signed_in: SignIn) -> None:
    firms = Organization.objects.bulk_create(
        Organization(
            credit_code=factories.credit_code(prefix="91"), name_zh=f"示例企业{number}", kind=OrganizationKind.ENTERPRISE,
            province="32",
        )
        for number in range(500)
    )  # fmt: skip
    sites = Site.objects.bulk_create(Site(organization=firm, name_zh="厂区", industry="39") for firm in firms)
    Affiliation.objects.bulk_create(Affiliation(site=site, zone=zone, since_year=2020) for site in sites)
    browser, file = signed_in(applicant), as_csv(*(row(firm.credit_code) for firm in firms))
    started = time.process_time()
    with CaptureQueriesContext(connection) as context:
        looked = browser.post(WHERE, {"file": file})
    assert len(context.captured_queries) < 20
    assert confirm(browser, looked).status_code == 302
    took = time.process_time() - started
    assert (ServiceRecord.objects.count(), RecordFigure.objects.count()) == (500, 500)
    assert took < 20, took
    print(f"{took:.1f} s")  # noqa: T201 how long it took
