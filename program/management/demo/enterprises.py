"""百: two calls for leading enterprises told to their certificates, of 2024 and of this year, and one that has just begun."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from program import clock
from program.applications import actions as applications
from program.applications.models import Application
from program.calls.models import Call, QuotaBy, Rubric
from program.decisions import actions as decisions
from program.management.demo.acts import later, on, sweep, work
from program.management.demo.cast import credit_code
from program.management.demo.changes import Changes
from program.management.demo.scans import paper
from program.people import actions as people
from program.people.models import Organization, Role, User
from program.people.rules import people_with
from program.process.models import StageName
from program.reviews import actions as reviews
from program.rulesets.models import RuleSet
from program.visits import actions as visits
from program.zones import actions as zones
from program.zones.actions import Listing
from program.zones.models import Zone

if TYPE_CHECKING:
    from program.management.demo.story import Story

NAMES = (
    "余热利用科技",
    "清洁工艺科技",
    "光储能源科技",
    "土壤修复科技",
    "净气催化科技",
    "电池循环科技",
    "智慧水务科技",
    "节能装备",
)
ELDERS = ("余热发电", "膜分离水务", "固废建材", "绿色催化", "能效软件", "环境监测")
"""Certified in 2024: their yearly forms are told by the track itself."""
CRITERIA = (
    ("技术先进性", "Technology", 30, "创新点、知识产权、与国内外先进水平对比"),
    ("减排节能成效", "Performance", 30, "同一边界前后对比，数据可核查"),
    ("推广与带动", "Benefit to others", 20, "服务客户、在国家高新区的应用"),
    ("经营与研发", "Business and R&D", 10, "绿色技术收入、研发投入与人员"),
    ("环境与信用", "Conduct", 10, "处罚、事故、管理体系"),
)
SUMMARY = "面向国家高新区企业，认定一批绿色技术和节能减排技术领先企业，认定有效期三年，期满复核。"
SUMMARY_EN = (
    "Enterprises of the zones that lead in green and energy-saving technology are certified for three years."
)
ABOUT = "绿色技术和节能减排技术领先企业"


class Firms:
    """Who joins: two enterprises of each of the first four zones, and before them six of the second."""

    def __init__(self, story: "Story", rules: RuleSet, today: date) -> None:
        self.story, self.rules, self.today = story, rules, today
        self.zones = story.zones[:4]

    def join(self) -> list[tuple[Zone, Organization]]:
        """Each zone lists two, which take up its invitation: `enterprise4` to `enterprise11`; a reviewer for each zone."""
        found = []
        for place, zone in enumerate(self.zones):
            reviewer = self.reviewer(zone, place)
            for number in (2 * place, 2 * place + 1):
                name = f"示例{'甲乙丙丁'[place]}{NAMES[number]}有限公司"
                listing = Listing(credit_code(500 + number, "91"), name, "主厂区", "35", 2026)
                with on(date(2026, 1, 22), 9, number):
                    firm = self.take_in(zone, listing, f"enterprise{number + 4}", reviewer)
                found.append((zone, firm))
        return found

    def elders(self) -> list[tuple[Zone, Organization]]:
        """Six of the second zone, in its statistics since 2022: `enterprise12` to `enterprise17`."""
        zone, found = self.zones[1], []
        reviewer = self.reviewer(zone, 1, date(2024, 1, 15))
        for number, name in enumerate(ELDERS):
            listing = Listing(
                credit_code(520 + number, "91"), f"示例乙{name}科技有限公司", "主厂区", "35", 2022
            )
            with on(date(2024, 1, 16), 9, number):
                found.append((zone, self.take_in(zone, listing, f"enterprise{number + 12}", reviewer)))
        return found

    def take_in(self, zone: Zone, listing: Listing, username: str, reviewer: User) -> Organization:
        """Listed, invited, and somebody of it has taken the invitation up."""
        site = zones.list_site(zone, listing, by=reviewer)
        name = f"{listing.name_zh[:5]}填报人"
        _invitation, token = zones.invite_enterprise(
            site, zone, email=f"{username}@example.org", name=name, by=reviewer
        )
        people.accept(token, newcomer=self.story.cast.newcomer(username, name))
        return site.organization

    def reviewer(self, zone: Zone, place: int, day: date = date(2026, 1, 21)) -> User:
        """The first zone has one already."""
        body = zone.managements.get(until=None).organization
        known = people_with(Role.ZONE_REVIEWER, body).first()
        if known is None:
            with on(day):
                by = "park" if place == 0 else f"park{place + 1}"
                name = f"{zone.name_zh[:3]}高新区审核员"
                self.story.cast.enter(body, f"zone{place + 1}", name, Role.ZONE_REVIEWER, by=by)
            known = people_with(Role.ZONE_REVIEWER, body).get()
        return known


class Enterprises(Firms):
    """Both calls of the past, and the one that has just begun."""

    def tell(self) -> None:
        elder = self.call("2024-7", "2024年度", date(2024, 3, 18), places=(6, 0), rules="2023.1", each=6)
        self.certify(elder, self.elders(), date(2024, 3, 18), number=6)
        firms = self.join()
        self.certify(
            self.call("2026-7", "2026年度第一批", date(2026, 3, 16), places=(4, 1)),
            firms,
            date(2026, 3, 16),
            number=15,
        )
        Changes(self.story, [firm for _zone, firm in firms[1:3]], self.today).tell()
        begun = self.today - timedelta(days=20)
        each_field: dict[str, Any] = {
            "quota_by": QuotaBy.FIELD,
            "each_quota": 2,
            "quota_authority": "专项办工作规则",
        }
        self.go_on(self.call("2026-8", "2026年度第二批", begun, places=(3, 1), **each_field), begun)

    def call(
        self,
        code: str,
        batch: str,
        day: date,
        *,
        places: tuple[int, int],
        rules: str = "",
        each: int = 3,
        **other: Any,
    ) -> Call:
        """`rules`: those of that code; `each`: how many a zone may recommend."""
        by_rules = RuleSet.objects.get(code=rules) if rules else self.rules
        return self.story.call(
            code, batch, by_rules, day, apply=30, recommend=45, places=places, track="leading_enterprise",
            title_zh=f"{batch}{ABOUT}认定申报", title_en=f"Leading enterprises, call {code}", summary_zh=SUMMARY,
            summary_en=SUMMARY_EN, indicator_set=None, indicator_year=None, recommendation_quota=each, rubric=self.rubric(),
            **other,
        )  # fmt: skip

    def rubric(self) -> Rubric:
        return self.story.rubric("领先企业评分表", CRITERIA)

    # the call told to its end

    def certify(
        self, call: Call, firms: Sequence[tuple[Zone, Organization]], day: date, *, number: int
    ) -> None:
        """From its first day to the signed document, 101 days later."""
        story = self.story
        cases = self.applied(call, firms, later(day, 7))
        with on(later(day, 42)):
            panel = story.draw(
                reviews.open_round(call, due=clock.end_of(later(day, 67)), by=story.clerk),
                "技术评审组",
                cases,
            )
        with on(later(day, 63)):
            story.score_all(panel, {case.pk: 92 - 3 * place for place, case in enumerate(cases)})
            run = story.rank(panel)
        with on(later(day, 65)):
            visits.draw_sample(call, by=story.clerk)
            work()
        for case in Application.objects.filter(call=call, stage=StageName.SITE_VISIT):
            with on(later(day, 71), 15):
                story.visit(case, later(day, 71))
        with on(later(day, 78)):
            batch = story.meet(decisions.draft_batch(call, run, by=story.clerk), later(day, 78), number)
        with on(later(day, 79)):
            story.sign(batch)
        with on(later(day, 100)):
            sweep()
            document = story.publish(call, later(day, 100), 73 + number)
        with on(later(day, 101)):
            decisions.sign_document(document, by=story.director)
            work()

    def applied(self, call: Call, firms: Sequence[tuple[Zone, Organization]], day: date) -> list[Application]:
        """Handed in, recommended by each zone with one letter, accepted."""
        cases = []
        for number, (zone, firm) in enumerate(firms):
            with on(day, 9, number):
                cases.append(self.story.start(call, zone, firm))
                self.story.submit(cases[-1])
        for place, zone in enumerate(self.zones):
            if any(zone == each for each, _firm in firms):
                with on(later(day, 8), 10, place):
                    self.recommend(call, zone, place, later(day, 7))
        for number, case in enumerate(cases):
            with on(later(day, 10), 10, number):
                self.story.accept(case)
        return cases

    def recommend(self, call: Call, zone: Zone, place: int, day: date) -> None:
        waiting = Application.objects.filter(call=call, zone=zone, stage=StageName.RECOMMENDATION)
        applications.recommend_together(
            [
                applications.Place(case, rank, "技术指标真实，信用状况良好，同意推荐。")
                for rank, case in enumerate(waiting.order_by("number"), 1)
            ],
            letter_number=f"示例高新管函〔{day.year}〕{20 + place}号", letter_date=day,
            letter=paper(f"{zone.name_zh}推荐函"), by=self.reviewer(zone, place),
        )  # fmt: skip

    # the call that has just begun

    def go_on(self, call: Call, begun: date) -> None:
        """One draft, two that wait for their zone, one at the formality check."""
        story = self.story
        declared = [
            Organization.objects.get(credit_code=credit_code(400 + number, "91")) for number in range(3)
        ]
        zone = self.zones[0]
        with on(later(begun, 4)):
            story.start(call, zone, declared[0], parts=("basics", "technology"))
        for number, firm in enumerate(declared[1:]):
            with on(later(begun, 6), 9, number):
                story.submit(story.start(call, zone, firm))
        free = [
            (place, zone, firm)
            for place, zone in enumerate(self.zones)
            for firm in Organization.objects.filter(
                sites__affiliations__zone=zone, designations=None, credit_code__gte=credit_code(500, "91")
            ).order_by("credit_code")
        ]
        if free:
            place, zone, firm = free[-1]
            with on(later(begun, 7)):
                story.submit(story.start(call, zone, firm))
            with on(later(begun, 10)):
                self.recommend(call, zone, place, later(begun, 10))
