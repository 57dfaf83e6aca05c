"""The database of the first release, filled in bulk by raw rows, and led forward; in a process of its own.

`DATABASE_URL=… python -m tests.migrations.first_release 300` prints what it took; an empty database is needed.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.config.settings")
    django.setup()

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from viewflow.workflow.token import Token

from demonstrations.parks.flows import ParkFlow
from program import clock
from program.applications import actions as applications
from program.applications.models import Abandonment, Application
from program.background.models import Promise
from program.decisions import actions as decisions
from program.decisions.models import Objection
from program.journal import triggers
from program.journal.models import Line, Seal
from program.journal.rules import findings
from program.journal.steps import seal
from program.people.models import User
from program.process.rules import astray
from program.rulesets.rules import SPECS

DAY = timedelta(days=1)

RELEASE = [("program", "0002_ground"), ("parks", "0001_parts"), ("django_tasks_database", "__latest__")]
MOMENT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
KINDS = ("draft", "formality_check", "abandoned", "public_notice", "refused")
Rows = Sequence[Mapping[str, Any]]


class Old:
    """The tables as the first release knew them."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps
        self.keys: dict[str, int] = {}

    def fill(self, name: str, rows: Rows, app: str = "program") -> list[int]:
        """Insert rows past every model's save; what is not given is the column's emptiest value. Answers their keys."""
        model = self.apps.get_model(app, name)
        table, fields = model._meta.db_table, model._meta.local_concrete_fields
        first = self.keys.get(table, 1)
        keys = [row.get("pk", first + place) for place, row in enumerate(rows)]
        self.keys[table] = first + len(rows)
        values = [
            [self.value(field, {model._meta.pk.attname: key} | row) for field in fields]
            for key, row in zip(keys, rows, strict=True)
        ]
        names = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
        return keys

    def value(self, field: Any, row: Mapping[str, Any]) -> Any:
        given = row.get(field.name, row.get(field.attname, ...))
        if given is ...:
            given = self.emptiest(field)
        return field.get_db_prep_save(given, connection)

    def emptiest(self, field: Any) -> Any:
        if field.has_default():
            return field.get_default()
        if field.null:
            return None
        kind = field.get_internal_type()
        dates = {"DateTimeField": MOMENT, "DateField": MOMENT.date(), "BooleanField": False, "JSONField": {}}
        return dates.get(kind, "" if kind in TEXTS else 0)


TEXTS = {"CharField", "TextField", "EmailField", "URLField", "SlugField"}


def first_release() -> Old:
    """Migrate to what the first release had, its triggers included."""
    executor = MigrationExecutor(connection)
    leaves = dict(executor.loader.graph.leaf_nodes())
    targets = [(app, leaves[app] if name == "__latest__" else name) for app, name in RELEASE]
    executor.migrate(targets)
    triggers.install(connection)
    return Old(MigrationExecutor(connection).loader.project_state(targets).apps)


# ---------------------------------------------------------------- filled
def fill(old: Old, number: int) -> None:
    """So many cases: drafts, in check, given up, on notice with an objection, refused; each with versions, lines and promises."""
    clerk, director = people(old)
    call = the_call(old, clerk, director)
    zones = places(old, number)
    cases, proceedings, tasks = walks(old, number, call, clerk, zones)
    versions(old, number, cases, clerk)
    verdicts(old, number, cases, proceedings, tasks, call, clerk)
    on_notice(old, number, call, cases, proceedings, (clerk, director))
    lines = [
        {
            "application_id": case,
            "actor_id": clerk,
            "actor_name": "示例",
            "verb": verb,
            "subject": f"YQ-{case}",
        }
        for case in cases
        for verb in ("start", "submit", "recommend")
    ]
    old.fill("line", [row | {"at": MOMENT, "facts": {"due": "2026-03-09"}} for row in lines])
    told = [
        {"recipient_id": clerk, "text": "accepted", "application_id": case, "facts": {"case": "示例"}}
        for case in cases
    ]
    old.fill("message", told)
    promised = [
        {"name": "program.notify.tasks.mail_message", "arguments": [place + 1]} for place in range(len(told))
    ]
    old.fill("promise", promised)
    restart_sequences()


