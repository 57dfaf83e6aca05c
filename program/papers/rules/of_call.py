"""Papers about a call: 推荐函, 公示, 公示情况说明, 公布文件. The office's text, in Chinese on every page."""

from collections.abc import Iterable, Sequence

from program import clock, tracks
from program.applications.models import Application
from program.calls.models import Call
from program.decisions.models import Objection, ObjectionState, PublicNotice, Standing
from program.decisions.rules import listable, statement
from program.papers.rules.blocks import (
    BLANK_DATE,
    Addressee,
    Annex,
    Block,
    Copies,
    Facts,
    Head,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
    attached,
    written_day,
)
from program.papers.rules.letterheads import Issue
from program.rulesets.models import Key
from program.rulesets.rules import value

CIRCULAR = "《国家高新区绿色发展专项行动实施方案》（国科发火〔2021〕28号）"

STATES = {
    ObjectionState.LEAD: "作为线索留存",
    ObjectionState.RECEIVED: "已收到",
    ObjectionState.ACCEPTED: "核实中",
    ObjectionState.REFUSED: "不予受理",
    ObjectionState.UPHELD: "成立",
    ObjectionState.DISMISSED: "不成立",
}


def recommendation(
    call: Call, name: str, ranked: Sequence[tuple[int, Application]], issue: Issue
) -> list[Block]:
    """推荐函: whoever recommends prints it on its own letterhead, gives number and date, and seals it. `name`: who that is."""
    track = tracks.get(call.track)
    rows = tuple(
        (
            str(rank),
            case.subject.name_zh,
            case.applicant.name_zh if case.for_zone else case.applicant.credit_code,
            case.number,
        )
        for rank, case in ranked
    )
    which = track.words.beside if track.for_zones else "统一社会信用代码"
    return [
        Head(name, blank_number(issue), red=False),
        Title(f"关于推荐{call.topic_zh}的函"),
        Addressee(f"{issue.stationery.signature}："),
        Paragraph(
            f"按照《{call.title_zh}》的要求，我单位组织了申报，对申报材料的真实性、完整性进行了审核，"
            f"现推荐以下{len(rows)}{track.words.counted}，推荐顺序如下："
        ),
        Table(
            ("推荐顺序", track.words.holders, which, "申报编号"),
            rows,
            figures=(0,),
            widths=(14, 34, 30, 22),
            whole=(3,) if track.for_zones else (2, 3),
        ),
        Paragraph("特此推荐。"),
        Signature(f"{name}（盖章）", BLANK_DATE),
    ]


def public_notice(notice: PublicNotice, issue: Issue) -> list[Block]:
    """公示: the wording of the notice as it was published, to be set elsewhere."""
    ends = f"{written_day(clock.beijing_date(notice.ends))}24时止"
    if notice.provisional:
        ends += "（截止日期暂定，待国务院办公厅公布当年节假日安排后确定）"
    begun = written_day(clock.beijing_date(notice.published_at))
    words = tracks.get(notice.batch.call.track).words
    rows = tuple(
        (str(item.position), item.zone_name, item.get_province_display()) for item in notice.items.all()
    )
    return [
        Head(issue.stationery.heading, notice.number, issue.stationery.red),
        Title(notice.title),
        Paragraph(
            f"根据{words.course}情况，现将{notice.batch.call.topic_zh}{words.proposed}予以公示。公示期自{begun}起，至{ends}。"
        ),
        Paragraph(
            "任何单位和个人对公示名单有异议的，请在公示期内通过本平台或者书面提出，写明事实和理由，提供必要的证明材料。"
            "单位提出异议的应当加盖公章，个人提出异议的应当署真实姓名并提供联系方式。匿名反映的情况作为线索留存。"
        ),
        Table(("序号", words.holders, "地区"), rows, figures=(0,), widths=(14, 56, 30), whole=(2,)),
        Facts(
            (
                ("受理单位", notice.contact_name),
                ("联系电话", notice.contact_phone),
                ("电子邮箱", notice.contact_email),
                ("通信地址", notice.contact_address),
                ("监督电话", notice.supervision_phone),
            )
        ),
        Signature(issue.stationery.signature, begun),
    ]


def statement_on_notice(call: Call, issue: Issue) -> list[Block]:
    """公示情况说明: periods, objections and what was found; nobody who objected is named."""
    against = Objection.objects.filter(item__notice__batch__call=call, confirmed_at__isnull=False)
    rows = tuple(of_objection(row) for row in against.select_related("item").order_by("number"))
    table = Table(
        ("异议编号", "涉及单位", "收到日期", "办理情况", "核实情况"),
        rows,
        figures=(),
        widths=(18, 22, 17, 14, 29),
        whole=(0, 2, 3),
    )
    return [
        Head(issue.stationery.heading, issue.number, issue.stationery.red),
        Title(f"关于{call.topic_zh}公示情况的说明"),
        *(Paragraph(line.strip()) for line in statement(call).splitlines() if line.strip()),
        *([Heading("异议办理情况"), table] if rows else []),
        Signature(issue.stationery.signature, written_day(issue.day)),
    ]


def of_objection(objection: Objection) -> tuple[str, ...]:
    """A line of the statement, without a word of the objector's."""
    refused = objection.state == ObjectionState.REFUSED
    return (
        objection.number,
        objection.item.zone_name,
        written_day(clock.beijing_date(objection.submitted_at)),
        STATES[objection.state],
        (objection.reason if refused else objection.finding) or "—",
    )


def list_draft(call: Call, issue: Issue) -> list[Block]:
    """公布文件: number and date are given by whoever issues it; then it is entered and signed here."""
    cases = listable(call, clock.today()).select_related("zone", "applicant")
    track = tracks.get(call.track)
    years = value(call.rule_set, Key(track.term_parameter))
    names = issue.stationery
    return [
        Head(names.issuer, blank_number(issue), names.red),
        Title(f"关于公布{call.topic_zh}名单的通知"),
        Addressee(f"{track.words.told}："),
        Paragraph(
            f"根据{CIRCULAR}，经{track.words.course}和公示，现将{call.topic_zh}名单予以公布。"
            f"{track.words.published.format(standing=Standing(track.first_standing).label)}，{track.words.term.format(years=years)}。"
        ),
        Paragraph(track.words.charge.replace("请", "请各有关单位", 1)),
        attached([f"{call.topic_zh}名单"]),
        Signature(names.issuer, BLANK_DATE),
        Annex("附件", f"{call.topic_zh}名单"),
        listed(cases, track.words),
        *([Copies(f"抄送：{names.copy_to}")] if names.copy_to else []),
    ]


def listed(cases: Iterable[Application], words: tracks.Words) -> Table:
    rows = tuple(
        (
            str(place),
            case.subject.name_zh,
            case.zone.get_province_display(),
            case.applicant.name_zh if case.for_zone else case.zone.name_zh,
        )
        for place, case in enumerate(cases, 1)
    )
    heads = ("序号", words.holders, "地区", words.beside)
    return Table(heads, rows, figures=(0,), widths=(12, 36, 18, 34), whole=(2,))


def blank_number(issue: Issue) -> str:
    return f"　　　　〔{issue.day.year}〕　　号"
