"""Part 5: conduct; and the letter of commitment."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from program.applications.models import Part
from program.applications.models.columns import Count, YesNo, is_phone, within


class Conduct(Part):
    """Penalties and accidents of three years, as the enterprise says them; the registers are asked beside it."""

    penalties = Count(
        _("administrative penalties of the ecology authority in three years"), unit=_("penalties")
    )
    accidents = Count(_("environmental pollution accidents in three years"), unit=_("accidents"))
    dishonest = models.CharField(
        _("listed for serious breach of trust by an authority"), max_length=3, choices=YesNo.choices
    )
    remedies = models.TextField(_("what happened, and what was done about it"), max_length=1500, blank=True)
    management = models.TextField(_("environmental and energy management"), max_length=1000)

    class Meta:
        verbose_name = _("conduct")
        constraints = [
            within("penalties", 0, 1_000, _("At most 1,000 penalties are entered.")),
            within("accidents", 0, 1_000, _("At most 1,000 accidents of an enterprise are entered.")),
        ]

    def findings(self) -> list[tuple[str, Any]]:
        """What went wrong is said, not passed over; who is listed for a serious breach of trust cannot apply."""
        found: list[tuple[str, Any]] = []
        if (self.penalties or self.accidents) and not self.remedies.strip():
            found.append(
                ("remedies", gettext("There were penalties or accidents: say what was done about them."))
            )
        if self.dishonest == YesNo.YES:
            found.append(
                (
                    "dishonest",
                    gettext(
                        "Whoever is listed for a serious breach of trust cannot apply until it is lifted."
                    ),
                )
            )
        return found  # fmt: skip


class Commitment(Part):
    """Who commits the enterprise, and to what."""

    signatory_name = models.CharField(_("legal representative"), max_length=40)
    signatory_title = models.CharField(_("office held"), max_length=60)
    signatory_phone = models.CharField(
        _("telephone of the legal representative"), max_length=30, validators=[is_phone]
    )
    statement_true = models.BooleanField(
        _("All data and attachments are true, complete and can be traced."), default=False
    )
    statement_rights = models.BooleanField(
        _("The technology is ours to use, and no dispute about it is open."), default=False
    )
    statement_no_accident = models.BooleanField(
        _("We have caused no major or especially serious environmental pollution accident in the last three years."),
        default=False,
    )  # fmt: skip
    statement_unclassified = models.BooleanField(
        _("Nothing in this application is a state secret or a work secret."), default=False
    )
    statement_publication = models.BooleanField(
        _("We agree that our name, our field and the result of the certification are published."),
        default=False,
    )
    statement_checks = models.BooleanField(
        _("We accept a site visit and open the data behind the figures to the visiting team."), default=False
    )
    statement_forms = models.BooleanField(
        _("If certified we hand in the yearly form, and report a change of name or ownership in time."),
        default=False,
    )
    signed_on = models.DateField(_("date of the commitment"), null=True)

    class Meta:
        verbose_name = _("letter of commitment")
