"""A question that is put together once: each person is asked for anew, values come as the models give them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from program.people.models import APPLICANT_ROLES, Organization, User
from program.people.rules import Asker, PreparedForRoles, fresh_standing
from program.prepared import ME, NOW, Prepared

pytestmark = pytest.mark.django_db


def test_it_is_put_once_and_asked_for_each(clerk: User, director: User) -> None:
    put = []

    def question() -> object:
        put.append(1)
        return User.objects.exclude(pk=ME).order_by("pk").values_list("username", "created_at", "is_active")

    prepared = Prepared(question)  # type: ignore[arg-type]
    everybody = [(each.username, each.created_at, each.is_active) for each in User.objects.order_by("pk")]
    assert list(prepared.ask()) == everybody
    for person in (clerk, director):
        assert list(prepared.ask(person.pk)) == [row for row in everybody if row[0] != person.username]
    assert put == [1]


def test_it_is_asked_at_each_moment(clerk: User) -> None:
    prepared = Prepared(lambda: User.objects.filter(created_at__lte=NOW).values_list("username"))
    made = clerk.created_at
    assert [list(prepared.ask(now=made + timedelta(seconds=s))) for s in (-1, 1, -1)] == [
        [],
        [("clerk",)],
        [],
    ]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL keeps plans")
def test_the_plan_is_kept_whoever_asks(clerk: User, director: User) -> None:
    prepared = Prepared(lambda: User.objects.exclude(pk=ME).values_list("pk", "username"))
    for person in (clerk, director, clerk):
        list(prepared.ask(person.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%username%'"
        )
        assert cursor.fetchall() == [(3, 0)]


def test_one_for_each_set_of_roles_and_the_organisations_are_looked_up_when_it_is_asked(
    applicant: User, stranger: User, clerk: User
) -> None:
    put = []

    def question(asker: Asker) -> Any:
        put.append(sorted(asker.roles))
        rows = Organization.objects.filter(pk__in=asker.organizations(*APPLICANT_ROLES))
        return (
            rows.values_list("name_zh") if asker.has(*APPLICANT_ROLES) else rows.none().values_list("name_zh")
        )

    prepared = PreparedForRoles(["name"], question)

    def asked(person: User) -> list[str]:
        return [row.name for row in prepared.ask(fresh_standing(person), NOW)]

    for person in (applicant, stranger, applicant):
        assert asked(person) == [person.memberships.get().organization.name_zh]
    assert asked(clerk) == []
    assert put == [["manager"], ["clerk"]]
    applicant.memberships.update(ended_at=applicant.created_at, ended_by=clerk)
    assert asked(applicant) == []
