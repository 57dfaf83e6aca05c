"""What an organisation reports and what the office decides, each thing by its verb."""

from datetime import date, timedelta
from typing import Any

from program import clock
from program.alterations import actions, rules
from program.alterations.actions import Reported
from program.alterations.models import ChangeKind, ChangeReport
from program.people.models import Organization, User
from tests import factories
from tests.alterations.casework import given

NEW_NAME = "示例新绿科技有限公司"


def said(kind: ChangeKind = ChangeKind.RENAMING, days: int = 10, **values: Any) -> Reported:
    """A change of `days` ago."""
    known: dict[str, Any] = {
        "changed_on": clock.today() - timedelta(days=days), "authority": "示例市场监督管理局",
        "notice_number": "示例登记通〔2026〕1号", "explanation": "依登记机关通知书。",
    }  # fmt: skip
    if kind == ChangeKind.RENAMING:
        known |= {"name_zh": NEW_NAME, "name_en": "Example New Green"}
    if kind == ChangeKind.MERGER:
        known |= {"into_code": factories.credit_code(81_001, prefix="91"), "into_name": "示例存续有限公司"}
    return Reported(kind, known | values, factories.pdf("通知书"))


def opened(
    firm: Organization, by: User, kind: ChangeKind = ChangeKind.RENAMING, days: int = 10, **values: Any
) -> ChangeReport:
    return actions.open_report(firm, said(kind, days, **values), by=by)


def reported(
    firm: Organization, by: User, kind: ChangeKind = ChangeKind.RENAMING, days: int = 10, **values: Any
) -> ChangeReport:
    return actions.submit_report(opened(firm, by, kind, days, **values), by=by)


def merging(firm: Organization, into: Organization, by: User, days: int = 10) -> ChangeReport:
    values = {"into_code": into.credit_code, "into_name": into.name_zh}
    return reported(firm, by, ChangeKind.MERGER, days, **values)


def drafted(report: ChangeReport, by: User, holds: bool | None = None) -> ChangeReport:
    """On the notice where nothing is taken away, else on a document of the office."""
    document = given("示例绿发〔2026〕7号") if rules.takes_away(report, holds) else None
    actions.draft_change(report, document, holds=holds, reason="已核实。", by=by)
    return found(report)


def found(report: ChangeReport) -> ChangeReport:
    """As the database has it now."""
    now: ChangeReport = ChangeReport.objects.select_related("organization").get(pk=report.pk)
    return now


def seen(report: ChangeReport) -> str:
    """What the page shows now, as its fingerprint."""
    return rules.fingerprint(rules.change_effects(report, report.decision))


def signed(report: ChangeReport, by: User) -> ChangeReport:
    report = found(report)
    return actions.sign_change(report, effects=seen(report), by=by)


def decided(report: ChangeReport, clerk: User, director: User, holds: bool | None = None) -> ChangeReport:
    return signed(drafted(report, clerk, holds), director)


def day(days: int) -> date:
    return clock.today() - timedelta(days=days)
