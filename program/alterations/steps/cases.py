"""An open case of whoever is merged away, inside the transaction of the signature."""

from django.utils.translation import gettext as _

from program.alterations import rules
from program.applications.models import Application
from program.applications.steps import give_up
from program.journal import steps as journal
from program.journal.models import Audience, Verb
from program.people.models import User
from program.process.models import StageName
from program.process.steps import turn
from program.refusals import Refused


def give_up_case(case: Application, reason: str, *, by: User) -> None:
    if not rules.gives_up():
        raise Refused(
            _("%(number)s is open: by the rules it is ended before the merger.") % {"number": case.number}
        )
    held = turn(case, StageName(case.stage))
    decided = case.batch_items.filter(carried_at=None, batch__signed_at__isnull=False)
    listed = case.document_items.filter(proceeding=held.proceeding, document__signed_at__isnull=False)
    if decided.exists() or listed.exists():
        raise Refused(
            _("%(number)s is being decided on at this moment. Look again in a few minutes.")
            % {"number": case.number}
        )
    give_up(held, reason=reason, letter=None, by=by)
    journal.record(Verb.ABANDON, by=by, subject=case, application=case, reason=reason, audience=Audience.CASE)
