"""What the tests of reviews do again and again."""

from collections.abc import Iterable
from decimal import Decimal

from program.applications.models import Application, Version
from program.people.models import User
from program.reviews import actions
from program.reviews.actions import Entry, Mark
from program.reviews.models import Advice, Assignment, Expert, PanelCase, ScoreSheet


def version_of(application: Application, by: User, number: int = 1) -> Version:
    """A version handed in, without the form behind it."""
    return Version.objects.create(
        application=application,
        number=number,
        content='{"track":"park","parts":{}}',
        sha256=f"{application.pk:032d}{number:032d}",
        code="K7QM-2XFA-1",
        submitted_by=by,
    )


def assignment_of(expert: Expert, case: Application) -> Assignment:
    return Assignment.objects.standing().get(expert=expert, application=case)


def ready(assignment: Assignment) -> Assignment:
    """Confidentiality signed, no conflict declared."""
    user = assignment.expert.user
    assignment.member.refresh_from_db()
    if assignment.member.confidentiality_signed_at is None:
        actions.sign_confidentiality(assignment.member, by=user)
    return actions.declare(assignment, no_conflict=True, by=user)


def entry(case: Application, *marks: int, advice: Advice = Advice.RECOMMEND) -> Entry:
    """A whole sheet; one figure stands for all criteria."""
    criteria = list(case.call.rubric.criteria.all())
    given = marks if len(marks) == len(criteria) else marks[:1] * len(criteria)
    return Entry(
        marks={criterion.pk: Mark(Decimal(mark)) for criterion, mark in zip(criteria, given, strict=True)},
        advice=advice,
        opinion="方案可行。",
    )


def submit(expert: Expert, case: Application, *marks: int) -> ScoreSheet:
    """All that an expert does with a case."""
    assignment = assignment_of(expert, case)
    ready(assignment)
    return actions.submit_sheet(assignment, entry(case, *marks), revision=0, by=expert.user)


def submit_all(experts: Iterable[Expert], case: Application, *totals: int) -> list[ScoreSheet]:
    return [submit(expert, case, total) for expert, total in zip(experts, totals, strict=True)]


def panel_case(case: Application) -> PanelCase:
    return PanelCase.objects.get(application=case)
