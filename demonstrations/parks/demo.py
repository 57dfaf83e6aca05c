"""What the 示例 zones write: invented figures, plausible and free of contradictions, different for each zone."""

from datetime import date

from demonstrations.parks.models.building import Done
from demonstrations.parks.models.honours import HonourKind, HonourLevel
from demonstrations.parks.models.plan import Clause, Platform
from program.applications.forms import Page, rows
from program.applications.models.columns import YesNo
from program.registers.models import GreenField
from program.zones.models import SubzoneKind

INDUSTRIES = ("电子信息", "新材料", "生物医药", "高端装备", "节能环保", "新能源")
TASKS = (
    (
        "重点企业清洁生产审核全覆盖",
        Clause.POLLUTANTS,
        "规上工业企业清洁生产审核实施率达到100%",
        "示例生态环境分局",
    ),
    ("统一能源申报管理平台", Clause.FOSSIL_ENERGY, "入统工业企业全部按年申报", "示例经济发展局"),
    ("绿色技术联合攻关", Clause.RESEARCH, "立项绿色技术研发项目30项", "示例科技创新局"),
    ("绿色工厂培育", Clause.MANUFACTURING, "新增省级以上绿色工厂10家", "示例经济发展局"),
    ("工业废水近零排放改造", Clause.POLLUTANTS, "重点行业废水回用率达到90%", "示例水务公司"),
)


def begun(number: int) -> int:
    """The year in which a zone applies: the last two were admitted three years before the others."""
    return 2023 if number >= 20 else 2026


def answers(number: int) -> dict[str, Page]:
    """Part → what zone `number` (from 0) writes there."""
    return {
        "basics": basics(number),
        "plan": plan(number),
        "achievements": achievements(number),
        "honours": honours(number),
        "commitment": commitment(number),
    }


def acceptance(number: int) -> dict[str, Page]:
    """The same of an application for acceptance. The first of the two zones has done all it planned, the other has not."""
    later = number % 2
    tasks = [
        {
            "title": title,
            "target": target,
            "year": str(2024 + place % 3),
            "state": Done.PARTLY if later and place == 4 else Done.DONE,
            "result": "已按目标完成，台账和验收意见齐备。"
            if not (later and place == 4)
            else "两家企业完成改造，一家在建。",
            "money": f"{2_200 + 330 * place}",
        }
        for place, (title, _clause, target, _owner) in enumerate(TASKS)
    ]
    report = {
        "period_start": "2023",
        "period_end": "2026",
        "summary": "建设期内完成能源管理平台、清洁生产审核和循环化改造，单位工业增加值综合能耗和二氧化碳排放持续下降。",
        "energy_intensity_target": "0.2650",
        "energy_intensity_reached": "0.2480",
        "co2_annual_cut_target": "4.50",
        "co2_annual_cut_reached": "4.90",
        "near_zero_reached": YesNo.NO if later else YesNo.YES,
        "energy_platform": Platform.RUNNING,
        "investment_total": "12.30",
        "investment_public": "3.10",
        "shortfalls": "工业废水近零排放改造有一家企业未完工，预计明年上半年投运。" if later else "",
        "experience": "以能源申报平台汇总企业数据，按季度通报，形成可复制的做法。",
        "next_steps": "巩固节能成果，推进绿色电力交易和碳足迹核算。",
        **rows("tasks", tasks),
    }
    return {
        "building": report,
        "achievements": achievements(number),
        "honours": honours(number),
        "commitment": commitment(number) | {"signed_on": date(2026, 8, 20).isoformat()},
    }


def reexamination(number: int) -> dict[str, Page]:
    """The same of an application for re-examination: one zone has kept all it promised, the other was late and left a task."""
    later = number % 2
    report = {
        "period_start": "2023",
        "period_end": "2026",
        "summary": "命名以来持续开展节能改造和清洁生产，能源申报平台稳定运行，形成一批可推广的做法。",
        "energy_intensity_target": "0.2480",
        "energy_intensity_reached": "0.2610" if later else "0.2350",
        "co2_annual_cut_target": "4.50",
        "co2_annual_cut_reached": "4.10" if later else "4.80",
        "near_zero_reached": YesNo.NO if later else YesNo.YES,
        "energy_platform": Platform.RUNNING,
        "reports_owed": "12",
        "reports_on_time": "10" if later else "12",
        "accidents": "0",
        "measures": "0",
        "remedies": "迟报两次，已明确专人负责并建立提前一个月的内部提醒。" if later else "",
        "shortfalls": "两家重点企业扩产，单位增加值能耗高于目标，已列入改造计划。" if later else "",
        "experience": "按季度通报企业能耗，形成评价、改造、复核的闭环。",
        "next_steps": "新一期目标：单位工业增加值综合能耗再降6%，重点行业废水全部回用。",
        **rows(
            "tasks",
            [
                {
                    "title": "工业废水近零排放改造",
                    "target": "重点行业废水回用率达到90%",
                    "year": "2025",
                    "state": Done.PARTLY if later else Done.DONE,
                    "result": "回用率达到82%。" if later else "回用率达到93%。",
                    "money": "3600",
                }
            ],
        ),
    }
    return {
        "term": report,
        "achievements": achievements(number),
        "honours": honours(number),
        "commitment": commitment(number) | {"signed_on": date(2026, 8, 20).isoformat()},
    }


