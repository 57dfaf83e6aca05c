"""Every verb on a case that two people can reach: the case file, its review, its visit."""

from collections import Counter
from functools import partial

import pytest

from demonstrations.parks.demo import answers
from program import clock
from program.applications import actions as applications
from program.applications.forms import part_form
from program.applications.models import Application, Attachment, ResumedAt, SealedPage
from program.applications.rules import draft, part_of
from program.journal.models import Line, Verb
from program.people.models import Role
from program.process.models import Proceeding, StageName
from program.reviews import actions as reviews
from program.reviews import tasks as review_tasks
from program.reviews.models import Panel, RankingRun, Round, ScoreSheet
from program.visits import actions as visits
from program.visits.models import Agreement, Seen, Visit
from tests import factories
from tests.applications import desk
from tests.races import EVERYBODY, ON_POSTGRESQL, THREADS, fresh
from tests.races.situations import NUMBERS, Office, manager_of
from tests.races.table import Race, by_all, came_to, eight, half, later, one_line, race, run_all
from tests.reviews import casework as readings

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
WHY = "经核对，情况属实。"


# ---------------------------------------------------------------- the case file
@race
def start(on: Office) -> Race:
    organization = factories.organization()
    manager, zone = factories.member(organization, Role.MANAGER), factories.zone(on.body, organization)
    begun = Application.objects.filter(zone=zone)
    return Race([partial(applications.start, on.call, zone, by=manager)] * THREADS, begun.count)


@race
def save_part(on: Office) -> Race:
    case = on.written()
    part = draft(case, part_of(case, "plan"))
    page = answers(0)["plan"]
    save = [
        partial(
            applications.save_part,
            fresh(case),
            "plan",
            part_form(part_of(case, "plan"), draft(case, part_of(case, "plan")), page),
            revision=part.revision,
            by=manager_of(case),
        )
        for _ in range(THREADS)
    ]
    return Race(save, lambda: draft(case, part_of(case, "plan")).revision - part.revision)


@race
def detach(on: Office) -> Race:
    """Taken off twice is taken off."""
    case = on.case()
    manager = manager_of(case)
    applications.attach(case, desk.scan(), title="附件", by=manager)
    left = Attachment.objects.filter(application=case)
    moves = [partial(applications.detach, left.get(), by=manager) for _ in range(THREADS)]
    return Race(moves, lambda: 1 - left.count(), [EVERYBODY])


@race
def attach(on: Office) -> Race:
    """The same file, on no page yet: whoever comes second is told so at the field."""
    case = on.case()
    moves = [
        partial(applications.attach, fresh(case), desk.scan(), title="附件", by=manager_of(case))
        for _ in range(THREADS)
    ]
    return Race(moves, case.attachments.count)


@race
def submit(on: Office) -> Race:
    case = on.written()
    return Race(
        eight(applications.submit, case, by=manager_of(case)),
        came_to(case, StageName.RECOMMENDATION, Verb.SUBMIT),
    )


@race
def hand_in_sealed_page(on: Office) -> Race:
    case = on.case(StageName.RECOMMENDATION)
    version = case.latest_version()
    moves = [
        partial(
            applications.hand_in_sealed_page,
            fresh(case),
            desk.scan(),
            code=version.code,
            by=manager_of(case),
        )
        for _ in range(THREADS)
    ]
    return Race(moves, version.sealed_pages.count)


@race
def confirmed_against_rejected(on: Office) -> Race:
    page = on.sealed()
    case = page.version.application
    confirm = by_all(applications.confirm_sealed_page, page, on.clerks)
    reject = by_all(applications.reject_sealed_page, page, on.clerks, reason=WHY)
    judged = SealedPage.objects.filter(pk=page.pk)
    return Race(
        half(confirm, reject),
        lambda: (
            one_line(case, Verb.CONFIRM_SEAL, Verb.REJECT_SEAL)()
            if judged.exclude(confirmed_at=None, rejected_at=None).exists()
            else 0
        ),
    )


