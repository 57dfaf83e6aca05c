"""The field for one file says what it takes, and what is wrong at its place."""

from unittest.mock import patch

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from program.files.forms import UploadField
from program.files.models import MediaType
from program.files.rules import examine
from tests.files.samples import docx, pdf, picture, upload

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class SealedPageForm(forms.Form):
    scan = UploadField(types={MediaType.PNG, MediaType.PDF}, label="Scan")
    extra = UploadField(required=False)


def posted(scan: "UploadedFile[bytes] | None" = None) -> SealedPageForm:
    return SealedPageForm({}, MultiValueDict({"scan": [scan]} if scan else {}))


def test_it_says_what_it_takes() -> None:
    html = str(SealedPageForm()["scan"])
    assert 'accept=".pdf,.png"' in html
    assert 'type="file"' in html
    assert str(SealedPageForm()["scan"].help_text).replace("\xa0", " ") == "PDF, PNG; at most 30.0 MB."


def test_the_error_stands_at_the_field() -> None:
    for content, name, sentence in (
        (b"", "a.pdf", "The file is empty."),
        (b"hello", "a.pdf", "Files of this kind are not accepted. Accepted: PDF, PNG."),
        (OLD_WORD, "a.doc", "Files of this kind are not accepted. Accepted: PDF, PNG."),
        (picture(), "a.jpg", "This is a JPEG file; here PDF, PNG is wanted."),
        (docx({"word/vbaProject.bin": b"\0"}), "a.docx", "This is a DOCX file; here PDF, PNG is wanted."),
    ):
        form = posted(upload(content, name))
        assert form.errors == {"scan": [sentence]}


def test_nothing_chosen() -> None:
    assert posted().errors == {"scan": ["This field is required."]}


def test_what_was_examined_is_not_examined_again() -> None:
    form = posted(upload(pdf()))
    assert form.is_valid()
    with patch("program.files.rules.contents._confined", side_effect=AssertionError):
        assert examine(form.cleaned_data["scan"]).content == pdf()
    assert form.cleaned_data["extra"] is None
