"""The first two accounts of a real installation."""

import pytest
from django.core.management import CommandError, call_command

from program.journal.models import Line, Verb
from program.people.models import Membership, Organization, Role, User
from tests import factories


def create(**changed: str) -> None:
    options = {
        "credit_code": factories.credit_code(7, prefix="11"),
        "name": "示例专项办公室",
        "username": "root.admin",
        "email": "admin@example.org",
        "security_username": "safe.keeper",
        "security_email": "security@example.org",
    }
    call_command("create_office", **(options | changed))


@pytest.fixture(autouse=True)
def _password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", "quiet-river-2026")
    monkeypatch.setenv("SECURITY_PASSWORD", "steady-mountain-2026")


def test_the_two_who_let_everybody_else_in() -> None:
    create()
    held = Membership.objects.order_by("pk")
    assert [(one.role, one.user.username, one.organization.name_zh, one.granted_by) for one in held] == [
        (Role.ADMIN, "root.admin", "示例专项办公室", None),
        (Role.SECURITY, "safe.keeper", "示例专项办公室", None),
    ]
    assert User.objects.get(username="root.admin").check_password("quiet-river-2026")
    assert User.objects.get(username="safe.keeper").check_password("steady-mountain-2026")
    line = Line.objects.get()
    assert (line.verb, line.facts) == (Verb.FOUND_OFFICE, {"people": ["root.admin", "safe.keeper"]})


def test_the_two_are_two_people() -> None:
    with pytest.raises(CommandError, match="three people"):
        create(security_username="Root.Admin")
    assert (User.objects.count(), Organization.objects.count(), Line.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"credit_code": "12345"}, "has 18 characters; this one has 5."),
        ({"credit_code": "129900000000000000"}, "not a valid unified social credit code"),
        ({"email": "nowhere"}, "valid email"),
        ({"security_email": "nowhere"}, "valid email"),
    ],
)
def test_bad_data_make_nothing(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        create(**changed)
    assert (User.objects.count(), Organization.objects.count()) == (0, 0)


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", "123456")
    with pytest.raises(CommandError, match="too short"):
        create()
    assert User.objects.count() == 0


def test_there_is_one_office() -> None:
    create()
    with pytest.raises(CommandError, match="one special office"):
        create(username="another", credit_code=factories.credit_code(8))
    assert User.objects.count() == 2
