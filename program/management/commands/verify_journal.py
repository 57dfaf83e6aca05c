"""`manage.py verify_journal`: is the journal what it was? Names every edit, deletion, insertion, reordering and cut-off."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from program.decisions.models import DesignationLetter, PublicNotice
from program.journal import rules
from program.journal.models import Line
from program.journal.steps import anchored


class Command(BaseCommand):
    help = "Check the chain over the journal against its key, its anchors on disk and the heads on letters and notices."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", help="a head (or its first 16 digits or more) as printed on a paper")

    def handle(self, *, head: str | None = None, **options: Any) -> None:
        wrong = list(rules.findings(anchors()))
        for sentence in wrong:
            self.stderr.write(sentence)
        if head is not None:
            number = rules.knows(head)
            if number is None:
                wrong.append("unknown head")
                self.stderr.write("No seal has this head.")
            else:
                self.stdout.write(f"This head is that of seal {number}.")
        if wrong:
            raise CommandError(f"The journal is not what it was: {len(wrong)} findings.")
        newest = rules.newest()
        self.stdout.write(
            f"{Line.objects.count()} lines, {newest.number} sealed, {rules.unsealed().count()} in the tail."
        )
        self.stdout.write(f"Head {newest.number} {newest.head}")


def anchors() -> Iterator[tuple[str, rules.Head]]:
    """Every head that is kept outside the chain, and where."""
    for head in anchored():
        yield "the file of heads", head
    for letter in DesignationLetter.objects.exclude(seal_number=None).select_related("designation"):
        yield letter.designation.letter_number, rules.Head(letter.seal_number or 0, letter.seal_head)
    for notice in PublicNotice.objects.exclude(seal_number=None):
        yield notice.number, rules.Head(notice.seal_number or 0, notice.seal_head)
