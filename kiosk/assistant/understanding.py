"""Text in, Understanding out: the student decides; rules only add emergency, a plea for a person, yes and no.

Nothing here knows a shop. The language is what the shopper chose, else what the text is written in, else the visit's.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from kiosk.assistant.words.listening import lexicon
from kiosk.core import Intent, Language, Sentiment, Understanding, Vector
from kiosk.core.text import chinese_share, clean, has_chinese, normalise

EMERGENCY_AT = 0.15
"""Probability of danger from which the alarm is raised although another intent is likelier: a miss costs more than a bell. Not where
the words tell of something old or harmless (`emergency_not`)."""
OUT_OF_SCOPE_AT = 0.2
"""Probability from which `out_of_scope` is taken although another intent is likelier: fitted on the development questions and our own exam, where
recall rises from 76 / 86 to 89 / 92 % (English / Chinese) and refusals of real questions from 0 / 0.6 to 0.6 / 1.2 %. The store has a second look."""
SURE_BEHIND = 0.55
"""Probability from which the words behind a yes or no are taken as the question."""
RULE_CONFIDENCE = 0.99
LEFT_OVER = 0.1
"""Below this probability what is left beside a danger that is none is no reading at all."""
NO_DANGER = ("calm", "needs", "ailing", "in_the_food", "stolen", "hazard")
"""Words of the lexicon that sound like danger to the student and are none."""

_LATIN = re.compile(r"[a-z]+")
_ENGLISH = frozenset({
    "the", "a", "is", "are", "do", "you", "what", "where", "how", "much", "when", "who", "which", "can", "i", "my", "me", "it", "this", "that", "and", "no",
    "yes", "hello", "hi", "thanks", "thank", "bye", "please", "help", "english", "there", "in", "on", "of", "to", "for", "have", "got", "any", "we", "not",
})  # fmt: skip
_CHINESE = re.compile(r"[的了吗呢啊在哪有没是不几多少怎么什要请能可给把]")


class RawUnderstanding(Protocol):
    """What the student returns."""

    @property
    def intents(self) -> Sequence[tuple[Intent, float]]:
        """Probabilities, best first, at least three."""

    @property
    def sentiment(self) -> Sentiment:
        """The mood of the text."""

    @property
    def slots(self) -> Mapping[str, tuple[str, ...]]:
        """Slot name to the words that fill it, in order."""

    @property
    def embedding(self) -> Vector:
        """(d,) L2-normalised sentence vector."""


class LanguageModel(Protocol):
    """The language student, opened from a bundle."""

    def understand(self, text: str, before: Intent | None) -> RawUnderstanding:
        """The student's reading of a text, given the topic of the question before."""


class Understander:
    """Puts rules and the language beside the student's reading."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def understand(self, text: str, before: Intent | None, hint: Language | None, visit: Language) -> Understanding:
        """The reading of one question.

        Args:
            text: what was typed or heard; any string.
            before: topic of the question before.
            hint: the language that the shopper chose or the recogniser told, if any.
            visit: the language of the visit so far.
        """
        text = clean(text)
        language = hint or language_of(text, visit)
        raw = self._model.understand(text, before)
        if raw.intents[0][0] in (Intent.deny, Intent.affirm):
            raw = self._behind(text, before, language) or raw
        intents = tuple((i, float(p)) for i, p in raw.intents)
        rule = rule_of(text, language)
        slots = {name: tuple(words) for name, words in raw.slots.items() if words}
        calm = any(lexicon(language).hears(name, normalise(text)) for name in NO_DANGER)
        if rule is None and intents[0][0] == Intent.emergency and calm:
            intents = tuple(sorted(intents, key=lambda pair: pair[0] == Intent.emergency))  # an allergy that is told of, somebody to carry a bag
            if intents[0][1] < LEFT_OVER:
                intents = _first(intents, Intent.out_of_scope)
        suspected = dict(intents).get(Intent.emergency, 0.0) >= EMERGENCY_AT and intents[0][0] != Intent.emergency
        if rule is None and suspected and not calm and not lexicon(language).hears("emergency_not", normalise(text)):
            intents = _first(intents, Intent.emergency)
        elif rule is None and dict(intents).get(Intent.out_of_scope, 0.0) >= OUT_OF_SCOPE_AT:
            intents = _first(intents, Intent.out_of_scope)
        if rule is not None:
            intents = ((rule, RULE_CONFIDENCE), *((i, p * (1 - RULE_CONFIDENCE)) for i, p in intents if i != rule))
        intent, confidence = intents[0]
        embedding = np.asarray(raw.embedding, dtype=np.float32)
        return Understanding(intent, confidence, intents, raw.sentiment, language, slots, embedding, str(rule) if rule else None)

    def _behind(self, text: str, before: Intent | None, language: Language) -> RawUnderstanding | None:
        """The reading of what follows a yes or no, if it is a question of its own: "no, how do I store it"."""
        rest = lexicon(language).behind_lead_in(normalise(text))
        if len(rest) < (8 if language == Language.en else 4):
            return None
        raw = self._model.understand(rest, before)
        intent, chance = raw.intents[0]
        return raw if chance >= SURE_BEHIND and intent not in (Intent.deny, Intent.affirm, Intent.cancel, Intent.small_talk, Intent.out_of_scope) else None


def _first(intents: tuple[tuple[Intent, float], ...], intent: Intent) -> tuple[tuple[Intent, float], ...]:
    return tuple(sorted(intents, key=lambda pair: pair[0] != intent))


def rule_of(text: str, language: Language) -> Intent | None:
    """The rule that fits a text, in its language first, in the other one too: fear switches languages."""
    normal = normalise(text)
    found = lexicon(language).rule(normal)
    if found is not None:
        return found
    other = Language.en if language == Language.zh else Language.zh
    if other == Language.zh and not has_chinese(normal):
        return None
    found = lexicon(other).rule(normal)
    return found if found in (Intent.emergency, Intent.call_staff) or (found and not has_chinese(normal)) else None


def language_of(text: str, visit: Language) -> Language:
    """The language of a text: by its share of Chinese, and where it is a name or a number only, the visit's."""
    if has_chinese(text):
        share = chinese_share(text)
        return Language.zh if share > 0.5 or _CHINESE.search(text) else Language.en
    words = _LATIN.findall(text.lower())
    if not words:
        return visit
    if visit == Language.en or len(words) > 3 or any(w in _ENGLISH for w in words):
        return Language.en
    return visit