@race
def recommended_against_returned(on: Office) -> Race:
    case = on.case(StageName.RECOMMENDATION)
    letters = [
        partial(desk.recommend, fresh(case), by=on.recommender, rank=rank) for rank in range(1, THREADS + 1)
    ]
    back = eight(applications.return_for_change, case, reason=WHY, by=on.recommender)
    return Race(half(letters, back), one_line(case, Verb.RECOMMEND, Verb.RETURN))


@race
def refused_against_recalled(on: Office) -> Race:
    case = on.case(StageName.RECOMMENDATION)
    refuse = eight(applications.refuse_recommendation, case, reason=WHY, by=on.recommender)
    recall = eight(applications.recall, case, reason=WHY, by=manager_of(case))
    return Race(half(refuse, recall), one_line(case, Verb.REFUSE_RECOMMENDATION, Verb.RECALL))


@race
def abandoned_against_accepted(on: Office) -> Race:
    case = on.to_judge()
    abandon = [
        partial(
            applications.abandon, fresh(case), reason=WHY, letter=factories.pdf(str(n)), by=manager_of(case)
        )
        for n in range(THREADS)
    ]
    accept = eight(applications.accept, case, by=on.clerks)
    # An accepted case may still be given up: both may take effect, in that order, and each once.
    return Race(
        half(abandon, accept),
        lambda: one_line(case, Verb.ABANDON)() if fresh(case).stage == StageName.ABANDONED else 0,
        [Counter(done=1, faster=7), Counter(done=2, faster=6)],
    )


@race
def three_verdicts(on: Office) -> Race:
    case = on.to_judge()
    accept = eight(applications.accept, case, by=on.clerks)
    correct = eight(applications.ask_correction, case, items=[("basics", WHY)], by=on.clerks)
    refuse = eight(applications.not_accept, case, reason=WHY, by=on.clerks)
    return Race(
        [*accept[:3], *correct[3:6], *refuse[6:]],
        one_line(case, Verb.ACCEPT, Verb.ASK_CORRECTION, Verb.NOT_ACCEPT),
    )


@race
def undo_check(on: Office) -> Race:
    case = on.to_judge()
    applications.accept(case, by=on.clerk)
    return Race(
        eight(applications.undo_check, case, reason=WHY, by=on.clerk),
        came_to(case, StageName.FORMALITY_CHECK, Verb.UNDO_CHECK),
    )


@race
def undone_against_drawn(on: Office) -> Race:
    """Who undoes a check and who draws the panel meet at the same stage."""
    case = on.to_judge()
    applications.accept(case, by=on.clerk)
    undo = eight(applications.undo_check, case, reason=WHY, by=on.clerk)
    name, experts, round_ = f"P{next(NUMBERS)}", on.experts[:3], on.round
    draw = [
        partial(
            reviews.draw_panel, round_, name=name, experts=experts, applications=[fresh(case)], by=on.clerk
        )
        for _ in range(THREADS)
    ]
    return Race(half(undo, draw), one_line(case, Verb.UNDO_CHECK, Verb.DRAW_PANEL))


@race
def reopen(on: Office) -> Race:
    case = on.refused()
    moves = eight(applications.reopen, case, stage=ResumedAt.FORMALITY_CHECK, reason=WHY, by=on.directors)
    return Race(moves, Proceeding.objects.open().filter(application=case).count)


@race
def hand_over(on: Office) -> Race:
    giver, taker = (factories.member(on.office, Role.CLERK) for _ in range(2))
    case = on.case(StageName.FORMALITY_CHECK)
    applications.assign_clerk(case, giver, by=on.director)
    moves = [
        partial(applications.hand_over, giver, taker, reason=WHY, by=director) for director in on.directors
    ]
    return Race(moves, one_line(case, Verb.HAND_OVER))


@race
def close_unrecommended(on: Office) -> Race:
    case = on.case(StageName.RECOMMENDATION)
    moves = eight(applications.close_unrecommended, case, by=on.clerks)
    return Race(later(moves), came_to(case, StageName.REFUSED, Verb.REFUSE_RECOMMENDATION))


@race
def lapse_draft(on: Office) -> Race:
    case = on.case()
    moves = eight(applications.lapse_draft, case, by=on.clerks)
    return Race(later(moves), came_to(case, StageName.ABANDONED, Verb.ABANDON))


