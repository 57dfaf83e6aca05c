"""信用核查: one verb; a check is never changed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from program import clock
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import Role, User, check_credit_code
from program.people.rules import require_role
from program.refusals import Invalid
from program.registers.actions.entries import SCANS
from program.registers.models import CreditCheck, Finding, Source


@transaction.atomic(durable=True)
def record_check(
    credit_code: str,
    *,
    owner: str,
    day: date,
    source: Source,
    source_name: str = "",
    finding: Finding,
    words: str = "",
    screenshot: "UploadedFile[bytes]",
    by: User,
) -> CreditCheck:
    """Keep who looked which code up, where, on which day, and what stood there."""
    require_role(by, Role.CLERK, Role.SUPERVISOR)
    made = CreditCheck(
        credit_code=credit_code, owner=owner.strip(), day=day, source=source,
        source_name=source_name.strip() if source == Source.OTHER else "",
        finding=finding, words=words.strip(), checked_by=by, checked_at=clock.now(),
    )  # fmt: skip
    require_sound(made)
    made.screenshot = store(screenshot, by=by, organization=None, types=SCANS)
    made.save()
    journal.record(
        Verb.CHECK_CREDIT,
        by=by,
        subject=made,
        audience=Audience.OFFICE,
        date=day,
        sha256=made.screenshot.sha256,
    )
    return made


def require_sound(made: CreditCheck) -> None:
    """Each sentence at its field."""
    found: list[tuple[str | None, str]] = []
    try:
        check_credit_code(made.credit_code)
    except ValidationError as error:
        found.append(("credit_code", error.messages[0]))
    if made.day > clock.today():
        found.append(("day", _("Nobody has looked that up yet: the day is in the future.")))
    if made.source == Source.OTHER and not made.source_name:
        found.append(("source_name", _("Name the source.")))
    if made.finding == Finding.ADVERSE and not made.words:
        found.append(("words", _("Say what the adverse entry is.")))
    if found:
        raise Invalid(findings=found)
