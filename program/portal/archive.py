"""The source of what runs here, packed once a start: the AGPL's offer to everybody who uses it over a network."""

import tarfile
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKED = (
    ".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "demonstrations", "docs", "manage.py", "program", "pyproject.toml",
    "requirements", "templates", "tests",
)  # fmt: skip
"""What is source, by name: whatever else lies in the folder of an installation – keys, data, uploads – is nobody's business."""
ROOT = "ten-hundred-thousand"


@cache
def source_archive(base: Path, var: Path, *private: Path) -> Path:
    """Pack the project's files into `var`; answer the archive. Nothing at or below `var` or a `private` path is in it."""
    var.mkdir(parents=True, exist_ok=True)
    target = var / "source.tar.gz"
    closed = [path.resolve() for path in (var, *private)]

    def kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        place = base / Path(member.name).relative_to(ROOT)
        return member if is_source(place, closed) and (member.isfile() or member.isdir()) else None

    with (
        tempfile.NamedTemporaryFile(dir=var, suffix=".tar.gz", delete=False) as incoming,
        tarfile.open(fileobj=incoming, mode="w:gz", compresslevel=1) as archive,
    ):
        for name in PACKED:
            if (base / name).exists():
                archive.add(base / name, arcname=f"{ROOT}/{name}", filter=kept)
    Path(incoming.name).replace(target)
    return target


def is_source(place: Path, closed: Iterable[Path]) -> bool:
    """Neither made by Python, nor hidden (but what is packed by name), nor within a closed path."""
    whole = place.resolve()
    hidden = place.name.startswith(".") and place.name not in PACKED
    within = any(whole == path or path in whole.parents for path in closed)
    return not (hidden or within or place.name == "__pycache__" or place.suffix in {".pyc", ".sqlite3"})
