"""更名: reported by the enterprise, in time or late, checked by one and signed by another; papers keep the name of their day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.alterations import actions
from program.alterations.models import ChangeKind, ChangeReport, ChangeState
from program.applications import actions as applications
from program.calls.models import Call
from program.decisions.models import Designation
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.notify.models import Message
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.zones.models import Zone
from tests import factories
from tests.alterations import firms
from tests.conftest import SignIn
from tests.demonstrations.enterprises.conftest import certifying, firm, manager, reviewer
from tests.demonstrations.parks.test_acceptance import designated

__all__ = ["certifying", "firm", "manager", "reviewer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(certifying: Call, zone: Zone, clerk: User, firm: Organization) -> Designation:
    return designated(factories.case(certifying, zone, clerk, firm), clerk)


# ---------------------------------------------------------------- the whole way
def test_an_enterprise_is_renamed_by_three(
    held: Designation, firm: Organization, manager: User, reviewer: User, clerk: User, director: User
) -> None:
    before = firm.name_zh
    report = firms.reported(firm, manager)
    assert (report.state, report.in_time, list(report.zones.all())) == (
        ChangeState.SUBMITTED, True, [held.application.zone],
    )  # fmt: skip
    assert Message.objects.filter(text="change_reported", recipient__in=[clerk, reviewer]).count() == 2
    report = firms.drafted(report, clerk)
    firm.refresh_from_db()
    assert (firm.name_zh, report.state) == (before, ChangeState.TO_SIGN)
    report = firms.signed(report, director)
    firm.refresh_from_db()
    former = firm.former_names.get()
    assert (firm.name_zh, firm.name_en, report.state) == (
        firms.NEW_NAME, "Example New Green", ChangeState.SETTLED,
    )  # fmt: skip
    assert (former.name_zh, former.until, former.registration) == (
        before, firms.day(11), "示例登记通〔2026〕1号",
    )  # fmt: skip
    assert Line.objects.filter(verb=Verb.RENAME_ORGANIZATION, subject=firm.credit_code).count() == 1
    assert Message.objects.filter(text="organization_renamed").count() == 2
    held.refresh_from_db()
    assert (held.standing, held.changes.count()) == ("certified", 0)


def test_each_verb_is_one_line_of_the_journal(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User
) -> None:
    report = firms.opened(firm, manager)
    actions.change_report(report, firms.said(), seen=report.revision, by=manager)
    actions.submit_report(report, by=manager)
    actions.return_change(report, reason="补充说明。", by=clerk)
    actions.submit_report(report, by=manager)
    firms.drafted(report, clerk)
    actions.discard_change(report, by=director)
    firms.decided(report, clerk, director)
    lines = Line.objects.filter(subject=report.number).order_by("pk").values_list("verb", flat=True)
    assert list(lines) == [
        "write_change", "write_change", "submit_change", "return_change", "submit_change", "draft_change_decision",
        "discard_change_decision", "draft_change_decision", "sign_change_decision",
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (90, True), (91, False), (400, False)])
def test_a_report_says_whether_it_was_in_time_and_is_never_refused_for_it(
    held: Designation, firm: Organization, manager: User, days: int, in_time: bool
) -> None:
    report = firms.reported(firm, manager, days=days)
    assert (report.state, report.in_time, report.within_days) == (ChangeState.SUBMITTED, in_time, 90)


def test_what_was_in_time_stays_so_through_a_return_and_through_other_rules(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User
) -> None:
    report = firms.reported(firm, manager, days=80)
    actions.return_change(report, reason="扫描件不清。", by=clerk)
    factories.rule_set(clerk, director, change_report_days=30)
    with clock.at(clock.now() + timedelta(days=30)):
        report = actions.submit_report(report, by=manager)
    assert (report.in_time, report.within_days, report.due) == (
        True,
        90,
        report.changed_on + timedelta(days=90),
    )


# ---------------------------------------------------------------- names of past days
def test_papers_keep_the_name_of_their_day_and_every_name_finds_them(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User, client: Client, signed_in: SignIn
) -> None:  # fmt: skip
    """Even of a change that was registered before the letter and recorded after it: the letter bears the name that stood here."""
    before = firm.name_zh
    with clock.at(clock.now() + timedelta(days=9)):
        firms.decided(firms.reported(firm, manager, days=30), clerk, director)
    page = client.get(held.get_absolute_url()).content.decode()
    assert f"called {before} when the letter was issued" in page
    assert "Example New Green" in page
    profile = client.get(firm.public_url).content.decode()
    for said in (firms.NEW_NAME, before, f"called {before} when the letter was issued"):
        assert said in profile
    register, inside = reverse("decisions:designations"), signed_in(clerk)
    for name in (before, firms.NEW_NAME):
        assert held.letter_number in client.get(register, {"q": name}).content.decode()
        assert firm.credit_code in client.get(reverse("portal:enterprises"), {"q": name}).content.decode()
        assert (
            held.application.number in inside.get(reverse("applications:list"), {"q": name}).content.decode()
        )
        found = inside.get(reverse("search:search"), {"q": name}).content.decode()
        assert held.application.number in found
        assert held.letter_number in found
    assert held.letter_number not in client.get(register, {"q": "无此企业"}).content.decode()


# ---------------------------------------------------------------- what cannot be
def test_reports_that_cannot_be(
    held: Designation, firm: Organization, zone: Zone, manager: User, clerk: User, director: User
) -> None:
    other = factories.firm(zone, name_zh="示例别家有限公司")
    firms.decided(firms.reported(firm, manager, days=20), clerk, director)
    count = ChangeReport.objects.count()
    for values, days, field in (
        ({"name_zh": firms.NEW_NAME}, 5, "name_zh"),
        ({"name_zh": other.name_zh}, 5, "name_zh"),
        ({"name_zh": "示例再名有限公司"}, -1, "changed_on"),
        ({"name_zh": "示例再名有限公司"}, 20, "changed_on"),
        ({"name_zh": ""}, 5, "name_zh"),
        ({"name_zh": "示例再名有限公司", "notice_number": " "}, 5, "notice_number"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.open_report(firm, firms.said(ChangeKind.RENAMING, days, **values), by=manager)
        assert refused.value.findings[0][0] == field
    assert ChangeReport.objects.count() == count
    firms.opened(firm, manager, days=19, name_zh="示例再名有限公司")


def test_one_open_report_an_organisation(held: Designation, firm: Organization, manager: User) -> None:
    first = firms.opened(firm, manager)
    with pytest.raises(SomebodyWasFaster, match="open report"):
        firms.opened(firm, manager, ChangeKind.OTHER)
    actions.withdraw_report(first, by=manager)
    firms.opened(firm, manager, ChangeKind.OTHER)


def test_whoever_holds_and_applies_for_nothing_reports_nothing(
    certifying: Call, zone: Zone, firm: Organization, manager: User
) -> None:
    with pytest.raises(Refused, match="neither holds nor applies"):
        firms.opened(firm, manager)
    applications.start(certifying, zone, firm, by=manager)
    firms.opened(firm, manager)


def test_a_scan_is_needed(held: Designation, firm: Organization, manager: User) -> None:
    said = firms.said()
    with pytest.raises(Incomplete, match="notice is missing"):
        actions.open_report(firm, actions.Reported(said.kind, said.values), by=manager)
    assert not ChangeReport.objects.exists()


# ---------------------------------------------------------------- by whom not
def test_who_does_not_write_check_and_sign(
    held: Designation, firm: Organization, manager: User, reviewer: User, clerk: User, director: User, stranger: User,
    supervisor: User,
) -> None:  # fmt: skip
    contact = factories.member(firm, Role.CONTACT, "contact")
    for by in (stranger, clerk, reviewer):
        with pytest.raises(NotYours):
            firms.opened(firm, by)
    report = firms.opened(firm, contact)
    with pytest.raises(NotYours):
        actions.submit_report(report, by=contact)
    actions.submit_report(report, by=manager)
    for by in (manager, director, supervisor, reviewer):
        with pytest.raises(NotYours):
            actions.return_change(report, reason="x", by=by)
        with pytest.raises(NotYours):
            firms.drafted(report, by)
    report = firms.drafted(report, clerk)
    both = factories.member(clerk.memberships.get().organization, Role.DIRECTOR, "both")
    factories.grant(clerk, clerk.memberships.get().organization, Role.DIRECTOR)
    for by in (clerk, manager, supervisor):
        with pytest.raises(NotYours):
            firms.signed(report, by)
    with pytest.raises(NotYours):
        actions.discard_change(report, by=manager)
    firms.signed(report, both)
    firm.refresh_from_db()
    assert firm.name_zh == firms.NEW_NAME


def test_what_is_being_changed_is_read_once_it_is_handed_in_again(
    held: Designation, firm: Organization, manager: User, clerk: User, reviewer: User, signed_in: SignIn
) -> None:
    report = firms.reported(firm, manager)
    actions.return_change(report, reason="请改名称。", by=clerk)

    actions.change_report(report, firms.said(name_zh="尚未核定的名称"), by=manager)
    report.refresh_from_db()
    listed = reverse("alterations:changes")

    def reads(person: User) -> list[bool]:
        """The page; the file; the list; whether the words find it there."""
        browser = signed_in(person)
        pages = [browser.get(report.get_absolute_url()), browser.get(listed)]
        said = ["尚未核定的名称" in page.content.decode() for page in pages]
        found = browser.get(listed, {"q": "尚未核定"}).content.decode()
        return [said[0], can_view_file(person, report.notice), said[1], report.number in found]

    assert [reads(by) for by in (manager, clerk, reviewer)] == [
        [True, True, False, False],
        [False] * 4,
        [False] * 4,
    ]
    assert report.number in signed_in(clerk).get(listed, {"q": firm.credit_code}).content.decode()
    actions.submit_report(report, by=manager)
    assert [reads(by) for by in (manager, clerk, reviewer)] == [[True] * 4] * 3


def test_who_reads_a_report(
    held: Designation, firm: Organization, manager: User, reviewer: User, clerk: User, stranger: User, signed_in: SignIn
) -> None:  # fmt: skip
    report = firms.opened(firm, manager)
    answers = [
        signed_in(by).get(report.get_absolute_url()).status_code
        for by in (manager, reviewer, clerk, stranger)
    ]
    assert answers == [200, 404, 404, 404]
    actions.submit_report(report, by=manager)
    answers = [
        signed_in(by).get(report.get_absolute_url()).status_code
        for by in (manager, reviewer, clerk, stranger)
    ]
    assert answers == [200, 200, 200, 404]


# ---------------------------------------------------------------- too late, twice, at once
def test_what_was_handed_in_is_not_written_anew(
    held: Designation, firm: Organization, manager: User, clerk: User
) -> None:
    report = firms.reported(firm, manager)
    with pytest.raises(SomebodyWasFaster):
        actions.change_report(report, firms.said(), by=manager)
    with pytest.raises(SomebodyWasFaster):
        actions.submit_report(report, by=manager)
    firms.drafted(report, clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw_report(report, by=manager)
    with pytest.raises(SomebodyWasFaster):
        actions.return_change(report, reason="x", by=clerk)
    with pytest.raises(SomebodyWasFaster):
        firms.drafted(report, clerk)


def test_a_second_tab_does_not_write_over_the_first(held: Designation, firm: Organization, manager: User) -> None:  # fmt: skip
    report = firms.opened(firm, manager)
    shown = report.revision
    actions.change_report(report, firms.said(days=9), seen=shown, by=manager)
    with pytest.raises(SomebodyWasFaster, match="changed since"):
        actions.change_report(report, firms.said(days=8), seen=shown, by=manager)


def test_a_name_that_somebody_took_meanwhile_is_refused_by_the_signature(
    held: Designation, firm: Organization, zone: Zone, manager: User, clerk: User, director: User
) -> None:
    before, report = firm.name_zh, firms.drafted(firms.reported(firm, manager), clerk)
    factories.firm(zone, name_zh=firms.NEW_NAME)
    with pytest.raises(Invalid, match="bears this name"):
        firms.signed(report, director)
    firm.refresh_from_db()
    report.refresh_from_db()
    assert (firm.name_zh, report.state, firm.former_names.count()) == (before, ChangeState.TO_SIGN, 0)


def test_a_signature_that_is_killed_half_way_renames_whole_or_not_at_all(
    held: Designation, firm: Organization, manager: User, clerk: User, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    before, report = firm.name_zh, firms.drafted(firms.reported(firm, manager), clerk)

    def killed(*_arguments: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("program.alterations.steps.firms.tell", killed)
        with pytest.raises(KeyboardInterrupt):
            firms.signed(report, director)
    firm.refresh_from_db()
    assert (firm.name_zh, firm.former_names.count()) == (before, 0)
    firms.signed(report, director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_change(report, effects="", by=director)
    assert firm.former_names.count() == 1
