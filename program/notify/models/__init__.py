"""Messages to people: in-app, and by e-mail, promised in the transaction of the change they tell of."""

from program.notify.models.inbox import ISO_DAY, Letter, Message, MessageQuerySet
from program.notify.models.texts import LISTED, Text

__all__ = ["ISO_DAY", "LISTED", "Letter", "Message", "MessageQuerySet", "Text"]
