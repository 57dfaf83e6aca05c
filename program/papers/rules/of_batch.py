"""会议材料: what lies before the members of a 集体审议. It never leaves the office."""

from collections.abc import Iterable, Iterator

from program import tracks
from program.applications.models import Checked, FormalityCheck
from program.calls.models import QuotaBy
from program.decisions.models import Attended, Batch, BatchItem, BatchKind, Proposal
from program.decisions.rules import Band, Sheet, in_order
from program.papers.rules.blocks import (
    Block,
    Facts,
    Head,
    Heading,
    Paragraph,
    Subtitle,
    Table,
    Title,
    numbered,
    written_day,
)
from program.papers.rules.letterheads import Issue
from program.rulesets.models import Follows
from program.visits.models import VisitConclusion

NONE = "—"
NUMERALS = "一二三四五六七八九"
PROPOSALS = {Proposal.LIST: "拟列入", Proposal.RESERVE: "备选", Proposal.NOT_LISTED: "不列入"}
FOLLOWS = {
    Follows.RENEWED: "继续命名",
    Follows.RECTIFIED: "继续命名，限期整改",
    Follows.NOT_RENEWED: "不再命名",
}
EACH = {QuotaBy.FIELD: "每个技术领域", QuotaBy.PROVINCE: "每个省（区、市）"}
BANDS = {
    Band.EXCELLENT: "优秀", Band.GOOD: "良好", Band.QUALIFIED: "合格", Band.BASIC: "基本合格", Band.UNQUALIFIED: "不合格",
}  # fmt: skip
"""Of a re-examination."""

KINDS = {
    BatchKind.FIRST: "按排序提出的拟列入名单",
    BatchKind.PROMOTION: "备选递补",
    BatchKind.RECONSIDERATION: "异议成立后的复议",
}


def meeting(batch: Batch, issue: Issue) -> list[Block]:
    """Agenda, figures, the ranked list with scores and what is proposed, departures with their reasons, who sat there."""
    sheet = Sheet(batch)
    apart = [item for item in sheet.items if not item.conditions_met]
    sections: list[tuple[str, Block | None]] = [
        ("会议议程", numbered(agenda(sheet, apart))),
        ("工作情况", Paragraph(figures(sheet, apart))),
        ("排序和建议", ranked_list(sheet)),
        ("不符合基本条件的情况", conditions(sheet, apart) if apart else None),
        ("限期整改事项", rectifications(sheet) if sheet.rectified else None),
        ("偏离排序或者需要说明的事项", departures(sheet) if departing(sheet) else None),
        ("到会情况", attendance(sheet) if sheet.attendance else None),
    ]
    said: list[Block] = []
    for title, block in sections:
        if block is not None:
            said += [Heading(f"{NUMERALS[len(said) // 2]}、{title}"), block]
    return [
        Head(issue.stationery.heading, issue.number, issue.stationery.red),
        Title(f"{batch.title}审议材料"),
        Subtitle(f"内部资料，注意保管　{written_day(issue.day)}"),
        meeting_facts(sheet),
        *said,
    ]


def meeting_facts(sheet: Sheet) -> Facts:
    batch = sheet.batch
    run = batch.ranking_run
    method = f"{run.get_method_display()}（数据校验值{run.inputs_sha256[:16]}）" if run else "不另行排序"
    by_band = "按评审档次提出的期满复核结果"
    kind = by_band if sheet.renews and batch.kind == BatchKind.FIRST else KINDS[BatchKind(batch.kind)]
    places = () if sheet.renews else (("名额", f"{batch.quota}个，备选{batch.reserves}个"),)
    if batch.call.quota_by:
        each = EACH[QuotaBy(batch.call.quota_by)]
        most = f"{each}不超过{batch.call.each_quota}个（{batch.call.quota_authority}）"
        places = (*places, ("分项名额", most))
    return Facts(
        (
            ("会议名称", batch.meeting_name or "待定"),
            ("会议日期", written_day(batch.meeting_date) if batch.meeting_date else "待定"),
            ("纪要编号", batch.minutes_number or "待定"),
            ("申报批次", batch.call.title_zh),
            ("审议事项", kind),
            *places,
            ("排序方法", method),
        )
    )


def agenda(sheet: Sheet, apart: list[BatchItem]) -> Iterator[str]:
    yield "听取形式审查、专家评审和现场核查情况。"
    yield "审议复核档次和复核结果。" if sheet.renews else "审议拟列入名单、备选名单和不列入名单。"
    if apart:
        yield "审议不符合基本条件的情况。"
    if departing(sheet):
        yield "审议偏离排序或者需要说明的事项及其理由。"
    yield "形成会议意见，记入会议纪要。"


