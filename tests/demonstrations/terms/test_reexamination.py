"""期满复核: a named zone whose term ends keeps the name by the band of its total."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from demonstrations.parks.demo import reexamination
from demonstrations.parks.models import Term
from demonstrations.parks.steps import begin_reexamination
from program import clock, tracks
from program.applications import actions
from program.applications.models import Application
from program.applications.rules.eligibility import months_later
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions import rules
from program.decisions.forms import RenewalForm
from program.decisions.models import Designation, Proposal, Standing
from program.decisions.tasks import keep_terms
from program.journal.models import Line, Verb
from program.measures import actions as measures
from program.measures.models import Rectification, RectificationState
from program.measures.tasks import cancel_rectifications
from program.notify.models import Message
from program.papers import actions as papers
from program.papers.models import PaperKind
from program.people.models import User
from program.process.models import StageName
from program.refusals import Incomplete, NotYours, Refused, SomebodyWasFaster
from program.rulesets.models import Follows
from program.zones.models import Zone
from tests import factories
from tests.applications import desk
from tests.decisions import casework
from tests.demonstrations.terms import casework as terms
from tests.measures import measuring
from tests.papers.test_texts import tables

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


# ---------------------------------------------------------------- who applies, and when
@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (60, True), (400, False)])
def test_a_name_is_taken_further_only_when_its_term_ends_soon(
    named: Designation, renewals: Call, zone: Zone, applicant: User, signed_in: SignIn, days: int, may: bool
) -> None:
    terms.ending(named, days)
    page, begin = (
        reverse("portal:call", args=[renewals.pk]),
        reverse("applications:start", args=[renewals.pk, zone.pk]),
    )
    shown = signed_in(applicant).get(page).content.decode()
    assert "within 6 months of its term" in shown
    assert (begin in shown) == may
    if may:
        assert actions.start(renewals, zone, by=applicant).number.startswith("FH-")
    else:
        with pytest.raises(Refused, match="within 6 months"):
            actions.start(renewals, zone, by=applicant)


def test_only_a_name_that_stands_is_taken_further(
    named: Designation, renewals: Call, zone: Zone, applicant: User
) -> None:
    for standing in set(Standing) - {Standing.NAMED}:
        Designation.objects.filter(pk=named.pk).update(standing=standing)
        with pytest.raises(Refused, match="Only a zone that is named"):
            actions.start(renewals, zone, by=applicant)
    assert not Application.objects.filter(call=renewals).exists()


def test_months_end_where_the_month_does() -> None:
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 1), 12) == date(2027, 12, 1)
    assert months_later(date(2023, 8, 31), 6) == date(2024, 2, 29)


def test_a_name_that_is_lost_meanwhile_is_neither_handed_in_nor_accepted(
    report: Application, named: Designation, applicant: User, clerk: User, signed_in: SignIn
) -> None:
    """Suspended between the beginning and the submission, or before the formality check; said before it is tried."""
    lost = "would take further is suspended"
    Designation.objects.filter(pk=named.pk).update(standing=Standing.SUSPENDED)
    answers = reverse("applications:answers", args=[report.pk])
    assert lost in signed_in(applicant).get(answers).content.decode()
    with pytest.raises(Refused, match=f"{lost}.*Only a zone that is named"):
        actions.submit(report, by=applicant)
    assert not report.versions.exists()
    Designation.objects.filter(pk=named.pk).update(standing=Standing.NAMED)
    assert lost not in signed_in(applicant).get(answers).content.decode()
    factories.move(report, StageName.FORMALITY_CHECK, by=applicant)
    desk.seal(report, by=applicant)
    actions.confirm_sealed_page(report.latest_version().sealed_pages.get(), by=clerk)
    Designation.objects.filter(pk=named.pk).update(standing=Standing.REVOKED)
    check = signed_in(clerk).get(reverse("applications:check", args=[report.pk])).content.decode()
    assert lost in check
    assert reverse("applications:accept", args=[report.pk]) not in check
    with pytest.raises(Refused, match=lost):
        actions.accept(report, by=clerk)
    Designation.objects.filter(pk=named.pk).update(standing=Standing.NAMED)
    actions.accept(report, by=clerk)


# ---------------------------------------------------------------- the report
def test_the_report_begins_with_what_the_platform_knows(
    named: Designation, renewals: Call, zone: Zone, applicant: User, supervisor: User
) -> None:
    measuring.verified(zone, supervisor)
    report = Term.objects.get(application=actions.start(renewals, zone, by=applicant))
    assert (report.period_start, report.period_end) == (named.since.year, named.until.year)
    assert (str(report.energy_intensity_target), str(report.co2_annual_cut_target)) == ("0.2480", "4.50")
    assert (report.accidents, report.measures, report.reports_owed, report.reports_on_time) == (1, 0, 0, 0)
    assert [row.title for row in report.tasks.all()] == ["partly"]
    assert report.went_wrong()


def test_a_second_report_on_the_term_keeps_its_prose_and_counts_anew(
    named: Designation, renewals: Call, zone: Zone, applicant: User, supervisor: User
) -> None:
    report = Term.objects.get(application=actions.start(renewals, zone, by=applicant))
    report.summary = "已写明。"
    report.save()
    measuring.verified(zone, supervisor)
    begin_reexamination(report.application)
    report.refresh_from_db()
    assert (report.summary, report.accidents) == ("已写明。", 1)


def test_what_happens_between_an_early_renewal_and_its_term_is_in_the_next_report(
    report: Application, named: Designation, zone: Zone, supervisor: User, clerk: User, director: User
) -> None:
    """From the last report on; what was before is in that one."""
    measuring.verified(zone, supervisor)
    terms.published(terms.drafted(report, "88.00", clerk), clerk, director)
    submitted = clock.now() + timedelta(days=1)
    Application.objects.filter(pk=report.pk).update(first_submitted_at=submitted)
    renewed = Designation.objects.get(succeeds=named)
    with clock.at(clock.start_of(renewed.since) - timedelta(days=5)):
        measuring.verified(zone, supervisor, number="示例环〔2026〕8号")
        measuring.verified(zone, supervisor, number="示例环〔2026〕9号")
    begin_reexamination(Application.objects.get(pk=report.pk))  # as a report on the new term begins
    assert Term.objects.get(application=report).accidents == 2


def test_what_was_missed_and_what_went_wrong_is_said(report: Application, applicant: User) -> None:
    page = reexamination(0)["term"]

    def wrong(changes: dict[str, str]) -> list[str]:
        desk.write(report, "term", by=applicant, page=page, changes=changes)
        return [name for name, _said in Term.objects.get(application=report).findings()]

    assert wrong({}) == []
    assert wrong({"energy_intensity_reached": "0.2481"}) == ["shortfalls"]
    assert wrong({"tasks-0-state": "not_done"}) == ["shortfalls"]
    assert wrong({"accidents": "1"}) == ["remedies"]
    assert wrong({"reports_on_time": "11"}) == ["remedies"]
    assert wrong({"reports_on_time": "13"}) == ["reports_on_time"]
    assert wrong({"period_end": "2023"}) == ["period_end"]


def test_the_rules_of_the_call_draw_the_bands(
    named: Designation, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    renewals = terms.under(clerk, director, band_basic=50, follows_basic=1)
    item = terms.drafted(actions.start(renewals, zone, by=applicant), "55.00", clerk).items.get()
    assert (item.proposal, item.rectify) == (Proposal.LIST, False)


@pytest.mark.parametrize(
    ("score", "proposal", "rectify"),
    [("70.00", Proposal.LIST, False), ("69.99", Proposal.LIST, True), ("59.99", Proposal.NOT_LISTED, False)],
)
def test_a_batch_proposes_what_follows_from_the_band(
    report: Application, clerk: User, score: str, proposal: Proposal, rectify: bool
) -> None:
    batch = terms.drafted(report, score, clerk)
    item = batch.items.get()
    assert (item.proposal, item.rectify, item.requirements) == (proposal, rectify, "")
    assert (batch.quota, batch.reserves) == (1, 0)
    assert not rules.Sheet(batch).needs_reason(item)


def test_the_meeting_departs_from_the_band_only_with_its_reason(report: Application, clerk: User) -> None:
    batch = casework.meet(terms.drafted(report, "75.00", clerk), clerk)
    item = batch.items.get()
    for changes in (
        {"rectify": True, "requirements": "修复管网"},
        {"proposal": Proposal.NOT_LISTED},
    ):
        change = casework.change(item, **changes)
        batch = decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=clerk)
        with pytest.raises(Incomplete, match="A reason is missing"):
            decisions.prepare_batch(batch, revision=batch.revision, by=clerk)
    change = casework.change(item, proposal=Proposal.NOT_LISTED, reason="任期内数据存疑。")
    batch = decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=clerk)
    assert decisions.prepare_batch(batch, revision=batch.revision, by=clerk).prepared_by == clerk


def test_rectification_says_what(report: Application, clerk: User) -> None:
    batch = casework.meet(terms.drafted(report, "65.00", clerk), clerk)
    with pytest.raises(Incomplete, match="Say what is to be rectified"):
        decisions.prepare_batch(batch, revision=batch.revision, by=clerk)


def test_only_whoever_is_renewed_rectifies(report: Application, clerk: User) -> None:
    item = terms.drafted(report, "59.00", clerk).items.get()
    with pytest.raises(IntegrityError, match="rectified_items_are_listed"), transaction.atomic():
        type(item).objects.filter(pk=item.pk).update(rectify=True)


def test_the_pages_of_a_batch_show_band_and_consequence(
    report: Application, clerk: User, signed_in: SignIn
) -> None:
    batch = terms.drafted(report, "65.00", clerk)
    browser, item = signed_in(clerk), batch.items.get()
    shown = browser.get(batch.get_absolute_url()).content.decode()
    for words in (
        "basically qualified",
        "renewed with rectification",
        "Bands of the re-examination",
        "专项办规则",
    ):
        assert words in shown
    change = reverse("decisions:batch_change", args=[batch.pk])
    assert "requirements" in browser.get(change).content.decode()
    entered: dict[str, Any] = {
        "revision": batch.revision, f"item-{item.pk}-conditions_met": "on", f"item-{item.pk}-follows": "2",
    }  # fmt: skip
    assert browser.post(change, entered).status_code == 422
    assert browser.post(change, entered | {f"item-{item.pk}-requirements": "修复管网"}).status_code == 302
    item.refresh_from_db()
    assert (item.rectify, item.requirements, item.proposal) == (True, "修复管网", Proposal.LIST)


def test_the_papers_of_the_meeting_say_band_and_what_is_asked_for(report: Application, clerk: User) -> None:
    batch = terms.drafted(report, "65.00", clerk)
    item = batch.items.get()
    change = casework.change(item, rectify=True, requirements="修复管网\n按期报送")
    batch = decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=clerk)
    paper = papers.draft_paper(PaperKind.MEETING, batch, by=clerk)
    ranked, rectified = tables(paper)
    assert ranked.rows[0][3:] == ("65.00", "—", "基本合格", "继续命名，限期整改")
    assert rectified.rows == ((report.zone.name_zh, "修复管网；按期报送"),)


# ---------------------------------------------------------------- what comes of it
def test_whoever_is_renewed_goes_on_the_day_after(
    report: Application, named: Designation, clerk: User, director: User
) -> None:
    terms.published(terms.drafted(report, "88.00", clerk), clerk, director)
    named.refresh_from_db()
    renewed = Designation.objects.get(succeeds=named)
    assert (named.standing, renewed.standing) == (Standing.SUCCEEDED, Standing.NAMED)
    assert renewed.since == named.until + timedelta(days=1)
    assert renewed.until == named.until.replace(year=named.until.year + 3)
    assert not Rectification.objects.exists()
    assert list(Designation.objects.current()) == [renewed]


def test_a_document_after_the_terms_end_counts_from_its_own_day(
    report: Application, named: Designation, clerk: User, director: User
) -> None:
    terms.ending(named, -5)
    terms.published(terms.drafted(report, "88.00", clerk), clerk, director)
    renewed = Designation.objects.get(succeeds=named)
    assert renewed.since == renewed.document.date
    assert renewed.until == renewed.since.replace(year=renewed.since.year + 3)


@pytest.mark.parametrize(
    ("since", "day", "until"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), date(2029, 3, 2)),  # 自印发之日起
        (date(2028, 2, 29), date(2028, 2, 29), date(2031, 2, 28)),
        (date(2026, 5, 2), date(2026, 3, 2), date(2029, 5, 1)),  # 自原期限届满次日起
        (date(2027, 1, 1), date(2026, 12, 1), date(2029, 12, 31)),
        (date(2028, 2, 29), date(2028, 1, 31), date(2031, 2, 28)),
        (date(2025, 3, 1), date(2025, 1, 31), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2028, 1, 31), date(2031, 2, 28)),
    ],
)
def test_a_term_ends_on_its_day(report: Application, since: date, day: date, until: date) -> None:
    """Three years by the rules; the day after a term counts, the day of a document does not."""
    assert rules.term_end(report, since, day) == until


def test_renewals_do_not_move_the_end_of_the_term(report: Application) -> None:
    end = date(2027, 6, 30)
    for year in (2030, 2033, 2036):
        since = end + timedelta(days=1)
        end = rules.term_end(report, since, since - timedelta(days=40))
        assert end == date(year, 6, 30)


def test_rectification_runs_by_the_machinery_of_measures(
    report: Application, named: Designation, applicant: User, supervisor: User, clerk: User, director: User, signed_in: SignIn
) -> None:  # fmt: skip
    renewed = terms.renewed_with_rectification(report, clerk, director)
    opened = Rectification.objects.get(designation=renewed)
    assert [item.requirement for item in opened.items.all()] == ["修复管网", "按期报送"]
    assert Message.objects.filter(recipient=applicant, path=opened.get_absolute_url()).exists()
    assert signed_in(applicant).get(opened.get_absolute_url()).status_code == 200
    written = {
        item.pk: measures.Written("年内完成", "已完成", factories.pdf(f"e{item.pk}"))
        for item in opened.items.all()
    }
    measures.write(opened, written, by=applicant)
    assert str(renewed.letter_number) in signed_in(applicant).get(reverse("desk:desk")).content.decode()
    handed = measures.hand_in(opened, by=applicant)
    assert str(renewed.letter_number) in signed_in(supervisor).get(reverse("desk:desk")).content.decode()
    measures.check(handed, measuring.findings(handed), remark="已整改到位。", by=supervisor)
    opened.refresh_from_db()
    renewed.refresh_from_db()
    assert (opened.state, renewed.standing) == (RectificationState.PASSED, Standing.NAMED)


@pytest.mark.parametrize("ended", [Standing.REVOKED, Standing.EXPIRED, Standing.SUCCEEDED])
def test_rectification_ends_with_its_designation(
    report: Application, applicant: User, clerk: User, director: User, signed_in: SignIn, ended: Standing
) -> None:
    """Whatever has ended it; while it is only suspended, it is rectified all the same."""
    renewed = terms.renewed_with_rectification(report, clerk, director)
    for standing, left in ((Standing.SUSPENDED, 1), (ended, 0)):
        Designation.objects.filter(pk=renewed.pk).update(standing=standing)
        for _ in range(2):
            cancel_rectifications()
        assert Rectification.objects.filter(closed_at=None).count() == left
    opened = Rectification.objects.get(designation=renewed)
    assert opened.state == RectificationState.CANCELLED
    assert Line.objects.get(verb=Verb.CANCEL_RECTIFICATION).subject == renewed.letter_number
    assert "measure or designation" in signed_in(applicant).get(opened.get_absolute_url()).content.decode()
    with pytest.raises(SomebodyWasFaster):
        measures.hand_in(opened, by=applicant)


def test_a_line_too_long_to_be_rectified_is_refused_and_not_cut(report: Application, clerk: User) -> None:
    batch = casework.meet(terms.drafted(report, "65.00", clerk), clerk)
    item = batch.items.get()
    for length, refused in ((1000, False), (1001, True)):
        change = casework.change(item, rectify=True, requirements=f"按期报送\n{'长' * length}")
        batch = decisions.change_items(batch, {item.pk: change}, revision=batch.revision, by=clerk)
        assert any("longer than 1000" in said for said in rules.findings(rules.Sheet(batch))) == refused
        given = {"conditions_met": "on", "follows": Follows.RECTIFIED, "requirements": change.requirements}
        assert ("requirements" in RenewalForm(given).errors) == refused


def test_a_stranger_does_not_see_the_rectification(
    report: Application, stranger: User, clerk: User, director: User, signed_in: SignIn
) -> None:
    opened = Rectification.objects.get(designation=terms.renewed_with_rectification(report, clerk, director))
    assert signed_in(stranger).get(opened.get_absolute_url()).status_code == 404


def test_not_renewed_is_told_with_a_document_that_lists_nobody(
    report: Application, named: Designation, applicant: User, clerk: User, director: User
) -> None:
    """Until then the designation stands, also beyond its term; then it ends."""
    terms.ending(named, -1)
    batch = terms.drafted(report, "50.00", clerk)
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    (waiting,) = rules.waiting_calls()
    assert (waiting.call, waiting.nobody) == (report.call_id, True)
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.NAMED
    document = casework.enter(report.call, clerk, "示例复〔2026〕1号")
    with pytest.raises(SomebodyWasFaster, match="No case of this call"):
        casework.enter(report.call, clerk, "示例复〔2026〕2号")
    decisions.sign_document(document, by=director)
    casework.keep_all("publish_document")
    assert Application.objects.get(pk=report.pk).stage == StageName.REFUSED
    assert rules.waiting_calls() == []
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.EXPIRED


@pytest.mark.parametrize("published_band", [0, 1])
def test_a_band_is_public_only_where_the_rules_say_so(
    named: Designation, zone: Zone, applicant: User, clerk: User, director: User, client: Client, published_band: int
) -> None:  # fmt: skip
    report = actions.start(terms.under(clerk, director, band_published=published_band), zone, by=applicant)
    terms.published(terms.drafted(report, "78.00", clerk), clerk, director)
    shown = client.get(Designation.objects.get(application=report).get_absolute_url()).content.decode()
    assert ("qualified" in shown) == bool(published_band)


def test_a_suspension_during_the_reexamination_stops_the_renewal(
    report: Application, named: Designation, clerk: User, director: User
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    document = casework.enter(report.call, clerk, "示例复〔2026〕1号")
    Designation.objects.filter(pk=named.pk).update(standing=Standing.SUSPENDED)
    with pytest.raises(Refused, match="not to be taken further"):
        decisions.sign_document(document, by=director)


def test_whoever_entered_the_document_does_not_sign_it(
    report: Application, named: Designation, clerk: User
) -> None:
    factories.rest_at(report, StageName.PUBLICATION)
    document = casework.enter(report.call, clerk, "示例复〔2026〕1号")
    with pytest.raises(NotYours):
        decisions.sign_document(document, by=clerk)


# ---------------------------------------------------------------- the track
def test_the_words_of_a_renewal() -> None:
    track = tracks.get("reexamination")
    assert (track.title.code, track.renews, track.takes) == ("park", True, ("named",))
    assert "次日起3年" in track.words.term.format(years=3)
