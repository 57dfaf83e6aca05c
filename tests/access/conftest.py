"""The world, built once a worker and rolled back at the end; the clock stands at its last day."""

from collections.abc import Iterator
from datetime import datetime, time
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from program import clock
from program.management.demo.cast import Cast
from tests.access.world import PASSWORD, TODAY, Builder, World

NOW = datetime.combine(TODAY, time(10), tzinfo=clock.BEIJING)


class Around(TestCase):
    """Only for its transaction: the verbs' durable ones may open inside it, as in every test."""


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Every role with its objects; each test sees it as it was built."""
    plain = override_settings(
        FILES_DIR=tmp_path_factory.getbasetemp() / "files",
        LANGUAGE_CODE="en",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    )
    with django_db_blocker.unblock():
        atomics = Around._enter_atomics()  # type: ignore[attr-defined]
        try:
            with plain:
                made = Builder(Cast(PASSWORD)).build()
            # Every test's end closes the connection; on PostgreSQL that would take the world's transaction with it.
            with patch.object(connection, "close"):
                yield made
        finally:
            Around._rollback_atomics(atomics)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _today(world: World, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Contexts of templates are not copied: thousands of pages are read here for what they say alone."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *given, **more: None)
    with clock.at(NOW):
        yield
