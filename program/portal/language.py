"""The language switch of the masthead."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from program.people.http import without_second_factor
from program.people.models import User
from program.switches.models import Name
from program.switches.rules import glance


@login_not_required
@without_second_factor
@require_POST
@csrf_exempt
def switch(request: HttpRequest) -> HttpResponseBase:
    """Show this and later pages in the language asked for, and come back; mail follows the choice.

    Whoever is not signed in sends no token: a page that held one could not be given out to everybody.
    """
    return csrf_protect(switched)(request) if request.user.is_authenticated else switched(request)


def switched(request: HttpRequest) -> HttpResponseBase:
    language = request.POST.get("language", "")
    kept = Name.READ_ONLY not in glance()  # while nothing is written, the choice holds in this browser alone
    if kept and isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return set_language(request)
