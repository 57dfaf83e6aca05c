"""认定: an enterprise applies as a legal person, its zone recommends it, the document certifies it for three years."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from demonstrations.enterprises.models import Basics, Performance, Term
from demonstrations.enterprises.rules import BRANCH, bars, beside
from program import clock
from program.applications import actions
from program.applications.models import Application
from program.applications.rules import may_apply
from program.calls.models import Call
from program.decisions.models import Designation, Standing
from program.files.steps import store
from program.measures.models import AccidentFinding, Grade, Ground, Lead, LeadSource, LeadState
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.progress.rules.counting import provinces, tiers
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Affiliation, Zone
from tests import factories
from tests.demonstrations.enterprises.conftest import written
from tests.demonstrations.parks.test_acceptance import designated
from tests.indicators import casework as declaring

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def recommended(case: Application, reviewer: User, rank: int = 1) -> Application:
    actions.recommend(
        case, letter_number="示例高新管函〔2026〕1号", letter_date=date(2026, 3, 2), rank=rank, opinion="同意推荐。",
        letter=factories.pdf(f"letter-{case.pk}"), by=reviewer,
    )  # fmt: skip
    return case


# ---------------------------------------------------------------- the way
def test_an_enterprise_applies_and_its_zone_is_asked(draft: Application, manager: User, zone: Zone) -> None:
    assert (draft.number, draft.subject, draft.for_zone) == ("QY-2026-0001", draft.applicant, False)
    actions.submit(written(draft, manager), by=manager)
    draft.refresh_from_db()
    managing = zone.managements.get(until=None).organization
    assert (draft.stage, draft.waiting_role, draft.waiting_org) == (
        StageName.RECOMMENDATION, Role.ZONE_REVIEWER, managing,
    )  # fmt: skip


def test_its_zone_recommends_it_and_nobody_else(
    submitted: Application, reviewer: User, other_reviewer: User, recommender: User, applicant: User
) -> None:
    for other in (other_reviewer, recommender, applicant):
        with pytest.raises(NotYours):
            recommended(submitted, other)
    recommended(submitted, reviewer)
    submitted.refresh_from_db()
    made = submitted.latest_version().recommendations.get()
    assert (submitted.stage, made.given_by, made.body) == (StageName.FORMALITY_CHECK, submitted.zone, None)


def test_its_zone_reads_what_was_submitted_and_not_the_draft(
    draft: Application, manager: User, reviewer: User, other_reviewer: User, recommender: User
) -> None:
    assert draft not in Application.objects.visible_to(reviewer)
    actions.submit(written(draft, manager), by=manager)
    assert draft in Application.objects.visible_to(reviewer)
    assert draft in Application.objects.waiting_for(reviewer)
    for other in (other_reviewer, recommender):
        assert draft not in Application.objects.visible_to(other)
        assert draft not in Application.objects.waiting_for(other)


def test_a_reviewer_of_the_zone_does_not_read_the_zones_own_case(
    case: Application, clerk: User, reviewer: User
) -> None:
    factories.move(case, StageName.RECOMMENDATION, by=clerk)
    assert case not in Application.objects.visible_to(reviewer)


def test_the_document_certifies_the_enterprise_for_three_years(
    submitted: Application, clerk: User, firm: Organization
) -> None:
    made = designated(submitted, clerk)
    assert (made.zone, made.organization, made.subject, made.standing) == (
        None,
        firm,
        firm,
        Standing.CERTIFIED,
    )
    assert (made.since, made.until) == (date(2026, 3, 2), date(2029, 3, 2))
    (hundred,) = [tier for tier in tiers() if tier["tier"] == "hundred"]
    assert (hundred["count"], hundred["standings"]["certified"]) == (1, 1)
    there = {row["province"]: row["hundred"] for row in provinces()}
    assert there[firm.province] == 1


def test_an_enterprise_is_certified_once_at_a_time(
    submitted: Application, clerk: User, director: User
) -> None:
    made = designated(submitted, clerk)
    again = factories.case(
        factories.call(clerk, director, track="leading_enterprise"),
        submitted.zone,
        clerk,
        submitted.applicant,
    )
    copy = Designation.objects.get(pk=made.pk)
    copy.pk, copy.application, copy.letter_number = None, again, "LS-2026-9999"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_certified_enterprise_is_no_listed_zone(submitted: Application, clerk: User) -> None:
    """What zones owe because they are listed does not fall on a zone because one of its enterprises is certified."""
    designated(submitted, clerk)
    assert not Designation.objects.filter(zone=submitted.zone).exists()


# ---------------------------------------------------------------- who may not
def test_one_application_an_enterprise_and_call(draft: Application, manager: User) -> None:
    with pytest.raises(SomebodyWasFaster, match="This enterprise has an application"):
        actions.start(draft.call, draft.zone, draft.applicant, by=manager)
    assert Application.objects.count() == 1


def test_two_enterprises_of_a_zone_apply_beside_each_other(draft: Application, zone: Zone) -> None:
    other = factories.firm(zone)
    actions.start(draft.call, zone, other, by=factories.member(other, Role.CONTACT, "other_contact"))
    assert draft.call.applications.count() == 2


def test_a_zone_does_not_apply_to_be_an_enterprise_nor_the_other_way_round(
    certifying: Call, call: Call, zone: Zone, applicant: User, firm: Organization, manager: User
) -> None:
    with pytest.raises(Refused, match="for enterprises"):
        actions.start(certifying, zone, by=applicant)
    with pytest.raises(Refused, match="for zones"):
        actions.start(call, zone, firm, by=manager)
    assert not Application.objects.exists()


def test_only_through_a_zone_in_whose_statistics_it_stands(
    certifying: Call, zone: Zone, other_zone: Zone, firm: Organization, manager: User
) -> None:
    with pytest.raises(Refused, match="does not stand in the statistics"):
        actions.start(certifying, other_zone, firm, by=manager)
    Affiliation.objects.update(until_year=2025)
    with pytest.raises(Refused, match="does not stand in the statistics"):
        actions.start(certifying, zone, firm, by=manager)


@pytest.mark.parametrize("name", ["示例绿色科技有限公司苏州分公司", "示例科技（示例）分厂", "示例公司办事处"])
def test_a_branch_cannot_be_handed_in(
    certifying: Call, zone: Zone, name: str, firm: Organization, manager: User
) -> None:
    Organization.objects.filter(pk=firm.pk).update(name_zh=name)
    case = written(actions.start(certifying, zone, firm, by=manager), manager)
    with pytest.raises(Refused, match="A branch cannot apply"):
        actions.submit(case, by=manager)
    assert case.versions.count() == 0


def test_a_name_with_a_branch_in_its_middle_is_none() -> None:
    assert BRANCH.search("示例分公司管理咨询有限公司") is None


def test_who_says_to_be_a_branch_is_told_at_the_field(draft: Application, manager: User) -> None:
    written(draft, manager)
    Basics.objects.update(is_branch="yes")
    with pytest.raises(Incomplete):
        actions.submit(draft, by=manager)


def test_a_verified_accident_bars_it_for_the_years_of_the_rules(
    draft: Application, manager: User, supervisor: User, firm: Organization
) -> None:
    written(draft, manager)
    lead = Lead.objects.create(
        number="XS-2026-0001", ground=Ground.INCIDENT, source=LeadSource.ECOLOGY, credit_code=firm.credit_code,
        owner=firm.name_zh, happened_on=date(2024, 5, 6), text="示例。", recorded_by=supervisor,
    )  # fmt: skip
    assert bars(draft) == []  # nobody has verified it
    with transaction.atomic():
        document = store(factories.pdf("finding"), by=supervisor, organization=None)
    finding = AccidentFinding.objects.create(
        authority="示例省生态环境厅", document_number="示例环〔2024〕7号", document_date=date(2024, 6, 1), document=document,
        grade=Grade.SERIOUS, responsible=firm.name_zh, entered_by=supervisor,
    )  # fmt: skip
    Lead.objects.update(
        state=LeadState.VERIFIED,
        verdict="示例",
        finding=finding,
        settled_by=supervisor,
        settled_at=clock.now(),
    )
    assert lead.number in "".join(bars(draft))
    with pytest.raises(Refused, match="XS-2026-0001"):
        actions.submit(draft, by=manager)
    Lead.objects.update(happened_on=date(2023, 3, 1))
    actions.submit(draft, by=manager)


# ---------------------------------------------------------------- figures before and after
@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"result_year": 2022}, "result_year", "The year after lies after the year before."),
        ({"output_result": "12000"}, "remarks", "fell no faster than output"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(
    draft: Application, manager: User, change: dict[str, object], column: str, sentence: str
) -> None:
    written(draft, manager)
    Performance.objects.update(**change)
    found = dict(Performance.objects.get().findings())
    assert sentence in found[column]


def test_nothing_that_rose_counts_as_performance(draft: Application, manager: User) -> None:
    written(draft, manager)
    for row in Performance.objects.get().results.all():
        row.after = row.before
        row.save()
    assert ("results", "None of the figures fell.") in Performance.objects.get().findings()


# ---------------------------------------------------------------- from term to term
def test_a_certificate_is_renewed_in_its_last_months(
    submitted: Application, clerk: User, director: User, manager: User
) -> None:
    made = designated(submitted, clerk)
    renewing = factories.call(clerk, director, track="enterprise_renewal", title_zh="示例期满复核")
    assert not may_apply(renewing, made.organization)
    with pytest.raises(Refused, match="Only an enterprise that is certified"):
        actions.start(renewing, submitted.zone, made.organization, by=manager)
    Designation.objects.update(until=date(2026, 6, 1), since=date(2023, 6, 2))
    report = actions.start(renewing, submitted.zone, made.organization, by=manager)
    term = Term.objects.get(application=report)
    assert (term.period_start, term.period_end) == (2023, 2026)
    again = designated(report, clerk)
    made.refresh_from_db()
    assert (made.standing, again.succeeds, again.standing) == (Standing.SUCCEEDED, made, Standing.CERTIFIED)
    assert again.since == date(2026, 6, 2)


# ---------------------------------------------------------------- on its pages
def test_the_call_offers_the_enterprise_its_zone(
    certifying: Call, manager: User, zone: Zone, firm: Organization, signed_in: SignIn
) -> None:
    page = signed_in(manager).get(certifying.get_absolute_url()).content.decode()
    start = reverse("applications:start_firm", args=[certifying.pk, zone.pk, firm.pk])
    assert start in page
    response = signed_in(manager).post(start)
    assert response.status_code == 302
    assert start not in signed_in(manager).get(certifying.get_absolute_url()).content.decode()


def test_a_stranger_begins_nothing_for_it(
    certifying: Call, zone: Zone, firm: Organization, stranger: User, signed_in: SignIn
) -> None:
    start = reverse("applications:start_firm", args=[certifying.pk, zone.pk, firm.pk])
    assert signed_in(stranger).post(start).status_code == 404
    assert not Application.objects.exists()


def test_the_register_and_the_letters_page_name_the_enterprise(
    submitted: Application, clerk: User, client: Client
) -> None:
    made = designated(submitted, clerk)
    for address in (reverse("decisions:designations"), made.get_absolute_url()):
        page = client.get(address).content.decode()
        assert submitted.applicant.name_zh in page
        assert submitted.zone.name_zh not in page


def test_the_clerks_desk_names_the_enterprise_and_not_its_zone(
    submitted: Application, manager: User, clerk: User, signed_in: SignIn
) -> None:
    code = submitted.latest_version().code
    actions.hand_in_sealed_page(submitted, factories.pdf("sealed"), code=code, by=manager)
    page = signed_in(clerk).get(reverse("desk:desk")).content.decode()
    assert "sealed page to confirm" in page
    assert submitted.applicant.name_zh in page
    assert submitted.zone.name_en not in page


# ---------------------------------------------------------------- beside what was declared
def test_what_was_declared_stands_beside_what_is_stated(
    submitted: Application, firm: Organization, manager: User, clerk: User, reviewer: User, signed_in: SignIn
) -> None:
    performance = submitted.latest_version().data["parts"]["performance"]
    year = performance["fields"]["result_year"]
    stated = Decimal(performance["fields"]["output_result"])
    declaring.load()
    declaring.accept({(firm.credit_code, year): {"item:industrial_output": str(stated / 2)}})
    version = reverse("applications:version", args=[submitted.pk, 1])
    assert signed_in(reviewer).get(version).context["beside"] == []  # other zones' statistics are among them
    for person in (manager, clerk):
        rows = signed_in(person).get(version).context["beside"]
        output = next(row for row in rows if row.year == year and row.declared is not None)
        assert (output.stated, output.declared, output.per_cent) == (stated, stated / 2, 100)
        assert (output.sites, output.of) == (1, 1)
        assert {row.declared for row in rows if row.year != year} == {None}


def test_what_was_measured_at_clients_has_nothing_beside_it(submitted: Application) -> None:
    parts = submitted.latest_version().data["parts"]
    parts["performance"]["fields"]["where"] = "clients"
    assert beside(submitted, parts) == []
