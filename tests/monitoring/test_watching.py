"""Figures against a zone's own targets and the scheme's red lines: alerts rise once, and close by themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from demonstrations.parks.models import Plan
from program import clock
from program.applications.models import Application
from program.background.models import Promise
from program.decisions.models import Designation
from program.indicators import actions as declaring
from program.indicators.models import Declaration
from program.indicators.rules import Cell
from program.journal.models import Line, Verb
from program.monitoring import actions, rules, tasks
from program.notify.models import Message, Text
from program.people.models import User
from program.rulesets.models import Level
from program.rulesets.rules import newest
from program.supervision import actions as supervision
from program.supervision.models import Alert, AlertRule, Ending
from program.supervision.tasks import keep_alerts
from program.tracks import Aim
from program.zones import actions as zones
from program.zones.models import Zone
from tests import factories
from tests.alterations import casework as merging
from tests.conftest import Asks, SignIn
from tests.measures import measuring
from tests.monitoring import casework

D = Decimal


@pytest.fixture
def building(monitored: Zone, case: Application, clerk: User) -> Designation:
    """Its plan: from 0.0136 tce per 10⁴ yuan in 2019 to half of that in 2026, which the figures nearly reach."""
    planned(case, "0.0136", "0.0068")
    return measuring.listed(case, clerk)


def planned(case: Application, base: str, target: str, **fields: Any) -> None:
    Plan.objects.filter(application=case).update(
        base_year=2019, period_start=2020, period_end=2026, energy_intensity_base=D(base), energy_intensity_target=D(target),
        **fields,
    )  # fmt: skip


def look(year: int = 2026) -> None:
    """As the sweep of a summer's day in that year."""
    with clock.at(clock.now().replace(year=year)):
        tasks.look_at_all("")


def alert(zone: Zone, rule: AlertRule, year: int, subject: str = "energy_intensity") -> Alert:
    found: Alert = Alert.objects.get(zone=zone, rule=rule, year=year, subject=subject)
    return found


def lines(verb: Verb) -> int:
    return Line.objects.filter(verb=verb).count()


# ---------------------------------------------------------------- targets
def test_the_plan_is_held_against_the_figures(building: Designation) -> None:
    zone = building.application.zone
    Plan.objects.filter(application=building.application).update(co2_annual_cut_target=D(5))
    found = {course.aim.code: course for course in rules.courses([zone], 2025, None)[zone.pk]}
    intensity = found["energy_intensity"]
    assert [point.year for point in intensity.points] == list(range(2020, 2026))
    assert intensity.points[-1].expected.quantize(D("0.000001")) == D("0.007771")
    co2 = found["co2_intensity"]
    assert co2.target.base.quantize(D("0.000001")) == D("0.055411")  # its own figure of the base year
    assert co2.path[2021] == pytest.approx(co2.target.base * D("0.9025"))


@pytest.fixture
def named(building: Designation, call: Any) -> Designation:
    """The designation of the acceptance succeeds the one whose plan had the targets."""
    acceptance = factories.call(call.drafted_by, call.opened_by, track="acceptance")
    case = factories.case(acceptance, building.application.zone, building.application.started_by)
    Designation.objects.filter(pk=building.pk).update(standing="succeeded")
    made: Designation = Designation.objects.create(
        application=case, zone=building.application.zone, organization=building.organization, track=building.track,
        document=building.document, letter_number="LS-2026-9999", standing="named", since=date(2026, 6, 1),
        until=date(2029, 6, 1), succeeds=building,
    )  # fmt: skip
    return made


def test_a_name_goes_on_what_was_aimed_at_before(named: Designation) -> None:
    assert rules.courses([named.application.zone], 2025, None)[named.application.zone_id][
        0
    ].target.target == D("0.0068")


