"""What decisions promise: carrying out case by case, telling, printing. Each may be killed anywhere and run again."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from program import clock, tracks
from program.background.steps import PartlyDone, one_by_one, promise_once
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.models import Batch, Designation, Objection, OfficialDocument, PublicNotice, Standing
from program.files.documents import qr_svg, render_pdf
from program.journal.steps import seal
from program.switches.models import Name
from program.switches.rules import held_by


class Tampered(Exception):
    """A signed batch is no longer what was signed."""


def carry_out(pk: int) -> None:
    """Decide every case of a signed batch, in key order; what is decided already is passed over."""
    batch = Batch.objects.select_related("call", "ranking_run").get(pk=pk)
    if rules.content(rules.Sheet(batch))[1] != batch.content_sha256:
        raise Tampered(f"batch {pk} differs from what was signed")
    items = batch.items.filter(carried_at=None).select_related("application__call").order_by("proceeding_id")
    one_by_one(items, actions.carry)
    actions.finish(batch)


def publish_document(pk: int) -> None:
    """List every case of a signed document, then tell those who were not chosen."""
    document = OfficialDocument.objects.select_related("call", "signed_by").get(pk=pk)
    waiting = document.items.filter(proceeding__closed_at=None).order_by("proceeding_id")
    try:
        one_by_one(waiting.select_related("application__call", "document__signed_by"), actions.publish)
    except PartlyDone:  # a case that cannot be listed keeps nobody else waiting for the word
        tell_results(document.call_id)
        raise
    tell_results(document.call_id)


def tell_results(call: int, reserves_too: int = 0) -> None:
    """Tell everybody of the call whose turn has come."""
    found = Call.objects.get(pk=call)
    document = rules.newest_publication(found)
    if document is not None:
        cases = rules.to_tell(found, reserves_too=bool(reserves_too))
        one_by_one(cases, partial(actions.tell_result, document=document))


@held_by(Name.PRINTING_PAUSED)
def make_notice(pk: int) -> None:
    """Print a public notice. A provisional end (暂定) is printed as such, and the notice again when it is settled."""
    notice = PublicNotice.objects.select_related("batch__call").get(pk=pk)
    if notice.file_id is None:
        head = seal()
        words = tracks.get(notice.batch.call.track).words
        context = {
            "words": words,
            "notice": notice,
            "items": notice.items.all(),
            "office": settings.OFFICE,
            "head": head,
        }
        content = render_pdf("program/decisions/notice_paper.html", context, title=notice.title)
        actions.keep_notice(notice, content, head=head)


def recount_notices() -> None:
    """Part of each sweep: notices whose end was provisional, one at a time; usually there is none."""
    for notice in PublicNotice.objects.filter(provisional=True).order_by("pk"):
        actions.recount_notice(notice)


def recount_objections() -> None:
    """…and objections whose limit was provisional."""
    for objection in Objection.objects.open().filter(due_provisional=True).order_by("pk"):
        actions.recount_objection(objection)


def keep_terms() -> None:
    """…and terms: what is over expires; whose end comes near is reminded, once."""
    for designation in rules.to_remind(clock.today()).order_by("pk"):
        promise_once("program.decisions.tasks.remind_of_term", designation.pk)
    one_by_one(rules.over(clock.today()).order_by("pk"), actions.expire)


def remind_of_term(pk: int) -> None:
    actions.remind_of_term(Designation.objects.get(pk=pk))


@held_by(Name.PRINTING_PAUSED)
def make_letter(pk: int) -> None:
    """Print the letter of a designation, with the address where it is verified as a QR code."""
    rows = Designation.objects.select_related(
        "document", "organization", "application__call", "application__zone"
    )
    designation = rows.get(pk=pk)
    if hasattr(designation, "letter"):
        return
    track, head = tracks.get(designation.application.track), seal()
    with translation.override(settings.LANGUAGE_CODE):
        decided = track.words.decided.format(
            zone=designation.name_then,
            title=track.title.label,
            standing=Standing(track.first_standing).label,
        )
    address = settings.SITE_URL + reverse("decisions:verify", args=[designation.letter_number])
    context = {
        "designation": designation,
        "words": track.words,
        "decided": decided,
        "office": settings.OFFICE,
        "address": address,
        "qr": qr_svg(address),
        "head": head,
    }
    content = render_pdf("program/decisions/letter.html", context, title=track.words.letter)
    actions.keep_letter(designation, content, head=head)
