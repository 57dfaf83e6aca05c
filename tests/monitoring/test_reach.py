"""Who reads what: nobody outside before the signature, then each zone its own; more only as far as the rules say."""

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from program.journal.models import Line, Verb
from program.monitoring import actions
from program.monitoring.models import MonitoringLine, MonitoringRun
from program.people.models import Organization, Role, User
from program.refusals import NotYours
from program.rulesets.models import Audience
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.monitoring import casework


@pytest.fixture
def stranger(stranger_zone: Zone) -> User:
    return factories.member(stranger_zone.managements.get().organization, Role.MANAGER, "stranger")


@pytest.fixture
def contact(managing_body: Organization) -> User:
    return factories.member(managing_body, Role.CONTACT, "contact")


def evaluated(clerk: User, director: User, **said: int) -> MonitoringRun:
    """Signed, by rules that say so much of who reads it."""
    if said:
        factories.rule_set(clerk, director, **said)
    return casework.signed(clerk, director)


def read_by(user: User) -> set[str]:
    lines = MonitoringLine.objects.visible_to(user).select_related("zone")
    return {line.zone.code for line in lines}


def pages(run: MonitoringRun, zone: Zone) -> list[str]:
    return [run.get_absolute_url(), reverse("monitoring:line", args=[run.pk, zone.code])]


def test_before_the_signature_nobody_outside_the_office_reads_it(
    monitored: Zone, clerk: User, auditor: User, supervisor: User, applicant: User, recommender: User, expert: User,
    signed_in: SignIn,
) -> None:  # fmt: skip
    run = casework.computed(clerk)
    for user in (clerk, auditor, supervisor):
        assert read_by(user) == {monitored.code}
    for user in (applicant, recommender, expert):
        assert read_by(user) == set()
        for where in pages(run, monitored):
            assert signed_in(user).get(where).status_code == 404
        assert str(run) not in signed_in(user).get(reverse("monitoring:index")).content.decode()


def test_after_it_each_zone_reads_its_own_and_no_other(
    monitored: Zone, clerk: User, director: User, applicant: User, contact: User, stranger: User, stranger_zone: Zone,
    recommender: User, expert: User, signed_in: SignIn,
) -> None:  # fmt: skip
    run = evaluated(clerk, director)
    assert read_by(applicant) == read_by(contact) == {monitored.code}
    assert read_by(stranger) == {stranger_zone.code}
    assert read_by(recommender) == read_by(expert) == set()
    own = signed_in(applicant)
    for where in pages(run, monitored):
        page = own.get(where).content.decode()
        assert stranger_zone.name_en not in page
        assert stranger_zone.code not in page
        assert run.sha256 not in page
    assert own.get(pages(run, stranger_zone)[1]).status_code == 404
    assert own.get(reverse("monitoring:run_verify", args=[run.pk])).status_code == 404
    assert own.get(reverse("monitoring:run_progress", args=[run.pk])).status_code == 404


