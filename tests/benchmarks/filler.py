"""Many thousand applications in seconds, by plain SQL on PostgreSQL: like the demonstration's, with journal and versions."""

from django.db import connection

from program import clock
from program.supervision.models import Duty

OPEN_ONE_IN = 20
"""One case in so many is still open, at one of the stages of the office: those of the newest calls."""

CALLS = """
INSERT INTO program_call (code, track, title_zh, title_en, summary_zh, summary_en, rule_set_id, rubric_id, opens_at, apply_until,
    recommend_until, paper_until, quota, reserves, quota_by, quota_authority, recommendation_quota,
    contact_name, contact_phone, contact_email,
    contact_address, supervision_phone, drafted_by_id, drafted_at, revision, opened_by_id, opened_at, closed_by_id, closed_at)
SELECT 'B-' || n, track, title_zh, title_en, summary_zh, summary_en, rule_set_id, rubric_id, opens_at, apply_until,
    recommend_until, paper_until, quota, reserves, quota_by, quota_authority, recommendation_quota,
    contact_name, contact_phone, contact_email,
    contact_address, supervision_phone, drafted_by_id, drafted_at, revision, opened_by_id, opened_at, opened_by_id,
    recommend_until + interval '1 day'
FROM program_call, generate_series(%(first)s, %(last)s) AS n WHERE code = '2026-1'
"""

APPLICATIONS = """
WITH known AS (SELECT applicant_id, started_by_id, clerk_id FROM program_application WHERE outcome = 'listed' LIMIT 1),
pairs AS (
    SELECT row_number() OVER (ORDER BY c.id, z.id) AS n, c.id AS call_id, z.id AS zone_id
    FROM program_call c CROSS JOIN program_zone z WHERE c.code LIKE 'B-%%' AND NOT z.is_demo
    AND NOT EXISTS (SELECT 1 FROM program_application a WHERE a.call_id = c.id AND a.zone_id = z.id)
)
INSERT INTO program_application (stage, stage_since, waiting_role, due, due_provisional, outcome, call_id, number, applicant_id,
    zone_id, for_zone, clerk_id, started_by_id, started_at, first_submitted_at)
SELECT
    CASE WHEN n > %(decided)s
        THEN (ARRAY['formality_check', 'expert_review', 'site_visit', 'deliberation'])[1 + n %% 4]
        ELSE CASE WHEN n %% 3 = 0 THEN 'listed' ELSE 'refused' END END,
    now() - (n %% 900) * interval '1 day',
    CASE WHEN n > %(decided)s THEN 'clerk' ELSE '' END,
    CASE WHEN n > %(decided)s THEN now() + (n %% 40 - 20) * interval '1 day' END,
    false,
    CASE WHEN n > %(decided)s THEN '' WHEN n %% 3 = 0 THEN 'listed' ELSE 'refused' END,
    call_id, 'B-' || call_id || '-' || zone_id, applicant_id, zone_id, true, clerk_id, started_by_id,
    now() - interval '900 days', now() - interval '890 days'
FROM pairs, known WHERE n <= %(count)s
"""

PROCESSES = """
INSERT INTO viewflow_process (id, flow_class, status, created, finished, data)
SELECT %(base)s + a.id, 'parks/flows.ParkFlow', CASE WHEN a.outcome = '' THEN 'NEW' ELSE 'DONE' END, a.started_at,
    CASE WHEN a.outcome <> '' THEN a.stage_since END, '{}'
FROM program_application a
WHERE a.number LIKE 'B-%%' AND NOT EXISTS (SELECT 1 FROM program_proceeding p WHERE p.application_id = a.id)
"""
PROCEEDINGS = """
INSERT INTO program_proceeding (process_ptr_id, application_id, number, closed_at)
SELECT %(base)s + a.id, a.id, 1, CASE WHEN a.outcome <> '' THEN a.stage_since END
FROM program_application a
WHERE a.number LIKE 'B-%%' AND NOT EXISTS (SELECT 1 FROM program_proceeding p WHERE p.application_id = a.id)
"""
VERSIONS = """
INSERT INTO program_version (application_id, number, content, sha256, code, corrects, submitted_by_id, submitted_at)
SELECT a.id, 1, '{}', md5(a.number) || md5(a.number), substr(upper(md5(a.number)), 1, 9), false, a.started_by_id,
    a.first_submitted_at
FROM program_application a
WHERE a.number LIKE 'B-%%' AND NOT EXISTS (SELECT 1 FROM program_version v WHERE v.application_id = a.id)
"""
LINES = """
INSERT INTO program_line (at, actor_id, actor_name, on_behalf, verb, application_id, subject, version, facts, audience, stamp)
SELECT a.started_at + n * interval '7 days', a.started_by_id, '某人', '',
    (ARRAY['start', 'submit', 'seal', 'recommend', 'confirm_seal', 'accept', 'draw_panel', 'conclude_review', 'plan_visit',
    'conclude_visit'])[n], a.id, a.number, 1, '{}', 'case', ''
FROM program_application a, generate_series(1, 10) AS n
WHERE a.number LIKE 'B-%%' AND NOT EXISTS (SELECT 1 FROM program_line l WHERE l.application_id = a.id)
"""

OBLIGATIONS = """
INSERT INTO program_obligation (zone_id, duty, year, due, due_provisional, authority, scope, arisen_at, handed_in_at, was_late,
    accepted_at, release, release_reason)
SELECT z.id, duty, year, make_date(year + 1, 6, 30), false, '', 1, make_date(year + 1, 1, 1),
    CASE WHEN z.id %% 9 > 0 THEN make_date(year + 1, 6, 20) END, z.id %% 7 = 0,
    CASE WHEN z.id %% 9 > 1 THEN make_date(year + 1, 6, 25) END, '', ''
FROM program_zone z, generate_series(%(year)s - 4, %(year)s) AS year, unnest(%(duties)s::text[]) AS duty
WHERE NOT EXISTS (SELECT 1 FROM program_obligation o WHERE o.zone_id = z.id AND o.duty = duty AND o.year = year)
"""
"""Every zone of the country with each duty of the last five years."""


def fill(size: int) -> None:
    """Bring the number of applications up to `size`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM program_application")
        missing = size - cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM program_zone WHERE NOT is_demo")
        zones = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM program_call WHERE code LIKE 'B-%'")
        calls = cursor.fetchone()[0]
        facts = {
            "first": calls + 1,
            "last": calls + -(-missing // zones),
            "count": missing,
            "decided": missing - missing // OPEN_ONE_IN,
            "base": 10_000_000,
        }
        for statement in (CALLS, APPLICATIONS, PROCESSES, PROCEEDINGS, VERSIONS, LINES):
            cursor.execute(statement, facts)
        cursor.execute(OBLIGATIONS, {"year": clock.today().year - 1, "duties": Duty.values})
        cursor.execute("VACUUM ANALYZE")  # as the database would by itself, a while later
