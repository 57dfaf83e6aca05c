"""Who holds a case at its objections, and until when: whoever must deal next with one of them."""

from datetime import datetime

import pytest

from program.applications.models import Application
from program.decisions import actions
from program.decisions.models import PublicNotice
from program.desk.work import waiting_for
from program.people.models import Role, User
from program.process.models import StageName
from tests.decisions import casework

pytestmark = pytest.mark.django_db


def projection(case: Application) -> tuple[str, str, datetime | None]:
    now = casework.reread(case)
    return now.stage, now.waiting_role, now.due


def test_the_clerk_holds_it_until_the_objection_is_taken_up_and_a_director_until_it_is_settled(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    assert projection(cases[0]) == (StageName.OBJECTIONS, Role.CLERK, objection.acceptance_due)
    taken = actions.accept_objection(objection, summary="数据来源", by=clerk)
    assert taken.settlement_due is not None
    assert projection(cases[0]) == (StageName.OBJECTIONS, Role.DIRECTOR, taken.settlement_due)
    actions.dismiss_objection(taken, finding="不成立", by=director)
    assert projection(cases[0])[:2] == (StageName.PUBLICATION, Role.DIRECTOR)


def test_taken_up_during_the_notice_the_notice_goes_on_and_then_a_director_holds_the_case(
    notice: PublicNotice, cases: list[Application], clerk: User
) -> None:
    taken = actions.accept_objection(casework.confirmed(notice, cases[0]), summary="数据来源", by=clerk)
    assert projection(cases[0]) == (StageName.PUBLIC_NOTICE, "", notice.ends)
    casework.after_notice(notice)
    assert projection(cases[0]) == (StageName.OBJECTIONS, Role.DIRECTOR, taken.settlement_due)


def test_of_several_the_most_urgent_names_the_holder(
    notice: PublicNotice, cases: list[Application], clerk: User, director: User
) -> None:
    first, second = casework.confirmed(notice, cases[0]), casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    first = actions.accept_objection(first, summary="数据来源", by=clerk)
    assert projection(cases[0]) == (StageName.OBJECTIONS, Role.CLERK, second.acceptance_due)
    actions.refuse_objection(second, reason="与公示内容无关", by=clerk)
    assert projection(cases[0]) == (StageName.OBJECTIONS, Role.DIRECTOR, first.settlement_due)
    actions.uphold_objection(first, finding="成立", by=director)
    assert projection(cases[0])[:2] == (StageName.DELIBERATION, Role.CLERK)


def test_without_an_objection_the_case_passes_through_and_nobody_holds_it_there(
    notice: PublicNotice, cases: list[Application]
) -> None:
    casework.after_notice(notice)
    assert casework.stages(cases[:3]) == [StageName.PUBLICATION] * 3


def test_the_desk_names_the_objection_and_not_the_case_once_more(
    notice: PublicNotice, cases: list[Application], clerk: User
) -> None:
    objection = casework.confirmed(notice, cases[0])
    casework.after_notice(notice)
    (item,) = [item for item in waiting_for(clerk) if "objection" in item.note]
    assert (item.url, item.due) == (objection.get_absolute_url(), objection.acceptance_due)
    assert cases[0].get_absolute_url() not in {each.url for each in waiting_for(clerk)}
