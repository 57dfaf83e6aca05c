"""What each kind of report consists of: chapters that people write, tables that are filled from what the platform knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from program.supervision.models import Duty


class Piece(models.TextChoices):
    """A chapter or a table; a remark names one of them."""

    # tables
    YEARS = "years", _("Energy and carbon dioxide year by year")
    MIX = "mix", _("Energy by carrier")
    POLLUTANTS = "pollutants", _("Pollutants generated and discharged")
    LEDGER = "ledger", _("Work done under the circular")
    STANDING = "standing", _("Designations of the zone")
    DUTIES = "duties", _("How the duties of the year were met")
    TARGETS = "targets", _("Targets of the implementation plan")
    TASKS = "tasks", _("Tasks of the implementation plan")
    # chapters of the carbon-peak report
    BOUNDARY = "boundary", _("The zone and what is counted")
    ENERGY = "energy", _("Energy use and its structure")
    EMISSIONS = "emissions", _("Carbon dioxide emissions")
    PEAK = "peak", _("Peak target and the way to it")
    CUTS = "cuts", _("What was done to cut emissions")
    # chapters of the green development report
    OVERVIEW = "overview", _("The year in short")
    ENVIRONMENT = "environment", _("Pollution control and use of resources")
    TECHNOLOGY = "technology", _("Green technology")
    INDUSTRY = "industry", _("Green industry")
    SERVICES = "services", _("Green finance and services")
    MECHANISM = "mechanism", _("Policies and mechanisms")
    CASES = "cases", _("Examples worth following")
    # chapters of the progress report
    PROGRESS = "progress", _("How building went in the year")
    FUNDS = "funds", _("Money raised and spent")
    DEVIATIONS = "deviations", _("What is behind, why, and what is done about it")
    # chapters of several
    PROBLEMS = "problems", _("Problems")
    NEXT = "next", _("Plans for the coming year")


class TaskState(models.TextChoices):
    """How far a task of the plan is at the end of the year."""

    NOT_BEGUN = "not_begun", _("not begun")
    ON_COURSE = "on_course", _("under way as planned")
    BEHIND = "behind", _("behind the plan")
    DONE = "done", _("done")
    GIVEN_UP = "given_up", _("dropped from the plan")


@dataclass(frozen=True)
class Asked:
    """What a chapter asks for."""

    hint: LazyText | str
    required: bool = True
    length: int = 3000


CHAPTERS: Mapping[Piece, Asked] = {
    Piece.BOUNDARY: Asked(
        _("Area and enterprises counted, changes against last year, where the figures come from."),
        length=2000,
    ),
    Piece.ENERGY: Asked(_("Total and structure, what rose or fell and why, new energy and green power.")),
    Piece.EMISSIONS: Asked(
        _(
            "Total and intensity by the yearly and the fixed grid factor, the main emitters, reasons for the change."
        )
    ),
    Piece.PEAK: Asked(_("Peak year and level, how far it is, whether the goal stands as it was set.")),
    Piece.CUTS: Asked(_("Projects, policies and management of the year, with what each of them saved.")),
    Piece.OVERVIEW: Asked(_("Main results of the year in one page, against last year's plans.")),
    Piece.ENVIRONMENT: Asked(
        _("Cleaner production, water, waste, circular use, the quality of air and water.")
    ),
    Piece.TECHNOLOGY: Asked(_("Research projects, leading enterprises, platforms, standards.")),
    Piece.INDUSTRY: Asked(_("Leading industry, green factories and supply chains, what left and what came.")),
    Piece.SERVICES: Asked(_("Green finance, incubation, service to enterprises, alliances."), required=False),
    Piece.MECHANISM: Asked(_("Policies, leadership, evaluation, publicity.")),
    Piece.CASES: Asked(_("One to three examples: what was done, by whom, what it brought."), required=False),
    Piece.PROGRESS: Asked(_("What the year was to bring, what it brought, what stands out.")),
    Piece.FUNDS: Asked(_("By source and by use, against the plan."), length=2000),
    Piece.DEVIATIONS: Asked(
        _("Needed where a task is behind the plan or was dropped from it."), required=False
    ),
    Piece.PROBLEMS: Asked(_("What hinders, and what help is needed."), required=False, length=2000),
    Piece.NEXT: Asked(_("Goals, projects and figures of the coming year."), length=2000),
}
"""Every chapter, whether it must be written, and how many characters it may have."""

PIECES: Mapping[str, tuple[Piece, ...]] = {
    Duty.CARBON_PEAK_REPORT: (
        Piece.BOUNDARY, Piece.YEARS, Piece.ENERGY, Piece.MIX, Piece.EMISSIONS, Piece.PEAK, Piece.CUTS, Piece.LEDGER,
        Piece.PROBLEMS, Piece.NEXT, Piece.STANDING, Piece.DUTIES,
    ),
    Duty.GREEN_REPORT: (
        Piece.OVERVIEW, Piece.YEARS, Piece.MIX, Piece.ENVIRONMENT, Piece.POLLUTANTS, Piece.TECHNOLOGY, Piece.INDUSTRY,
        Piece.SERVICES, Piece.MECHANISM, Piece.LEDGER, Piece.CASES, Piece.PROBLEMS, Piece.NEXT, Piece.STANDING, Piece.DUTIES,
    ),
    Duty.PROGRESS: (
        Piece.PROGRESS, Piece.TARGETS, Piece.TASKS, Piece.FUNDS, Piece.DEVIATIONS, Piece.YEARS, Piece.LEDGER,
        Piece.NEXT, Piece.STANDING, Piece.DUTIES,
    ),
}  # fmt: skip
"""Of each kind of report its pieces, in their order."""

OF_FIGURES = (Piece.YEARS, Piece.MIX, Piece.POLLUTANTS, Piece.TARGETS)
"""Tables that the public does not find in a version that was replaced."""
