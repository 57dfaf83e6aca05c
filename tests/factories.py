"""Rows for tests, made plainly. Everything here is 示例: synthetic codes (area 990000), invented people."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from pypdf import PdfWriter
from stdnum.cn import uscc

from program import clock
from program.applications.models import (
    Application,
    Checked,
    FormalityCheck,
    Recommendation,
    Recommended,
    of_recommender,
)
from program.applications.rules import part_model
from program.applications.steps import freeze
from program.calls.models import Call, Criterion, Rubric
from program.indicators.actions import Row, import_figures
from program.indicators.models import IndicatorSet
from program.indicators.steps import load_indicators
from program.people.models import Membership, Organization, OrganizationKind, Role, User
from program.people.provinces import Province
from program.process.models import StageName
from program.process.steps import Turn, open_case, project, take, turn
from program.rulesets.models import Parameter, RuleSet
from program.rulesets.rules import SPECS
from program.zones.models import (
    Affiliation,
    Certainty,
    Management,
    RecommendingBody,
    Site,
    Subzone,
    SubzoneKind,
    Zone,
)

PASSWORD = "a-demonstration-2026"
_numbers: Iterator[int] = count(1)


def credit_code(number: int | None = None, *, prefix: str = "12") -> str:
    """A valid unified social credit code of the area 990000, which does not exist."""
    start = f"{prefix}990000{next(_numbers) if number is None else number:09d}"
    return start + uscc.calc_check_digit(start)


def organization(kind: OrganizationKind = OrganizationKind.MANAGING_BODY, **fields: object) -> Organization:
    """An organisation that has joined."""
    number = next(_numbers)
    values: dict[str, object] = {
        "credit_code": credit_code(),
        "name_zh": f"示例单位{number}",
        "name_en": f"Example Organisation {number}",
        "kind": kind,
        "province": Province.JIANGSU,
        "address": "示例路1号",
    }
    return Organization.objects.create(**(values | fields))


def user(username: str = "", **fields: object) -> User:
    """A person without any role; the password is PASSWORD."""
    username = username or f"person{next(_numbers)}"
    values: dict[str, object] = {
        "name": username.replace("_", " ").title(),
        "email": f"{username}@example.org",
        "language": "en",
    }
    return User.objects.create_user(username, PASSWORD, **(values | fields))


def member(organization: Organization, role: Role, username: str = "", **fields: object) -> User:
    """A person with a role in an organisation."""
    person = user(username, **fields)
    grant(person, organization, role)
    return person


def grant(person: User, organization: Organization, role: Role, *, by: User | None = None) -> Membership:
    """One more role for a person who is there already."""
    return Membership.objects.create(user=person, organization=organization, role=role, granted_by=by)


def end(membership: Membership) -> None:
    """The role has ended, without the verb."""
    membership.ended_at, membership.ended_by = timezone.now(), membership.user  # noqa: TID251 the clock is not under test
    membership.save(update_fields=["ended_at", "ended_by"])


def recommending_body(**fields: object) -> RecommendingBody:
    """A recommending body that has not joined."""
    number = next(_numbers)
    values: dict[str, object] = {
        "code": f"B{number}",
        "name_zh": f"示例省{number}",
        "name_en": f"Example Province {number}",
        "province": Province.JIANGSU,
        "is_demo": True,
    }
    return RecommendingBody.objects.create(**(values | fields))


def zone(
    body: RecommendingBody | None = None, managed_by: Organization | None = None, **fields: object
) -> Zone:
    """A demonstration zone, managed by an organisation where one is given."""
    number = next(_numbers)
    values: dict[str, object] = {
        "code": f"SLZ{number:03d}",
        "name_zh": f"示例{number}高新技术产业开发区",
        "name_en": f"Example High-Tech Zone {number}",
        "province": Province.JIANGSU,
        "city": "示例市",
        "recommending_body": body or recommending_body(),
        "approved_year": 2012,
        "cohort": "demo",
        "certainty": Certainty.MEMORY,
        "source": "",
        "is_demo": True,
    }
    made = Zone.objects.create(**(values | fields))
    if managed_by is not None:
        Management.objects.create(zone=made, organization=managed_by)
    return made


def subzone(zone: Zone, **fields: object) -> Subzone:
    """A subzone of 12.5 km²."""
    values: dict[str, object] = {
        "name_zh": f"示例园{next(_numbers)}",
        "kind": SubzoneKind.APPROVED,
        "area_km2": "12.5",
    }
    return Subzone.objects.create(zone=zone, **(values | fields))


# ---------------------------------------------------------------- rules, calls and cases, made without the verbs
def rule_set(drafted_by: User, signed_by: User, **changes: int) -> RuleSet:
    """A signed rule set with the office's default numbers; `changes` by key."""
    made = RuleSet.objects.create(
        code=f"R{next(_numbers)}",
        title="示例规则",
        drafted_by=drafted_by,
        signed_by=signed_by,
        signed_at=clock.now(),
    )
    Parameter.objects.bulk_create(
        Parameter(
            rule_set=made,
            key=key,
            value=changes.get(key.value, spec.default),
            authority_kind=spec.authority_kind,
            authority="专项办规则",
        )
        for key, spec in SPECS.items()
    )
    return made


def rubric(drafted_by: User) -> Rubric:
    """Three criteria of weights 50, 30, 20."""
    made = Rubric.objects.create(title="示例评分表", drafted_by=drafted_by)
    names = (("绿色成效", "Green benefit", 50), ("技术创新", "Innovation", 30), ("组织实施", "Delivery", 20))
    Criterion.objects.bulk_create(
        Criterion(rubric=made, position=place, name_zh=zh, name_en=en, weight=weight)
        for place, (zh, en, weight) in enumerate(names, 1)
    )
    return made


