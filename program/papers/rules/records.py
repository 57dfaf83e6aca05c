"""Records that an archive prints itself: the panel's opinion, the visit, the objections; without experts' or objectors' names."""

from dataclasses import dataclass
from datetime import datetime

from program import clock, tracks
from program.applications.models import Application
from program.decisions.rules import examined
from program.papers.rules.blocks import Block, Facts, Heading, Paragraph, Table, Title, written_day
from program.reviews.models import ReviewConclusion
from program.visits import rules as visits
from program.visits.models import Agreement, Visit

NONE = "—"


def opinion(conclusion: ReviewConclusion) -> list[Block]:
    """The panel's opinion and the score it came to; who sat on the panel is not in it."""
    application = conclusion.version.application
    return [
        Title("专家组评审意见"),
        Facts(
            (
                *of_case(application),
                ("评审版本", f"第{conclusion.version.number}版"),
                ("有效评分表", f"{conclusion.counted}份（法定份数{conclusion.quorum}份）"),
                ("得分", f"{conclusion.score:.2f}"),
                ("形成日期", written_day(clock.beijing_date(conclusion.at))),
            )
        ),
        Heading("评审意见"),
        *paragraphs(conclusion.opinion),
    ]


def visited(visit: Visit) -> list[Block]:
    """What the team saw: declared beside found, and the conclusion."""
    team = "、".join(member.user.name for member in visit.team.select_related("user"))
    conclusion = getattr(visit, "conclusion", None)
    said = str(conclusion.get_result_display()) if conclusion else "尚未形成"
    rows = tuple(
        (
            f"{line.subject}（{line.unit}）" if line.unit else line.subject,
            line.declared,
            line.found,
            str(Agreement(line.check.agreement).label) if line.check.agreement else NONE,
            line.check.note or NONE,
        )
        for line in visits.lines(visit)
    )
    heads = ("核查内容", "申报", "核查", "结果", "说明")
    return [
        Title("现场核查情况"),
        Facts(
            (
                *of_case(visit.application),
                ("核查日期", written_day(visit.date)),
                ("核查组", team),
                ("被核查单位签字", " ".join(filter(None, (visit.visited_name, visit.visited_title))) or NONE),
                ("核查结论", said),
            )
        ),
        *(
            [Heading("核查对照"), Table(heads, rows, figures=(1, 2), widths=(30, 16, 16, 14, 24), whole=(3,))]
            if rows
            else []
        ),
        *([Heading("核查情况"), *paragraphs(visit.summary)] if visit.summary else []),
        *([Heading("有关条件"), *paragraphs(visit.conditions)] if visit.conditions else []),
    ]


@dataclass(frozen=True)
class Found:
    """The objections to a case that were taken up, as the party reads them."""

    at: datetime
    blocks: list[Block]


def objections(application: Application) -> Found | None:
    """Number, subject, outcome, finding of each; none if nothing was taken up."""
    rows = examined(application)
    if not rows:
        return None
    lines = tuple(
        (
            row.number,
            written_day(clock.beijing_date(row.accepted_at)),
            row.summary,
            row.outcome or "办理中",
            row.finding or NONE,
        )
        for row in rows
    )
    heads = ("异议编号", "受理日期", "异议事项", "结论", "核实情况")
    blocks: list[Block] = [
        Title("异议核实情况"),
        Facts(of_case(application)),
        Table(heads, lines, figures=(), widths=(18, 17, 24, 12, 29), whole=(0, 1, 3)),
    ]
    return Found(max(row.accepted_at for row in rows), blocks)


def of_case(application: Application) -> tuple[tuple[str, str], ...]:
    words = tracks.get(application.track).words
    return (
        ("申报编号", application.number),
        (words.holders, application.subject.name_zh),
        (words.beside, (application.applicant if application.for_zone else application.zone).name_zh),
    )


def paragraphs(text: str) -> list[Block]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]
