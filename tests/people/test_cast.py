"""The ground the other tests stand on: what the shared fixtures promise."""

import pytest
from django.db import IntegrityError, connection, transaction

from program.journal import triggers
from program.journal.models import Line
from program.people.models import User, check_credit_code
from tests import factories


@pytest.mark.parametrize("number", [1, 31, 999_999_999])
def test_synthetic_credit_codes_are_valid(number: int) -> None:
    check_credit_code(factories.credit_code(number))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "after a flush"])
def test_frozen_rows_stay_frozen_though_tests_flush_them(turn: str) -> None:
    assert triggers.existing(connection) == triggers.names()
    line = Line.objects.create(verb="invite", subject=turn)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(subject="something else")


def test_the_whole_cast_meets(
    clerk: User, director: User, auditor: User, admin: User, security: User, supervisor: User, expert: User, inspector: User,
    applicant: User, contact: User, stranger: User, recommender: User, foreign_recommender: User,
) -> None:  # fmt: skip
    assert User.objects.count() == 13
