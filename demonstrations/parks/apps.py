"""国家高新区绿色发展示范园区: the first track."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from program import tracks

FORMS = "demonstrations.parks.forms"
BASICS = tracks.Part(
    "basics",
    _("Basic data and leading industry"),
    f"{FORMS}.BasicsForm",
    (f"{FORMS}.IndustryForm", f"{FORMS}.SubzoneForm"),
)
PLAN = tracks.Part(
    "plan", _("Green development implementation plan"), f"{FORMS}.PlanForm", (f"{FORMS}.PlanTaskForm",)
)
ACHIEVEMENTS = tracks.Part(
    "achievements", _("Achievements in tens, hundreds and thousands"), f"{FORMS}.AchievementsForm"
)
HONOURS = tracks.Part(
    "honours", _("Honours held elsewhere"), f"{FORMS}.HonoursForm", (f"{FORMS}.HonourForm",)
)
COMMITMENT = tracks.Part("commitment", _("Letter of commitment"), f"{FORMS}.CommitmentForm", prefilled=False)
BUILDING = tracks.Part(
    "building", _("Report on the building period"), f"{FORMS}.BuildingForm", (f"{FORMS}.BuildingTaskForm",)
)

PARK = tracks.Track(
    code="park",
    label=_("Green development demonstration park"),
    number_prefix="YQ",
    seed="demonstrations.parks.demo.answers",
    plan="demonstrations.parks.rules.plan_of",
    flow="demonstrations.parks.flows.ParkFlow",
    parts=(BASICS, PLAN, ACHIEVEMENTS, HONOURS, COMMITMENT),
    visit_checks=(
        ("basics", "area_approved"),
        ("basics", "industrial_value_added"),
        ("basics", "leading_share"),
        ("plan", "energy_intensity_base"),
        ("achievements", "green_factories"),
        ("achievements", "served_enterprises"),
        ("achievements", "reduced_enterprises"),
        ("achievements", "energy_saved"),
        ("honours", "penalties"),
    ),
)
ACCEPTANCE = tracks.Track(
    code="acceptance",
    label=_("Acceptance of a demonstration park"),
    number_prefix="YS",
    seed="demonstrations.parks.demo.acceptance",
    begins="demonstrations.parks.steps.begin_acceptance",
    flow="demonstrations.parks.flows.AcceptanceFlow",
    parts=(BUILDING, ACHIEVEMENTS, HONOURS, COMMITMENT),
    visit_checks=(
        ("building", "energy_intensity_reached"),
        ("building", "co2_annual_cut_reached"),
        ("building", "investment_total"),
        ("achievements", "green_factories"),
        ("achievements", "served_enterprises"),
        ("achievements", "reduced_enterprises"),
        ("achievements", "energy_saved"),
        ("honours", "penalties"),
    ),
    follows="park",
    takes=("building",),
    only_for=_("Only a zone in the building period of a demonstration park may apply for acceptance."),
    first_standing="named",
    term_parameter="named_years",
    words=tracks.Words(
        proposed="拟通过名单",
        course="申请、形式审查、专家评审、现场核查、集体审议",
        decided="认定{zone}通过建设期验收，命名为“国家高新区绿色发展示范园区”",
        published="通过验收的，命名为国家高新区绿色发展示范园区",
        charge="请巩固建设成果，按规定报送年度报告，接受监督评价，期满前申请复核。",
        closing="特发此证。",
        letter="命名证书",
    ),
)


class ParksConfig(AppConfig):
    name = "demonstrations.parks"
    label = "parks"
    verbose_name = _("demonstration parks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        tracks.register(PARK)
        tracks.register(ACCEPTANCE)
