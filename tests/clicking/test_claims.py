"""Two zones, one site: refused in the list, claimed, contested, stated, settled by two; it stands with the other from then on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from program import clock
from program.people.models import Role, User
from program.zones.models import Zone
from tests import factories
from tests.clicking.conftest import Visits
from tests.supervision import casework as duties
from tests.zones.claiming import CODE, listed, stood

pytestmark = pytest.mark.django_db
SITE = {
    "credit_code": CODE,
    "name_zh": "示例迁移科技有限公司",
    "site": "主厂区",
    "industry": "39",
    "since_year": "2026",
}


@pytest.fixture(autouse=True)
def _monday(db: None) -> Iterator[None]:
    duties.calendar()
    with clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)):
        yield


def paper(kind: str, number: str) -> dict[str, Any]:
    return {
        "authority": "示例专项办公室", "document_number": number, "document_date": "2026-03-02",
        "document": factories.pdf(kind), "reason": "依实际生产地。",
    }  # fmt: skip


def test_a_site_from_the_refused_listing_to_the_settlement(
    zone: Zone, other_zone: Zone, applicant: User, stranger: User, clerk: User, director: User, visits: Visits
) -> None:
    site = listed(zone, applicant)
    boss = factories.member(site.organization, Role.MANAGER, "boss")
    theirs = visits(stranger).follow("数据申报").follow(other_zone.name_zh).follow("企业入统")
    theirs.refused(409, "确认入统", **SITE).follow("申请归属")
    theirs.send("提出归属申请", kind="moved", reason="已迁入本区生产。", evidence=factories.pdf("lease"))
    assert zone.name_zh not in theirs.text
    ours = visits(applicant).follow("我的工作").follow(site.organization.name_zh)
    assert ours.offers("同意归属申请")
    ours.follow("提出异议").send("提出异议", reason="仍在我区生产。", evidence=factories.pdf("rent"))
    firm = visits(boss).follow("我的工作").follow(site.organization.name_zh)
    firm.send("陈述企业意见", text="生产线去年底已迁出。")
    desk = visits(clerk).follow("我的工作").follow(site.organization.name_zh)
    assert "生产线去年底已迁出。" in desk.text
    desk.follow("拟制裁定").send(
        "拟制裁定", result="moves", from_year="2026", **paper("settlement", "示例函〔2026〕61号")
    )
    assert not desk.offers("签发裁定")
    chief = visits(director).follow("我的工作").follow(site.organization.name_zh)
    chief.send("签发裁定")
    assert stood(site) == [(zone, 2023, 2025), (other_zone, 2026, None)]
    for person in (applicant, stranger, boss):
        assert "示例" in visits(person).follow("消息").text
