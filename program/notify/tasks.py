"""Send what was promised; a crash between the send and its mark sends at most one more."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from program import clock
from program.notify.models import LISTED, Letter, Message


def mail_message(pk: int) -> None:
    """Mail one in-app message in its reader's language."""
    message = Message.objects.select_related("recipient").get(pk=pk)
    if message.mailed_at or not message.recipient.email or not message.recipient.is_active:
        return
    with translation.override(message.recipient.language):
        link = settings.SITE_URL + message.path if message.path else ""
        body = "\n\n".join(filter(None, [message.sentence, message.facts.get(LISTED, ""), link]))
        send_mail(_("Green development program: a message"), body, None, [message.recipient.email])
    Message.objects.filter(pk=pk).update(mailed_at=clock.now())


def mail_letter(pk: int) -> None:
    """Mail one finished letter. Its text is forgotten then: the one-time links in it are kept as hashes only."""
    letter = Letter.objects.get(pk=pk)
    if letter.mailed_at:
        return
    send_mail(letter.subject, letter.body, None, [letter.address])
    Letter.objects.filter(pk=pk).update(mailed_at=clock.now(), body="")
