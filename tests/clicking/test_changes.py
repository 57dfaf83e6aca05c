"""更名: an enterprise reports it, the office returns it once, two decide; the profile says both names."""

from datetime import timedelta

import pytest
from django.test import Client

from program import clock
from program.calls.models import Call
from program.people.models import Organization, User
from program.zones.models import Zone
from tests import factories
from tests.clicking.conftest import Visits
from tests.clicking.visitor import Visitor
from tests.demonstrations.enterprises.conftest import certifying, firm, manager, reviewer
from tests.demonstrations.parks.test_acceptance import designated

__all__ = ["certifying", "firm", "manager", "reviewer"]
NEW = "示例绿源科技有限公司"
pytestmark = pytest.mark.django_db


def test_a_change_of_name_from_the_enterprise_to_its_profile(
    certifying: Call,
    zone: Zone,
    firm: Organization,
    manager: User,
    reviewer: User,
    clerk: User,
    director: User,
    visits: Visits,
    client: Client,
) -> None:
    designated(factories.case(certifying, zone, clerk, firm), clerk)
    before, day = firm.name_zh, clock.today() - timedelta(days=20)
    ours = visits(manager).follow("成员").follow("报告单位变更").follow("更名")
    typed = {
        "name_zh": NEW, "name_en": "Example Green Source", "changed_on": day.isoformat(),
        "authority": "示例市场监督管理局", "notice_number": "示例登记通〔2026〕1号",
        "explanation": "依登记机关通知书。",
    }  # fmt: skip
    ours.refused(422, "保存", **typed | {"notice_number": ""}, notice=factories.pdf("1"))
    assert "通知书文号" in ours.said
    ours.send("保存", **typed, notice=factories.pdf("1")).send("提交")
    assert "未逾期" in ours.said
    # returned, changed, handed in again
    desk = visits(clerk).follow("我的工作").follow(before)
    desk.send("退回修改", reason="请补充英文名称依据。")
    assert not desk.offers("拟定审核决定")
    ours = visits(manager).follow("我的工作").follow(before)
    assert "请补充英文名称依据。" in ours.text
    ours.follow("修改报告").send("保存", explanation="依登记机关通知书及章程。").send("提交")
    # decided by two
    desk = (
        visits(clerk)
        .follow("我的工作")
        .follow(before)
        .follow("拟定审核决定")
        .send("保存", reason="与通知书一致。")
    )
    assert not desk.offers("签发决定")
    chief = visits(director).follow("我的工作").follow(before)
    assert NEW in chief.text
    chief.send("签发决定")
    assert "已签发并生效" in chief.said
    for reader in (visits(manager), visits(reviewer)):
        assert NEW in reader.follow("消息").text
    public = Visitor(client).follow("领先企业名录").follow(NEW)
    assert before in public.text
