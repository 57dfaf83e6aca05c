"""The words of served enterprises: services, metrics, where a figure comes from, states."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from program.indicators.rules.units import unit_label


class Service(models.TextChoices):
    """What was done for the enterprise; 《实施方案》五（二）2 names most of it and ends with 等."""

    DIAGNOSIS = "diagnosis", _("energy-saving diagnosis")
    RETROFIT = "retrofit", _("energy-saving retrofit")
    CLEANER_PRODUCTION = "cleaner_production", _("cleaner production audit")
    ENERGY_CONTRACT = "energy_contract", _("energy performance contract")
    SUPPLY_CHAIN = "supply_chain", _("green supply chain")
    WASTEWATER = "wastewater", _("wastewater treatment")
    AIR = "air", _("waste gas treatment")
    MANAGEMENT = "management", _("digital energy and environment management")
    STEWARD = "steward", _("environmental steward")
    OTHER = "other", _("other")


class Metric(models.TextChoices):
    """What may fall: program.md §3."""

    ENERGY = "energy", pgettext_lazy("metric", "comprehensive energy")
    CO2 = "co2", pgettext_lazy("metric", "energy-related CO2")
    COD = "cod", pgettext_lazy("metric", "chemical oxygen demand")
    NH3N = "nh3n", pgettext_lazy("metric", "ammonia nitrogen")
    SO2 = "so2", pgettext_lazy("metric", "sulphur dioxide")
    NOX = "nox", pgettext_lazy("metric", "nitrogen oxides")
    VOCS = "vocs", pgettext_lazy("metric", "volatile organic compounds")
    PM = "pm", pgettext_lazy("metric", "particulate matter")

    @property
    def unit(self) -> str:
        return "tce" if self is Metric.ENERGY else "t"

    @property
    def named(self) -> str:
        return pgettext("metric", "%(metric)s (%(unit)s)") % {
            "metric": self.label,
            "unit": unit_label(self.unit),
        }


ITEMS: Mapping[Metric, str] = {
    metric: f"{metric.value}_discharged" for metric in Metric if metric not in (Metric.ENERGY, Metric.CO2)
}
"""The declared item of a pollutant, t a year."""


class Source(models.TextChoices):
    """Where a metric's two figures come from."""

    DECLARED = "declared", _("from the accepted declarations")
    ENTERED = "entered", _("entered, with evidence")


class OutputKind(models.TextChoices):
    """What a saving is held against."""

    VALUE_ADDED = "value_added", _("industrial value added")
    GROSS = "gross", _("industrial output")


class State(models.TextChoices):
    DRAFT = "draft", _("being entered")
    SUBMITTED = "submitted", _("to be checked by the zone")
    RETURNED = "returned", _("returned for change")
    ACCEPTED = "accepted", _("checked, does not count")
    COUNTED = "counted", _("counted")
    STRUCK_OUT = "struck_out", _("struck out")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE = (State.DRAFT, State.RETURNED)
UNCHECKED = (*WRITABLE, State.SUBMITTED)
STANDING = (State.ACCEPTED, State.COUNTED)
"""Checked and not struck out."""
GONE = (State.WITHDRAWN, State.STRUCK_OUT)


class Flag(models.TextChoices):
    """Why a metric does not count."""

    MISSING = "missing", _("A figure of one of the two years is missing.")
    RAISED = (
        "raised",
        _(
            "The baseline is higher now than it was first stated: a saving is not made by correcting the past."
        ),
    )
    SLIP = (
        "slip",
        _("The result is about a thousand or ten thousand times smaller or larger: is the unit right?"),
    )
    NO_OUTPUT = (
        "no_output",
        _(
            "The output of both years on one price base is missing: nobody can tell whether output fell faster."
        ),
    )
    SHRUNK = "shrunk", _("Output fell faster: per unit of output nothing was saved.")
    BELOW = "below", _("It does not fall by the threshold of the rules.")
    OVERLAP = "overlap", _("Another counted record of this enterprise claims the same metric for the same years.")  # fmt: skip


class Verdict(models.TextChoices):
    """Of the office's inspection."""

    CONFIRMED = "confirmed", _("confirmed")
    FALSE = "false", _("found false")


class Turn(models.TextChoices):
    """What a signed decision does to a checked record."""

    STRIKE = "strike", _("strike out")
    RESTORE = "restore", _("restore")


class Release(models.TextChoices):
    """Where an entry of the directory, a need or an offer stands."""

    WAITING = "waiting", _("to be released")
    RELEASED = "released", _("released")
    RETURNED = "returned", _("returned for change")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Side(models.TextChoices):
    NEED = "need", _("need for service")
    OFFER = "offer", _("offer of service")


class Follow(models.TextChoices):
    """How far a match is."""

    NOTED = "noted", _("interest noted")
    CONTACTED = "contacted", _("contacted")
    CONTRACTED = "contracted", _("contract signed")
    RECORDED = "recorded", _("service recorded")
    ENDED = "ended", _("came to nothing")


NEXT: Mapping[Follow, tuple[Follow, ...]] = {
    Follow.NOTED: (Follow.CONTACTED, Follow.ENDED),
    Follow.CONTACTED: (Follow.CONTRACTED, Follow.ENDED),
    Follow.CONTRACTED: (Follow.RECORDED, Follow.ENDED),
    Follow.RECORDED: (),
    Follow.ENDED: (),
}
"""Step by step; a contract is followed by its record."""
