"""A form changes what it declares and nothing else, whatever is posted with it."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django.forms import ModelForm
from django.forms.models import fields_for_model

import demonstrations
import program
from demonstrations.parks.models.basics import Basics
from program.applications.forms import DraftForm, PartForm, part_form
from program.applications.models import Application
from program.applications.rules import drafts
from program.people.models import User
from tests.access.world import World

BOOKKEEPING = {
    # the projection, written by nodes of the flow alone
    "stage", "stage_since", "waiting_role", "waiting_org", "due", "due_provisional", "outcome",
    # who and when, states, ties
    "application", "edited_at", "edited_by", "first_submitted_at", "opened_at", "opened_by", "closed_at",
    "closed_by", "signed_at", "signed_by",
    "drafted_by", "drafted_at", "added_by", "added_at", "started_by", "granted_by", "ended_at", "sha256",
    "voided_at", "submitted_at", "user",
    "password", "is_staff", "is_superuser", "is_active", "last_login", "date_joined", "groups", "user_permissions", "username",
}  # fmt: skip
"""Columns that no form may offer; `revision` is sent to be compared, and set by the verb."""


def model_forms() -> list[type[ModelForm[Any]]]:
    for package in (program, demonstrations):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if "forms" in module.name.split("."):
                import_module(module.name)
    waiting: list[Any] = [ModelForm]
    found: list[Any] = []
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [
            form
            for form in below
            if form.__module__.startswith(("program", "demonstrations")) and form._meta.model
        ]
    return found


def test_forms_name_their_fields() -> None:
    forms = [form for form in model_forms() if not issubclass(form, DraftForm)]
    assert forms
    for form in forms:
        fields = form._meta.fields
        assert fields is not None, f"{form} offers every field of its model"
        assert fields != "__all__", f"{form} offers every field of its model"
        assert form._meta.exclude is None, f"{form} offers what it does not exclude"


def test_forms_of_parts_offer_what_their_headings_name() -> None:
    """The pages of a part exclude the bookkeeping of every part; what is left is named field by field under its headings."""
    for form in model_forms():
        if issubclass(form, PartForm) and form is not PartForm:
            assert set(form.base_fields) == {field for _heading, fields in form.GROUPS for field in fields}, (
                form
            )


@pytest.mark.parametrize("form", model_forms(), ids=lambda form: form.__name__)
def test_forms_offer_no_bookkeeping(form: type[ModelForm[Any]]) -> None:
    allowed = {"user"} if form.__name__ == "NewExpertForm" else set()
    assert not set(form.base_fields) & BOOKKEEPING - allowed


def everything(world: World, model: Any) -> dict[str, str]:
    """All columns of a model, as a browser would send them."""
    return dict.fromkeys((field.name for field in model._meta.get_fields()), "1")


@pytest.mark.parametrize("code", ["basics", "plan", "achievements", "honours", "commitment"])
def test_a_part_keeps_its_bookkeeping(world: World, code: str) -> None:
    """Posted over every column of part and case: case, author and number of the part stay what they are."""
    case = Application.objects.get(pk=world["draft"].pk)
    part = {each.code: each for each in case.parts()}[code]
    before = drafts(case)[code]
    given = (
        everything(world, Application) | everything(world, type(before)) | {"revision": str(before.revision)}
    )
    declared = set(part_form(part, drafts(case)[code]).fields)
    response = world.ask("contact", f"/applications/{case.pk}/parts/{code}/", given)
    assert response.status_code in {302, 422}
    after = drafts(case)[code]
    changed = {
        field.attname
        for field in before._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    }
    assert changed <= declared | {"revision", "edited_at", "edited_by_id"}
    assert (after.pk, after.application_id, after.revision) == (before.pk, case.pk, before.revision + 1)
    assert values(Application.objects.get(pk=case.pk)) == values(case)


def values(row: Application) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_profile_gives_no_rights(world: World) -> None:
    person = world.users["manager"]
    before = User.objects.get(pk=person.pk)
    given = everything(world, User) | {
        "name": "示例",
        "email": "new@example.org",
        "phone": "1",
        "language": "en",
    }
    assert world.ask("manager", "/profile/", given).status_code == 302
    after = User.objects.get(pk=person.pk)
    changed = {
        field.attname
        for field in User._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    }
    assert changed <= {"name", "email", "phone", "language"}


def test_parts_have_more_columns_than_their_forms() -> None:
    """Else the tests above would prove nothing."""
    assert {"application", "edited_by"} <= {field.name for field in Basics._meta.get_fields()}
    assert "application" not in fields_for_model(Basics, fields=["data_year"])
