"""Letter-to-sound rules for English-looking words that no dictionary has, and respellings such as "oat-lee" through the same rules.

Phonemes are Kokoro's (misaki's American set: A = ay, I = eye, O = oh, W = ow, Y = oy). Every word of letters gets at least one phoneme.
A rule is (letters, what must stand before, what must follow, phonemes); the first that fits at a place wins.
"""

from __future__ import annotations

import re
from typing import Final

VOWELS: Final = frozenset("AIOQWYaiuæɑəɛɜɪʊʌɔᵻɐ")
STRESS: Final = "ˈ"

_SPECIAL: Final = str.maketrans({
    "ä": "e", "ö": "oe", "ü": "ue", "ß": "ss", "é": "ay", "è": "e", "ê": "e", "ë": "e", "à": "a", "á": "a", "â": "a", "ã": "a", "å": "o", "æ": "e",
    "ç": "s", "ñ": "ny", "ò": "o", "ó": "o", "ô": "oh", "õ": "o", "ø": "oe", "œ": "oe", "í": "ee", "î": "ee", "ï": "ee", "ì": "ee", "ú": "oo",
    "ù": "oo", "û": "oo", "ý": "y", "ÿ": "y", "š": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ż": "zh", "ź": "zh", "ś": "sh", "ł": "w", "ń": "ny",
    "ę": "en", "ą": "on", "ř": "rzh", "ě": "ye", "ů": "oo", "ő": "oe", "ű": "ue", "ğ": "", "ş": "sh", "ı": "i", "ț": "ts", "ș": "sh", "ă": "uh",
})  # fmt: skip

