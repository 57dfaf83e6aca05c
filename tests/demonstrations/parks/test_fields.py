"""The columns of a park's application: as the table in docs/ lists them, limited by the database, grouped on their pages."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string

from demonstrations.parks.demo import answers
from demonstrations.parks.models import Achievements, Basics, Honours, Plan
from program import tracks
from program.applications import rules
from program.applications.forms import PartForm, part_form, row_of
from program.applications.models import Application
from program.applications.models.columns import Count, Figure, Limit, Year, limits
from program.people.models import User
from tests.applications import desk

PARTS = {
    part.code: part for code in ("park", "acceptance", "reexamination") for part in tracks.get(code).parts
}.values()
"""Of the application, of the acceptance and of the re-examination, each once."""
TABLE = Path(settings.BASE_DIR) / "docs" / "park-fields.md"
Line = tuple[str, str, str]


def documented() -> dict[str, dict[str, list[str]]]:
    """Heading's code ("basics", "basics.industries") → column → its cells."""
    found: dict[str, dict[str, list[str]]] = {}
    here = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") and "`" in line:
            here = line.split("`")[1]
        if line.startswith("| ") and "`" in line and here:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found.setdefault(here, {})[cells[2].strip("`")] = cells
    return found


def declared() -> dict[str, type[models.Model]]:
    """The same headings → models."""
    found: dict[str, type[models.Model]] = {}
    for part in PARTS:
        model = rules.part_model(part)
        found[part.code] = model
        for name, path in zip(model.ROWS, part.rows, strict=True):
            found[f"{part.code}.{name}"] = row_of(import_string(path))
    return found


def written_limit(limit: Limit | None, column: Any) -> str:
    if limit is None:
        return ""
    if isinstance(column, Year):
        return f"{limit.minimum}–{limit.maximum}"
    return f"{limit.minimum:,} – {limit.maximum:,}"


def test_the_table_in_docs_lists_every_column_with_its_limits() -> None:
    table, known = documented(), declared()
    assert set(table) == set(known)
    for heading, model in known.items():
        columns, limited = {column.name: column for column in rules.columns(model)}, limits(model)
        assert list(table[heading]) == list(columns)
        for name, cells in table[heading].items():
            column = columns[name]
            assert cells[1] == str(column.verbose_name)
            assert (cells[5], cells[6]) == (
                written_limit(limited.get(name), column),
                "no" if column.blank else "yes",
            )
            assert cells[7]


def test_each_part_has_from_8_to_20_typed_fields() -> None:
    sizes = {
        heading: len(rules.columns(model)) for heading, model in declared().items() if "." not in heading
    }
    assert sizes == {
        "basics": 20,
        "plan": 18,
        "achievements": 19,
        "honours": 9,
        "commitment": 11,
        "building": 14,
        "term": 17,
    }


def test_every_figure_has_limits_and_every_limit_its_own_sentence() -> None:
    for model in declared().values():
        limited = limits(model)
        figures = {column.name for column in rules.columns(model) if isinstance(column, Figure | Count)}
        assert figures == set(limited)
        sentences = [str(limit.sentence) for limit in limited.values()]
        assert all(sentences)
        assert len(set(sentences)) >= len(sentences) - 1  # “a share lies between 0 and 100” may be said twice


def test_every_field_stands_once_under_a_heading() -> None:
    for part in PARTS:
        form: type[PartForm] = import_string(part.form)
        grouped = [name for _title, names in form.GROUPS for name in names]
        assert sorted(grouped) == sorted(column.name for column in rules.columns(rules.part_model(part)))


# ---------------------------------------------------------------- what the database refuses


@pytest.mark.django_db
@pytest.mark.parametrize(
    "heading", sorted(name for name in ("basics", "plan", "achievements", "honours", "building", "term"))
)
def test_the_database_refuses_what_lies_beyond_a_limit(case: Application, heading: str) -> None:
    model = declared()[heading]
    model._default_manager.get_or_create(application=case)  # the acceptance's own part too
    rows = model._default_manager.filter(application=case)
    for name, limit in limits(model).items():
        rows.update(**{name: limit.minimum})
        rows.update(**{name: limit.maximum})
        for beyond in (limit.minimum - 1, limit.maximum + 1):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**{name: beyond})
        rows.update(**{name: None})


@pytest.mark.django_db
def test_the_page_says_the_sentence_of_the_constraint(case: Application) -> None:
    part = rules.part_of(case, "plan")
    page = answers(0)["plan"] | {
        "carbon_peak_year": "2031",
        "energy_intensity_target": "20.0001",
        "near_zero_year": "2026.5",
    }
    form = part_form(part, rules.draft(case, part), page)
    assert not form.is_valid()
    assert form.said() == {
        "carbon_peak_year": [
            "The carbon peak lies between 2015 and 2030: the country's own goal is a peak before 2030."
        ],
        "energy_intensity_target": ["The target is given in tce per 10,000 yuan: at most 20."],
        "near_zero_year": ["Write a whole number."],
    }


