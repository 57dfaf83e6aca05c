"""Leading enterprises: what a signed document certified, and of the application nothing but field and technology."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from demonstrations.enterprises.demo import answers
from demonstrations.enterprises.models import Basics, Technology
from program import tracks
from program.applications.models import Application
from program.applications.steps import freeze
from program.calls.models import Call
from program.decisions.models import Designation, Standing
from program.decisions.steps import turn
from program.people.models import FormerOrganizationName, Organization, User
from program.portal.rules import tracks_of
from program.zones.models import Zone
from tests import factories
from tests.conftest import Asks
from tests.demonstrations.enterprises.conftest import certifying, firm, manager
from tests.demonstrations.parks.test_acceptance import designated

__all__ = ["certifying", "firm", "manager"]
pytestmark = pytest.mark.django_db
LIST = reverse("portal:enterprises")
TECHNOLOGY = "示例余热深度回收"
FIELD = "energy saving and environmental protection"


def certify(call: Call, zone: Zone, clerk: User, firm: Organization) -> Designation:
    """An enterprise whose version says field and technology."""
    case = factories.case(call, zone, clerk, firm)
    said = answers(0)["technology"]
    Technology.objects.filter(application=case).update(name=TECHNOLOGY, summary=said["summary"])
    Basics.objects.filter(application=case).update(
        field="energy_saving", employees=4321, contact_name="contact-yaffle"
    )
    with transaction.atomic():
        freeze(case, by=clerk, corrects=False)
    return designated(case, clerk)


@pytest.fixture
def held(certifying: Call, zone: Zone, clerk: User, firm: Organization) -> Designation:
    return certify(certifying, zone, clerk, firm)


def names(client: Client, query: str = "") -> list[str]:
    return [each.credit_code for each, _facts in client.get(f"{LIST}?{query}").context["firms"]]


def page(client: Client, firm: Organization) -> str:
    answer = client.get(firm.public_url)
    assert answer.status_code == 200
    return str(answer.content.decode())


# ---------------------------------------------------------------- the directory
def test_the_directory_holds_whoever_is_or_was_certified(
    held: Designation, zone: Zone, firm: Organization, client: Client
) -> None:
    factories.firm(zone)
    assert names(client) == [firm.credit_code]
    assert names(client, "standing=certified") == names(client, "province=32") == [firm.credit_code]
    assert names(client, "standing=expired") == names(client, "province=33") == []
    for standing in (Standing.SUSPENDED, Standing.REVOKED, Standing.EXPIRED):
        Designation.objects.update(standing=standing)
        assert names(client) == names(client, f"standing={standing}") == [firm.credit_code]
    assert client.get(f"{LIST}?field=energy_saving").status_code == 400
    assert client.get(f"{LIST}?standing=building").context["filter"].form.errors


def test_an_enterprise_is_found_by_every_name(held: Designation, firm: Organization, client: Client) -> None:
    FormerOrganizationName.objects.create(
        organization=firm, name_zh="旧称机械厂", until=date(2020, 1, 1), registration="登1号"
    )
    for text in ("绿色科技", "slls", "旧称", "jxc", firm.credit_code, firm.credit_code[4:12].lower()):
        assert names(client, f"q={text}") == [firm.credit_code], text
    assert names(client, "q=没有") == []


def test_a_row_says_field_technology_zone_and_certificate(
    held: Designation, zone: Zone, client: Client
) -> None:
    text = client.get(LIST).content.decode()
    for said in (
        TECHNOLOGY,
        "energy saving and environmental protection",
        zone.public_url,
        held.letter_number,
    ):
        assert said in text, said


def test_zones_and_enterprises_stand_apart(
    held: Designation, zone: Zone, firm: Organization, client: Client
) -> None:
    """A certified enterprise makes no zone a listed one, nor does a listed zone make its managing body an enterprise."""
    assert tracks_of("enterprises") == {"leading_enterprise"}
    assert client.get(reverse("portal:parks")).context["page"].paginator.count == 0
    assert client.get(reverse("portal:park", args=[zone.code])).context["profile"].honours == []
    titles = {track.code for track in tracks.everyone() if track.title.code == "leading_enterprise"}
    assert titles == {"leading_enterprise", "enterprise_renewal"}


def test_the_directory_costs_the_same_however_long(
    held: Designation, zone: Zone, certifying: Call, clerk: User, client: Client, asks: Asks
) -> None:
    with asks(4):  # how many, enterprises, their designations with the zones, what their versions say
        client.get(LIST)
    for _ in range(30):
        certify(certifying, zone, clerk, factories.firm(zone))
    with asks(4):
        assert len(client.get(LIST).context["firms"]) == 30
    with asks(4):
        assert len(client.get(f"{LIST}?page=2").context["firms"]) == 1
    with asks(5):  # one more: names and former names
        client.get(f"{LIST}?q=slls&standing=certified&province=32")


# ---------------------------------------------------------------- the profile
def test_a_profile_says_what_the_documents_say(
    held: Designation, zone: Zone, firm: Organization, client: Client
) -> None:
    FormerOrganizationName.objects.create(
        organization=firm, name_zh="示例旧称公司", until=date(2099, 1, 1), registration="登1号"
    )
    text = page(client, firm)
    for said in (
        firm.name_zh, firm.credit_code, zone.public_url, TECHNOLOGY, FIELD, held.letter_number,
        held.document.number, "called 示例旧称公司 when the letter was issued", "certified",
    ):  # fmt: skip
        assert said in text, said


def test_nothing_else_of_the_application_is_told(
    held: Designation, firm: Organization, client: Client
) -> None:
    content = held.application.latest_version().content
    for hidden in ("4321", "contact-yaffle", answers(0)["technology"]["summary"][:20]):
        assert hidden in content
        assert hidden not in page(client, firm) + client.get(LIST).content.decode(), hidden


def test_the_version_speaks_and_not_what_was_written_later(
    held: Designation, firm: Organization, client: Client
) -> None:
    Technology.objects.update(name="示例后写的名称")
    assert "示例后写的名称" not in page(client, firm)


def test_another_field_is_called_by_its_name(
    certifying: Call, zone: Zone, clerk: User, firm: Organization, client: Client
) -> None:
    case = factories.case(certifying, zone, clerk, firm)
    Basics.objects.filter(application=case).update(field="other", field_other="示例碳捕集")
    with transaction.atomic():
        freeze(case, by=clerk, corrects=False)
    designated(case, clerk)
    assert "示例碳捕集" in page(client, firm)


def test_a_standing_with_what_became_of_it(
    held: Designation, firm: Organization, supervisor: User, client: Client
) -> None:
    with transaction.atomic():
        turn(held, Standing.SUSPENDED, authority="示例专项办", number="停1号", by=supervisor)
    text = page(client, firm)
    assert text.index(held.document.number) < text.index("停1号")
    assert '<span class="tag wait">suspended</span>' in text
    with transaction.atomic():
        turn(held, Standing.REVOKED, authority="示例专项办", number="撤2号", by=supervisor)
    text = page(client, firm)
    assert text.index("停1号") < text.index("撤2号")
    assert "revoked" in text


def test_a_certificate_that_was_renewed(
    held: Designation, firm: Organization, zone: Zone, clerk: User, director: User, client: Client, asks: Asks
) -> None:
    """Re-examination names the technology anew and no field: the field is the certification's."""
    # who, whoever was merged into it, former names, designations, versions, years of accepted forms
    with asks(6):
        page(client, firm)
    Designation.objects.update(since=date(2023, 1, 1), until=date(2026, 6, 1))
    call = factories.call(clerk, director, track="enterprise_renewal", title_zh="示例期满复核")
    case = factories.case(call, zone, clerk, firm)
    Technology.objects.filter(application=case).update(name="示例新一代技术")
    with transaction.atomic():
        freeze(case, by=clerk, corrects=False)
    renewed = designated(case, clerk)
    with asks(6):
        text = page(client, firm)
    for said in (
        renewed.letter_number,
        held.letter_number,
        "示例新一代技术",
        "energy saving and environmental protection",
        "Earlier",
    ):
        assert said in text, said
    assert TECHNOLOGY not in text
    assert names(client, "standing=certified") == [firm.credit_code]