def test_what_a_merged_zone_aimed_at_goes_with_its_name(
    building: Designation, named: Designation, stranger_zone: Zone, clerk: User, director: User
) -> None:
    """The designation that the name succeeds stays with the zone that has closed; its targets are those of the name's holder."""
    planned(building.application, "0.0136", "0.001")
    merging.signed(merging.merger(named.application.zone, stranger_zone, clerk), director)
    assert set(rules.courses([stranger_zone], 2022, None)) == {stranger_zone.pk}
    look(2023)
    assert alert(stranger_zone, AlertRule.OFF_TRACK, 2022).closed_at is None


def test_a_zone_without_a_designation_has_no_target(monitored: Zone) -> None:
    assert rules.courses([monitored], 2025, None) == {}


def test_figures_of_too_few_sites_do_not_count(building: Designation, applicant: User) -> None:
    listing = zones.Listing(factories.credit_code(prefix="91"), "示例企业", "示例厂区", "39", 2025)
    zones.list_site(building.application.zone, listing, by=applicant)
    (course,) = rules.courses([building.application.zone], 2025, None)[building.application.zone_id]
    assert course.points[-1].actual is None
    assert course.newest is not None
    assert course.newest.year == 2024


def test_an_aim_may_name_a_data_item(building: Designation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a track hands in: here the value added itself."""
    aim = Aim("industrial_value_added", "万元", 2019, None, 2026, D(20_000_000))
    monkeypatch.setattr("demonstrations.parks.steps.of_plan", lambda _plan: [aim])
    (course,) = rules.courses([building.application.zone], 2025, None)[building.application.zone_id]
    assert (course.target.base, course.points[-1].actual) == (D(9_000_000), D(14_281_868))
    assert course.names == ("工业增加值", "Industrial value added")


def test_nothing_is_raised_on_the_path(building: Designation) -> None:
    planned(building.application, "0.0136", "0.0084")
    look()
    assert not Alert.objects.exists()


def test_off_the_path_is_yellow_and_twice_in_a_row_orange(building: Designation, applicant: User) -> None:
    planned(building.application, "0.0136", "0.001")  # the figures are far behind, from 2022 on
    look(2023)
    first = alert(building.application.zone, AlertRule.OFF_TRACK, 2022)
    assert (first.level, first.title_zh) == (Level.YELLOW, "单位工业增加值综合能耗")
    assert first.words.startswith("应达0.0082，实际0.0108 tce/万元")
    look(2024)
    assert alert(building.application.zone, AlertRule.OFF_TRACK, 2023).level == Level.ORANGE
    assert lines(Verb.RAISE_ALERT) == 2


def test_looking_again_raises_nothing_again(building: Designation) -> None:
    planned(building.application, "0.0136", "0.001")
    for _ in range(3):
        look(2023)
    assert Alert.objects.count() == 1
    assert lines(Verb.RAISE_ALERT) == 1
    assert not lines(Verb.LET_ALERT_RISE)


def test_a_gap_that_the_rules_allow_is_no_alert(building: Designation, clerk: User, director: User) -> None:
    planned(building.application, "0.0136", "0.001")
    with casework.an_hour_later():
        factories.rule_set(clerk, director, gap_on_track=50, gap_watch=100)
    look(2023)
    assert not Alert.objects.exists()


def test_it_closes_by_itself_when_a_later_figure_is_on_its_path(building: Designation) -> None:
    planned(building.application, "0.0136", "0.001")
    look(2023)
    look(2024)
    planned(building.application, "0.0136", "0.0084")  # as if the figures had caught up
    look(2025)
    for year in (2022, 2023):
        closed = alert(building.application.zone, AlertRule.OFF_TRACK, year)
        assert (closed.ending, closed.closed_by) == (Ending.ON_TRACK, None)
    planned(building.application, "0.0136", "0.001")
    look(2024)  # wrong again: the same row opens again
    assert alert(building.application.zone, AlertRule.OFF_TRACK, 2023).closed_at is None
    assert lines(Verb.REOPEN_ALERT) == 1


def test_what_the_office_settled_stays_settled(building: Designation, clerk: User) -> None:
    planned(building.application, "0.0136", "0.001")
    look(2023)
    supervision.close(Alert.objects.get(), words="园区已调整产业结构，说明属实。", by=clerk)
    look(2023)
    settled = Alert.objects.get()
    assert (settled.ending, settled.closed_by) == (Ending.SETTLED, clerk)
    assert not rules.to_do(
        rules.seen([building.application.zone], 2022, newest()), [building.application.zone]
    ).raising


def test_nor_does_a_sweep_that_looked_before_the_settlement_open_it_again(
    building: Designation, clerk: User
) -> None:
    planned(building.application, "0.0136", "0.001")
    look(2023)
    wanted = rules.Wanted(Level.RED, "迟到的结论", "能耗", "Energy")
    supervision.close(Alert.objects.get(), words="说明属实。", by=clerk)
    assert (
        actions.warn(building.application.zone, AlertRule.OFF_TRACK, 2022, "energy_intensity", wanted) is None
    )
    assert Alert.objects.get().closed_by == clerk


def test_lateness_is_left_alone(building: Designation) -> None:
    """Alerts on figures and alerts for lateness do not touch each other."""
    planned(building.application, "0.0136", "0.001")
    look(2023)
    keep_alerts()
    assert Alert.objects.get().rule == AlertRule.OFF_TRACK
    assert Alert.objects.get().closed_at is None


# ---------------------------------------------------------------- red lines
def corrected(zone: Zone, value: int, manager: User, clerk: User) -> None:
    """The zone's own declaration of 2025 opened again, changed and accepted: by the verbs."""
    declared = Declaration.objects.in_force().get(zone=zone, site=None, year=2025)
    asked = declaring.ask_reopening(declared, reason="更正。", by=manager)
    opened = declaring.reopen(asked, by=clerk)
    cells = [Cell("item:serious_incidents", D(value))]
    opened = declaring.enter(opened, cells, revision=opened.revision, by=manager)
    declaring.accept(declaring.submit(opened, by=manager), by=clerk)


def test_an_accepted_figure_beyond_a_red_line_is_red_at_once(
    monitored: Zone, applicant: User, clerk: User, director: User
) -> None:
    corrected(monitored, 1, applicant, clerk)
    assert not Alert.objects.exists()
    casework.work()
    raised = alert(monitored, AlertRule.RED_LINE, 2025, "serious_incidents")
    assert (raised.level, raised.words) == (Level.RED, "红线0，实际1 件")
    told = Message.objects.filter(text=Text.ZONE_ALERT, path=raised.get_absolute_url())
    assert {message.recipient for message in told.select_related("recipient")} == {applicant, director}


def test_a_corrected_figure_closes_it(monitored: Zone, applicant: User, clerk: User) -> None:
    corrected(monitored, 1, applicant, clerk)
    casework.work()
    corrected(monitored, 0, applicant, clerk)
    casework.work()
    closed = alert(monitored, AlertRule.RED_LINE, 2025, "serious_incidents")
    assert (closed.ending, closed.closed_by) == (Ending.ON_TRACK, None)


def test_many_acceptances_are_looked_at_once(monitored: Zone, applicant: User, clerk: User) -> None:
    Promise.objects.all().delete()
    for value in (1, 0):
        corrected(monitored, value, applicant, clerk)
    assert Promise.objects.filter(name=declaring.checking.LOOK_AGAIN).count() == 1


def test_on_the_line_is_not_beyond_it(monitored: Zone) -> None:
    look()
    assert not Alert.objects.exists()


# ---------------------------------------------------------------- the sweep, the page
def test_the_sweep_promises_it_once_a_day() -> None:
    for _ in range(2):
        tasks.keep_targets()
    assert Promise.objects.filter(name="program.monitoring.tasks.look_at_all").count() == 1


def test_it_asks_the_same_whatever_the_number_of_zones(building: Designation, asks: Asks) -> None:
    body = factories.organization(name_zh="示例管委会")
    for count in (0, 12):
        for _ in range(count):
            casework.declared(factories.zone(managed_by=body))
        zones = list(rules.watched_zones())
        with asks(19):
            rules.to_do(rules.seen(zones, 2025, newest()), zones)


def test_the_page_shows_targets_figures_alerts_and_results(
    building: Designation,
    applicant: User,
    recommender: User,
    clerk: User,
    director: User,
    expert: User,
    signed_in: SignIn,
) -> None:
    planned(building.application, "0.0136", "0.001")
    look()
    run = casework.signed(clerk, director)
    where = f"/monitoring/zones/{building.application.zone.code}/"
    page = signed_in(applicant).get(where).content.decode()
    assert "lagging behind" in page
    assert alert(building.application.zone, AlertRule.OFF_TRACK, 2025).get_absolute_url() in page
    assert casework.line(run, building.application.zone).get_absolute_url() in page
    assert page.count("<svg") == 1
    others = signed_in(recommender).get(where).content.decode()
    assert "lagging behind" in others
    assert casework.line(run, building.application.zone).get_absolute_url() not in others
    assert signed_in(expert).get(where).status_code == 404


# ---------------------------------------------------------------- what it was held against is gone
def test_a_red_line_that_the_scheme_dropped_closes_its_alert(
    monitored: Zone, applicant: User, clerk: User, director: User
) -> None:
    corrected(monitored, 1, applicant, clerk)
    casework.work()
    with casework.an_hour_later():
        scheme = casework.drafted(clerk)
        scheme.criteria.filter(code="serious_incidents").update(red_line=None)
        actions.sign_scheme(scheme, by=director)
        tasks.look_at(monitored.pk)
        closed = alert(monitored, AlertRule.RED_LINE, 2025, "serious_incidents")
        assert (closed.ending, closed.closed_by) == (Ending.NO_LINE, None)
        assert Line.objects.get(verb=Verb.CLOSE_ALERT).facts["ending"] == "no_line"
        back = casework.drafted(clerk, "evaluation.3")
        assert back.criteria.get(code="serious_incidents").red_line is not None
        actions.sign_scheme(back, by=director)
        with clock.at(clock.now() + timedelta(hours=1)):
            tasks.look_at(monitored.pk)
    assert alert(monitored, AlertRule.RED_LINE, 2025, "serious_incidents").closed_at is None


def test_a_target_that_ended_with_its_designation_closes_its_alert(building: Designation) -> None:
    """While it is only suspended, the target stands."""
    planned(building.application, "0.0136", "0.001")
    look(2023)
    Designation.objects.filter(pk=building.pk).update(standing="suspended")
    look(2023)
    assert alert(building.application.zone, AlertRule.OFF_TRACK, 2022).closed_at is None
    Designation.objects.filter(pk=building.pk).update(standing="revoked")
    look(2023)
    closed = alert(building.application.zone, AlertRule.OFF_TRACK, 2022)
    assert (closed.ending, closed.closed_by) == (Ending.NO_TARGET, None)


def test_a_zone_without_figures_keeps_its_alert(building: Designation, applicant: User) -> None:
    """Neither wrong nor fine: the target is there still."""
    planned(building.application, "0.0136", "0.001")
    look(2023)
    Declaration.objects.filter(zone=building.application.zone).update(superseded_at=clock.now())
    look(2023)
    assert alert(building.application.zone, AlertRule.OFF_TRACK, 2022).closed_at is None


def test_alerts_of_a_merged_zone_close_and_rise_where_its_name_is(
    building: Designation, stranger_zone: Zone, clerk: User, director: User
) -> None:
    planned(building.application, "0.0136", "0.001")
    look(2023)
    merging.signed(merging.merger(building.application.zone, stranger_zone, clerk), director)
    look(2023)
    closed = alert(building.application.zone, AlertRule.OFF_TRACK, 2022)
    assert (closed.ending, closed.closed_by) == (Ending.MERGED, None)
    assert alert(stranger_zone, AlertRule.OFF_TRACK, 2022).closed_at is None
