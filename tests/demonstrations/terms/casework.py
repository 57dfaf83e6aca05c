"""Designations near the end of their term, and the way of a re-examination through the house."""

from datetime import timedelta

from program import clock
from program.applications.models import Application
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Batch, Designation
from program.people.models import User
from tests import factories
from tests.decisions import casework


def ending(held: Designation, days: int) -> Designation:
    """The term began three years before, and ends in so many days."""
    until = clock.today() + timedelta(days=days)
    Designation.objects.filter(pk=held.pk).update(since=until - timedelta(days=1095), until=until)
    held.refresh_from_db()
    return held


def drafted(report: Application, score: str, clerk: User) -> Batch:
    case = casework.at_deliberation(report)
    return decisions.draft_batch(
        report.call, casework.ranking(report.call, [case], clerk, scores=[score]), by=clerk
    )


def published(batch: Batch, clerk: User, director: User, number: str = "示例复〔2026〕1号") -> None:
    """Signed, on notice, listed."""
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    if getattr(batch, "notice", None) or Batch.objects.filter(pk=batch.pk, notice__isnull=False).exists():
        casework.after_notice(Batch.objects.get(pk=batch.pk).notice)
    decisions.sign_document(casework.enter(batch.call, clerk, number), by=director)
    casework.keep_all("publish_document")


def renewed_with_rectification(report: Application, clerk: User, director: User) -> Designation:
    batch = drafted(report, "65.00", clerk)
    item = batch.items.get()
    change = casework.change(item, rectify=True, requirements="修复管网\n\n按期报送")
    batch = decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=clerk)
    published(batch, clerk, director)
    return Designation.objects.get(application=report)


def under(clerk: User, director: User, **said: int) -> Call:
    """A call whose rules say otherwise than the office's defaults."""
    rule_set = factories.rule_set(clerk, director, **said)
    return factories.call(
        clerk, director, track="reexamination", recommendation_quota=None, rule_set=rule_set
    )
