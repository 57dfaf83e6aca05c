"""One PDF a version for its readers; what cannot be merged is named and stays to be downloaded."""

import os
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from program.applications.models import Application, ApplicationForm, Version
from program.background.models import Promise
from program.files import checks
from program.files.models import File, MediaType
from program.files.steps import keep
from program.people.models import User
from program.reviews import tasks
from program.reviews.models import Bundle, Expert, Panel
from tests.conftest import Keep, SignIn
from tests.files import samples
from tests.pdf import pdf_text
from tests.reviews.casework import assignment_of, ready

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        bool(checks.document_libraries()) and "CI" not in os.environ,
        reason="Pango is missing on this machine",
    ),
]


def attach(version: Version, title: str, content: bytes, media_type: MediaType) -> int:
    """An attachment of a frozen version, made without the verbs."""
    with transaction.atomic():
        file = keep(content, name=f"{title}.bin", media_type=media_type)
    return int(version.files.create(title=title, file=file).pk)


@pytest.fixture
def version(panel: Panel, cases: list[Application]) -> Version:
    """The first case's, its form made."""
    found: Version = cases[0].latest_version()
    with transaction.atomic():
        ApplicationForm.objects.create(
            version=found, file=keep(samples.pdf(), name="form.pdf", media_type=MediaType.PDF)
        )
    return found


def test_a_version_becomes_one_pdf(version: Version) -> None:
    attach(version, "规划图", samples.picture(), MediaType.JPEG)
    attach(version, "环评批复", samples.pdf(), MediaType.PDF)
    table = attach(version, "台账", samples.xlsx(), MediaType.XLSX)
    broken = attach(version, "损坏的😀", b"%PDF-1.7 nothing follows", MediaType.PDF)
    tasks.make_bundle(version.pk)
    tasks.make_bundle(version.pk)
    bundle = Bundle.objects.get()
    assert bundle.left_out == [table, broken]
    with bundle.file.open() as stream:
        content = stream.read()
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 4  # cover, form, picture, approval
    cover = pages[0].extract_text()
    assert all(text in cover for text in ("规划图", "环评批复", "台账", "损坏的?", version.code))
    assert version.application.zone.name_zh in pdf_text(content)


def test_a_picture_is_not_enlarged_and_fits_its_page(version: Version) -> None:
    attach(version, "照片", samples.picture(size=(4000, 3000)), MediaType.JPEG)
    tasks.make_bundle(version.pk)
    with Bundle.objects.get().file.open() as stream:
        page = PdfReader(stream).pages[2]
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_without_its_form_the_bundle_is_promised_again(panel: Panel, keep_promises: Keep) -> None:
    errors = keep_promises()
    assert {error.split(":")[0] for error in errors} == {"DoesNotExist"}
    assert Promise.objects.open().filter(name="program.reviews.tasks.make_bundle").count() == 2


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    b"".join(answer)  # read to its end, which closes the file
    return answer.status_code


def test_who_may_open_the_bundle(
    version: Version, experts: list[Expert], applicant: User, clerk: User, signed_in: SignIn
) -> None:
    attach(version, "规划图", samples.picture(), MediaType.JPEG)
    tasks.make_bundle(version.pk)
    address = f"{Bundle.objects.get().file.get_absolute_url()}?inline=1"
    ready(assignment_of(experts[0], version.application))
    reached = {
        user.username: status(signed_in(user), address)
        for user in (experts[0].user, experts[1].user, applicant, version.application.started_by, clerk)
    }
    assert list(reached.values()) == [200, 404, 404, 404, 200]
    page = signed_in(experts[0].user).get(assignment_of(experts[0], version.application).get_absolute_url())
    assert address in page.content.decode()
    assert File.objects.visible_to(experts[0].user).count() == 3  # bundle, form, picture