# ---------------------------------------------------------------- what must hold across fields


@pytest.fixture
def complete(case: Application, applicant: User) -> Application:
    return desk.write_all(case, by=applicant)


def said(case: Application) -> list[tuple[str, str, str]]:
    return [(finding.part, finding.field, finding.sentence) for finding in rules.findings(case)]


@pytest.mark.django_db
def test_the_demonstrations_answers_are_complete(complete: Application) -> None:
    assert said(complete) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "changes", "expected"),
    [
        (
            "basics",
            {"hightech_enterprises": "99999"},
            ("hightech_enterprises", "There are more high and new technology enterprises than enterprises."),
        ),
        (
            "basics",
            {"industrial_value_added": "99999"},
            ("industrial_value_added", "Industrial value added is larger than industrial output."),
        ),
        (
            "basics",
            {"industries-0-share": "99"},
            ("industries", "The shares of the industries add up to more than 100 %."),
        ),
        (
            "basics",
            {"leading_industry": "烟草"},
            ("leading_industry", "The leading industry is not among the industries listed."),
        ),
        (
            "basics",
            {"area_approved": "0.5"},
            ("subzones", "The approved subzones are larger than the approved area."),
        ),
        (
            "plan",
            {"period_end": "2024", "period_start": "2025"},
            ("period_end", "The plan ends after it begins."),
        ),
        (
            "plan",
            {"energy_intensity_target": "9"},
            ("energy_intensity_target", "The target is not above the base year's consumption."),
        ),
        (
            "plan",
            {"near_zero_wastewater": "yes", "near_zero_year": ""},
            ("near_zero_year", "Say by when near-zero discharge is reached."),
        ),
        (
            "plan",
            {"carbon_peak_year": "2030", "carbon_neutral_year": "2029"},
            ("carbon_neutral_year", "Carbon neutrality does not come before the carbon peak."),
        ),
        (
            "plan",
            {"investment_public": "99999"},
            ("investment_public", "The public money is more than the investment in all."),
        ),
        (
            "plan",
            {"investment_total": "0.01", "investment_public": "0"},
            ("tasks", "The money of the tasks adds up to more than the investment in all."),
        ),
        (
            "achievements",
            {"reduced_enterprises": "999999"},
            ("reduced_enterprises", "More enterprises show a drop than were served."),
        ),
        (
            "honours",
            {"holds_honours": "no"},
            ("holds_honours", "Honours are listed below, but the answer is no."),
        ),
        (
            "honours",
            {"national_count": "0"},
            ("national_count", "More national honours are listed than held."),
        ),
        (
            "commitment",
            {"statement_true": ""},
            (
                "statement_true",
                "Not confirmed: All data and attachments are true, complete and can be traced.",
            ),
        ),
    ],
)
def test_a_contradiction_keeps_the_application_from_being_submitted(
    complete: Application, applicant: User, code: str, changes: dict[str, str], expected: tuple[str, str]
) -> None:
    desk.write(complete, code, by=applicant, changes=changes)
    assert (code, *expected) in said(complete)


@pytest.mark.django_db
def test_a_row_with_a_gap_is_named(complete: Application, applicant: User) -> None:
    desk.write(complete, "plan", by=applicant, changes={"tasks-1-owner": "", "tasks-1-money": ""})
    assert ("plan", "tasks", "Tasks of the plan, row 2: responsible unit, money missing.") in said(complete)


@pytest.mark.django_db
def test_too_few_rows_are_said_at_their_table(complete: Application, applicant: User) -> None:
    desk.write(complete, "plan", by=applicant, changes={f"tasks-{place}-DELETE": "on" for place in range(4)})
    assert ("plan", "tasks", "Tasks of the plan: at least 3 rows are needed.") in said(complete)


@pytest.mark.django_db
def test_nothing_of_a_kind_is_0_and_0_is_not_missing(complete: Application, applicant: User) -> None:
    desk.write(complete, "achievements", by=applicant, changes={"patents": "0", "cod_cut": "0"})
    assert said(complete) == []
    stored = Achievements.objects.get()
    assert (stored.patents, stored.cod_cut) == (0, Decimal(0))


@pytest.mark.django_db
def test_thousands_commas_are_read_as_what_they_mean(case: Application, applicant: User) -> None:
    desk.write(case, "basics", by=applicant, changes={"employees": "118,000", "gdp": "1,414.05"})
    stored = Basics.objects.get()
    assert (stored.employees, stored.gdp) == (118_000, Decimal("1414.05"))
    assert (Plan.objects.count(), Honours.objects.count()) == (1, 1)
