"""年度报表: filled in by the enterprise, returned by its zone, passed on, accepted by the office; the profile says the year."""

from datetime import date

import pytest
from django.test import Client

from program.calls.models import Call
from program.people.models import Organization, User
from program.zones.models import Zone
from tests.clicking.conftest import Visits
from tests.clicking.visitor import Visitor
from tests.demonstrations.enterprises.conftest import certifying, firm, manager, reviewer
from tests.demonstrations.enterprises.yearly import casework
from tests.supervision import casework as duties

__all__ = ["certifying", "firm", "manager", "reviewer"]
pytestmark = pytest.mark.django_db


def test_a_form_from_the_enterprise_to_the_directory(
    certifying: Call, zone: Zone, firm: Organization, manager: User, reviewer: User, clerk: User,
    visits: Visits, client: Client,
) -> None:  # fmt: skip
    duties.calendar()
    casework.certified(certifying, zone, clerk, firm)
    casework.arisen(firm)
    typed = {name: str(value) for name, value in casework.values().items()}
    with casework.on(date(2026, 2, 2)):
        ours = visits(manager).follow("我的工作").follow(firm.name_zh).follow("填写报表")
        ours.send("保存", **typed | {"employees": ""})
        ours.refused(422, "报送报表")
        assert "从业人员" in ours.said
        ours.send("保存", employees="260").send("报送报表")
        local = visits(reviewer).follow("我的工作").follow(firm.name_zh)
        local.send("退回修改", **{"return-reason": "请核对用水量。"})
        ours = visits(manager).follow("我的工作").follow(firm.name_zh)
        assert "请核对用水量。" in ours.text
        ours.follow("填写报表").send("保存", water="17500").send("报送报表")
        visits(reviewer).follow("我的工作").follow(firm.name_zh).send("审核通过并报送")
        desk = visits(clerk).follow("我的工作").follow(firm.name_zh)
        assert "17,500" in desk.text
        desk.send("通过报表")
        assert not desk.offers("通过报表")
    public = Visitor(client).follow("领先企业名录").follow(firm.name_zh)
    assert "2025" in public.text
    assert "17,500" not in public.text
