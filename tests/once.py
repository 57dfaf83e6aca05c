"""What is the same on both databases is asked on one of them in CI, which has eight minutes for each; at home always."""

import os

import pytest
from django.db import connection

ON_POSTGRESQL_IN_CI = pytest.mark.skipif(
    connection.vendor == "sqlite" and bool(os.environ.get("CI")),
    reason="the same on both; CI asks PostgreSQL",
)
ON_SQLITE_IN_CI = pytest.mark.skipif(
    connection.vendor == "postgresql" and bool(os.environ.get("CI")),
    reason="the same on both; CI asks SQLite",
)
