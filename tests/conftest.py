"""The cast: one person for each role, two of every kind of organisation, so that somebody is always the stranger."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import hypothesis
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from program.applications.models import Application
from program.background.models import Promise
from program.background.steps import keep
from program.calls.models import Call
from program.journal import triggers
from program.people.models import Organization, OrganizationKind, Role, User
from program.switches import rules as switches
from program.zones.models import RecommendingBody, Zone
from tests import emptying, factories

Asks = Callable[[int], AbstractContextManager[None]]
SignIn = Callable[[User], Client]
Keep = Callable[[], list[str]]


# ---------------------------------------------------------------- how every test runs
hypothesis.settings.register_profile(
    "ci", derandomize=True
)  # what failed once fails again; at home it looks further
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(autouse=True)
def _plain_settings(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """English sentences, so that a better translation breaks no test; hashes that cost nothing; files that go away."""
    settings.FILES_DIR = tmp_path_factory.getbasetemp() / "files"
    settings.JOURNAL_ANCHORS = tmp_path_factory.getbasetemp() / "heads.txt"
    settings.LANGUAGE_CODE = "en"
    settings.PUBLIC_PAGES_KEPT = 0  # what a test writes by hand has no line in the journal
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_is_switched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A glance at the switches costs a query every few seconds: which page of a test that meets is not left to chance."""
    monkeypatch.setattr(switches.Glance, "seen", {})
    monkeypatch.setattr(switches.Glance, "until", float("inf"))


@pytest.fixture(autouse=True)
def _flushable(request: pytest.FixtureRequest) -> Iterator[None]:
    """The flush that ends a transactional test may empty the frozen tables; its post_migrate puts the triggers back."""
    marker = request.node.get_closest_marker("django_db")
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker is not None and marker.kwargs.get("transaction")
    )
    if transactional:
        request.getfixturevalue("transactional_db")
        if connection.vendor == "postgresql":
            connection.ops.sql_flush = emptying.sql_flush  # type: ignore[assignment,method-assign]
    yield
    if transactional:
        triggers.lift(connection)


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which the person is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def asks() -> Asks:
    """`with asks(7):` the database is asked seven times, not counting the clock (which only PostgreSQL is asked for)."""

    @contextmanager
    def counted(expected: int) -> Iterator[None]:
        assert connection.features.supports_json_field  # which SQLite is asked once a process
        with CaptureQueriesContext(connection) as context:
            yield
        asked = [
            query["sql"]
            for query in context.captured_queries
            if "clock_timestamp" not in (query["sql"] or "")
        ]
        assert len(asked) == expected, "\n".join(asked)

    return counted


@pytest.fixture
def keep_promises() -> Keep:
    """Do all outstanding background work now, promises of promises included; answers the errors it met."""

    def run() -> list[str]:
        tried: set[int] = set()
        while waiting := set(Promise.objects.open().values_list("pk", flat=True)) - tried:
            for pk in sorted(waiting):
                keep.func(pk)
            tried |= waiting
        return list(Promise.objects.filter(pk__in=tried).exclude(error="").values_list("error", flat=True))

    return run


# ---------------------------------------------------------------- the special office
@pytest.fixture
def office(db: None) -> Organization:
    return factories.organization(
        OrganizationKind.SPECIAL_OFFICE,
        credit_code=factories.credit_code(prefix="11"),
        name_zh="示例专项办公室",
        name_en="Example Special Office",
        province="11",
    )


@pytest.fixture
def clerk(office: Organization) -> User:
    return factories.member(office, Role.CLERK, "clerk")


@pytest.fixture
def second_clerk(office: Organization) -> User:
    return factories.member(office, Role.CLERK, "second_clerk")


@pytest.fixture
def director(office: Organization) -> User:
    return factories.member(office, Role.DIRECTOR, "director")


@pytest.fixture
def supervisor(office: Organization) -> User:
    return factories.member(office, Role.SUPERVISOR, "supervisor")


