"""A zone's declared figures under the call's indicator set: line by line, frozen with the version, in the way where they fail."""

from decimal import Decimal

import pytest
from django.urls import reverse

from program.applications import actions, rules
from program.applications.models import Application, Version
from program.calls import actions as calls
from program.calls.models import Call
from program.indicators.models import IndicatorSet
from program.indicators.rules import verified
from program.people.models import User
from program.process.models import StageName
from program.refusals import Incomplete, Invalid
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.conftest import Keep, SignIn
from tests.pdf import pdf_text

pytestmark = pytest.mark.django_db

YEARS = range(2019, 2026)


@pytest.fixture
def call(call: Call) -> Call:
    """The call judges by the office's default set, by the figures of 2025."""
    return factories.measured_by(call)


@pytest.fixture
def measured(written: Application, zone: Zone) -> Application:
    """Complete, and all figures declared and accepted."""
    factories.declared(zone, YEARS)
    return written


def said(case: Application) -> list[str]:
    return [found.sentence for found in rules.findings(case) if found.part == rules.INDICATORS]


def row(case: Application, code: str) -> dict[str, object]:
    found = rules.measurement(case)
    assert found is not None
    (one,) = [row for row in found["rows"] if row["code"] == code]
    return dict(one)


# ---------------------------------------------------------------- what stops a submission
def test_without_declarations_nothing_can_be_judged_and_the_sentence_says_what_is_missing(
    written: Application, applicant: User
) -> None:
    assert said(written) == [
        (
            "Comprehensive energy per unit of industrial value added (≤ 0.4 tce/10⁴ yuan) cannot be judged: Comprehensive "
            "energy of 2025; Industrial value added of 2025 missing among the accepted declarations."
        ),
        (
            "Average annual cut of CO2 per unit of industrial value added (≥ 4 %) cannot be judged: Energy-related CO2 (fixed "
            "grid factor) of 2019, 2025; Industrial value added of 2019, 2025 missing among the accepted declarations."
        ),
        (
            "Major or especially serious pollution accidents (= 0) cannot be judged: Major or especially serious pollution "
            "accidents of 2023, 2024, 2025 missing among the accepted declarations."
        ),
    ]
    with pytest.raises(Incomplete):
        actions.submit(written, by=applicant)
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            {"raw_coal": "9000000"},
            "Basic condition not met: Comprehensive energy per unit of industrial value added is ",
        ),
        (
            {"growth": 3},
            "Basic condition not met: Average annual cut of CO2 per unit of industrial value added is 2.9126 %",
        ),
        (
            {"serious_incidents": "1"},
            "Basic condition not met: Major or especially serious pollution accidents is 3, asked",
        ),
    ],
    ids=["energy", "cut", "accident"],
)
def test_a_basic_condition_that_is_not_met_stops_it(
    written: Application, zone: Zone, applicant: User, figures: dict[str, object], sentence: str
) -> None:
    coal = figures.pop("raw_coal", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factories, "ENERGY", factories.ENERGY | ({"raw_coal": str(coal)} if coal else {}))
        factories.declared(zone, YEARS, **figures)  # type: ignore[arg-type]
    assert [one[: len(sentence)] for one in said(written)] == [sentence]
    with pytest.raises(Incomplete, match="1 things are still missing"):
        actions.submit(written, by=applicant)
    assert not Version.objects.exists()


def test_a_set_from_memory_is_shown_and_stops_nobody(
    call: Call, written: Application, applicant: User
) -> None:
    factories.measured_by(call, "hj274_2015")
    written = Application.objects.get(pk=written.pk)
    assert said(written) == []
    actions.submit(written, by=applicant)
    data = Version.objects.get().data[rules.INDICATORS]
    assert (data["set"], data["decides"], len(data["rows"])) == ("hj274_2015.1", False, 32)


def test_a_call_without_a_set_measures_nothing(call: Call, written: Application, applicant: User) -> None:
    Call.objects.update(indicator_set=None, indicator_year=None)
    written = Application.objects.get(pk=written.pk)
    actions.submit(written, by=applicant)
    assert rules.INDICATORS not in Version.objects.get().data


# ---------------------------------------------------------------- frozen
def test_a_version_freezes_what_was_measured_and_later_declarations_change_nothing(
    measured: Application, zone: Zone, applicant: User
) -> None:
    desk.submit(measured, by=applicant)
    frozen = Version.objects.get().data[rules.INDICATORS]
    assert frozen["figures"]["industrial_value_added"]["2025"] == "14281868"
    assert {one["code"]: one["finding"] for one in frozen["rows"]} == {
        "energy_intensity": "met",
        "co2_intensity_annual_cut": "met",
        "serious_incidents": "met",
    }
    factories.declared(zone, YEARS, growth=0)
    assert Version.objects.get().data[rules.INDICATORS] == frozen


