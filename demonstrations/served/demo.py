"""The demonstration: enterprises of the first zone with a record in every state, a provider, needs and offers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from demonstrations.served import actions
from demonstrations.served.models import (
    Follow,
    Inspection,
    Metric,
    OutputKind,
    Provider,
    Service,
    ServiceRecord,
    Side,
    Source,
    Turn,
)
from program.indicators import actions as figures
from program.indicators.models import PriceBase
from program.management.demo.acts import later, on
from program.management.demo.cast import Cast, credit_code
from program.management.demo.scans import paper
from program.people import actions as people
from program.people.models import Organization, User
from program.registers.models import GreenField
from program.zones import actions as zones
from program.zones.actions import Listing

BASE, RESULT = 2022, 2024
FIRST_CODE = 610
PROVIDER = "示例甲节能服务有限公司"
FALSE = "现场核对电费发票，2024年用电量少报约三成，节能量不属实。"


@dataclass(frozen=True)
class Firm:
    """An enterprise, what was done, how much power it took and what it made in both years, and where its record stands."""

    name: str
    service: Service
    power: tuple[str, str]
    added: tuple[str, str]
    state: str
    by_provider: bool = False


FIRMS = (
    Firm("示例甲压缩机制造有限公司", Service.RETROFIT, ("2400", "1790"), ("31200", "33900"), "counted", True),
    Firm("示例甲表面处理有限公司", Service.CLEANER_PRODUCTION, ("860", "640"), ("9800", "10350"), "counted", True),
    Firm("示例甲纺织印染有限公司", Service.WASTEWATER, ("1520", "1200"), ("17600", "18100"), "counted", True),
    Firm("示例甲铸造有限公司", Service.ENERGY_CONTRACT, ("3300", "2610"), ("26400", "27900"), "counted"),
    Firm("示例甲涂料有限公司", Service.AIR, ("740", "590"), ("12100", "12800"), "counted"),
    Firm("示例甲玻璃制品有限公司", Service.DIAGNOSIS, ("2950", "2410"), ("20800", "21300"), "counted"),
    Firm("示例甲陶瓷有限公司", Service.RETROFIT, ("1880", "1540"), ("16900", "12400"), "accepted"),
    Firm("示例甲橡塑有限公司", Service.RETROFIT, ("980", "770"), ("11500", "11900"), "submitted"),
    Firm("示例甲轴承有限公司", Service.SUPPLY_CHAIN, ("1260", "990"), ("15200", "15900"), "submitted", True),
    Firm("示例甲造纸有限公司", Service.WASTEWATER, ("2100", "1650"), ("14300", "14800"), "returned"),
    Firm("示例甲食品有限公司", Service.DIAGNOSIS, ("560", "430"), ("8700", "9100"), "draft"),
    Firm("示例甲家具有限公司", Service.AIR, ("390", "300"), ("6400", "6800"), "withdrawn"),
)  # fmt: skip


def tell(cast: Cast, today: date) -> None:
    Served(cast, today).tell()


class Served:
    """Told in order; each scene some days ago."""

    def __init__(self, cast: Cast, today: date) -> None:
        self.cast, self.today, self.zone = cast, today, cast.zones()[0]
        self.manager, self.reviewer = cast.user("park"), cast.user("zone")
        self.clerk, self.director = cast.user("clerk"), cast.user("director")

    def tell(self) -> None:
        with on(later(self.today, -58)):
            firms = [self.join(number, firm.name, "34") for number, firm in enumerate(FIRMS)]
            service = self.join(len(FIRMS), PROVIDER, "74")
            self.invite(service)
            self.declare([*firms, service])
        provider = self.enter(service)
        for number, (firm, organization) in enumerate(zip(FIRMS, firms, strict=True)):
            self.record(
                firm, organization, provider if firm.by_provider else None, later(self.today, -50 + number)
            )
        self.sample()
        self.match(service)

    def join(self, number: int, name: str, industry: str) -> Organization:
        listing = Listing(credit_code(FIRST_CODE + number, "91"), name, "主厂区", industry, BASE)
        return zones.list_site(self.zone, listing, by=self.reviewer).organization

    def invite(self, organization: Organization) -> None:
        site = organization.sites.get()
        _invitation, token = zones.invite_enterprise(
            site, self.zone, email="service@example.org", name="示例服务机构经理", by=self.reviewer
        )
        people.accept(token, newcomer=self.cast.newcomer("service", "示例服务机构经理"))

    def declare(self, firms: list[Organization]) -> None:
        """Accepted figures of both years: power, value added, COD."""
        rows = []
        for place, organization in enumerate(firms):
            firm = (
                FIRMS[place]
                if place < len(FIRMS)
                else Firm("", Service.OTHER, ("20", "19"), ("2600", "2900"), "")
            )
            for end, year in enumerate((BASE, RESULT)):
                cells = (
                    ("energy:electricity:production", firm.power[end], "10^4 kWh"),
                    ("item:industrial_value_added", firm.added[end], "万元"),
                    ("item:cod_discharged", str(Decimal(firm.power[end]) / 100), "t"),
                )
                rows += [
                    figures.Row("demo", 0, organization.credit_code, str(year), where, value, unit)
                    for where, value, unit in cells
                ]
        figures.import_figures(rows)

    def enter(self, organization: Organization) -> Provider:
        """The provider enters itself; the office releases it."""
        values = {
            "introduction": "面向园区工业企业提供节能诊断、节能改造、合同能源管理和清洁生产审核服务。",
            "contact_name": "示例服务机构经理", "contact_phone": "010-00000000",
            "fields": [GreenField.ENERGY_SAVING, GreenField.CLEANER_PRODUCTION],
            "services": [Service.RETROFIT, Service.CLEANER_PRODUCTION, Service.WASTEWATER, Service.ENERGY_CONTRACT],
            "regions": [self.zone.province],
        }  # fmt: skip
        with on(later(self.today, -56)):
            made = actions.enter_provider(organization, values, by=self.cast.user("service"))
        with on(later(self.today, -54)):
            released: Provider = actions.release(made, by=self.clerk, seen=made.revision)
        return released

    # ---------------------------------------------------------------- records
    def record(self, firm: Firm, organization: Organization, provider: Provider | None, day: date) -> None:
        """As far as its state asks."""
        by = self.cast.user("service") if provider else self.reviewer
        with on(day):
            record = actions.open_record(self.zone, values(firm, organization), by=by, provider=provider)
            actions.attach(record, paper(f"{firm.name}服务合同及验收报告"), about="", by=by)
            if firm.state == "draft":
                return
            if firm.state == "withdrawn":
                actions.withdraw(record, by=by, seen=record.revision)
                return
            record = actions.submit(record, by=by, seen=record.revision)
        with on(later(day, 3)):
            match firm.state:
                case "returned":
                    actions.send_back(
                        record,
                        reason="请补充改造前后计量台账，并说明停产检修时间。",
                        by=self.manager,
                        seen=record.revision,
                    )
                case "counted" | "accepted":
                    actions.accept(record, by=self.manager, seen=record.revision)

    def sample(self) -> None:
        """One drawn, found false and struck out; another one drawn and waiting; a decision that waits for its signature."""
        with on(later(self.today, -30)):
            actions.draw(by=self.clerk)
        with on(later(self.today, -24)):
            drawn = Inspection.objects.get()
            actions.inspect(drawn, verdict="false", finding=FALSE, by=self.clerk)
            decision = actions.propose(drawn.record, turn=Turn.STRIKE, reason=FALSE, by=self.clerk)
        with on(later(self.today, -20)):
            actions.sign(decision, by=self.director)
        with on(later(self.today, -5)):
            actions.draw(by=self.clerk)
            left = ServiceRecord.objects.counted().filter(inspections=None).order_by("number").last()
            assert left is not None
            reason = "群众反映该企业基准年产量异常，经核查能源台账缺失，拟予核减。"
            actions.propose(left, turn=Turn.STRIKE, reason=reason, by=self.clerk)

    # ---------------------------------------------------------------- needs and offers
    def match(self, service: Organization) -> None:
        """A need and an offer that have met, one need that waits to be released."""
        firm, user = self.organization_of("enterprise"), self.cast.user("enterprise")
        with on(later(self.today, -15)):
            need = actions.post(firm, Side.NEED, posting("空压站节能改造", self.zone.province), by=user)
            offer = actions.post(
                service,
                Side.OFFER,
                posting("工业企业空压站、余热回收节能改造", ""),
                by=self.cast.user("service"),
            )
        with on(later(self.today, -13)):
            need = actions.release(need, by=self.clerk, seen=need.revision)
            offer = actions.release(offer, by=self.clerk, seen=offer.revision)
            made = actions.note_interest(
                need, offer, text="可于本月安排现场诊断。", by=self.cast.user("service")
            )
            actions.follow(made, Follow.CONTACTED, by=user, seen=made.step, text="已约定现场诊断时间。")
        with on(later(self.today, -2)):
            body = self.zone.managements.get(until=None).organization
            wanted = posting("园区涉水企业清洁生产审核", self.zone.province)
            wanted |= {"service": Service.CLEANER_PRODUCTION, "field": GreenField.CLEANER_PRODUCTION}
            actions.post(body, Side.NEED, wanted, by=self.reviewer)

    def organization_of(self, username: str) -> Organization:
        user: User = self.cast.user(username)
        return user.memberships.get(ended_at=None).organization


def values(firm: Firm, organization: Organization) -> dict[str, Any]:
    """What somebody types: energy, CO2 and COD from the declarations."""
    declared = (Source.DECLARED, None, None)
    return {
        "enterprise": organization, "provider": None, "service": firm.service, "is_branch": False,
        "description": "更换高耗能设备，加装计量装置，优化运行管理。",
        "baseline_year": BASE, "result_year": RESULT, "price_base": PriceBase.OF_2019,
        "output_kind": OutputKind.VALUE_ADDED, "output_source": Source.DECLARED, "output_base": None,
        "output_result": None, "metrics": {Metric.ENERGY: declared, Metric.CO2: declared, Metric.COD: declared},
    }  # fmt: skip


def posting(title: str, province: str) -> dict[str, Any]:
    return {
        "title": title, "text": f"{title}，具体内容可现场商定。", "field": GreenField.ENERGY_SAVING,
        "service": Service.RETROFIT, "province": province, "contact_name": "示例联系人", "contact_phone": "010-00000000",
    }  # fmt: skip
