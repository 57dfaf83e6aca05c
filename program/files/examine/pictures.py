"""Pictures: decoded and written anew, so that nothing but the pixels stays: no position, no camera, no second file inside."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from program.files.examine.unfit import Unfit, ends_as_zip

PIXELS = 60_000_000
"""A telephone's camera makes 50 million."""
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError)


def examine_jpeg(content: bytes) -> bytes:
    picture = _picture(content, "JPEG")
    return _written(picture if picture.mode in {"L", "RGB"} else picture.convert("RGB"), "JPEG", quality=90)


def examine_png(content: bytes) -> bytes:
    return _written(_picture(content, "PNG"), "PNG")


def _picture(content: bytes, kind: str) -> Image.Image:
    """The decoded pixels, upright."""
    if ends_as_zip(content):
        raise Unfit("picture_something_behind")
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is stricter
    try:
        with Image.open(BytesIO(content), formats=[kind]) as probe:
            if probe.width * probe.height > PIXELS:
                raise Unfit("picture_pixels")
            probe.verify()
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        raise Unfit("picture_pixels") from error
    except UNREADABLE as error:
        raise Unfit("picture_unreadable") from error


def _written(picture: Image.Image, kind: str, **options: int) -> bytes:
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()
