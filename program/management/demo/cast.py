"""Who plays: one person for each role, twenty-two zones named 示例, four recommending bodies, seven experts."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from stdnum.cn import uscc

from program.people import actions as people
from program.people.actions import Founder
from program.people.models import STAFF_ROLES, Organization, OrganizationKind, Role, User
from program.people.steps import Newcomer
from program.reviews import actions as reviews
from program.reviews.actions.pool import Profile
from program.zones import actions as zones
from program.zones.models import Certainty, RecommendingBody, Zone
from program.zones.steps import Joining

OFFICE_PEOPLE = (
    ("clerk", "示例经办人", Role.CLERK),
    ("clerk2", "示例经办人乙", Role.CLERK),
    ("director", "示例负责人", Role.DIRECTOR),
    ("director2", "示例副主任", Role.DIRECTOR),
    ("supervisor", "示例监督员", Role.SUPERVISOR),
    ("auditor", "示例审计员", Role.AUDITOR),
    ("inspector", "示例核查员甲", Role.INSPECTOR),
    ("inspector2", "示例核查员乙", Role.INSPECTOR),
    ("inspector3", "示例核查员丙", Role.INSPECTOR),
)
EXPERTS = (
    ("expert1", "示例专家一", "43", "节能技术"),
    ("expert2", "示例专家二", "50", "清洁生产"),
    ("expert3", "示例专家三", "51", "环境工程"),
    ("expert4", "示例专家四", "53", "绿色金融"),
    ("expert5", "示例专家五", "21", "产业规划"),
    ("expert6", "示例专家六", "22", "碳核算"),
    ("expert7", "示例专家七", "23", "水处理"),
)
"""From provinces in which no zone of the demonstration lies, so that the panel stands for all."""
BODIES = (
    ("32", "示例东省", "East Example"),
    ("42", "示例中省", "Central Example"),
    ("61", "示例西省", "West Example"),
    ("44", "示例南省", "South Example"),
)
ZONES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
PINYIN = [
    "Jia",
    "Yi",
    "Bing",
    "Ding",
    "Wu",
    "Ji",
    "Geng",
    "Xin",
    "Ren",
    "Gui",
    "Zi",
    "Chou",
    "Yin",
    "Mao",
    "Chen",
    "Si",
    "Wuu",
    "Wei",
    "Shen",
    "You",
    "Xu",
    "Hai",
]

VIRTUES = (("仁", "Ren"), ("义", "Yi"), ("礼", "Li"), ("智", "Zhi"), ("信", "Xin"))
"""Five more zones, for what happens to a zone after its name."""


@cache
def hashed(password: str) -> str:
    """One hash for the whole cast: hashing thirty times would take a quarter of a minute."""
    return make_password(password)


def credit_code(number: int, prefix: str = "12") -> str:
    """A valid code of the area 990000, which does not exist."""
    start = f"{prefix}990000{number:09d}"
    return start + uscc.calc_check_digit(start)


@dataclass(frozen=True)
class Cast:
    """The people and places of the demonstration."""

    password: str

    def user(self, username: str) -> User:
        return User.objects.get(username=username)

    def newcomer(self, username: str, name: str) -> Newcomer:
        return Newcomer(username=username, name=name, phone="010-00000000", password=hashed(self.password))

    def office(self) -> Organization:
        return Organization.objects.get(kind=OrganizationKind.SPECIAL_OFFICE)

    def gather_office(self) -> None:
        """The office is founded with its two administrators: one invites the staff, the other confirms them; the staff invites
        experts and inspectors."""
        people.found_office(
            credit_code=credit_code(1, "11"),
            name="示例专项办公室",
            province="11",
            admin=self.founder("admin", "示例系统管理员"),
            security=self.founder("security", "示例安全管理员"),
        )
        for username, name, role in OFFICE_PEOPLE:
            self.enter(self.office(), username, name, role, by="clerk" if role == Role.INSPECTOR else "admin")
        for username, name, _province, _field in EXPERTS:
            self.enter(self.office(), username, name, Role.EXPERT, by="clerk")

    def founder(self, username: str, name: str) -> Founder:
        return Founder(username, name, f"{username}@example.org", hashed(self.password))

    def enter(self, organization: Organization, username: str, name: str, role: Role, *, by: str) -> None:
        """Invited, the invitation accepted, and a role of the office confirmed."""
        _invitation, token = people.invite(
            organization, email=f"{username}@example.org", name=name, role=role, by=self.user(by)
        )
        taken = people.accept(token, newcomer=self.newcomer(username, name))
        if role in STAFF_ROLES:
            people.confirm_role(taken, by=self.user("security"))

    def gather_experts(self) -> None:
        for number, (username, _name, province, speciality) in enumerate(EXPERTS, 1):
            profile = Profile(
                specialities=speciality, province=province, employer_name=f"示例研究院{number}",
                employer_code=credit_code(900 + number), title="研究员",
            )  # fmt: skip
            reviews.add_expert(self.user(username), profile, by=self.user("clerk"))

    def gather_bodies(self) -> None:
        """The four recommending bodies join; the first one's person is called `province`."""
        for number, (province, name, english) in enumerate(BODIES, 1):
            with transaction.atomic():
                body = RecommendingBody.objects.create(
                    code=f"SL{number}", name_zh=name, name_en=english, province=province, is_demo=True
                )
            username = "province" if number == 1 else f"province{number}"
            _invitation, token = zones.invite_recommending_body(
                body, email=f"{username}@example.org", name=f"{name}推荐人", by=self.user("clerk")
            )
            joining = Joining(
                credit_code(100 + number, "11"),
                f"{name}科技主管部门",
                f"{english} S&T authority",
                "示例路1号",
            )
            zones.onboard(token, joining, newcomer=self.newcomer(username, f"{name}推荐人"))

    def gather_zones(self) -> None:
        """Twenty-two zones, five or six to a body; each managing body joins. The first two people are `park` and `park2`."""
        for number, letter in enumerate(ZONES):
            self.found_zone(number, letter, f"Example {PINYIN[number]} High-Tech Zone")
        managing_body = Organization.objects.get(credit_code=credit_code(200))
        self.enter(managing_body, "park_member", "示例甲高新区联系人", Role.CONTACT, by="park")

    def gather_virtues(self) -> list[Zone]:
        """The five others, once the rest of the story is told: nothing else is asked of them."""
        first = len(ZONES)
        return [
            self.found_zone(first + place, letter, f"Example Virtue {english} High-Tech Zone")
            for place, (letter, english) in enumerate(VIRTUES)
        ]

    def found_zone(self, number: int, letter: str, english: str) -> Zone:
        """A zone, and its managing body joins."""
        bodies = list(RecommendingBody.objects.filter(is_demo=True).order_by("code"))
        body = bodies[number % len(bodies)]
        with transaction.atomic():
            zone = Zone.objects.create(
                code=f"SLZ{number + 1:02d}", name_zh=f"示例{letter}高新技术产业开发区", name_en=english,
                province=body.province, city="示例市", recommending_body=body, approved_year=2012, cohort="demo",
                certainty=Certainty.MEMORY, source="演示数据，非真实园区", is_demo=True,
            )  # fmt: skip
        self.join_zone(zone, number, letter)
        return zone

    def join_zone(self, zone: Zone, number: int, letter: str) -> None:
        username = "park" if number == 0 else f"park{number + 1}"
        name = f"示例{letter}高新区管理员"
        _invitation, token = zones.invite_managing_body(
            zone, email=f"{username}@example.org", name=name, by=self.user("clerk")
        )
        joining = Joining(
            credit_code(200 + number),
            f"示例{letter}高新区管委会",
            f"{zone.name_en} Managing Body",
            "示例路2号",
        )
        zones.onboard(token, joining, newcomer=self.newcomer(username, name))

    def gather(self) -> None:
        """Everybody, in the order in which they would come."""
        self.gather_office()
        self.gather_bodies()
        self.gather_zones()
        self.gather_experts()

    def manager(self, zone: Zone) -> User:
        """Who manages the application of a zone."""
        return User.objects.get(
            memberships__organization__managements__zone=zone,
            memberships__role=Role.MANAGER,
            memberships__ended_at=None,
        )

    def recommender(self, zone: Zone) -> User:
        return User.objects.get(memberships__organization__recommending_body=zone.recommending_body)

    def zones(self) -> list[Zone]:
        return list(Zone.objects.filter(is_demo=True).select_related("recommending_body").order_by("code"))


FOUNDED = date(2023, 1, 9)