@race
def lapse_correction(on: Office) -> Race:
    case = on.to_correct()
    moves = eight(applications.lapse_correction, case, by=on.clerks)
    return Race(later(moves), came_to(case, StageName.FORMALITY_CHECK, Verb.LAPSE_CORRECTION))


# ---------------------------------------------------------------- reviews
@race
def open_round(on: Office) -> Race:
    """Eight rounds, each with its number."""
    call = on.new_call()
    moves = by_all(reviews.open_round, call, on.clerks, due=clock.now() + clock.days(20))
    numbered = Round.objects.filter(call=call).order_by("number").values_list("number", flat=True)
    return Race(moves, lambda: list(numbered) == list(range(1, THREADS + 1)), [EVERYBODY])


@race
def draw_panel(on: Office) -> Race:
    case, round_, experts = on.case(StageName.EXPERT_REVIEW), on.round, on.experts[:3]
    moves = [
        partial(
            reviews.draw_panel,
            round_,
            name=f"P{next(NUMBERS)}",
            experts=experts,
            applications=[fresh(case)],
            by=by,
        )
        for by in on.clerks
    ]
    return Race(moves, one_line(case, Verb.DRAW_PANEL))


@race
def one_name_for_eight_panels(on: Office) -> Race:
    """Each of another case."""
    name, round_, experts = f"P{next(NUMBERS)}", on.round, on.experts[:3]
    cases = [on.case(StageName.EXPERT_REVIEW) for _ in range(THREADS)]
    moves = [
        partial(reviews.draw_panel, round_, name=name, experts=experts, applications=[case], by=by)
        for case, by in zip(cases, on.clerks, strict=True)
    ]
    return Race(moves, round_.panels.filter(name=name).count)


@race
def add_member(on: Office) -> Race:
    case = on.read()
    spare = on.experts[3]
    moves = [partial(reviews.add_member, case.panel, spare, by=by) for by in on.clerks]
    return Race(moves, case.assignments.filter(expert=spare).count)


@race
def assign_further(on: Office) -> Race:
    case = on.read()
    spare = on.experts[3]
    moves = [partial(reviews.assign_further, case, spare, by=by) for by in on.clerks]
    return Race(moves, case.assignments.filter(expert=spare).count)


@race
def voided_against_declared(on: Office) -> Race:
    """The clerk takes it away while its expert declares a conflict: the one or the other is why."""
    assignment = on.ready()
    expert = assignment.expert.user
    void = by_all(reviews.void_assignment, assignment, on.clerks, reason=WHY)
    declare = by_all(reviews.declare, assignment, [expert] * THREADS, no_conflict=False, reason=WHY)
    return Race(
        half(void, declare),
        one_line(assignment.application, Verb.VOID_ASSIGNMENT, Verb.DECLARE_CONFLICT),
    )


@race
def sign_confidentiality(on: Office) -> Race:
    member = on.read().panel.members.get(expert=on.experts[0])
    mine = Line.objects.filter(verb=Verb.SIGN_CONFIDENTIALITY, facts__panel=str(member.panel))
    return Race(by_all(reviews.sign_confidentiality, member, [member.expert.user] * THREADS), mine.count)


@race
def declare(on: Office) -> Race:
    assignment = on.read().assignments.get(expert=on.experts[0])
    reviews.sign_confidentiality(assignment.member, by=on.experts[0].user)
    moves = by_all(reviews.declare, assignment, [on.experts[0].user] * THREADS, no_conflict=True)
    return Race(moves, one_line(assignment.application, Verb.DECLARE_NO_CONFLICT))


@race
def save_sheet(on: Office) -> Race:
    assignment = on.ready()
    entry = readings.entry(assignment.application, 80)
    moves = by_all(
        reviews.save_sheet, assignment, [assignment.expert.user] * THREADS, entry=entry, revision=0
    )
    return Race(moves, assignment.sheets.count)


