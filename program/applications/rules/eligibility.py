"""Whether the applicant may take part: asked at submission, and shown and asked at the formality check."""

from program import clock
from program.applications.models import Application
from program.refusals import Refused
from program.registers.rules import Answer, may_enter
from program.rulesets.models import Key
from program.rulesets.rules import value


def eligibility(application: Application) -> Answer:
    """What the registers say today of the applicant's code; a credit check is asked for by the rules of the call."""
    return may_enter(
        application.applicant.credit_code,
        on=clock.today(),
        checked_within=value(application.rule_set, Key.CREDIT_CHECK_DAYS),
    )


def require_eligible(application: Application) -> None:
    """Refuse while a restriction is in force. What a credit check says, or that there is none, is for the clerk to judge."""
    if restricted := eligibility(application).restricted:
        raise Refused(" ".join(restricted))
