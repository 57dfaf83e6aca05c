"""The registers of the demonstration: projects in every state, restrictions of firms that take part in nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from program import clock
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast, credit_code
from program.management.demo.declarations import FIRMS, code_of
from program.management.demo.scans import paper
from program.people.models import User
from program.registers import actions
from program.registers.actions import Finance, Given
from program.registers.models import (
    ExitKind,
    FinanceKind,
    FinanceOutcome,
    Finding,
    GreenField,
    PoolProject,
    RestrictedProject,
    Restriction,
    Source,
)
from program.registers.rules import years_later
from program.zones.models import Zone


@dataclass(frozen=True)
class Plan:
    """A project: what is built, 10⁴ yuan, tce and tCO2 a year."""

    title: str
    field: GreenField
    content: str
    investment: str
    financing: str
    tce: str
    co2: str
    months: int = 14


RECOVERY = Plan(
    "压缩空气系统余热回收及变频改造", GreenField.ENERGY_SAVING,
    "对六台空压机实施余热回收和变频改造，回收热量用于车间采暖和清洗用水。", "1860", "1200", "1320.5", "3480",
)  # fmt: skip
SUN = Plan(
    "厂房屋顶分布式光伏（6.2兆瓦）", GreenField.CLEAN_ENERGY,
    "利用主厂区屋顶建设分布式光伏，自发自用，余电上网。", "2480", "1900", "2010", "5300",
)  # fmt: skip
SOLVENT = Plan(
    "有机溶剂回收与密闭输送改造", GreenField.CLEANER_PRODUCTION,
    "以密闭管道替代桶装输送，增设冷凝回收装置，减少挥发性有机物产生量。", "960", "600", "210", "540",
)  # fmt: skip
WATER = Plan(
    "集中污水处理厂再生水回用工程", GreenField.RECYCLING,
    "新建日处理一万吨再生水设施及配套管网，供应区内企业工艺冷却用水。", "9800", "7000", "860", "2200",
)  # fmt: skip
BOILER = Plan(
    "燃煤锅炉扩容改造", GreenField.OTHER,
    "在现有燃煤锅炉基础上扩容，并增加脱硫设施。", "3200", "3000", "120", "",
)  # fmt: skip
LIGHT = Plan(
    "道路照明及公共建筑节能改造", GreenField.GREEN_CITY,
    "更换高效照明灯具并接入能源管理平台，公共建筑安装分项计量。", "1450", "800", "690", "1810", months=6,
)  # fmt: skip


def values_of(plan: Plan) -> dict[str, Any]:
    """What the zone types of a plan: it starts this month."""
    starts = clock.today().replace(day=1)
    return {
        "title": plan.title, "field": plan.field, "content": plan.content,
        "investment": Decimal(plan.investment), "financing": Decimal(plan.financing),
        "saving_tce": Decimal(plan.tce) if plan.tce else None, "saving_co2": Decimal(plan.co2) if plan.co2 else None,
        "starts": starts, "ends": later(starts, 30 * plan.months).replace(day=1),
    }  # fmt: skip


def code_of_body(zone: Zone) -> str:
    return zone.managements.get(until=None).organization.credit_code


def given(number: str, day: date) -> Given:
    return Given("示例专项办公室", f"示例专项办决〔{day.year}〕{number}号", day, paper(f"决定-{number}"))


class Registers:
    """Told backwards from today, so that every term and every credit check is what it is meant to be."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today = cast, today
        names = ("clerk", "director", "supervisor", "zone")
        self.clerk, self.director, self.supervisor, self.reviewer = map(cast.user, names)
        self.zones = cast.zones()

    def tell(self) -> None:
        self.restrictions()
        self.restricted_projects()
        self.pool()

    def before(self, days: int) -> date:
        return later(self.today, -days)

    # ---------------------------------------------------------------- the reserve pool

    def enter(self, plan: Plan, zone: Zone, code: str, by: User) -> PoolProject:
        return actions.enter_project(zone, values_of(plan), credit_code=code, by=by)

    def put_forward(self, plan: Plan, zone: Zone, code: str, by: User, days: int) -> PoolProject:
        with on(self.before(days), 9):
            return actions.put_forward(self.enter(plan, zone, code, by), by=by)

    def admit(self, project: PoolProject, days: int) -> PoolProject:
        with on(self.before(days)):
            self.check(project.owner.credit_code, project.owner.name_zh)
            return actions.admit(project, by=self.clerk)

    def pool(self) -> None:
        """Followed up, completed, refused, returned, under review without a credit check, and one that nobody else sees yet."""
        first, second, third = self.zones[:3]
        park2, park3 = self.cast.manager(second), self.cast.manager(third)
        done = self.admit(self.put_forward(LIGHT, third, code_of_body(third), park3, 200), 190)
        self.follow(done, 170, "示例丙市商业银行", FinanceKind.LOAN, "800", FinanceOutcome.GRANTED, "780")
        followed = self.admit(self.put_forward(RECOVERY, first, code_of(0), self.reviewer, 70), 62)
        self.follow(followed, 50, "示例绿色发展基金", FinanceKind.FUND, "400", FinanceOutcome.DECLINED)
        self.follow(
            followed, 41, "示例省绿色技术银行", FinanceKind.LOAN, "900", FinanceOutcome.GRANTED, "850"
        )
        self.follow(followed, 9, "示例证券公司", FinanceKind.BOND, "350", FinanceOutcome.PENDING)
        with on(self.before(33)):
            actions.let_out(
                done,
                ExitKind.COMPLETED,
                day=self.before(34),
                reason="改造完成并通过验收，贷款已按期使用。",
                by=park3,
            )
        refused = self.put_forward(BOILER, second, code_of_body(second), park2, 30)
        returned = self.put_forward(WATER, second, code_of_body(second), park2, 21)
        with on(self.before(18)):
            actions.refuse(
                refused, reason="燃煤锅炉扩容不属于绿色、低碳、循环经济项目，不予入库。", by=self.clerk
            )
            actions.send_back(
                returned, reason="请补充再生水用户的用水协议，并核对年二氧化碳减排量。", by=self.clerk
            )
        self.put_forward(SUN, first, code_of(2), self.reviewer, 4)
        with on(self.before(1)):
            self.enter(SOLVENT, first, code_of(1), self.reviewer)

    def follow(
        self,
        project: PoolProject,
        days: int,
        institution: str,
        kind: FinanceKind,
        applied: str,
        outcome: FinanceOutcome,
        granted: str = "",
    ) -> None:
        with on(self.before(days)):
            line = Finance(
                self.before(days), institution, kind, Decimal(applied), outcome, Decimal(granted) if granted else None
            )  # fmt: skip
            actions.follow_up(project, line, by=self.cast.manager(project.zone))

    # ---------------------------------------------------------------- decided entries

    def restrictions(self) -> None:
        """One in force, one lifted on appeal, one that waits for its signature; of firms that take part in nothing."""
        held = self.restriction(
            "示例停产化工有限公司",
            credit_code(951, "91"),
            "11",
            120,
            "申报材料中的能耗数据系伪造，经监督核实。",
        )
        with on(self.before(119)):
            actions.sign(held, by=self.director)
        lifted = self.restriction(
            FIRMS[4].name, code_of(4), "14", 95, "未按期报送年度数据，经两次提醒仍未改正。"
        )
        with on(self.before(94)):
            actions.sign(lifted, by=self.director)
        with on(self.before(40)):
            reason = "申诉成立：数据已按期报送，系平台传输故障所致。"
            actions.draft_lifting(lifted, given("21", self.before(41)), reason=reason, by=self.supervisor)
        with on(self.before(39)):
            actions.sign_lifting(lifted, by=self.director)
        self.restriction(
            "示例虚报建材有限公司", credit_code(952, "91"), "27", 3, "以他人厂区冒充本单位厂区接受现场核查。"
        )
        with on(self.before(121)):
            self.check(
                held.credit_code, held.owner, Finding.ADVERSE, "列入严重违法失信名单（环境监测数据造假）。"
            )

    def restriction(self, owner: str, code: str, number: str, days: int, reason: str) -> Any:
        since = self.before(days)
        values = {
            "credit_code": code, "owner": owner, "reason": reason,
            "since": since, "until": years_later(since, 3),
        }  # fmt: skip
        with on(since):
            return actions.draft(Restriction, given(number, since), values, by=self.supervisor)

    def restricted_projects(self) -> None:
        """One in force, one that waits for its signature."""
        owner = {"credit_code": credit_code(951, "91"), "owner": "示例停产化工有限公司"}
        for title, days, number in (
            ("年产十万吨高耗能电石扩建项目", 110, "12"),
            ("露天堆场扩建项目", 2, "28"),
        ):
            since = self.before(days)
            values = owner | {
                "title": title, "since": since, "until": years_later(since, 2),
                "reason": "产能列入限制类目录，单位产品能耗高于限额标准。",
            }  # fmt: skip
            with on(since):
                made = actions.draft(RestrictedProject, given(number, since), values, by=self.clerk)
            if days > 30:
                with on(later(since, 1)):
                    actions.sign(made, by=self.director)

    # ---------------------------------------------------------------- credit checks

    def check(self, code: str, owner: str, finding: Finding = Finding.CLEAR, words: str = "") -> None:
        """At this moment of the story."""
        actions.record_check(
            code, owner=owner, day=clock.today(), source=Source.CREDIT_CHINA, finding=finding, words=words,
            screenshot=paper(f"信用中国-{owner}"), by=self.clerk,
        )  # fmt: skip
