"""A form was refused for something else: its good file need not be chosen again, and is nobody's but its holder's."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from program import clock
from program.files import actions
from program.files.models import File, WaitingUpload
from program.management.commands.work import SWEEP
from program.people.models import User
from program.registers.models import CreditCheck
from tests import factories
from tests.conftest import SignIn
from tests.files import samples
from tests.registers.casework import CODE

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    """The clock of a machine moves while a test runs; two hours are two hours here."""
    with clock.at(clock.now()):
        yield


def send(browser: Client, words: str = "行政处罚", **more: Any) -> Any:
    """A credit check with an adverse entry; without words it is refused."""
    typed = {
        "credit_code": CODE, "owner": "示例公司", "day": f"{clock.today()}", "source": "credit_china",
        "finding": "adverse", "words": words,
    }  # fmt: skip
    return browser.post(reverse("registers:check_new"), typed | more)


def ticket_in(response: Any, field: str = "screenshot") -> str:
    found = re.search(rf'name="{field}-kept" value="([\w-]{{43}})"', response.content.decode())
    return found[1] if found else ""


def refused(browser: Client, upload: Any = None) -> str:
    """The ticket of a form that was refused for its words."""
    response = send(browser, words="", screenshot=upload or factories.pdf("screen"))
    assert response.status_code == 422
    return ticket_in(response)


def asked_again(response: Any) -> bool:
    page = response.content.decode()
    return response.status_code == 422 and 'href="#id_screenshot"' in page and "-kept" not in page


# ---------------------------------------------------------------- for its holder
def test_a_good_file_is_kept_and_used_at_the_next_try(clerk: User, signed_in: SignIn, tmp_path: Path) -> None:
    browser, screen = signed_in(clerk), factories.pdf("screen")
    assert "error-summary" not in browser.get(reverse("registers:check_new")).content.decode()
    response = send(browser, words="", screenshot=screen)
    page = " ".join(response.content.decode().replace("\xa0", " ").split())
    assert f"Kept from before: <b>screen.pdf</b>, {screen.size} bytes. Choose another file" in page
    assert "without this file" not in page  # it is needed
    assert not File.objects.exists()
    ticket = ticket_in(response)
    assert ticket_in(send(browser, words="", **{"screenshot-kept": ticket})) == ticket  # and at a third
    assert WaitingUpload.objects.count() == 1
    assert send(browser, **{"screenshot-kept": ticket}).status_code == 302
    stored = CreditCheck.objects.get().screenshot
    screen.seek(0)
    assert (stored.name, stored.path.read_bytes(), stored.uploaded_by) == ("screen.pdf", screen.read(), clerk)
    assert File.objects.count() == 1
    assert ticket not in str(WaitingUpload.objects.values())


def test_another_file_takes_its_place(clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    ticket = refused(browser)
    send(browser, screenshot=factories.pdf("better"), **{"screenshot-kept": ticket})
    assert CreditCheck.objects.get().screenshot.name == "better.pdf"


def test_it_is_examined_anew_and_a_bad_file_is_not_kept(clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    cut_off = samples.BAD["PDF cut off"][1]
    for bad in (samples.upload(b"hello"), samples.upload(samples.docx(), "a.docx"), samples.upload(cut_off)):
        assert refused(browser, bad) == ""
    assert not WaitingUpload.objects.exists()
    ticket = refused(browser)
    WaitingUpload.objects.get().path.write_bytes(b"hello")
    assert asked_again(send(browser, **{"screenshot-kept": ticket}))
    WaitingUpload.objects.get().path.unlink()
    assert asked_again(send(browser, **{"screenshot-kept": ticket}))


def test_after_two_hours_it_is_gone(clerk: User, signed_in: SignIn) -> None:
    browser = signed_in(clerk)
    ticket = refused(browser)
    with clock.at(clock.now() + 2 * HOURS - timedelta(microseconds=1)):
        assert actions.forget_uploads() == 0
        assert ticket_in(send(browser, words="", **{"screenshot-kept": ticket})) == ticket
    path = WaitingUpload.objects.get().path
    with clock.at(clock.now() + 2 * HOURS):
        assert asked_again(send(browser, **{"screenshot-kept": ticket}))
        assert path.exists()
        assert actions.forget_uploads() == 1
    assert not path.exists()
    assert not WaitingUpload.objects.exists()
    assert actions.forget_uploads in SWEEP


# ---------------------------------------------------------------- and nobody else's
def test_anothers_ticket_is_worth_nothing(
    clerk: User, second_clerk: User, applicant: User, signed_in: SignIn, client: Client
) -> None:
    ticket = refused(signed_in(clerk))
    assert asked_again(send(signed_in(second_clerk), **{"screenshot-kept": ticket}))
    assert asked_again(send(signed_in(clerk), **{"screenshot-kept": ticket[:-1] + "~"}))
    assert not CreditCheck.objects.exists()
    waiting = WaitingUpload.objects.get()
    for browser in (client, signed_in(applicant), signed_in(clerk)):
        for name in (ticket, waiting.ticket_hash, str(waiting.pk), f".waiting/{waiting.ticket_hash}"):
            assert browser.get(f"/files/{name}/").status_code == 404


# ---------------------------------------------------------------- nobody fills the disk
def test_one_holder_keeps_ten_and_the_public_together_so_much(
    clerk: User, second_clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(content: bytes = b"%PDF", person: User | None = clerk, browser: str = "") -> str:
        return actions.wait(samples.upload(content), person=person, browser=browser)

    wait(person=second_clerk)
    first = wait()
    path = WaitingUpload.objects.get(person=clerk).path
    for _ in range(actions.MOST_OF_ONE):
        assert wait()
    assert WaitingUpload.objects.filter(person=clerk).count() == actions.MOST_OF_ONE
    assert WaitingUpload.objects.filter(person=second_clerk).exists()
    assert first
    assert not path.exists()
    monkeypatch.setattr(actions, "MOST_OF_THE_PUBLIC", 10)
    assert wait(b"1234567890", None, "one")
    assert not wait(b"1", None, "other")
    assert wait(b"1")  # whoever has signed in is known


def test_a_disk_that_is_full_loses_the_file_and_nothing_else(
    clerk: User, signed_in: SignIn, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path / "no folder"
    settings.FILES_DIR.write_bytes(b"")
    assert refused(signed_in(clerk)) == ""
    assert not WaitingUpload.objects.exists()
