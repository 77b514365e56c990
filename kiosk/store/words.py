"""Words for search in both languages: tokens, stems, keys of spelling and of sound.

English is cut at spaces and marks and its plurals folded; Chinese is read as single characters, so that a phrase is found whatever the
segmentation. Every function is pure and works on text folded by `kiosk.core.text.normalise`.
"""

import re
from functools import lru_cache
from itertools import product as every

from kiosk.core.sounds import phone, syllable
from kiosk.core.text import has_chinese, normalise

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff\uf900-\ufaff]")
_SMALL = {"s", "t"}
_F_PLURALS = {
    f"{root}ves": f"{root}{end}"
    for root, end in (("loa", "f"), ("lea", "f"), ("hal", "f"), ("cal", "f"), ("shel", "f"), ("scar", "f"), ("kni", "fe"), ("wi", "fe"))
}
"""The words on f that a shop has; the rest of -ves is -ve (olives, chives, gloves)."""
_SIZE = re.compile(
    r"(?:\s|^|[·,，])*(?:\d+(?:[.,]\d+)?\s*(?:包|瓶|块|罐|盒|袋|支|片|卷|个|枚|杯|条)?\s*[x×]\s*)?\d+(?:[.,]\d+)?\s*"
    r"(?:kg|g|ml|cl|dl|l|w|packs?|pcs|pieces?|sheets?|rolls?|bags?|tablets?|capsules?|washes|box|liners|stems|cm|m"
    r"|公斤|千克|克|毫升|升|米|片|个|包|卷|支|枚|只|颗|粒|袋|盒|瓶|条|节|块|张|听|罐|把|辆|台|束|枝|根|抽|双|套)?(?![\w])",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(r"\s\d+(?:\s*[x×]\s*\d+)?\s+([a-z]+)$", re.IGNORECASE)
"""A number of what the name is called anyway: the "1 doll" of "Barbie doll 1 doll"."""


def bare_name(name: str) -> str:
    """A product's name without its size, "Oatly oat drink 1 l" → "Oatly oat drink"; the whole name where nothing else is left."""
    end = None
    for match in _SIZE.finditer(name):
        if match.end() == len(name) and match.start() > 0:
            end = match.start()
    again = _OF_ITSELF.search(name) if end is None else None
    if again and stem(again[1].lower()) in {stem(t.lower()) for t in re.findall(r"[^\W\d]+", name[: again.start()])}:
        end = again.start()
    return (name[:end] if end else name).strip(" ,·，") or name


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without plural or possessive: tomatoes → tomato, berries → berry, glasses → glass. Chinese is left as it is."""
    word = word.split("'")[0]
    if word in _F_PLURALS:
        return _F_PLURALS[word]
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ie") and len(word) > 4:
        return word[:-2] + "y"
    if word.endswith(("oes", "ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def tokens(text: str) -> list[str]:
    """Stemmed English words, numbers and single Chinese characters, in order."""
    return [word for t in _TOKEN.findall(normalise(text)) if (word := stem(t)) not in _SMALL]


def placed(text: str) -> list[tuple[str, int, int]]:
    """The tokens of a text that is normalised already, each with where it starts and ends."""
    return [(word, m.start(), m.end()) for m in _TOKEN.finditer(text) if (word := stem(m[0])) not in _SMALL]


def key(text: str) -> str:
    """The form in which phrases are compared: tokens joined by a space, Chinese ones without."""
    return join(tokens(text))


def join(parts: list[str]) -> str:
    """Tokens as one key."""
    out = ""
    for part in parts:
        out += part if not out or (has_chinese(part) and has_chinese(out[-1])) else f" {part}"
    return out


def sound_key(text: str) -> str:
    """How a phrase sounds: pinyin without tones for Chinese (zh=z, ch=c, sh=s, -ng=-n, n=l: what southern speakers and recognisers mix
    up), Double Metaphone (Philips 2000) for English words, digits as they are."""
    out = []
    for token in tokens(text):
        out.append(syllable(token) if has_chinese(token) else token if token.isdigit() else phone(token))
    return " ".join(out)


def segmented(*texts: str) -> str:
    """Text for FTS5's unicode61: stems and single characters, parted by spaces."""
    return " ".join(" ".join(tokens(t)) for t in texts if t)


def grams(parts: list[str], longest: int = 8) -> dict[str, list[tuple[int, int]]]:
    """Keys of all runs of at most `longest` tokens, with where each stands (start, end in tokens)."""
    found: dict[str, list[tuple[int, int]]] = {}
    for start, length in every(range(len(parts)), range(1, longest + 1)):
        if start + length <= len(parts):
            found.setdefault(join(parts[start : start + length]), []).append((start, start + length))
    return found
