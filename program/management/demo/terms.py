"""Five zones after their name: under re-examination, renewed with rectification (and renamed), expired, merged into another."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from program.alterations import actions as alterations
from program.alterations import rules
from program.alterations.models import Alteration, AlterationKind
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Proposal
from program.decisions.tasks import keep_terms
from program.indicators.actions import import_figures
from program.management.demo.acceptance import SUMMARY as ACCEPTED
from program.management.demo.acceptance import apply, decide, review
from program.management.demo.acts import later, on, sweep, work
from program.management.demo.cast import FOUNDED
from program.management.demo.declarations import IMPORTED, zone_rows
from program.management.demo.scans import paper
from program.registers.actions import Given
from program.rulesets.models import RuleSet
from program.zones.models import Zone

if TYPE_CHECKING:
    from program.management.demo.story import Story

SUMMARY = (
    "命名期将满的示范园区提交任期报告，经专家评审、现场核查、集体审议和公示，按评审档次决定是否继续命名。"
)
SUMMARY_EN = (
    "Zones whose name comes to the end of its term show what they have done with it, and keep it or not."
)
REQUIREMENTS = "完成两家重点企业节能改造，单位增加值能耗降至目标值\n年度报告按期报送，建立内部提醒制度"
PLAIN = {"indicator_set": None, "indicator_year": None}
YEARS = 3
"""Of a name, by the rules of 2023."""


class Terms:
    """Told at the end, about zones of which nothing else is told."""

    def __init__(self, story: "Story", rules: RuleSet, today: date) -> None:
        self.story, self.rules, self.today = story, rules, today
        with on(FOUNDED):
            self.zones = story.cast.gather_virtues()

    def tell(self) -> None:
        judged, renewed, expired, merged, going_on = self.zones
        with on(IMPORTED):
            import_figures(list(zone_rows(self.zones)))
        self.admit([judged, renewed, expired, merged])
        self.name(expired, judged, renewed, merged)
        self.reexamine(judged, renewed)
        self.rename(renewed)
        self.merge(merged, going_on)
        with on(later(self.today, -1)):
            keep_terms()
            work()

    def admit(self, zones: list[Zone]) -> None:
        """In 2023, by a call of their own."""
        story, rules = self.story, RuleSet.objects.get(code="2023.1")
        call = story.call(
            "2023-2",
            "2023年度第二批",
            rules,
            date(2023, 3, 13),
            apply=21,
            recommend=35,
            places=(4, 0),
            **PLAIN,
        )
        decide(story, call, story.accepted(call, zones, date(2023, 3, 16)), date(2023, 4, 10), number=4)
        self.publish(call, date(2023, 6, 21), 57)

    def name(self, first: Zone, *others: Zone) -> None:
        """Accepted early: the name of the first is over since twenty days, that of the others in sixty."""
        anniversary = self.today - timedelta(days=365 * YEARS + 1)
        begun, rules = later(anniversary, -100), RuleSet.objects.get(code="2023.1")
        call = self.story.call(
            f"{begun.year}-9", f"{begun.year}年度", rules, begun, apply=62, recommend=62, places=(4, 0),
            track="acceptance", title_zh=f"{begun.year}年度国家高新区绿色发展示范园区建设期满验收（提前）",
            title_en="Early acceptance of demonstration parks", summary_zh=ACCEPTED, summary_en=SUMMARY_EN,
            recommendation_quota=None, **PLAIN,
        )  # fmt: skip
        cases = [apply(self.story, call, zone, later(begun, 2)) for zone in (first, *others)]
        decide(self.story, call, cases[:1], later(begun, 9), number=21)
        self.publish(call, later(anniversary, -20), 70)
        decide(self.story, call, cases[1:], later(begun, 70), number=22)
        self.publish(call, later(anniversary, 60), 71)

    def reexamine(self, judged: Zone, renewed: Zone) -> None:
        """One is renewed with rectification; the other stands on notice, in the band “good”."""
        story, begun = self.story, self.today - timedelta(days=78)
        call = story.call(
            f"{begun.year}-5", f"{begun.year}年度", self.rules, begun, apply=60, recommend=60, places=(2, 0),
            track="reexamination", title_zh=f"{begun.year}年度国家高新区绿色发展示范园区期满复核",
            title_en=f"Re-examination of demonstration parks, {begun.year}", summary_zh=SUMMARY, summary_en=SUMMARY_EN,
            recommendation_quota=None, **PLAIN,
        )  # fmt: skip
        first = apply(story, call, renewed, later(begun, 2))
        self.deliberate(call, first, 65, later(begun, 9), 23)
        with on(later(begun, 54)):
            sweep()
        self.publish(call, later(begun, 62), 141)
        second = apply(story, call, judged, later(begun, 35))
        self.deliberate(call, second, 84, later(begun, 45), 24)

    def deliberate(self, call: Call, case: Application, total: int, day: date, number: int) -> None:
        """Reviewed and put on notice; what follows from the band is what the meeting decides."""
        story = self.story
        run = review(story, call, [case], {case.pk: total}, day, name=f"复核组{number}")
        with on(later(day, 20)):
            batch = decisions.draft_batch(call, run, by=story.clerk)
            item = batch.items.get()
            if item.rectify:
                change = decisions.Change(Proposal.LIST, rectify=True, requirements=REQUIREMENTS)
                batch = decisions.change_items(
                    batch, {item.pk: change}, revision=batch.revision, by=story.clerk
                )
            batch = story.meet(batch, later(day, 20), number)
        with on(later(day, 21)):
            story.sign(batch)

    def rename(self, zone: Zone) -> None:
        """By an approval of last week; the letters issued before keep the old name."""
        values = {
            "name_zh": "示例义兴高新技术产业开发区",
            "name_en": "Example Yixing High-Tech Zone",
            "effective": later(self.today, -6),
        }
        self.alter(AlterationKind.RENAMING, zone, values, 31)

    def merge(self, zone: Zone, into: Zone) -> None:
        """Its name passes to the zone that goes on; a second renaming waits for its signature."""
        self.alter(AlterationKind.MERGER, zone, {"into": into, "effective": later(self.today, -4)}, 32)
        values = {
            "name_zh": "示例信和高新技术产业开发区",
            "name_en": "Example Xinhe High-Tech Zone",
            "effective": later(self.today, 30),
        }
        self.draft(AlterationKind.RENAMING, into, values, 33, later(self.today, -1))

    def alter(self, kind: AlterationKind, zone: Zone, values: dict[str, Any], number: int) -> None:
        """Drafted by the clerk, signed by the director."""
        made = self.draft(kind, zone, values, number, later(self.today, -4))
        with on(later(self.today, -3)):
            effects = rules.fingerprint(rules.shown_effects(made))
            alterations.sign(made, effects=effects, by=self.story.director)

    def draft(
        self, kind: AlterationKind, zone: Zone, values: dict[str, Any], number: int, day: date
    ) -> Alteration:
        approval = f"示例函〔{day.year}〕{number}号"
        given = Given("示例批准机关", approval, later(day, -1), paper(approval))
        with on(day):
            return alterations.draft(
                kind, zone, given, values, reason="按批准文件办理。", by=self.story.clerk
            )

    def publish(self, call: Call, day: date, number: int) -> None:
        with on(day):
            document = self.story.publish(call, day, number)
        with on(later(day, 1)):
            decisions.sign_document(document, by=self.story.director)
            work()
