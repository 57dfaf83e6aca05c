"""For what is printed: texts as our fonts can print them."""

from django import template

from program.files import fonts

register = template.Library()


@register.filter
def printable(text: object) -> str:
    """A text of others on one of our papers; a character that the fonts lack becomes a question mark."""
    return fonts.printable(str(text))
