"""A case whose ground is gone for good would rest after its notice for ever: a director ends it, with reasons."""

from django.db import transaction
from django.utils.translation import gettext as _

from program.applications.models import Application
from program.applications.steps import tell_applicant
from program.decisions import rules
from program.decisions.actions.withdrawing import WITHDRAWING_STAGES
from program.journal import steps as journal
from program.journal.models import Verb
from program.notify.models import Text
from program.notify.steps import tell
from program.people.models import Role, User
from program.people.rules import people_with, require_role
from program.process.models import Outcomes
from program.process.steps import close, turn
from program.refusals import Invalid, Refused
from program.zones.models import Zone


@transaction.atomic(durable=True)
def close_groundless(application: Application, *, reason: str, by: User) -> Application:
    """End the case as not listed. While its ground stands, or is only suspended, it goes on; nothing is erased.

    Also one that a signed document names: it was signed a moment before the ground went, and cannot be carried out.
    """
    held = turn(application, *WITHDRAWING_STAGES)
    require_role(by, Role.DIRECTOR)
    # The zone, as a merger, a term's end and a reversal lock it: no ground comes back between question and answer.
    Zone.objects.select_for_update(of=("self",)).get(pk=application.zone_id)
    if not rules.ground_gone(application):
        raise Refused(_("The ground of this case stands, or is only suspended: it goes on."))
    if application.withdrawal_requests.open().exists():
        raise Refused(_("Its applicant has asked to withdraw: answer that."))
    if not reason.strip():
        raise Invalid(_("Say why the case is closed."), field="reason")
    close(held, Outcomes.REFUSED)
    why = reason.strip()
    journal.record(Verb.CLOSE_GROUNDLESS, by=by, subject=application, application=application, reason=why)
    tell_applicant(application, Text.CLOSED_GROUNDLESS, reason=why)
    recommender = application.zone.recommending_body.organization
    if recommender is not None and application.call.recommends:
        tell(
            people_with(Role.RECOMMENDER, recommender), Text.CLOSED_GROUNDLESS, application=application,
            case=application.zone.name_zh, reason=why,
        )  # fmt: skip
    return application
