"""What the 示例 enterprises write: invented figures, plausible and free of contradictions, different for each of them."""

from datetime import date

from demonstrations.enterprises.models import Maturity, Metric, PatentKind, Share, StandardLevel, Where
from program.applications.forms import Page, rows
from program.applications.models.columns import YesNo
from program.registers.models import GreenField

TECHNOLOGIES = (
    ("工业余热梯级利用技术", GreenField.ENERGY_SAVING, "35"),
    ("无氰电镀清洁生产工艺", GreenField.CLEANER_PRODUCTION, "33"),
    ("分布式光伏与储能协同控制技术", GreenField.CLEAN_ENERGY, "38"),
    ("受污染土壤原位修复技术", GreenField.ECOLOGY, "77"),
    ("低浓度挥发性有机物催化氧化技术", GreenField.OZONE, "35"),
    ("废旧动力电池全组分回收技术", GreenField.RECYCLING, "42"),
    ("城市污水厂低碳运行智能控制技术", GreenField.GREEN_CITY, "46"),
)


def answers(number: int) -> dict[str, Page]:
    """Part → what enterprise `number` (from 0) writes there."""
    return {
        "basics": basics(number),
        "technology": technology(number),
        "performance": performance(number),
        "benefits": benefits(number),
        "conduct": conduct(number),
        "commitment": commitment(),
    }


def renewal(number: int) -> dict[str, Page]:
    """The same of an application for re-examination."""
    report = {
        "period_start": "2023",
        "period_end": "2026",
        "summary": "认定以来持续改进技术，新增工程应用，绿色技术收入稳步增长。",
        "green_revenue": f"{9_800 + 730 * number}",
        "rd_spend": f"{1_450 + 90 * number}",
        "new_applications": f"{6 + number % 5}",
        "forms_owed": "3",
        "forms_handed_in": "3",
        "shortfalls": "",
        "next_steps": "开展下一代工艺中试，参与行业标准修订，拓展在国家高新区的应用。",
    }
    return {"term": report} | {part: page for part, page in answers(number).items() if part != "basics"}


def basics(number: int) -> Page:
    name, field, industry = TECHNOLOGIES[number % len(TECHNOLOGIES)]
    revenue = 18_600 + 2_450 * number
    return {
        "data_year": "2025",
        "field": field,
        "field_other": "",
        "is_branch": YesNo.NO,
        "founded_on": date(2004 + number % 12, 5, 18).isoformat(),
        "industry": industry,
        "main_products": f"{name}成套装备及运行服务",
        "employees": f"{168 + 21 * number}",
        "rd_staff": f"{46 + 5 * number}",
        "revenue": f"{revenue}",
        "green_revenue": f"{revenue * 0.62:.2f}",
        "rd_spend": f"{revenue * 0.071:.2f}",
        "is_hnte": YesNo.YES if number % 4 else YesNo.NO,
        "hnte_number": f"GR2024{1000 + number}" if number % 4 else "",
        "contact_name": "示例联系人",
        "contact_phone": "010-00000000",
    }


def technology(number: int) -> Page:
    name, _field, _industry = TECHNOLOGIES[number % len(TECHNOLOGIES)]
    patents = [
        {
            "kind": PatentKind.INVENTION if place == 0 else PatentKind.UTILITY,
            "number": f"ZL2021{number:02d}0{place}0001.{place}",
            "title": f"一种{name.removesuffix('技术')}装置",
            "granted_on": date(2022 + place, 3, 15).isoformat(),
        }
        for place in range(1 + number % 3)
    ]
    standards = [
        {
            "level": StandardLevel.INDUSTRY,
            "number": f"HJ {1200 + number}-2024",
            "title": f"{name}规范（示例）",
            "share": Share.TOOK_PART,
            "published_on": "2024-06-30",
        }
    ]
    return {
        "name": name,
        "summary": f"{name}针对高耗能、高排放环节，以系统集成和在线控制降低能耗和排放，投资回收期约三年。",
        "novelty": "提出分级回收与负荷预测耦合的控制方法，关键部件自主设计。",
        "comparison": "与国内同类技术相比，单位处理能耗低约15%，第三方检测报告见附件。",
        "maturity": Maturity.ESTABLISHED,
        "first_used": "2021",
        "applications": f"{12 + 3 * number}",
        "awards": "",
        **rows("patents", patents),
        **rows("standards", standards if number % 2 else []),
    }


def performance(number: int) -> Page:
    energy, output = 5_200 + 310 * number, 21_000 + 1_900 * number
    results = [
        {
            "metric": Metric.ENERGY,
            "before": f"{energy}",
            "after": f"{energy * 0.79:.1f}",
            "evidence": "能源审计报告",
        },
        {
            "metric": Metric.CO2,
            "before": f"{energy * 2.4:.1f}",
            "after": f"{energy * 2.4 * 0.77:.1f}",
            "evidence": "能源审计报告",
        },
    ]
    return {
        "where": Where.OWN,
        "boundary": "本企业主厂区全部生产工序",
        "base_year": "2022",
        "result_year": "2025",
        "output_base": f"{output}",
        "output_result": f"{output * 1.08:.2f}",
        "method": "按GB/T 2589计算综合能耗，计量器具经检定，数据由第三方机构核查。",
        "remarks": "",
        **rows("results", results),
    }


def benefits(number: int) -> Page:
    return {
        "clients_served": f"{9 + number}",
        "contracts": f"{6_300 + 480 * number}",
        "energy_saved": f"{4_100 + 260 * number}",
        "co2_cut": f"{10_200 + 640 * number}",
        "in_zones": "已在三家国家高新区的重点用能企业应用，运行稳定。",
        "spreading": "与服务机构合作，以合同能源管理方式在国家高新区推广。",
        **rows("clients", []),
    }


def conduct(number: int) -> Page:
    fined = number % 6 == 5
    return {
        "penalties": "1" if fined else "0",
        "accidents": "0",
        "dishonest": YesNo.NO,
        "remedies": "2024年因危废台账不规范受到处罚，已整改并通过复核。" if fined else "",
        "management": "建立环境和能源管理体系，设专职人员，按年度开展内部审核。",
    }


def commitment() -> Page:
    said = ("true", "rights", "no_accident", "unclassified", "publication", "checks", "forms")
    return {
        "signatory_name": "示例法定代表人",
        "signatory_title": "总经理",
        "signatory_phone": "010-00000000",
        **{f"statement_{name}": "on" for name in said},
        "signed_on": date(2026, 3, 2).isoformat(),
    }
