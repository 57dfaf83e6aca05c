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
TERM = tracks.Part("term", _("Report on the term"), f"{FORMS}.TermForm", (f"{FORMS}.TermTaskForm",))

PARK = tracks.Track(
    code="park",
    label=_("Green development demonstration park"),
    number_prefix="YQ",
    tier="ten",
    directory="parks",
    profile="demonstrations.parks.rules.profile",
    seed="demonstrations.parks.demo.answers",
    aims="demonstrations.parks.steps.aims",
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
REEXAMINATION = tracks.Track(
    code="reexamination",
    label=_("Re-examination of a demonstration park"),
    number_prefix="FH",
    seed="demonstrations.parks.demo.reexamination",
    begins="demonstrations.parks.steps.begin_reexamination",
    designated="demonstrations.parks.steps.ask_for_rectification",
    flow="demonstrations.parks.flows.ReexaminationFlow",
    parts=(TERM, ACHIEVEMENTS, HONOURS, COMMITMENT),
    visit_checks=(
        ("term", "energy_intensity_reached"),
        ("term", "co2_annual_cut_reached"),
        ("term", "reports_on_time"),
        ("term", "accidents"),
        ("achievements", "green_factories"),
        ("achievements", "served_enterprises"),
        ("achievements", "reduced_enterprises"),
        ("achievements", "energy_saved"),
        ("honours", "penalties"),
    ),
    follows="park",
    takes=("named",),
    only_for=_(
        "Only a zone that is named a demonstration park may apply for re-examination, within %(months)s months of its term's end."
    ),
    window="reexamination_months",
    renews=True,
    first_standing="named",
    term_parameter="named_years",
    words=tracks.Words(
        proposed="拟通过名单",
        course="申请、形式审查、专家评审、现场核查、集体审议",
        decided="认定{zone}通过期满复核，继续命名为“国家高新区绿色发展示范园区”",
        published="通过期满复核的，继续命名为国家高新区绿色发展示范园区",
        charge="请继续发挥示范作用，按规定报送年度报告，接受监督评价，期满前申请复核。",
        closing="特发此证。",
        letter="命名证书",
        term="期限自原期限届满次日起{years}年，原期限届满后印发的自本通知印发之日起{years}年",
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
        tracks.register(REEXAMINATION)
