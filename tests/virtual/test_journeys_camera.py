"""A shopper's visit by showing: barcode, printed label, brand alone, and something that is no product; the way to it; not a word said or typed.

The camera is OpenCV's own, opened on a video file in place of a device number. What a camera cannot do is touched, and counted: beginning, "What is
this?", which of several, the way.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from kiosk.app.main import Window
from kiosk.core import Language
from kiosk.seeing.camera import OpenCVCamera
from tests.app.journeys import Finger, open_window, wiped

pytestmark = pytest.mark.slow
Pixels = npt.NDArray[np.uint8]
SHOWN, BRAND = "bravo-apple-juice", "BRAVO"
FRAMES = 1_500
"""Of a video, two of which are taken for each picture of the preview: nearly a minute."""


def box(*lines: str) -> Pixels:
    """Print on a box before a wall, (480, 640, 3) BGR."""
    image = np.full((480, 640, 3), (200, 225, 235), np.uint8)
    for n, line in enumerate(lines):
        cv2.putText(image, line, (60, 150 + 90 * n), cv2.FONT_HERSHEY_DUPLEX, 1.8, (30, 30, 60), 3, cv2.LINE_AA)
    return image


def code(digits: str) -> Pixels:
    """A barcode on white card, (480, 640, 3) BGR."""
    bars = np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13), scale=3))
    image = np.full((480, 640, 3), 230, np.uint8)
    image[100 : 100 + bars.shape[0], 100 : 100 + bars.shape[1]] = bars[:, :, None]
    return image


def film(picture: Pixels, file: Path) -> Path:
    """A video of a picture held before the camera."""
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter_fourcc(*"MJPG"), 30.0, (picture.shape[1], picture.shape[0]))
    assert writer.isOpened()
    for _ in range(FRAMES):
        writer.write(picture)
    writer.release()
    return file


class Held:
    """What is before the camera: the video that the next opening of the camera finds."""

    file = Path()

    def __call__(self) -> OpenCVCamera:
        return OpenCVCamera(str(self.file))


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def kiosk(qapp: object, tmp_path: Path, held: Held) -> Iterator[Window]:
    window = open_window(tmp_path, camera=held)
    yield window
    window.close()


@pytest.mark.parametrize("language", Language)
def test_a_shopper_shows_and_is_led(language: Language, kiosk: Window, held: Held, tmp_path: Path, complaints: list[str]) -> None:
    person = Finger(kiosk)
    app, store = person.app, kiosk.parts.visit.house.store
    product = store.product(SHOWN)
    assert product is not None
    films = {
        "barcode": film(code(product.ean), tmp_path / "code.avi"), "label": film(box(BRAND, "apple juice"), tmp_path / "label.avi"),
        "brand": film(box(BRAND), tmp_path / "brand.avi"), "wall": film(np.full((480, 640, 3), 128, np.uint8), tmp_path / "wall.avi"),
    }  # fmt: skip
    if language is Language.zh:
        person.press("中文")
    said: dict[str, str] = {}
    for what, file in films.items():
        held.file = file
        person.press(person.word("way_show") if app.property("screen") == "attract" else person.word("show"))
        person.until(lambda: app.camera.newest() is not None, "the picture")
        person.sees(person.word("camera_on"))
        answer = person.asks(lambda: person.press(person.word("what_is_this")))
        person.until(lambda: not app.camera.property("active"), "the camera to be let go")
        said[what] = answer.text
        assert answer.language is language and app.talk.property("reply"), what
        if what in ("barcode", "label"):
            assert answer.products[0].sku == SHOWN and answer.seen[0].by == what and answer.seen[0].accepted
            person.press(person.word("show_way"))
            person.sees(person.word("the_way", name=app.talk.property("cards")[0]["name"]))
            assert app.plan.property("aisle") == product.aisle
        elif what == "brand":
            assert len(answer.products) > 1 and all(p.brand.upper() == BRAND for p in answer.products[:2]) and not answer.answered
            other = app.talk.property("cards")[1]
            person.press(f"{other['name']}, {other['price']}")  # "is it one of these?"
            person.press(person.word("show_way"))
            person.sees(person.word("the_way", name=other["name"]))
        else:
            assert not answer.answered and not any(row.accepted for row in answer.seen)
    touches = person.steps
    person.leave()
    person.alone(65)
    wiped(person)
    print(f"{language}: {touches} touches for {len(films)} things shown; {said}")
