"""A field for one file: says what is accepted, and what is wrong at its place."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from program.files.models import MediaType
from program.files.rules import ALLOWED, examine
from program.files.rules.contents import listed
from program.files.rules.names import ENDINGS
from program.refusals import Invalid


class UploadField(forms.FileField):
    """Cleans to the `UploadedFile`, for `steps.store` inside a verb."""

    widget = forms.FileInput

    def __init__(self, *, types: Collection[MediaType] = ALLOWED, **options: Any) -> None:
        self.types = frozenset(types)
        options.setdefault("help_text", lazystr(_Accepted(self.types)))
        super().__init__(allow_empty_file=True, **options)  # an empty file gets our sentence

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        endings = [
            ending for media_type in MediaType if media_type in self.types for ending in ENDINGS[media_type]
        ]
        return {
            **super().widget_attrs(widget),
            "accept": ",".join(endings),
            "data-max-bytes": str(settings.FILE_MAX_BYTES),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            try:
                examine(upload, self.types)
            except Invalid as refusal:
                raise ValidationError(str(refusal), code="invalid") from refusal
        return upload


class _Accepted:
    """ "PDF, JPEG, at most 30 MB", in the language of the page."""

    def __init__(self, types: Collection[MediaType]) -> None:
        self.types = types

    def __str__(self) -> str:
        size = filesizeformat(settings.FILE_MAX_BYTES)
        return _("%(types)s; at most %(size)s.") % {"types": listed(self.types), "size": size}
