"""Part 5: the letter of commitment, signed by the legal representative on the sealed page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part
from program.applications.models.columns import is_phone


class Commitment(Part):
    """Who commits the zone, and to what."""

    signatory_name = models.CharField(_("legal representative"), max_length=40)
    signatory_title = models.CharField(_("office held"), max_length=60)
    signatory_phone = models.CharField(
        _("telephone of the legal representative"), max_length=30, validators=[is_phone]
    )
    statement_true = models.BooleanField(
        _("All data and attachments are true, complete and can be traced."), default=False
    )
    statement_no_accident = models.BooleanField(
        _(
            "There was no major or especially serious environmental pollution accident in the zone in the last three years."
        ),
        default=False,
    )
    statement_unclassified = models.BooleanField(
        _("Nothing in this application is a state secret or a work secret."), default=False
    )
    statement_publication = models.BooleanField(
        _("We agree that the zone's name and the result of the selection are published."), default=False
    )
    statement_checks = models.BooleanField(
        _("We accept the site visit and open the data behind the figures to the visiting team."),
        default=False,
    )
    statement_reports = models.BooleanField(
        _(
            "If selected we carry the plan out and hand in the annual progress, green development and carbon peaking reports."
        ),
        default=False,
    )
    signed_on = models.DateField(_("date of the commitment"), null=True)
    remarks = models.TextField(_("remarks"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("letter of commitment")
