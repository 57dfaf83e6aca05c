"""Pages in Chinese; a visitor for each person."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from program.people.models import User
from tests.clicking.visitor import Visitor

Visits = Callable[[User], Visitor]


@pytest.fixture(autouse=True)
def _in_chinese(settings: LazySettings, _plain_settings: None) -> None:
    settings.LANGUAGE_CODE = "zh-hans"


@pytest.fixture
def visits() -> Visits:
    """The person at the front page, signed in."""

    def visitor(user: User) -> Visitor:
        browser = Client()
        browser.force_login(user)
        return Visitor(browser)

    return visitor