_RULES: Final[tuple[tuple[str, str, str, str], ...]] = (
    # a
    ("augh", "", "", "ɔ"), ("au", "", "", "ɔ"), ("aw", "", "", "ɔ"), ("air", "", "", "ɛɹ"), ("are", "", "$", "ɛɹ"), ("arr", "", "[aeiouy]", "æɹ"), ("ar", "", "[^aeiouyr]|r?$", "ɑɹ"),
    ("ai", "", "", "A"), ("ay", "", "", "A"), ("aa", "", "", "ɑ"), ("ah", "", "", "ɑ"), ("ae", "", "", "A"), ("al", "", "k", "ɔ"),
    ("all", "", "$", "ɔl"), ("a", "", "tion", "A"), ("a", "", "[bcdfgklmnpstvz]es?$", "A"), ("a", "", "ste$|nge$", "A"), ("a", "w", "[^gkx]", "ɑ"),
    ("a", "..", "$", "ə"), ("a", "", "$", "ɑ"), ("a", "^", "[^aeiouy][^aeiouy]?[aeiouy]", "ə"), ("a", "", "", "æ"),
    # e
    ("eau", "", "", "O"), ("eer", "", "", "ɪɹ"), ("ear", "", "", "ɪɹ"), ("ee", "", "", "i"), ("eigh", "", "", "A"), ("ei", "", "", "I"),
    ("eye", "", "", "I"), ("ey", "", "$", "i"), ("ey", "", "", "A"), ("ea", "", "", "i"), ("ew", "", "", "u"), ("eu", "", "", "Y"),
    ("eh", "", "", "ɛ"), ("err", "", "", "ɛɹ"), ("er", "", "[^aeiouy]|$", "əɹ"), ("e", "[aeiouy].*[^aeiouy]", "$", ""), ("es", "[aeiouy].*[sxz]|[cs]h", "$", "ᵻz"),
    ("es", "[aeiouy].*[^aeiouy]", "$", "z"), ("ed", "[aeiouy].*[td]", "$", "ᵻd"), ("ed", "[aeiouy].*[pkfs]", "$", "t"),
    ("ed", "[aeiouy].*[^aeiouy]", "$", "d"), ("e", "", "[bcdfgklmnpstvz]es?$", "i"), ("el", "[^aeiouy]", "$", "əl"), ("en", "[aeiouy].*[^aeiouyr]", "$", "ən"),
    ("e", "^[^aeiouy]+", "$", "i"), ("e", "", "", "ɛ"),
    # i
    ("igh", "", "", "I"), ("ier", "", "$", "iəɹ"), ("ies", "[^aeiouy]", "$", "iz"), ("ie", "", "", "i"), ("ia", "", "", "iə"), ("io", "", "", "iO"), ("iu", "", "", "iu"),
    ("irr", "", "", "ɪɹ"), ("ir", "", "[^aeiouy]|$", "ɜɹ"), ("i", "", "nd$|ld$", "I"), ("i", "", "[bcdfgklmnprstvz]es?$", "I"), ("i", "", "$", "i"), ("i", "", "", "ɪ"),
    # o
    ("ough", "", "", "O"), ("oor", "", "", "ʊɹ"), ("oo", "", "k", "ʊ"), ("oo", "", "", "u"), ("our", "", "", "ɔɹ"), ("ou", "", "", "u"),
    ("ow", "", "$", "O"), ("ow", "", "", "W"), ("oi", "", "", "Y"), ("oy", "", "", "Y"), ("oa", "", "", "O"), ("oer", "", "", "ɜɹ"), ("oe", "", "", "ɜ"),
    ("oh", "", "", "O"), ("or", "w", "", "ɜɹ"), ("orr", "", "", "ɔɹ"), ("or", "", "[^aeiouy]|$", "ɔɹ"), ("o", "", "ld|ll$|st$", "O"), ("o", "", "[bcdfgklmnpstvz]es?$", "O"),
    ("o", "", "$", "O"), ("o", "", "[bdglmnpv][aeiouy]", "O"), ("o", "", "", "ɑ"),
    # u
    ("qu", "", "", "kw"), ("uerr", "", "", "ʊɹ"), ("uer", "", "", "ʊɹ"), ("uh", "", "", "ə"), ("ui", "", "", "wi"), ("ue", "", "", "u"), ("urr", "", "", "ɜɹ"), ("ur", "", "[^aeiouy]|$", "ɜɹ"),
    ("u", "", "[bcdfgklmnpstvz]es?$", "u"), ("u", "", "$", "u"), ("u", "g", "[aeio]", "w"), ("u", "", "[^aeiouy][aeiou]", "u"), ("u", "", "", "ʌ"),
    # y
    ("y", "^", "[aeiou]", "j"), ("y", "[aeiou]", "[aeiou]", "j"), ("y", "^[^aeiouy]*", "e?$", "I"), ("y", "", "$", "i"), ("y", "[nlt]", "[aeo]", "j"),
    ("y", "", "[^aeiou]e$", "I"), ("y", "", "", "ɪ"),
    # consonants
    ("sch", "", "", "ʃ"), ("sc", "", "[eiy]", "s"), ("tch", "", "", "ʧ"), ("ch", "", "[lr]", "k"), ("ch", "", "", "ʧ"), ("ck", "", "", "k"),
    ("cc", "", "[ei]", "ʧ"), ("cc", "", "", "k"), ("c", "", "[eiy]", "s"), ("c", "", "", "k"), ("dge", "", "", "ʤ"), ("dg", "", "", "ʤ"),
    ("ght", "", "", "t"), ("gh", "^", "", "ɡ"), ("gh", "", "[aeiou]", "ɡ"), ("gh", "", "", ""), ("gn", "^", "", "n"), ("gn", "", "[aeo]", "nj"),
    ("gu", "", "[ei]", "ɡ"), ("gg", "", "", "ɡ"), ("g", "[aeiou]n?", "e$|y$", "ʤ"), ("g", "^", "i[aeo]", "ʤ"), ("g", "", "", "ɡ"),
    ("kh", "", "", "k"), ("kn", "^", "", "n"), ("h", "", "[aeiouy]", "h"), ("h", "", "", ""), ("j", "", "", "ʤ"), ("mb", "", "$", "m"),
    ("ng", "", "[^aeiouylr]|$", "ŋ"), ("ng", "", "", "ŋɡ"), ("n", "", "[kq]", "ŋ"), ("ph", "", "", "f"), ("ps", "^", "", "s"), ("pf", "", "", "f"),
    ("rzh", "", "", "ʒ"), ("rh", "", "", "ɹ"), ("sh", "", "", "ʃ"), ("ss", "", "", "s"), ("sion", "[aeiou]", "", "ʒən"), ("sion", "", "", "ʃən"),
    ("s", "[bdgvmnlr]", "$", "z"), ("s", "[aeiouy]", "[aeiou]", "z"), ("tion", "", "", "ʃən"), ("tia", "", "", "ʃə"), ("tsch", "", "", "ʧ"), ("tz", "", "", "ts"),
    ("th", "", "", "θ"), ("wh", "", "", "w"), ("wr", "^", "", "ɹ"), ("w", "", "[aeiouyr]", "w"), ("w", "", "", ""), ("x", "^", "", "z"), ("x", "", "", "ks"),
    ("zh", "", "", "ʒ"), ("zz", "", "", "ts"), ("bb", "", "", "b"), ("dd", "", "", "d"), ("ff", "", "", "f"), ("fj", "", "", "fj"), ("kk", "", "", "k"), ("ll", "", "", "l"),
    ("mm", "", "", "m"), ("nn", "", "", "n"), ("pp", "", "", "p"), ("rr", "", "", "ɹ"), ("tt", "", "", "t"), ("vv", "", "", "v"), ("q", "", "", "k"),
    ("r", "", "", "ɹ"), *((c, "", "", c) for c in "bdfklmnpstvz"),
)  # fmt: skip