def test_a_version_that_is_not_signed_yet_is_not_spoken_of(
    monitored: Zone, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    """Where a year is evaluated anew the zones learn of it with the signature."""
    first = evaluated(clerk, director)
    second = casework.computed(clerk, reason="又一次。")
    own, office = signed_in(applicant), signed_in(clerk)
    assert "later version" in office.get(first.get_absolute_url()).content.decode()
    page = own.get(first.get_absolute_url()).content.decode()
    assert "later version" not in page
    assert second.get_absolute_url() not in page
    actions.sign_run(second, by=director)
    assert second.get_absolute_url() in own.get(first.get_absolute_url()).content.decode()


def test_a_rank_is_read_only_with_the_others(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    run = evaluated(clerk, director)
    own, office = signed_in(applicant), signed_in(clerk)
    for where in pages(run, monitored):
        assert "Rank" not in own.get(where).content.decode()
        assert "Rank" in office.get(where).content.decode()


def test_the_median_is_not_told_where_so_few_are_evaluated(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    """Of two zones the median would tell the other's score."""
    run = evaluated(clerk, director)
    assert "Median" not in signed_in(applicant).get(pages(run, monitored)[1]).content.decode()


def test_the_median_of_many(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    for _ in range(2):
        factories.zone(managed_by=factories.organization(name_zh="示例管委会"))  # without figures: 0 points
    run = evaluated(clerk, director)
    assert signed_in(applicant).get(pages(run, monitored)[1]).context["median"] == Decimal("35.00")


def test_the_rules_may_let_all_zones_read_all(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, applicant: User, recommender: User, expert: User,
    client: Client,
) -> None:  # fmt: skip
    evaluated(clerk, director, result_read_by=Audience.ZONES)
    assert read_by(applicant) == {monitored.code, stranger_zone.code}
    assert read_by(recommender) == read_by(expert) == set()
    assert monitored.name_en not in client.get(reverse("monitoring:results")).content.decode()


def test_or_everybody(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, expert: User, client: Client
) -> None:
    run = evaluated(clerk, director, result_read_by=Audience.PUBLIC)
    assert read_by(expert) == {monitored.code, stranger_zone.code}
    page = client.get(reverse("monitoring:results")).content.decode()
    assert monitored.name_en in page
    assert run.get_absolute_url() not in page
    assert reverse("monitoring:results") in client.get("/").content.decode()


def test_by_default_nothing_is_public(monitored: Zone, clerk: User, director: User, client: Client) -> None:
    evaluated(clerk, director)
    assert monitored.name_en not in client.get(reverse("monitoring:results")).content.decode()
    assert reverse("monitoring:results") not in client.get("/").content.decode()


def test_who_recommends_a_zone_reads_its_result_only_if_the_rules_say_so(
    monitored: Zone, stranger_zone: Zone, clerk: User, director: User, recommender: User
) -> None:
    evaluated(clerk, director, result_to_recommenders=1)
    assert read_by(recommender) == {monitored.code}


def test_rules_signed_later_open_no_earlier_result(
    monitored: Zone, clerk: User, director: User, recommender: User, expert: User
) -> None:
    evaluated(clerk, director)
    with casework.an_hour_later():
        factories.rule_set(clerk, director, result_read_by=Audience.PUBLIC, result_to_recommenders=1)
        assert read_by(recommender) == read_by(expert) == set()


def test_whoever_has_left_reads_nothing(
    monitored: Zone, clerk: User, director: User, applicant: User
) -> None:
    evaluated(clerk, director)
    factories.end(applicant.memberships.get())
    assert read_by(User.objects.get(pk=applicant.pk)) == set()


# ---------------------------------------------------------------- the whole result leaves
def test_the_office_takes_it_out_and_that_is_journalled(
    monitored: Zone, stranger_zone: Zone, clerk: User, auditor: User, director: User, signed_in: SignIn
) -> None:
    Zone.objects.filter(pk=stranger_zone.pk).update(name_en="=HYPERLINK(1)", name_zh="=HYPERLINK(1)")
    run = evaluated(clerk, director)
    where = reverse("monitoring:run_export", args=[run.pk])
    text = signed_in(auditor).post(where, {"format": "csv"}).content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert {row[1] for row in rows} == {monitored.code, stranger_zone.code}
    assert [row[head.index("Final score")] for row in rows] == ["70.00", "70.00"]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    book = load_workbook(io.BytesIO(signed_in(clerk).post(where).content))
    assert book.sheetnames == ["2025.1", "Method"]
    cells: list[Any] = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(run.sha256 in map(str, row) for row in book["Method"].values)
    assert Line.objects.filter(verb=Verb.EXPORT, subject="2025.1").count() == 2


def test_nobody_else_takes_it_out(
    monitored: Zone, clerk: User, director: User, supervisor: User, applicant: User, signed_in: SignIn
) -> None:
    run = evaluated(clerk, director, result_read_by=Audience.ZONES)
    for user in (supervisor, applicant):
        with pytest.raises(NotYours):
            actions.export_run(run, by=user)
        assert signed_in(user).post(reverse("monitoring:run_export", args=[run.pk])).status_code == 403
    assert not Line.objects.filter(verb=Verb.EXPORT).exists()


def test_a_list_asks_the_same_whatever_the_number_of_zones(
    monitored: Zone, clerk: User, director: User, signed_in: SignIn
) -> None:
    body = factories.organization(name_zh="示例管委会")
    counts = []
    for more in (0, 30):
        for _ in range(more):
            factories.zone(managed_by=body)
        given = {"reason": "又一次。"} if more else {}
        run = casework.signed(clerk, director, **given)
        browser = signed_in(director)
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(run.get_absolute_url())
        assert len(re.findall(r"<tr>", page.content.decode())) == 2 + more
        counts.append(len(asked))
    assert counts[0] == counts[1]
