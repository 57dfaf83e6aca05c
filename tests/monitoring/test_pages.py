"""By clicking: a scheme is revised and signed, a year evaluated, read by the zone, evaluated anew."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from program import clock
from program.measures import actions as measures
from program.monitoring import tasks
from program.monitoring.models import MonitoringRun, Scheme
from program.people.models import User
from program.zones.models import Zone
from tests.conftest import SignIn
from tests.measures import measuring
from tests.monitoring import casework


def post(browser: Client, name: str, *arguments: Any, **given: Any) -> Any:
    answer = browser.post(reverse(f"monitoring:{name}", args=arguments), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would send back that changes nothing."""
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        name: "on" if value is True else value
        for name, value in sent.items()
        if value is not None and value is not False
    }


def test_a_scheme_is_revised_by_a_clerk_and_signed_by_a_director(
    signed_in: SignIn, clerk: User, director: User, auditor: User
) -> None:
    base = casework.supplied()
    desk, signs = signed_in(clerk), signed_in(director)
    begun = desk.get(f"{reverse('monitoring:scheme_draft')}?base={base.code}").context["form"].initial
    assert begun["code"] == "evaluation.2"
    post(desk, "scheme_draft", **begun)
    form = desk.get(reverse("monitoring:scheme_change", args=["evaluation.2"])).context["form"]
    sent = fields_of(form) | {"energy_intensity-weight": "30", "duties_on_time-weight": "10"}
    post(desk, "scheme_change", "evaluation.2", **sent)
    draft = Scheme.objects.get(code="evaluation.2")
    assert draft.criteria.get(code="energy_intensity").weight == 30
    assert draft.criteria.get(code="serious_incidents").is_green  # a box that stays ticked
    page = signs.get(draft.get_absolute_url()).content.decode()
    assert "25 → 30" in page
    signing = reverse("monitoring:scheme_sign", args=["evaluation.2"])
    assert signing in signs.get("/desk/").content.decode()
    assert signed_in(auditor).get(signing).status_code == 403
    post(signs, "scheme_sign", "evaluation.2", revision=draft.revision)
    assert Scheme.objects.get(code="evaluation.2").signed_by == director


