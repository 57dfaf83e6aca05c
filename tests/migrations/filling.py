"""The first release's tables filled in bulk by raw rows: five kinds of cases, with all that hangs on them."""

import hashlib
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from viewflow.workflow.token import Token

from demonstrations.parks.flows import ParkFlow
from program.rulesets.rules import SPECS
from tests.migrations.old import MOMENT, Old

DAY = timedelta(days=1)
KINDS = ("draft", "formality_check", "abandoned", "public_notice", "refused")


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
            {
                "code": f"Z{place}",
                "name_zh": f"示例{place}高新区",
                "province": "32",
                "city": "示例市",
                "recommending_body_id": body,
                "approved_year": 2012,
                "cohort": "demo",
                "certainty": "C",
                "is_demo": True,
            }
            for place in range(number)
        ],
    )
    pairs = list(zip(zones, organizations, strict=True))
    old.fill(
        "management", [{"zone_id": zone, "organization_id": owner, "since": MOMENT} for zone, owner in pairs]
    )
    return pairs


def walks(
    old: Old, number: int, call: int, clerk: int, zones: list[tuple[int, int]]
) -> tuple[list[int], list[int], dict[tuple[int, str], int]]:
    """Applications with their proceedings; the tasks by (place, node)."""
    applications: list[dict[str, Any]] = []
    processes: list[dict[str, Any]] = []
    proceedings: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    ended = {"abandoned", "refused"}
    keys: dict[tuple[int, str], int] = {}
    for place, (zone, owner) in enumerate(zones):
        stage = KINDS[place % len(KINDS)]
        outcome = stage if stage in ended else ""
        due = MOMENT + 14 * DAY if not outcome else None
        applications.append(
            {
                "number": f"YQ-2026-{place:05d}",
                "call_id": call,
                "zone_id": zone,
                "applicant_id": owner,
                "started_by_id": clerk,
                "stage": stage,
                "stage_since": MOMENT,
                "outcome": outcome,
                "due": due,
                "first_submitted_at": MOMENT,
                "waiting_role": {"draft": "manager", "formality_check": "clerk"}.get(stage, ""),
            }
        )
        processes.append(
            {
                "flow_class": ParkFlow,
                "status": {"abandoned": "CANCELED", "refused": "DONE"}.get(stage, "NEW"),
                "finished": MOMENT if outcome else None,
                "data": {},
            }
        )
        proceedings.append(
            {
                "pk": place + 1,
                "process_ptr_id": place + 1,
                "application_id": place + 1,
                "number": 1,
                "closed_at": MOMENT if outcome else None,
            }
        )
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
    return {
        "process_id": place + 1,
        "flow_task": held,
        "flow_task_type": held.task_type,
        "status": status,
        "token": Token("start"),
        "created": MOMENT,
        "finished": None if open_ else MOMENT,
        "data": {},
    }


def versions(old: Old, number: int, cases: list[int], clerk: int) -> None:
    content = '{"track":"park","parts":{}}'
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    handed_in = [
        case for place, case in enumerate(cases) if "recommendation" in NODES[KINDS[place % len(KINDS)]]
    ]
    old.fill(
        "version",
        [
            {
                "pk": case,
                "application_id": case,
                "number": 1,
                "content": content,
                "sha256": sha256,
                "code": "K7QM-2XFA-1",
                "submitted_by_id": clerk,
            }
            for case in handed_in
        ],
    )
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
    old: Old,
    number: int,
    cases: list[int],
    proceedings: list[int],
    tasks: dict[tuple[int, str], int],
    call: int,
    clerk: int,
) -> None:
    rank, recommended, checked, abandoned, decided = 0, [], [], [], []
    for place, (case, proceeding) in enumerate(zip(cases, proceedings, strict=True)):
        kind = KINDS[place % len(KINDS)]
        given = {"proceeding_id": proceeding, "by_id": clerk}
        if (place, "recommendation") in tasks:
            rank += 1
            recommended.append(
                {
                    **given,
                    "task_id": tasks[place, "recommendation"],
                    "verdict": "recommended",
                    "version_id": case,
                    "call_id": call,
                    "body_id": 1,
                    "rank": rank,
                    "letter_number": "示例函",
                    "letter_date": MOMENT.date(),
                }
            )
        if kind in {"public_notice", "refused"}:
            verdict = {"public_notice": "accepted", "refused": "not_accepted"}[kind]
            checked.append(
                {
                    **given,
                    "task_id": tasks[place, "formality_check"],
                    "version_id": case,
                    "verdict": verdict,
                    "reason": "" if verdict == "accepted" else "材料不符合要求。",
                }
            )
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
    batch = {
        "call_id": call,
        "title": "示例名单",
        "kind": "first",
        "ranking_run_id": run_key,
        "quota": 9999,
        "drafted_by_id": clerk,
        "prepared_by_id": clerk,
        "prepared_at": MOMENT,
        "signed_by_id": director,
        "signed_at": MOMENT,
        "content_sha256": "0" * 64,
        "carried_out_at": MOMENT,
    }
    (batch_key,) = old.fill("batch", [batch])
    listed = [place for place in range(number) if KINDS[place % len(KINDS)] == "public_notice"]
    old.fill(
        "batchitem",
        [
            {
                "pk": cases[place],
                "batch_id": batch_key,
                "application_id": cases[place],
                "proceeding_id": proceedings[place],
                "conditions_met": True,
                "proposal": "list",
                "carried_at": MOMENT,
            }
            for place in listed
        ],
    )
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
    lines = [
        {
            "pk": cases[place],
            "notice_id": notice,
            "application_id": cases[place],
            "position": order,
            "zone_name": "示例",
            "province": "32",
        }
        for order, place in enumerate(listed, 1)
    ]
    items = old.fill("noticeitem", lines)
    objector = {
        "kind": "person",
        "name": "示例群众",
        "email": "citizen@example.org",
        "grounds": "与公开名单不一致。",
        "client": "one",
    }
    taken_up = {
        "confirmed_at": MOMENT,
        "acceptance_due": MOMENT + 3 * DAY,
        "accepted_by_id": clerk,
        "accepted_at": MOMENT,
        "summary": "有关数据",
        "settlement_due": MOMENT + 20 * DAY,
    }
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
        for model in apps.get_models():
            if (
                connection.vendor == "postgresql"
                and model._meta.db_table in connection.introspection.table_names(cursor)
            ):
                for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                    cursor.execute(statement)
