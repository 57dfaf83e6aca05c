"""Submit, start, recommend, accept against recall, sign, timers, objections: one effect each, and a sentence for all others."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, Recommendation, Version
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Batch, Objection, PublicNotice
from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.process import actions as clockwork
from program.process.models import StageName, Trouble
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.applications import desk
from tests.decisions import casework
from tests.races.conftest import ONE_WINS, ROUNDS, THREADS, at_once, effects

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="races: SQLite lets one writer in at a time"
    ),
]


@pytest.fixture
def directors(office: Organization) -> list[User]:
    return [factories.member(office, Role.DIRECTOR) for _ in range(THREADS)]


@pytest.fixture
def newcomer(call: Call) -> Callable[[], tuple[Zone, User]]:
    """One zone more, with its body, its managing body and its manager."""

    def make() -> tuple[Zone, User]:
        organization = factories.organization()
        manager = factories.member(organization, Role.MANAGER)
        return factories.zone(casework.body(), organization), manager

    return make


def written(call: Call, zone: Zone, manager: User) -> Application:
    return desk.write_all(factories.case(call, zone, manager), by=manager)


# ---------------------------------------------------------------- the case file
def test_started_twice(call: Call, newcomer: Callable[[], tuple[Zone, User]]) -> None:
    for _ in range(ROUNDS):
        zone, manager = newcomer()
        came = at_once([partial(applications.start, call, zone, by=manager)] * THREADS)
        assert came == ONE_WINS
        assert Application.objects.filter(call=call, zone=zone).count() == 1
        assert effects(Verb.START, Application.objects.get(zone=zone)) == 1


def test_submitted_in_two_tabs(call: Call, newcomer: Callable[[], tuple[Zone, User]]) -> None:
    for _ in range(ROUNDS):
        zone, manager = newcomer()
        case = written(call, zone, manager)
        assert (
            at_once([partial(applications.submit, fresh(case), by=manager) for _ in range(THREADS)])
            == ONE_WINS
        )
        assert Version.objects.filter(application=case).count() == effects(Verb.SUBMIT, case) == 1
        assert fresh(case).stage == StageName.RECOMMENDATION


def test_one_rank_for_eight_zones(call: Call, recommending_body: RecommendingBody, recommender: User) -> None:
    for rank in range(1, ROUNDS + 1):
        cases = []
        for _ in range(THREADS):
            organization = factories.organization()
            manager = factories.member(organization, Role.MANAGER)
            case = factories.case(call, factories.zone(recommending_body, organization), manager)
            cases.append(factories.move(case, StageName.RECOMMENDATION, by=manager))
        came = at_once([partial(desk.recommend, case, by=recommender, rank=rank) for case in cases])
        assert came == ONE_WINS
        given = Recommendation.objects.filter(call=call, rank=rank, superseded_at=None)
        assert given.count() == 1
        stages = Counter(fresh(case).stage for case in cases)
        assert stages == {StageName.FORMALITY_CHECK: 1, StageName.RECOMMENDATION: THREADS - 1}


def test_accepted_against_recalled(
    call: Call, newcomer: Callable[[], tuple[Zone, User]], clerk: User
) -> None:
    for _ in range(ROUNDS):
        zone, manager = newcomer()
        case = factories.move(factories.case(call, zone, manager), StageName.FORMALITY_CHECK, by=manager)
        applications.confirm_sealed_page(desk.seal(case, by=manager), by=clerk)
        accept = [partial(applications.accept, fresh(case), by=clerk) for _ in range(THREADS // 2)]
        recall = [
            partial(applications.recall, fresh(case), reason="示例", by=manager) for _ in range(THREADS // 2)
        ]
        assert at_once([*accept, *recall]) == ONE_WINS
        accepted, recalled = effects(Verb.ACCEPT, case), effects(Verb.RECALL, case)
        assert accepted + recalled == 1
        assert fresh(case).stage == (StageName.EXPERT_REVIEW if accepted else StageName.DRAFT)


# ---------------------------------------------------------------- decisions
def prepared(clerk: User, director: User) -> Batch:
    """A call with one case, at the end of its deliberation."""
    call = factories.call(clerk, director, quota=1, reserves=0)
    body = casework.body()
    run = casework.ranking(call, [casework.case_at_deliberation(call, body, clerk)], clerk)
    return casework.prepare(decisions.draft_batch(call, run, by=clerk), clerk)


def on_notice(clerk: User, director: User) -> PublicNotice:
    batch = prepared(clerk, director)
    decisions.sign_batch(batch, revision=batch.revision, by=director)
    casework.keep_all("carry_out")
    return PublicNotice.objects.get(batch=batch)


def accepted(notice: PublicNotice, clerk: User) -> Objection:
    """An objection that the office has taken up."""
    objection = casework.confirmed(notice, notice.items.get().application)
    return decisions.accept_objection(objection, summary="有关数据", by=clerk)


def test_signed_by_eight_directors(clerk: User, director: User, directors: list[User]) -> None:
    for _ in range(ROUNDS):
        batch = prepared(clerk, director)
        came = at_once(
            [partial(decisions.sign_batch, batch, revision=batch.revision, by=by) for by in directors]
        )
        assert came == ONE_WINS
        assert PublicNotice.objects.filter(batch=batch).count() == 1
        assert Line.objects.filter(verb=Verb.SIGN_BATCH, subject=batch.subject).count() >= 1
    assert Line.objects.filter(verb=Verb.SIGN_BATCH).count() == ROUNDS


def test_settled_both_ways(clerk: User, director: User, directors: list[User]) -> None:
    for _ in range(ROUNDS):
        objection = accepted(on_notice(clerk, director), clerk)
        assert at_once(both_ways(objection, directors)) == ONE_WINS
        assert settlements(objection) == 1


def both_ways(objection: Objection, directors: list[User]) -> list[Callable[[], object]]:
    verbs = [decisions.uphold_objection, decisions.dismiss_objection] * (THREADS // 2)
    return [
        partial(verb, objection, finding="经核实。", by=by) for verb, by in zip(verbs, directors, strict=True)
    ]


def settlements(objection: Objection) -> int:
    case = objection.item.application
    return effects(Verb.UPHOLD_OBJECTION, case) + effects(Verb.DISMISS_OBJECTION, case)


# ---------------------------------------------------------------- the clock
def swept(notice: PublicNotice) -> Counter[str]:
    """Eight machines sweep in the minute in which the notice has ended."""
    with clock.at(notice.ends + clock.days(1)):
        return at_once([clockwork.run_due] * THREADS)


def test_eight_sweepers(clerk: User, director: User) -> None:
    """The notice ends once, and nobody reports a trouble that there is not."""
    for _ in range(ROUNDS):
        notice = on_notice(clerk, director)
        case = notice.items.get().application
        assert swept(notice) == Counter(done=THREADS)
        assert fresh(case).stage == StageName.PUBLICATION
        assert effects(Verb.TIMER, case) == 1
        assert not Trouble.objects.exists()


# ---------------------------------------------------------------- and with the lock taken away


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_notice_ends_twice(clerk: User, director: User) -> None:
    notice = on_notice(clerk, director)
    swept(notice)
    assert effects(Verb.TIMER, notice.items.get().application) > 1


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_batch_is_not_signed_once(
    clerk: User, director: User, directors: list[User]
) -> None:
    batch = prepared(clerk, director)
    came = at_once([partial(decisions.sign_batch, batch, revision=batch.revision, by=by) for by in directors])
    assert came != ONE_WINS


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_submitting_does_not_end_in_sentences(
    call: Call, newcomer: Callable[[], tuple[Zone, User]]
) -> None:
    zone, manager = newcomer()
    case = written(call, zone, manager)
    assert (
        at_once([partial(applications.submit, fresh(case), by=manager) for _ in range(THREADS)]) != ONE_WINS
    )


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)
