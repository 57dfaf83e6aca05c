"""The first account of a real installation."""

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
    }
    call_command("create_office", **(options | changed))


@pytest.fixture(autouse=True)
def _password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", "quiet-river-2026")


def test_the_first_administrator() -> None:
    create()
    membership = Membership.objects.get()
    assert (membership.role, membership.organization.name_zh, membership.granted_by) == (
        Role.ADMIN,
        "示例专项办公室",
        None,
    )
    assert membership.user.check_password("quiet-river-2026")
    assert Line.objects.get().verb == Verb.FOUND_OFFICE


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"credit_code": "12345"}, "not a valid unified social credit code"),
        ({"email": "nowhere"}, "valid email"),
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
    assert User.objects.count() == 1
