"""The cast and its zones; what stands in the world."""

from typing import Any

from program.management.demo.cast import Cast
from program.management.demo.story import Story
from program.people.models import OrganizationKind, Role, User
from program.reviews.models import Expert
from program.zones.models import RecommendingBody, Zone
from tests import factories
from tests.access.world.people import PLANTED, World


class Gathered(Story):
    """The cast and its zones; what stands in the world."""

    def __init__(self, cast: Cast) -> None:
        self.world = World()
        self.cast = cast

    def gather(self) -> None:
        """The office; seven experts of other provinces; two bodies; A with ten zones, B with five."""
        cast = self.cast
        cast.gather_office()
        cast.enter(cast.office(), "inspector4", "示例核查员丁", Role.INSPECTOR, by="clerk")
        cast.gather_experts()
        User.objects.filter(username="expert1").update(name=PLANTED["expert"])
        Expert.objects.filter(user__username="expert1").update(employer_name=PLANTED["employer"])
        self.bodies = [self.body(number) for number in (1, 2)]
        self.own = self.zones_of("park", 0, range(10))
        self.foreign = self.zones_of("park2", 1, range(10, 15))
        organization = self.own[0].managements.get().organization
        cast.enter(organization, "park_member", "示例甲高新区联系人", Role.CONTACT, by="park")

    def body(self, number: int) -> RecommendingBody:
        province = ("32", "42")[number - 1]
        organization = factories.organization(
            OrganizationKind.RECOMMENDING_BODY, name_zh=f"示例省{number}科技厅", province=province
        )
        username = "province" if number == 1 else "province2"
        factories.member(organization, Role.RECOMMENDER, username, name=f"示例推荐人{number}")
        return factories.recommending_body(
            code=f"SL{number}", name_zh=f"示例省{number}", province=province, organization=organization
        )

    def zones_of(self, username: str, body: int, numbers: range) -> list[Zone]:
        """The zones of one managing body."""
        organization = factories.organization(
            name_zh=f"示例{username}管委会", province=self.bodies[body].province
        )
        factories.member(organization, Role.MANAGER, username, name=f"示例管理员{username}")
        return [
            factories.zone(
                self.bodies[body],
                organization,
                code=f"SLZ{number + 1:02d}",
                name_zh=f"示例{number + 1:02d}区高新技术产业开发区",
                name_en=f"Example Zone{number + 1:02d}",
                province=self.bodies[body].province,
            )
            for number in numbers
        ]

    def keep(self, **things: Any) -> None:
        self.world.things.update(things)
