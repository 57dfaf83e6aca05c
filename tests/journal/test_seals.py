"""Whoever owns the database may change the journal, but not unnoticed: each kind of change is named."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from program.journal import rules, steps, triggers
from program.journal.models import Audience, Line, Seal, Verb
from program.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_anchors(settings: LazySettings, tmp_path: Path) -> None:
    settings.JOURNAL_ANCHORS = tmp_path / "heads.txt"
    settings.JOURNAL_KEY = "a key that the database does not hold"


@pytest.fixture
def written(clerk: User) -> list[Line]:
    """Twelve lines, ten of them sealed."""

    def write(number: int) -> Line:
        with transaction.atomic():
            return steps.record(
                Verb.RECOMMEND, by=clerk, subject=f"YQ-{number}", rank=number, audience=Audience.OFFICE
            )

    lines = [write(number) for number in range(10)]
    steps.seal()
    return [*lines, write(10), write(11)]


@pytest.fixture
def owner(written: list[Line]) -> Iterator[Callable[..., None]]:
    """The owner of the database: no trigger stands in the way."""
    triggers.lift(connection)
    yield run
    triggers.install(connection)


def run(sql: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def found() -> list[str]:
    return list(rules.findings(("the file of heads", head) for head in steps.anchored()))


def test_a_whole_journal(written: list[Line]) -> None:
    assert found() == []
    assert (rules.newest().number, rules.unsealed().count()) == (len(Line.objects.all()) - 2, 2)
    said = StringIO()
    call_command("verify_journal", stdout=said)
    assert "2 in the tail" in said.getvalue()
    steps.seal()
    assert found() == []
    assert rules.unsealed().count() == 0


def test_sealing_again_adds_nothing(written: list[Line]) -> None:
    head = steps.seal()
    assert steps.seal() == head
    assert Seal.objects.count() == Line.objects.count()


def test_seals_are_frozen_like_lines(written: list[Line]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.update(head="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.all().delete()


def test_an_edit(owner: Callable[..., None], written: list[Line]) -> None:
    owner("UPDATE program_line SET subject = 'YQ-99' WHERE id = %s", written[3].pk)
    assert found() == [f"Line {written[3].pk} of seal {number_of(written[3])} was edited."]
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_journal", stderr=StringIO())


def number_of(line: Line) -> int:
    return Seal.objects.get(line=line).number


@pytest.mark.parametrize("column", ["actor_name", "on_behalf", "verb", "subject", "audience", "stamp"])
def test_an_edit_of_any_text(owner: Callable[..., None], written: list[Line], column: str) -> None:
    owner(f"UPDATE program_line SET {column} = 'x' WHERE id = %s", written[3].pk)
    assert found() != []


def test_an_edit_that_a_new_digest_covers(owner: Callable[..., None], written: list[Line]) -> None:
    """The owner knows how digests are made; the head needs the key."""
    owner("UPDATE program_line SET subject = 'YQ-99' WHERE id = %s", written[3].pk)
    digest = rules.digest(Line.objects.get(pk=written[3].pk))
    owner("UPDATE program_seal SET line_sha256 = %s WHERE line_id = %s", digest, written[3].pk)
    assert any("does not follow from the one before" in sentence for sentence in found())


def test_an_edit_of_the_tail(owner: Callable[..., None], written: list[Line]) -> None:
    owner("UPDATE program_line SET subject = 'YQ-99' WHERE id = %s", written[11].pk)
    assert found() == [f"Line {written[11].pk} was edited before it was sealed."]
    steps.seal()
    assert found() == [f"Line {written[11].pk} was edited before it was sealed."]


def test_a_deletion(owner: Callable[..., None], written: list[Line]) -> None:
    number = number_of(written[4])
    owner("DELETE FROM program_seal WHERE line_id = %s", written[4].pk)
    owner("DELETE FROM program_line WHERE id = %s", written[4].pk)
    assert found()[0] == f"Seals {number} to {number} are missing: lines were deleted."


def test_a_deletion_with_all_numbers_moved_up(owner: Callable[..., None], written: list[Line]) -> None:
    number = number_of(written[4])
    owner("DELETE FROM program_seal WHERE line_id = %s", written[4].pk)
    owner("DELETE FROM program_line WHERE id = %s", written[4].pk)
    for later in range(number + 1, Seal.objects.latest("number").number + 1):
        owner("UPDATE program_seal SET number = number - 1 WHERE number = %s", later)
    assert any("does not follow from the one before" in sentence for sentence in found())


def test_an_insertion(owner: Callable[..., None], written: list[Line]) -> None:
    """Sealed by the sealer like any other, it lacks the stamp that only the program can make."""
    Line.objects.create(verb=Verb.RECOMMEND, subject="YQ-99", at=written[2].at)
    inserted = Line.objects.latest("pk")
    expected = [f"Line {inserted.pk} bears no stamp: it was inserted past the program."]
    assert found() == expected
    steps.seal()
    assert found() == expected


def test_an_insertion_with_the_stamp_of_another(owner: Callable[..., None], written: list[Line]) -> None:
    """Even where the constraint was dropped."""
    owner("DROP INDEX journal_stamped_once")
    copy = Line.objects.get(pk=written[2].pk)
    copy.pk = None
    copy.save()
    assert found() == [f"Line {copy.pk} is a copy of another: it was inserted past the program."]


def test_reordered(owner: Callable[..., None], written: list[Line]) -> None:
    """Two lines change places, number for number."""
    first, second = written[2].pk, written[5].pk
    one, two = Line.objects.get(pk=first), Line.objects.get(pk=second)
    run("UPDATE program_line SET stamp = '' WHERE id IN (%s, %s)", first, second)
    for line, pk in ((one, second), (two, first)):
        Line.objects.filter(pk=pk).update(
            subject=line.subject, facts=line.facts, at=line.at, stamp=line.stamp, verb=line.verb
        )
    assert [sentence.split(": ")[1] for sentence in found()] == ["lines were reordered."] * 2


def test_cut_off(owner: Callable[..., None], written: list[Line]) -> None:
    """The last lines with their seals: nothing in the database knows of them; the file of heads does."""
    last = rules.newest().number
    for line in reversed(Line.objects.order_by("-pk")[:5]):
        owner("DELETE FROM program_seal WHERE line_id = %s", line.pk)
        owner("DELETE FROM program_line WHERE id = %s", line.pk)
    assert found() == [f"Cut off: the file of heads knows seal {last}, the chain ends at {last - 3}."]


def test_cut_off_and_told_by_a_letter(owner: Callable[..., None], written: list[Line]) -> None:
    known = [("LS-2026-0001", rules.Head(99, "f" * 64))]
    assert "LS-2026-0001 knows seal 99" in " ".join(rules.findings(known))


def test_a_chain_made_anew_with_another_key(
    owner: Callable[..., None], written: list[Line], settings: LazySettings
) -> None:
    owner("DELETE FROM program_seal")
    key, settings.JOURNAL_KEY = settings.JOURNAL_KEY, "guessed"
    with transaction.atomic():
        steps.chain(rules.Head(), list(Line.objects.order_by("pk")))
    settings.JOURNAL_KEY = key
    assert any("the chain was made anew" in sentence for sentence in found())


def test_lines_from_before_there_were_stamps(clerk: User) -> None:
    """The first release wrote none; they are sealed with the rest, and only they may lack one."""
    Line.objects.create(verb=Verb.INVITE, subject="old", actor=clerk, actor_name="x")
    triggers.lift(connection)
    run("UPDATE program_line SET stamp = ''")
    triggers.install(connection)
    with transaction.atomic():
        steps.record(Verb.INVITE, by=clerk, subject="new")
    steps.seal()
    assert found() == []


def test_a_printed_head_is_looked_up(written: list[Line]) -> None:
    head = rules.newest()
    said = StringIO()
    call_command("verify_journal", head=f"{head.head[:8]} {head.head[8:24]}", stdout=said)
    assert f"This head is that of seal {head.number}." in said.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_journal", head="f" * 64, stderr=StringIO())
