"""The pages: what each role reads and may do, what is wrong said at its place, the desk, numbers that name nobody."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demonstrations.served import actions, rules
from demonstrations.served.models import Inspection, Provider, Sample, ServiceRecord, State, Turn
from program import clock
from program.desk.work import waiting_for
from program.journal.models import Line, Verb
from program.people.models import Organization, User
from program.progress import tasks
from program.progress.rules import counters
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.demonstrations.served import casework
from tests.demonstrations.served.casework import WHY

pytestmark = pytest.mark.django_db


def typed(firm: Organization, **fields: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    return {
        "credit_code": firm.credit_code, "service": "retrofit", "description": "更换空压机。", "baseline_year": "2022",
        "result_year": "2024", "price_base": "2019", "output_kind": "value_added", "output_source": "entered",
        "output_base": "50,000", "output_result": "55000.5", "energy_source": "entered", "energy_base": "100",
        "energy_result": "80",
    } | fields  # fmt: skip


# ---------------------------------------------------------------- one record
def test_a_record_is_opened_shown_submitted_and_checked_by_clicking(
    zone: Zone, applicant: User, reviewer: User, firm: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    assert browser.get(reverse("served:new")).status_code == 200
    assert browser.post(reverse("served:new"), typed(firm)).status_code == 302
    record = ServiceRecord.objects.get()
    where = record.get_absolute_url()
    answer = browser.post(reverse("served:submit", args=[record.pk]), {"revision": "1"})
    assert (answer.status_code, "needs evidence" in answer.content.decode()) == (422, True)
    attach = reverse("served:attach", args=[record.pk])
    assert browser.post(attach, {"about": "", "file": factories.pdf()}).status_code == 302
    assert browser.post(attach, {"about": "magic", "file": factories.pdf("b")}).status_code == 422
    assert browser.post(reverse("served:submit", args=[record.pk]), {"revision": "1"}).status_code == 302
    page = browser.get(where).content.decode()
    assert "a reviewer or manager who had no hand in it" in page
    assert "100 − 80 = 20 tce" in page
    assert reverse("served:accept", args=[record.pk]) not in page
    second = signed_in(reviewer)
    assert reverse("served:accept", args=[record.pk]) in second.get(where).content.decode()
    assert second.post(reverse("served:accept", args=[record.pk]), {"revision": "1"}).status_code == 302
    page = second.get(where).content.decode()
    assert "sha256" in page
    assert "(100 − 80) ÷ 100 × 100% = 20%" in page


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("energy_base", "1_000"), ("energy_base", "１００"), ("energy_base", "-5"), ("energy_base", "1e3"),
        ("energy_base", "9" * 20), ("energy_base", "1.23456"), ("baseline_year", "2018"), ("baseline_year", "２０２２"),
        ("result_year", "2022"), ("result_year", "2031"), ("credit_code", "123"), ("service", "magic"),
        ("energy_source", "magic"), ("output_base", "0"), ("price_base", "1999"), ("description", " "),
        ("provider_code", "91320000000000000X"), ("description", "x" * 2001), ("energy_base", ""),
    ],
)  # fmt: skip
def test_bad_input_is_said_at_its_field(
    zone: Zone, applicant: User, firm: Organization, signed_in: SignIn, field: str, text: str
) -> None:
    answer = signed_in(applicant).post(reverse("served:new"), typed(firm, **{field: text}))
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not ServiceRecord.objects.exists()


def test_an_enterprise_that_nobody_knows_and_a_branch(
    zone: Zone, applicant: User, firm: Organization, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    unknown = browser.post(reverse("served:new"), typed(firm, credit_code=factories.credit_code(prefix="91")))
    assert "list its site" in unknown.content.decode()
    branch = browser.post(reverse("served:new"), typed(firm, is_branch="on"))
    assert "is a branch" in branch.content.decode()
    assert not ServiceRecord.objects.exists()


def test_changed_with_what_stands_there(
    zone: Zone, applicant: User, firm: Organization, signed_in: SignIn
) -> None:
    record = casework.opened(zone, applicant, firm)
    browser, where = signed_in(applicant), reverse("served:change", args=[record.pk])
    form = browser.get(where).context["form"]
    assert form["energy_base"].value() == "100"
    changed = typed(firm, energy_result="70", revision="1")
    assert browser.post(where, changed).status_code == 302
    assert browser.post(where, changed).status_code == 409  # the page is not the latest any more
    assert record.figures.get().result == 70


def test_a_provider_says_first_in_which_zone(
    zone: Zone, other_zone: Zone, server: User, provider: Provider, firm: Organization, signed_in: SignIn
) -> None:
    browser, where = signed_in(server), reverse("served:new")
    assert other_zone.code in browser.get(f"{where}?provider=1").content.decode()
    assert browser.post(f"{where}?provider=1&zone={other_zone.code}", typed(firm)).status_code == 422
    assert browser.post(f"{where}?provider=1&zone={zone.code}", typed(firm)).status_code == 302
    assert ServiceRecord.objects.get().provider == provider.organization
    assert browser.get(f"{where}?provider=1&zone=NOWHERE").status_code == 403


def test_a_stranger_finds_nothing(
    sent: ServiceRecord, stranger: User, contact: User, signed_in: SignIn
) -> None:
    for name in ("record", "change"):
        assert signed_in(stranger).get(reverse(f"served:{name}", args=[sent.pk])).status_code == 404
    for name in ("submit", "withdraw", "accept", "return", "strike", "restore", "attach"):
        assert signed_in(stranger).post(reverse(f"served:{name}", args=[sent.pk])).status_code in {404, 422}
    assert (
        signed_in(contact).post(reverse("served:accept", args=[sent.pk]), {"revision": "1"}).status_code
        == 403
    )
    sent.refresh_from_db()
    assert sent.state == State.SUBMITTED


# ---------------------------------------------------------------- several at once, lists
def test_submitted_and_checked_together(
    zone: Zone, applicant: User, reviewer: User, signed_in: SignIn
) -> None:
    ready = casework.opened(zone, applicant)
    lacking = actions.open_record(zone, casework.entered(casework.enterprise(zone)), by=applicant)
    browser, where = signed_in(applicant), reverse("served:submit_many")
    given: dict[str, Any] = {"record": [ready.pk, lacking.pk]}
    assert browser.post(where, given).status_code == 200  # first what that does
    given |= {"confirm": "1", f"revision-{ready.pk}": "1", f"revision-{lacking.pk}": "1"}
    page = browser.post(where, given, follow=True).content.decode()
    assert lacking.number in page
    assert "needs evidence" in page
    second = signed_in(reviewer)
    assert f'value="{ready.pk}"' in second.get(reverse("served:records")).content.decode()
    second.post(reverse("served:accept_many"), given)
    states = dict(ServiceRecord.objects.values_list("number", "state"))
    assert states == {ready.number: State.COUNTED, lacking.number: State.DRAFT}


def test_the_list_costs_the_same_however_long(
    zone: Zone, applicant: User, reviewer: User, clerk: User, signed_in: SignIn, asks: Asks
) -> None:
    casework.counted(zone, applicant, reviewer)
    where = reverse("served:records")
    people = [(signed_in(applicant), 9), (signed_in(clerk), 7)]
    for browser, number in people:
        with asks(number):
            browser.get(where)
    for _ in range(30):
        casework.submitted(zone, applicant)
    for browser, number in people:
        with asks(number):
            browser.get(where)


@pytest.mark.parametrize(
    "where", ["records", "entries", "market", "samples", "decisions", "providers", "needs", "public"]
)
def test_an_unknown_parameter_is_refused(clerk: User, signed_in: SignIn, where: str) -> None:
    for query in ("secret=1", "sort=opened_by__email"):
        assert signed_in(clerk).get(f"{reverse(f'served:{where}')}?{query}").status_code == 400


def test_filters_and_export(sent: ServiceRecord, clerk: User, stranger: User, signed_in: SignIn) -> None:
    browser, where = signed_in(clerk), reverse("served:records")
    for query, found in (
        (f"zone={sent.zone.code}", 1), ("state=counted", 0), ("year=2024", 1), ("service=air", 0), ("q=示例精密", 1),
    ):  # fmt: skip
        assert len(browser.get(f"{where}?{query}").context["table"].rows) == found, query
    table = browser.post(reverse("served:export"), {"as": "csv"}).content.decode()
    assert sent.number in table
    assert browser.post(reverse("served:export")).headers["Content-Type"].endswith("sheet")
    assert Line.objects.filter(verb=Verb.EXPORT).count() == 2
    assert browser.post(reverse("served:export"), {"as": "bogus"}).status_code == 400
    assert (
        sent.number not in signed_in(stranger).post(reverse("served:export"), {"as": "csv"}).content.decode()
    )


# ---------------------------------------------------------------- the office
def test_the_sample_is_drawn_again_by_its_page(
    counted: ServiceRecord, clerk: User, auditor: User, applicant: User, director: User, signed_in: SignIn
) -> None:
    browser = signed_in(clerk)
    browser.post(reverse("served:draw"))
    sample = Sample.objects.get()
    page = signed_in(auditor).get(sample.get_absolute_url())
    assert (page.context["same"], sample.seed in page.content.decode()) == (True, True)
    Sample.objects.filter(pk=sample.pk)  # frozen: what stands there is what was drawn
    assert signed_in(applicant).get(sample.get_absolute_url()).status_code == 404
    assert signed_in(applicant).get(reverse("served:samples")).status_code == 403
    drawn = Inspection.objects.get()
    where = reverse("served:inspect", args=[drawn.pk])
    assert browser.post(where, {"verdict": "", "finding": ""}).status_code == 422
    assert signed_in(director).post(where, {"verdict": "false", "finding": WHY}).status_code == 403
    assert browser.post(where, {"verdict": "false", "finding": WHY}).status_code == 302
    assert WHY in browser.get(reverse("served:samples")).content.decode()
    assert WHY not in signed_in(applicant).get(counted.get_absolute_url()).content.decode()


def test_proposed_signed_and_declined_on_the_page_of_the_record(
    counted: ServiceRecord, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(clerk)
    strike = reverse("served:strike", args=[counted.pk])
    assert browser.post(strike, {"strike-reason": ""}).status_code == 422
    assert browser.post(strike, {"strike-reason": WHY, "strike-revision": "1"}).status_code == 302
    decision = counted.decisions.get()
    assert WHY not in signed_in(applicant).get(counted.get_absolute_url()).content.decode()
    second = signed_in(director)
    assert second.post(reverse("served:decline", args=[decision.pk]), {}).status_code == 422
    assert signed_in(applicant).post(reverse("served:sign", args=[decision.pk])).status_code == 404
    assert browser.post(reverse("served:sign", args=[decision.pk])).status_code == 403
    assert second.post(reverse("served:sign", args=[decision.pk])).status_code == 302
    assert WHY in signed_in(applicant).get(counted.get_absolute_url()).content.decode()
    assert second.get(reverse("served:decisions")).status_code == 200


def notes(user: User) -> list[str]:
    return [item.note for item in waiting_for(user) if item.title == "Served enterprises"]


def test_what_waits_stands_on_the_desk(
    sent: ServiceRecord, applicant: User, reviewer: User, clerk: User, second_clerk: User, director: User, server: User,
    provider_organization: Organization,
) -> None:  # fmt: skip
    assert (notes(applicant), notes(reviewer)) == ([], ["service records to check: 1"])
    casework.provider(provider_organization, server, None)
    assert notes(clerk) == ["service providers to release: 1"]
    done = actions.accept(sent, by=reviewer, seen=1)
    actions.draw(by=clerk)
    assert "drawn records to inspect: 1" in notes(second_clerk)
    actions.inspect(Inspection.objects.get(), verdict="false", finding=WHY, by=clerk)
    assert "records found false, to be struck out: 1" in notes(clerk)
    actions.propose(done, turn=Turn.STRIKE, reason=WHY, by=clerk)
    assert notes(director) == ["decisions on service records to sign: 1"]
    assert "records found false, to be struck out: 1" not in notes(clerk)


# ---------------------------------------------------------------- numbers for everybody
@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"a": 5, "b": 0}, {"a": 5, "b": 0}),
        ({"a": 5, "b": 2}, {"a": None, "b": None}),  # the total would tell the one from the other
        ({"a": 9, "b": 5, "c": 1}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 2, "c": 1}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 4, "c": 1, "d": 1}, {"a": 9, "b": None, "c": None, "d": None}),
        ({"a": 1}, {"a": None}),
    ],
)
def test_cells_of_fewer_than_three_firms_are_not_told(
    numbers: dict[str, int], told: dict[str, int | None]
) -> None:
    assert rules.suppressed(numbers) == told


def test_numbers_and_no_names_unless_the_rules_publish_them(
    zone: Zone, applicant: User, reviewer: User, clerk: User, director: User, client: Client
) -> None:
    made = [casework.counted(zone, applicant, reviewer) for _ in range(3)]
    name = made[0].enterprise.name
    page = client.get(reverse("served:public")).content.decode()
    assert name not in page
    assert "60" in page  # three times twenty tce
    rows = json.loads(client.get(reverse("portal:dataset", args=["served", "json"])).content)
    assert {"group": "province", "code": "32", "value": 3, "unit": None} in rows
    assert name not in json.dumps(rows, ensure_ascii=False)
    factories.rule_set(clerk, director, served_published=1)
    assert name in client.get(reverse("served:public")).content.decode()
    assert len(client.get(reverse("portal:dataset", args=["served", "csv"])).content.splitlines()) > 4


def test_the_board_counts_the_thousand_and_its_steps(
    zone: Zone, applicant: User, reviewer: User, clerk: User, director: User, counted: ServiceRecord
) -> None:
    for _ in range(3):
        casework.submitted(zone, applicant)
    casework.struck(casework.counted(zone, applicant, reviewer), clerk, director)
    board = tasks.count()
    tier = next(row for row in board.data["tiers"] if row["tier"] == "thousand")
    assert (tier["count"], tier["steps"], tier["standings"]) == (
        1, {"checking": 3, "not_counted": 0, "counted": 1}, {"struck_out": 1},
    )  # fmt: skip
    counter = counters(board.data, clock.today().year)[2]
    assert [part.count for part in counter.parts] == [3, 0, 1]
    assert [str(part.label) for part in counter.beside] == ["struck out"]
    province = next(row for row in board.data["provinces"] if row["province"] == "32")
    assert province["thousand"] is None  # one firm
