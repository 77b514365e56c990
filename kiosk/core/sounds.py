"""How words sound, for search and for repair of what was heard: one syllable of Chinese, one word of English.

Pinyin without tones, with what southern speakers and recognisers mix up folded together (zh=z, ch=c, sh=s, -ng=-n, n=l); Double Metaphone
(Philips 2000) for English. Every function is pure.
"""

from functools import lru_cache


@lru_cache(maxsize=50_000)
def syllable(character: str) -> str:
    """The folded pinyin of a Chinese character; the character itself where it has none."""
    from pypinyin import lazy_pinyin

    return fold_syllable(lazy_pinyin(character)[0])


def pinyin(text: str) -> tuple[str, ...]:
    """The pinyin of a Chinese text without tones, nothing folded: one syllable a character."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


def fold_syllable(sound: str) -> str:
    """Toneless pinyin with retroflex, nasal and n/l differences folded: zhang → zan, ning → lin."""
    for heard, said in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in")):
        sound = sound.replace(heard, said)
    return "l" + sound[1:] if sound.startswith("n") and len(sound) > 1 and sound[1] in "aeiouv" else sound


def phone(word: str) -> str:
    """The first Double Metaphone key of an English word in lower case; the word itself where it has none."""
    return phones(word)[0]


@lru_cache(maxsize=50_000)
def phones(word: str) -> tuple[str, ...]:
    """Its Double Metaphone keys, one or two: mocha is said "mosha" or "moka"."""
    from metaphone import doublemetaphone

    first, second = doublemetaphone(word)
    return (str(first), str(second)) if second else (str(first) or word,)
