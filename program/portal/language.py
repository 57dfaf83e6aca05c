"""The language switch of the masthead."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from program.people.http import without_second_factor
from program.people.models import User


@login_not_required
@without_second_factor
@require_POST
def switch(request: HttpRequest) -> HttpResponseBase:
    """Show this and later pages in the language asked for, and come back; mail follows the choice."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return set_language(request)
