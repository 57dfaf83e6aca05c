"""A call for leading enterprises, and an enterprise of the zone with its people."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from demonstrations.enterprises.demo import answers
from program import clock
from program.applications import actions
from program.applications.forms import part_form
from program.applications.models import Application
from program.applications.rules import drafts
from program.calls.models import Call
from program.people.models import Organization, Role, User
from program.process.models import StageName
from program.rulesets.steps import load_calendar
from program.zones.models import Zone
from tests import factories


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    """A Monday in a year whose calendar is published."""
    with transaction.atomic():
        load_calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def certifying(clerk: User, director: User) -> Call:
    return factories.call(
        clerk, director, track="leading_enterprise", title_zh="示例领先企业认定", recommendation_quota=5
    )


@pytest.fixture
def reviewer(managing_body: Organization, zone: Zone) -> User:
    """Who checks and recommends the zone's enterprises."""
    return factories.member(managing_body, Role.ZONE_REVIEWER, "reviewer")


@pytest.fixture
def other_reviewer(stranger_organization: Organization, other_zone: Zone) -> User:
    return factories.member(stranger_organization, Role.ZONE_REVIEWER, "other_reviewer")


@pytest.fixture
def firm(zone: Zone) -> Organization:
    return factories.firm(zone, name_zh="示例绿色科技有限公司")


@pytest.fixture
def manager(firm: Organization) -> User:
    return factories.member(firm, Role.MANAGER, "manager")


@pytest.fixture
def draft(certifying: Call, zone: Zone, firm: Organization, manager: User) -> Application:
    return actions.start(certifying, zone, firm, by=manager)


def written(application: Application, by: User, number: int = 0) -> Application:
    """Every part as the demonstration writes it."""
    for code, page in answers(number).items():
        part = {each.code: each for each in application.parts()}[code]
        stored = drafts(application)[code]
        form = part_form(part, stored, page)
        assert form.is_valid(), (code, form.errors)
        actions.save_part(application, code, form, revision=stored.revision, by=by)
    return application


@pytest.fixture
def submitted(draft: Application, manager: User) -> Application:
    actions.submit(written(draft, manager), by=manager)
    return draft


def waiting(call: Call, zone: Zone, by: User, count: int, stage: StageName) -> list[Application]:
    """Cases of as many enterprises of the zone at a stage."""
    return [
        factories.move(factories.case(call, zone, by, factories.firm(zone)), stage, by=by)
        for _ in range(count)
    ]