def test_who_never_was_certified_is_not_found(
    certifying: Call, zone: Zone, clerk: User, firm: Organization, case: Application, client: Client
) -> None:
    """Neither an applicant, nor a listed zone's managing body, nor nobody at all."""
    factories.case(certifying, zone, clerk, firm)
    designated(case, clerk)
    for code in (firm.credit_code, case.applicant.credit_code, "NONE"):
        assert client.get(reverse("portal:enterprise", args=[code])).status_code == 404
    assert names(client) == []


# ---------------------------------------------------------------- ways to it
def test_every_public_page_that_names_it_leads_there(
    held: Designation, firm: Organization, client: Client
) -> None:
    for where in (reverse("decisions:designations"), held.get_absolute_url(), LIST):
        assert f'href="{firm.public_url}"' in client.get(where).content.decode(), where
    for where in ("/", reverse("decisions:designations")):
        assert f'href="{LIST}"' in client.get(where).content.decode(), where
    sitemap = client.get(reverse("portal:sitemap")).content.decode()
    assert f"{LIST}</loc>" in sitemap
    assert f"{firm.public_url}</loc>" in sitemap


def test_the_search_finds_it_by_every_name(held: Designation, firm: Organization, client: Client) -> None:
    FormerOrganizationName.objects.create(
        organization=firm, name_zh="旧称机械厂", until=date(2020, 1, 1), registration="登1号"
    )
    for text in ("示例绿色科技", "sllskj", "jxc", firm.credit_code):
        found = client.get(reverse("portal:find"), {"q": text}).content.decode()
        assert f'href="{firm.public_url}"' in found, text
        assert f'href="{held.get_absolute_url()}"' in found, text
        assert "None" not in found


def test_the_search_finds_no_applicant(
    certifying: Call, zone: Zone, clerk: User, firm: Organization, client: Client
) -> None:
    factories.case(certifying, zone, clerk, firm)
    found = client.get(reverse("portal:find"), {"q": firm.name_zh}).content.decode()
    assert firm.public_url not in found
