"""A quota of each field of technology: the field is the one that was frozen, whatever the draft says since."""

import pytest

from demonstrations.enterprises.models import Basics
from demonstrations.enterprises.rules import fields_of
from program.applications import actions as applications
from program.applications.models import Application
from program.calls.models import Call, QuotaBy
from program.decisions import actions, rules
from program.people.models import Role, User
from program.process.models import StageName
from program.registers.models import GreenField
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks
from tests.decisions import casework
from tests.demonstrations.enterprises.conftest import waiting, written

pytestmark = pytest.mark.django_db


def handed_in(call: Call, zone: Zone, number: int, name: str) -> Application:
    """An enterprise's application, as the demonstration writes the one of that number."""
    firm = factories.firm(zone)
    by = factories.member(firm, Role.MANAGER, name)
    application = applications.start(call, zone, firm, by=by)
    applications.submit(written(application, by, number), by=by)
    return application


def test_the_frozen_field_counts_and_all_are_asked_in_one_query(
    certifying: Call, zone: Zone, draft: Application, asks: Asks
) -> None:
    made = [handed_in(certifying, zone, number, f"manager{number}") for number in range(3)]
    frozen = [Basics.objects.get(application=case).field for case in made]
    Basics.objects.update(field=GreenField.OTHER)
    with asks(1):
        found = fields_of([*(case.pk for case in made), draft.pk])
    assert found == {case.pk: field for case, field in zip(made, frozen, strict=True)}
    assert GreenField.OTHER not in found.values()


def test_whose_field_is_full_is_passed_over(certifying: Call, zone: Zone, clerk: User, manager: User) -> None:
    Call.objects.filter(pk=certifying.pk).update(
        quota=2, reserves=1, quota_by=QuotaBy.FIELD, each_quota=1, quota_authority="专项办规则"
    )
    cases = waiting(certifying, zone, manager, 3, StageName.DRAFT)
    for case, field in zip(cases, ("ozone", "ozone", "ecology"), strict=True):
        Basics.objects.filter(application=case).update(field=field)
        factories.move(case, StageName.RECOMMENDATION, by=manager)
        casework.at_deliberation(case)
    batch = actions.draft_batch(certifying, casework.ranking(certifying, cases, clerk), by=clerk)
    sheet = rules.Sheet(batch)
    assert [(item.quota_group, item.proposal) for item in sheet.items] == [
        ("ozone", "list"), ("ozone", "reserve"), ("ecology", "list"),
    ]  # fmt: skip
    assert [sheet.passed_over(item) for item in sheet.items] == [
        "", "field full: ozone pollution control, 1 of 1", "",
    ]  # fmt: skip
