"""Every id, file and token of each organisation asked for by everybody whom it does not concern: 404, and no
trace of what is theirs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from demonstrations.served.models import RecordFile, State
from program.applications.models import Application
from program.files.models import File
from program.people.models import Organization
from program.portal.models import NewsState
from tests.access.world import PLANTED, World

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="the same queries on both; CI has eight minutes for each database",
)
STRANGERS = {
    "own": ("foreign manager", "foreign recommender", "other expert", "other inspector", "supervisor", "admin",
    "security", "enterprise", "public"),
    "foreign": ("manager", "contact", "recommender", "expert", "inspector", "supervisor", "admin", "security", "enterprise",
    "public"),
}  # fmt: skip
TRACES = {
    "own": (PLANTED["draft text"], PLANTED["trade secret"], "示例park管委会"),
    "foreign": (PLANTED["foreign text"], PLANTED["foreign trade secret"], "示例park2管委会"),
}
OF_CASE = (
    "desk:case", "applications:attachments", "applications:corrections", "applications:answers", "applications:seal",
    "applications:recall", "applications:abandon", "applications:recommend", "applications:return", "applications:refuse",
    "applications:close_unrecommended", "applications:check", "applications:ask_correction", "applications:lapse_correction",
    "applications:not_accept", "applications:assign", "applications:versions", "visits:plan",
)  # fmt: skip
"""Pages of a case; whoever does not reach the case meets none of them."""


def cases(side: str) -> list[Application]:
    manager = {"own": "park", "foreign": "park2"}[side]
    return list(Application.objects.filter(applicant__memberships__user__username=manager).distinct())


def visitors(case: Application) -> set[str]:
    """Inspectors who are to see the case: their cast's names are their roles."""
    return {
        member.user.username for visit in case.visits.all() for member in visit.team.select_related("user")
    }


def addresses(case: Application, *, all_pages: bool) -> Iterator[str]:
    """Of every case its own page and its version; of one in four also the pages of each move."""
    for name in OF_CASE if all_pages else OF_CASE[:1]:
        yield reverse(name, args=[case.pk])
    yield reverse("applications:version", args=[case.pk, 1])
    if not all_pages:
        return
    for two in ((1, 1), (1, 2)):
        yield reverse("applications:comparison", args=[case.pk, *two])
    for part in ("basics", "plan"):
        yield reverse("applications:part", args=[case.pk, part])


@pytest.mark.parametrize("side", STRANGERS)
def test_cases_of_others(world: World, side: str) -> None:
    """Inspectors and experts read what is assigned to them on pages of their own, never on the page of the case."""
    for place, case in enumerate(cases(side)):
        for where in addresses(case, all_pages=place % 4 == 0):
            for role in STRANGERS[side]:
                if "/versions/1/" in where and "against" not in where and role in visitors(case):
                    continue  # who goes to see what a version declares may read that version
                response = world.ask(role, where)
                text = response.body.decode()
                assert response.status_code == (302 if role == "public" else 404), f"{role}: {where}"
                assert not [trace for trace in (*TRACES[side], case.number) if trace in text], (
                    f"{role}: {where}"
                )


def reaches(world: World) -> dict[str, set[int]]:
    """Role → what it may open, as the one queryset says that the page of a file asks."""
    people: dict[str, Any] = {"public": AnonymousUser(), **world.users}
    return {
        role: set(File.objects.visible_to(user).values_list("pk", flat=True)) for role, user in people.items()
    }


def is_given(world: World, role: str, file: int) -> bool:
    """Whether the person's browser is given the file."""
    response = world.browser(role).get(reverse("files:file", args=[file]))
    assert response.status_code in {200, 404}, f"{role}: {file}"
    response.close()
    return response.status_code == 200


def pks(**lookups: object) -> set[int]:
    return set(File.objects.filter(**lookups).values_list("pk", flat=True))


def named(files: set[int]) -> list[tuple[int, str]]:
    return list(File.objects.filter(pk__in=files).values_list("pk", "name"))


