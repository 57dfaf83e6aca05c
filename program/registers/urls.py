"""Addresses of the registers."""

from django.urls import URLPattern, path

from program.registers.views import checks, entries, index, pool

app_name = "registers"

POOL = "registers/projects/"


def decided(where: str, register: entries.Register) -> list[URLPattern]:
    """The addresses of a register whose entries are decided."""
    name, given = register.name, {"register": register}
    one = f"{where}<int:pk>/"
    return [
        path(where, entries.index, given, name=f"{name}s"),
        path(f"{where}new/", entries.draft, given, name=f"{name}_new"),
        path(one, entries.entry, given, name=name),
        path(f"{one}change/", entries.change, given, name=f"{name}_change"),
        path(f"{one}sign/", entries.sign, given, name=f"{name}_sign"),
        path(f"{one}discard/", entries.discard, given, name=f"{name}_discard"),
        path(f"{one}lift/", entries.lift, given, name=f"{name}_lift"),
        path(f"{one}lift/sign/", entries.lifting_sign, given, name=f"{name}_lifting_sign"),
        path(f"{one}lift/discard/", entries.lifting_discard, given, name=f"{name}_lifting_discard"),
    ]


urlpatterns = [
    path("registers/", index.index, name="index"),
    path(POOL, pool.index, name="projects"),
    path(f"{POOL}new/", pool.enter, name="project_new"),
    path(f"{POOL}<int:pk>/", pool.project, name="project"),
    path(f"{POOL}<int:pk>/change/", pool.change, name="project_change"),
    path(f"{POOL}<int:pk>/put-forward/", pool.put_forward, name="project_put_forward"),
    path(f"{POOL}<int:pk>/admit/", pool.admit, name="project_admit"),
    path(f"{POOL}<int:pk>/return/", pool.send_back, name="project_return"),
    path(f"{POOL}<int:pk>/refuse/", pool.refuse, name="project_refuse"),
    path(f"{POOL}<int:pk>/finance/", pool.follow_up, name="project_finance"),
    path(f"{POOL}<int:pk>/exit/", pool.let_out, name="project_exit"),
    *decided("registers/restricted-projects/", entries.PROJECTS),
    *decided("registers/restrictions/", entries.RESTRICTIONS),
    path("registers/credit-checks/", checks.index, name="checks"),
    path("registers/credit-checks/new/", checks.enter, name="check_new"),
    path("registers/credit-checks/<int:pk>/", checks.check, name="check"),
    path("restricted-projects/", index.public, name="public"),
]
