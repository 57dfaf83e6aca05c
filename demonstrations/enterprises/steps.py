"""What happens to an enterprise's own parts inside a transaction that somebody else opened."""

from demonstrations.enterprises.models import Term
from program.applications.models import Application
from program.decisions.models import Designation, Standing


def begin_renewal(application: Application) -> None:
    """The report on the term begins with the years of the certificate that is to be renewed."""
    held = Designation.objects.held_as(application).filter(standing=Standing.CERTIFIED).first()
    if held is None:
        return
    report = Term.objects.get(application=application)
    report.period_start, report.period_end = held.since.year, held.until.year
    report.save()