def figures(sheet: Sheet, apart: list[BatchItem]) -> str:
    call = sheet.batch.call
    submitted = call.applications.filter(first_submitted_at__isnull=False).count()
    checks = FormalityCheck.objects.filter(version__application__call=call, verdict=Checked.ACCEPTED)
    accepted = checks.values("version__application").distinct().count()
    counts = [(word, len(sheet.proposed(kind))) for kind, word in PROPOSALS.items()]
    if sheet.renews:
        counts = [(word, sum(item.follows == each for item in sheet.items)) for each, word in FOLLOWS.items()]
    proposed = ("；" if sheet.renews else "，").join(f"{word}{count}家" for word, count in counts)
    return (
        f"{call.topic_zh}共收到申报{submitted}家，受理{accepted}家；本次提交审议{len(sheet.items)}家，"
        f"其中符合基本条件{len(sheet.items) - len(apart)}家。建议：{proposed}。"
    )


def holders(sheet: Sheet) -> str:
    return tracks.get(sheet.batch.call.track).words.holders


def ranked_list(sheet: Sheet) -> Table:
    """Everybody who meets the conditions, in the rank order; who is not ranked comes last."""
    order = in_order(sheet.items)
    unranked = [item for item in sheet.items if item.conditions_met and item.rank is None]
    concluded = VisitConclusion.objects.filter(proceeding__in=[item.proceeding_id for item in sheet.items])
    visits = {row.proceeding_id: str(row.get_result_display()) for row in concluded}
    rows = tuple(
        (
            str(item.rank or NONE),
            item.application.subject.name_zh,
            item.application.number,
            NONE if item.score is None else f"{item.score:.2f}",
            visits.get(item.proceeding_id, NONE),
            *((band_of(sheet, item),) if sheet.renews else ()),
            proposal_of(sheet, item),
        )
        for item in [*order, *unranked]
    )
    if sheet.renews:
        banded = ("排序", holders(sheet), "申报编号", "得分", "现场核查", "档次", "建议")
        return Table(banded, rows, figures=(0, 3), widths=(8, 26, 18, 10, 12, 11, 15), whole=(2, 4, 5))
    heads = ("排序", holders(sheet), "申报编号", "得分", "现场核查", "建议")
    return Table(heads, rows, figures=(0, 3), widths=(9, 31, 20, 11, 15, 14), whole=(2, 4, 5))


def band_of(sheet: Sheet, item: BatchItem) -> str:
    found = sheet.banded(item)
    return BANDS[found.band] if found else NONE


def rectifications(sheet: Sheet) -> Table:
    """What is asked for of whoever keeps the name with it."""
    rows = tuple(
        (item.application.subject.name_zh, "；".join(item.required) or "待填写") for item in sheet.rectified
    )
    return Table((holders(sheet), "整改事项"), rows, figures=(), widths=(34, 66))


def proposal_of(sheet: Sheet, item: BatchItem) -> str:
    if sheet.renews:
        return FOLLOWS[item.follows]
    word = PROPOSALS[Proposal(item.proposal)]
    order = f"第{item.reserve_order}" if item.reserve_order else ""
    full = "（分项名额已满）" if sheet.passed_over(item) else ""
    return f"{word}{order}{full}"


def conditions(sheet: Sheet, apart: Iterable[BatchItem]) -> Table:
    rows = tuple(
        (item.application.subject.name_zh, item.application.number, item.conditions_note) for item in apart
    )
    return Table(
        (holders(sheet), "申报编号", "不符合的条件"), rows, figures=(), widths=(34, 22, 44), whole=(1,)
    )


def departing(sheet: Sheet) -> list[BatchItem]:
    """Where the proposal is not what the rank order says, or a tie was settled: with a reason, or with none yet."""
    return [item for item in sheet.items if item.departure_reason or sheet.needs_reason(item)]


def departures(sheet: Sheet) -> Table:
    rows = tuple(
        (item.application.subject.name_zh, proposal_of(sheet, item), item.departure_reason or "理由待填写")
        for item in departing(sheet)
    )
    return Table((holders(sheet), "建议", "理由"), rows, figures=(), widths=(34, 16, 50), whole=(1,))


def attendance(sheet: Sheet) -> Table:
    rows = tuple(
        (name, capacity or NONE, str(Attended(attended).label), reason or NONE)
        for name, capacity, attended, reason in sheet.attendance
    )
    return Table(
        ("姓名", "单位和职务", "到会", "回避理由"), rows, figures=(), widths=(18, 34, 14, 34), whole=(0, 2)
    )
