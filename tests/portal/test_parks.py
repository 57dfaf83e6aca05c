"""Directory and profiles: what documents, published reports and the rules let everybody read, and nothing beside it."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from demonstrations.parks.models import Basics
from program import clock, tracks
from program.applications.models import Application
from program.decisions.models import Designation, Standing
from program.decisions.steps import turn
from program.measures import actions as measures
from program.measures.models import Measure, MeasureState
from program.monitoring import actions as monitoring_verbs
from program.people.models import User
from program.portal.rules import tracks_of
from program.reports import actions as report_verbs
from program.reports.models import Piece
from program.reports.tasks import make_publication
from program.rulesets.models import Audience, MeasureKind
from program.supervision.models import Duty
from program.zones.models import FormerName, Management, Zone
from tests import factories
from tests.alterations import casework as altering
from tests.conftest import Asks
from tests.indicators.casework import load
from tests.measures import measuring
from tests.monitoring import casework as monitoring
from tests.portal import casework as news
from tests.reports import casework as reports

pytestmark = pytest.mark.django_db
LIST = reverse("portal:parks")


@pytest.fixture
def building(case: Application, clerk: User) -> Designation:
    return measuring.listed(case, clerk)


def codes(client: Client, query: str = "") -> list[str]:
    return [zone.code for zone in client.get(f"{LIST}?{query}").context["page"]]


def page(client: Client, zone: Zone) -> str:
    answer = client.get(zone.public_url)
    assert answer.status_code == 200
    return str(answer.content.decode())


# ---------------------------------------------------------------- the directory
def test_the_directory_holds_whoever_is_or_was_listed(
    building: Designation, zone: Zone, other_zone: Zone, client: Client
) -> None:
    assert codes(client) == [zone.code]
    assert codes(client, "standing=all") == [zone.code, other_zone.code]
    assert codes(client, "standing=building") == codes(client, "province=32") == [zone.code]
    assert codes(client, "standing=named") == codes(client, "province=33") == []
    Designation.objects.update(standing=Standing.EXPIRED)
    assert codes(client, "standing=expired") == codes(client) == [zone.code]
    assert client.get(f"{LIST}?code=SL").status_code == 400
    assert client.get(f"{LIST}?standing=succeeded").context["filter"].form.errors


def test_a_zone_is_found_by_every_name(building: Designation, zone: Zone, client: Client) -> None:
    FormerName.objects.create(
        zone=zone, name_zh="旧称开发区", until=date(2020, 1, 1), approval_number="函1号"
    )
    for text in ("示例高新", "Example High", "slgx", "旧称", "jckfq", zone.code):
        assert codes(client, f"q={text}") == [zone.code], text
    assert codes(client, "q=没有") == []


def test_what_was_taken_further_reads_as_what_it_became(
    building: Designation, zone: Zone, clerk: User, director: User, client: Client
) -> None:
    """A zone that was listed again after its term had ended is no former one."""
    Designation.objects.filter(pk=building.pk).update(standing=Standing.EXPIRED)
    measuring.listed(factories.case(factories.call(clerk, director), zone, clerk), clerk)
    assert codes(client, "standing=building") == [zone.code]
    assert codes(client, "standing=expired") == []


def test_the_directory_asks_its_tracks() -> None:
    assert tracks_of("parks") == {"park"}
    assert tracks_of("none") == frozenset()
    assert {track.title.code for track in tracks.everyone() if track.title.directory == "parks"} == {"park"}


def many(clerk: User, director: User, zone: Zone, count: int) -> None:
    call = factories.call(clerk, director)
    for _ in range(count):
        other = factories.zone(zone.recommending_body, factories.organization())
        measuring.listed(factories.case(call, other, clerk), clerk)


def test_the_directory_costs_the_same_however_long(
    building: Designation, zone: Zone, clerk: User, director: User, client: Client, asks: Asks
) -> None:
    with asks(3):
        client.get(LIST)
    many(clerk, director, zone, 31)
    with asks(3):
        client.get(LIST)
    with asks(4):  # one more: names and former names
        client.get(f"{LIST}?q=slgx&standing=building&province=32")


# ---------------------------------------------------------------- the profile
def test_who_it_is_and_was(
    building: Designation, zone: Zone, other_zone: Zone, clerk: User, director: User, client: Client
) -> None:
    factories.subzone(zone, name_zh="示例东园")
    Basics.objects.filter(application=building.application).update(leading_industry="示例新材料")
    with clock.at(clock.now() + timedelta(minutes=1)):
        altering.signed(
            altering.renaming(zone, clerk, name="示例新名开发区", number="示例改〔2026〕1号"), director
        )
        altering.signed(altering.merger(other_zone, zone, clerk, number="示例并〔2026〕2号"), director)
    text = page(client, Zone.objects.get(pk=zone.pk))
    for said in (
        "示例新名开发区", "示例高新技术产业开发区", "示例改〔2026〕1号", "示例并〔2026〕2号", "示例东园", "示例新材料",
        "Example Zone Committee", building.letter_number, building.document.number,
    ):  # fmt: skip
        assert said in text, said
    gone = page(client, other_zone)
    assert zone.public_url in gone


def test_who_managed_it_before_is_not_told(building: Designation, zone: Zone, client: Client) -> None:
    Management.objects.filter(zone=zone).update(until=clock.now())
    Management.objects.create(zone=zone, organization=factories.organization(name_en="Example New Committee"))
    text = page(client, zone)
    assert "Example New Committee" in text
    assert "Example Zone Committee" not in text


def test_an_unsigned_alteration_and_a_draft_application_are_not_told(
    case: Application, zone: Zone, clerk: User, client: Client
) -> None:
    """Of an application that is not listed the profile says nothing."""
    Basics.objects.filter(application=case).update(leading_industry="示例机密产业")
    altering.renaming(zone, clerk, name="示例未签名称")
    text = page(client, zone)
    assert "示例机密产业" not in text
    assert "示例未签名称" not in text


def test_its_honours_with_their_history(
    building: Designation, zone: Zone, supervisor: User, client: Client
) -> None:
    with transaction.atomic():
        turn(building, Standing.SUSPENDED, authority="示例专项办", number="停1号", by=supervisor)
        turn(building, Standing.BUILDING, authority="示例专项办", number="复2号", by=supervisor)
    for where in (zone.public_url, building.get_absolute_url()):
        text = client.get(where).content.decode()
        places = [text.index(said) for said in (building.document.number, "停1号", "复2号")]
        assert places == sorted(places), where


def test_a_term_that_is_over_ended_the_day_after_it_and_by_no_document(
    building: Designation, zone: Zone, client: Client
) -> None:
    """Whenever it was noted."""
    Designation.objects.filter(pk=building.pk).update(since=date(2023, 1, 1), until=date(2026, 1, 1))
    with transaction.atomic():
        turn(building, Standing.EXPIRED, authority=building.document.issuer, number="依1号", by=None)
    [ended] = client.get(zone.public_url).context["profile"].honours[0].events[1:]
    assert (ended.day, ended.said, ended.issuer, ended.number) == (date(2026, 1, 2), "expired", "", "")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [(-9, -1, "the term is over"), (-9, 0, ""), (0, 9, ""), (1, 9, " on")],
)
def test_what_has_not_begun_and_what_has_run_out_says_so(
    building: Designation, zone: Zone, client: Client, since: int, until: int, said: str
) -> None:
    first, last = (clock.today() + timedelta(days=days) for days in (since, until))
    Designation.objects.filter(pk=building.pk).update(since=first, until=last)
    words = {"the term is over", f"from {first.day} {first:%B %Y} on"}
    for where in (zone.public_url, building.get_absolute_url()):
        text = client.get(where).content.decode()
        there = {each for each in words if each in text}
        assert len(there) == bool(said), where
        assert all(said in each for each in there), where


def test_figures_and_targets_are_those_of_published_reports(
    building: Designation, zone: Zone, contact: User, applicant: User, clerk: User, client: Client
) -> None:
    load()
    factories.declared(zone, range(2019, 2026))
    assert "No report of this zone has been published" in page(client, zone)
    waiting = reports.waiting(reports.owed(zone), applicant)
    assert "No report of this zone has been published" in page(client, zone)
    published = report_verbs.accept(waiting, by=clerk)
    make_publication(published.pk)
    text = page(client, zone)
    assert str(published.number) in text
    assert "Energy intensity" in text
    assert "Its own targets" not in text, "progress reports are not published unless the rules say so"


def test_a_trade_secret_and_figures_of_few_stay_out(
    building: Designation, zone: Zone, applicant: User, clerk: User, client: Client
) -> None:
    load()
    reports.firms(zone, 2)
    report = reports.filled(reports.begun(reports.owed(zone), applicant), applicant)
    reports.write(report, Piece.PROBLEMS, "secret-xenops", applicant, trade_secret=True)
    published = report_verbs.accept(reports.handed_in(report, applicant), by=clerk)
    make_publication(published.pk)
    text = page(client, zone)
    assert str(published.number) in text
    assert "2,000" not in text
    assert "secret-xenops" not in text


# ---------------------------------------------------------------- what the rules open
def closed(zone: Zone, supervisor: User, applicant: User, director: User) -> Measure:
    lead = measuring.breach(zone, supervisor)
    measure = measuring.signed(
        lead, supervisor, applicant, director, measuring.plain(MeasureKind.RECTIFY, facts="facts-yaffle")
    )
    shown = measuring.rectified(measure, applicant)
    measures.check(shown, measuring.findings(shown), remark="通过。", by=supervisor)
    return Measure.objects.get(pk=measure.pk)


@pytest.mark.parametrize("opened", [0, 1])
def test_closed_measures_only_where_their_rules_open_them(
    zone: Zone, clerk: User, supervisor: User, applicant: User, director: User, client: Client, opened: int
) -> None:
    """By the rules under which the measure was made, and never one that is still in force; its facts in no case."""
    factories.rule_set(clerk, director, closed_measures_published=opened)
    measure = closed(zone, supervisor, applicant, director)
    assert measure.state == MeasureState.CLOSED
    lasting = measuring.signed(
        measuring.breach(zone, supervisor), supervisor, applicant, director,
        measuring.plain(MeasureKind.RECTIFY), "示例决〔2026〕8号",
    )  # fmt: skip
    factories.rule_set(clerk, director, closed_measures_published=1 - opened)
    text = page(client, zone)
    assert (measure.decision.document_number in text) == bool(opened)
    assert lasting.decision.document_number not in text
    assert "facts-yaffle" not in text


def test_without_rules_no_measure_is_told(
    zone: Zone, supervisor: User, applicant: User, director: User, client: Client
) -> None:
    measure = closed(zone, supervisor, applicant, director)
    assert measure.decision.document_number not in page(client, zone)


@pytest.mark.parametrize("audience", Audience)
def test_a_result_only_where_the_rules_open_it_to_everybody(
    zone: Zone, clerk: User, director: User, client: Client, audience: Audience
) -> None:
    with clock.at(clock.now() + timedelta(days=90)):
        load()
        monitoring.declared(zone)
        factories.rule_set(clerk, director, result_read_by=audience)
        run = monitoring.computed(clerk)
        assert "Results of the evaluations" not in page(client, zone)
        monitoring_verbs.sign_run(run, by=director)
        assert ("Results of the evaluations" in page(client, zone)) == (audience == Audience.PUBLIC)


def test_a_profile_costs_four_questions_whatever_there_is(
    building: Designation, zone: Zone, other_zone: Zone, applicant: User, clerk: User, director: User,
    supervisor: User, client: Client, asks: Asks,
) -> None:  # fmt: skip
    """The zone with its short lists, its designations, what their versions say, its reports; here there is all of it, and
    of the most two."""
    with asks(4):
        page(client, zone)
    with clock.at(clock.now() + timedelta(days=90)):
        monitoring.supplied()
        for number, other in enumerate((other_zone, altering.another(zone.recommending_body)[0])):
            monitoring.declared(other)
            FormerName.objects.create(
                zone=zone, name_zh=f"旧称{number}", until=date(2020, 1, 1), approval_number=f"函{number}号"
            )
            factories.subzone(zone, name_zh=f"示例{number}园")
            news.released(zone, applicant, clerk, title=f"论坛{number}")
        monitoring.declared(zone)
        for duty in (Duty.CARBON_PEAK_REPORT, Duty.GREEN_REPORT):
            make_publication(reports.accepted(reports.owed(zone, duty), applicant, clerk).pk)
        factories.rule_set(clerk, director, closed_measures_published=1, result_read_by=Audience.PUBLIC)
        for _ in range(2):
            closed(zone, supervisor, applicant, director)
        for year in (2024, 2025):
            monitoring.signed(clerk, director, year=year)
        with transaction.atomic():
            turn(building, Standing.SUSPENDED, authority="示例专项办", number="停1号", by=supervisor)
        altering.signed(altering.merger(other_zone, zone, clerk, number="示例并〔2026〕2号"), director)
        with asks(4):
            shown = client.get(zone.public_url).context["profile"]
    lists = ("former_names", "subzones", "mergers", "reports", "measures", "results", "news")
    assert {name: len(getattr(shown, name)) for name in lists} == dict.fromkeys(lists, 2) | {"mergers": 1}
    assert shown.body is not None
    assert len(shown.honours[0].events) == 2


def test_of_a_corrected_report_the_correction_is_told(
    building: Designation, zone: Zone, applicant: User, clerk: User, client: Client
) -> None:
    """It alone, however many there are; the newest year first, its figures above."""
    load()
    factories.declared(zone, range(2019, 2026))
    older = reports.accepted(reports.owed(zone, year=2024), applicant, clerk)
    duty = reports.owed(zone)
    first = reports.accepted(duty, applicant, clerk)
    second = reports.accepted(duty, applicant, clerk, reason="一处数据有误")
    for report in (first, second, older):
        make_publication(report.pk)
    shown = client.get(zone.public_url).context["profile"]
    assert [report.number for report in shown.reports] == [second.number, older.number]
    assert shown.figures[0] == second


def test_no_such_zone(client: Client) -> None:
    assert client.get(reverse("portal:park", args=["NONE"])).status_code == 404


# ---------------------------------------------------------------- three clicks
def test_who_was_listed_and_why_lies_three_clicks_from_home(
    building: Designation, zone: Zone, client: Client
) -> None:
    """Home → register → letter → document, call; home → directory → profile → letter."""
    home = client.get("/").content.decode()
    assert reverse("decisions:designations") in home
    assert building.get_absolute_url() in client.get(reverse("decisions:designations")).content.decode()
    letter = client.get(building.get_absolute_url()).content.decode()
    for href in (
        building.document.file.get_absolute_url(), building.application.call.get_absolute_url(), zone.public_url,
    ):  # fmt: skip
        assert f'href="{href}"' in letter, href
    assert building.get_absolute_url() in page(client, zone)
