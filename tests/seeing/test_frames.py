"""Pictures from files: whatever is wrong with one is a BadInput with one clear line."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.core import BadInput
from kiosk.seeing.frames import MAX_SIDE, check_frame, read_frame


def huge_png() -> bytes:
    """A PNG header that promises 10,000 x 10,000 pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"


def jpeg(folder: Path) -> bytes:
    """A small valid JPEG."""
    path = folder / "whole.jpg"
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.uint8)).save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"), (b"hello", "not a picture"), (huge_png(), "100 megapixels"), (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 60, "video"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 60, "video"), (b"RIFF\x00\x00\x00\x00AVI LIST" + b"\x00" * 40, "video"), (b"\xff\xd8\xff\xe0" + b"x" * 40, ""),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    """What, where and how to mend, on one line."""
    path = tmp_path / "picture.jpg"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_frame(path)
    line = caught.value.line()
    assert says in line
    assert str(path) in line
    assert "\n" not in line
    assert caught.value.mend


def test_a_truncated_picture_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    """Half a JPEG is not shown as if it were whole."""
    (tmp_path / "half.jpg").write_bytes(jpeg(tmp_path)[:900])
    for name in ("half.jpg", ".", "nothing.jpg"):
        with pytest.raises(BadInput):
            read_frame(tmp_path / name)


def test_exif_turns_the_picture_upright(tmp_path: Path) -> None:
    """A telephone's portrait picture stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40), (10, 20, 30)).save(tmp_path / "turned.jpg", exif=exif)
    assert read_frame(tmp_path / "turned.jpg").shape == (80, 40, 3)


def test_colours_alpha_grey_and_sixteen_bits(tmp_path: Path) -> None:
    """Everything comes out as BGR uint8; what is transparent is white; sixteen bits are scaled, not cut."""
    Image.new("RGB", (20, 10), (250, 20, 30)).save(tmp_path / "red.png")
    assert read_frame(tmp_path / "red.png")[0, 0].tolist() == [30, 20, 250]
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert read_frame(tmp_path / "clear.png")[0, 0].tolist() == [255, 255, 255]
    Image.fromarray(np.full((10, 20), 32768, np.uint16)).save(tmp_path / "deep.png")
    assert abs(int(read_frame(tmp_path / "deep.png")[0, 0, 0]) - 127) <= 1
    Image.new("L", (20, 10), 77).save(tmp_path / "grey.png")
    assert read_frame(tmp_path / "grey.png").shape == (10, 20, 3)


def test_a_large_picture_is_shrunk(tmp_path: Path) -> None:
    """Twelve megapixels come out with at most MAX_SIDE a side."""
    Image.new("RGB", (4000, 3000), (9, 9, 9)).save(tmp_path / "large.jpg")
    assert max(read_frame(tmp_path / "large.jpg").shape) <= MAX_SIDE


def test_a_frame_of_another_shape_is_refused_or_mended() -> None:
    """Grey and four channels are mended, floats and empty arrays refused."""
    assert check_frame(np.zeros((4, 5), np.uint8)).shape == (4, 5, 3)
    assert check_frame(np.zeros((4, 5, 4), np.uint8)).shape == (4, 5, 3)
    for bad in (np.zeros((4, 5, 3), np.float32), np.zeros((0, 5, 3), np.uint8), np.zeros((4, 5, 2), np.uint8)):
        with pytest.raises(BadInput):
            check_frame(bad)