def basics(number: int) -> Page:
    output = 900 + 137 * number
    leading = INDUSTRIES[number % len(INDUSTRIES)]
    second = INDUSTRIES[(number + 2) % len(INDUSTRIES)]
    return {
        "data_year": str(begun(number) - 1),
        "area_approved": f"{18 + number}.500",
        "area_entrusted": f"{60 + 3 * number}",
        "population": f"{22 + number}.4",
        "employees": f"{118_000 + 4_300 * number}",
        "gdp": f"{output * 0.46:.2f}",
        "industrial_output": f"{output}",
        "industrial_value_added": f"{output * 0.26:.2f}",
        "revenue": f"{output * 1.35:.2f}",
        "rd_spend": f"{output * 0.041:.2f}",
        "enterprises": f"{1_450 + 60 * number}",
        "hightech_enterprises": f"{420 + 21 * number}",
        "leading_industry": leading,
        "leading_share": f"{38 + number % 9}",
        "green_field": GreenField.values[number % len(GreenField.values)],
        "green_output": f"{output * 0.18:.2f}",
        "forest_cover": f"{26 + number % 7}.5",
        "pm25_good_days": f"{288 + number}",
        "contact_name": "示例联系人",
        "contact_phone": "010-00000000",
        **rows(
            "industries",
            [
                {"name": leading, "output": f"{output * 0.38:.2f}", "share": "38", "enterprises": "310"},
                {"name": second, "output": f"{output * 0.22:.2f}", "share": "22", "enterprises": "205"},
            ],
        ),
        **rows(
            "subzones",
            [
                {"name": "示例核心园", "kind": SubzoneKind.APPROVED, "area": f"{12 + number}.5"},
                {"name": "示例拓展园", "kind": SubzoneKind.ENTRUSTED, "area": f"{40 + number}"},
            ],
        ),
    }


def plan(number: int) -> Page:
    tasks = [
        {
            "title": title,
            "clause": clause,
            "year": str(begun(number) + 1 + place % 3),
            "target": target,
            "owner": owner,
            "money": f"{2_400 + 350 * place + 90 * number}",
        }
        for place, (title, clause, target, owner) in enumerate(TASKS)
    ]
    return {
        "period_start": str(begun(number)),
        "period_end": str(begun(number) + 4),
        "overall_goal": "以绿色技术创新和能源管理为抓手，单位工业增加值综合能耗和二氧化碳排放持续下降，建成绿色发展示范园区。",
        "base_year": str(begun(number) - 1),
        "energy_intensity_base": f"0.{260 + 4 * number}",
        "energy_intensity_target": f"0.{215 + 3 * number}",
        "co2_annual_cut_target": "8.50" if number == 20 else f"{4 + number % 3}.5",  # one zone aims too high
        "carbon_peak_year": "2028",
        "carbon_neutral_year": "2055",
        "near_zero_wastewater": YesNo.YES,
        "near_zero_year": str(begun(number) + 4),
        "investment_total": f"{12 + number}.5",
        "investment_public": f"{3 + number % 4}",
        "energy_platform": Platform.values[number % 3],
        "leading_group": "示例高新区绿色发展领导小组",
        "leading_group_head": "示例主任",
        "document_number": f"示例高新管〔{begun(number)}〕{number + 1}号",
        "document_date": date(begun(number), 2, 10).isoformat(),
        **rows("tasks", tasks),
    }


def achievements(number: int) -> Page:
    figures = {
        "circular_projects": 6, "green_factories": 14, "supply_chains": 3, "leading_enterprises": 9, "research_centres": 7,
        "research_projects": 42, "patents": 380, "standards": 11, "incubators": 4, "alliances": 1, "events": 12,
        "served_enterprises": 160, "reduced_enterprises": 58, "audits": 75,
    }  # fmt: skip
    return {
        "demonstration_work": "已建成园区能源管理中心，完成重点企业清洁生产审核和循环化改造，形成可推广的做法。",
        **{name: str(figure + number) for name, figure in figures.items()},
        "energy_saved": f"{3 + number % 5}.60",
        "co2_cut": f"{8 + number % 6}.20",
        "cod_cut": f"{210 + 12 * number}",
        "green_loans": f"{26 + number}.5",
    }


def honours(number: int) -> Page:
    held: list[Page] = [
        {
            "kind": HonourKind.GREEN_PARK,
            "level": HonourLevel.NATIONAL,
            "title": "示例绿色园区",
            "number": f"示例〔2023〕{40 + number}号",
            "body": "示例授予单位",
            "awarded_on": "2023-03-20",
            "valid_until": "2029-03-19",
        }
    ]
    holds = number % 3 != 2
    return {
        "holds_honours": YesNo.YES if holds else YesNo.NO,
        "national_count": "1" if holds else "0",
        "provincial_count": str(number % 4),
        "evaluation_rank": str(20 + 5 * number),
        "iso14001_enterprises": str(210 + 8 * number),
        "iso50001_enterprises": str(34 + 2 * number),
        "green_buildings": f"{86 + 4 * number}.5",
        "penalties": str(number % 4),
        "cooperation": "",
        **rows("honours", held if holds else []),
    }


def commitment(number: int) -> Page:
    statements = ("true", "no_accident", "unclassified", "publication", "checks", "reports")
    return {
        "signatory_name": "示例法定代表人",
        "signatory_title": "管委会主任",
        "signatory_phone": "010-00000000",
        **{f"statement_{name}": "on" for name in statements},
        "signed_on": date(begun(number), 3, 2).isoformat(),
        "remarks": "" if number else "示例备注。",
    }
