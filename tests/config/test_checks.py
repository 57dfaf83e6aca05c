"""Production does not start with settings under which something could be lost."""

import pytest
from django.conf import LazySettings
from django.db import connection

from program.config.checks import safe_in_production


@pytest.fixture
def production(settings: LazySettings) -> LazySettings:
    """Settings that are safe."""
    settings.PRODUCTION, settings.DEMO, settings.CLOCK_MAY_MOVE = True, False, False
    settings.SECRET_KEY, settings.SECOND_FACTOR_REQUIRED = "x" * 60, True
    return settings


def test_a_safe_production_has_nothing_to_say(production: LazySettings) -> None:
    assert safe_in_production(None) == []


def test_each_danger_is_named(production: LazySettings) -> None:
    production.DEBUG, production.DEMO, production.CLOCK_MAY_MOVE = True, True, True
    production.SECRET_KEY = production.JOURNAL_KEY = production.SECOND_FACTOR_KEY = "demo-only-" + "0" * 50
    production.SECOND_FACTOR_REQUIRED = False
    assert {error.id for error in safe_in_production(None)} == {
        f"program.E00{number}" for number in (1, 2, 3, 4, 6, 7, 8)
    }


@pytest.mark.django_db
def test_a_database_that_forgets_is_refused(production: LazySettings) -> None:
    assert safe_in_production(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL synchronous_commit = off")
        else:
            connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    try:
        assert [error.id for error in safe_in_production(None, databases=["default"])] == ["program.E005"]
    finally:
        if connection.vendor == "sqlite":
            connection.settings_dict["OPTIONS"]["transaction_mode"] = "IMMEDIATE"