def people(old: Old) -> tuple[int, int]:
    office = {
        "kind": "special_office",
        "credit_code": "11990000000000000X",
        "name_zh": "示例专项办",
        "province": "11",
    }
    (organization,) = old.fill("organization", [office])
    names = ("clerk", "director")
    clerk, director = old.fill(
        "user",
        [
            {
                "username": name,
                "name": name,
                "email": f"{name}@example.org",
                "is_active": True,
                "language": "zh-hans",
            }
            for name in names
        ],
    )
    roles = zip((clerk, director), names, strict=True)
    old.fill(
        "membership",
        [{"user_id": user, "organization_id": organization, "role": role} for user, role in roles],
    )
    return clerk, director


def the_call(old: Old, clerk: int, director: int) -> int:
    signed = {"drafted_by_id": clerk, "signed_by_id": director, "signed_at": MOMENT}
    (rules,) = old.fill("ruleset", [{"code": "2026.1", "title": "示例规则", **signed}])
    old.fill(
        "parameter",
        [
            {
                "rule_set_id": rules,
                "key": key.value,
                "value": spec.default,
                "authority_kind": "office",
                "authority": "示例",
            }
            for key, spec in SPECS.items()
        ],
    )
    (rubric,) = old.fill("rubric", [{"title": "示例评分表", "drafted_by_id": clerk}])
    old.fill(
        "criterion",
        [
            {
                "rubric_id": rubric,
                "position": 1,
                "name_zh": "绿色成效",
                "weight": 100,
                "maximum": 100,
                "step": 1,
            }
        ],
    )
    dates = {"opens_at": MOMENT - DAY, "apply_until": MOMENT + 30 * DAY, "recommend_until": MOMENT + 50 * DAY}
    call = {
        "code": "2026-1",
        "track": "park",
        "title_zh": "示例批次",
        "quota": 9999,
        "opened_by_id": director,
        "opened_at": MOMENT,
    }
    more = {
        "paper_until": MOMENT + 50 * DAY,
        "drafted_by_id": clerk,
        "rule_set_id": rules,
        "rubric_id": rubric,
    }
    return old.fill("call", [call | dates | more])[0]


def places(old: Old, number: int) -> list[tuple[int, int]]:
    """(zone, managing body) for each case; all of one recommending body."""
    (body,) = old.fill(
        "recommendingbody", [{"code": "X1", "name_zh": "示例省", "province": "32", "is_demo": True}]
    )
    managing = [
        {
            "kind": "managing_body",
            "credit_code": f"12{place:016d}",
            "name_zh": f"示例管委会{place}",
            "province": "32",
        }
        for place in range(number)
    ]
    organizations = old.fill("organization", managing)
    zones = old.fill(
        "zone",
        [
            {"code": f"Z{place}", "name_zh": f"示例{place}高新区", "province": "32", "city": "示例市", "recommending_body_id": body,
             "approved_year": 2012, "cohort": "demo", "certainty": "C", "is_demo": True}
            for place in range(number)
        ],
    )  # fmt: skip
    pairs = list(zip(zones, organizations, strict=True))
    old.fill(
        "management", [{"zone_id": zone, "organization_id": owner, "since": MOMENT} for zone, owner in pairs]
    )
    return pairs


def walks(
    old: Old, number: int, call: int, clerk: int, zones: list[tuple[int, int]]
) -> tuple[list[int], list[int], dict[tuple[int, str], int]]:
    """Applications with their proceedings; the tasks by (place, node)."""
    applications, processes, proceedings, tasks, ended = [], [], [], [], {"abandoned", "refused"}
    keys: dict[tuple[int, str], int] = {}
    for place, (zone, owner) in enumerate(zones):
        stage = KINDS[place % len(KINDS)]
        outcome = stage if stage in ended else ""
        due = MOMENT + 14 * DAY if not outcome else None
        applications.append(
            {"number": f"YQ-2026-{place:05d}", "call_id": call, "zone_id": zone, "applicant_id": owner, "started_by_id": clerk,
             "stage": stage, "stage_since": MOMENT, "outcome": outcome, "due": due, "first_submitted_at": MOMENT,
             "waiting_role": {"draft": "manager", "formality_check": "clerk"}.get(stage, "")}
        )  # fmt: skip
        processes.append({"flow_class": ParkFlow, "status": {"abandoned": "CANCELED", "refused": "DONE"}.get(stage, "NEW"),
                          "finished": MOMENT if outcome else None, "data": {}})  # fmt: skip
        proceedings.append({"pk": place + 1, "process_ptr_id": place + 1, "application_id": place + 1, "number": 1,
                            "closed_at": MOMENT if outcome else None})  # fmt: skip
        for node in NODES[stage]:
            keys[place, node] = len(tasks) + 1
            tasks.append(task(place, node, open_=node == stage))
    cases = old.fill("application", applications)
    old.fill("process", processes, "viewflow")
    old.fill("proceeding", proceedings)
    old.fill("task", tasks, "viewflow")
    return cases, [row["pk"] for row in proceedings], keys


