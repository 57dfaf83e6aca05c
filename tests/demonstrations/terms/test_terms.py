"""期满: a term that nothing takes further ends by itself, once, and is announced before."""

from datetime import timedelta

import pytest
from django.test import Client

from program import clock
from program.applications import actions
from program.applications.models import Application
from program.decisions import actions as decisions
from program.decisions import rules
from program.decisions.models import Designation, Standing
from program.decisions.tasks import keep_terms
from program.journal.models import Line, Verb
from program.notify.models import Message
from program.people.models import User
from program.process.models import StageName
from program.rulesets.models import MeasureKind
from program.zones.models import Zone
from tests import factories
from tests.decisions import casework
from tests.demonstrations.parks.test_acceptance import designated
from tests.demonstrations.terms import casework as terms
from tests.measures import measuring

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the end of a term
@pytest.mark.parametrize("standing", [Standing.NAMED, Standing.BUILDING, Standing.SUSPENDED])
def test_a_term_that_nothing_takes_further_ends_once(
    named: Designation, applicant: User, client: Client, standing: Standing
) -> None:
    terms.ending(named, 0)
    Designation.objects.filter(pk=named.pk).update(standing=standing)
    keep_terms()
    named.refresh_from_db()
    assert named.standing == standing  # its last day
    terms.ending(named, -1)
    keep_terms()
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.EXPIRED
    change = named.changes.get()
    assert (change.before, change.after, change.document_number, change.made_by) == (
        standing, Standing.EXPIRED, named.document.number, None,
    )  # fmt: skip
    assert Line.objects.filter(verb=Verb.EXPIRE_DESIGNATION, subject=str(named)).count() == 1
    assert Message.objects.filter(recipient=applicant, text="term_over").count() == 1
    assert "expired" in client.get(named.get_absolute_url()).content.decode()


def test_a_sweep_that_is_killed_half_way_is_taken_up_again(
    named: Designation, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms.ending(named, -1)

    def killed(*_arguments: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("program.decisions.actions.terms.tell", killed)
        with pytest.raises(KeyboardInterrupt):
            decisions.expire(named)
    named.refresh_from_db()
    assert (named.standing, named.changes.count()) == (Standing.NAMED, 0)
    assert not Line.objects.filter(verb=Verb.EXPIRE_DESIGNATION).exists()
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.EXPIRED


def test_an_open_reexamination_keeps_the_name_until_it_is_decided(
    report: Application, named: Designation
) -> None:
    terms.ending(named, -30)
    assert not rules.over(clock.today()).exists()  # a draft that can still be handed in
    with clock.at(report.call.apply_until + timedelta(days=1)):
        assert rules.over(clock.today()).get() == named  # …and one that cannot
    factories.rest_at(report, StageName.EXPERT_REVIEW)
    with clock.at(report.call.apply_until + timedelta(days=1)):
        keep_terms()
        assert decisions.expire(named) is False
    named.refresh_from_db()
    assert named.standing == Standing.NAMED


def test_a_building_period_waits_for_its_acceptance(
    case: Application, zone: Zone, applicant: User, clerk: User, director: User
) -> None:
    held = terms.ending(designated(case, clerk), -1)
    accepting = factories.call(clerk, director, track="acceptance", recommendation_quota=None)
    report = actions.start(accepting, zone, by=applicant)
    keep_terms()
    held.refresh_from_db()
    assert held.standing == Standing.BUILDING
    factories.rest_at(report, StageName.REFUSED)
    Application.objects.filter(pk=report.pk).update(outcome="refused")
    report.proceedings.update(closed_at=clock.now())
    keep_terms()
    held.refresh_from_db()
    assert held.standing == Standing.EXPIRED


def test_the_end_of_a_term_is_told_before_it_comes_once(named: Designation, applicant: User) -> None:
    terms.ending(named, 91)
    keep_terms()
    casework.keep_all("remind_of_term")
    assert not Message.objects.filter(text="term_ends").exists()
    terms.ending(named, 90)
    for _again in range(2):
        keep_terms()
        casework.keep_all("remind_of_term")
    assert Message.objects.filter(recipient=applicant, text="term_ends").count() == 1


def test_whoever_has_applied_is_not_told_to_apply(report: Application, named: Designation) -> None:
    """A draft that can no longer be handed in keeps nothing, and the end of the term is said again."""
    assert (named.until - clock.today()).days == 60
    assert not rules.to_remind(clock.today()).exists()
    with clock.at(report.call.apply_until + timedelta(days=1)):
        assert rules.to_remind(clock.today()).get() == named
    factories.rest_at(report, StageName.EXPERT_REVIEW)
    with clock.at(report.call.apply_until + timedelta(days=1)):
        assert decisions.remind_of_term(named) is False
    assert not Message.objects.filter(text="term_ends").exists()


# ---------------------------------------------------------------- suspended at the end of its term
def test_a_suspension_that_is_reversed_after_the_term_brings_nothing_back(
    named: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    lead = measuring.verified(zone, supervisor)
    measure = measuring.signed(lead, supervisor, applicant, director)
    terms.ending(named, -1)
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.EXPIRED
    measuring.reversed_(measure, supervisor, director)
    named.refresh_from_db()
    assert (named.standing, named.changes.count()) == (Standing.EXPIRED, 2)


def test_a_revocation_that_is_reversed_after_the_term_is_restored_and_ends(
    named: Designation, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    lead = measuring.verified(zone, supervisor)
    wanted = measuring.terms(kind=MeasureKind.REVOKE, restriction_years=3)
    measure = measuring.signed(lead, supervisor, applicant, director, wanted)
    terms.ending(named, -1)
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.REVOKED
    measuring.reversed_(measure, supervisor, director)
    keep_terms()
    named.refresh_from_db()
    assert named.standing == Standing.EXPIRED
