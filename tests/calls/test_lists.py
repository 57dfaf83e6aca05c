"""A call whose list is published says so and leads there; its topic is its title without the asking."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.calls import rules
from program.calls.models import Call
from program.decisions.models import OfficialDocument
from program.files.models import MediaType
from program.files.steps import keep
from program.people.models import User
from program.portal.views import public as views
from tests import factories
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
State = rules.State


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("2026年度第一批国家高新区绿色发展示范园区申报", "2026年度第一批国家高新区绿色发展示范园区"),
        ("2026年度示范园区申报工作的通知", "2026年度示范园区"),
        ("2026年度示范园区的申报通知", "2026年度示范园区"),
        ("2026年度示范园区申报指南", "2026年度示范园区"),
        ("绿色发展示范园区", "绿色发展示范园区"),
        ("申报管理办法示范园区", "申报管理办法示范园区"),
        ("申报", "申报"),
    ],
)
def test_the_topic_is_the_title_without_the_asking(title: str, topic: str) -> None:
    assert Call(title_zh=title).topic_zh == topic


def listed(call: Call, clerk: User, director: User | None) -> OfficialDocument:
    """A document of the call, signed if there is somebody to sign."""
    file = keep(b"%PDF-1.4 example", name="示例.pdf", media_type=MediaType.PDF, organization=None)
    return OfficialDocument.objects.create(
        call=call, issuer="示例部门", number=f"示例〔2026〕{call.pk}号", date=clock.today(), title="关于公布示例名单的通知",
        statement="无异议。", file=file, entered_by=clerk, signed_by=director, signed_at=clock.now() if director else None,
    )  # fmt: skip


def known(call: Call) -> Call:
    return Call.objects.with_lists().get(pk=call.pk)


def test_a_call_reads_published_once_a_document_is_signed(call: Call, clerk: User, director: User) -> None:
    after = call.apply_until + timedelta(days=1)
    listed(call, clerk, None)
    assert rules.state(known(call), after) == State.IN_HAND
    call.lists.model.objects.filter(call=call).update(signed_by=director, signed_at=clock.now())
    assert rules.state(known(call), after) == State.PUBLISHED
    assert rules.state(Call.objects.get(pk=call.pk), after) == State.PUBLISHED
    assert rules.state(known(call), call.apply_until) == State.OPEN
    Call.objects.filter(pk=call.pk).update(closed_by=clerk, closed_at=after)
    assert rules.state(known(call), after) == State.PUBLISHED


def test_a_closed_call_without_a_list_is_closed(call: Call, clerk: User) -> None:
    Call.objects.filter(pk=call.pk).update(closed_by=clerk, closed_at=clock.now())
    assert rules.state(known(call), clock.now()) == State.CLOSED


def test_its_pages_lead_to_the_list(
    call: Call, clerk: User, director: User, stranger: User, signed_in: SignIn
) -> None:
    document = listed(call, clerk, director)
    with clock.at(call.recommend_until + timedelta(days=1)):
        public = Client().get(call.get_absolute_url()).content.decode()
        office = signed_in(director).get(reverse("calls:detail", args=[call.pk])).content.decode()
        lists = [Client().get(reverse("portal:calls")), signed_in(clerk).get(reverse("calls:manage"))]
    assert "The list is published." in public
    assert document.file.get_absolute_url() in public
    assert reverse("decisions:designations") in public
    assert "If every stage takes its full time" not in public
    assert document.get_absolute_url() in office
    assert reverse("calls:close", args=[call.pk]) in office
    for page in lists:
        assert "list published" in page.content.decode()


def test_lists_of_calls_ask_once_whatever_their_number(
    call: Call, clerk: User, director: User, asks: Any
) -> None:
    with clock.at(call.apply_until + timedelta(days=1)):
        with asks(1):
            assert [rules.state(one, clock.now()) for one in Call.objects.with_lists()] == [State.IN_HAND]
        for _each in range(3):
            factories.call(clerk, director)
        with asks(1):
            assert len([rules.state(one, clock.now()) for one in Call.objects.with_lists()]) == 4


def test_calls_come_by_pages_those_that_take_applications_first(
    clerk: User, director: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE", 1)
    taking = factories.call(clerk, director, opens_at=clock.now() - timedelta(days=2))
    announced = factories.call(clerk, director, opens_at=clock.now() + timedelta(days=1))
    for query, shown, other in (("", taking, announced), ("?page=2", announced, taking)):
        page = client.get(f"{reverse('portal:calls')}{query}").content.decode()
        assert shown.get_absolute_url() in page
        assert other.get_absolute_url() not in page
