"""Pages of yearly forms: who reads what, what stands beside the figures, the desk, the list and its rates, what is public."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demonstrations.enterprises.models import Term
from demonstrations.enterprises.yearly import actions, rules
from demonstrations.enterprises.yearly.models import State, YearlyForm
from program import clock
from program.applications import actions as applications
from program.desk.actions import remind
from program.desk.work import waiting_for
from program.notify.models import Text
from program.people.models import Organization, Role, User
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks, SignIn
from tests.demonstrations.enterprises.yearly import casework
from tests.demonstrations.enterprises.yearly.casework import WHY, figures, on, seen, stands
from tests.indicators import casework as declaring

pytestmark = pytest.mark.django_db
LIST = reverse("yearly:index")
SECRET = "并表新设子公司-narwhal"


def read(browser: Client, form: YearlyForm, name: str = "form") -> str:
    answer = browser.get(reverse(f"yearly:{name}", args=[form.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def posted(form: YearlyForm, **changed: Any) -> dict[str, str]:
    said = casework.values(**changed) | {"revision": seen(form).revision}
    return {name: str(value) for name, value in said.items()}


def post(browser: Client, form: YearlyForm, name: str, **data: Any) -> Any:
    return browser.post(reverse(f"yearly:{name}", args=[form.pk]), data)


def noted(user: User) -> list[str]:
    """What the desk says of yearly forms."""
    return [item.note for item in waiting_for(user) if "enterprise-forms" in item.url]


# ---------------------------------------------------------------- by clicking
def test_by_clicking_from_the_first_figure_to_the_profile(
    form: YearlyForm,
    contact: User,
    manager: User,
    reviewer: User,
    clerk: User,
    firm: Organization,
    signed_in: SignIn,
) -> None:
    answer = post(signed_in(contact), form, "fill", **posted(form), evidence=factories.pdf("proof"))
    assert answer.status_code == 302
    assert seen(form).evidence is not None
    assert post(signed_in(manager), form, "submit", revision=seen(form).revision).status_code == 302
    assert post(signed_in(reviewer), form, "pass", revision=seen(form).revision).status_code == 302
    assert "Accept the form" in read(signed_in(clerk), form)
    assert str(form.year) not in profile(firm)
    assert post(signed_in(clerk), form, "accept", revision=seen(form).revision).status_code == 302
    assert "Yearly forms accepted" in profile(firm)
    assert "2025" in profile(firm)
    frozen = signed_in(clerk).get(reverse("yearly:version", args=[form.pk, 1])).content.decode()
    assert seen(form).accepted.get().sha256 in frozen
    assert "1,250.500" in frozen


def profile(firm: Organization) -> str:
    whole: str = Client().get(firm.public_url).content.decode()
    return whole.partition('<dl class="facts">')[2].partition("</dl>")[0]


def test_figures_in_odd_writing_are_said_at_their_field(
    form: YearlyForm, manager: User, signed_in: SignIn
) -> None:
    said = posted(form) | {
        "revenue": "３００",
        "employees": "1e3",
        "energy": "-1",
        "rd_spend": "1000000001",
        "output": "1_000",
    }
    answer = post(signed_in(manager), form, "fill", **said)
    assert answer.status_code == 422
    assert {"revenue", "employees", "energy", "rd_spend", "output"} == set(answer.context["form"].errors)
    assert "R&amp;D spending is given in 10,000 yuan" in answer.content.decode()
    assert figures(form).revenue is None


def test_what_keeps_it_back_is_said_where_it_is_mended(
    form: YearlyForm, manager: User, signed_in: SignIn
) -> None:
    casework.filled(form, manager, green_revenue=Decimal(99999))
    answer = post(signed_in(manager), form, "submit", revision=seen(form).revision)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_green_revenue"' in page
    assert 'value="99999"' in page
    assert stands(form) == State.OWED
    assert "To be done before it can be handed in: 1" in read(signed_in(manager), form)


def test_the_clerk_returns_by_item_and_the_enterprise_reads_it_there(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, signed_in: SignIn
) -> None:
    form = casework.passed(form, manager, reviewer)
    browser = signed_in(clerk)
    assert "CO2 from energy" in read(browser, form, "items")
    assert post(browser, form, "items", revision=form.revision).status_code == 422
    answer = post(browser, form, "items", revision=form.revision, energy=WHY, reason="请补充材料。")
    assert answer.status_code == 302
    assert stands(form) == State.RETURNED
    for name in ("form", "fill"):
        page = read(signed_in(manager), form, name)
        assert WHY in page
        assert "请补充材料。" in page


# ---------------------------------------------------------------- who reads what
def test_what_is_not_handed_in_only_the_enterprise_reads(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, signed_in: SignIn
) -> None:
    form = casework.filled(form, manager, explanation=SECRET)
    assert SECRET in read(signed_in(manager), form)
    for other in (reviewer, clerk):
        assert SECRET not in read(signed_in(other), form)
    form = actions.submit(form, by=manager, seen=form.revision)
    for other in (reviewer, clerk):
        assert SECRET in read(signed_in(other), form)


def test_strangers_find_nothing(
    form: YearlyForm,
    manager: User,
    reviewer: User,
    clerk: User,
    other_reviewer: User,
    zone: Zone,
    signed_in: SignIn,
) -> None:
    """Another zone, another enterprise, somebody without a role, the public; also of what was accepted."""
    casework.accepted(form, manager, reviewer, clerk)
    other_firm = factories.member(factories.firm(zone), Role.MANAGER, "other_firm")
    for stranger in (other_reviewer, other_firm, factories.user("nobody")):
        for name in ("form", "fill", "items"):
            assert signed_in(stranger).get(reverse(f"yearly:{name}", args=[form.pk])).status_code == 404
        assert signed_in(stranger).get(reverse("yearly:version", args=[form.pk, 1])).status_code == 404
        assert not signed_in(stranger).get(LIST).context["table"].data
    assert Client().get(LIST).status_code == 302


def test_the_evidence_goes_with_the_form(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, other_reviewer: User, signed_in: SignIn
) -> None:
    form = actions.fill(
        form, casework.values(), by=manager, seen=form.revision, upload=factories.pdf("proof")
    )
    assert form.evidence is not None
    where = form.evidence.get_absolute_url()

    def given(user: User) -> bool:
        answer: Any = signed_in(user).get(where)
        return answer.status_code == 200 and bool(b"".join(answer.streaming_content))

    assert [given(user) for user in (manager, reviewer, clerk, other_reviewer)] == [True, False, False, False]
    actions.submit(form, by=manager, seen=form.revision)
    assert [given(user) for user in (manager, reviewer, clerk, other_reviewer)] == [True, True, True, False]


# ---------------------------------------------------------------- beside the figures
def test_last_year_and_the_declarations_stand_beside(
    form: YearlyForm, firm: Organization, manager: User, reviewer: User, clerk: User, signed_in: SignIn
) -> None:
    declaring.load()
    declaring.accept(
        {
            (firm.credit_code, 2025): {
                "energy:electricity:production": "1000",
                "item:industrial_output": "31000",
            }
        }
    )
    said = rules.declared(form)
    assert (said.sites, said.of) == (1, 1)
    assert said.sums["output"] == 31000
    assert said.sums["energy"] == Decimal(1229)
    page = signed_in(manager).get(reverse("yearly:fill", args=[form.pk])).content.decode()
    assert 'value="31000"' in page  # stands there already
    form = casework.submitted(form, manager, energy=Decimal(1229))
    lines = {each.name: each for each in signed_in(clerk).get(form.get_absolute_url()).context["shown"]}
    assert (lines["output"].difference, lines["energy"].difference) == (1000, 0)
    assert lines["revenue"].declared is None
    to_zone = signed_in(reviewer).get(form.get_absolute_url()).context["shown"]
    assert {each.declared for each in to_zone} == {None}  # sites may stand in the statistics of another zone


def test_of_two_sites_of_which_one_declared_nothing_is_filled_in(
    form: YearlyForm, firm: Organization, zone: Zone, manager: User
) -> None:
    declaring.load()
    declaring.accept({(firm.credit_code, 2025): {"item:industrial_output": "31000"}})
    site = firm.sites.create(name_zh="示例二厂", industry="39")
    site.affiliations.create(zone=zone, since_year=2023)
    said = rules.declared(form)
    assert (said.sites, said.of, said.sums) == (1, 2, {})


# ---------------------------------------------------------------- the desk
def test_the_desk_of_each(
    form: YearlyForm, contact: User, manager: User, reviewer: User, clerk: User, other_reviewer: User
) -> None:
    assert noted(contact) == noted(manager) == ["yearly form 2025, to be handed in"]
    assert noted(reviewer) == noted(clerk) == []
    with on(date(2026, 4, 1)):
        assert noted(reviewer) == noted(clerk) == ["overdue with the enterprise: 1"]
        assert noted(other_reviewer) == []
    form = casework.submitted(form, manager)
    assert noted(reviewer) == ["yearly form 2025, to be checked by the zone"]
    form = actions.pass_on(form, by=reviewer, seen=form.revision)
    assert noted(clerk) == ["yearly form 2025, to be accepted"]
    actions.return_items(form, {"": WHY}, by=clerk, seen=form.revision)
    assert noted(manager) == ["yearly form 2025, returned: to be changed"]
    assert noted(clerk) == noted(other_reviewer) == []


@pytest.mark.parametrize(
    ("day", "text"), [(date(2026, 3, 27), Text.DUE_SOON), (date(2026, 4, 1), Text.OVERDUE)]
)
def test_its_manager_is_reminded_before_and_after(
    form: YearlyForm, manager: User, day: date, text: Text
) -> None:
    with on(day):
        remind(manager)
        remind(manager)
    assert manager.inbox.filter(text=text).count() == 1
    assert "2025" in manager.inbox.get(text=text).facts["matters"]


def test_two_missing_wait_for_the_clerk_until_there_is_a_lead(
    held: Any, firm: Organization, manager: User, clerk: User, signed_in: SignIn
) -> None:
    casework.arisen(firm, 2024)
    form = casework.arisen(firm, 2025)
    with on(date(2026, 4, 2)):
        assert "yearly form 2025, and the one before it, missing" in noted(clerk)
        answer = post(signed_in(clerk), form, "lead")
        assert answer.status_code == 302
        assert "/leads/" in answer["Location"]
        assert noted(clerk) == ["overdue with the enterprise: 2"]


# ---------------------------------------------------------------- the list
def test_rates_and_filters(
    form: YearlyForm, zone: Zone, manager: User, clerk: User, signed_in: SignIn
) -> None:
    casework.submitted(form, manager)
    browser = signed_in(clerk)

    def shown(query: str) -> tuple[int, Any]:
        answer = browser.get(f"{LIST}?{query}")
        assert answer.status_code == 200
        return len(answer.context["table"].data), answer.context["tally"]

    count, tally = shown("year=2025")
    assert (count, tally.owed, tally.rate, tally.punctuality, tally.accepted) == (1, 1, 100, 100, 0)
    assert [shown(query)[0] for query in ("year=2024", "state=owed", "state=submitted", "late=yes", f"zone={zone.code}")] == [
        0, 0, 1, 0, 1,
    ]  # fmt: skip
    assert shown("state=owed")[1].owed == 1  # a rate is not that of what is missing
    assert browser.get(f"{LIST}?foo=1").status_code == 400


def test_the_list_as_a_file(form: YearlyForm, clerk: User, signed_in: SignIn) -> None:
    answer = signed_in(clerk).post(f"{reverse('yearly:export')}?year=2025", {"as": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Number,Year,Enterprise")
    assert lines[1].split(",")[0] == form.number
    assert len(lines) == 2


def test_the_list_costs_the_same_however_long(
    form: YearlyForm, certifying: Any, zone: Zone, clerk: User, signed_in: SignIn, asks: Asks
) -> None:
    browser = signed_in(clerk)
    browser.get(LIST)
    with asks(8):
        browser.get(LIST)
    for _ in range(4):
        casework.certified(certifying, zone, clerk, factories.firm(zone))
    casework.sweep(date(2026, 1, 6))
    assert YearlyForm.objects.count() == 5
    with asks(8):
        browser.get(LIST)


def test_the_page_of_a_form_costs_the_same_whatever_was_remarked(
    form: YearlyForm, manager: User, reviewer: User, clerk: User, signed_in: SignIn, asks: Asks
) -> None:
    form, browser = casework.passed(form, manager, reviewer), signed_in(manager)
    browser.get(form.get_absolute_url())
    with asks(12):
        browser.get(form.get_absolute_url())
    actions.return_items(form, {"energy": WHY, "co2": WHY, "": WHY}, by=clerk, seen=form.revision)
    with asks(13):  # …and what the rules call a jump
        browser.get(form.get_absolute_url())


# ---------------------------------------------------------------- re-examination
def test_the_reexamination_shows_the_forms_of_the_term(
    held: Any,
    firm: Organization,
    zone: Zone,
    manager: User,
    reviewer: User,
    clerk: User,
    director: User,
    signed_in: SignIn,
) -> None:
    """…to the clerk; the report on the term begins with how many were owed and handed in."""

    casework.accepted(casework.arisen(firm, 2024), manager, reviewer, clerk)
    casework.arisen(firm, 2025)
    with on(date(2027, 2, 1)):
        call = factories.call(
            clerk, director, track="enterprise_renewal", title_zh="示例复核", recommendation_quota=5
        )
        case = applications.start(call, zone, firm, by=manager)
        report = Term.objects.get(application=case)
        assert (report.forms_owed, report.forms_handed_in) == (2, 1)
        assert [(row.year, row.state) for row in rules.of_term(case)] == [(2024, "accepted"), (2025, "owed")]
        page = signed_in(clerk).get(case.get_absolute_url()).content.decode()
        assert "Yearly form for 2024" in page
        assert clock.today() == date(2027, 2, 1)
