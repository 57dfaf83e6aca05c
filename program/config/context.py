"""What the frame of every page shows: the office, the way round, the person, unread messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from program import clock
from program.notify.models import Message
from program.people.http import PASSED, came_from, nearest_page
from program.people.models import APPLICANT_ROLES, READING_ROLES, Role, User
from program.people.rules import needs_second_factor, standing
from program.switches.models import Name
from program.switches.rules import glance

EVERY_ROLE = frozenset(Role)
OUTSIDE_ROLES = APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.RECOMMENDER}


@dataclass(frozen=True)
class Way:
    """An entry of the masthead: its words, the name of its address, and the roles that get it."""

    label: str | LazyText
    name: str
    roles: frozenset[Role] = EVERY_ROLE


PUBLIC_WAYS = (
    Way(_("Home"), "portal:home"),
    Way(pgettext_lazy("masthead", "Progress"), "progress:board"),
    Way(_("Calls"), "portal:calls"),
    Way(_("Public notices"), "decisions:notices"),
    Way(_("Published lists"), "decisions:designations"),
    Way(_("Demonstration parks"), "portal:parks"),
    Way(_("Leading enterprises"), "portal:enterprises"),
    Way(pgettext_lazy("public site", "News"), "portal:news_list"),
)
WAYS = (
    Way(_("My work"), "desk:desk"),
    Way(_("My cases"), "applications:list", APPLICANT_ROLES),
    Way(_("Calls"), "portal:calls", APPLICANT_ROLES),
    Way(_("Cases"), "applications:list", READING_ROLES | {Role.RECOMMENDER, Role.ZONE_REVIEWER}),
    Way(
        _("Declarations"),
        "indicators:declarations",
        READING_ROLES | APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.SUPERVISOR},
    ),
    Way(_("Manage calls"), "calls:manage", READING_ROLES),
    Way(_("Reviews"), "reviews:mine", frozenset({Role.EXPERT})),
    Way(_("Review rounds"), "reviews:rounds", READING_ROLES),
    Way(_("Site visits"), "visits:mine", frozenset({Role.INSPECTOR})),
    Way(_("Deliberation"), "decisions:batches", READING_ROLES),
    Way(_("Zones"), "zones:list", frozenset({Role.RECOMMENDER})),
    Way(
        _("Registers"),
        "registers:index",
        READING_ROLES | APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.SUPERVISOR},
    ),
    Way(
        _("Work ledger"),
        "ledger:list",
        READING_ROLES | APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.SUPERVISOR},
    ),
    Way(
        pgettext_lazy("public site", "News"),
        "portal:newsroom",
        READING_ROLES | {Role.MANAGER, Role.ZONE_REVIEWER},
    ),
    Way(
        _("Served enterprises"),
        "served:records",
        READING_ROLES | APPLICANT_ROLES | {Role.ZONE_REVIEWER, Role.SUPERVISOR},
    ),
    Way(_("Supervision"), "supervision:matrix", READING_ROLES | OUTSIDE_ROLES | {Role.SUPERVISOR}),
    Way(pgettext_lazy("office", "Statistics"), "desk:statistics", READING_ROLES | {Role.SUPERVISOR}),
    Way(_("Rules"), "rulesets:list", READING_ROLES),
    Way(
        _("Members"),
        "people:members",
        frozenset({Role.MANAGER, Role.RECOMMENDER, Role.ADMIN, Role.SECURITY, *READING_ROLES}),
    ),
    Way(_("Platform journal"), "desk:journal", frozenset({Role.AUDITOR, Role.SECURITY})),
    Way(pgettext_lazy("masthead", "Switches"), "switches:index", frozenset({Role.ADMIN})),
    Way(_("Public notices"), "decisions:notices", OUTSIDE_ROLES),
    Way(_("Published lists"), "decisions:designations", OUTSIDE_ROLES),
)
"""The whole way round. A page that is not built yet is left out of the masthead, here and nowhere else."""


@dataclass(frozen=True)
class Entry:
    """One link of the masthead, as this person sees it."""

    label: str | LazyText
    href: str
    current: bool


class Site:
    """`site` in every template."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.demo: bool = settings.DEMO
        self.source_url: str = settings.SOURCE_URL

    @property
    def lang(self) -> str:
        """For the lang attribute."""
        return "en" if (get_language() or "").startswith("en") else "zh-CN"

    @property
    def office(self) -> str:
        return str(settings.OFFICE["name_en" if self.lang == "en" else "name"])

    @property
    def home(self) -> str:
        return address("portal:home") or "/"

    @property
    def sign_in(self) -> str:
        return address("people:sign_in")

    @property
    def banner(self) -> str:
        """What a platform says that can only be read; nothing is asked of the database most of the time."""
        found = glance().get(Name.READ_ONLY)
        return found.text if found else ""

    @property
    def profile(self) -> str:
        return "" if self.held_up else address("people:profile")

    @property
    def sign_out(self) -> str:
        return address("people:sign_out")

    @property
    def open_data(self) -> str:
        return address("portal:open_data")

    @property
    def search(self) -> str:
        return "" if self.held_up or self.person is None else address("search:search")

    @property
    def find(self) -> str:
        """The search of the public site."""
        return address("portal:find")

    @property
    def inbox(self) -> str:
        return "" if self.held_up else address("desk:inbox")

    @property
    def person(self) -> User | None:
        """None for the public, and where a request broke off before anybody was looked up."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def held_up(self) -> bool:
        """Whether the person reaches nothing before a second factor is set up (SecondFactorFirst): no way leads on."""
        person = self.person
        return person is not None and needs_second_factor(person) and not self._request.session.get(PASSED)

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole page: the database is asked once."""
        return clock.now()

    @cached_property
    def entries(self) -> list[Entry]:
        ways = list(self._ways())
        path = self._request.path
        here = max(
            (href for _way, href in ways if path == href or (href != self.home and path.startswith(href))),
            key=len,
            default=None,
        )
        return [Entry(way.label, href, href == here) for way, href in ways]

    def _ways(self) -> Iterator[tuple[Way, str]]:
        held = standing(self.person)
        for way in () if self.held_up else WAYS if self.person else PUBLIC_WAYS:
            href = address(way.name)
            if href and (way.roles is EVERY_ROLE or held.has(*way.roles)):
                yield way, href

    @cached_property
    def unread(self) -> int:
        """Unread messages of the person; one query, unless the page has counted them."""
        if self.person is None:
            return 0
        counted: int | None = getattr(self._request, "unread", None)
        return Message.objects.visible_to(self.person).unread().count() if counted is None else counted

    @property
    def here(self) -> str:
        """Where the language switch comes back to: this page, or the one whose form was sent."""
        return self._request.get_full_path() if self._request.method == "GET" else self.back

    @property
    def back(self) -> str:
        """The page that the person came from, if it is one of ours and can be read; else the desk or the home page."""
        before = came_from(self._request)
        if not before or before.partition("?")[0] == self.sign_in:  # the sign-in would only lead here again
            return self.start
        return nearest_page(before, self.start)

    @property
    def near(self) -> str:
        """The page to which the address belongs: where somebody reads on who has opened the address of a step."""
        return nearest_page(self._request.path, self.start)

    @property
    def start(self) -> str:
        """Where this person begins."""
        return (self.person and address("desk:desk")) or self.home


def address(name: str) -> str:
    """The address of that name; empty while its page is not built."""
    return _address(name, settings.ROOT_URLCONF, get_script_prefix())


@cache
def _address(name: str, _addresses: str, _prefix: str) -> str:
    """A menu of twenty ways is on every page, and where they lead changes with neither person nor page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page(request: HttpRequest) -> dict[str, Site]:
    """The context processor: `{{ site }}`, and nothing is read from the database before it is asked for."""
    return {"site": Site(request)}
