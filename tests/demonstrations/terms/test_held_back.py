"""What is held back at publication, for want of its ground: the others of its call are listed, and told, without it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Designation, Standing
from program.decisions.tasks import keep_terms
from program.notify.models import Message, Text
from program.people.models import User
from program.process.models import StageName
from program.refusals import Refused, SomebodyWasFaster
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
