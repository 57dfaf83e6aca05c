"""What holds for every model: who and when together, sentences for people, nothing that vanishes by itself, keys downward."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Choices, Q

from program.people.models import User

OURS = [model for model in apps.get_models() if model.__module__.startswith(("program.", "demonstrations."))]
Field = models.Field[Any, Any]


def named(model: type[models.Model], field: Field) -> str:
    return f"{model.__name__}.{field.name}"


def own_fields() -> Iterator[tuple[type[models.Model], Field]]:
    """Every column that one of our models brings; what a library's parent brings is its own."""
    for model in OURS:
        for field in model._meta.local_fields:
            if not (field.remote_field and getattr(field.remote_field, "parent_link", False)):
                yield model, field


# ---------------------------------------------------------------- who and when travel together
WITHOUT_A_PERSON = {
    "Membership.granted_by": "the first account of the office is made by command",
    "CalendarYear.published_by": "past years are supplied with the platform",
    "Achievements.edited_by": "a part that nobody has saved yet",
    "Basics.edited_by": "a part that nobody has saved yet",
    "Benefits.edited_by": "a part that nobody has saved yet",
    "Conduct.edited_by": "a part that nobody has saved yet",
    "Performance.edited_by": "a part that nobody has saved yet",
    "Technology.edited_by": "a part that nobody has saved yet",
    "Building.edited_by": "a part that nobody has saved yet",
    "Commitment.edited_by": "a part that nobody has saved yet",
    "Honours.edited_by": "a part that nobody has saved yet",
    "StandingChange.made_by": "a term ends by itself",
    "Term.edited_by": "a part that nobody has saved yet",
    "Plan.edited_by": "a part that nobody has saved yet",
    "Declaration.opened_by": "imported by command",
    "FactorSet.drafted_by": "supplied with the platform",
    "GoalSet.drafted_by": "supplied with the platform",
    "IndicatorSet.drafted_by": "supplied with the platform",
    "Scheme.drafted_by": "supplied with the platform",
    "Site.added_by": "imported by command",
}
"""Moments that are known where nobody did it."""


def columns_of(condition: Q) -> set[str]:
    """The columns that a condition asks about."""
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= columns_of(child)
        elif isinstance(child, tuple):
            found.add(child[0].partition("__")[0])
    return found


def tied(model: type[models.Model], who: str, when: str) -> bool:
    """Whether a CHECK asks about both columns."""
    return any(
        {who, when} <= columns_of(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q)
    )


def test_whoever_did_something_did_it_at_some_moment() -> None:
    loose, known = [], set()
    for model, field in own_fields():
        if not (field.name.endswith("_by") and field.related_model is User):
            continue
        when = field.name.removesuffix("_by") + "_at"
        moment = next((other for other in model._meta.fields if other.name == when), None)
        if moment is not None and (not (field.null or moment.null) or tied(model, field.name, when)):
            continue
        if named(model, field) in WITHOUT_A_PERSON:
            known.add(named(model, field))
        else:
            loose.append(named(model, field))
    assert loose == []
    assert known == set(WITHOUT_A_PERSON), "an exception that is none any more"


# ---------------------------------------------------------------- sentences
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_constraint_says_what_is_wrong(model: type[models.Model]) -> None:
    unnamed = str(models.BaseConstraint.default_violation_error_message)
    silent = [
        constraint.name
        for constraint in model._meta.constraints
        if str(constraint.violation_error_message) == unnamed
    ]
    assert silent == []


