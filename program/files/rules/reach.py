"""Who may see a file: whoever sees what it belongs to. The packages above say how, each under a name."""

from program.files.models import REACHES, Anyone, File, Reach


def register_reach(name: str, reach: Reach) -> None:
    """Files for which `reach(user)` (a Q over File; the user may be anonymous) holds are visible, beside all others registered.

    Call it where it is always loaded: at the foot of a package's models.
    """
    assert REACHES.get(name, reach) is reach, f"two reaches are called {name}"
    REACHES[name] = reach


def can_view_file(user: Anyone, file: File) -> bool:
    """The one question that is asked before a file is shown."""
    return File.objects.visible_to(user).filter(pk=file.pk).exists()
