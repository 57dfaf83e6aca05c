"""What the office writes to an applicant: 补正通知书, 不予受理通知书. The office's text, in Chinese on every page."""

from program import clock
from program.applications.models import Application, FormalityCheck
from program.applications.rules import ATTACHMENTS, INDICATORS, SEALED_PAGE
from program.papers.rules.blocks import (
    Addressee,
    Block,
    Copies,
    Head,
    Paragraph,
    Signature,
    Title,
    numbered,
    written_day,
)
from program.papers.rules.letterheads import Issue
from program.rulesets.models import Key
from program.rulesets.rules import limit, value

BESIDE_THE_PARTS = {INDICATORS: "申报指标", ATTACHMENTS: "附件材料", SEALED_PAGE: "盖章页"}


def correction(check: FormalityCheck, issue: Issue) -> list[Block]:
    """补正通知书: everything that is asked for, at once, and until when."""
    application = check.version.application
    due = limit(application.rule_set, Key.CORRECTION_DAYS, clock.beijing_date(check.at))
    days = value(application.rule_set, Key.CORRECTION_DAYS)
    provisional = "（截止日期暂定，待当年节假日安排公布后确定）" if due.provisional else ""
    parts = {part.code: str(part.title) for part in application.parts()} | BESIDE_THE_PARTS
    return [
        *opening("申报材料补正通知书", check, issue),
        Paragraph(f"{received(check)}经形式审查，需要补正的内容现一次性告知如下："),
        numbered(f"{parts.get(item.part, item.part)}：{item.request}" for item in check.items.all()),
        Paragraph(
            f"请自收到本通知次日起{days}个工作日内，即{written_day(clock.beijing_date(due.moment))}24时前{provisional}，"
            "通过平台完成补正并重新提交。补正限于上述内容；逾期未补正的，按已提交的材料继续审查。"
        ),
        *closing(check, issue),
    ]


def not_accepted(check: FormalityCheck, issue: Issue) -> list[Block]:
    """不予受理通知书, with the reasons."""
    reasons = [line.strip() for line in check.reason.splitlines() if line.strip()]
    return [
        *opening("不予受理通知书", check, issue),
        Paragraph(f"{received(check)}经形式审查，不符合受理条件，决定不予受理。理由如下："),
        *([numbered(reasons)] if len(reasons) > 1 else [Paragraph(reason) for reason in reasons]),
        *closing(check, issue),
    ]


def opening(title: str, check: FormalityCheck, issue: Issue) -> list[Block]:
    names = issue.stationery
    return [
        Head(names.heading, issue.number, names.red),
        Title(title),
        Addressee(f"{check.version.application.applicant.name_zh}："),
    ]


def received(check: FormalityCheck) -> str:
    application = check.version.application
    whom = f"为{application.subject.name_zh}" if application.for_zone else ""
    return (
        f"你单位{whom}提交的{application.call.topic_zh}申报材料"
        f"（申报编号{application.number}，第{check.version.number}版）收悉。"
    )


def closing(check: FormalityCheck, issue: Issue) -> list[Block]:
    """Whom to ask, who says so and since when, who gets a copy."""
    application, names = check.version.application, issue.stationery
    call = application.call
    return [
        Paragraph(
            f"联系单位：{call.contact_name}；联系电话：{call.contact_phone}；电子邮箱：{call.contact_email}。"
        ),
        Signature(names.signature, written_day(clock.beijing_date(check.at))),
        copies(recommender_of(application), names.copy_to),
    ]


def recommender_of(application: Application) -> str:
    """The organisation that recommends, by its own name; while it has not joined, what it stands for."""
    asked = application.holder(application.recommending_role)
    return (asked or application.recommender).name_zh


def copies(*names: str) -> Copies:
    return Copies(f"抄送：{'，'.join(name for name in names if name)}")