_BY_LETTER: Final = {
    letter: tuple((part, re.compile(f"(?:{before})$") if before else None, re.compile(after), sound)
                  for part, before, after, sound in _RULES if part.startswith(letter))
    for letter in "abcdefghijklmnopqrstuvwxyz"
}  # fmt: skip


def plain_letters(word: str) -> str:
    """Lower case a to z only, with the sounds of accented letters kept as English would write them ("Müller" → "mueller")."""
    return re.sub(r"[^a-z]", "", word.lower().translate(_SPECIAL))


def unstressed(word: str) -> str:
    """Phonemes of a word by the rules, without stress marks; empty only where no letter is left."""
    letters = plain_letters(word)
    sounds: list[str] = []
    at = 0
    while at < len(letters):
        for part, before, after, sound in _BY_LETTER[letters[at]]:
            end = at + len(part)
            if letters.startswith(part, at) and after.match(letters, end) and (before is None or before.search(letters, 0, at)):
                sounds.append(sound)
                at = end
                break
        else:
            at += 1
    said = "".join(sounds)
    return said or ("ə" if letters else "")


def vowel_places(phonemes: str) -> list[int]:
    """Where the syllables' vowels stand."""
    return [n for n, c in enumerate(phonemes) if c in VOWELS]


def stressed(phonemes: str, syllable: int) -> str:
    """With the main stress on a syllable, counted from 0 or, negative, from the end; nothing without a vowel."""
    places = vowel_places(phonemes)
    if not places:
        return phonemes
    place = places[max(-len(places), min(syllable, len(places) - 1))]
    return phonemes[:place] + STRESS + phonemes[place:]


def sound_out(word: str) -> str:
    """Phonemes of an unknown word: rules, then stress: on the first of two syllables, else on the last but one if the word ends in a vowel
    (Italian and Spanish brands), else on the third from the end."""
    phonemes = unstressed(word)
    syllables = len(vowel_places(phonemes))
    if syllables <= 2:
        return stressed(phonemes, 0)
    return stressed(phonemes, -2 if phonemes[-1] in VOWELS else -3)


def respelled(part: str, known: str | None, last: bool) -> str:
    """Phonemes, without stress, of one part of a respelling ("oat", "lee"); `known` is what the dictionary says of it."""
    letters = plain_letters(part)
    soft = known is not None and "ʤ" in known and "j" not in letters and "dg" not in letters  # "gen", "gin": in a respelling g is hard
    if known and len(letters) > 2 and not soft:
        return re.sub("[ˈˌ]", "", known)
    if letters == "a":
        return "ə"
    said = unstressed(part)
    return said[:-1] + "ə" if last and letters.endswith("a") and said.endswith(("ɑ", "æ")) else said


def join_respelling(parts: list[str], written: list[str]) -> str:
    """One word from the phonemes of its parts. The part in capitals has the stress; else the first, or of three and more the last but one if
    it is closed or long."""
    capital = next((n for n, part in enumerate(written) if len(part) > 1 and part.isupper() and len(written) > 1), None)
    heavy = len(parts) > 2 and re.search(r"[^aeiouy]$|oo$|oh$|ah$|ay$|ow$", written[-2].lower()) is not None
    strong = capital if capital is not None else len(parts) - 2 if heavy else 0
    if parts[strong] == "ə" and strong + 1 < len(parts):
        strong += 1
    return "".join(
        stressed(part.replace("əɹ", "ɜɹ"), 0) if n == strong else part.replace("ɜɹ", "əɹ") for n, part in enumerate(parts)
    )
