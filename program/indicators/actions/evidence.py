"""Evidence for a figure: attached and taken off by whoever declares, until it is handed in."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program.files.steps import store
from program.indicators import rules
from program.indicators.actions.declaring import writable
from program.indicators.models import Declaration, Evidence
from program.people.models import User
from program.refusals import Invalid, SomebodyWasFaster


@transaction.atomic(durable=True)
def attach_evidence(
    declaration: Declaration, item: str, upload: "UploadedFile[bytes]", *, seen: int = 0, by: User
) -> Evidence:
    """Attach a file to a data item; like every figure of a draft it is on record once it is handed in.

    `seen` is the newest evidence that was on the page.
    """
    declaration = writable(declaration, by)
    rules.require_evidence_fits(declaration, item)
    file = store(upload, by=by, organization=rules.declarant_of(declaration))
    twin = declaration.evidence.attached().filter(item=item, file__sha256=file.sha256).first()
    if twin is not None:
        raise (SomebodyWasFaster if twin.pk > seen else Invalid)(
            _("This file is attached already."), field="file"
        )
    made: Evidence = Evidence.objects.create(declaration=declaration, item=item, file=file, added_by=by)
    return made


@transaction.atomic(durable=True)
def take_evidence_off(evidence: Evidence, *, by: User) -> None:
    """Take a file off; what was handed in with it before keeps it."""
    declaration = writable(evidence.declaration, by)
    attached = declaration.evidence.attached().filter(pk=evidence.pk)
    if not attached.filter(handed_in=False).delete()[0] and not attached.update(taken_off=True):
        raise SomebodyWasFaster
