"""Lists take only the orders and filters they offer, and cost the same however long they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from program import clock
from program.applications.models import Application
from program.notify.models import Message, Text
from program.people.models import Role
from program.process.models import StageName
from tests import factories
from tests.access.world import World

LIST, CASE, REGISTER = 15, 25, 12
DRAFT = 30
"""A case that is written: its parts, what is missing in each, and what its declared figures say."""
"""Queries a list, or the page of one thing, may ask, whatever it shows; the session's and the user's are among them."""
LISTS = {
    "desk:desk": ("manager", "recommender", "clerk", "director", "auditor", "expert", "inspector"),
    "desk:inbox": ("manager", "clerk"),
    "desk:journal": ("auditor", "security"),
    "applications:list": ("manager", "recommender", "clerk", "auditor"),
    "indicators:declarations": ("manager", "clerk", "supervisor"),
    "zones:list": ("manager", "recommender", "clerk"),
    "zones:bodies": ("recommender", "clerk"),
    "calls:manage": ("clerk", "director"),
    "rulesets:list": ("clerk",),
    "indicators:list": ("clerk", "manager"),
    "reviews:mine": ("expert",),
    "reviews:rounds": ("clerk",),
    "reviews:experts": ("clerk",),
    "visits:mine": ("inspector", "clerk"),
    "decisions:batches": ("clerk", "director"),
    "decisions:documents": ("clerk",),
    "decisions:objections": ("clerk",),
    "decisions:notices": ("public", "manager"),
    "decisions:designations": ("public", "clerk"),
    "papers:letterheads": ("clerk",),
    "registers:index": ("manager", "clerk", "supervisor"),
    "registers:projects": ("manager", "clerk", "supervisor"),
    "registers:restrictions": ("manager", "clerk", "supervisor"),
    "registers:restricted_projects": ("manager", "director"),
    "registers:checks": ("clerk", "supervisor"),
    "ledger:list": ("manager", "clerk", "supervisor"),
    "ledger:coverage": ("manager", "clerk"),
    "served:records": ("manager", "clerk", "enterprise"),
    "served:entries": ("clerk", "enterprise"),
    "served:market": ("clerk", "enterprise"),
    "served:samples": ("clerk",),
    "served:decisions": ("director",),
    "served:public": ("public",),
    "served:providers": ("public",),
    "served:needs": ("public",),
    "supervision:matrix": ("manager", "clerk", "recommender"),
    "supervision:alerts": ("manager", "supervisor"),
    "alterations:list": ("manager", "clerk", "supervisor"),
    "claims:list": ("manager", "clerk", "enterprise"),
    "alterations:changes": ("manager", "clerk", "enterprise"),
    "monitoring:index": ("manager", "clerk", "supervisor"),
    "measures:leads": ("clerk", "supervisor"),
    "measures:measures": ("manager", "clerk", "supervisor"),
    "reports:public": ("public", "manager"),
    "portal:home": ("public", "manager"),
    "portal:parks": ("public", "manager"),
    "portal:enterprises": ("public", "manager"),
    "portal:news_list": ("public", "manager"),
    "portal:newsroom": ("manager", "clerk", "director"),
    "portal:find": ("public", "manager"),
    "portal:calls": ("public", "manager"),
    "people:members": ("manager", "clerk", "admin"),
    "desk:statistics": ("clerk", "supervisor"),
    "exports:index": ("clerk",),
    "switches:index": ("admin",),
}
DETAILS = {
    "reviews:round": ("round", "clerk"),
    "reviews:ranking": ("run", "clerk"),
    "decisions:batch": ("batch", "director"),
    "decisions:notice": ("notice", "public"),
    "decisions:document": ("document", "director"),
    "calls:detail": ("open_call", "clerk"),
    "indicators:declaration": ("own_declaration", "manager"),
    "indicators:return": ("sent_declaration", "clerk"),
    "registers:project": ("sent_project", "clerk"),
    "registers:restriction": ("held_restriction", "director"),
    "ledger:entry": ("ledger_sent", "clerk"),
    "served:record": ("served_sent", "clerk"),
    "served:sample": ("served_sample", "clerk"),
    "served:posting": ("served_open_need", "enterprise"),
    "supervision:duty": ("owed_duty", "clerk"),
    "supervision:alert": ("alert", "supervisor"),
    "alterations:alteration": ("alteration", "director"),
    "claims:claim": ("contested_claim", "director"),
    "alterations:change": ("drafted_change", "director"),
    "reports:report": ("sent_report", "clerk"),
    "reports:edit": ("draft_report", "manager"),
    "reports:check": ("draft_report", "manager"),
    "measures:lead": ("verified_lead", "supervisor"),
    "measures:measure": ("held_measure", "director"),
    "measures:rectification": ("rectified", "supervisor"),
    "papers:of_call": ("middle_call", "clerk"),
    "papers:of_batch": ("batch", "clerk"),
    "portal:call": ("open_call", "manager"),
    "portal:filed": ("news_sent", "clerk"),
}


def asked(world: World, role: str, where: str) -> list[str]:
    """The queries of one page, the clock's left out."""
    browser = world.browser(role)
    with CaptureQueriesContext(connection) as context:
        response = browser.get(where)
    assert response.status_code == 200, f"{role} {where}"
    return [
        query["sql"] for query in context.captured_queries if "clock_timestamp" not in (query["sql"] or "")
    ]


