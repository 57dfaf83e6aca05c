"""An evaluation: computed, frozen, signed by somebody else; what happens when a deduction ends or comes later."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from program import clock
from program.background.models import Promise
from program.journal.models import Line, Verb
from program.measures.models import Effect
from program.monitoring import actions, rules, steps, tasks
from program.monitoring.models import MonitoringLine, MonitoringRun
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.supervision import steps as supervision
from program.supervision.models import Duty
from program.zones import actions as zones
from program.zones.models import Zone
from tests import factories
from tests.alterations import casework as merging
from tests.conftest import Asks, SignIn
from tests.measures import measuring
from tests.monitoring import casework
from tests.supervision import casework as duties

D = Decimal


def values(line: MonitoringLine) -> dict[str, Any]:
    return {row["code"]: row for row in line.given["criteria"]}


def test_every_value_is_kept_with_its_derivation(monitored: Zone, clerk: User) -> None:
    run = casework.computed(clerk)
    assert (run.number, run.year, len(run.sha256)) == (1, 2025, 64)
    found = values(casework.line(run, monitored))
    intensity = found["energy_intensity"]
    assert [row[:2] for row in intensity["terms"]] == [
        ["comprehensive_energy", 2025], ["industrial_value_added", 2025],
    ]  # fmt: skip
    above, below = (D(row[2]) for row in intensity["terms"])
    assert D(intensity["value"]) == (above / below).quantize(D("0.000001"))
    assert found["serious_incidents"]["value"] == "0"
    assert [row[1] for row in found["serious_incidents"]["terms"]] == [2023, 2024, 2025]
    assert found["co2_intensity_annual_cut"]["terms"][0][:2] == ["co2_fixed", 2019]
    assert found["forest_cover"]["value"] == "40"
    points = json.loads(casework.line(run, monitored).points)
    assert points["energy_intensity"] == points["co2_intensity_annual_cut"] == "100.00"
    assert points["forest_cover"] == points["pm25_good_days"] == "100.00"


def test_the_score_by_hand(monitored: Zone, clerk: User) -> None:
    """Green all full: 70; nothing owed: no data, no points; an empty ledger: 0."""
    line = casework.line(casework.computed(clerk), monitored)
    assert (line.green, line.score, line.final, line.rank) == (D(70), D(70), D(70), 1)
    assert (line.tier, line.final_tier) == (2, 2)
    assert values(line)["duties_on_time"]["why"] == "nothing"


def test_duties_are_counted_as_they_stand_at_the_moment(
    monitored: Zone, clerk: User, applicant: User
) -> None:
    """One met in time, one late, one owed later: two of three met, one of two in time."""
    for duty, due in ((Duty.LEDGER, (3, 31)), (Duty.PROGRESS, (2, 28)), (Duty.GREEN_REPORT, (7, 31))):
        duties.arisen(monitored, duty, clock.today().replace(month=due[0], day=due[1]))
    with duties.on(clock.today().replace(month=3, day=1)):
        duties.handed_in(monitored.obligations.get(duty=Duty.LEDGER), applicant)
    with transaction.atomic():
        late = supervision.lock(monitored.obligations.get(duty=Duty.PROGRESS))
        supervision.submit(late, by=applicant, note="已完成。")
    found = values(casework.line(casework.computed(clerk), monitored))
    assert found["duties_on_time"]["counts"] == [1, 2]
    assert found["duties_met"]["counts"] == [2, 3]
    assert found["duties_met"]["value"] == "66.666667"


def test_too_few_sites_are_no_data(monitored: Zone, clerk: User, applicant: User) -> None:
    listing = zones.Listing(factories.credit_code(prefix="91"), "示例企业", "示例厂区", "39", 2019)
    zones.list_site(monitored, listing, by=applicant)
    found = values(casework.line(casework.computed(clerk), monitored))
    assert found["energy_intensity"]["why"] == "coverage"
    assert found["energy_intensity"]["value"] is None
    assert found["energy_intensity"]["coverage"] == [0, 1]
    assert found["forest_cover"]["value"] == "40"  # asks for no coverage


def test_every_joined_zone_is_evaluated_and_no_other(
    monitored: Zone, stranger_zone: Zone, clerk: User
) -> None:
    factories.zone()
    run = casework.computed(clerk)
    assert {line.zone for line in run.lines.select_related("zone")} == {monitored, stranger_zone}
    assert {line.rank for line in run.lines.all()} == {1}  # equal in everything


# ---------------------------------------------------------------- by whom, when
def test_only_a_clerk_begins(monitored: Zone, director: User, supervisor: User, applicant: User) -> None:
    scheme = casework.supplied()
    for by in (director, supervisor, applicant):
        with pytest.raises(NotYours):
            actions.draft_run(scheme, 2025, by=by)
    assert not MonitoringRun.objects.exists()
    assert not Promise.objects.filter(name=actions.runs.COMPUTE).exists()


def test_a_year_that_is_not_over_is_not_evaluated(monitored: Zone, clerk: User) -> None:
    with pytest.raises(Invalid):
        actions.draft_run(casework.supplied(), 2026, by=clerk)


def test_one_at_a_time_a_year(monitored: Zone, clerk: User, second_clerk: User) -> None:
    casework.computed(clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.draft_run(casework.supplied(), 2025, reason="再来。", by=second_clerk)
    assert MonitoringRun.objects.count() == 1


def test_an_unsigned_scheme_evaluates_nothing(monitored: Zone, clerk: User) -> None:
    with pytest.raises(Refused):
        actions.draft_run(casework.drafted(clerk), 2025, by=clerk)
    assert not MonitoringRun.objects.exists()


def test_a_run_freezes_its_scheme(monitored: Zone, clerk: User) -> None:
    run = casework.computed(clerk)
    run.scheme.refresh_from_db()
    assert run.scheme.frozen_at is not None


def test_it_is_computed_once(monitored: Zone, clerk: User) -> None:
    run = casework.computed(clerk)
    tasks.compute(run.pk)
    assert run.lines.count() == 1
    assert Line.objects.filter(verb=Verb.COMPUTE_RUN).count() == 1


def test_a_director_who_did_not_begin_it_signs(
    monitored: Zone, clerk: User, director: User, applicant: User
) -> None:
    run = casework.computed(clerk)
    told = Message.objects.get(recipient=director, text=Text.RUN_TO_SIGN)
    assert told.path == run.get_absolute_url()
    with pytest.raises(NotYours):
        actions.sign_run(run, by=clerk)
    factories.grant(clerk, director.memberships.get().organization, Role.DIRECTOR)
    with pytest.raises(NotYours):
        actions.sign_run(run, by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_run(run, sha256="0" * 64, by=director)
    signed = actions.sign_run(run, sha256=run.sha256, by=director)
    casework.work()
    assert signed.signed_by == director
    message = Message.objects.get(recipient=applicant, text=Text.RUN_SIGNED)
    assert message.path == casework.line(run, monitored).get_absolute_url()
    tasks.tell_zones(run.pk)  # killed and run again
    assert Message.objects.filter(text=Text.RUN_SIGNED).count() == 1


def test_what_is_not_computed_is_not_signed(monitored: Zone, clerk: User, director: User) -> None:
    run = actions.draft_run(casework.supplied(), 2025, by=clerk)
    with pytest.raises(Incomplete):
        actions.sign_run(run, by=director)


def test_a_draft_is_discarded_and_gone(
    monitored: Zone, clerk: User, director: User, supervisor: User
) -> None:
    run = casework.computed(clerk)
    with pytest.raises(NotYours):
        actions.discard_run(run, by=supervisor)
    actions.discard_run(run, by=director)
    assert not MonitoringRun.objects.exists()
    with pytest.raises(SomebodyWasFaster):
        actions.sign_run(run, by=director)
    tasks.compute(run.pk)  # whatever was promised finds nothing to do
    assert casework.computed(clerk).number == 1


def test_what_is_signed_is_frozen(monitored: Zone, clerk: User, director: User) -> None:
    run = casework.signed(clerk, director)
    with pytest.raises(SomebodyWasFaster):
        actions.discard_run(run, by=director)
    for change in (
        lambda: MonitoringRun.objects.filter(pk=run.pk).update(reason="x"),
        lambda: MonitoringLine.objects.filter(run=run).update(rank=2),
        lambda: MonitoringLine.objects.filter(run=run).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_comes_out_the_same_from_its_own_inputs(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User
) -> None:
    """Whatever has become of the figures since."""
    run = casework.signed(clerk, director)
    casework.declared(monitored, forest_area="10")
    found = rules.recount(run)
    assert found.holds
    assert found.sha256 == run.sha256


def test_a_changed_figure_is_found(monitored: Zone, clerk: User) -> None:
    """Of a run that is not signed yet, where no trigger stands before the row."""
    run = casework.computed(clerk)
    line = casework.line(run, monitored)
    MonitoringLine.objects.filter(pk=line.pk).update(score=line.score - 1, final=line.final - 1)
    assert rules.recount(run).differing == [monitored.code]
    MonitoringLine.objects.filter(pk=line.pk).update(
        score=line.score, final=line.final, inputs=line.inputs.replace('"40"', '"39"')
    )
    found = rules.recount(run)
    assert not found.same_hash
    assert not found.holds


# ---------------------------------------------------------------- deductions
def test_a_signed_measure_takes_points_and_tiers(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    measure = casework.deducted(monitored, supervisor, applicant, director)
    line = casework.line(casework.computed(clerk), monitored)
    assert (line.score, line.deduction, line.final) == (D(70), D(10), D(60))
    assert (line.tier, line.tiers_lost, line.final_tier) == (2, 1, 3)
    (row,) = line.given["deductions"]
    assert (row["measure"], row["document"]) == (measure.number, "示例决〔2026〕1号")


def test_a_measure_of_another_year_deducts_nothing(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    casework.deducted(monitored, supervisor, applicant, director)
    line = casework.line(casework.computed(clerk, year=2024), monitored)
    assert not line.deduction
    assert not line.tiers_lost


def test_a_reversal_is_said_and_a_new_run_gives_the_score_back(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User, second_director: User
) -> None:
    measure = casework.deducted(monitored, supervisor, applicant, director)
    first = casework.signed(clerk, director)
    assert not rules.since(first)
    assert not rules.outdated_runs().exists()
    with casework.an_hour_later():
        measuring.reversed_(measure, supervisor, second_director)
    (since,) = rules.since(first)
    assert (since.measure, since.ended) == (measure.number, True)
    assert rules.outdated_runs().get() == first
    with pytest.raises(Incomplete):
        actions.draft_run(casework.supplied(), 2025, by=clerk)
    with casework.an_hour_later(2):
        second = casework.signed(clerk, director, reason="处理措施已撤销。")
    assert (second.number, rules.since(second)) == (2, [])
    before, after = casework.line(first, monitored), casework.line(second, monitored)
    assert before.final == D(60)
    assert before.final_tier == 3
    assert (after.score, after.final, after.final_tier) == (before.score, before.score, before.tier)
    assert list(MonitoringRun.objects.in_force()) == [second]
    assert not rules.outdated_runs().exists()
    assert rules.recount(first).holds


def test_a_measure_signed_later_is_said_too(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    run = casework.signed(clerk, director)
    with casework.an_hour_later():
        measure = casework.deducted(monitored, supervisor, applicant, director)
    (since,) = rules.since(run)
    assert (since.measure, since.ended) == (measure.number, False)
    assert rules.outdated_runs().get() == run


def test_it_is_not_signed_over_a_changed_deduction(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User, second_director: User
) -> None:
    run = casework.computed(clerk)
    casework.deducted(monitored, supervisor, applicant, director)
    with pytest.raises(Refused, match="Deductions have changed"):
        actions.sign_run(run, by=second_director)
    assert casework.again(run).signed_at is None


# ---------------------------------------------------------------- zones that were merged away
def test_a_merger_after_the_year_erases_no_deduction(
    monitored: Zone, stranger_zone: Zone, clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    """The zone stood through the year: it is evaluated, and so is the one that it is part of now."""
    casework.deducted(monitored, supervisor, applicant, director)
    merging.signed(merging.merger(monitored, stranger_zone, clerk), director)
    run = casework.signed(clerk, director)
    assert {line.zone for line in run.lines.select_related("zone")} == {monitored, stranger_zone}
    assert casework.line(run, monitored).deduction == D(10)
    assert not casework.line(run, stranger_zone).deduction
    assert not rules.deducted_beside(run)


def test_a_zone_that_closed_within_the_year_is_not_evaluated_and_its_deduction_is_said(
    monitored: Zone, stranger_zone: Zone, clerk: User, supervisor: User, applicant: User, director: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    measure = casework.deducted(monitored, supervisor, applicant, director)
    merging.signed(merging.merger(monitored, stranger_zone, clerk, date(2025, 12, 31)), director)
    run = casework.signed(clerk, director)
    assert [line.zone for line in run.lines.select_related("zone")] == [stranger_zone]
    (beside,) = rules.deducted_beside(run)
    assert (beside.measure, beside.points, beside.tiers) == (measure.number, "10", 1)
    assert str(beside) in signed_in(clerk).get(run.get_absolute_url()).content.decode()


def test_desk_and_page_agree_on_what_is_outdated(
    monitored: Zone, clerk: User, supervisor: User, applicant: User, director: User
) -> None:
    """A deduction of a zone that is not in the run is nothing new to it; one of the same moment is."""
    run = casework.signed(clerk, director)
    late = factories.zone(managed_by=factories.organization(name_zh="示例外区管委会"))
    manager = factories.member(late.managements.get().organization, Role.MANAGER, "late")
    with casework.an_hour_later():
        casework.deducted(late, supervisor, manager, director, number="2")
    assert (rules.since(run), list(rules.outdated_runs())) == ([], [])
    casework.deducted(monitored, supervisor, applicant, director, number="3")
    Effect.objects.filter(zone=monitored).update(applied_at=run.computed_at)
    assert len(rules.since(run)) == 1
    assert list(rules.outdated_runs()) == [run]


# ---------------------------------------------------------------- many zones
@pytest.mark.parametrize("count", [1, 30])
def test_so_many_questions_whatever_the_number_of_zones(
    monitored: Zone, clerk: User, asks: Asks, count: int
) -> None:
    body = factories.organization(name_zh="示例管委会")
    for _ in range(count - 1):
        casework.declared(factories.zone(managed_by=body))
    run = actions.draft_run(casework.supplied(), 2025, by=clerk)
    with transaction.atomic():
        run = MonitoringRun.objects.select_related("scheme").get(pk=run.pk)
        with asks(13):
            steps.compute(run)
    assert run.lines.count() == count
