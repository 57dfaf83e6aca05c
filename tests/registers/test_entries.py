"""Restrictions and restricted projects: drafted, changed, signed by somebody else, lifted; who sees what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program import clock
from program.files.models import File
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.people.models import Organization, Role, User
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from program.registers import actions
from program.registers.models import RestrictedProject, Restriction, RestrictionLifting, Stands
from tests import factories
from tests.conftest import SignIn
from tests.registers import casework

pytestmark = pytest.mark.django_db
Made = Callable[..., Any]
BOTH = pytest.mark.parametrize("made", [casework.drafted, casework.listed], ids=["restriction", "project"])


@BOTH
def test_the_life_of_an_entry(made: Made, clerk: User, director: User) -> None:
    entry = made(clerk)
    model, today = type(entry), clock.today()
    assert entry.standing_on(today) == Stands.DRAFT
    assert director.inbox.get().path == entry.get_absolute_url()
    actions.sign(entry, by=director, seen=1)
    actions.draft_lifting(entry, casework.given("2"), reason="整改到位。", by=clerk)
    held = model.objects.get()
    assert (held.standing_on(today), held.lifting.signed_at) == (Stands.IN_FORCE, None)
    actions.sign_lifting(entry, by=director)
    assert model.objects.get().standing_on(today) == Stands.LIFTED
    for standing in Stands:
        assert model.objects.standing(standing, today).count() == (standing == Stands.LIFTED)
    verbs = Line.objects.filter(subject=entry.number).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.DRAFT_ENTRY, Verb.SIGN_ENTRY, Verb.DRAFT_LIFTING, Verb.SIGN_LIFTING]


@BOTH
def test_twice_is_refused(made: Made, clerk: User, director: User) -> None:
    entry = made(clerk)
    with pytest.raises(SomebodyWasFaster):
        made(clerk)
    actions.sign(entry, by=director)
    for again in (
        lambda: actions.sign(entry, by=director),
        lambda: actions.discard(entry, by=clerk),
        lambda: actions.change(entry, casework.given(scan=None), casework.values(), by=clerk),
        lambda: actions.sign_lifting(entry, by=director),
    ):
        with pytest.raises(SomebodyWasFaster):
            again()
    actions.draft_lifting(entry, casework.given("2"), reason="误判。", by=clerk)
    with pytest.raises(SomebodyWasFaster):
        actions.draft_lifting(entry, casework.given("3"), reason="误判。", by=clerk)
    actions.discard_lifting(entry, by=clerk)
    casework.lifted(entry, clerk, director)
    with pytest.raises(Refused):
        actions.draft_lifting(entry, casework.given("4"), reason="再次。", by=clerk)


def test_whoever_had_a_hand_in_it_does_not_sign(
    office: Organization, clerk: User, director: User, second_clerk: User
) -> None:
    """Drafted by one, changed by another who is director too: neither signs."""
    factories.grant(clerk, office, Role.DIRECTOR)
    factories.grant(second_clerk, office, Role.DIRECTOR)
    entry = casework.drafted(clerk)
    changed = actions.change(
        entry, casework.given(scan=None), casework.values(owner="示例更名公司"), by=second_clerk, seen=1
    )
    assert (changed.owner, changed.revision, changed.document_id) == ("示例更名公司", 2, entry.document_id)
    for by in (clerk, second_clerk):
        with pytest.raises(NotYours):
            actions.sign(entry, by=by)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(entry, by=director, seen=1)
    actions.sign(entry, by=director, seen=2)
    actions.draft_lifting(entry, casework.given("2"), reason="误判。", by=clerk)
    with pytest.raises(NotYours):
        actions.sign_lifting(entry, by=clerk)


def test_who_drafts_which(supervisor: User, clerk: User, director: User, auditor: User) -> None:
    casework.drafted(supervisor)
    for made, by in (
        (casework.listed, supervisor), (casework.listed, director), (casework.drafted, director), (casework.drafted, auditor),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            made(by)
    entry = casework.listed(clerk)
    with pytest.raises(NotYours):
        actions.sign(entry, by=supervisor)
    assert RestrictedProject.objects.get().signed_at is None


@pytest.mark.parametrize(
    ("given", "values", "field"),
    [
        ({"day": "tomorrow"}, {}, "document_date"),
        ({"authority": " "}, {}, "authority"),
        ({}, {"reason": "  "}, "reason"),
        ({}, {"until": "before"}, "until"),
        ({}, {"code": "91990000000070002X"}, "credit_code"),
        ({}, {"code": casework.CODE.lower()}, "credit_code"),
        ({"scan": None}, {}, "document"),
    ],
)
def test_rubbish(clerk: User, given: dict[str, Any], values: dict[str, Any], field: str) -> None:
    if given.get("day"):
        given = {"day": clock.today() + timedelta(days=1)}
    if values.get("until"):
        values = {"until": clock.today() - timedelta(days=1)}
    with pytest.raises(Invalid if field != "document" else Incomplete) as refusal:
        actions.draft(Restriction, casework.given(**given), casework.values(**values), by=clerk)
    assert refusal.value.field == field
    assert not Restriction.objects.exists()
    assert not File.objects.exists()


def test_what_is_over_is_not_signed(clerk: User, director: User) -> None:
    entry = casework.drafted(clerk, years=1)
    with clock.at(clock.now() + clock.days(400)), pytest.raises(Refused):
        actions.sign(entry, by=director)


def test_only_what_has_an_effect_is_lifted(clerk: User, director: User) -> None:
    """Neither a draft nor what is over by itself."""
    entry = casework.drafted(clerk, years=1)
    with pytest.raises(Refused):
        actions.draft_lifting(entry, casework.given("2"), reason="误判。", by=clerk)
    actions.sign(entry, by=director)
    with clock.at(clock.now() + clock.days(400)), pytest.raises(Refused):
        actions.draft_lifting(entry, casework.given("2"), reason="误判。", by=clerk)
    assert not RestrictionLifting.objects.exists()


def test_the_database_keeps_it_too(clerk: User, director: User) -> None:
    entry = casework.drafted(clerk)
    for wrong in ({"signed_by": clerk, "signed_at": clock.now()}, {"signed_by": director}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Restriction.objects.filter(pk=entry.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=entry.pk).update(until=entry.since - timedelta(days=1))


# ---------------------------------------------------------------- who sees what
def test_the_organisation_reads_what_is_signed(
    clerk: User, director: User, applicant: User, managing_body: Organization, stranger: User, signed_in: SignIn
) -> None:  # fmt: skip
    entry = casework.drafted(clerk, managing_body.credit_code)
    page, listing = entry.get_absolute_url(), reverse("registers:restrictions")
    assert signed_in(applicant).get(page).status_code == 404
    assert not can_view_file(applicant, entry.document)
    actions.sign(entry, by=director)
    assert applicant.inbox.get().path == page
    actions.draft_lifting(entry, casework.given("2"), reason="申诉成立。", by=clerk)
    lifting = RestrictionLifting.objects.get()
    own = signed_in(applicant).get(page)
    assert own.status_code == 200
    assert "申诉成立" not in own.content.decode()
    assert clerk.name not in own.content.decode()
    assert can_view_file(applicant, entry.document)
    assert not can_view_file(applicant, lifting.document)
    assert signed_in(stranger).get(page).status_code == 404
    assert entry.number not in signed_in(stranger).get(listing).content.decode()
    assert not can_view_file(stranger, entry.document)
    actions.sign_lifting(entry, by=director)
    assert "申诉成立" in signed_in(applicant).get(page).content.decode()
    assert can_view_file(applicant, lifting.document)


def test_the_public_reads_restricted_projects_where_the_rules_say_so(
    clerk: User, director: User, signed_in: SignIn
) -> None:
    public, where = Client(), reverse("registers:public")
    actions.sign(casework.listed(clerk, title="公开的项目"), by=director)
    casework.listed(clerk, title="未签发的项目")
    assert public.get(where).status_code == 404
    factories.rule_set(clerk, director, restricted_published=1)
    shown = public.get(where).content.decode()
    assert "公开的项目" in shown
    assert "未签发的项目" not in shown
    assert "数据造假" not in shown
    assert where in public.get(reverse("decisions:designations")).content.decode()
    factories.rule_set(clerk, director)
    assert public.get(where).status_code == 404


def test_a_draft_by_its_page(clerk: User, director: User, signed_in: SignIn) -> None:
    """Whole years: the last day is the one before the anniversary; the page says what is wrong."""
    browser, where = signed_in(clerk), reverse("registers:restriction_new")
    typed = {
        "credit_code": casework.CODE, "owner": "示例公司", "since": "2028-02-29", "years": "3", "reason": "造假。",
        "authority": "示例办", "document_number": "1号", "document_date": "2026-01-05",
    }  # fmt: skip
    wrong = browser.post(where, typed | {"years": "11", "document": factories.pdf()})
    assert (wrong.status_code, Restriction.objects.count()) == (422, 0)
    made = browser.post(where, typed | {"document": factories.pdf()})
    entry = Restriction.objects.get()
    assert made.headers["Location"] == entry.get_absolute_url()
    assert f"{entry.until}" == "2031-02-28"
    shown = browser.get(reverse("registers:restriction_change", args=[entry.pk])).content.decode()
    assert 'name="years" value="3"' in shown
    stale = typed | {"revision": "7"}
    assert browser.post(reverse("registers:restriction_change", args=[entry.pk]), stale).status_code == 409
    assert signed_in(director).get(where).status_code == 403
    assert (
        browser.post(reverse("registers:restriction_sign", args=[entry.pk]), {"revision": 1}).status_code
        == 403
    )