def copies(world: World, mark: str) -> None:
    """One more row of each register, with other numbers."""
    for name in (
        "sent_project", "held_restriction", "held_entry", "credit_check", "ledger_sent", "lead", "announced_measure",
        "signed_alteration",
    ):  # fmt: skip
        row = type(world[name]).objects.get(pk=world[name].pk)
        row.pk, row._state.adding, row.number, row.document_number = None, True, f"{name[:6]}-{mark}", mark
        if name == "announced_measure":  # one a lead and organisation
            row.credit_code = factories.credit_code()
        row.save()


@pytest.fixture
def more(world: World) -> Callable[[int], None]:
    """So many more of everything that lists are made of, without the verbs."""

    def make(count: int) -> None:
        clerk, director, manager = world.users["clerk"], world.users["director"], world.users["manager"]
        call = world["open_call"]
        organization, body = world["draft"].applicant, world["body"]
        for number in range(count):
            zone = factories.zone(body, organization)
            case = factories.case(call, zone, manager)
            stage = (StageName.RECOMMENDATION, StageName.FORMALITY_CHECK, StageName.DELIBERATION)[number % 3]
            Application.objects.filter(pk=case.pk).update(first_submitted_at=clock.now())
            if number % 3 < 2:
                factories.move(case, stage, by=manager)
            else:
                factories.rest_at(case, stage)
            copies(world, f"{count}-{number}")
            factories.member(organization, Role.CONTACT)
            factories.recommending_body()
            Message.objects.create(
                recipient=manager, text=Text.ACCEPTED, facts={"case": "示例"}, path="/desk/"
            )
        for number in range(count // 10):
            factories.call(
                clerk, director, title_zh=f"示例{number}", opens_at=clock.now() - timedelta(days=1)
            )

    return make


def allowed(name: str) -> int:
    if name in DETAILS:
        return CASE
    return REGISTER if name.startswith(("registers:", "ledger:", "measures:", "alterations:")) else LIST


def test_lists_cost_the_same_however_long(world: World, more: Callable[[int], None]) -> None:
    pages = [(name, role, reverse(name)) for name, roles in LISTS.items() for role in roles]
    pages += [(name, role, reverse(name, args=[world[thing].pk])) for name, (thing, role) in DETAILS.items()]
    more(3)
    before = {(name, role): len(asked(world, role, where)) for name, role, where in pages}
    more(30)
    wrong = []
    for name, role, where in pages:
        queries = asked(world, role, where)
        if len(queries) > allowed(name) or len(queries) > before[name, role]:
            wrong.append(f"{name} as {role}: {before[name, role]}, then {len(queries)}")
    assert wrong == []


CASES = (
    "draft",
    "recommended",
    "checked",
    "corrected",
    "in_review",
    "visited",
    "deliberated",
    "unlisted",
    "on_notice",
    "publication",
    "listed",
)


@pytest.mark.parametrize("name", CASES)
def test_the_page_of_a_case(world: World, name: str) -> None:
    for role in ("manager", "recommender", "clerk", "director", "auditor"):
        if (name, role) == ("draft", "recommender"):
            continue
        queries = asked(world, role, reverse("desk:case", args=[world[name].pk]))
        assert len(queries) <= (DRAFT if name == "draft" else CASE), f"{role}: {len(queries)}\n" + "\n".join(
            queries
        )


@pytest.mark.parametrize("name", LISTS)
def test_unknown_orders_and_filters(world: World, name: str) -> None:
    """What the list does not offer is refused; a value that is rubbish is refused or finds nothing, and is never an error."""
    where, role = reverse(name), LISTS[name][0]
    for query in (
        "sort=password",
        "sort=-panel_cases__opinion",
        "order=rank",
        "score=1",
        "applicant__name_zh=x",
    ):
        assert world.ask(role, f"{where}?{query}").status_code == 400, f"{name}?{query}"
    for query in (
        "page=0", "page=x", "page=99999999999999",
        "page=-1", "sort=%00", "stage=%00", "sort=&sort=", "organization=99999999999999999999", "q=%00",
        "call=x", "call=" + "9" * 30,
    ):  # fmt: skip
        response = world.ask(role, f"{where}?{query}")
        assert response.status_code in {200, 400, 404}, f"{name}?{query}: {response.status_code}"


def test_what_a_phone_adds_to_an_address_that_is_passed_on_is_let_through(world: World) -> None:
    for name in ("portal:home", "portal:calls", "decisions:designations"):
        where = f"{reverse(name)}?from=singlemessage&isappinstalled=0"
        assert world.ask("public", where).status_code == 200, name


def test_who_asks_for_what_there_is_not_is_not_told_that_something_was_sent(world: World) -> None:
    page = world.ask("public", f"{reverse('decisions:designations')}?sort=password").body.decode()
    assert "does not offer" in page
    assert "send it again" not in page
