"""What is held back at publication, for want of its ground: the others of its call are listed, and told, without it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.background.steps import PartlyDone
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Designation, Standing
from program.decisions.tasks import keep_terms
from program.decisions.views.pages import publishing
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import Outcomes, StageName
from program.process.rules import astray
from program.refusals import Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import RecommendingBody
from tests import factories
from tests.alterations import casework as alterations
from tests.conftest import SignIn
from tests.decisions import casework
from tests.demonstrations.parks.test_acceptance import designated
from tests.demonstrations.terms import casework as terms

pytestmark = pytest.mark.django_db
NUMBER = "示例复〔2026〕1号"


@pytest.fixture
def second(
    renewals: Call, recommending_body: RecommendingBody, named: Designation, clerk: User, director: User
) -> Application:
    """Another zone of the same call, whose name ends on the same day."""
    zone, _manager = alterations.another(recommending_body)
    park, accepting = factories.call(clerk, director), Call.objects.get(track="acceptance")
    designated(factories.case(park, zone, clerk), clerk)
    terms.ending(designated(factories.case(accepting, zone, clerk), clerk), 60)
    return factories.case(renewals, zone, clerk)


def suspend(held: Designation, standing: Standing = Standing.SUSPENDED) -> None:
    Designation.objects.filter(pk=held.pk).update(standing=standing)


@pytest.mark.parametrize(
    ("standing", "why"),
    [(Standing.SUSPENDED, "until the suspension is over"), (Standing.REVOKED, "no longer holds")],
)
def test_a_zone_without_its_ground_stops_nobody_else(
    report: Application, second: Application, named: Designation, clerk: User, director: User, signed_in: SignIn,
    standing: Standing, why: str,
) -> None:  # fmt: skip
    """Suspended after the entry: the page says so and what to do; entered anew, the document lists the other."""
    for case in (report, second):
        factories.rest_at(case, StageName.PUBLICATION)
    document = casework.enter(report.call, clerk, NUMBER)
    suspend(named, standing)
    page = signed_in(director).get(document.get_absolute_url()).content.decode()
    assert f"{report.zone.name_en} cannot be listed" in page
    assert why in page
    assert "it then lists the others" in page
    assert reverse("decisions:document_sign", args=[document.pk]) not in page
    with pytest.raises(Refused, match=why):
        decisions.sign_document(document, by=director)
    decisions.discard_document(document, reason="一家暂停。", by=clerk)
    entering = signed_in(clerk).get(reverse("decisions:document_enter", args=[report.call_id]))
    assert why in entering.content.decode()
    again = casework.enter(report.call, clerk, NUMBER)
    assert again.items.get().application == second
    decisions.sign_document(again, by=director)
    casework.keep_all("publish_document")
    assert casework.stages([report, second]) == [StageName.PUBLICATION, StageName.LISTED]
    with pytest.raises(SomebodyWasFaster, match=why):
        casework.enter(report.call, clerk, "示例复〔2026〕2号")
    suspend(named, Standing.NAMED)
    assert casework.enter(report.call, clerk, "示例复〔2026〕2号").items.get().application == report


def test_whoever_was_not_renewed_does_not_wait_for_one_that_is_held_back(
    report: Application, second: Application, named: Designation, clerk: User, director: User
) -> None:
    """Their names end with their terms, and the one held back keeps its case."""
    factories.rest_at(report, StageName.PUBLICATION)
    suspend(named)
    casework.at_deliberation(second)
    batch = decisions.draft_batch(
        second.call, casework.ranking(second.call, [second], clerk, scores=["50.00"]), by=clerk
    )
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    assert casework.stages([report, second]) == [StageName.PUBLICATION, StageName.UNLISTED]
    document = casework.enter(report.call, clerk, NUMBER)
    assert not document.items.exists()
    decisions.sign_document(document, by=director)
    casework.keep_all("publish_document")
    assert casework.stages([report, second]) == [StageName.PUBLICATION, StageName.REFUSED]
    assert Message.objects.filter(application=second, text=Text.NOT_LISTED).exists()
    own = Designation.objects.current().get(zone=second.zone)
    with clock.at(clock.now() + timedelta(days=61)):
        keep_terms()
    own.refresh_from_db()
    assert own.standing == Standing.EXPIRED


def test_a_document_that_would_tell_nobody_is_not_entered(
    report: Application, named: Designation, clerk: User
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    suspend(named)
    with pytest.raises(
        SomebodyWasFaster, match=r"No case of this call waits for publication\. Its designation"
    ):
        casework.enter(report.call, clerk, NUMBER)


# ---------------------------------------------------------------- a designation that arrives meanwhile
def test_a_zone_that_holds_one_by_now_is_left_out(
    case: Application, call: Call, second: Application, clerk: User, director: User
) -> None:
    """By a merger, or by a revocation that was reversed."""
    held = Designation.objects.current().get(zone=second.zone)
    suspend(held, Standing.REVOKED)
    park = factories.call(clerk, director)
    other, third = (
        factories.case(park, second.zone, clerk),
        casework.case_at_deliberation(park, casework.body(), clerk),
    )
    for each in (other, third):
        factories.rest_at(each, StageName.PUBLICATION)
    document = casework.enter(park, clerk, NUMBER)
    suspend(held, Standing.NAMED)
    with pytest.raises(Refused, match=f"holds a designation already .{held.letter_number}"):
        decisions.sign_document(document, by=director)
    decisions.discard_document(document, reason="已有命名。", by=clerk)
    assert casework.enter(park, clerk, NUMBER).items.get().application == third


# ---------------------------------------------------------------- a ground that is gone for good
WHY = "称号已被撤销，失去复核依据。"


def test_a_case_whose_ground_is_gone_is_closed_by_a_director(
    report: Application, named: Designation, applicant: User, clerk: User, director: User
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    suspend(named, Standing.REVOKED)
    with pytest.raises(NotYours):
        decisions.close_groundless(report, reason=WHY, by=clerk)
    with pytest.raises(Invalid, match="why the case is closed"):
        decisions.close_groundless(report, reason=" ", by=director)
    assert not Line.objects.filter(verb=Verb.CLOSE_GROUNDLESS).exists()
    decisions.close_groundless(report, reason=WHY, by=director)
    now = casework.reread(report)
    assert (now.stage, now.outcome, now.waiting_role) == (StageName.REFUSED, Outcomes.REFUSED, "")
    assert Line.objects.get(verb=Verb.CLOSE_GROUNDLESS, application=report).facts == {"reason": WHY}
    assert Message.objects.get(text=Text.CLOSED_GROUNDLESS).recipient == applicant
    assert report.number not in {row[0] for row in astray()}
    with pytest.raises(SomebodyWasFaster):
        decisions.close_groundless(report, reason=WHY, by=director)


@pytest.mark.parametrize("standing", [Standing.NAMED, Standing.SUSPENDED])
@pytest.mark.parametrize("stage", [StageName.PUBLIC_NOTICE, StageName.OBJECTIONS, StageName.PUBLICATION])
def test_while_its_ground_stands_or_is_only_suspended_it_goes_on(
    report: Application, named: Designation, director: User, standing: Standing, stage: StageName
) -> None:
    factories.rest_at(report, stage)
    suspend(named, standing)
    with pytest.raises(Refused, match="or is only suspended"):
        decisions.close_groundless(report, reason=WHY, by=director)
    assert casework.stages([report]) == [stage]
    assert not Message.objects.filter(text=Text.CLOSED_GROUNDLESS).exists()


def test_before_its_batch_is_carried_out_it_is_decided_on_as_any_other(
    report: Application, named: Designation, director: User
) -> None:
    factories.rest_at(report, StageName.DELIBERATION)
    suspend(named, Standing.EXPIRED)
    with pytest.raises(SomebodyWasFaster):
        decisions.close_groundless(report, reason=WHY, by=director)


def test_whoever_asked_to_withdraw_is_answered_first(
    report: Application, named: Designation, applicant: User, director: User
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    suspend(named, Standing.REVOKED)
    asked = decisions.ask_withdrawal(report, reason="撤回。", letter=factories.pdf(), by=applicant)
    with pytest.raises(Refused, match="answer that"):
        decisions.close_groundless(report, reason=WHY, by=director)
    decisions.decline_withdrawal(asked, reason="由办公室结案。", by=director)
    decisions.close_groundless(report, reason=WHY, by=director)


def test_what_was_recommended_is_told_to_its_recommending_body(
    case: Application, call: Call, second: Application, recommender: User, director: User, clerk: User
) -> None:
    """The zone holds by now what it had applied for, by a merger or a reversal."""
    park = factories.call(clerk, director)
    other = factories.case(park, second.zone, clerk)
    factories.rest_at(other, StageName.PUBLICATION)
    decisions.close_groundless(other, reason="已持有称号。", by=director)
    assert Message.objects.filter(text=Text.CLOSED_GROUNDLESS, recipient=recommender).count() == 1


def test_a_signed_document_that_cannot_be_carried_out_comes_to_its_end(
    report: Application, named: Designation, clerk: User, director: User
) -> None:
    """The ground went between the signature and the listing: the case is closed, and the work is done."""
    factories.rest_at(report, StageName.PUBLICATION)
    document = casework.enter(report.call, clerk, NUMBER)
    decisions.sign_document(document, by=director)
    suspend(named, Standing.REVOKED)
    with pytest.raises(PartlyDone):
        casework.keep_all("publish_document")
    assert not publishing(document).finished
    decisions.close_groundless(report, reason=WHY, by=director)
    casework.keep_all("publish_document")
    assert publishing(document).finished


def test_the_page_says_why_and_what_it_does(
    report: Application, named: Designation, applicant: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    address, office = reverse("decisions:close_groundless", args=[report.pk]), signed_in(director)
    assert address not in office.get(report.get_absolute_url()).content.decode()
    assert office.post(address, {"reason": WHY}).status_code == 409
    suspend(named, Standing.REVOKED)
    assert address in office.get(report.get_absolute_url()).content.decode()
    assert address not in signed_in(clerk).get(report.get_absolute_url()).content.decode()
    page = office.get(address).content.decode()
    assert "It no longer holds the designation" in page
    assert "The case ends as not listed" in page
    assert office.post(address, {}).status_code == 422
    assert office.post(address, {"reason": WHY}).status_code == 302
    assert WHY in signed_in(applicant).get(report.get_absolute_url()).content.decode()
