"""Says at start-up what documents need and the machine lacks; the program runs without it."""

import ctypes
from typing import Any

from django.core import checks

LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset.dylib",
    ),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""Debian package → the library's names on Linux and macOS."""


def document_libraries(**_options: Any) -> list[checks.CheckMessage]:
    """For the registry of system checks."""
    lacking = [package for package, names in LIBRARIES.items() if not any(_loads(name) for name in names)]
    if not lacking:
        return []
    return [
        checks.Warning(
            "PDF documents cannot be made, or only slowly: libraries are missing.",
            hint=f"sudo apt-get install {' '.join(lacking)}",
            id="files.W001",
        )
    ]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
