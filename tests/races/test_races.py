"""What no line of the table can say: one rank for eight zones, eight sweepers; and the same races with the lock taken away."""

from collections import Counter
from functools import partial

import pytest

from program import clock
from program.applications import actions as applications
from program.applications.models import Application, Recommendation
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import PublicNotice
from program.journal.models import Verb
from program.process import actions as clockwork
from program.process.models import StageName, Trouble
from tests.applications import desk
from tests.races import (
    EVERYBODY,
    ON_POSTGRESQL,
    ONE_WINS,
    ROUNDS,
    THREADS,
    Move,
    at_once,
    came,
    effects,
    fresh,
)
from tests.races.situations import Office, manager_of
from tests.races.table import by_all, eight, half

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
ONE_RANK = Counter(done=1, faster=THREADS - 1)


def test_one_rank_for_eight_zones(everybody: Office) -> None:
    for rank in range(1, ROUNDS + 1):
        cases = [everybody.case(StageName.RECOMMENDATION) for _ in range(THREADS)]
        Call.objects.update(recommendation_quota=None)  # as many ranks as there are rounds
        by = everybody.recommender
        assert came(at_once(*(partial(desk.recommend, case, by=by, rank=rank) for case in cases))) == ONE_RANK
        assert Recommendation.objects.filter(rank=rank, superseded_at=None).count() == 1
        stages = Counter(fresh(case).stage for case in cases)
        assert stages == {StageName.FORMALITY_CHECK: 1, StageName.RECOMMENDATION: THREADS - 1}


# ---------------------------------------------------------------- the clock
def swept(notice: PublicNotice) -> Counter[str]:
    """Eight machines sweep in the minute in which the notice has ended."""
    with clock.at(notice.ends + clock.days(1)):
        return came(at_once(*[clockwork.run_due] * THREADS))


def test_eight_sweepers(everybody: Office) -> None:
    """The notice ends once, and nobody reports a trouble that there is not."""
    for _ in range(ROUNDS):
        notice = everybody.notice()
        case = notice.items.get().application
        assert swept(notice) == EVERYBODY
        assert fresh(case).stage == StageName.PUBLICATION
        assert effects(Verb.TIMER, case) == 1
        assert not Trouble.objects.exists()


def test_an_objection_confirmed_against_the_end_of_its_notice(everybody: Office) -> None:
    """Whichever comes first: a counted objection holds its case, and no case goes on past one."""
    for _ in range(ROUNDS):
        objection = everybody.objection(accepted=False)
        case = objection.item.application
        refuse = by_all(decisions.refuse_objection, objection, everybody.clerks, reason="示例")
        with clock.at(objection.item.notice.ends + clock.days(1)):
            answers = came(at_once(*half(refuse, [clockwork.run_due] * THREADS)))
            assert answers == Counter(done=5, faster=3)
            clockwork.run_due()
        assert fresh(case).stage == StageName.PUBLICATION


# ---------------------------------------------------------------- and with the lock taken away
@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_notice_ends_twice(everybody: Office) -> None:
    notice = everybody.notice()
    swept(notice)
    assert effects(Verb.TIMER, notice.items.get().application) > 1


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_batch_is_not_signed_once(everybody: Office) -> None:
    batch = everybody.prepared()
    sign = by_all(decisions.sign_batch, batch, everybody.directors, revision=batch.revision)
    assert came(at_once(*sign)) != ONE_WINS


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_an_objection_is_not_settled_in_sentences(everybody: Office) -> None:
    """The trigger of what is settled stops the second settlement: an error, where the lock has a sentence for it."""
    objection = everybody.objection()
    uphold = by_all(decisions.uphold_objection, objection, everybody.directors, finding="示例")
    dismiss = by_all(decisions.dismiss_objection, objection, everybody.directors, finding="示例")
    assert came(at_once(*half(uphold, dismiss))) != ONE_WINS


def accepting(office: Office, case: Application) -> list[Move]:
    return eight(applications.accept, case, by=office.clerks)


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_a_case_is_accepted_more_than_once(everybody: Office) -> None:
    assert came(at_once(*accepting(everybody, everybody.to_judge()))) != ONE_WINS


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_submitting_does_not_end_in_sentences(everybody: Office) -> None:
    case = everybody.written()
    assert came(at_once(*eight(applications.submit, case, by=manager_of(case)))) != ONE_WINS
