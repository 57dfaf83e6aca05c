"""The public site of a call whose list is on notice: made as the tests of decisions make it."""

from tests.decisions.conftest import _files, _monday, batch, call, cases, notice, run, signed

__all__ = ["_files", "_monday", "batch", "call", "cases", "notice", "run", "signed"]
