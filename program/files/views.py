"""Files on their way out: only to those who may see them, and so that a browser runs nothing in them."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from program.files.models import File, MediaType
from program.files.rules import can_view_file

logger = logging.getLogger(__name__)

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
# Not every browser's PDF viewer starts in a sandbox; only a page of ours may frame it.
VIEWER = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"


@login_not_required
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file as an attachment; a PDF with `?inline=1` also inside a page of ours. Public notices' files are for everybody."""
    found = get_object_or_404(File, pk=pk)
    if not can_view_file(request.user, found):
        raise Http404
    try:
        content = found.open()
    except FileNotFoundError as error:
        logger.error("the content of file %s (%s) is missing", found.pk, found.sha256)
        raise Http404 from error
    inline = request.GET.get("inline") == "1" and found.media_type == MediaType.PDF
    response = FileResponse(
        content, as_attachment=not inline, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = VIEWER if inline else SANDBOX
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    response["Cache-Control"] = "private, no-store"
    return response
