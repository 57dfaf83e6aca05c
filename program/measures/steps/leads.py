"""A lead written down, by whoever takes something up as one."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from program import clock
from program.decisions.models import Objection
from program.files.steps import store
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.measures.models import Ground, Lead, LeadSource
from program.measures.steps.rows import stored, tell_office
from program.notify.models import Text
from program.people.models import Role, User
from program.process.steps import next_number
from program.supervision.models import Alert
from program.zones.models import Zone


@dataclass(frozen=True)
class Said:
    """What a lead says, and about whom: a zone, an organisation, or both."""

    ground: Ground
    source: LeadSource
    happened_on: date
    text: str
    zone: Zone | None = None
    credit_code: str = ""
    owner: str = ""
    file: "UploadedFile[bytes] | None" = None
    objection: Objection | None = None
    alert: Alert | None = None


def write_down(said: Said, *, by: User) -> Lead:
    """Its row, its line of the journal, and word to the supervisor, who verifies it."""
    series = f"XS-{clock.today().year}"
    kept = store(said.file, by=by, organization=None) if said.file else None
    made: Lead = stored(
        Lead(
            number=f"{series}-{next_number(series):04d}", ground=said.ground, source=said.source, zone=said.zone,
            credit_code=said.credit_code, owner=said.owner.strip(), happened_on=said.happened_on,
            text=said.text.strip(), file=kept, objection=said.objection, alert=said.alert,
            recorded_by=by, recorded_at=clock.now(),
        ),
        _("This has been taken up as a lead already."),
    )  # fmt: skip
    journal.record(Verb.RECORD_LEAD, by=by, subject=made, audience=Audience.OFFICE, ground=made.ground)
    tell_office(Role.SUPERVISOR, made, Text.LEAD_TO_VERIFY)
    return made
