"""Two batches of one call, and who may leave while a batch is carried out: what was true at the signature holds."""

from collections.abc import Callable

import pytest

from program.applications import actions as applications
from program.applications.models import Application
from program.background.steps import PartlyDone
from program.calls.models import Call
from program.decisions import actions, rules, tasks
from program.decisions.models import Batch, Designation, Proposal, PublicNotice
from program.desk import work
from program.people.models import Organization, Role, User
from program.people.rules import people_with
from program.process.models import StageName
from program.refusals import Refused, SomebodyWasFaster
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db


@pytest.fixture
def later_batch(call: Call, cases: list[Application], clerk: User) -> Callable[[], Batch]:
    """Drafted for the cases that no batch holds, while another is not signed yet: it believes in all three places."""

    def draft() -> Batch:
        more = [casework.case_at_deliberation(call, casework.body(), clerk) for _ in range(3)]
        run = casework.ranking(call, more, clerk)
        return casework.prepare(actions.draft_batch(call, run, by=clerk), clerk)

    return draft


def test_two_batches_do_not_give_the_same_places_twice(
    batch: Batch, later_batch: Callable[[], Batch], call: Call, clerk: User, director: User
) -> None:
    second = later_batch()
    casework.sign(batch, clerk, director)
    with pytest.raises(SomebodyWasFaster, match="0 places are left"):
        actions.sign_batch(second, revision=second.revision, by=director)
    assert PublicNotice.objects.count() == 1
    assert rules.quota_left(call) == 0


def test_nobody_leaves_while_the_decision_is_carried_out(
    signed: Batch, cases: list[Application], clerk: User
) -> None:
    """On the notice already, at deliberation still: chosen or not, the sentence is the same."""
    said = []
    for case in (cases[0], cases[5]):
        manager = people_with(Role.MANAGER, case.applicant).get()
        with pytest.raises(Refused) as refusal:
            applications.abandon(case, reason="不再申报", letter=factories.pdf("letter"), by=manager)
        said.append(str(refusal.value))
    assert said[0] == said[1] == "This case is being decided on at this moment. Look again in a few minutes."
    casework.keep_all("carry_out")
    assert casework.stages([cases[0], cases[5]]) == [StageName.PUBLIC_NOTICE, StageName.UNLISTED]


def test_one_case_that_cannot_be_decided_holds_up_nobody_else(
    signed: Batch, cases: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, carry = cases[1].pk, actions.carry

    def stumbling(item: object) -> bool:
        if item.application_id == broken:  # type: ignore[attr-defined]
            raise ValueError("示例")
        return carry(item)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "carry", stumbling)
    with pytest.raises(PartlyDone, match="ValueError: 示例"):
        tasks.carry_out(signed.pk)
    assert casework.stages(cases).count(StageName.DELIBERATION) == 1
    monkeypatch.undo()
    tasks.carry_out(signed.pk)
    assert StageName.DELIBERATION not in casework.stages(cases)
    signed.refresh_from_db()
    assert signed.carried_out_at is not None


def test_one_case_that_cannot_be_listed_keeps_nobody_waiting(
    notice: PublicNotice,
    cases: list[Application],
    call: Call,
    clerk: User,
    director: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    casework.after_notice(notice)
    document = actions.sign_document(casework.enter(call, clerk), by=director)
    broken, publish = cases[0].pk, actions.publish

    def stumbling(item: object) -> Designation | None:
        if item.application_id == broken:  # type: ignore[attr-defined]
            raise ValueError("示例")
        return publish(item)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "publish", stumbling)
    with pytest.raises(PartlyDone):
        tasks.publish_document(document.pk)
    assert casework.stages(cases[:3]) == [StageName.PUBLICATION, StageName.LISTED, StageName.LISTED]
    assert casework.stages(cases[4:]) == [StageName.REFUSED] * 2


def test_a_batch_waits_on_the_desk_of_those_who_may_sign_it(
    batch: Batch, office: Organization, clerk: User, director: User, second_director: User
) -> None:
    """Whoever changed a batch as a clerk does not sign it as a director."""
    factories.grant(director, office, Role.CLERK)
    item = batch.items.first()
    assert item is not None
    batch = actions.change_items(
        batch, {item.pk: casework.change(item, proposal=Proposal.LIST)}, revision=batch.revision, by=director
    )
    casework.prepare(batch, clerk)
    for person, expected in ((director, 0), (second_director, 1)):
        titles = [item.note for item in work.waiting_for(person)]
        assert titles.count("batch to sign") == expected
