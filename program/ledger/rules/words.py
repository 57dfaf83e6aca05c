"""What the circular asks for clause by clause, and what belongs to an entry of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.ledger.models import MEASURED, Clause, Kind, Unit


class Duty(models.TextChoices):
    """Whose work it is; a zone whose ledger lacks a clause of its own duty sees the gap."""

    ZONE = "zone", _("zones")
    OFFICE = "office", _("the special office")
    BOTH = "both", _("zones and the special office")


@dataclass(frozen=True)
class Asked:
    """What a clause asks for, by whom, in the circular's own words. Other kinds of entry are not refused: its lists end in 等."""

    duty: Duty
    words: str
    kinds: tuple[Kind, ...]

    @property
    def of_zones(self) -> bool:
        return self.duty != Duty.OFFICE


by_zones, by_office, by_both = (partial(Asked, duty) for duty in Duty)

CLAUSES: Mapping[Clause, Asked] = {
    Clause.POLLUTANTS: by_zones(
        "持续推动高新区内重点行业的清洁生产审核工作，深入开展园区用排水全过程的精细化、智能化和可持续水管理",
        (Kind.CLEANER_PRODUCTION, Kind.INFRASTRUCTURE, Kind.PROJECT, Kind.INSPECTION),
    ),
    Clause.ENERGY: by_zones(
        "加快推进智能交通基础设施、智慧能源基础设施建设。鼓励高新区倡导绿色低碳生活方式和全面节能降耗",
        (Kind.CLEAN_ENERGY, Kind.INFRASTRUCTURE, Kind.PLATFORM, Kind.POLICY),
    ),
    Clause.NEW_MODEL: by_zones(
        "推动园区绿色、低碳、循环、智慧化改造……对重点行业企业用地加强督查评估，提高土地集约利用水平",
        (Kind.PLAN, Kind.CIRCULAR, Kind.LAND, Kind.INSPECTION, Kind.HONOUR),
    ),
    Clause.RESEARCH: by_zones(
        "实施一批绿色技术重点研发项目，培育一批绿色技术创新龙头企业和绿色技术创新企业",
        (Kind.PROJECT, Kind.PLATFORM, Kind.HONOUR),
    ),
    Clause.STANDARDS: by_zones(
        "推进标准实施效果评价和成果应用……提供节能环保技术装备发布展示、清洁生产审核服务、园区循环化改造咨询、第三方合同能源管理、“环保管家”服务、企业需求发布对接等服务",
        (Kind.STANDARD, Kind.SERVICE, Kind.PLATFORM),
    ),
    Clause.MANUFACTURING: by_zones(
        "开展绿色产品、绿色工艺、绿色建筑等改造……开展工业节能监察，推进节能技术改造和应用，促进落后产能依法依规退出",
        (Kind.PROJECT, Kind.INSPECTION, Kind.HONOUR),
    ),
    Clause.LAYOUT: by_both(
        "选择若干国家高新区开展“绿色产业补链强链行动”……制定出台产业转移、整合、协作的推进机制和考核机制",
        (Kind.POLICY, Kind.PROJECT, Kind.PLAN),
    ),
    Clause.INCUBATION: by_zones(
        "加快建设绿色产业专业孵化器、众创空间……搭建公共技术研发、检验检测、外包定制等服务平台",
        (Kind.PLATFORM, Kind.SERVICE),
    ),
    Clause.CONTESTS: by_both(
        "支持开展专项创新创业大赛、创新挑战赛、科技成果直通车等活动，搭建核心技术攻关交流平台",
        (Kind.EVENT, Kind.PROJECT),
    ),
    Clause.ALLIANCES: by_zones(
        "组建以企业为核心，高校、科研院所、新型研发机构、双创载体等深度参与的园区绿色发展创新联盟",
        (Kind.PLATFORM, Kind.EVENT),
    ),
    Clause.PROMOTION: by_both(
        "支持有条件的国家高新区举办绿色技术学术论坛和会议……统筹推进绿色发展产业人才引进工作",
        (Kind.EVENT, Kind.TALENT, Kind.PLATFORM, Kind.POLICY),
    ),
    Clause.FINANCE: by_zones(
        "建立起贯穿生产、销售、结算、投融资的“全链条”绿色金融服务体系，扩大绿色金融服务的覆盖面",
        (Kind.FINANCE, Kind.POLICY, Kind.SERVICE),
    ),
    Clause.LEADERSHIP: by_both(
        "制定切实可行的实施方案，制定出台促进绿色发展的产业、投资、财税、服务、保障等政策措施",
        (Kind.PLAN, Kind.POLICY),
    ),
    Clause.DEMONSTRATION: by_both(
        "支持国家高新区创建国家生态工业示范园区、国家生态文明建设示范区。支持国家高新区与国家可持续发展议程创新示范区加强合作，交流经验",
        (Kind.HONOUR, Kind.SERVICE, Kind.EVENT),
    ),
    Clause.RESULTS: by_both(
        "探索通过贷款贴息、风险补偿、税收优惠等方式，促进资金投向绿色发展项目",
        (Kind.FINANCE, Kind.PROJECT, Kind.POLICY),
    ),
    Clause.EVALUATION: by_office(
        "在国家高新区发展评价指标体系中加大绿色发展的指标权重，强化评价的引导和促进作用",
        (Kind.POLICY, Kind.INSPECTION),
    ),
    Clause.PUBLICITY: by_both(
        "开展绿色生产、低碳生活、绿色出行、节能节水、废物循环利用等多种形式的绿色实践",
        (Kind.PUBLICITY, Kind.EVENT),
    ),
}  # fmt: skip
"""Every task clause of 五 and 六; what is left out of a quotation is marked ……."""


