"""Product pictures, drawn for this project from the product's row: a drawing by kind, coloured and lettered from the data.

A picture depends on its id alone, which carries everything that is drawn, so that any thread may draw it and the store is not asked.
The drawings are SVG files in `assets/icons/products`; `$main`, `$dark`, `$light`, `$brand` … in them are filled in here.
"""

import colorsys
import sys
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import parse_qs, urlencode

import yaml

from kiosk.core.text import has_chinese
from kiosk.store import rows

_BESIDE: Final = Path(__file__).resolve().parents[2] / "assets"
ICONS: Final = (_BESIDE if _BESIDE.is_dir() else Path(sys.prefix) / "share" / "kiosk" / "assets") / "icons"
FONT: Final = "Noto Sans CJK SC"
FALLBACK: Final = "box"
PLAIN: Final = "#c9b08a"
ACCENTS: Final = ("#e0a526", "#1d6f6a", "#c8452f", "#33518f", "#7a3f74", "#3f7d3a")
GLASS: Final = {
    "red-wine": "#26301f", "rose-wine": "#f0c3bd", "white-wine": "#b9c28a", "sparkling-wine": "#2e4a33", "vodka": "#dfeaf0", "cooking-wine": "#6a3b1f",
}  # fmt: skip
FLESH: Final = {"watermelon": "#e8484f", "melon": "#f4b45a"}


def picture_id(product: rows.Product, kind: rows.Kind, chinese: bool = False) -> str:
    """Everything that is drawn of a product, as the id of an image: `shape=…&kind=…&colour=…&brand=…&word=…`."""
    word = kind.zh if chinese else kind.en
    return urlencode({"kind": kind.kind, "shape": kind.shape, "colour": product.colour or PLAIN, "brand": product.brand, "word": word})


@cache
def _drawings() -> dict[str, str]:
    text = (ICONS / "products" / "kinds.yaml").read_text(encoding="utf-8")
    return {str(kind): str(drawing) for kind, drawing in yaml.safe_load(text).items()}


@cache
def _drawing(name: str) -> Template:
    file = ICONS / "products" / f"{name}.svg"
    return Template((file if file.exists() else ICONS / "products" / f"{FALLBACK}.svg").read_text(encoding="utf-8"))


def svg(identifier: str) -> str:
    """The SVG text of a picture id. An unknown kind or shape is drawn as a box; nothing in an id can become markup."""
    given = {name: values[0] for name, values in parse_qs(identifier).items()}
    kind, shape = given.get("kind", ""), given.get("shape", FALLBACK)
    drawing = _drawings().get(kind, shape)
    colour = given.get("colour", PLAIN)
    if len(colour) != 7 or not all(c in "0123456789abcdef" for c in colour[1:]):
        colour = PLAIN
    brand, word = given.get("brand", ""), given.get("word", "")
    if not brand:
        brand, word = word, ""
    brand, word = _shortened(brand, 14), _shortened(word, 18)
    accent = ACCENTS[sum(map(ord, brand or kind)) % len(ACCENTS)]
    return _drawing(drawing).substitute(
        main=_ripe(colour), dark=shade(colour, 0.74), light=shade(colour, 1.32), paper="#fffaf0", ink="#2b2a26", accent=accent, font=FONT,
        glass=GLASS.get(kind, "#31422c"), flesh=FLESH.get(kind, shade(colour, 1.25)), egg=shade(colour, 1.5) if _lightness(colour) > 0.55 else "#e9c9a0",
        brand=escape(brand), word=escape(word), big=f"{_fitting(brand, 64, 17):.1f}", small=f"{_fitting(word, 62, 10.5):.1f}",
    )  # fmt: skip


def shade(colour: str, factor: float) -> str:
    """A colour (`#rrggbb`) made darker (factor below 1) or lighter, its hue kept."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    light = light * factor if factor < 1 else min(0.97, light + (1 - light) * (factor - 1))
    return _hex(colorsys.hls_to_rgb(hue, light, saturation))


def _ripe(colour: str) -> str:
    """White packs would vanish on a white card, black ones would hide their own shading."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _hex(colorsys.hls_to_rgb(hue, min(0.9, max(0.16, light)), saturation))


def _lightness(colour: str) -> float:
    return colorsys.rgb_to_hls(*_parts(colour))[1]


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(p * 255):02x}" for p in parts)


def _shortened(text: str, longest: int) -> str:
    """At most so many Latin letters (a Chinese character counts for two), whole words where possible."""
    width = 0
    for n, c in enumerate(text):
        width += 2 if has_chinese(c) else 1
        if width > longest:
            return text[:n].rsplit(" ", 1)[0] if " " in text[:n] else text[:n]
    return text


def _fitting(text: str, width: float, largest: float) -> float:
    """The font size at which a text fits a width, in units of the drawing (200 wide)."""
    ems = sum(1.0 if has_chinese(c) else 0.68 if c.isupper() else 0.57 for c in text)
    return min(largest, width / ems) if ems else largest
