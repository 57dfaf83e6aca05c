"""From the public notice on a case is withdrawn only with the office's consent; what was objected is examined to its end."""

import pytest
from django.urls import reverse

from program.applications import actions as applications
from program.applications.models import Abandonment, Application
from program.calls.models import Call
from program.decisions import actions, rules
from program.decisions.models import Consent, Objection, PublicNotice, WithdrawalRequest
from program.files.rules import can_view_file
from program.journal.models import Line, Verb
from program.notify.models import Message, Text
from program.people.models import Role, User
from program.people.rules import people_with
from program.process.models import Outcomes, StageName
from program.process.rules import astray
from program.refusals import Incomplete, Invalid, NotYours, Refused, SomebodyWasFaster
from tests import factories
from tests.conftest import SignIn
from tests.decisions import casework

pytestmark = pytest.mark.django_db
WHY = "规划调整，申请撤回。"


def manager(case: Application) -> User:
    return people_with(Role.MANAGER, case.applicant).get()


def ask(case: Application) -> WithdrawalRequest:
    return actions.ask_withdrawal(case, reason=WHY, letter=factories.pdf("letter"), by=manager(case))


def test_alone_nobody_leaves_any_more(notice: PublicNotice, cases: list[Application]) -> None:
    with pytest.raises(SomebodyWasFaster):
        applications.abandon(cases[0], reason=WHY, letter=factories.pdf(), by=manager(cases[0]))


def test_asked_for_with_a_letter_once(
    notice: PublicNotice, cases: list[Application], director: User, clerk: User
) -> None:
    case = cases[0]
    for wrong, error in (({"reason": ""}, Invalid), ({"letter": None}, Incomplete)):
        given: dict[str, object] = {"reason": WHY, "letter": factories.pdf(), "by": manager(case)}
        with pytest.raises(error):
            actions.ask_withdrawal(case, **(given | wrong))  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        actions.ask_withdrawal(case, reason=WHY, letter=factories.pdf(), by=manager(cases[1]))
    ask(case)
    with pytest.raises(SomebodyWasFaster):
        ask(case)
    assert Message.objects.filter(recipient=director, text=Text.WITHDRAWAL_ASKED).count() == 1
    assert casework.stages([case]) == [StageName.PUBLIC_NOTICE]


def test_with_consent_the_case_ends_and_its_place_is_free(
    notice: PublicNotice, cases: list[Application], call: Call, director: User, clerk: User
) -> None:
    request = ask(cases[0])
    with pytest.raises(NotYours):
        actions.grant_withdrawal(request, by=clerk)
    objection = casework.confirmed(notice, cases[0])
    actions.grant_withdrawal(request, by=director)
    case = casework.reread(cases[0])
    assert (case.stage, case.outcome) == (StageName.ABANDONED, Outcomes.ABANDONED)
    assert Abandonment.objects.get().by == manager(cases[0])
    assert Line.objects.filter(application=case, verb=Verb.GRANT_WITHDRAWAL).count() == 1
    assert rules.freed(call) == 1
    assert casework.settled(objection, clerk, director, upheld=False).settled_at is not None
    assert astray() == []
    with pytest.raises(SomebodyWasFaster):
        actions.grant_withdrawal(request, by=director)


def test_without_consent_it_goes_on(notice: PublicNotice, cases: list[Application], director: User) -> None:
    request = ask(cases[0])
    with pytest.raises(Invalid):
        actions.decline_withdrawal(request, reason="", by=director)
    actions.decline_withdrawal(request, reason="异议核查期间不予撤回。", by=director)
    assert casework.stages(cases[:1]) == [StageName.PUBLIC_NOTICE]
    assert Message.objects.filter(recipient=manager(cases[0]), text=Text.WITHDRAWAL_DECLINED).count() == 1
    assert ask(cases[0]).consent == ""  # and may ask again


def test_once_the_document_is_signed_it_is_too_late(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    casework.after_notice(notice)
    request = ask(cases[0])
    document = casework.enter(call, clerk)
    actions.sign_document(document, by=director)
    with pytest.raises(Refused, match="signed already"):
        actions.grant_withdrawal(request, by=director)


def test_pages(
    notice: PublicNotice, cases: list[Application], director: User, clerk: User, signed_in: SignIn
) -> None:
    case = cases[0]
    asking, answering = (
        reverse(f"decisions:withdrawal_{name}", args=[case.pk]) for name in ("ask", "answer")
    )
    owner = signed_in(manager(case))
    assert asking in owner.get(case.get_absolute_url()).content.decode()
    assert signed_in(manager(cases[1])).get(asking).status_code == 404
    assert signed_in(director).get(answering).status_code == 404
    assert owner.post(asking, {"reason": WHY, "letter": factories.pdf()}).status_code == 302
    letter = WithdrawalRequest.objects.get().letter
    for person, opens in ((director, True), (manager(case), True), (manager(cases[1]), False)):
        assert can_view_file(person, letter) == opens
    assert answering in signed_in(director).get(case.get_absolute_url()).content.decode()
    assert signed_in(clerk).post(answering, {"consent": "granted"}).status_code == 403
    assert signed_in(director).post(answering, {"consent": "declined"}).status_code == 422
    assert signed_in(director).post(answering, {"consent": "granted"}).status_code == 302
    assert WithdrawalRequest.objects.get().consent == Consent.GRANTED
    assert Objection.objects.count() == 0
