"""What waits of each call, asked for all calls at once; and the same on the desk, with a link to where it is done."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.models import Proposal, PublicNotice
from program.desk.work import waiting_for
from program.people.models import User
from program.reviews.models import RankingRun
from tests import factories
from tests.conftest import Asks
from tests.decisions import casework

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def counts(call: Call) -> dict[str, object]:
    """What waits of the call, without what does not."""
    found = [each for each in rules.waiting_calls() if each.call == call.pk]
    names = ("undecided", "returned", "may_promote", "ready", "may_release")
    return {name: getattr(found[0], name) for name in names if getattr(found[0], name)} if found else {}


def lines(user: User) -> set[tuple[str, str]]:
    """(note, address) on the desk of that person."""
    return {(item.note, item.url) for item in waiting_for(User.objects.get(pk=user.pk))}


def card(call: Call) -> str:
    return f"{reverse('decisions:batches')}#call-{call.pk}"


# ---------------------------------------------------------------- step by step
def test_cases_at_deliberation_wait_for_a_batch_until_one_is_drafted(
    call: Call, run: RankingRun, cases: list[Application], clerk: User, director: User
) -> None:
    assert counts(call) == {"undecided": 6}
    line = ("cases for a batch: 6", card(call))
    assert line in lines(clerk)
    assert line not in lines(director)
    batch = actions.draft_batch(call, run, by=clerk)
    assert counts(call) == {}
    assert lines(clerk) == {("batch being drafted", batch.get_absolute_url())}


def test_cases_through_their_notice_wait_for_their_document(
    notice: PublicNotice, call: Call, clerk: User, director: User
) -> None:
    assert counts(call) == {}
    casework.after_notice(notice)
    assert counts(call) == {"ready": 3}
    line = (
        "cases whose official document is to be entered: 3",
        reverse("decisions:document_enter", args=[call.pk]),
    )
    assert line in lines(clerk)
    document = casework.enter(call, clerk)
    assert counts(call) == {}
    assert lines(director) == {("document to sign", document.get_absolute_url())}


@pytest.fixture
def sent_back(notice: PublicNotice, cases: list[Application], clerk: User, director: User) -> Application:
    """The first case, back at deliberation with an upheld objection."""
    casework.settled(casework.confirmed(notice, cases[0]), clerk, director, upheld=True)
    casework.after_notice(notice)
    return casework.reread(cases[0])


def test_a_case_that_came_back_waits_to_be_reconsidered_and_then_a_reserve_to_move_up(
    sent_back: Application, call: Call, clerk: User, director: User
) -> None:
    assert counts(call) == {"returned": 1, "ready": 2}
    assert ("cases to reconsider after an upheld objection: 1", card(call)) in lines(clerk)
    batch = actions.draft_reconsideration(sent_back, by=clerk)
    assert counts(call) == {"ready": 2}
    batch = casework.decide(batch, Proposal.NOT_LISTED, "经核实异议成立", clerk)
    casework.sign(batch, clerk, director)
    assert counts(call) == {"ready": 2}  # while it is carried out, no place is counted as free
    casework.keep_all("carry_out")
    assert counts(call) == {"may_promote": True, "ready": 2}
    assert ("a reserve can move up", card(call)) in lines(clerk)
    promotion = actions.promote_reserve(call, by=clerk)
    assert counts(call) == {"ready": 2}
    actions.discard_batch(promotion, by=clerk)
    assert counts(call) == {"may_promote": True, "ready": 2}  # it has moved up and needs a batch again


def test_after_publication_a_director_releases_the_reserves_that_are_left(
    sent_back: Application, call: Call, clerk: User, director: User
) -> None:
    actions.sign_document(casework.enter(call, clerk), by=director)
    casework.keep_all("publish_document")
    assert counts(call) == {"returned": 1, "may_release": True}
    line = ("reserves that move up or are told that nobody does: 1", card(call))
    assert line in lines(director)
    assert line not in lines(clerk)


def test_all_calls_together_say_what_each_says_alone(
    sent_back: Application, call: Call, cases: list[Application]
) -> None:
    (waiting,) = rules.waiting_calls()
    assert waiting.undecided == rules.awaiting_first(call).count()
    assert waiting.returned == rules.awaiting_reconsideration(call).count()
    assert waiting.ready == rules.ready_to_publish(call).count()
    assert waiting.reserves == rules.waiting_reserves(call).count()
    assert waiting.published == (rules.newest_publication(call) is not None)


# ---------------------------------------------------------------- what it costs
def more_calls(clerk: User, director: User, count: int) -> None:
    """Calls with a ranking and cases that wait."""
    body = casework.body()
    for _number in range(count):
        call = factories.call(clerk, director, quota=3, reserves=1)
        cases = [casework.case_at_deliberation(call, body, clerk) for _ in range(2)]
        casework.ranking(call, cases, clerk)


def test_all_calls_are_asked_in_one_query(run: RankingRun, clerk: User, director: User, asks: Asks) -> None:
    more_calls(clerk, director, 4)
    with asks(1):
        assert len(rules.waiting_calls()) == 5


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_page_and_desk_cost_the_same_with_one_call_and_with_five(
    run: RankingRun, clerk: User, director: User, signed_in: SignIn
) -> None:
    pages = [
        (signed_in(person), address)
        for person in (clerk, director)
        for address in (reverse("decisions:batches"), "/desk/")
    ]
    one = [queries(browser, address) for browser, address in pages]
    more_calls(clerk, director, 4)
    assert [queries(browser, address) for browser, address in pages] == one
    assert max(one) <= 15
    assert pages[0][0].get(reverse("decisions:batches")).content.decode().count("Draft a batch") == 5
