"""Tell people, inside the transaction of the change: a rollback takes the message and the mail away."""

from collections.abc import Iterable
from typing import Any

from program.background.steps import promise
from program.notify.models import Letter, Message, Text


def tell(
    recipients: Iterable[Any], text: Text, *, application: Any = None, path: str = "", **facts: object
) -> None:
    """One message to each recipient (each only once), and its e-mail promised."""
    for recipient in {person.pk: person for person in recipients}.values():
        message = Message.objects.create(
            recipient=recipient,
            text=text,
            facts={key: str(value) for key, value in facts.items()},
            application=application,
            path=path or (application.get_absolute_url() if application is not None else ""),
        )
        promise("program.notify.tasks.mail_message", message.pk)


def write(address: str, subject: str, body: str) -> Letter:
    """An e-mail to an address without an account, promised."""
    letter = Letter.objects.create(address=address, subject=subject[:200], body=body)
    promise("program.notify.tasks.mail_letter", letter.pk)
    return letter