# ---------------------------------------------------------------- nothing vanishes by itself
PART_OF_A_WHOLE = "a line of its whole: it is written, shown and thrown away with it"
DRAFT = "the draft goes with the case that was never submitted"
GOES_WITH_ITS_WHOLE = {
    **dict.fromkeys(
        [
            "Attendance.batch",
            "CarrierFactor.factor_set",
            "DerivedFigure.declaration",
            "EnergyLine.declaration",
            "Evidence.declaration",
            "Explanation.declaration",
            "GridFactor.factor_set",
            "Indicator.set",
            "ItemValue.declaration",
            "BatchItem.batch",
            "Check.visit",
            "CorrectionItem.check_row",
            "Criterion.rubric",
            "DocumentItem.document",
            "Employment.expert",
            "FormerName.zone",
            "FormerOrganizationName.organization",
            "Honour.part",
            "Industry.part",
            "LetterheadWord.letterhead",
            "Onboarding.invitation",
            "Parameter.rule_set",
            "PlanTask.part",
            "BuildingTask.part",
            "Client.part",
            "Patent.part",
            "Result.part",
            "Standard.part",
            "TermTask.part",
            "MonitoringLine.run",
            "RequestedDocument.call",
            "RecordFigure.record",
            "ReturnRemark.given_back",
            "SchemeCriterion.scheme",
            "SchemeTier.scheme",
            "Scope.provider",
            "Score.sheet",
            "SpecialDay.year",
            "Subzone.part",
            "Subzone.zone",
            "TeamMember.visit",
        ],
        PART_OF_A_WHOLE,
    ),
    **dict.fromkeys(
        [
            "Achievements.application",
            "Benefits.application",
            "Conduct.application",
            "Performance.application",
            "Technology.application",
            "Attachment.application",
            "Basics.application",
            "Commitment.application",
            "Honours.application",
            "Plan.application",
            "Building.application",
            "Term.application",
        ],
        DRAFT,
    ),
    "Message.application": "a message is a copy for its reader, the journal is the record",
    "Message.recipient": "a message is a copy for its reader, the journal is the record",
    "Reminder.recipient": "that somebody was reminded means nothing without the person",
    "Trouble.proceeding": "what failed for a proceeding means nothing without it",
}


def test_what_others_point_at_cannot_be_deleted() -> None:
    vanishing = {
        named(model, field)
        for model, field in own_fields()
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
    }
    assert vanishing == set(GOES_WITH_ITS_WHOLE)


# ---------------------------------------------------------------- figures and choices
def test_a_figure_has_at_most_fifteen_digits() -> None:
    """SQLite keeps decimals as binary floats: fifteen digits come back as they went in."""
    longer = [
        named(model, field)
        for model, field in own_fields()
        if isinstance(field, models.DecimalField) and (field.max_digits or 99) > 15
    ]
    assert longer == []


def test_choices_come_from_enums() -> None:
    def enums(of: type[Choices]) -> Iterator[type[Choices]]:
        for enum in of.__subclasses__():
            yield enum
            yield from enums(enum)

    known = [
        set(enum.values)
        for enum in enums(Choices)
        if enum.__module__.startswith(("program.", "demonstrations."))
    ]
    invented = [
        named(model, field)
        for model, field in own_fields()
        if field.choices and {value for value, _ in field.flatchoices} not in known
    ]
    assert invented == []


# ---------------------------------------------------------------- keys point downward
LAYERS = [
    "background",
    "journal",
    "notify",
    "people",
    "switches",
    "files",
    "exports",
    "rulesets",
    "process",
    "zones",
    "registers",
    "indicators",
    "claims",
    "calls",
    "applications",
    "reviews",
    "visits",
    "decisions",
    "papers",
    "ledger",
    "supervision",
    "measures",
    "alterations",
    "monitoring",
    "reports",
    "progress",
    "search",
    "portal",
    "desk",
]
"""From the ground up, as in the import contract; tracks stand above."""

UPWARD = {
    "Proceeding.application": "a proceeding is one run of a case's flow",
    "Line.application": "the journal tells the life of a case",
    "Line.actor": "the journal says who",
    "Message.application": "a message is about a case",
    "Message.recipient": "a message is for a person",
}
"""By name, and only these (architecture: the import direction)."""


def layer(model: type[models.Model]) -> int:
    root, _, rest = model.__module__.partition(".")
    return LAYERS.index(rest.partition(".")[0]) if root == "program" else len(LAYERS)


def test_keys_point_downward() -> None:
    upward = {
        named(model, field)
        for model, field in own_fields()
        if isinstance(field.related_model, type)
        and field.related_model in OURS
        and layer(field.related_model) > layer(model)
    }
    assert upward == set(UPWARD)


def test_no_track_points_at_another() -> None:
    def track(model: type[models.Model]) -> str:
        return ".".join(model.__module__.split(".")[:2])

    across = [
        named(model, field)
        for model, field in own_fields()
        if isinstance(field.related_model, type)
        and field.related_model in OURS
        and field.related_model.__module__.startswith("demonstrations.")
        and track(model) != track(field.related_model)
    ]
    assert across == []
