"""归属: a claim to a site that the office has settled, and one that waits for its answer."""

from datetime import date
from typing import TYPE_CHECKING

from program.claims import actions, rules
from program.claims.actions import Claimed
from program.claims.models import ClaimKind, SiteClaim
from program.management.demo.acts import later, on
from program.management.demo.cast import credit_code
from program.management.demo.scans import paper
from program.people.models import Role, User
from program.people.rules import people_with
from program.registers.actions import Given
from program.zones.models import Zone, managing_organization

if TYPE_CHECKING:
    from program.management.demo.story import Story

SITE = "主厂区"
FIRST_LISTED = 2026


class Claims:
    """Between the zones whose enterprises were certified: the last enterprise has moved, the first is said to have."""

    def __init__(self, story: "Story", today: date) -> None:
        self.story, self.today = story, today
        self.zones = story.zones[:4]
        self.year = max(today.year, FIRST_LISTED + 1)

    def tell(self) -> None:
        self.settle(self.claim(self.zones[2], 507, -40))
        self.claim(self.zones[1], 500, -3)

    def claim(self, zone: Zone, number: int, days: int) -> SiteClaim:
        with on(later(self.today, days)):
            given = Claimed(
                credit_code=credit_code(number, "91"), site=SITE, kind=ClaimKind.MOVED, since_year=self.year,
                reason="企业生产线已整体迁入本区，注册地址变更手续已办结。", evidence=paper("示例租赁合同及变更登记通知书"),
            )  # fmt: skip
            return actions.claim(zone, given, by=self.reviewer(zone))

    def settle(self, claim: SiteClaim) -> None:
        """Contested, with a word of the enterprise; settled on the spot, by clerk and director."""
        with on(later(self.today, -36)):
            evidence = paper("示例用电结算单")
            reason = "迁入后研发部门仍在我区，用电结算单显示本年度仍在生产。"
            actions.contest(claim, reason=reason, evidence=evidence, by=self.reviewer(claim.holder))
        with on(later(self.today, -35)):
            words = "本年度仍在原厂区生产，自下一年度起全部在新厂区生产。"
            actions.state_view(claim, text=words, by=self.story.cast.user("enterprise11"))
        with on(later(self.today, -28)):
            number = f"示例函〔{later(self.today, -28).year}〕41号"
            given = Given("示例专项办公室", number, later(self.today, -28), paper(number))
            grounds = f"经核实，企业自{self.year}年起在新厂区生产，以前年度数据仍归原高新区。"
            actions.draft_settlement(claim, given, reason=grounds, from_year=self.year, by=self.story.clerk)
        with on(later(self.today, -27)):
            effects = rules.fingerprint(claim, self.year)
            actions.sign_settlement(claim, effects=effects, by=self.story.director)

    def reviewer(self, zone: Zone) -> User:
        body = managing_organization(zone)
        assert body is not None  # the demonstration's zones have joined
        return people_with(Role.ZONE_REVIEWER, body).get()