def test_files(world: World) -> None:
    """Each kind of file, and all who may open it."""
    everything = pks()
    seen = reaches(world)
    alike = {tuple(file in given for given in seen.values()): file for file in sorted(everything)}
    for file in alike.values():  # one of each kind, for everybody
        for role, given in seen.items():
            assert is_given(world, role, file) == (file in given), f"{role}: {file}"
    attachments = {side: pks(attachments__application__in=cases(side)) for side in STRANGERS}
    handed_in = {
        side: pks(version_files__version__application__in=cases(side))
        | pks(sealed_pages__version__application__in=cases(side))
        for side in STRANGERS
    }
    drafts = {side: attachments[side] - handed_in[side] for side in STRANGERS}
    assert all(drafts.values())
    assert handed_in["own"]
    letters = pks(recommendations__isnull=False)
    evidence, unsigned = (
        pks(objections__isnull=False),
        pks(official_documents__signed_at=None) & pks(official_documents__isnull=False),
    )
    records = pks(visit_records__isnull=False)
    assert letters
    assert evidence
    assert unsigned
    public = seen["public"]
    assert public == (
        pks(official_documents__signed_at__isnull=False)
        | pks(notices__isnull=False)
        | pks(reports__isnull=False)
        | pks(news__state=NewsState.RELEASED)
    )
    of_zone, of_firm = (
        pks(item_evidence__handed_in=False, item_evidence__declaration__site__isnull=alone)
        for alone in (True, False)
    )
    assert of_zone
    assert of_firm
    gathered = of_zone | of_firm
    served = {row.file_id for row in RecordFile.objects.filter(record__state=State.DRAFT)}
    about = {row.file_id for row in RecordFile.objects.filter(record__enterprise=world["firm"])} - served
    own = (
        pks(attachments__application__applicant=world["firm"])
        | pks(version_files__version__application__applicant=world["firm"])
        | pks(sealed_pages__version__application__applicant=world["firm"])
        | pks(designation_letters__designation__organization=world["firm"])
        | {world["draft_change"].notice_id}
    )
    odd = (seen["enterprise"] & everything) ^ (of_firm | public | own | about)
    assert not odd, named(odd)
    for role in ("clerk", "director", "auditor"):
        others = (
            set() if role == "clerk" else {world["export"].file_id}
        )  # a list that was taken out is one person's
        begun = {world["draft_change"].notice_id}
        unseen = drafts["own"] | drafts["foreign"] | gathered | others | begun
        odd = (everything - seen[role]) ^ unseen
        assert not odd, (role, named(odd))
    for role in ("manager", "contact"):
        assert drafts["own"] | handed_in["own"] | of_zone <= seen[role]
        assert not seen[role] & (
            attachments["foreign"] | handed_in["foreign"] | letters | evidence | unsigned | of_firm
        ), role
    assert not seen["foreign manager"] & (
        attachments["own"] | handed_in["own"] | letters | evidence | unsigned | records
    )
    assert letters <= seen["recommender"]
    assert handed_in["own"] - pks(trade_secret=True) <= seen["recommender"]
    assert not handed_in["own"] & pks(trade_secret=True) & seen["recommender"]
    assert not seen["recommender"] & (drafts["own"] | attachments["foreign"] | evidence | unsigned | records)
    for role in ("foreign recommender", "other expert", "supervisor", "admin", "security"):
        assert not seen[role] & (
            attachments["own"] | handed_in["own"] | letters | evidence | unsigned | records | gathered
        ), role
    for role in ("expert", "inspector", "other inspector"):
        assert not seen[role] & (drafts["own"] | drafts["foreign"] | letters | evidence | unsigned), role


def test_people_of_others(world: World) -> None:
    """`?organization=` is another way to an organisation's people."""
    for side, insider in (("park", "manager"), ("park2", "foreign manager")):
        organization = Organization.objects.filter(memberships__user__username=side).get()
        where = f"{reverse('people:members')}?organization={organization.pk}"
        for role in world.users:
            expected = (
                200
                if role in {insider, "clerk", "director", "auditor"}
                or (insider, role) == ("manager", "contact")
                else 404
            )
            assert world.ask(role, where).status_code == expected, f"{role}: {where}"


def test_tokens(world: World) -> None:
    """A token opens its own page to its bearer and no other; a wrong one opens nothing."""
    for name, own in (
        ("people:invitation", "token"),
        ("zones:onboarding", "join_token"),
        ("decisions:objection_confirm", "confirmation"),
    ):
        for other in ("token", "join_token", "confirmation", "receipt"):
            for role in ("public", "foreign manager"):
                posted = world.ask(role, reverse(name, args=[world[other]]), {})
                if other != own:
                    assert posted.status_code in {302, 404, 410, 409}, f"{name} with {other} as {role}"
                    assert PLANTED["objector"] not in posted.body.decode()