NODES = {
    "draft": ["draft"],
    "formality_check": ["draft", "recommendation", "formality_check"],
    "abandoned": ["draft"],
    "public_notice": ["draft", "recommendation", "formality_check", "deliberation", "public_notice"],
    "refused": ["draft", "recommendation", "formality_check"],
}


def task(place: int, node: str, *, open_: bool) -> dict[str, Any]:
    held = ParkFlow.instance.node(node)
    status = ("SCHEDULED" if node == "public_notice" else "NEW") if open_ else "DONE"
    return {"process_id": place + 1, "flow_task": held, "flow_task_type": held.task_type, "status": status, "token": Token("start"),
            "created": MOMENT, "finished": None if open_ else MOMENT, "data": {}}  # fmt: skip


def versions(old: Old, number: int, cases: list[int], clerk: int) -> None:
    content = '{"track":"park","parts":{}}'
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    handed_in = [
        case for place, case in enumerate(cases) if "recommendation" in NODES[KINDS[place % len(KINDS)]]
    ]
    old.fill(
        "version",
        [{"pk": case, "application_id": case, "number": 1, "content": content, "sha256": sha256, "code": "K7QM-2XFA-1",
          "submitted_by_id": clerk} for case in handed_in],
    )  # fmt: skip
    for part in ("basics", "plan", "achievements", "honours", "commitment"):
        old.fill(
            part,
            [
                {"application_id": case, "revision": 1, "edited_by_id": clerk, "edited_at": MOMENT}
                for case in cases
            ],
            "parks",
        )


def verdicts(
    old: Old, number: int, cases: list[int], proceedings: list[int], tasks: dict[tuple[int, str], int], call: int, clerk: int
) -> None:  # fmt: skip
    rank, recommended, checked, abandoned, decided = 0, [], [], [], []
    for place, (case, proceeding) in enumerate(zip(cases, proceedings, strict=True)):
        kind = KINDS[place % len(KINDS)]
        given = {"proceeding_id": proceeding, "by_id": clerk}
        if (place, "recommendation") in tasks:
            rank += 1
            recommended.append({**given, "task_id": tasks[place, "recommendation"], "verdict": "recommended", "version_id": case,
                                "call_id": call, "body_id": 1, "rank": rank, "letter_number": "示例函", "letter_date": MOMENT.date()})  # fmt: skip
        if kind in {"public_notice", "refused"}:
            verdict = {"public_notice": "accepted", "refused": "not_accepted"}[kind]
            checked.append({**given, "task_id": tasks[place, "formality_check"], "version_id": case, "verdict": verdict,
                            "reason": "" if verdict == "accepted" else "材料不符合要求。"})  # fmt: skip
        if kind == "abandoned":
            abandoned.append({**given, "application_id": case, "reason": "调整规划。"})
        if kind == "public_notice":
            decided.append(
                {**given, "task_id": tasks[place, "deliberation"], "item_id": case, "chosen": True}
            )
    old.fill("recommendation", recommended)
    old.fill("formalitycheck", checked)
    old.fill("abandonment", abandoned)
    old.decided = decided  # type: ignore[attr-defined]