@pytest.fixture
def auditor(office: Organization) -> User:
    return factories.member(office, Role.AUDITOR, "auditor")


@pytest.fixture
def admin(office: Organization) -> User:
    return factories.member(office, Role.ADMIN, "admin")


@pytest.fixture
def security(office: Organization) -> User:
    return factories.member(office, Role.SECURITY, "security")


@pytest.fixture
def expert(office: Organization) -> User:
    return factories.member(office, Role.EXPERT, "expert")


@pytest.fixture
def inspector(office: Organization) -> User:
    return factories.member(office, Role.INSPECTOR, "inspector")


# ---------------------------------------------------------------- a zone, its managing body, who recommends it
@pytest.fixture
def recommending_body(db: None) -> RecommendingBody:
    organization = factories.organization(
        OrganizationKind.RECOMMENDING_BODY, name_zh="示例省科技厅", name_en="Example Provincial Authority"
    )
    return factories.recommending_body(
        code="X3200", name_zh="示例省", name_en="Example Province", organization=organization
    )


@pytest.fixture
def recommender(recommending_body: RecommendingBody) -> User:
    assert recommending_body.organization is not None
    return factories.member(recommending_body.organization, Role.RECOMMENDER, "recommender")


@pytest.fixture
def managing_body(db: None) -> Organization:
    return factories.organization(name_zh="示例高新区管委会", name_en="Example Zone Committee")


@pytest.fixture
def zone(recommending_body: RecommendingBody, managing_body: Organization) -> Zone:
    return factories.zone(
        recommending_body,
        managing_body,
        code="SL3201",
        name_zh="示例高新技术产业开发区",
        name_en="Example High-Tech Zone",
    )


@pytest.fixture
def applicant(managing_body: Organization, zone: Zone) -> User:
    """Manager of the managing body: the one who may submit."""
    return factories.member(managing_body, Role.MANAGER, "applicant")


@pytest.fixture
def contact(managing_body: Organization, zone: Zone) -> User:
    """Contact of the managing body: drafts, does not submit."""
    return factories.member(managing_body, Role.CONTACT, "contact")


# ---------------------------------------------------------------- and the same once more: the strangers
@pytest.fixture
def other_recommending_body(db: None) -> RecommendingBody:
    organization = factories.organization(
        OrganizationKind.RECOMMENDING_BODY,
        name_zh="示例邻省科技厅",
        name_en="Foreign Provincial Authority",
        province="33",
    )
    return factories.recommending_body(
        code="X3300", name_zh="示例邻省", name_en="Foreign Province", province="33", organization=organization
    )


@pytest.fixture
def foreign_recommender(other_recommending_body: RecommendingBody) -> User:
    assert other_recommending_body.organization is not None
    return factories.member(other_recommending_body.organization, Role.RECOMMENDER, "foreign_recommender")


@pytest.fixture
def stranger_organization(db: None) -> Organization:
    return factories.organization(name_zh="示例邻区管委会", name_en="Foreign Zone Committee", province="33")


@pytest.fixture
def other_zone(other_recommending_body: RecommendingBody, stranger_organization: Organization) -> Zone:
    return factories.zone(
        other_recommending_body,
        stranger_organization,
        code="SL3301",
        name_zh="示例邻区高新技术产业开发区",
        name_en="Foreign High-Tech Zone",
        province="33",
    )


@pytest.fixture
def stranger(stranger_organization: Organization, other_zone: Zone) -> User:
    """Manager of another zone's managing body."""
    return factories.member(stranger_organization, Role.MANAGER, "stranger")


# ---------------------------------------------------------------- a call and a case
@pytest.fixture
def call(clerk: User, director: User) -> Call:
    """An open call for parks."""
    return factories.call(clerk, director)


@pytest.fixture
def case(call: Call, zone: Zone, applicant: User) -> Application:
    """The applicant's case, at its draft."""
    return factories.case(call, zone, applicant)
