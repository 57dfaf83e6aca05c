"""变更报告: an enterprise with another name by now, one whose report waits, one that has lost its certificate."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from program.alterations import actions, rules
from program.alterations.actions import Reported
from program.alterations.models import ChangeDecision, ChangeKind, ChangeReport
from program.decisions.models import Designation
from program.management.demo.acts import later, on
from program.management.demo.scans import paper
from program.people.models import Organization, Role
from program.people.rules import people_with
from program.registers.actions import Given

if TYPE_CHECKING:
    from program.management.demo.story import Story

CERTIFIED = date(2026, 6, 29)
AUTHORITY = "示例市市场监督管理局"


class Changes:
    """By the verbs, as three people do them."""

    def __init__(self, story: "Story", firms: Sequence[Organization], today: date) -> None:
        self.story, self.firms, self.today = story, firms, max(today, later(CERTIFIED, 14))

    def tell(self) -> None:
        renamed, reporting = self.firms
        self.rename(renamed)
        self.lose()
        with on(later(self.today, -2)):
            self.report(
                reporting, ChangeKind.BUSINESS, later(self.today, -20), "示例变更通〔2026〕62号",
                explanation="自上月起停止设备代理业务，主营业务集中于光储能源系统的研发与制造，研发人员和研发投入占比均有提高，认定条件未受影响。",
            )  # fmt: skip

    def rename(self, firm: Organization) -> None:
        with on(later(self.today, -9)):
            name = firm.name_zh.replace("工艺科技", "智造科技")
            made = self.report(
                firm, ChangeKind.RENAMING, later(self.today, -28), "示例变更通〔2026〕61号",
                name_zh=name, name_en="", explanation="公司名称变更，统一社会信用代码、股权结构和主营业务不变。",
            )  # fmt: skip
        with on(later(self.today, -7)):
            reason = "名称变更有登记通知书为据，认定条件不变。"
            decision = actions.draft_change(made, None, holds=None, reason=reason, by=self.story.clerk)
        self.sign(made, decision, -6)

    def lose(self) -> None:
        """One that gave its technology up: the certificate is revoked from the day of the change on."""
        kept = Designation.objects.current().filter(application__call__code="2026-7")
        firm = kept.exclude(organization__in=self.firms).latest("pk").organization
        with on(later(self.today, -10)):
            made = self.report(
                firm, ChangeKind.BUSINESS, later(self.today, -35), "示例变更通〔2026〕58号",
                explanation="公司已转让获认定技术的全部专利和生产线，不再从事相关业务。",
            )  # fmt: skip
        day = later(self.today, -8)
        with on(day):
            number = f"示例专项办决〔{day.year}〕21号"
            given = Given("示例专项办公室", number, day, paper(number))
            reason = "获认定的技术已全部转让，不再符合认定条件。"
            decision = actions.draft_change(made, given, holds=False, reason=reason, by=self.story.clerk)
        self.sign(made, decision, -7)

    def sign(self, made: ChangeReport, decision: ChangeDecision, days: int) -> None:
        with on(later(self.today, days)):
            effects = rules.fingerprint(rules.change_effects(made, decision))
            actions.sign_change(made, effects=effects, by=self.story.director)

    def report(
        self, firm: Organization, kind: ChangeKind, day: date, notice: str, **values: str
    ) -> ChangeReport:
        manager = people_with(Role.MANAGER, firm).earliest("pk")
        known = {"changed_on": day, "authority": AUTHORITY, "notice_number": notice}
        said = Reported(kind, known | values, paper(notice))
        return actions.submit_report(actions.open_report(firm, said, by=manager), by=manager)
