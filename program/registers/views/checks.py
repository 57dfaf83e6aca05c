"""Pages of credit checks."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from program import clock
from program.files.http import uploads
from program.people.http import SignedIn, posted
from program.people.models import Organization, Role
from program.people.rules import require_role, standing
from program.registers import actions, rules
from program.registers.forms import CheckFilter, CheckForm
from program.registers.models import CreditCheck
from program.registers.tables import CheckTable, finding_tag
from program.registers.views.frame import form_page, list_page

CHECKERS = (Role.CLERK, Role.SUPERVISOR)
TITLE = gettext_lazy("Credit checks")


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """All checks; nobody outside the office reads them."""
    rows = CreditCheck.objects.visible_to(request.user).select_related("checked_by")
    may = standing(request.user).has(*CHECKERS)
    return list_page(
        request, rows, CheckTable, CheckFilter,
        title=TITLE, lead=_("Who was looked up where, on which day, and what stood there. Who looks again enters the next."),
        new=reverse("registers:check_new") if may else "", new_label=_("Enter a credit check"),
        here=reverse("registers:checks"),
    )  # fmt: skip


@require_safe
def check(request: SignedIn, pk: int) -> HttpResponse:
    """One check, and what the one question answers of its organisation today."""
    rows = CreditCheck.objects.visible_to(request.user).select_related("checked_by", "screenshot")
    shown = get_object_or_404(rows, pk=pk)
    context = {
        "check": shown,
        "finding": finding_tag(shown.finding),
        "answer": rules.may_enter(shown.credit_code, on=clock.today()),
        "others": CreditCheck.objects.filter(credit_code=shown.credit_code).exclude(pk=shown.pk)[:10],
    }
    return render(request, "program/registers/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedIn) -> HttpResponse:
    """Enter a check; of the code that the address names (`?code=`), where it names one."""
    require_role(request.user, *CHECKERS)
    about = Organization.objects.filter(credit_code=request.GET.get("code", "")[:18]).first()
    known = {"credit_code": about.credit_code, "owner": about.name_zh} if about else {}
    form = CheckForm(posted(request), uploads(request), initial={"day": clock.today(), **known})
    return form_page(
        request, form, lambda: actions.record_check(**form.facts(), by=request.user),
        done=_("The credit check was entered."), title=_("Enter a credit check"),
        lead=_("Look the organisation up, then keep what stands there with a screenshot."),
        back=reverse("registers:checks"), back_label=TITLE,
    )  # fmt: skip