@race
def submit_sheet(on: Office) -> Race:
    assignment = on.ready()
    entry = readings.entry(assignment.application, 80)
    moves = by_all(
        reviews.submit_sheet, assignment, [assignment.expert.user] * THREADS, entry=entry, revision=0
    )
    return Race(moves, one_line(assignment.application, Verb.SUBMIT_SHEET))


@race
def submitted_against_conflict(on: Office) -> Race:
    """A score never counts under a conflict, whichever came first."""
    assignment = on.ready()
    person, case = assignment.expert.user, assignment.application
    submit = by_all(
        reviews.submit_sheet, assignment, [person] * THREADS, entry=readings.entry(case, 80), revision=0
    )
    conflict = by_all(reviews.declare, assignment, [person] * THREADS, no_conflict=False, reason=WHY)
    counted = ScoreSheet.objects.counted().filter(assignment=assignment)
    return Race(
        half(submit, conflict),
        lambda: one_line(case, Verb.DECLARE_CONFLICT)() - counted.count(),
        [Counter(done=1, faster=7), Counter(done=2, faster=6)],
    )


@race
def withdraw_sheet(on: Office) -> Race:
    case = on.scored_case()
    sheet = ScoreSheet.objects.filter(assignment__case=case).order_by("pk")[0]
    return Race(
        by_all(reviews.withdraw_sheet, sheet, on.clerks, reason=WHY),
        one_line(case.application, Verb.WITHDRAW_SHEET),
    )


@race
def concluded_against_closed(on: Office) -> Race:
    """One case concluded by hand while its panel is closed, and two workers carry that out."""
    case = on.scored_case()
    conclude = eight(reviews.conclude, case.application, opinion="", by=on.clerks)
    close = by_all(reviews.close_panel, Panel.objects.get(pk=case.panel_id), on.clerks)
    work = [partial(review_tasks.conclude_panel, case.panel_id)] * 2
    return Race(
        [*conclude[:3], *close[:3], *work],
        came_to(case.application, StageName.SITE_VISIT, Verb.CONCLUDE_REVIEW),
        # The workers refuse nobody; of the rest the first wins, and after a conclusion an empty panel may be closed once.
        [Counter(done=3, faster=5), Counter(done=4, faster=4)],
    )


@race
def rank(on: Office) -> Race:
    case = on.scored_case()
    reviews.conclude(case.application, opinion="", by=on.clerk)
    before = RankingRun.objects.count()
    return Race(by_all(reviews.rank, on.round, on.clerks), lambda: RankingRun.objects.count() - before)


# ---------------------------------------------------------------- visits
@race
def plan(on: Office) -> Race:
    """Planning again replaces the plan: the last one stands, alone."""
    case = on.case(StageName.SITE_VISIT)
    moves = eight(
        visits.plan, case, day=clock.today(), team=on.inspectors, lead=on.inspectors[0], by=on.clerks
    )
    return Race(moves, Visit.objects.filter(application=case).count, [EVERYBODY])


@race
def write_record(on: Office) -> Race:
    visit = on.visit()
    lines = [
        {"id": check.pk, "found": "", "agreement": Agreement.AGREES, "note": ""}
        for check in visit.checks.all()
    ]
    moves = [
        partial(visits.write_record, visit, lines=lines, summary="属实。", conditions="", revision=0, by=by)
        for by in (on.inspectors * THREADS)[:THREADS]
    ]
    return Race(moves, lambda: Visit.objects.get(pk=visit.pk).revision)


@race
def sign_visit(on: Office) -> Race:
    visit = on.visit(written=True)
    return Race(
        by_all(visits.sign, visit, [on.inspectors[1]] * THREADS), one_line(visit.application, Verb.SIGN_VISIT)
    )


@race
def conclude_visit(on: Office) -> Race:
    visit = on.seen()
    return Race(
        by_all(visits.conclude, visit, [on.inspectors[0]] * THREADS, result=Seen.CONFIRMED),
        came_to(visit.application, StageName.DELIBERATION, Verb.CONCLUDE_VISIT),
    )


# ---------------------------------------------------------------- run
def test_eight_at_one_moment(everybody: Office, subtests: pytest.Subtests) -> None:
    run_all(__name__, everybody, subtests)
