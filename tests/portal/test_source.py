"""The source that everybody may take away: the project's files, and nothing that an installation keeps beside them."""

import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from program.portal.archive import source_archive


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A checkout as an operator leaves it."""
    for name in (
        "manage.py", "README.md", "program/a.py", "program/assets/data/zones.csv", ".ci/run",  # ours
        ".env", "program/.env", "db.sqlite3", "program/db.sqlite3", "backup/dump.sql", "notes.txt",  # theirs
        "program/__pycache__/a.pyc", "program/var/files/ab/cd", "data/files/ab/cd",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "program/link").symlink_to("/etc")
    return tmp_path


def test_only_what_is_source_is_packed(base: Path) -> None:
    made = source_archive(base, base / "program" / "var", base / "data" / "files")
    with tarfile.open(made) as archive:
        files = {member.name.partition("/")[2] for member in archive if not member.isdir()}
    assert files == {"manage.py", "README.md", "program/a.py", "program/assets/data/zones.csv", ".ci/run"}


def test_the_project_itself_is_whole(tmp_path: Path) -> None:
    with tarfile.open(source_archive(settings.BASE_DIR, tmp_path)) as archive:
        names = set(archive.getnames())
    for name in (
        "manage.py",
        "Makefile",
        "LICENSE",
        ".ci/run",
        "program/portal/archive.py",
        "templates/base.html",
        "requirements/app.lock",
    ):
        assert f"ten-hundred-thousand/{name}" in names
