"""退出统计: a site leaves a zone's statistics after a year, by the zone's reviewer, from its board."""

import pytest
from django.urls import reverse

from program.indicators import actions, rules
from program.indicators.models import Declaration
from program.journal.models import Line, Verb
from program.people.models import User
from program.refusals import Invalid
from program.zones.actions import end_affiliation
from program.zones.models import Affiliation, Site, Zone
from tests.conftest import SignIn
from tests.indicators.conftest import YEAR


def leave(zone: Zone, site: Site) -> str:
    return reverse("indicators:end_affiliation", args=[zone.code, site.pk])


def board_of(zone: Zone, year: int = YEAR) -> str:
    return f"{reverse('indicators:board', args=[zone.code])}?year={year}"


def test_from_the_board_with_its_effects_first(
    site: Site, zone: Zone, reviewer: User, signed_in: SignIn
) -> None:
    browser = signed_in(reviewer)
    assert f"{leave(zone, site)}?year={YEAR}" in browser.get(board_of(zone)).content.decode()
    page = browser.get(f"{leave(zone, site)}?year={YEAR}")
    assert "What this does:" in page.content.decode()
    assert Affiliation.objects.get().until_year is None, "looking does nothing"
    done = browser.post(f"{leave(zone, site)}?year={YEAR}", {"until_year": str(YEAR)})
    assert done.headers["Location"] == board_of(zone)
    assert Affiliation.objects.get().until_year == YEAR
    line = Line.objects.get(verb=Verb.END_SITE)
    assert (line.subject, line.actor) == (zone.code, reviewer)
    shown = browser.get(board_of(zone)).content.decode()
    assert f"in the statistics up to {YEAR}" in shown
    assert leave(zone, site) not in shown
    assert [firm.site for firm in rules.board(zone, YEAR + 1).firms] == []
    assert browser.get(leave(zone, site)).status_code == 404, "twice"
    assert browser.post(leave(zone, site), {"until_year": "2024"}).status_code == 404


def test_bad_years_are_refused_at_the_field(
    site: Site, zone: Zone, applicant: User, signed_in: SignIn
) -> None:
    browser = signed_in(applicant)
    for year in ("", "x", "2022", "2999", "1e3", "9" * 40):
        answer = browser.post(leave(zone, site), {"until_year": year})
        assert (answer.status_code, answer.context["form"].has_error("until_year")) == (422, True), year
    assert Affiliation.objects.get().until_year is None


def test_what_it_declared_later_keeps_it(
    draft: Declaration,
    filled: Declaration,
    site: Site,
    zone: Zone,
    applicant: User,
    firm: User,
    signed_in: SignIn,
) -> None:
    """A draft keeps nobody; what was handed in for a year stays with the zone, so the year does."""
    actions.submit(filled, by=firm)
    with pytest.raises(Invalid, match=f"It declared here for {YEAR}"):
        end_affiliation(site, zone, until_year=YEAR - 1, by=applicant)
    answer = signed_in(applicant).post(leave(zone, site), {"until_year": str(YEAR - 1)})
    assert (answer.status_code, answer.context["form"].has_error("until_year")) == (422, True)
    assert Affiliation.objects.get().until_year is None
    end_affiliation(site, zone, until_year=YEAR, by=applicant)


def test_a_draft_keeps_nobody(draft: Declaration, site: Site, zone: Zone, applicant: User) -> None:
    end_affiliation(site, zone, until_year=YEAR - 1, by=applicant)
    assert Affiliation.objects.get().until_year == YEAR - 1


def test_whose_page_it_is(
    site: Site, zone: Zone, other_zone: Zone, contact: User, stranger: User, firm: User, supervisor: User,
    applicant: User, signed_in: SignIn,
) -> None:  # fmt: skip
    for person, answer in ((contact, 403), (supervisor, 403), (stranger, 404), (firm, 404)):
        browser = signed_in(person)
        assert browser.get(leave(zone, site)).status_code == answer, person
        assert browser.post(leave(zone, site), {"until_year": "2025"}).status_code == answer, person
        assert leave(zone, site) not in browser.get(board_of(zone)).content.decode(), person
    assert signed_in(stranger).get(leave(other_zone, site)).status_code == 404, "it does not stand there"
    assert Affiliation.objects.get().until_year is None
