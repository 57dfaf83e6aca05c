"""变更: drafted on the approval by one, signed by another with every effect before the eyes, and all of it at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program import clock
from program.alterations import actions, tasks
from program.alterations.models import Alteration, AlterationState
from program.applications.models import Application
from program.decisions.tasks import make_letter
from program.journal.models import Line, Verb
from program.notify.models import Message
from program.people.models import Organization, Role, User
from program.refusals import Invalid, NotYours, SomebodyWasFaster
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.alterations import casework
from tests.conftest import Asks, SignIn
from tests.demonstrations.parks.test_acceptance import designated

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- renaming
def test_a_zone_is_renamed_by_two(zone: Zone, clerk: User, director: User, applicant: User) -> None:
    before = zone.name_zh
    made = casework.renaming(zone, clerk)
    zone.refresh_from_db()
    assert (zone.name_zh, made.state) == (before, AlterationState.DRAFT)
    assert Message.objects.filter(recipient=director, text="alteration_to_sign").count() == 1
    made = casework.signed(made, director)
    zone.refresh_from_db()
    assert (zone.name_zh, made.state) == ("示例新名高新技术产业开发区", AlterationState.IN_EFFECT)
    former = zone.former_names.get()
    assert (former.name_zh, former.until, former.approval_number) == (
        before, clock.today() - timedelta(days=1), "示例函〔2026〕1号",
    )  # fmt: skip
    assert Line.objects.filter(verb=Verb.RENAME_ZONE, subject=zone.code).count() == 1
    assert Message.objects.filter(recipient=applicant, text="zone_renamed").count() == 1


def test_a_renaming_to_come_acts_on_its_day_once(
    zone: Zone, clerk: User, director: User, tomorrow: date
) -> None:
    before = zone.name_zh
    made = casework.signed(casework.renaming(zone, clerk, tomorrow), director)
    tasks.take_effect()
    zone.refresh_from_db()
    assert (zone.name_zh, made.state) == (before, AlterationState.SIGNED)
    with clock.at(clock.start_of(tomorrow)):
        tasks.take_effect()
        tasks.take_effect()
        assert actions.act(made) is False
    zone.refresh_from_db()
    assert zone.name_zh == "示例新名高新技术产业开发区"
    assert zone.former_names.get().until == tomorrow - timedelta(days=1)


def test_a_sweep_that_is_killed_half_way_renames_whole_or_not_at_all(
    zone: Zone, clerk: User, director: User, tomorrow: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = casework.signed(casework.renaming(zone, clerk, tomorrow), director)

    def killed(*_arguments: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with clock.at(clock.start_of(tomorrow)):
        with monkeypatch.context() as broken:
            broken.setattr("program.alterations.steps.zones.tell", killed)
            with pytest.raises(KeyboardInterrupt):
                actions.act(made)
        assert Zone.objects.get(pk=zone.pk).former_names.count() == 0
        tasks.take_effect()
    assert Zone.objects.get(pk=zone.pk).former_names.count() == 1


def test_letters_keep_the_name_of_their_day_and_every_name_finds_them(
    case: Application, zone: Zone, clerk: User, director: User, client: Client
) -> None:
    held = designated(case, clerk)
    before = zone.name_zh
    with clock.at(clock.now() + timedelta(days=9)):
        casework.signed(casework.renaming(zone, clerk), director)
    register, page = reverse("decisions:designations"), client.get(held.get_absolute_url()).content.decode()
    assert f"called {before} when the letter was issued" in page
    for name in (before, "示例新名", held.letter_number):
        assert held.letter_number in client.get(register, {"q": name}).content.decode()
    assert held.letter_number not in client.get(register, {"q": "无此园区"}).content.decode()
    assert client.get(register, {"z": "1"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "days", "field"),
    [
        ("示例高新技术产业开发区", 0, "name_zh"),
        ("示例乙高新技术产业开发区", 0, "name_zh"),
        ("示例再名", -400, "effective"),
    ],
)
def test_renamings_that_cannot_be(
    zone: Zone, other: Zone, clerk: User, director: User, name: str, days: int, field: str
) -> None:
    if days:
        casework.signed(casework.renaming(zone, clerk, clock.today() - timedelta(days=300)), director)
    count = Alteration.objects.count()
    with pytest.raises(Invalid) as refused:
        casework.renaming(zone, clerk, clock.today() + timedelta(days=days), name, "示例函〔2026〕7号")
    assert refused.value.findings[0][0] == field
    assert Alteration.objects.count() == count


def test_one_change_of_a_zone_at_a_time(zone: Zone, other: Zone, clerk: User, director: User) -> None:
    first = casework.renaming(zone, clerk)
    with pytest.raises(SomebodyWasFaster, match="under way"):
        casework.merger(zone, other, clerk)
    actions.discard(first, by=director)
    assert casework.merger(zone, other, clerk).state == AlterationState.DRAFT
    with pytest.raises(SomebodyWasFaster):
        actions.discard(first, by=clerk)


def test_a_letter_printed_late_bears_the_name_of_its_day(
    case: Application, zone: Zone, other: Zone, clerk: User, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, before = designated(case, clerk), zone.name_zh
    printed: list[dict[str, Any]] = []

    def render(_template: str, context: dict[str, Any], **_options: object) -> bytes:
        printed.append(context)
        return b"%PDF-1.7"

    with clock.at(clock.now() + timedelta(days=9)):
        casework.signed(casework.renaming(zone, clerk), director)
        casework.signed(casework.merger(zone, other, clerk), director)
        monkeypatch.setattr("program.decisions.tasks.render_pdf", render)
        monkeypatch.setattr("program.decisions.actions.keep_letter", lambda *_given, **_facts: None)
        make_letter(held.pk)
    (context,) = printed
    assert before in context["decided"]
    assert context["designation"].application.applicant == case.applicant


# ---------------------------------------------------------------- by whom not
def test_whoever_drafted_does_not_sign(zone: Zone, clerk: User, office: Organization) -> None:
    made = casework.renaming(zone, clerk)
    factories.grant(clerk, office, Role.DIRECTOR)
    with pytest.raises(NotYours):
        casework.signed(made, clerk)
    with pytest.raises(IntegrityError, match="signed_by_another"), transaction.atomic():
        Alteration.objects.filter(pk=made.pk).update(signed_by=clerk, signed_at=clock.now())


@pytest.mark.parametrize("who", ["applicant", "recommender", "auditor", "supervisor", "director", "expert"])
def test_only_a_clerk_drafts(who: str, zone: Zone, other: Zone, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotYours):
        casework.renaming(zone, person)
    with pytest.raises(NotYours):
        casework.merger(zone, other, person)
    assert not Alteration.objects.exists()


def test_a_clerk_and_a_supervisor_do_not_sign(
    zone: Zone, clerk: User, second_clerk: User, supervisor: User
) -> None:
    made = casework.renaming(zone, clerk)
    for person in (second_clerk, supervisor):
        with pytest.raises(NotYours):
            casework.signed(made, person)
    assert Alteration.objects.get().signed_at is None


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_signed_is_signed_once(
    zone: Zone, clerk: User, director: User, office: Organization, days: int
) -> None:
    """Also where it waits for its day, and would do the same again."""
    made = casework.renaming(zone, clerk, clock.today() + timedelta(days=days))
    effects = casework.seen(made)
    actions.sign(made, effects=effects, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign(made, effects=effects, by=factories.member(office, Role.DIRECTOR))
    assert Alteration.objects.get().signed_by == director
    with pytest.raises(SomebodyWasFaster):
        actions.discard(made, by=clerk)


# ---------------------------------------------------------------- pages
def test_from_the_zone_to_the_signature_on_the_pages(
    zone: Zone, other: Zone, clerk: User, director: User, applicant: User, signed_in: SignIn
) -> None:
    browser, page = signed_in(clerk), reverse("alterations:merge", args=[zone.code])
    assert page in browser.get(zone.get_absolute_url()).content.decode()
    entered = {
        "into": other.pk, "effective": clock.today().isoformat(), "authority": "示例批准机关",
        "document_number": "示例函〔2026〕5号", "document_date": clock.today().isoformat(), "reason": "依批复。",
    }  # fmt: skip
    assert browser.post(page, entered).status_code == 422  # the scan is missing
    assert browser.post(page, entered | {"document": factories.pdf("merge")}).status_code == 302
    made = Alteration.objects.get()
    assert signed_in(applicant).get(made.get_absolute_url()).status_code == 404
    desk = signed_in(director).get(reverse("desk:desk")).content.decode()
    assert made.number in desk
    sign = reverse("alterations:sign", args=[made.pk])
    assert signed_in(director).post(sign, {"effects": "0"}).status_code == 409
    answer = signed_in(director).post(sign, {"effects": casework.seen(made)})
    assert answer.status_code == 302
    shown = browser.get(zone.get_absolute_url()).content.decode()
    assert "Merged into" in shown
    assert page not in shown
    assert signed_in(applicant).get(made.get_absolute_url()).status_code == 200
    assert "merged into" in browser.get(reverse("zones:list")).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_alike_for_one_and_for_thirty(
    recommending_body: RecommendingBody, clerk: User, signed_in: SignIn, asks: Asks, rows: int
) -> None:
    for number in range(rows):
        zone, _manager = casework.another(recommending_body, f"示例{number}")
        casework.renaming(zone, clerk, name=f"示例新{number}", number=f"示例函{number}")
    browser = signed_in(clerk)
    with asks(6):
        assert browser.get(reverse("alterations:list")).status_code == 200


def test_a_name_is_given_once_though_its_day_has_not_come(
    zone: Zone, other: Zone, clerk: User, director: User, tomorrow: date
) -> None:
    """Else the second would fail on its day, at every sweep."""
    second = casework.renaming(other, clerk, tomorrow, number="示例函〔2026〕3号")
    casework.signed(casework.renaming(zone, clerk, tomorrow), director)
    with pytest.raises(Invalid, match="by a renaming that is signed"):
        casework.signed(second, director)
    with clock.at(clock.start_of(tomorrow)):
        tasks.take_effect()
    zone.refresh_from_db()
    assert zone.name_zh == "示例新名高新技术产业开发区"


# ---------------------------------------------------------------- withdrawn before its day
WHY = "批复有误，待重新印发。"


def test_a_signed_renaming_is_withdrawn_before_its_day_and_never_acts(
    zone: Zone, clerk: User, director: User, applicant: User, tomorrow: date
) -> None:
    made = casework.signed(casework.renaming(zone, clerk, tomorrow), director)
    before = zone.name_zh
    for person in (clerk, applicant):
        with pytest.raises(NotYours):
            actions.withdraw(made, reason=WHY, by=person)
    with pytest.raises(Invalid, match="why the change"):
        actions.withdraw(made, reason=" ", by=director)
    assert Alteration.objects.get().state == AlterationState.SIGNED
    actions.withdraw(made, reason=WHY, by=director)
    assert Alteration.objects.get().state == AlterationState.WITHDRAWN
    assert Line.objects.get(verb=Verb.WITHDRAW_ALTERATION).facts["reason"] == WHY
    assert Message.objects.filter(recipient=applicant, text="alteration_withdrawn").count() == 1
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw(made, reason=WHY, by=director)
    with clock.at(clock.start_of(tomorrow)):
        tasks.take_effect()
        assert actions.act(made) is False
    zone.refresh_from_db()
    assert (zone.name_zh, zone.former_names.count()) == (before, 0)


def test_what_was_withdrawn_keeps_no_other_change_from_being_made(
    zone: Zone, other: Zone, clerk: User, director: User, tomorrow: date
) -> None:
    made = casework.signed(casework.renaming(zone, clerk, tomorrow), director)
    actions.withdraw(made, reason=WHY, by=director)
    assert (
        casework.renaming(other, clerk, tomorrow, number="示例函〔2026〕3号").state == AlterationState.DRAFT
    )
    again = casework.signed(
        casework.renaming(zone, clerk, number="示例函〔2026〕4号", name="示例又名"), director
    )
    assert again.state == AlterationState.IN_EFFECT


@pytest.mark.parametrize("signs", [False, True])
def test_only_what_is_signed_for_a_day_to_come_is_withdrawn(
    zone: Zone, clerk: User, director: User, tomorrow: date, signs: bool
) -> None:
    """Not a draft, which is discarded; not on its day, also before the sweep has acted."""
    made = casework.renaming(zone, clerk, tomorrow)
    if signs:
        made = casework.signed(made, director)
    with clock.at(clock.start_of(tomorrow)), pytest.raises(SomebodyWasFaster, match="for a day to come"):
        actions.withdraw(made, reason=WHY, by=director)
    assert Alteration.objects.get().withdrawn_at is None
    with pytest.raises(IntegrityError, match="withdrawn_before_its_day"), transaction.atomic():
        Alteration.objects.filter(pk=made.pk).update(withdrawn_by=director, withdrawn_at=clock.now())


def test_withdrawn_on_its_page(
    zone: Zone, clerk: User, director: User, tomorrow: date, signed_in: SignIn
) -> None:
    made = casework.signed(casework.renaming(zone, clerk, tomorrow), director)
    address, office = reverse("alterations:withdraw", args=[made.pk]), signed_in(director)
    assert "It does not take effect on its day" in office.get(made.get_absolute_url()).content.decode()
    assert address not in signed_in(clerk).get(made.get_absolute_url()).content.decode()
    assert office.post(address, {"reason": ""}).status_code == 422
    assert signed_in(clerk).post(address, {"reason": WHY}).status_code == 403
    assert office.post(address, {"reason": WHY}).status_code == 302
    assert WHY in office.get(made.get_absolute_url()).content.decode()
