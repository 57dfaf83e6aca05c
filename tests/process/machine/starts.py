"""Where the walks begin: each start goes on from the one before, by the same steps that the walks take."""

from datetime import datetime, timedelta

from django.db import transaction

from program import clock
from program.people.models import OrganizationKind, Role, User
from program.reviews import actions as reviews
from program.reviews.models import Expert
from program.rulesets.steps import load_calendar
from tests import factories
from tests.applications import desk
from tests.process.machine.model import EXPERTS, TEAM, Model
from tests.process.machine.moves import World
from tests.process.machine.walk import Walk

SHORT = {"panel_minimum": 3, "review_quorum": 3}
MARCH = datetime(2026, 3, 2, 9, 30, tzinfo=clock.BEIJING)
DECEMBER = datetime(2026, 12, 14, 9, 30, tzinfo=clock.BEIJING)
Script = list[tuple[str, str, str]]


def handed_in(case: str) -> Script:
    return [("submit", f"manager {case}", case), ("seal", f"manager {case}", case)]


def checked(case: str) -> Script:
    return [
        ("recommend", "recommender", case),
        ("confirm seal", "clerk", case),
        ("accept", "clerk", case),
    ]


def read(case: str) -> Script:
    given = [
        (verb, who, case)
        for who in EXPERTS[:3]
        for verb in ("sign confidentiality", "declare none", "submit sheet")
    ]
    return [("draw panel", "clerk", case), *given]


def visited(case: str) -> Script:
    return [
        ("conclude review", "clerk", case),
        ("plan visit", "clerk", case),
        ("write record", "lead", case),
        *[("sign record", who, case) for who in TEAM],
        ("hand in record", "lead", case),
        ("conclude visit", "lead", case),
    ]


BATCH: Script = [
    ("rank", "clerk", "A"),
    ("draft batch", "clerk", "A"),
    ("record meeting", "clerk", "A"),
    ("prepare batch", "clerk", "A"),
    ("sign batch", "director", "A"),
    ("worker", "", ""),
]
OBJECTION: Script = [("object", "public", "A"), ("confirm objection", "public", "A")]
LED_ON: Script = [("a month", "", ""), ("sweep", "", "")]
DOCUMENT: Script = [("enter document", "clerk", "A")]
SCRIPTS: dict[str, tuple[datetime, list[Script]]] = {
    "drafted": (MARCH, []),
    "handed in": (MARCH, [handed_in("A"), handed_in("B")]),
    "checked": (MARCH, [handed_in("A"), checked("A"), handed_in("B")]),
    "read": (MARCH, [handed_in("A"), checked("A"), read("A"), handed_in("B"), checked("B"), read("B")]),
}
DECIDABLE: list[Script] = [
    step for case in "AB" for step in (handed_in(case), checked(case), read(case), visited(case))
]
SCRIPTS |= {
    "deliberated": (MARCH, DECIDABLE),
    "on notice": (MARCH, [*DECIDABLE, BATCH]),
    "on notice in December": (DECEMBER, [*DECIDABLE, BATCH]),
    "objected to": (MARCH, [*DECIDABLE, BATCH, OBJECTION, LED_ON]),
    "through its notice": (MARCH, [*DECIDABLE, BATCH, LED_ON, DOCUMENT]),
    "given up": (
        MARCH,
        [*DECIDABLE, BATCH, [("ask withdrawal", "manager A", "A"), ("grant withdrawal", "director", "A")]],
    ),
}
STARTS = list(SCRIPTS)


def build(start: str) -> Walk:
    """Two written drafts, led by the start's script; every step of it is held against the table already."""
    moment, scripts = SCRIPTS[start]
    with transaction.atomic():
        load_calendar()
    with clock.at(moment):
        world = found()
    walk = Walk(world, moment, Model())
    walk.look()
    for verb, who, case in (step for script in scripts for step in script):
        if verb == "worker":
            walk.worker()
        elif verb == "sweep":
            walk.sweep()
        elif not who:
            walk.jump(verb)
        else:
            assert walk.allowed(verb, walk.about(walk.model.cases[case], who)), (verb, who, case)
            walk.attempt(verb, who, case)
    return walk


def found() -> World:
    """The office, two zones of one recommending body, a call, and both cases written to the end."""
    office = factories.organization(OrganizationKind.SPECIAL_OFFICE, province="11")
    people = {
        who: factories.member(office, role, who.replace(" ", "_"))
        for who, role in (
            ("clerk", Role.CLERK),
            ("second clerk", Role.CLERK),
            ("director", Role.DIRECTOR),
            ("second director", Role.DIRECTOR),
            ("auditor", Role.AUDITOR),
            *((who, Role.INSPECTOR) for who in TEAM),
            *((who, Role.EXPERT) for who in EXPERTS),
        )
    }
    bodies = [factories.organization(OrganizationKind.RECOMMENDING_BODY) for _ in range(2)]
    body, _foreign = (factories.recommending_body(organization=each) for each in bodies)
    for who, organization in zip(("recommender", "foreign recommender"), bodies, strict=True):
        people[who] = factories.member(organization, Role.RECOMMENDER, who.replace(" ", "_"))
    clerk = people["clerk"]
    for who in EXPERTS:
        pool(people[who], clerk)
    rules = factories.rule_set(clerk, people["director"], **SHORT)
    call = factories.call(
        clerk, people["director"], quota=1, reserves=1, recommendation_quota=None, rule_set=rules
    )
    cases = {}
    for name in "AB":
        zoned = factories.organization()
        people[f"manager {name}"] = manager = factories.member(zoned, Role.MANAGER, f"manager_{name}")
        people[f"contact {name}"] = factories.member(zoned, Role.CONTACT, f"contact_{name}")
        cases[name] = desk.write_all(
            factories.case(call, factories.zone(body, zoned), manager), by=manager
        ).pk
    round_ = reviews.open_round(call, due=clock.now() + timedelta(days=60), by=clerk)
    return World(call.pk, round_.pk, cases, {who: person.pk for who, person in people.items()})


def pool(user: User, clerk: User) -> None:
    Expert.objects.create(
        user=user,
        added_by=clerk,
        specialities="节能",
        province="11",
        employer_name="示例研究院",
        employer_code=factories.credit_code(),
    )