def on_notice(
    old: Old, number: int, call: int, cases: list[int], proceedings: list[int], office: tuple[int, int]
) -> None:
    """One batch, one notice; an objection to every line, taken up."""
    clerk, director = office
    (round_,) = old.fill("round", [{"call_id": call, "number": 1, "due": MOMENT, "opened_by_id": clerk}])
    run = {
        "round_id": round_,
        "method": "trimmed_mean",
        "inputs": "{}",
        "inputs_sha256": "0" * 64,
        "made_by_id": clerk,
    }
    (run_key,) = old.fill("rankingrun", [run])
    batch = {"call_id": call, "title": "示例名单", "kind": "first", "ranking_run_id": run_key, "quota": 9999, "drafted_by_id": clerk,
             "prepared_by_id": clerk, "prepared_at": MOMENT, "signed_by_id": director, "signed_at": MOMENT,
             "content_sha256": "0" * 64, "carried_out_at": MOMENT}  # fmt: skip
    (batch_key,) = old.fill("batch", [batch])
    listed = [place for place in range(number) if KINDS[place % len(KINDS)] == "public_notice"]
    old.fill(
        "batchitem",
        [{"pk": cases[place], "batch_id": batch_key, "application_id": cases[place], "proceeding_id": proceedings[place],
          "conditions_met": True, "proposal": "list", "carried_at": MOMENT} for place in listed],
    )  # fmt: skip
    old.fill("deliberation", old.decided)  # type: ignore[attr-defined]
    (notice,) = old.fill(
        "publicnotice",
        [
            {
                "batch_id": batch_key,
                "number": "公示〔2026〕1号",
                "title": "示例公示",
                "published_at": MOMENT,
                "ends": MOMENT + 14 * DAY,
            }
        ],
    )
    lines = [{"pk": cases[place], "notice_id": notice, "application_id": cases[place], "position": order, "zone_name": "示例",
              "province": "32"} for order, place in enumerate(listed, 1)]  # fmt: skip
    items = old.fill("noticeitem", lines)
    objector = {
        "kind": "person",
        "name": "示例群众",
        "email": "citizen@example.org",
        "grounds": "与公开名单不一致。",
        "client": "one",
    }
    taken_up = {"confirmed_at": MOMENT, "acceptance_due": MOMENT + 3 * DAY, "accepted_by_id": clerk, "accepted_at": MOMENT,
                "summary": "有关数据", "settlement_due": MOMENT + 20 * DAY}  # fmt: skip
    old.fill(
        "objection",
        [
            objector | taken_up | {"item_id": item, "number": f"YY-2026-{item:05d}", "receipt": f"R-{item}"}
            for item in items
        ],
    )


def restart_sequences() -> None:
    """Keys were given by hand: the next row takes the next one."""
    with connection.cursor() as cursor:
        for model in django.apps.apps.get_models():
            if (
                connection.vendor == "postgresql"
                and model._meta.db_table in connection.introspection.table_names(cursor)
            ):
                for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                    cursor.execute(statement)


# ---------------------------------------------------------------- led forward
def snapshot(columns: Mapping[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Table → how many rows, and a hash over the columns that the first release had."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in columns.items():
            cursor.execute(f'SELECT {", ".join(names)} FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def columns() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("program_", "parks_", "viewflow_"))
        ]
        return {
            table: [
                f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)
            ]
            for table in tables
        }


def timed(what: str, began: float) -> float:
    now = time.monotonic()
    print(f"{what}: {now - began:.1f} s", flush=True)
    return now


def journey(number: int) -> None:
    began = time.monotonic()
    old = first_release()
    began = timed("the first release", began)
    with transaction.atomic():
        fill(old, number)
    known = columns()
    before = snapshot(known)
    began = timed(f"{number} cases in {sum(rows for rows, _hash in before.values())} rows", began)
    call_command("migrate", verbosity=0)
    began = timed("led forward", began)
    check(number, before, snapshot(known))
    timed("sealed and read", began)


def check(number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    assert after == before, {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    }
    assert triggers.existing(connection) == triggers.names()
    seal()
    assert Seal.objects.count() == Line.objects.count() == 3 * number
    assert list(findings([])) == []
    assert astray() == []
    clerk = User.objects.get(username="clerk")
    for case in read(clerk):
        assert case.get_absolute_url()
        assert case.journal.count() == 3
    works_on(clerk)


def read(clerk: User) -> Iterator[Application]:
    """Every case, in the clerk's hand; a page of each kind as the browser gets it."""
    cases = Application.objects.visible_to(clerk).select_related("zone", "call", "applicant", "waiting_org")
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(clerk)
    for kind in KINDS:
        case = cases.filter(stage=kind).first()
        assert case is not None
        answer = browser.get(case.get_absolute_url())
        assert answer.status_code == 200, (kind, answer.status_code)
    yield from cases.iterator(chunk_size=1000)


def works_on(clerk: User) -> None:
    """Old rows live on: a case is corrected, undone, given up again by a new one; a notice ends."""
    with clock.at(MOMENT + DAY):
        case = Application.objects.filter(stage="formality_check").first()
        applications.ask_correction(case, [("basics", "请核对。")], by=clerk)
        applications.undo_check(Application.objects.get(pk=case.pk), reason="误操作。", by=clerk)
        assert Abandonment.objects.first().application.abandonments.count() == 1
        objection = Objection.objects.open().first()
        assert objection is not None
        dismissed = decisions.dismiss_objection(
            objection, finding="经核实。", by=User.objects.get(username="director")
        )
        assert dismissed.settled_at is not None
        assert Promise.objects.open().first().queued_at is not None
    assert astray() == []


if __name__ == "__main__":
    journey(int(sys.argv[1]))
