"""Three calls: one that is over, one in decision, one that has begun."""

from datetime import date

from program import clock
from program.applications import actions as applications
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import (
    Batch,
    NoticeItem,
    ObjectorKind,
    Proposal,
)
from program.management.demo.acts import later, on, sweep, work
from program.management.demo.scans import paper
from program.process.models import StageName
from program.reviews import actions as reviews
from program.reviews.models import Assignment, RankingRun
from program.visits import actions as visits
from program.zones.models import Zone
from tests import factories
from tests.access.world.people import PLANTED, TODAY
from tests.access.world.reviewed import Reviewed


class Cases(Reviewed):
    """Three calls: one that is over, one in decision, one that has begun."""

    def published(self, call: Call) -> None:
        """One case of A and one of B are listed by a signed document."""
        cases = [self.quick(call, zone, date(2026, 2, 25)) for zone in (self.own[6], self.foreign[0])]
        _panel, run = self.reviewed(call, cases, date(2026, 3, 9))
        for case in cases:
            self.seen(case, date(2026, 3, 18))
        batch = self.decided(call, run, date(2026, 3, 20), 1)
        with on(date(2026, 4, 8)):
            sweep()
            document = self.publish(call, date(2026, 4, 7), 1)
        with on(date(2026, 4, 9)):
            decisions.sign_document(document, by=self.director)
            work()
        self.keep(
            listed=Application.objects.get(pk=cases[0].pk),
            old_batch=batch,
            signed_document=document,
            designation=Application.objects.get(pk=cases[0].pk).designation,
        )

    def in_decision(self, call: Call) -> None:
        """At publication, waiting unlisted, a reserve, on notice with objections, in a drafted batch."""
        start = call.opens_at.astimezone(clock.BEIJING).date()
        own, day = self.own, later(start, 1)
        zones = [own[0], own[1], own[2], own[3], self.foreign[1], own[4]]
        cases = [self.quick(call, zone, day) for zone in zones]
        publication, unlisted, reserve, on_notice, foreign_notice, deliberated = cases
        panel, run = self.reviewed(call, cases, later(start, 12))
        for case in (publication, unlisted, reserve):
            self.seen(case, later(start, 18))
        batch = self.decided(call, run, later(start, 24), 2, not_listed=unlisted, reserve=reserve)
        with on(later(start, 52)):
            sweep()
        for case in (on_notice, foreign_notice):
            self.seen(case, later(start, 60))
        late = self.decided(call, run, later(start, 68), 3)
        self.seen(deliberated, later(start, 69))
        drafted = self.put_up(call, run, later(start, 70))
        with on(later(start, 72)):
            items = NoticeItem.objects.filter(notice__batch=late)
            waiting = self.objected(items.get(application=on_notice))
            taken = self.objected(items.get(application=foreign_notice))
            taken = decisions.accept_objection(taken, summary="数据来源的异议，正在核实。", by=self.clerk)
            self.objected(items.get(application=foreign_notice), confirm=False)
            kept = decisions.object_to(
                items.get(application=on_notice),
                decisions.Objector(ObjectorKind.ANONYMOUS),
                grounds=f"{PLANTED['kept objection']}：请核实公示材料中的数据来源。",
                evidence=None,
                client="two",
            )
            document = decisions.enter_document(
                call, issuer="示例印发单位", number=PLANTED["document number"], day=later(start, 71), title="关于公布名单的通知",
                statement="公示期内收到的异议均已核实处理，无其他异议。", scan=paper("unsigned"), by=self.clerk,
            )  # fmt: skip
        self.keep(
            publication=publication, unlisted=unlisted, reserve=reserve, on_notice=on_notice, deliberated=deliberated,
            signed_batch=batch, objection=waiting, kept_objection=kept, foreign_objection=taken, document=document, run=run,
            notice=late.notice, batch=drafted, closed_panel=panel, case_in_panel=panel.cases.get(application=publication),
        )  # fmt: skip

    def put_up(self, call: Call, run: RankingRun, day: date) -> Batch:
        """A batch that waits for its signature: its case does not meet a condition and is not to be listed."""
        with on(day):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            change = decisions.Change(
                Proposal.NOT_LISTED,
                reason=PLANTED["departure"],
                conditions_met=False,
                conditions_note=PLANTED["conditions note"],
            )
            changes = {batch.items.get().pk: change}
            batch = decisions.change_items(batch, changes, revision=batch.revision, by=self.clerk)
            return self.met(batch, day, 4)

    def beginning(self, call: Call, begun: date) -> None:
        """From the draft to the visit, once for A by the verbs, and B beside it."""
        own, foreign = self.own, self.foreign
        day = later(begun, 3)
        case = {
            name: self.start_one(call, zone, day)
            for name, zone in zip(
                ("recommended", "checked", "corrected"), (own[7], own[8], own[9]), strict=True
            )
        }
        for one in case.values():
            with on(later(day, 1)):
                self.submit(one)
        for name in ("checked", "corrected"):
            with on(later(day, 2)):
                self.recommend(case[name], later(day, 2))
        with on(later(TODAY, -3)):
            items = [("basics", "工业增加值与统计年报不一致，请核对。")]
            applications.ask_correction(case["corrected"], items, by=self.clerk)
        with on(later(TODAY, -2)):
            manager = self.cast.manager(own[5])
            draft = applications.start(call, own[5], by=manager)
            page = self.pages(draft)["plan"]
            self.write(draft, "plan", page | {"overall_goal": PLANTED["draft text"]})
            attachment = applications.attach(
                draft,
                factories.pdf(PLANTED["trade secret"] + "-draft"),
                title="draft",
                trade_secret=True,
                by=manager,
            )
        self.keep(**case, draft=draft, attachment=attachment)
        in_review = self.quick(call, own[1], day)
        self.revised(in_review)
        visited = self.quick(call, own[2], day)
        foreign_review = self.quick(call, foreign[1], day)
        foreign_visited = self.quick(call, foreign[2], day)
        self.foreign_beginnings(call, day)
        with on(later(begun, 12)):
            round_ = reviews.open_round(call, due=clock.end_of(later(TODAY, 10)), by=self.clerk)
            panel = self.panel(round_, "一", range(1, 6), [in_review, visited])
            other = self.panel(round_, "二", range(3, 8), [foreign_review, foreign_visited])
        with on(later(begun, 14)):
            mine = Assignment.objects.standing()
            for done, scoring in ((visited, panel), (foreign_visited, other)):
                for assignment in mine.filter(application=done, member__panel=scoring):
                    self.mark(assignment, 80)
            self.mark(mine.get(application=in_review, expert__user__username="expert1"), 70, submit=False)
            self.troubled(in_review)
            for done in (visited, foreign_visited):
                reviews.conclude(done, opinion=PLANTED["panel opinion"], by=self.clerk)
        with on(later(TODAY, -4)):
            team, others = self.team("", "2", "3"), self.team("4", "2", "3")
            visit = visits.plan(visited, day=TODAY, team=team, lead=team[0], by=self.clerk)
            visits.plan(foreign_visited, day=TODAY, team=others, lead=others[0], by=self.clerk)
        assignment = mine.get(application=in_review, expert__user__username="expert1")
        self.keep(
            open_call=call, in_review=in_review, visited=visited, round=round_, panel=panel, assignment=assignment,
            sheet=visited.assignments.get(expert__user__username="expert1").sheets.get(), visit=visit,
            seat=assignment.member, panel_case=panel.cases.get(application=in_review), expert=assignment.expert,
            foreign_case=foreign_review,
        )  # fmt: skip

    def troubled(self, case: Application) -> None:
        """One expert finds a conflict, one is taken off, one sheet is withdrawn."""
        mine = Assignment.objects.standing().filter(application=case)
        reviews.declare(
            mine.get(expert__user__username="expert4"),
            no_conflict=False,
            reason=PLANTED["conflict reason"],
            by=self.cast.user("expert4"),
        )
        reviews.void_assignment(
            mine.get(expert__user__username="expert5"), reason=PLANTED["void reason"], by=self.clerk
        )
        self.mark(mine.get(expert__user__username="expert2"), 75)
        sheet = mine.get(expert__user__username="expert2").sheets.get()
        reviews.withdraw_sheet(sheet, reason=PLANTED["withdrawn sheet"], by=self.clerk)

    def start_one(self, call: Call, zone: Zone, day: date) -> Application:
        """Written whole, with a file marked as a trade secret: content, name and title say it."""
        with on(day):
            case = self.start(call, zone)
            applications.attach(
                case, factories.pdf(PLANTED["trade secret"]), title=PLANTED["trade secret"], trade_secret=True,
                by=self.cast.manager(zone),
            )  # fmt: skip
        return case

    def foreign_beginnings(self, call: Call, day: date) -> None:
        """B writes a draft, and has one case before its body."""
        with on(day):
            manager = self.cast.manager(self.foreign[3])
            draft = applications.start(call, self.foreign[3], by=manager)
            self.write(draft, "plan", self.pages(draft)["plan"] | {"overall_goal": PLANTED["foreign text"]})
            applications.attach(
                draft,
                factories.pdf(PLANTED["foreign trade secret"]),
                title="foreign",
                trade_secret=True,
                by=manager,
            )
            before = factories.case(call, self.foreign[4], manager)
            factories.move(before, StageName.RECOMMENDATION, by=manager)
        self.keep(foreign_draft=draft, foreign_recommended=before)
