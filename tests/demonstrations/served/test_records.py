"""A record's life: opened by the zone or a provider, submitted, checked by somebody else, counted once for each credit code."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from demonstrations.served import actions, rules
from demonstrations.served.models import (
    Baseline,
    Calculation,
    Metric,
    Provider,
    RecordFigure,
    RecordFile,
    ServiceRecord,
    Source,
    State,
)
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Organization, OrganizationKind, Role, User
from program.people.rules import fresh_standing
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.demonstrations.served import casework
from tests.demonstrations.served.casework import WHY

pytestmark = pytest.mark.django_db


def verbs(record: ServiceRecord) -> list[str]:
    return list(Line.objects.filter(subject=record.number).order_by("pk").values_list("verb", flat=True))


def nothing_was_opened() -> bool:
    return not (ServiceRecord.objects.exists() or RecordFigure.objects.exists() or Baseline.objects.exists())


# ---------------------------------------------------------------- opening
def test_a_zone_records_what_was_done_for_an_enterprise(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    record = actions.open_record(zone, casework.entered(firm), by=applicant)
    assert (record.state, record.enterprise, record.opened_by) == (State.DRAFT, firm, applicant)
    assert record.number.startswith("FW-")
    assert [(row.metric, row.source, row.base, row.result) for row in record.figures.all()] == [
        ("energy", Source.ENTERED, Decimal(100), Decimal(80))
    ]
    assert [(row.metric, row.value, row.stated_by) for row in Baseline.objects.all()] == [
        ("energy", Decimal(100), applicant)
    ]
    assert verbs(record) == [Verb.OPEN_RECORD]


def test_a_released_provider_records_what_it_did(
    zone: Zone, server: User, provider: Provider, firm: Organization
) -> None:
    record = actions.open_record(zone, casework.entered(firm), by=server, provider=provider)
    assert (record.by_provider, record.provider) == (True, provider.organization)


def test_nobody_else_opens_one(
    zone: Zone, firm: Organization, contact: User, stranger: User, clerk: User, firm_manager: User,
    provider_organization: Organization, server: User,
) -> None:  # fmt: skip
    for person in (contact, stranger, clerk, firm_manager):
        with pytest.raises(NotYours):
            actions.open_record(zone, casework.entered(firm), by=person)
    waiting = casework.provider(provider_organization, server, None)
    with pytest.raises(NotYours):
        actions.open_record(zone, casework.entered(firm), by=server, provider=waiting)
    assert nothing_was_opened()


@pytest.mark.parametrize(
    "name",
    [
        "示例精密制造有限公司苏州分公司",
        "示例钢铁有限公司第一分厂",
        "示例科技有限公司上海办事处",
        "示例公司（华东分公司）",
    ],
)
def test_a_branch_is_not_recorded(zone: Zone, applicant: User, name: str) -> None:
    branch = casework.enterprise(zone, name_zh=name, name_en="")
    with pytest.raises(Invalid, match="is a branch") as refused:
        actions.open_record(zone, casework.entered(branch), by=applicant)
    assert refused.value.field == "credit_code"
    assert nothing_was_opened()


def test_one_that_is_declared_a_branch_is_not_recorded(
    zone: Zone, applicant: User, firm: Organization
) -> None:
    with pytest.raises(Invalid, match="is a branch"):
        actions.open_record(zone, casework.entered(firm, is_branch=True), by=applicant)
    assert nothing_was_opened()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"result_year": 2022}, "result_year"),
        ({"result_year": 2021}, "result_year"),
        ({"result_year": 2030}, "result_year"),
        ({"metrics": {}}, "energy_source"),
        ({"metrics": {Metric.COD: (Source.ENTERED, None, 1)}}, "cod_base"),
        ({"metrics": {Metric.COD: (Source.ENTERED, 0, 0)}}, "cod_base"),
        ({"output_base": None}, "output_base"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    zone: Zone, applicant: User, firm: Organization, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.open_record(zone, casework.entered(firm, **changed), by=applicant)
    assert field in {each for each, _sentence in refused.value.findings}
    assert nothing_was_opened()


def test_only_an_enterprise_that_stands_in_the_zone_in_the_result_year(
    zone: Zone, other_zone: Zone, applicant: User
) -> None:
    gone = casework.enterprise(zone, 2020, 2023)
    elsewhere = casework.enterprise(other_zone)
    university = factories.organization(OrganizationKind.UNIVERSITY)
    for each in (gone, elsewhere, university):
        with pytest.raises(Invalid) as refused:
            actions.open_record(zone, casework.entered(each), by=applicant)
        assert refused.value.field == "credit_code"
    assert nothing_was_opened()


def test_the_same_service_in_the_same_years_is_recorded_once(
    zone: Zone, applicant: User, firm: Organization, sent: ServiceRecord
) -> None:
    with pytest.raises(Invalid, match=sent.number):
        actions.open_record(zone, casework.entered(firm), by=applicant)
    assert ServiceRecord.objects.count() == 1


# ---------------------------------------------------------------- changing, submitting
def test_a_stale_page_changes_nothing(zone: Zone, applicant: User, firm: Organization) -> None:
    record = casework.opened(zone, applicant, firm)
    actions.change(record, casework.entered(firm, "100", "70"), by=applicant, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.change(record, casework.entered(firm, "100", "10"), by=applicant, seen=1)
    assert record.figures.get().result == 70
    assert Baseline.objects.get().value == 100


def test_what_is_entered_needs_evidence(zone: Zone, applicant: User, firm: Organization) -> None:
    record = actions.open_record(zone, casework.entered(firm), by=applicant)
    with pytest.raises(Incomplete) as refused:
        actions.submit(record, by=applicant, seen=1)
    assert len(refused.value.findings) == 2  # the metric, and the output
    casework.attached(record, applicant, about="energy")
    with pytest.raises(Incomplete, match="Output"):
        actions.submit(record, by=applicant, seen=1)
    actions.attach(record, factories.pdf("output"), about="output", by=applicant)
    assert actions.submit(record, by=applicant, seen=1).state == State.SUBMITTED


def test_a_year_that_was_not_declared_is_missing(zone: Zone, applicant: User, firm: Organization) -> None:
    record = actions.open_record(zone, casework.values(firm), by=applicant)
    with pytest.raises(Incomplete, match="declarations lack a figure"):
        actions.submit(record, by=applicant, seen=1)
    record.refresh_from_db()
    assert (record.state, verbs(record)) == (State.DRAFT, [Verb.OPEN_RECORD])
    casework.declare_saving(firm)
    assert actions.submit(record, by=applicant, seen=1).state == State.SUBMITTED


def test_withdrawn_before_the_check_and_not_after(
    sent: ServiceRecord, applicant: User, reviewer: User, stranger: User
) -> None:
    with pytest.raises(NotYours):
        actions.withdraw(sent, by=stranger, seen=1)
    done = actions.accept(sent, by=reviewer, seen=1)
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw(done, by=applicant, seen=1)
    assert ServiceRecord.objects.get().state == State.COUNTED


# ---------------------------------------------------------------- checking
def test_checked_by_somebody_else_and_counted(sent: ServiceRecord, reviewer: User) -> None:
    done = actions.accept(sent, by=reviewer, seen=1)
    kept = Calculation.objects.get()
    assert (done.state, done.checked_by, kept.reaches, kept.best) == (
        State.COUNTED, reviewer, True, (Metric.ENERGY, Decimal(20)),
    )  # fmt: skip
    assert kept.data["metrics"][0]["rate"] == "20"
    assert done.figures.get().saved == 20
    assert verbs(done)[-1] == Verb.ACCEPT_RECORD


def test_whoever_had_a_hand_in_it_does_not_check_it(
    zone: Zone, firm: Organization, applicant: User, reviewer: User, managing_body: Organization
) -> None:
    record = casework.opened(zone, applicant, firm)
    record = actions.change(record, casework.entered(firm), by=reviewer, seen=1)
    record = actions.submit(record, by=applicant, seen=2)
    for person in (applicant, reviewer):
        with pytest.raises(NotYours):
            actions.accept(record, by=person, seen=2)
    assert not Calculation.objects.exists()
    third = factories.member(managing_body, Role.ZONE_REVIEWER)
    assert actions.accept(record, by=third, seen=2).state == State.COUNTED


def test_the_database_knows_the_second_person_too(sent: ServiceRecord, applicant: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=sent.pk).update(
            state=State.ACCEPTED, checked_by=applicant, checked_at=sent.submitted_at
        )


def test_a_provider_does_not_check_and_another_zone_neither(
    zone: Zone, server: User, provider: Provider, firm: Organization, stranger: User, applicant: User
) -> None:
    record = actions.open_record(zone, casework.entered(firm), by=server, provider=provider)
    casework.attached(record, server)
    record = actions.submit(record, by=server, seen=1)
    for person in (server, stranger):
        with pytest.raises(NotYours):
            actions.accept(record, by=person, seen=1)
    assert actions.accept(record, by=applicant, seen=1).state == State.COUNTED


def test_returned_with_a_reason(sent: ServiceRecord, applicant: User, reviewer: User) -> None:
    with pytest.raises(Invalid):
        actions.send_back(sent, reason=" ", by=reviewer, seen=1)
    with pytest.raises(NotYours):
        actions.send_back(sent, reason=WHY, by=applicant, seen=1)
    actions.send_back(sent, reason=WHY, by=reviewer, seen=1)
    sent.refresh_from_db()
    assert (sent.state, sent.return_reason) == (State.RETURNED, WHY)
    assert Message.objects.filter(text=Text.RECORD_RETURNED, recipient=applicant).count() == 1


def test_below_the_threshold_it_is_checked_and_does_not_count(
    zone: Zone, applicant: User, reviewer: User, firm: Organization
) -> None:
    record = casework.opened(zone, applicant, firm)
    record = actions.change(record, casework.entered(firm, "100", "86"), by=applicant, seen=1)
    record = actions.submit(record, by=applicant, seen=2)
    done = actions.accept(record, by=reviewer, seen=2)
    assert (done.state, Calculation.objects.get().reaches, done.figures.get().saved) == (
        State.ACCEPTED,
        False,
        None,
    )


def test_an_enterprise_counts_once_over_records_and_zones(
    zone: Zone, other_zone: Zone, applicant: User, reviewer: User, stranger: User, firm: Organization,
    stranger_organization: Organization, counted: ServiceRecord,
) -> None:  # fmt: skip
    again = casework.counted(zone, applicant, reviewer, firm, service="diagnosis")
    assert again.state == State.ACCEPTED
    assert "overlap" in again.calculation.data["metrics"][0]["flags"]
    casework.second_site(firm, other_zone)
    checker = factories.member(stranger_organization, Role.ZONE_REVIEWER)
    elsewhere = casework.counted(other_zone, stranger, checker, firm)
    assert elsewhere.state == State.ACCEPTED
    assert ServiceRecord.objects.counted().count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=again.pk).update(state=State.COUNTED)


def test_a_frozen_calculation_is_never_changed(counted: ServiceRecord) -> None:
    for change in (
        lambda: Calculation.objects.update(reaches=False),
        lambda: Baseline.objects.update(value=1),
        lambda: Calculation.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# ---------------------------------------------------------------- reach
def test_who_sees_a_record_and_its_evidence(
    zone: Zone, applicant: User, contact: User, stranger: User, clerk: User, supervisor: User, auditor: User,
    firm: Organization, firm_manager: User, server: User, provider: Provider, expert: User, recommender: User,
) -> None:  # fmt: skip
    record = casework.opened(zone, applicant, firm, provider=provider.organization)
    file = RecordFile.objects.get().file

    def seen_by(*people: User) -> set[bool]:
        return {ServiceRecord.objects.visible_to(one).filter(pk=record.pk).exists() for one in people} | {
            can_view_file(one, file) for one in people
        }

    assert seen_by(applicant, contact, clerk, supervisor, auditor) == {True}
    assert seen_by(stranger, firm_manager, server, expert, recommender) == {False}
    actions.submit(record, by=applicant, seen=1)
    assert seen_by(firm_manager, server) == {True}
    assert seen_by(stranger, expert, recommender) == {False}


def test_a_provider_s_draft_is_its_own(
    zone: Zone, applicant: User, server: User, provider: Provider, firm: Organization
) -> None:
    record = actions.open_record(zone, casework.entered(firm), by=server, provider=provider)
    visible = ServiceRecord.objects.visible_to
    assert (visible(server).count(), visible(applicant).count()) == (1, 0)
    casework.attached(record, server)
    actions.submit(record, by=server, seen=1)
    assert visible(applicant).count() == 1


def test_files(zone: Zone, applicant: User, reviewer: User, stranger: User, firm: Organization) -> None:
    record = casework.opened(zone, applicant, firm)
    with pytest.raises(Invalid, match="attached already"):
        casework.attached(record, applicant)
    with pytest.raises(NotYours):
        actions.attach(record, factories.pdf("foreign"), about="", by=stranger)
    record = actions.submit(record, by=applicant, seen=1)
    with pytest.raises(Refused):
        actions.take_off(record.files.get(), by=applicant)
    actions.send_back(record, reason=WHY, by=reviewer, seen=1)
    actions.take_off(record.files.get(), by=applicant)
    assert record.files.get().taken_off  # the zone had read it
    assert rules.moves(ServiceRecord.objects.get(), fresh_standing(applicant)).submit
