"""归属: what is to be said of an enterprise's case while another zone claims its site, and once a site has moved."""

from django.utils.translation import gettext as _

from program import clock
from program.applications.models import Application
from program.claims import rules as claims
from program.process.models import StageName
from program.refusals import Refused

BEFORE_ACCEPTANCE = (
    StageName.DRAFT,
    StageName.RECOMMENDATION,
    StageName.FORMALITY_CHECK,
    StageName.CORRECTION,
)


def dispute_of(application: Application) -> claims.Dispute:
    """Open claims to sites by which the enterprise stands with the zone that it asked."""
    if application.for_zone:
        return claims.NOTHING
    return claims.dispute(application.applicant, application.zone, [clock.today().year])


def require_undisputed(application: Application) -> None:
    """A zone does not recommend an enterprise that, so it is said, never was its own."""
    if words := claims.not_recommended_yet(dispute_of(application)):
        raise Refused(words)


def belonging(application: Application) -> list[str]:
    """Sentences for the pages of a case up to its acceptance. None for a zone's own case; else three queries at most."""
    if application.for_zone or application.stage not in BEFORE_ACCEPTANCE:
        return []
    found = dispute_of(application)
    said = [claims.not_recommended_yet(found) or claims.disputed_words(found)] if found else []
    words = _(
        "%(site)s stands in another zone from %(year)d on (%(number)s); the application stays with %(zone)s, which it asked."
    )
    for each in claims.left(application.applicant, application.zone, clock.today()):
        facts = {"site": each.site, "year": each.moved_from, "number": each.number, "zone": application.zone}
        said.append(words % facts)
    return said
