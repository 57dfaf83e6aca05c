"""What must not be handed in is refused, quickly, with a sentence; what offices really hand in is taken."""

import time

import pytest
from django.conf import LazySettings

from program.files.models import MediaType
from program.files.rules import clean_name, examine
from program.refusals import Invalid
from tests.files.samples import BAD, GOOD, docx, pdf, upload


@pytest.fixture(scope="module", autouse=True)
def _examiner_is_awake() -> None:
    """The first question waits for the child to start; those that are timed do not."""
    examine(upload(pdf()))


@pytest.mark.parametrize("what", BAD)
def test_refused(what: str) -> None:
    name, content, sentence = BAD[what]
    began = time.monotonic()
    with pytest.raises(Invalid) as refusal:
        examine(upload(content, name))
    assert sentence in str(refusal.value)
    assert refusal.value.field == "file"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("what", GOOD)
def test_taken(what: str) -> None:
    name, content = GOOD[what]
    assert examine(upload(content, name)).name == name


def test_too_large(settings: LazySettings) -> None:
    settings.FILE_MAX_BYTES = 100
    with pytest.raises(Invalid, match="larger than 100"):
        examine(upload(pdf()))


def test_only_what_the_field_wants() -> None:
    with pytest.raises(Invalid, match="DOCX file; here PDF, PNG is wanted"):
        examine(upload(docx(), "a.docx"), {MediaType.PNG, MediaType.PDF})


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a\0.pdf", "invisible or control"),
        ("a\n.pdf", "invisible or control"),
        ("invoice\u202efdp.exe.pdf", "invisible or control"),  # reads as exe.pdf backwards
        ("a\u200b.pdf", "invisible or control"),
        ("a\ud800.pdf", "invisible or control"),
        ("../../etc/a.pdf", "path"),
        ("..\\..\\a.pdf", "path"),
        ("C:\\fakepath\\a.pdf", "path"),
        ("", "needs a name"),
        (".pdf", "needs a name"),
        ("...pdf", "needs a name"),
        (".htaccess.pdf", "needs a name"),
        ("pdf", "needs a name"),
        ("CON.pdf", "reserves"),
        ("lpt1.tar.pdf", "reserves"),
        ("长" * 117 + ".pdf", "longer than 120"),
        ("a.pdf ", None),
        ("a.pdf.", "promises"),
        ("a.html", "promises"),
        ("  实施  方案.pdf", None),
        ("比例 1:2?.pdf", None),
    ],
)
def test_names(name: str, sentence: str | None) -> None:
    if sentence is None:
        assert clean_name(name, MediaType.PDF) in {"a.pdf", "实施 方案.pdf", "比例 1_2_.pdf"}
    else:
        with pytest.raises(Invalid, match=sentence):
            clean_name(name, MediaType.PDF)
