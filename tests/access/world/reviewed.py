"""Cases as far as their reviews, visits, decisions and objections."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from demonstrations.parks.models import Basics
from program import clock
from program.applications.models import Application
from program.applications.steps import freeze
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import (
    Attended,
    Batch,
    NoticeItem,
    Objection,
    ObjectorKind,
    Proposal,
)
from program.management.demo.acts import later, on, work
from program.management.demo.scans import paper
from program.notify.models import Letter
from program.people.models import User
from program.process.models import StageName
from program.reviews import actions as reviews
from program.reviews.actions.scoring import Entry, Mark
from program.reviews.models import Advice, Assignment, Expert, Panel, PanelMember, RankingRun
from program.visits import actions as visits
from program.visits.models import Agreement, Seen, Visit
from program.zones.models import Zone
from tests import factories
from tests.access.world.gathered import Gathered
from tests.access.world.people import PLANTED, TODAY


class Reviewed(Gathered):
    """Cases as far as their reviews, visits, decisions and objections."""

    def quick(self, call: Call, zone: Zone, day: date) -> Application:
        """A case that has reached its expert review, without the verbs."""
        with on(day):
            manager = self.cast.manager(zone)
            return factories.move(factories.case(call, zone, manager), StageName.EXPERT_REVIEW, by=manager)

    def revised(self, case: Application) -> None:
        """A second version, without the verbs: something of the first part is new."""
        with on(later(TODAY, -40)), transaction.atomic():
            Basics.objects.filter(application=case).update(leading_industry="示例新产业")
            freeze(case, by=case.started_by, corrects=True)

    def reviewed(self, call: Call, cases: list[Application], day: date) -> tuple[Panel, RankingRun]:
        """Five experts score every case, the first case best; with comments and opinions that nobody may read."""
        with on(day):
            round_ = reviews.open_round(call, due=clock.end_of(later(day, 12)), by=self.clerk)
            panel = self.panel(round_, "一", range(1, 6), cases)
        with on(later(day, 3)):
            for place, case in enumerate(cases):
                for assignment in Assignment.objects.standing().filter(application=case):
                    self.mark(assignment, 90 - 3 * place)
        with on(later(day, 4)):
            opinions = {case.pk: PLANTED["panel opinion"] for case in panel.cases.all()}
            reviews.close_panel(panel, opinions=opinions, by=self.clerk)
            work()
            return panel, reviews.rank(round_, by=self.clerk)

    def panel(self, round_: Any, name: str, numbers: range, cases: list[Application]) -> Panel:
        """A panel drawn, sworn in and without conflicts."""
        names = [f"expert{number}" for number in numbers]
        experts = list(Expert.objects.filter(user__username__in=names).order_by("pk"))
        panel, skipped = reviews.draw_panel(
            round_, name=name, experts=experts, applications=cases, leader=experts[0], by=self.clerk
        )
        assert not skipped
        for member in PanelMember.objects.filter(panel=panel).select_related("expert__user"):
            reviews.sign_confidentiality(member, by=member.expert.user)
        for assignment in Assignment.objects.filter(member__panel=panel).select_related("expert__user"):
            reviews.declare(assignment, no_conflict=True, by=assignment.expert.user)
        return panel

    def mark(self, assignment: Assignment, total: int, *, submit: bool = True) -> None:
        """A sheet; the first expert's words are planted."""
        by = assignment.expert.user
        planted = by.username == "expert1"
        comment = PLANTED["comment"] if planted else "一般。"
        opinion = PLANTED["opinion" if submit else "unsubmitted sheet"] if planted else "方案可行。"
        marks = {
            row.pk: Mark(Decimal(total), comment) for row in assignment.application.call.rubric.criteria.all()
        }
        verb = reviews.submit_sheet if submit else reviews.save_sheet
        verb(assignment, Entry(marks, Advice.RECOMMEND, opinion), revision=0, by=by)

    def team(self, *numbers: str) -> list[User]:
        return [self.cast.user(f"inspector{number}") for number in numbers]

    def seen(self, case: Application, day: date) -> Visit:
        """Visited, recorded, signed, concluded."""
        with on(day, 15):
            team = self.team("", "2", "3")
            visit = visits.plan(case, day=day, team=team, lead=team[0], by=self.clerk)
            lines = [
                {
                    "id": check.pk,
                    "subject": "",
                    "declared": "",
                    "found": "",
                    "agreement": Agreement.AGREES,
                    "note": "",
                }
                for check in visit.checks.all()
            ]
            visits.write_record(
                visit, lines=lines, summary=PLANTED["visit summary"], conditions="", revision=0, by=team[0]
            )
            for user in team:
                visits.sign(visit, by=user)
            visits.hand_in_record(
                visit, paper(f"visit-{case.pk}"), visited_name="示例主任", visited_title="主任", by=team[0]
            )
            visits.conclude(visit, result=Seen.CONFIRMED, by=team[0])
            return visit

    def decided(self, call: Call, run: RankingRun, day: date, number: int, **otherwise: Application) -> Batch:
        """A batch drafted, met on and signed; `not_listed`, `reserve` name who is decided otherwise than by rank."""
        with on(day):
            batch = decisions.draft_batch(call, run, by=self.clerk)
            changes = {}
            for name, proposal in (("not_listed", Proposal.NOT_LISTED), ("reserve", Proposal.RESERVE)):
                if name in otherwise:
                    item = batch.items.get(application=otherwise[name])
                    order = 1 if proposal == Proposal.RESERVE else None
                    changes[item.pk] = decisions.Change(
                        proposal, reserve_order=order, reason=PLANTED["departure"]
                    )
            if changes:
                batch = decisions.change_items(batch, changes, revision=batch.revision, by=self.clerk)
            batch = self.met(batch, day, number)
        with on(later(day, 1)):
            decisions.sign_batch(batch, revision=batch.revision, by=self.director)
            work()
        return Batch.objects.get(pk=batch.pk)

    def met(self, batch: Batch, day: date, number: int) -> Batch:
        seats = [
            decisions.Seat("示例委员甲", "成员"),
            decisions.Seat("示例委员乙", "成员", Attended.STEPPED_ASIDE, PLANTED["stepped aside"]),
        ]
        batch = decisions.record_meeting(
            batch, name=f"第{number}次办公会", day=day, minutes_number=f"纪要{number}号", attendance=seats,
            revision=batch.revision, by=self.clerk,
        )  # fmt: skip
        return decisions.prepare_batch(batch, revision=batch.revision, by=self.clerk)

    def objected(self, item: NoticeItem, *, confirm: bool = True) -> Objection:
        """Somebody objects whose name nobody outside the office may learn."""
        objector = decisions.Objector(
            ObjectorKind.PERSON, PLANTED["objector"], PLANTED["objector phone"], PLANTED["objector mail"]
        )
        objection = decisions.object_to(
            item,
            objector,
            grounds=f"{PLANTED['grounds']}：请核实公示材料中的数据来源。",
            evidence=factories.pdf("evidence"),
            client="one",
        )
        token = Letter.objects.latest("pk").body.split("/objections/confirm/")[1].split("/")[0]
        self.world.things["confirmation"] = token
        return decisions.confirm_objection(token) if confirm else objection
