"""Two zones that were admitted in 2023: their building period is over, one is named, the other's acceptance is under review."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from program import clock
from program.applications.models import Application
from program.calls import actions as calls
from program.calls.models import Call
from program.decisions import actions as decisions
from program.management.demo.acts import later, on, sweep, work
from program.reviews import actions as reviews
from program.reviews.models import RankingRun
from program.rulesets.models import RuleSet

if TYPE_CHECKING:
    from program.management.demo.story import Story

SUMMARY = "建设期满的示范园区对照实施方案提交验收材料，经专家评审、现场核查和公示，通过验收的予以命名。"
SUMMARY_EN = "Zones whose building period ends show what they have built; those accepted are named."


def admit(story: "Story") -> None:
    """The call of 2023, by which the two are building."""
    rules = story.rule_set("2023.1", date(2023, 2, 13))
    call = story.call(
        "2023-1", "2023年度第一批", rules, date(2023, 3, 6), apply=21, recommend=35, places=(2, 0),
        indicator_set=None, indicator_year=None,
    )  # fmt: skip
    cases = story.accepted(call, story.elder, date(2023, 3, 9))
    decide(story, call, cases, date(2023, 4, 3), number=3)
    with on(date(2023, 6, 15)):
        document = story.publish(call, date(2023, 6, 14), 56)
    with on(date(2023, 6, 16)):
        decisions.sign_document(document, by=story.director)
        work()
        calls.close(call, by=story.clerk)


def decide(story: "Story", call: Call, cases: list[Application], day: date, *, number: int) -> None:
    """Until the notice has ended."""
    totals = {case.pk: 91 - 2 * place for place, case in enumerate(cases)}
    run = review(story, call, cases, totals, day, f"评审组{number}" if call.rounds.exists() else "评审组")
    with on(later(day, 20)):
        batch = story.meet(decisions.draft_batch(call, run, by=story.clerk), later(day, 20), number)
    with on(later(day, 21)):
        story.sign(batch)
    with on(later(day, 45)):
        sweep()


def review(
    story: "Story",
    call: Call,
    cases: list[Application],
    totals: dict[int, int],
    day: date,
    name: str = "评审组",
) -> RankingRun:
    """Read by a panel of that name, ranked, visited."""
    with on(day):
        known = call.rounds.first()
        round_ = known or reviews.open_round(call, due=clock.end_of(later(day, 50)), by=story.clerk)
        panel = story.draw(round_, name, cases)
    with on(later(day, 12)):
        story.score_all(panel, totals)
        run = story.rank(panel)
    for case in cases:
        with on(later(day, 16), 15):
            story.visit(case, later(day, 16))
    return run


def accept(story: "Story", rules: RuleSet, today: date) -> None:
    """One hands in early and is named; the other hands in late, and its experts are reading."""
    begun = today - timedelta(days=90)
    call = story.call(
        "2026-4", "2026年度", rules, begun, apply=62, recommend=62, places=(2, 0), track="acceptance",
        title_zh="2026年度国家高新区绿色发展示范园区建设期满验收", title_en="Acceptance of demonstration parks, 2026",
        summary_zh=SUMMARY, summary_en=SUMMARY_EN, indicator_set=None, indicator_year=None,
        recommendation_quota=None,
    )  # fmt: skip
    first, second = (
        apply(story, call, zone, later(begun, day)) for zone, day in zip(story.elder, (2, 60), strict=True)
    )
    decide(story, call, [first], later(begun, 9), number=14)
    with on(later(begun, 56)):
        document = story.publish(call, later(begun, 55), 128)
    with on(later(begun, 57)):
        decisions.sign_document(document, by=story.director)
        work()
    with on(later(begun, 70)):
        panel = story.draw(call.rounds.get(), "第二评审组", [second])
    with on(later(begun, 80)):
        story.score_all(panel, {second.pk: 86}, leave=3)


def apply(story: "Story", call: Call, zone: "object", day: date) -> Application:
    """Written, handed in and accepted; nobody recommends it again."""
    with on(day):
        case = story.start(call, zone)  # type: ignore[arg-type]
        story.submit(case)
    with on(later(day, 5)):
        story.accept(case)
    return case
