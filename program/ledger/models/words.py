"""The words of the ledger: clauses of the circular, kinds of entry, units, states.

The clauses are an enumeration and no table: the circular does not change, so a column with a CHECK says all that a foreign key
would, and no page asks the database what a clause is called.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CHAPTERS = {"5": "五", "6": "六"}
SECTIONS = {"1": "（一）", "2": "（二）", "3": "（三）"}


class Clause(models.TextChoices):
    """The task clauses of 五 and 六, called as the circular calls them."""

    POLLUTANTS = "5.1.1", _("Reduce the pollutants generated in the zone")
    ENERGY = "5.1.2", _("Reduce the consumption of fossil energy in the zone")
    NEW_MODEL = "5.1.3", _("Build a new model of green development")
    RESEARCH = "5.2.1", _("Strengthen research and development of green technology")
    STANDARDS = "5.2.2", _("Build systems of standards and services for green technology")
    MANUFACTURING = "5.2.3", _("Carry out pilots of green manufacturing")
    LAYOUT = "5.3.1", _("Improve the structure and the layout of industry")
    INCUBATION = "5.3.2", _("Set up incubators and service bodies for green industry")
    CONTESTS = "5.3.3", _("Hold contests of green industry")
    ALLIANCES = "5.3.4", _("Set up innovation alliances of green industry")
    PROMOTION = "5.3.5", _("Build lasting ways of promoting green industry")
    FINANCE = "5.3.6", _("Complete the financial system for green industry")
    LEADERSHIP = "6.1", _("Strengthen leadership and organisation")
    DEMONSTRATION = "6.2", _("Carry out the demonstration of tens, hundreds and thousands")
    RESULTS = "6.3", _("Support projects and put their results to use")
    EVALUATION = "6.4", _("Strengthen supervision and evaluation")
    PUBLICITY = "6.5", _("Strengthen publicity and guidance")

    @property
    def mark(self) -> str:
        """五（一）2 in Chinese, 5.1.2 in English."""
        return str(self.value) if (get_language() or "").startswith("en") else self.as_printed

    @property
    def as_printed(self) -> str:
        """As the circular counts."""
        chapter, *section, number = self.value.split(".")
        return CHAPTERS[chapter] + "".join(SECTIONS[each] for each in section) + number

    @property
    def named(self) -> str:
        return f"{self.mark} {self.label}"


class Kind(models.TextChoices):
    """What was done; its figure and its evidence stand in `rules.KINDS`."""

    POLICY = "policy", _("policy")
    PLAN = "plan", _("plan or programme")
    STANDARD = "standard", _("standard")
    SERVICE = "service", _("service to enterprises")
    PLATFORM = "platform", _("platform or institution")
    LAND = "land", _("land")
    FINANCE = "finance", _("finance support")
    TALENT = "talent", _("talent")
    EVENT = "event", _("forum or event")
    CIRCULAR = "circular", _("circular transformation")
    CLEANER_PRODUCTION = "cleaner_production", _("cleaner production audit")
    INSPECTION = "inspection", _("inspection or assessment")
    PROJECT = "project", _("technology project")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    CLEAN_ENERGY = "clean_energy", _("clean energy")
    PUBLICITY = "publicity", _("publicity")
    HONOUR = "honour", _("honour")
    OTHER = "other", _("other")


class Unit(models.TextChoices):
    """Of an entry's figure."""

    MONEY = "10k_yuan", _("10,000 yuan")
    PEOPLE = "people", _("people")
    ITEMS = "items", _("items")
    FIRMS = "firms", _("firms")
    BODIES = "bodies", _("bodies")
    EVENTS = "events", _("events")
    TIMES = "times", _("times")
    HECTARES = "hectares", _("hectares")
    MEGAWATTS = "mw", _("megawatts")


MEASURED = (Unit.MONEY, Unit.HECTARES, Unit.MEGAWATTS)
"""With up to four decimals; everything else is counted."""


class State(models.TextChoices):
    DRAFT = "draft", _("being entered")
    SUBMITTED = "submitted", _("to be checked")
    RETURNED = "returned", _("returned for change")
    ACCEPTED = "accepted", _("passed the check")
    CORRECTED = "corrected", _("corrected")
    STRUCK_OUT = "struck_out", _("struck out")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE = (State.DRAFT, State.RETURNED)
UNDER_WAY = (*WRITABLE, State.SUBMITTED)
CHECKED = (State.RETURNED, State.ACCEPTED, State.CORRECTED, State.STRUCK_OUT)
