"""Whether a zone may apply at all, and whether the applicant may take part: asked at the beginning, at submission and at the
formality check."""

from django.db.models import QuerySet

from program import clock, tracks
from program.applications.models import Application
from program.refusals import Refused
from program.registers.rules import Answer, may_enter
from program.rulesets.models import Key
from program.rulesets.rules import value
from program.zones.models import Zone


def eligible(track: tracks.Track, zones: QuerySet[Zone]) -> QuerySet[Zone]:
    """Those of the zones that may apply: every zone, unless the track takes a designation further."""
    if not track.follows:
        return zones
    return zones.filter(designations__track=track.title.code, designations__standing__in=track.takes)


def may_apply(track: tracks.Track, zone: Zone) -> bool:
    return eligible(track, Zone.objects.filter(pk=zone.pk)).exists()


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
