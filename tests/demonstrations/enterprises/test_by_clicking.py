"""An enterprise's way by clicking: from the call on the front page to its certificate in the directory."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demonstrations.enterprises.demo import answers
from program.applications.models import Application
from program.applications.tasks import make_form
from program.calls.models import Call
from program.decisions.models import Designation
from program.people.models import Organization, User
from program.process.models import StageName
from program.visits.models import Sample
from program.visits.tasks import carry_out_sample
from program.zones.models import Zone
from tests import factories
from tests.conftest import SignIn
from tests.demonstrations.enterprises.conftest import waiting
from tests.demonstrations.terms.test_by_clicking import Office, go

pytestmark = pytest.mark.django_db


def led(browser: Client, page: str, address: str) -> str:
    """The page leads there; the page there."""
    assert address in browser.get(page).content.decode(), (page, address)
    return browser.get(address).content.decode()


def apply(browser: Client, call: Call, zone: Zone, firm: Organization) -> Application:
    """Begin at the button of the call, write every part, hand in, seal."""
    assert call.title in browser.get("/").content.decode()
    start = reverse("applications:start_firm", args=[call.pk, zone.pk, firm.pk])
    led(browser, "/calls/", call.get_absolute_url())
    assert start in browser.get(call.get_absolute_url()).content.decode()
    go(browser, start)
    case = Application.objects.get(call=call, applicant=firm)
    for code, page in answers(0).items():
        part = reverse("applications:part", args=[case.pk, code])
        led(browser, case.get_absolute_url(), part)
        revision = browser.get(part).context["revision"]
        go(browser, part, revision=revision, **page)
    go(browser, reverse("applications:submit", args=[case.pk]))
    version = case.latest_version()
    make_form(version.pk)
    go(browser, reverse("applications:seal", args=[case.pk]), code=version.code, file=factories.pdf("sealed"))
    return case


def recommend(browser: Client, case: Application) -> None:
    """From the desk to the queue; one letter."""
    led(browser, reverse("desk:desk"), case.get_absolute_url())
    queue = reverse("applications:queue", args=[case.call_id])
    assert case.applicant.name_zh in led(browser, case.get_absolute_url(), queue)
    letter: dict[str, Any] = {
        f"rank-{case.pk}": "1", f"opinion-{case.pk}": "同意推荐。", "letter_number": "示例函〔2026〕9号",
        "letter_date": "2026-03-02", "letter": factories.pdf("letter"),
    }  # fmt: skip
    go(browser, queue, **letter)


def check(browser: Client, case: Application) -> None:
    page = case.latest_version().sealed_pages.get()
    go(browser, reverse("applications:confirm_page", args=[page.pk]))
    led(browser, case.get_absolute_url(), reverse("applications:check", args=[case.pk]))
    go(browser, reverse("applications:accept", args=[case.pk]))


def test_from_the_call_to_the_directory(
    certifying: Call, zone: Zone, firm: Organization, manager: User, reviewer: User, clerk: User, director: User,
    signed_in: SignIn, client: Client,
) -> None:  # fmt: skip
    office, ours = Office(clerk, director, manager, signed_in), signed_in(manager)
    case = apply(ours, certifying, zone, firm)
    recommend(signed_in(reviewer), case)
    check(office.desk, case)
    case.refresh_from_db()
    assert case.stage == StageName.EXPERT_REVIEW
    # the panel is the park's; the lots are not
    factories.rest_at(case, StageName.SITE_VISIT)
    waiting(certifying, zone, clerk, 1, StageName.SITE_VISIT)
    sampling = reverse("visits:sample", args=[certifying.pk])
    led(office.desk, case.get_absolute_url(), sampling)
    go(office.desk, sampling)
    carry_out_sample(Sample.objects.get().pk)
    assert Sample.objects.get().seed in office.desk.get(sampling).content.decode()
    assert firm.name_zh not in client.get(reverse("portal:enterprises")).content.decode()
    # the decision
    office.decide(case, "88.00")
    office.publish(certifying, "示例文〔2026〕认定1号")
    made = Designation.objects.get(application=case)
    profile = firm.public_url
    text = led(client, reverse("portal:enterprises"), profile)
    assert made.letter_number in text
    assert made.get_absolute_url() in text
    assert firm.name_zh in client.get(made.get_absolute_url()).content.decode()
    assert made.letter_number in ours.get(case.get_absolute_url()).content.decode()
