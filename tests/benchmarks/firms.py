"""Three thousand certified enterprises and five thousand records of service, each like one of the demonstration's."""

from django.db import connection

FIRMS, RECORDS = 3_000, 5_000
ZONES = (
    "(SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many "
    "FROM program_zone WHERE NOT is_demo) z"
)
"""The real zones in turn, joined by the number of the row."""


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_identity = 'NO'", [table]
        )  # fmt: skip
        return [name for (name,) in cursor.fetchall()]


def copies(table: str, source: str, **changed: str) -> None:
    """Rows like the pattern `p` of the source, with other words in some columns."""
    named = columns(table)
    words = ", ".join(changed.get(name, f"p.{name}") for name in named)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(named)}) SELECT {words} FROM {table} p, {source}")


def fill_firms() -> None:
    """Enterprises with case, version and certificate; each with a record that counts, two in three with one more."""
    listed = "SELECT min(id) FROM program_application WHERE number LIKE 'QY-%' AND outcome = 'listed'"
    code = "'91BENCH' || lpad(n::text, 11, '0')"
    copies(
        "program_organization",
        f"generate_series(1, {FIRMS}) n WHERE p.id = (SELECT applicant_id FROM program_application WHERE id = ({listed}))",
        credit_code=code, name_zh="'基准绿色科技有限公司' || n", name_en="'Benchmark Green Technology ' || n",
        province="(ARRAY['11', '13', '31', '32', '33', '42', '44', '51'])[1 + n % 8]",
    )  # fmt: skip
    made = (
        "(SELECT id AS firm, row_number() OVER (ORDER BY id) AS n FROM program_organization "
        "WHERE credit_code LIKE '91BENCH%') f"
    )
    in_turn = f"{made} JOIN {ZONES} ON z.place = f.n % z.many"
    copies(
        "program_application", f"{in_turn} WHERE p.id = ({listed})",
        number="'B-QY-' || n", applicant_id="firm", zone_id="z.id",
    )  # fmt: skip
    cases = "program_application a"
    of_firms = "a.number LIKE 'B-QY-%'"
    copies(
        "program_version",
        f"{cases} WHERE {of_firms} AND p.id = (SELECT max(id) FROM program_version WHERE application_id = ({listed}))",
        application_id="a.id",
    )
    copies(
        "program_designation",
        f"{cases} WHERE {of_firms} AND p.application_id = ({listed})",
        application_id="a.id", organization_id="a.applicant_id", letter_number="'B-LS-' || a.id", letter_id="NULL",
        succeeds_id="NULL",
    )  # fmt: skip
    fill_records(in_turn)


def fill_records(in_turn: str) -> None:
    counted = "SELECT min(id) FROM served_servicerecord WHERE state = 'counted'"
    for name, many, state in (("C", FIRMS, "'counted'"), ("A", RECORDS - FIRMS, "'accepted'")):
        # A second record of an enterprise is of other years, and counts no more.
        later = (
            {"baseline_year": "p.baseline_year - 1", "result_year": "p.result_year - 1"}
            if name == "A"
            else {}
        )
        copies(
            "served_servicerecord", f"{in_turn} WHERE p.id = ({counted}) AND n <= {many}",
            number=f"'B-FW-{name}' || n", enterprise_id="firm", zone_id="z.id", state=state, **later,
        )  # fmt: skip
    for table in ("served_recordfigure", "served_calculation"):
        copies(
            table,
            f"served_servicerecord r WHERE r.number LIKE 'B-FW-%' AND p.record_id = ({counted})",
            record_id="r.id",
        )