@dataclass(frozen=True)
class Asks:
    """What an entry of a kind needs: a figure in that unit, or none; files that show it, or not."""

    unit: Unit | None = None
    evidence: bool = False


KINDS: Mapping[Kind, Asks] = {
    Kind.POLICY: Asks(evidence=True),
    Kind.PLAN: Asks(evidence=True),
    Kind.STANDARD: Asks(Unit.ITEMS, evidence=True),
    Kind.SERVICE: Asks(Unit.FIRMS),
    Kind.PLATFORM: Asks(Unit.BODIES),
    Kind.LAND: Asks(Unit.HECTARES),
    Kind.FINANCE: Asks(Unit.MONEY, evidence=True),
    Kind.TALENT: Asks(Unit.PEOPLE),
    Kind.EVENT: Asks(Unit.EVENTS),
    Kind.CIRCULAR: Asks(Unit.ITEMS),
    Kind.CLEANER_PRODUCTION: Asks(Unit.FIRMS, evidence=True),
    Kind.INSPECTION: Asks(Unit.FIRMS),
    Kind.PROJECT: Asks(Unit.MONEY, evidence=True),
    Kind.INFRASTRUCTURE: Asks(Unit.MONEY),
    Kind.CLEAN_ENERGY: Asks(Unit.MEGAWATTS),
    Kind.PUBLICITY: Asks(Unit.TIMES),
    Kind.HONOUR: Asks(evidence=True),
    Kind.OTHER: Asks(),
}


def kind_named(kind: Kind) -> str:
    """With the unit of its figure: 资金支持（万元）."""
    unit = KINDS[kind].unit
    words = {"kind": kind.label, "unit": unit.label if unit else ""}
    return gettext("%(kind)s (%(unit)s)") % words if unit else str(kind.label)


def is_counted(unit: Unit) -> bool:
    return unit not in MEASURED


def is_expected(clause: str, kind: str) -> bool:
    """Whether the circular names work of that kind under the clause; `other` is never what it names."""
    return Kind(kind) in CLAUSES[Clause(clause)].kinds