def test_what_is_wrong_stands_at_its_field(signed_in: SignIn, clerk: User) -> None:
    draft = casework.drafted(clerk)
    desk = signed_in(clerk)
    where = reverse("monitoring:scheme_change", args=[draft.code])
    sent = fields_of(desk.get(where).context["form"])
    answer = desk.post(where, sent | {"energy_intensity-floor": "0.1", "tier-2-minimum": "90"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"energy_intensity-full", "tier-2-minimum"}
    for text in ("1e3", "１２", "NaN", "-1", "", "1_000"):
        answer = desk.post(where, sent | {"energy_intensity-weight": text})
        assert "energy_intensity-weight" in answer.context["form"].errors
    assert Scheme.objects.get(pk=draft.pk).revision == 1


def test_a_second_tab_is_told(signed_in: SignIn, clerk: User) -> None:
    draft = casework.drafted(clerk)
    desk = signed_in(clerk)
    where = reverse("monitoring:scheme_change", args=[draft.code])
    sent = fields_of(desk.get(where).context["form"])
    casework.shifted(draft, clerk, energy_intensity=30)
    assert desk.post(where, sent | {"energy_intensity-weight": "20"}).status_code == 409


def test_a_criterion_is_added_on_its_page(signed_in: SignIn, clerk: User) -> None:
    draft = casework.drafted(clerk)
    desk = signed_in(clerk)
    where = reverse("monitoring:criterion_add", args=[draft.code])
    form = desk.get(where).context["form"]
    sent = {
        "revision": 1, "code": "progress", "name_zh": "进展报告", "name_en": "Progress", "source": "reporting",
        "duty": "progress",
        "direction": "higher", "method": "whole", "weight": "5", "full": "100", "no_data": "0", "authority_zh": "专项办规则",
    }  # fmt: skip
    assert desk.post(where, sent | {"source": "ledger"}).status_code == 422
    assert desk.post(where, sent).status_code == 302
    assert draft.criteria.get(code="progress").weight == Decimal(5)
    assert set(form.fields) >= set(sent)


def test_a_year_from_the_beginning_to_the_new_result(
    signed_in: SignIn,
    monitored: Zone,
    clerk: User,
    director: User,
    second_director: User,
    applicant: User,
    supervisor: User,
) -> None:
    casework.supplied()
    measure = casework.deducted(monitored, supervisor, applicant, second_director)
    desk, signs, own = signed_in(clerk), signed_in(director), signed_in(applicant)
    scheme = Scheme.objects.get().pk
    form = desk.get(reverse("monitoring:run_new"))
    assert [year for year, _label in form.context["form"].fields["year"].choices] == list(
        range(2025, 2018, -1)
    )
    post(desk, "run_new", scheme=scheme, year="2025")
    run = MonitoringRun.objects.get()
    where = run.get_absolute_url()
    assert 'hx-trigger="every 2s"' in desk.get(where).content.decode()
    tasks.compute(run.pk)
    assert where in desk.get(reverse("monitoring:run_progress", args=[run.pk])).content.decode()
    page = signs.get(where)
    assert where in signs.get("/desk/").content.decode()
    assert page.context["moves"].sign
    assert not desk.get(where).context["moves"].sign
    run = casework.again(run)
    post(signs, "run_sign", run.pk, sha256=run.sha256)
    assert "come out the same" in desk.get(reverse("monitoring:run_verify", args=[run.pk])).content.decode()
    line = own.get(casework.line(run, monitored).get_absolute_url()).content.decode()
    assert measure.number in line
    assert "1 tier lost" in line
    with clock.at(datetime(2026, 6, 25, 10, tzinfo=clock.BEIJING)):
        measuring.reversed_(measure, supervisor, second_director)
        assert measure.number in desk.get(where).content.decode()
        assert where in desk.get("/desk/").content.decode()
        refused = desk.post(reverse("monitoring:run_new"), {"scheme": scheme, "year": "2025"})
        assert refused.status_code == 422
        assert "reason" in refused.context["form"].errors
        post(desk, "run_new", scheme=scheme, year="2025", reason="处理措施已撤销。")
        again = MonitoringRun.objects.get(number=2)
        tasks.compute(again.pk)
        post(signs, "run_sign", again.pk, sha256=casework.again(again).sha256)
    old = own.get(where).content.decode()
    assert again.get_absolute_url() in old
    assert "处理措施已撤销" not in own.get(again.get_absolute_url()).content.decode()
    assert "replaced by a later one" in old
    assert where not in desk.get("/desk/").content.decode()


def test_the_letter_is_the_offices(
    signed_in: SignIn,
    monitored: Zone,
    clerk: User,
    director: User,
    second_director: User,
    applicant: User,
    supervisor: User,
) -> None:
    measure = casework.deducted(monitored, supervisor, applicant, second_director)
    letter = measures.draft_letter(measure, by=clerk)
    run = casework.signed(clerk, director)
    where = casework.line(run, monitored).get_absolute_url()
    assert letter.get_absolute_url() in signed_in(clerk).get(where).content.decode()
    assert letter.get_absolute_url() not in signed_in(applicant).get(where).content.decode()


def test_a_signature_that_comes_too_late_answers_409(
    signed_in: SignIn, monitored: Zone, clerk: User, director: User
) -> None:
    run = casework.signed(clerk, director)
    for name in ("run_sign", "run_discard"):
        assert signed_in(director).post(reverse(f"monitoring:{name}", args=[run.pk])).status_code == 409


def test_the_way_from_the_masthead(signed_in: SignIn, monitored: Zone, clerk: User, applicant: User) -> None:
    for user in (clerk, applicant):
        browser = signed_in(user)
        assert reverse("monitoring:index") in browser.get(reverse("supervision:matrix")).content.decode()
    index = signed_in(applicant).get(reverse("monitoring:index")).content.decode()
    assert reverse("monitoring:zone", args=[monitored.code]) in index
    zone = signed_in(clerk).get(reverse("zones:detail", args=[monitored.code])).content.decode()
    assert reverse("monitoring:zone", args=[monitored.code]) in zone
