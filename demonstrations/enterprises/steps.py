"""What happens to an enterprise's own parts inside a transaction that somebody else opened."""

from demonstrations.enterprises.models import Term
from demonstrations.enterprises.yearly.rules import of_certificate
from program.applications.models import Application
from program.decisions.models import Designation, Standing


def begin_renewal(application: Application) -> None:
    """The report on the term begins with the certificate that is to be renewed: its years, and the yearly forms of its term."""
    held = Designation.objects.held_as(application).filter(standing=Standing.CERTIFIED).first()
    if held is None:
        return
    report = Term.objects.get(application=application)
    report.period_start, report.period_end = held.since.year, held.until.year
    owed = list(of_certificate(held))
    report.forms_owed = len(owed)
    report.forms_handed_in = sum(form.first_submitted_at is not None for form in owed)
    report.save()
