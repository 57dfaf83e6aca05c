"""A call with cases at their expert review, and a pool of experts from another province."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.process.steps import open_case
from program.reviews import actions
from program.reviews.models import Expert, Panel, Round
from tests import factories
from tests.reviews.casework import version_of

MakeCase = Callable[..., Application]
MakeExpert = Callable[..., Expert]


@pytest.fixture
def make_case(call: Call, office: Organization) -> MakeCase:
    """A case of a zone of Jiangsu (by default) that has just reached its expert review."""

    def make(**fields: object) -> Application:
        organization = factories.organization()
        manager = factories.member(organization, Role.MANAGER)
        zone = factories.zone(None, organization, **fields)
        number = f"YQ-2026-{Application.objects.count() + 1:04d}"
        case = Application.objects.create(
            call=call,
            number=number,
            applicant=organization,
            zone=zone,
            started_by=manager,
            first_submitted_at=clock.now(),
        )
        with transaction.atomic():
            open_case(case)
        version_of(case, manager)
        return factories.rest_at(case, StageName.EXPERT_REVIEW)

    return make


@pytest.fixture
def make_expert(office: Organization, clerk: User) -> MakeExpert:
    """Somebody of the pool, of Beijing unless told otherwise."""

    def make(username: str = "", **fields: object) -> Expert:
        user = factories.member(office, Role.EXPERT, username)
        values: dict[str, object] = {
            "specialities": "节能",
            "province": "11",
            "employer_name": "示例研究院",
            "employer_code": factories.credit_code(),
        }
        return Expert.objects.create(user=user, added_by=clerk, **(values | fields))

    return make


@pytest.fixture
def experts(make_expert: MakeExpert) -> list[Expert]:
    """Five, the smallest panel."""
    return [make_expert(f"expert{number}") for number in range(1, 6)]


@pytest.fixture
def spare(make_expert: MakeExpert) -> Expert:
    return make_expert("spare")


@pytest.fixture
def cases(make_case: MakeCase) -> list[Application]:
    return [make_case(), make_case()]


@pytest.fixture
def review_round(call: Call, clerk: User) -> Round:
    return actions.open_round(call, due=clock.now() + timedelta(days=20), by=clerk)


@pytest.fixture
def panel(review_round: Round, experts: list[Expert], cases: list[Application], clerk: User) -> Panel:
    """Five experts, two cases."""
    made, _skipped = actions.draw_panel(review_round, name="A", experts=experts, applications=cases, by=clerk)
    return made
