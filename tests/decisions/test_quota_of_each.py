"""A call that lets at most two of one province be listed: the third is passed over, and the next one moves up."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from program.applications.models import Application
from program.calls.models import Call, QuotaBy
from program.decisions import actions, rules
from program.decisions.models import Batch, BatchItem, BatchKind, Proposal, PublicNotice
from program.people.models import User
from program.refusals import Incomplete, SomebodyWasFaster
from program.reviews.models import RankingRun
from program.zones.models import Zone
from tests import factories
from tests.decisions import casework

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PROVINCES = ("32", "32", "32", "33", "33", "44")
FULL = "province full: Jiangsu, 2 of 2"


@pytest.fixture
def call(clerk: User, director: User) -> Call:
    return factories.call(
        clerk,
        director,
        quota=3,
        reserves=2,
        quota_by=QuotaBy.PROVINCE,
        each_quota=2,
        quota_authority="专项办规则",
    )


@pytest.fixture
def cases(call: Call, clerk: User) -> list[Application]:
    """Three of one province, two of another, one of a third; in the order in which they will rank."""
    body = casework.body()
    made = [casework.case_at_deliberation(call, body, clerk) for _ in PROVINCES]
    for case, province in zip(made, PROVINCES, strict=True):
        Zone.objects.filter(pk=case.zone_id).update(province=province)
    return made


def proposals(batch: Batch, cases: list[Application]) -> list[str]:
    now = {item.application_id: f"{item.proposal}{item.reserve_order or ''}" for item in batch.items.all()}
    return [now[case.pk] for case in cases]


def test_whose_province_is_full_is_passed_over_and_told_why(
    batch: Batch, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    assert proposals(batch, cases) == ["list", "list", "reserve1", "list", "reserve2", "not_listed"]
    sheet = rules.Sheet(batch)
    assert [sheet.passed_over(item) for item in sheet.items] == ["", "", FULL, "", "", ""]
    assert not [item for item in sheet.items if sheet.needs_reason(item)]
    page = signed_in(clerk).get(batch.get_absolute_url()).content.decode()
    assert page.count(FULL) == 1
    assert "Of one province" in page
    assert casework.sign(batch, clerk, director).signed_by == director


def test_more_than_the_call_allows_is_refused_whatever_the_reason(
    batch: Batch, cases: list[Application], clerk: User
) -> None:
    third, fourth = (BatchItem.objects.get(application=case) for case in cases[2:4])
    swap = {
        third.pk: casework.change(third, proposal=Proposal.LIST, reserve_order=None, reason="实施方案更可行"),
        fourth.pk: casework.change(fourth, proposal=Proposal.NOT_LISTED, reason="实施方案不够可行"),
    }
    batch = actions.change_items(batch, swap, revision=0, by=clerk)
    with pytest.raises(Incomplete, match="Jiangsu: more cases would be listed than the 2"):
        casework.prepare(batch, clerk)
    batch.refresh_from_db()
    assert batch.prepared_at is None


def test_a_departure_within_the_quota_of_each_needs_its_reason(
    batch: Batch, cases: list[Application], clerk: User
) -> None:
    second, third = (BatchItem.objects.get(application=case) for case in cases[1:3])
    swap = {
        second.pk: casework.change(second, proposal=Proposal.RESERVE, reserve_order=1),
        third.pk: casework.change(third, proposal=Proposal.LIST, reserve_order=None),
    }
    batch = actions.change_items(batch, swap, revision=0, by=clerk)
    with pytest.raises(Incomplete, match="A reason is missing"):
        casework.prepare(batch, clerk)


def test_a_reserve_whose_province_is_full_waits_and_the_next_moves_up(
    notice: PublicNotice, call: Call, cases: list[Application], clerk: User, director: User
) -> None:
    """The place of the other province becomes free: the first reserve is of the full one."""
    freed_by_objection(notice, cases[3], clerk, director)
    batch = actions.promote_reserve(call, by=clerk)
    item = batch.items.get()
    assert (item.application, item.quota_group) == (cases[4], "33")
    assert (batch.kind, batch.held_before) == (BatchKind.PROMOTION, {"32": 2})
    casework.decide(batch, Proposal.LIST, "名额空缺，依次递补", clerk)
    batch.refresh_from_db()
    casework.sign(batch, clerk, director)
    casework.keep_all("carry_out")
    with pytest.raises(SomebodyWasFaster, match="No reserve is left"):
        actions.promote_reserve(call, by=clerk)
    assert rules.held_of_each([call.pk]) == {call.pk: {"32": 2, "33": 1}}


def test_where_no_reserve_fits_the_free_place_nobody_is_asked_to_move_one_up(
    call: Call, run: RankingRun, cases: list[Application], clerk: User, director: User, signed_in: SignIn
) -> None:
    Zone.objects.filter(pk=cases[4].zone_id).update(province="32")
    batch = casework.sign(actions.draft_batch(call, run, by=clerk), clerk, director)
    casework.keep_all("carry_out")
    notice = PublicNotice.objects.get(batch=batch)
    freed_by_objection(notice, cases[3], clerk, director)
    assert rules.freed(call) == 1
    assert not [each for each in rules.waiting_calls() if each.may_promote]
    page = signed_in(clerk).get(reverse("decisions:batches"))
    assert page.status_code == 200
    assert "can move up" not in page.content.decode()
    with pytest.raises(SomebodyWasFaster, match="No reserve is left"):
        actions.promote_reserve(call, by=clerk)
    assert Batch.objects.filter(kind=BatchKind.PROMOTION).count() == 0


def freed_by_objection(notice: PublicNotice, case: Application, clerk: User, director: User) -> None:
    casework.settled(casework.confirmed(notice, case), clerk, director, upheld=True)
    casework.after_notice(notice)
    batch = actions.draft_reconsideration(casework.reread(case), by=clerk)
    casework.sign(casework.decide(batch, Proposal.NOT_LISTED, "经核实异议成立", clerk), clerk, director)
    casework.keep_all("carry_out")


def test_a_later_batch_counts_what_the_first_has_given(
    notice: PublicNotice, call: Call, cases: list[Application], clerk: User
) -> None:
    more = [casework.case_at_deliberation(call, casework.body(), clerk) for _ in range(2)]
    for case, province in zip(more, ("32", "44"), strict=True):
        Zone.objects.filter(pk=case.zone_id).update(province=province)
    Call.objects.filter(pk=call.pk).update(quota=4)
    later = actions.draft_batch(call, casework.ranking(call, more, clerk), by=clerk)
    assert (later.quota, later.held_before) == (1, {"32": 2, "33": 1})
    assert proposals(later, more) == ["reserve1", "list"]


def test_a_batch_drafted_beside_another_is_held_to_what_that_one_has_given_meanwhile(
    batch: Batch, call: Call, clerk: User, director: User
) -> None:
    more = casework.case_at_deliberation(call, casework.body(), clerk)
    Zone.objects.filter(pk=more.zone_id).update(province="32")
    Call.objects.filter(pk=call.pk).update(quota=4)
    beside = actions.draft_batch(call, casework.ranking(call, [more], clerk), by=clerk)
    assert proposals(beside, [more]) == ["list"]
    casework.sign(batch, clerk, director)
    with pytest.raises(Incomplete, match="Jiangsu: more cases would be listed than the 2"):
        casework.prepare(beside, clerk)
    beside.refresh_from_db()
    assert beside.prepared_at is None


def test_what_is_signed_says_the_further_quota_and_without_one_reads_as_before(
    batch: Batch, call: Call, run: RankingRun
) -> None:
    text = rules.content(rules.Sheet(batch))[0]
    assert '"each":{"by":"province","groups":{' in text
    start = text.index('"each":')
    rest = text[text.index(',"items"') + 1 :]
    Call.objects.filter(pk=call.pk).update(quota_by="", each_quota=None, quota_authority="")
    plain = rules.content(rules.Sheet(Batch.objects.get(pk=batch.pk)))[0]
    assert plain == text[:start] + rest


def test_number_and_authority_belong_together(call: Call) -> None:
    for wrong in ({"each_quota": None}, {"quota_authority": ""}, {"quota_by": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**wrong)


def test_everybody_reads_it_on_the_call(call: Call, client: Client) -> None:
    page = client.get(call.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Of one province", "at most 2", "专项办规则"))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"quota_by": ""}, "quota_by", "Say what the further quota is for"),
        ({"quota_by": "field"}, "quota_by", "Under this track nobody states a field of technology."),
        ({"track": "reexamination"}, "quota_by", "Under this track bands decide, and no quota."),
        ({"each_quota": ""}, "each_quota", "Say how many of each are listed at most."),
        ({"each_quota": "12"}, "each_quota", "This is not below the quota: it would limit nothing."),
        ({"quota_authority": ""}, "quota_authority", "Say on what the further quota rests."),
        ({"track": "leading_enterprise", "quota_by": "field"}, "", ""),
        ({}, "", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    clerk: User, director: User, change: dict[str, str], field: str, sentence: str, signed_in: SignIn
) -> None:
    given: dict[str, object] = {
        "code": "2026-9", "track": "park", "title_zh": "示例", "title_en": "Example", "summary_zh": "示例。",
        "rule_set": factories.rule_set(clerk, director).pk, "rubric": factories.rubric(clerk).pk, "opens_at": "2026-03-01",
        "apply_until": "2026-04-01", "recommend_until": "2026-05-01", "paper_until": "2026-05-01", "quota": "12",
        "reserves": "3", "quota_by": "province", "each_quota": "2", "quota_authority": "专项办规则",
        "contact_name": "示例处", "contact_phone": "010", "contact_email": "a@example.org", "contact_address": "示例路",
        "supervision_phone": "010", "revision": 0, "documents-TOTAL_FORMS": 0, "documents-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = signed_in(clerk).post("/office/calls/new/", given | change)
    made = Call.objects.filter(code="2026-9")
    if not sentence:
        assert answer.status_code == 302
        assert made.get().each_quota == 2
        return
    assert (answer.status_code, made.count()) == (422, 0)
    assert any(sentence in words for words in answer.context["form"].errors[field])
