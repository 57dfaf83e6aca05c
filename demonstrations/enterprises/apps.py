"""绿色技术和节能减排技术领先企业: the second track."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from program import tracks

FORMS = "demonstrations.enterprises.forms"
BASICS = tracks.Part("basics", _("The enterprise"), f"{FORMS}.BasicsForm")
TECHNOLOGY = tracks.Part(
    "technology",
    _("Technology, patents and standards"),
    f"{FORMS}.TechnologyForm",
    (f"{FORMS}.PatentForm", f"{FORMS}.StandardForm"),
)
PERFORMANCE = tracks.Part(
    "performance", _("Performance before and after"), f"{FORMS}.PerformanceForm", (f"{FORMS}.ResultForm",)
)
BENEFITS = tracks.Part("benefits", _("Benefit to others"), f"{FORMS}.BenefitsForm", (f"{FORMS}.ClientForm",))
CONDUCT = tracks.Part("conduct", _("Conduct"), f"{FORMS}.ConductForm", prefilled=False)
COMMITMENT = tracks.Part("commitment", _("Letter of commitment"), f"{FORMS}.CommitmentForm", prefilled=False)
OF_FIRMS = {
    "holders": "企业",
    "counted": "家企业",
    "beside": "所在国家高新区",
    "told": "各有关国家高新区管理机构，各有关企业",
}
TERM = tracks.Part("term", _("Report on the term"), f"{FORMS}.TermForm")

YEARLY = "demonstrations.enterprises.yearly"
FORMS_OF_THE_YEAR = tracks.Yearly(
    page="yearly:index",
    keep=f"{YEARLY}.tasks.keep_forms",
    waiting=f"{YEARLY}.rules.waiting",
    accepted=f"{YEARLY}.rules.accepted_years",
    of_term=f"{YEARLY}.rules.of_term",
    seed=f"{YEARLY}.demo.tell",
)

LEADING = tracks.Track(
    code="leading_enterprise",
    label=_("Leading enterprise in green and energy-saving technology"),
    number_prefix="QY",
    tier="hundred",
    directory="enterprises",
    profile="demonstrations.enterprises.rules.profile",
    seed="demonstrations.enterprises.demo.answers",
    bars="demonstrations.enterprises.rules.bars",
    beside="demonstrations.enterprises.rules.beside",
    fields="demonstrations.enterprises.rules.fields_of",
    yearly=FORMS_OF_THE_YEAR,
    flow="demonstrations.enterprises.flows.CertificationFlow",
    parts=(BASICS, TECHNOLOGY, PERFORMANCE, BENEFITS, CONDUCT, COMMITMENT),
    for_zones=False,
    samples_visits=True,
    visit_checks=(
        ("basics", "employees"),
        ("basics", "revenue"),
        ("basics", "green_revenue"),
        ("technology", "applications"),
        ("performance", "output_base"),
        ("performance", "output_result"),
        ("benefits", "clients_served"),
        ("benefits", "energy_saved"),
        ("conduct", "penalties"),
    ),
    only_for=_(
        "Only an enterprise in the statistics of a national high-tech zone may apply, as a legal person."
    ),
    first_standing="certified",
    term_parameter="certified_years",
    words=tracks.Words(
        **OF_FIRMS,
        proposed="拟认定名单",
        decided="认定{zone}为“{title}”",
        published="认定的企业名单如下",
        charge="请持续开展绿色技术创新，按规定填报年度情况，企业更名、重组的及时报告，接受监督评价，期满前申请复核。",
        closing="特发此证。",
        letter="认定证书",
        term="有效期自本通知印发之日起{years}年",
    ),
)
RENEWAL = tracks.Track(
    code="enterprise_renewal",
    label=_("Re-examination of a leading enterprise"),
    number_prefix="QF",
    seed="demonstrations.enterprises.demo.renewal",
    begins="demonstrations.enterprises.steps.begin_renewal",
    bars="demonstrations.enterprises.rules.bars",
    flow="demonstrations.enterprises.flows.RenewalFlow",
    parts=(TERM, TECHNOLOGY, PERFORMANCE, BENEFITS, CONDUCT, COMMITMENT),
    for_zones=False,
    follows="leading_enterprise",
    takes=("certified",),
    only_for=_(
        "Only an enterprise that is certified may apply for re-examination, within %(months)s months of its term's end."
    ),
    window="reexamination_months",
    renews=True,
    first_standing="certified",
    term_parameter="certified_years",
    words=tracks.Words(
        **OF_FIRMS,
        proposed="拟通过名单",
        course="申请、推荐、形式审查、专家评审、集体审议",
        decided="认定{zone}通过期满复核，继续认定为“绿色技术和节能减排技术领先企业”",
        published="通过期满复核的，继续认定为绿色技术和节能减排技术领先企业",
        charge="请持续开展绿色技术创新，按规定填报年度情况，企业更名、重组的及时报告，接受监督评价，期满前申请复核。",
        closing="特发此证。",
        letter="认定证书",
        term="有效期自原有效期届满次日起{years}年，原有效期届满后印发的自本通知印发之日起{years}年",
    ),
)


class EnterprisesConfig(AppConfig):
    name = "demonstrations.enterprises"
    label = "enterprises"
    verbose_name = _("leading enterprises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from program.journal import triggers

        triggers.protect("enterprises_acceptedform")
        tracks.register(LEADING)
        tracks.register(RENEWAL)
