"""Who there is, who asks, and the strings that are planted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from program.people.models import User
from program.people.rules import has_second_factor
from tests.people import app

TODAY = date(2026, 6, 24)
"""A Wednesday of a year whose calendar is published: what is provisional fires nothing."""

PLANTED = {
    "expert": "Quagga",
    "employer": "Okapi Institute",
    "comment": "comment-aardwolf",
    "opinion": "opinion-bandicoot",
    "unsubmitted sheet": "sheet-caracal",
    "panel opinion": "panel-dugong",
    "void reason": "void-echidna",
    "conflict reason": "conflict-fossa",
    "withdrawn sheet": "withdrawn-gaur",
    "departure": "departure-hoatzin",
    "conditions note": "conditions-ibex",
    "stepped aside": "aside-jerboa",
    "objector": "Objector Kinkajou",
    "objector phone": "13987654321",
    "objector mail": "kinkajou@example.org",
    "grounds": "grounds-lemming",
    "draft text": "draft-markhor",
    "trade secret": "secret-numbat",
    "visit summary": "visit-olingo",
    "foreign trade secret": "secret-quokka",
    "foreign text": "text-rhebok",
    "document number": "示例密字〔2026〕99号",
    "pool project": "project-serval",
    "draft project": "project-tapir",
    "restriction": "restriction-uakari",
    "restricted draft": "restricted-vicuna",
    "lifting reason": "lifting-wombat",
    "credit words": "credit-xerus",
    "ledger draft": "ledger-yapok",
    "ledger entry": "ledger-zorilla",
    "ledger of the office": "ledger-addax",
    "served draft": "served-axolotl",
    "served record": "served-binturong",
    "yearly draft": "yearly-dormouse",
    "yearly form": "yearly-egret",
    "strike reason": "strike-capybara",
    "inspection": "inspection-degu",
    "provider waiting": "provider-ermine",
    "need waiting": "need-fennec",
    "need contact": "13912340987",
    "return note": "return-yak",
    "extension reason": "extension-zorilla",
    "kept objection": "kept-zebu",
    "lead": "lead-agouti",
    "verdict": "verdict-bilby",
    "finding": "finding-coati",
    "draft measure": "measure-dhole",
    "unsigned decision": "decision-eland",
    "unsigned reversal": "reversal-ferret",
    "announced measure": "facts-gerenuk",
    "defence": "defence-hyrax",
    "appeal": "appeal-indri",
    "rectification": "rectified-jackal",
    "switch": "switch-wolverine",
    "unsigned alteration": "alteration-kudu",
    "draft change": "change-klipspringer",
    "sent change": "change-loris",
    "unsigned outcome": "outcome-meerkat",
    "draft scheme": "scheme-kudu",
    "evaluation anew": "anew-langur",
    "report draft": "report-kudu",
    "report handed in": "report-lemur",
    "report secret": "report-mongoose",
    "news draft": "news-narwhal",
    "news sent": "news-ocelot",
    "news returned": "news-peccary",
    "return of news": "returned-quoll",
    "news withdrawn": "news-ratel",
    "certified application": "certified-suricate",
    "claim": "claim-tenrec",
    "contested claim": "contested-urial",
    "unsigned settlement": "settlement-vole",
}
"""Unlike any word of the program; each stands where its name says and nowhere else."""


PUBLIC = "public"
PASSWORD = "demo"
"""Everybody's."""


@dataclass
class World:
    """Who there is, what they own, and every letter that was sent on the way."""

    users: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    letters: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    sessions: dict[str, str] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))
    """One for all browsers: each of its own would read the list of static files once more, which takes longer than a page."""

    def browser(self, role: str) -> Client:
        """A browser of its own in which the person of a role is signed in; nobody for the public."""
        client = Client()
        client.handler = self.handler
        if role != PUBLIC:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def ask(self, role: str, where: str, posted: dict[str, Any] | None = None) -> Any:
        """The answer to a GET, or to a POST of something; a file is closed again."""
        browser = self.browser(role)
        response: Any = browser.get(where) if posted is None else browser.post(where, posted)
        if response.streaming:
            response.body = b"".join(response)
            response.close()
        else:
            response.body = response.content
        return response

    def text(self, role: str, where: str) -> str:
        """A page as text; nothing if it is no page."""
        response = self.ask(role, where)
        is_page = response.status_code == 200 and "text/html" in response.headers["Content-Type"]
        return response.body.decode() if is_page else ""

    def sign_in(self) -> None:
        """Once for all tests."""
        for role, user in self.users.items():
            client = Client()
            client.force_login(user)
            if has_second_factor(user):
                app.passed(client)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value


PEOPLE = {
    "manager": "park",
    "contact": "park_member",
    "foreign manager": "park2",
    "recommender": "province",
    "foreign recommender": "province2",
    "expert": "expert1",
    "other expert": "expert7",
    "inspector": "inspector",
    "other inspector": "inspector4",
    "clerk": "clerk",
    "director": "director",
    "supervisor": "supervisor",
    "auditor": "auditor",
    "admin": "admin",
    "security": "security",
}


JOINED = date(2026, 1, 12)
