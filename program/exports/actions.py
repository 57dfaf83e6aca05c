"""Take a list out: at once where it is short, made in the background where it is long; forgotten after some days."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from program import clock
from program.background.steps import promise
from program.exports import rules
from program.exports.models import Export, Form, Listing, narrowed_by
from program.files.steps import discard, keep_written
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import User
from program.people.rules import fresh_standing
from program.refusals import NotYours, Refused
from program.switches.rules import require_exports


@transaction.atomic(durable=True)
def take_out(listing: Listing, form: Form, *, question: str, rows: int, by: User) -> Export | None:
    """Note who takes how many rows of which list; a long one is promised, a short one is the caller's to write."""
    User.objects.select_for_update().get(pk=by.pk)
    held = [role for role in listing.roles if fresh_standing(by).has(role)]
    if not held:
        raise NotYours
    require_exports()
    made = wait_for(listing, form, question, rows, min(held), by) if rules.is_long(rows) else None
    journal.record(
        Verb.EXPORT, by=by, subject=f"{listing.code} {narrowed_by(question)}".strip(),
        audience=Audience.OFFICE, rows=rows,
    )  # fmt: skip
    return made


def wait_for(listing: Listing, form: Form, question: str, rows: int, role: str, by: User) -> Export:
    """The person's row is locked: two clicks are one list."""
    waiting = Export.objects.being_made().filter(asked_by=by)
    if waiting.filter(listing=listing.path, form=form, question=question).exists():
        raise Refused(_("This list is being made for you already."))
    if waiting.count() >= rules.MOST_WAITING:
        said = _("%(most)d lists are being made for you: wait until one of them is there.")
        raise Refused(said % {"most": rules.MOST_WAITING})
    made = Export.objects.create(
        listing=listing.path, form=form, question=question, role=role, asked_by=by, asked_at=clock.now(),
        asked_rows=rows,
    )  # fmt: skip
    promise(rules.TASK, made.pk)
    return made


@transaction.atomic(durable=True)
def keep_export(export: Export, written: Path, *, name: str, rows: int) -> None:
    """Keep what was written, unless another worker was faster. No journal line: it left the program when it was asked for."""
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.made_at is None:
        held.file = keep_written(written, name=name, media_type=Form(held.form).content_type)
        held.rows = rows
        end(held)
        tell([held.asked_by], Text.EXPORT_READY, path=reverse("exports:index"), count=rows, name=name)


@transaction.atomic(durable=True)
def give_nothing(export: Export) -> None:
    """The person may not take this list out any more: there is no file."""
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.made_at is None:
        end(held)


def end(export: Export) -> None:
    export.made_at = clock.now()
    export.until = export.made_at + clock.days(settings.EXPORT_KEPT_DAYS)
    export.save(update_fields=["file", "rows", "made_at", "until"])


@transaction.atomic(durable=True)
def forget(export: Export) -> None:
    """Its days are over: row and file go; the journal still says that it was taken out."""
    held = Export.objects.select_for_update().filter(pk=export.pk, until__lte=clock.now()).first()
    if held is not None:
        file = held.file
        held.delete()
        if file is not None:
            discard(file)
