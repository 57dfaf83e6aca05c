"""The source of what runs here, packed once a start: the AGPL's offer to everybody who uses it over a network."""

import tarfile
import tempfile
from functools import cache
from pathlib import Path

LEFT_OUT = frozenset(
    {".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)


@cache
def source_archive(base: Path, var: Path) -> Path:
    """Pack the project's files (no data, no environment) into `var`; answer the archive."""
    var.mkdir(parents=True, exist_ok=True)
    target = var / "source.tar.gz"

    def kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        return None if LEFT_OUT & set(Path(member.name).parts) else member

    with (
        tempfile.NamedTemporaryFile(dir=var, suffix=".tar.gz", delete=False) as incoming,
        tarfile.open(fileobj=incoming, mode="w:gz", compresslevel=1) as archive,
    ):
        archive.add(base, arcname="ten-hundred-thousand", filter=kept)
    Path(incoming.name).replace(target)
    return target
