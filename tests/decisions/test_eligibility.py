"""A restriction stops a case at each gate: when the batch is drafted, put up, signed, and when a document lists it."""

import pytest
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions
from program.decisions.models import Batch, Proposal, PublicNotice
from program.people.models import User
from program.process.models import StageName
from program.refusals import Incomplete, Refused, SomebodyWasFaster
from program.registers.models import Restriction
from program.reviews.models import RankingRun
from tests import factories
from tests.conftest import SignIn
from tests.decisions import casework
from tests.registers import casework as registers

pytestmark = pytest.mark.django_db


def restrict(case: Application, clerk: User, director: User) -> Restriction:
    return registers.restricted(case.applicant.credit_code, clerk, director)


def test_who_is_restricted_is_drafted_as_failing(
    call: Call, run: RankingRun, cases: list[Application], clerk: User, director: User
) -> None:
    """The first by rank is left out, and the next take the places."""
    held = restrict(cases[0], clerk, director)
    batch = actions.draft_batch(call, run, by=clerk)
    item = batch.items.get(application=cases[0])
    assert (item.conditions_met, item.proposal) == (False, Proposal.NOT_LISTED)
    assert held.number in item.conditions_note
    assert "不" in item.conditions_note or "may not" in item.conditions_note
    listed = batch.items.filter(proposal=Proposal.LIST).values_list("application", flat=True)
    assert set(listed) == {case.pk for case in cases[1:4]}
    over = {
        item.pk: casework.change(item, conditions_met=True, proposal=Proposal.RESERVE, reason="会议决定。")
    }
    with pytest.raises(Incomplete, match=held.number):
        casework.prepare(actions.change_items(batch, over, revision=batch.revision, by=clerk), clerk)


def test_restricted_before_the_signature(
    batch: Batch, cases: list[Application], clerk: User, director: User
) -> None:
    prepared = casework.prepare(batch, clerk)
    held = restrict(cases[1], clerk, director)
    with pytest.raises(SomebodyWasFaster, match=held.number):
        actions.sign_batch(prepared, revision=prepared.revision, by=director)
    registers.lifted(held, clerk, director)
    actions.sign_batch(prepared, revision=prepared.revision, by=director)


def test_a_document_lists_the_others(
    notice: PublicNotice, call: Call, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    """Signed after the document was entered: it is not signed; entered anew it leaves the case out; lifted, it is listed."""
    casework.after_notice(notice)
    document = casework.enter(call, clerk)
    held = restrict(cases[0], clerk, director)
    with pytest.raises(Refused, match=held.number):
        actions.sign_document(document, by=director)
    page = signed_in(director).get(document.get_absolute_url()).content.decode()
    assert held.number in page
    assert reverse("decisions:document_sign", args=[document.pk]) not in page
    actions.discard_document(document, reason="一家单位受限。", by=clerk)
    entering = signed_in(clerk).get(reverse("decisions:document_enter", args=[call.pk])).content.decode()
    assert held.number in entering
    again = casework.enter(call, clerk)
    assert set(again.items.values_list("application", flat=True)) == {cases[1].pk, cases[2].pk}
    actions.sign_document(again, by=director)
    casework.keep_all("publish_document")
    assert casework.stages(cases[:3]) == [StageName.PUBLICATION, StageName.LISTED, StageName.LISTED]
    with pytest.raises(Refused, match=held.number):
        casework.enter(call, clerk, "示例文〔2026〕2号")
    registers.lifted(held, clerk, director)
    last = casework.enter(call, clerk, "示例文〔2026〕2号", scan=factories.pdf("second"))
    assert last.items.get().application == cases[0]


def test_the_others_are_told_though_whoever_was_chosen_is_held_back(
    notice: PublicNotice, call: Call, cases: list[Application], clerk: User, director: User
) -> None:
    """By a document that lists nobody; the reserve goes on waiting, for the places are held."""
    casework.after_notice(notice)
    held = [
        registers.restricted(case.applicant.credit_code, clerk, director, f"示例决〔2026〕{number}号")
        for number, case in enumerate(cases[:3], 1)
    ]
    document = casework.enter(call, clerk)
    assert not document.items.exists()
    actions.sign_document(document, by=director)
    casework.keep_all("publish_document")
    told = [StageName.UNLISTED, StageName.REFUSED, StageName.REFUSED]
    assert casework.stages(cases) == [StageName.PUBLICATION] * 3 + told
    with pytest.raises(Refused, match=held[0].number):
        casework.enter(call, clerk, "示例文〔2026〕2号")
