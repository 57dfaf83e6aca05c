"""The plain markup of news: paragraphs, lists, bold, links. Everything else is text, and shown as text."""

import re
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

PIECES = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<target>https?://[^\s()<>\"']+)\)"
    r"|(?P<bare>https?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%]*[A-Za-z0-9/])"
)
"""**bold**, [words](https://…), and an address as it is. No other scheme is a link."""
ITEM = re.compile(r"^[-*•]\s+")


def as_html(text: str) -> SafeString:
    """A blank line ends a paragraph, a line that begins with “- ” is an item of a list."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return SafeString("".join(piece for block in blocks for piece in paragraphs(block)))  # each is escaped


def paragraphs(block: str) -> list[SafeString]:
    """Lines that follow each other make one paragraph, or one list."""
    found = []
    for is_list, lines in groupby(block.split("\n"), key=lambda line: bool(ITEM.match(line))):
        if is_list:
            items = format_html_join("", "<li>{}</li>", ((inline(ITEM.sub("", line)),) for line in lines))
            found.append(format_html("<ul>{}</ul>", items))
        else:
            said = format_html_join(SafeString("<br>"), "{}", ((inline(line),) for line in lines))
            found.append(format_html("<p>{}</p>", said))
    return found


def inline(line: str) -> SafeString:
    """Bold and links of one line; what is between them is escaped."""
    made, end = [], 0
    for match in PIECES.finditer(line):
        made += [escape(line[end : match.start()]), piece(match)]
        end = match.end()
    return SafeString("".join([*made, escape(line[end:])]))


def piece(match: re.Match[str]) -> SafeString:
    if match["bold"]:
        return format_html("<b>{}</b>", match["bold"])
    target = match["target"] or match["bare"]
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', target, match["words"] or target)
