"""Files are kept once by content, whole or not at all; pictures lose what they say about place and camera."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from PIL import Image

from program.files import steps
from program.files.models import REACHES, Anyone, File, FileKind
from program.files.rules import can_view_file, register_reach
from program.people.models import Organization, Role, User
from program.refusals import Invalid
from tests import factories
from tests.files.samples import pdf, picture, picture_with_position, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture(autouse=True)
def _own_reaches() -> Iterator[None]:
    before = dict(REACHES)
    yield
    REACHES.clear()
    REACHES.update(before)


def kept_on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_lies_under_its_hash(applicant: User, managing_body: Organization, tmp_path: Path) -> None:
    content = pdf()
    file = steps.store(
        upload(content, "实施方案.pdf"), by=applicant, organization=managing_body, trade_secret=True
    )
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.path == tmp_path / file.sha256[:2] / file.sha256
    with file.open() as stream:
        assert stream.read() == content
    assert (file.name, file.media_type, file.size) == ("实施方案.pdf", "application/pdf", len(content))
    assert (file.kind, file.uploaded_by, file.owner_organization) == (
        FileKind.UPLOAD,
        applicant,
        managing_body,
    )
    assert file.trade_secret


def test_equal_contents_are_kept_once(applicant: User, stranger: User, tmp_path: Path) -> None:
    first = steps.store(upload(pdf(), "a.pdf"), by=applicant, organization=None)
    second = steps.store(upload(pdf(), "b.pdf"), by=stranger, organization=None)
    assert first.pk != second.pk
    assert first.path == second.path
    assert kept_on_disk(tmp_path) == [first.path]


def test_a_refused_file_leaves_nothing(applicant: User, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        steps.store(upload(b"%PDF-1.7 nonsense"), by=applicant, organization=None)
    assert not File.objects.exists()
    assert kept_on_disk(tmp_path) == []


def test_a_disk_that_fails_leaves_nothing(
    applicant: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        steps.store(upload(pdf()), by=applicant, organization=None)
    assert not File.objects.exists()
    assert kept_on_disk(tmp_path) == []


def test_content_that_was_cut_short_is_written_again(applicant: User) -> None:
    file = steps.store(upload(pdf()), by=applicant, organization=None)
    file.path.write_bytes(b"half")
    steps.store(upload(pdf()), by=applicant, organization=None)
    assert file.path.read_bytes() == pdf()


def test_a_picture_loses_its_position(applicant: User) -> None:
    content = picture_with_position()
    assert b"Example Camera" in content
    assert b"a secret remark" in content
    file = steps.store(upload(content, "现场.jpg"), by=applicant, organization=None)
    kept = file.path.read_bytes()
    assert b"Example Camera" not in kept
    assert b"a secret remark" not in kept
    with Image.open(BytesIO(kept)) as clean:
        assert not clean.getexif()
        assert clean.size == (40, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_survives(applicant: User, mode: str) -> None:
    target = BytesIO()
    Image.new(mode, (9, 9)).save(target, "PNG")
    file = steps.store(upload(target.getvalue(), "a.png"), by=applicant, organization=None)
    with Image.open(file.path) as clean:
        assert clean.mode == mode


def test_a_sideways_photo_is_put_upright(applicant: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    file = steps.store(upload(picture(exif=exif), "a.jpg"), by=applicant, organization=None)
    with Image.open(file.path) as clean:
        assert clean.size == (30, 40)


def test_a_document_of_ours_has_no_uploader(managing_body: Organization) -> None:
    file = steps.keep(pdf(), name="证书.pdf", media_type="application/pdf", organization=managing_body)
    assert (file.kind, file.uploaded_by, file.size) == (FileKind.GENERATED, None, len(pdf()))


def test_one_of_the_public_has_no_account() -> None:
    evidence = steps.store(upload(pdf()), by=None, organization=None)
    assert (evidence.kind, evidence.uploaded_by) == (FileKind.PUBLIC, None)
    assert not can_view_file(AnonymousUser(), evidence)


def test_an_upload_without_an_uploader_is_impossible() -> None:
    with pytest.raises(IntegrityError, match="file_upload_has_an_uploader"), transaction.atomic():
        File.objects.create(
            sha256="0" * 64, size=1, media_type="application/pdf", name="a.pdf", kind=FileKind.UPLOAD
        )


# ---------------------------------------------------------------- who sees it
def test_an_upload_is_its_uploaders_until_it_is_attached(applicant: User, contact: User, clerk: User) -> None:
    file = steps.store(upload(pdf()), by=applicant, organization=None)
    assert can_view_file(applicant, file)
    for other in (contact, clerk, AnonymousUser()):
        assert not can_view_file(other, file)


def test_registered_reach_shows_files(managing_body: Organization, applicant: User, stranger: User) -> None:
    def of_my_organization(user: Anyone) -> Q:
        return Q(owner_organization__memberships__user=user) if isinstance(user, User) else Q(pk__in=[])

    def certificates(_user: Anyone) -> Q:
        return Q(name__startswith="certificate")

    plan = steps.keep(pdf(), name="plan.pdf", media_type="application/pdf", organization=managing_body)
    certificate = steps.keep(
        pdf(), name="certificate.pdf", media_type="application/pdf", organization=managing_body
    )
    assert not File.objects.visible_to(applicant).exists()
    register_reach("test: own organisation", of_my_organization)
    register_reach("test: certificates", certificates)
    register_reach("test: certificates", certificates)
    with pytest.raises(AssertionError, match="two reaches"):
        register_reach("test: certificates", of_my_organization)
    factories.grant(applicant, managing_body, Role.CONTACT)  # a second role shows no file twice
    assert list(File.objects.visible_to(applicant).order_by("pk")) == [plan, certificate]
    assert list(File.objects.visible_to(stranger)) == [certificate]
    assert list(File.objects.visible_to(AnonymousUser())) == [certificate]
    assert not can_view_file(stranger, plan)
