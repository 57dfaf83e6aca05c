"""What others wrote stands here unchanged, with its licence and where it came from."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = [
    *(ROOT / "program" / "static" / "vendor").iterdir(),
    ROOT / "program" / "assets" / "fonts",
    ROOT / "tests" / "vendor",
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_vendored_file_is_named_and_unchanged(folder: Path) -> None:
    about = json.loads((folder / "VENDOR.json").read_text())
    present = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    del present["VENDOR.json"]
    assert present == {name: file["sha256"] for name, file in about["files"].items()}
    assert about["licence"]
    assert about["source"]["version"]
