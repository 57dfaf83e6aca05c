"""国家高新区绿色发展示范园区: the first track."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from program import tracks


class ParksConfig(AppConfig):
    name = "demonstrations.parks"
    label = "parks"
    verbose_name = _("demonstration parks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        forms = "demonstrations.parks.forms"
        tracks.register(
            tracks.Track(
                code="park",
                label=_("Green development demonstration park"),
                number_prefix="YQ",
                seed="demonstrations.parks.demo.answers",
                flow="demonstrations.parks.flows.ParkFlow",
                parts=(
                    tracks.Part(
                        "basics",
                        _("Basic data and leading industry"),
                        f"{forms}.BasicsForm",
                        (f"{forms}.IndustryForm", f"{forms}.SubzoneForm"),
                    ),
                    tracks.Part(
                        "plan",
                        _("Green development implementation plan"),
                        f"{forms}.PlanForm",
                        (f"{forms}.PlanTaskForm",),
                    ),
                    tracks.Part(
                        "achievements",
                        _("Achievements in tens, hundreds and thousands"),
                        f"{forms}.AchievementsForm",
                    ),
                    tracks.Part(
                        "honours",
                        _("Honours held elsewhere"),
                        f"{forms}.HonoursForm",
                        (f"{forms}.HonourForm",),
                    ),
                    tracks.Part(
                        "commitment", _("Letter of commitment"), f"{forms}.CommitmentForm", prefilled=False
                    ),
                ),
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
        )
