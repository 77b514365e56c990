"""Pictures from files, decoded safely: what comes out is always a BGR uint8 array of at most `MAX_SIDE` pixels a side.

A picture is refused by its header, before a pixel is decoded, when it would be too large; only a closed set of formats is opened.
Everything that is wrong with a file is one `BadInput` that says what, where and how to mend it.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk.core import BadInput

Pixels = npt.NDArray[np.uint8]
MAX_PIXELS: Final = 64_000_000
"""A phone takes 12 to 50 megapixels; what is larger is a mistake or an attack."""
MAX_BYTES: Final = 64_000_000
MAX_SIDE: Final = 2048
"""Larger pictures are shrunk: neither a barcode nor a label on a shown product needs more."""
FORMATS: Final = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "AVIF")
_MEND: Final = "give a JPEG, PNG or WebP picture"


def read_frame(path: Path) -> Pixels:
    """The picture in a file, upright (EXIF), (h, w, 3) BGR uint8; transparent parts are white, of an animation the first frame.

    Raises:
        BadInput: missing, empty, not a picture, a video, corrupt, or too large.
    """
    try:
        if not path.exists():
            raise BadInput("There is no such picture", str(path), "check the name")
        if not path.is_file():
            raise BadInput("This is not a file", str(path), _MEND)
        size = path.stat().st_size
        if size == 0:
            raise BadInput("The picture is empty", str(path), "take it again")
        if size > MAX_BYTES:
            raise BadInput(f"The file has {size / 1e6:.0f} MB, at most {MAX_BYTES // 1_000_000} are read", str(path), "shrink the picture")
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise BadInput(f"The picture cannot be read: {error.strerror}", str(path), "check the name and its permissions") from error
    except ValueError as error:  # a name with a zero byte
        raise BadInput("This is not a file name", repr(str(path)), "check the name") from error
    if is_video(head):
        raise BadInput("This is a video, not a picture", str(path), "give one frame of it as a JPEG or PNG picture")
    return _decode(path)


def is_video(head: bytes) -> bool:
    """Whether the first 16 bytes or more of a file are those of a video container (MP4, AVI, Matroska, Ogg, MPEG, FLV)."""
    if head[4:8] == b"ftyp":
        return head[8:12] not in (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
    riff = head[:4] == b"RIFF" and head[8:12] == b"AVI "
    return riff or head.startswith((b"\x1a\x45\xdf\xa3", b"OggS", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01"))


def _decode(path: Path) -> Pixels:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own bound is stricter than Pillow's warning, and its other warnings are about metadata
        try:
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS or max(width, height) > 40_000:
                    raise _too_large(width, height, path)
                image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded at a half, a quarter … where that is enough
                image.load()
                turned = ImageOps.exif_transpose(image)
                return _to_bgr(turned)
        except UnidentifiedImageError as error:
            raise BadInput("This is not a picture that can be read", str(path), _MEND) from error
        except Image.DecompressionBombError as error:
            raise BadInput(f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels", str(path), "shrink it") from error
        except BadInput:
            raise
        except MemoryError as error:
            raise BadInput("The picture is too large for this machine", str(path), "shrink it") from error
        except Exception as error:  # a corrupt file can fail in any of Pillow's decoders, with any exception
            raise BadInput(f"The picture is damaged: {error}", str(path), "take or export it again") from error


def _too_large(width: int, height: int, path: Path) -> BadInput:
    what = f"The picture has {width * height / 1e6:.0f} megapixels ({width} x {height}), at most {MAX_PIXELS // 1_000_000} are read"
    return BadInput(what, str(path), "shrink it")


def _to_bgr(image: Image.Image) -> Pixels:
    if max(image.size) > MAX_SIDE:
        image = image if image.mode in ("RGB", "RGBA", "L", "LA", "I;16", "I", "F") else image.convert("RGBA")
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.BOX)
    if image.mode.startswith("I") or image.mode == "F":
        # 16-bit and scientific greys: Pillow's own conversion would clip at 255.
        values = np.asarray(image, dtype=np.float32)
        top = 65535.0 if image.mode.startswith("I") else max(1.0, float(values.max(initial=0.0)))
        image = Image.fromarray(np.clip(values / top * 255.0, 0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        white = Image.new("RGBA", with_alpha.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, with_alpha)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"), dtype=np.uint8)[:, :, ::-1])


def check_frame(image: npt.NDArray[np.generic]) -> Pixels:
    """A camera's or caller's array as (h, w, 3) BGR uint8; grey becomes BGR, a fourth channel is dropped.

    Raises:
        BadInput: it has another shape or type, or no pixels.
    """
    if image.dtype != np.uint8 or image.ndim not in (2, 3) or image.size == 0:
        raise BadInput(f"A frame must be uint8 of shape (h, w, 3), not {image.dtype} {image.shape}", "camera", "check the camera's settings")
    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, axis=2)
    if image.shape[2] == 1:
        image = np.repeat(image, 3, axis=2)
    if image.shape[2] not in (3, 4):
        raise BadInput(f"A frame must have 3 channels, not {image.shape[2]}", "camera", "check the camera's settings")
    return np.ascontiguousarray(image[:, :, :3]).astype(np.uint8, copy=False)
