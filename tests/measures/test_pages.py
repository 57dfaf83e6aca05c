"""By clicking: a zone is late, its alert becomes a lead, it is measured, rectifies and is closed; each page for whom it is."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program import clock
from program.measures.models import Lead, Measure, MeasureState, Rectification
from program.people.models import User
from program.supervision import actions as supervision
from program.supervision.models import Duty
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.supervision import casework

pytestmark = pytest.mark.django_db


def post(browser: Client, name: str, pk: int | None = None, **given: Any) -> Any:
    answer = browser.post(reverse(f"measures:{name}", args=[pk] if pk else []), given)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def basis(number: str) -> dict[str, Any]:
    return {
        "authority": "示例专项办", "document_number": number, "document_date": clock.today().isoformat(),
        "document": factories.pdf(number), "reason": "事实清楚。",
    }  # fmt: skip


def test_a_late_zone_is_warned_measured_rectifies_and_recovers(
    signed_in: SignIn, zone: Zone, applicant: User, supervisor: User, director: User
) -> None:
    late = casework.arisen(zone, Duty.LEDGER, date(clock.today().year - 1, 3, 31))
    supervision.warn(late, None)
    alert = casework.alert_of(late)
    office, own, signs = signed_in(supervisor), signed_in(applicant), signed_in(director)
    offered = reverse("measures:lead_from_alert", args=[alert.pk])
    assert offered in office.get(alert.get_absolute_url()).content.decode()
    form = office.get(offered).context["form"]
    known = {
        "zone": zone.pk,
        "happened_on": form.initial["happened_on"].isoformat(),
        "text": form.initial["text"],
    }
    post(office, "lead_from_alert", alert.pk, ground="late", source="alert", **known)
    assert office.get(offered).status_code == 404
    lead = Lead.objects.get(alert=alert)
    assert lead.number in office.get(alert.get_absolute_url()).content.decode()
    post(office, "lead_verify", lead.pk, verdict="属实。")
    proposed = office.get(reverse("measures:measure_new", args=[lead.pk])).context["form"].initial
    terms = {"kind": proposed["kind"], "rectify_by": proposed["rectify_by"].isoformat(), "facts": "逾期。"}
    post(office, "measure_new", lead.pk, against="zone", requirements="补报台账", **terms)
    measure = Measure.objects.get()
    assert own.get(measure.get_absolute_url()).status_code == 404
    post(office, "measure_announce", measure.pk, revision=1)
    assert own.get(measure.get_absolute_url()).status_code == 200
    assert own.get(lead.get_absolute_url()).status_code == 404
    post(own, "measure_answer", measure.pk, text="已经补报。")
    post(office, "measure_decide", measure.pk, **basis("示例决〔2026〕3号"))
    effects = signs.get(measure.get_absolute_url()).context["fingerprint"]
    post(signs, "measure_sign", measure.pk, effects=effects)
    shown = Rectification.objects.get()
    item = shown.items.get()
    assert own.get(shown.get_absolute_url()).status_code == 200
    written = {
        f"plan-{item.pk}": "本周",
        f"done-{item.pk}": "已补报",
        f"file-{item.pk}": factories.pdf("done"),
    }
    post(own, "rectification_write", shown.pk, revision=1, **written)
    post(own, "rectification_hand_in", shown.pk, revision=2)
    post(office, "rectification_check", shown.pk, remark="属实。", **{f"passed-{item.pk}": "yes"})
    assert Measure.objects.get().state == MeasureState.CLOSED
    assert own.get(measure.get_absolute_url()).status_code == 200


def test_refusals_stand_at_their_fields(signed_in: SignIn, zone: Zone, clerk: User, supervisor: User) -> None:
    browser = signed_in(clerk)
    answer = browser.post(reverse("measures:lead_new"), {"ground": "late", "source": "press", "text": "?"})
    assert answer.status_code == 422
    given = {
        "ground": "late",
        "source": "press",
        "text": "?",
        "happened_on": "2020-01-02",
        "owner": "示例公司",
    }
    answer = browser.post(reverse("measures:lead_new"), given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["zone", "owner"]
    assert not Lead.objects.exists()
