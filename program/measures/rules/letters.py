"""扣分降档建议函: the office's text, in Chinese on every page."""

from program.measures.models import Effect, Measure
from program.papers.rules import Block, Issue
from program.papers.rules.blocks import (
    BLANK_DATE,
    Addressee,
    Copies,
    Facts,
    Head,
    Paragraph,
    Signature,
    Title,
    attached,
    written_day,
)
from program.papers.rules.of_call import CIRCULAR

GRADES = {"1": "特别重大（Ⅰ级）", "2": "重大（Ⅱ级）", "3": "较大（Ⅲ级）", "4": "一般（Ⅳ级）"}
"""As the National Emergency Plan for Environmental Incidents names them."""


def deduction_letter(measure: Measure, effect: Effect, issue: Issue) -> list[Block]:
    """To whoever evaluates and ranks the zones: which accident, by whose document, what is proposed."""
    finding, decision, zone = measure.lead.finding, measure.decision, effect.zone
    assert finding is not None
    assert zone is not None
    assert effect.points is not None
    names, points = issue.stationery, f"{effect.points:.1f}".removesuffix(".0")
    return [
        Head(names.heading, issue.number, names.red),
        Title(f"关于对{zone.name_zh}在{effect.year}年度评价中予以扣分降档的建议函"),
        Addressee("国家高新区评价工作承担单位："),
        Paragraph(
            f"{CIRCULAR}明确，在国家高新区发展评价中强化监督评价，“对出现重特大环境污染事故的园区，在评价排名工作中进行扣分降档处理”。"
        ),
        Paragraph(
            f"根据{finding.authority}《{finding.document_number}》（{written_day(finding.document_date)}），"
            f"{written_day(measure.lead.happened_on)}发生的有关事故认定为{GRADES[finding.grade]}，责任单位为{finding.responsible}。"
        ),
        Paragraph(
            f"经核实、告知和听取陈述申辩，{decision.authority}已作出处理决定（{decision.document_number}）。"
            f"现建议在{effect.year}年度国家高新区评价排名中，对{zone.name_zh}作如下处理："
        ),
        Facts(
            (
                ("扣分", f"{points}分"),
                ("降档", f"{effect.tiers}档"),
                ("适用年度", f"{effect.year}年度"),
                ("处理编号", measure.number),
            )
        ),
        Paragraph("上述处理决定如被撤销，我办将另行函告。请将采纳情况函告我办。"),
        attached(
            [f"{finding.authority}《{finding.document_number}》", f"处理决定（{decision.document_number}）"]
        ),
        Signature(names.signature, BLANK_DATE),
        *([Copies(f"抄送：{names.copy_to}")] if names.copy_to else []),
    ]