def call(clerk: User, director: User, **fields: object) -> Call:
    """An open call for parks: applications for 30 days from now, recommendations for 20 more."""
    moment = clock.now()
    values: dict[str, object] = {
        "code": f"C{next(_numbers)}",
        "track": "park",
        "title_zh": "示例批次示范园区申报",
        "title_en": "Example call for demonstration parks",
        "summary_zh": "示例。",
        "opens_at": moment - timedelta(days=1),
        "apply_until": moment + timedelta(days=30),
        "recommend_until": moment + timedelta(days=50),
        "paper_until": moment + timedelta(days=50),
        "quota": 12,
        "reserves": 3,
        "recommendation_quota": 10,
        "contact_name": "示例处",
        "contact_phone": "010-00000000",
        "contact_email": "office@example.org",
        "contact_address": "示例路1号",
        "supervision_phone": "010-00000001",
        "drafted_by": clerk,
        "opened_by": director,
        "opened_at": moment,
    }
    if "rule_set" not in fields:
        values["rule_set"] = rule_set(clerk, director)
    if "rubric" not in fields:
        values["rubric"] = rubric(clerk)
    return Call.objects.create(**(values | fields))


def firm(zone: Zone, *, year: int = 2022, **fields: object) -> Organization:
    """An enterprise that stands with one site in the zone's statistics since that year."""
    values: dict[str, object] = {
        "kind": OrganizationKind.ENTERPRISE, "credit_code": credit_code(prefix="91"),
        "name_zh": f"示例绿色科技{next(_numbers)}有限公司", "province": zone.province,
    }  # fmt: skip
    made = Organization.objects.create(**(values | fields))
    site = Site.objects.create(organization=made, name_zh="主厂区", industry="35")
    Affiliation.objects.create(site=site, zone=zone, since_year=year)
    return made


def case(call: Call, zone: Zone, by: User, firm: Organization | None = None) -> Application:
    """An application at its draft, its parts still empty; moved on with `move`. With `firm`, that enterprise's."""
    organization = firm or zone.managements.get(until=None).organization
    with transaction.atomic():
        made = Application.objects.create(
            call=call, number=f"YQ-{next(_numbers):04d}", applicant=organization, zone=zone, for_zone=firm is None,
            started_by=by,
        )  # fmt: skip
        for part in made.parts():
            part_model(part)(application=made).save()
        open_case(made)
    return made


def move(application: Application, target: StageName, *, by: User) -> Application:
    """Push a case along its straight way to a stage, with the verdict rows that its gates read, without the verbs."""
    while application.stage != target:
        with transaction.atomic():
            held = turn(application, StageName(application.stage))
            push(held, by)
            take(held)
    return application


def push(held: Turn, by: User) -> None:
    """The verdict row with which the case goes straight on."""
    application = held.application
    keys = {"proceeding": held.proceeding, "task": held.task, "by": by}
    if application.stage == StageName.DRAFT:
        freeze(application, by=by, corrects=False)
        application.first_submitted_at = clock.now()
        application.save(update_fields=["first_submitted_at"])
    version = application.latest_version()
    if application.stage == StageName.RECOMMENDATION:
        Recommendation.objects.create(
            **keys,
            version=version,
            call=application.call,
            **of_recommender(application.recommender),
            verdict=Recommended.RECOMMENDED,
            letter_number="示例函",
            letter_date=clock.today(),
            rank=next(_numbers) % 30_000 + 1,  # a small number, however long the tests run
        )
    elif application.stage == StageName.FORMALITY_CHECK:
        FormalityCheck.objects.create(**keys, version=version, verdict=Checked.ACCEPTED)


def pdf(text: str = "sealed") -> SimpleUploadedFile:
    """A small true PDF, different for each text."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": text})
    buffer = BytesIO()
    writer.write(buffer)
    return SimpleUploadedFile(f"{text}.pdf", buffer.getvalue(), "application/pdf")


def rest_at(application: Application, stage: StageName) -> Application:
    """Put a case down at a node by hand, whatever led there: for tests of the clock."""
    with transaction.atomic():
        held = turn(application, StageName(application.stage))
        held.task.flow_task = held.task.flow_task.flow_class.instance.node(stage.value)
        held.task.flow_task_type = held.task.flow_task.task_type
        held.task.save()
        project(application, stage)
    return application


# ---------------------------------------------------------------- declared figures
ENERGY = {"electricity": "81000", "natural_gas": "1700"}
"""10⁴ kWh and 10⁴ m³: with the value added below about 0.13 tce per 10,000 yuan."""


def declared(zone: Zone, years: range, *, code: str = "", growth: int = 8, **items: str) -> None:
    """Accepted figures of a zone (or of the enterprise of a credit code) for some years: energy the same, value added growing.

    Beside them `items` the same every year; value added begins with 9,000,000 (10⁴ yuan, prices of 2019).
    """
    rows, added = [], 9_000_000
    for year in years:
        places = {f"energy:{carrier}:production": quantity for carrier, quantity in ENERGY.items()}
        places |= {"item:industrial_value_added": str(added), "item:serious_incidents": "0"}
        places |= {f"item:{item}": value for item, value in items.items()}
        rows += [
            Row("", 0, code or zone.code, str(year), place, value, "")
            for place, value in places.items()
            if value
        ]
        added = added * (100 + growth) // 100
    found = import_figures(rows)
    assert found.errors == []


def measured_by(call: Call, family: str = "office_default", year: int = 2025) -> Call:
    """The call judges by the supplied set of that family."""
    with transaction.atomic():
        load_indicators()
    call.indicator_set, call.indicator_year = IndicatorSet.objects.get(code=f"{family}.1"), year
    call.save(update_fields=["indicator_set", "indicator_year"])
    return call