def test_the_cut_is_judged_by_one_factor_and_shows_the_other(measured: Application) -> None:
    """Energy stays the same and value added grows by 8 %: 1 − 1/1.08. The grid factor alone falls from 0.6101 to 0.5306."""
    cut = row(measured, "co2_intensity_annual_cut")
    power, gas, growth = 810_000, Decimal(1700) * Decimal("21.6219"), Decimal("1.08") ** 6
    by_year = 1 - ((power * Decimal("0.5306") + gas) / (power * Decimal("0.6101") + gas) / growth) ** (
        Decimal(1) / 6
    )
    assert round(Decimal(str(cut["value"])), 4) == Decimal("7.4074")
    assert round(Decimal(str(cut["by_year"])), 4) == round(by_year * 100, 4) == Decimal("9.3814")


def test_a_correction_that_was_not_asked_about_the_figures_keeps_them(
    measured: Application, zone: Zone, applicant: User, recommender: User, clerk: User
) -> None:
    desk.submit(measured, by=applicant)
    desk.seal(measured, by=applicant)
    desk.recommend(measured, by=recommender)
    actions.ask_correction(measured, [("basics", "工业增加值与年报不一致")], by=clerk)
    factories.declared(zone, YEARS, growth=0)
    measured.refresh_from_db()
    assert rules.measurement(measured) == Version.objects.get().data[rules.INDICATORS]


def test_a_correction_that_was_asked_about_them_measures_anew(
    measured: Application, zone: Zone, applicant: User, recommender: User, clerk: User
) -> None:
    desk.submit(measured, by=applicant)
    desk.seal(measured, by=applicant)
    desk.recommend(measured, by=recommender)
    actions.ask_correction(measured, [(rules.INDICATORS, "2025年综合能耗与统计数据不一致")], by=clerk)
    factories.declared(zone, YEARS, growth=0)
    measured.refresh_from_db()
    assert [sentence[:25] for sentence in said(measured)] == ["Basic condition not met: "]


def test_no_correction_of_figures_where_there_are_none(
    call: Call, recommended: Application, clerk: User
) -> None:
    Call.objects.update(indicator_set=None, indicator_year=None)
    with pytest.raises(Invalid):
        actions.ask_correction(
            Application.objects.get(pk=recommended.pk), [(rules.INDICATORS, "x")], by=clerk
        )


@pytest.fixture
def recommended(measured: Application, applicant: User, recommender: User) -> Application:
    desk.submit(measured, by=applicant)
    desk.seal(measured, by=applicant)
    desk.recommend(measured, by=recommender)
    return measured


def test_the_form_prints_the_figures_and_draws_their_course(
    measured: Application, applicant: User, keep_promises: Keep
) -> None:
    version = desk.submit(measured, by=applicant)
    assert keep_promises() == []
    with version.form.file.open() as content:
        text = pdf_text(content.read())
    assert "Declared figures under the indicator set" in text
    assert "14,281,868" in text  # value added of 2025
    assert "Energy intensity" in text


# ---------------------------------------------------------------- verified
def test_verified_beats_declared(recommended: Application) -> None:
    frozen = Version.objects.get().data[rules.INDICATORS]
    after = verified(frozen, {("industrial_value_added", 2025): Decimal(9_000_000)})
    assert {one["code"]: one["finding"] for one in after["rows"]} == {
        "energy_intensity": "met",
        "co2_intensity_annual_cut": "not_met",
        "serious_incidents": "met",
    }
    assert frozen["figures"]["industrial_value_added"]["2025"] == "14281868"


# ---------------------------------------------------------------- pages
def test_who_reads_it(
    recommended: Application,
    applicant: User,
    clerk: User,
    recommender: User,
    stranger: User,
    signed_in: SignIn,
) -> None:
    address = reverse("applications:indicators", args=[recommended.pk])
    for reader in (applicant, clerk, recommender):
        html = signed_in(reader).get(address).content.decode()
        assert "as frozen with version 1" in html
        assert "All basic conditions are met." in html
    assert signed_in(stranger).get(address).status_code == 404


def test_the_self_test_before_anything_is_written(
    call: Call, zone: Zone, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    address = reverse("applications:self_test", args=[call.pk])
    assert "cannot be judged" in signed_in(applicant).get(address).content.decode()
    factories.declared(zone, YEARS)
    html = signed_in(applicant).get(address).content.decode()
    assert "All basic conditions are met." in html
    assert (
        "(Comprehensive energy 2025: 122,159 tce) ÷ (Industrial value added 2025: 14,281,868 10⁴ yuan)"
        in html
    )
    assert signed_in(clerk).get(address).status_code == 404  # manages no zone
    assert not Application.objects.exists()


def test_opening_a_call_freezes_its_set(call: Call, clerk: User, director: User) -> None:
    draft = factories.call(clerk, director, opened_by=None, opened_at=None)
    draft.indicator_set, draft.indicator_year = call.indicator_set, 2025
    draft.save()
    assert IndicatorSet.objects.get(code="office_default.1").frozen_at is None
    calls.open_call(draft, by=director)
    assert IndicatorSet.objects.get(code="office_default.1").frozen_at is not None


def test_the_task_list_names_the_figures(measured: Application, applicant: User, signed_in: SignIn) -> None:
    tasks = {task.code: task.state for task in rules.tasks(measured)}
    assert tasks[rules.INDICATORS] == rules.TaskState.DONE
    assert measured.stage == StageName.DRAFT
