"""What waits for the office and for nobody else: a constant number of queries, whatever the number of calls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock
from program.calls.models import Call
from program.decisions.models import Batch, Objection, OfficialDocument, WithdrawalRequest
from program.decisions.rules import Waiting, batches_to_sign
from program.desk import rules
from program.people.rules import Standing
from program.reviews.rules import panels_to_close
from program.rulesets.rules import sets_to_sign

MOST = 200
"""Rows of one list on the desk; who has more filters the list of cases."""


@dataclass(frozen=True)
class Item:
    """Something that waits: what, where to do it, until when."""

    title: str
    note: str
    url: str
    due: datetime | None = None
    provisional: bool = False
    changed: int | None = None  # how many parts of the version that waits differ from the one before


def clerks_work(waiting: Iterable[Waiting]) -> Iterator[Item]:
    """Sealed pages, batches, objections to take up, documents to enter, panels and calls to close."""
    for page in rules.pages_to_confirm()[:MOST]:
        application = page.version.application
        yield Item(
            str(application.zone), _("sealed page to confirm"), reverse("applications:page", args=[page.pk])
        )
    for batch in Batch.objects.filter(prepared_at=None):
        yield Item(str(batch), _("batch being drafted"), batch.get_absolute_url())
    for objection in (
        Objection.objects.open().filter(accepted_at=None).select_related("item__application__zone")
    ):
        yield objection_item(objection, _("objection to take up"), objection.acceptance_due)
    for each in waiting:
        yield from clerks_part(each)
    for panel in panels_to_close():
        address = reverse("reviews:close", args=[panel.pk])
        yield Item(
            f"{panel.round.call} · {panel.name}", _("all score sheets are in: scoring can end"), address
        )
    for call in Call.objects.to_close(clock.now()):
        yield Item(call.title, _("all cases are decided: the call can be closed"), address_of(call))


def clerks_part(each: Waiting) -> Iterator[Item]:
    """What a call's cases wait for at deliberation and after it."""
    title, here = each.call.title, on_card(each)
    if each.undecided:
        yield Item(title, _("cases for a batch: %(count)s") % {"count": each.undecided}, here)
    if each.returned:
        note = _("cases to reconsider after an upheld objection: %(count)s")
        yield Item(title, note % {"count": each.returned}, here)
    if each.may_promote:
        yield Item(title, _("a reserve can move up"), here)
    if each.ready:
        address = reverse("decisions:document_enter", args=[each.call.pk])
        yield Item(
            title,
            _("cases whose official document is to be entered: %(count)s") % {"count": each.ready},
            address,
        )


def directors_work(held: Standing, waiting: Iterable[Waiting]) -> Iterator[Item]:
    """What waits for a signature or a decision by somebody who did not draft it."""
    for rule_set in sets_to_sign(held.user):
        yield Item(str(rule_set), _("rule set to sign"), reverse("rulesets:sign", args=[rule_set.pk]))
    for call in Call.objects.to_open(clock.today()):
        yield Item(call.title, _("call to open"), address_of(call))
    for batch in batches_to_sign(held.user):
        yield Item(str(batch), _("batch to sign"), batch.get_absolute_url())
    for document in OfficialDocument.objects.filter(signed_at=None).exclude(entered_by=held.user):
        yield Item(document.title, _("document to sign"), document.get_absolute_url())
    for objection in (
        Objection.objects.open()
        .exclude(accepted_at=None)
        .exclude(accepted_by=held.user)
        .select_related("item__application__zone")
    ):
        yield objection_item(objection, _("objection to settle"), objection.settlement_due)
    for request in WithdrawalRequest.objects.open().select_related("application__zone"):
        address = reverse("decisions:withdrawal_answer", args=[request.application_id])
        yield Item(str(request.application.zone), _("request to withdraw, to be answered"), address)
    for each in waiting:
        if each.may_release:
            note = _("reserves that move up or are told that nobody does: %(count)s")
            yield Item(each.call.title, note % {"count": each.reserves}, on_card(each))


def objection_item(objection: Objection, note: str, due: datetime | None) -> Item:
    address = reverse("decisions:objection", args=[objection.pk])
    title = str(objection.item.application.zone)
    return Item(title, f"{objection.number} · {note}", address, due, objection.due_provisional)


def on_card(each: Waiting) -> str:
    """Where the page of batches says what waits of this call."""
    return f"{reverse('decisions:batches')}#call-{each.call.pk}"


def address_of(call: Call) -> str:
    return reverse("calls:detail", args=[call.pk])
