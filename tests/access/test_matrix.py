"""Every address × every role × every method, against the table written by hand; an address that is not in it fails."""

import pytest
from django.http import HttpResponseBase

from tests.access.addresses import address, all_names, data, fields_of, undone
from tests.access.expected import LINES, OF_AN_ENTERPRISE, ROLES, Line
from tests.access.world import World
from tests.once import ON_POSTGRESQL_IN_CI, ON_SQLITE_IN_CI

ACTED = {200, 302, 400, 409, 410, 422, 429}
WITHIN = {
    "ok": {200},
    "go": {302},
    "act": ACTED,
    "no": {403},
    "late": {403, 422},
    "again": {200, 403, 422},
    "405": {405},
    "none": {404},
    "login": {302},
}
LONG = "长" * 5000


def test_every_address_is_in_the_table() -> None:
    listed = [line.name for line in LINES]
    assert sorted(listed) == sorted(set(listed))
    assert set(all_names()) == set(listed)


def to_sign_in(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/sign-in/")


def fits(response: HttpResponseBase, answer: str) -> bool:
    return response.status_code in WITHIN[answer] and to_sign_in(response) == (answer == "login")


@ON_SQLITE_IN_CI
@pytest.mark.parametrize("line", [*LINES, *OF_AN_ENTERPRISE], ids=lambda line: line.name)
def test_answers(world: World, line: Line) -> None:
    """GET and POST for every role. A writing GET and an error in a view are raised by the client as what they are.

    What has no POST at all says so before it asks who is there: three are asked.
    """
    where, wrong = address(world, line), []
    for letter, role in ROLES.items():
        for method in ("GET", "POST") if line.takes_post or letter in "Pmk" else ("GET",):
            with undone():
                response = world.ask(role, where, None if method == "GET" else data(world, line))
            answer = line.answer(method, letter)
            if not fits(response, answer):
                wrong.append(f"{method} as {role}: {response.status_code}, expected {answer}")
    assert not wrong, f"{line.name} {where}\n" + "\n".join(wrong)


@ON_POSTGRESQL_IN_CI
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_do_not_exist(world: World, method: str) -> None:
    for line in LINES:
        for role in ("public", "clerk"):
            response = getattr(world.browser(role), method)(address(world, line))
            assert response.status_code == 405, f"{method} {line.name} as {role}: {response.status_code}"


def acting(line: Line) -> str:
    """Somebody whom the verb listens to."""
    return next(role for letter, role in ROLES.items() if line.answer("POST", letter) in {"act", "go"})


EVERYWHERE = {"revision", "reason", "next", "language", "run", "call", "application", "assignment", "code",
              "username", "password",
              "form-TOTAL_FORMS", "criteria-TOTAL_FORMS", "documents-TOTAL_FORMS", "lines-TOTAL_FORMS", "seats-TOTAL_FORMS",
              "former-TOTAL_FORMS", "items-TOTAL_FORMS", "names", "expert", "experts", "applications", "deadline", "becomes",
              "result", "summary", "finding", "uphold-finding", "dismiss-finding", "opinion", "visited_name", "organization",
              "onward", "by_rank", "file", "scan", "title", "document", "trade_secret", "email"}  # fmt: skip
"""Fields of moves that stand on the page of something else."""
RUBBISH = [LONG, "a\x00b", "abc", "9" * 40, "NaN", "-1", "１２"]
"""Too long, cut off by a NUL, text for a number, beyond every number, no number, below every number, full-width digits."""


@ON_POSTGRESQL_IN_CI
@pytest.mark.parametrize(
    "line", [line for line in LINES if "act:" in line.post or "go:" in line.post], ids=lambda line: line.name
)
def test_rubbish_is_answered(world: World, line: Line) -> None:
    """Every field of the page filled with rubbish by somebody who may act: a sentence, never an error.

    413: a page of hundreds of cells with 5,000 characters in each is more than any page takes.
    """
    where, role = address(world, line), acting(line)
    names = EVERYWHERE | fields_of(world.text(role, where))
    for rubbish in RUBBISH:
        given = dict.fromkeys(names, rubbish)
        for posted in [given, given | data(world, line)] if line.data else [given]:
            with undone():
                response = world.ask(role, where, posted)
            assert response.status_code in ACTED | {403, 404, 413}, (
                f"{rubbish[:9]}, {role}: {response.status_code}"
            )


def test_rubbish_in_addresses(world: World) -> None:
    """Ids beyond every number, and texts that are no code."""
    for where in (
        f"/applications/{'9' * 40}/", f"/files/{'9' * 19}/", f"/zones/{LONG[:300]}/", "/zones/a%00b/", f"/verify/{LONG[:300]}/",
        "/verify/a%00b/", "/objections/receipt/a%00b/", "/objections/confirm/a%00b/", "/invitations/a%00b/",
        "/applications/1/parts/none/", "/password/reset/%00/a/", f"/calls/{'9' * 25}/zones/1/apply/", f"/batches/{'9' * 30}/",
        "/recommending-bodies/a%00b/invite/", f"/notices/{'9' * 20}/", f"/visits/{'9' * 20}/", f"/reviews/{'9' * 20}/",
    ):  # fmt: skip
        for role in ("public", "clerk", "expert", "manager"):
            with undone():
                assert world.ask(role, where).status_code < 500, where
                assert world.ask(role, where, {}).status_code < 500, where
