"""The self-test of `kiosk doctor --hear`: says a sentence in each language, hears it back, recognises it, and tells how to mend what is not good.

What must hold: it goes through the devices, the voice and the recogniser that shoppers meet, at the shop's volume; what was recorded is
forgotten when it ends, and nothing is written; the findings follow from the numbers alone.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import soxr
from rapidfuzz.distance import Levenshtein

from kiosk.bundle.manifest import open_bundle
from kiosk.core import KioskError, Language
from kiosk.core.settings import Settings
from kiosk.core.text import normalise
from kiosk.field.alignment import locate
from kiosk.field.findings import Finding, State
from kiosk.hearing.ears import Ears
from kiosk.hearing.features import RATE
from kiosk.hearing.microphone import DeviceMicrophone, Microphone
from kiosk.speaking import DeviceLoudspeaker, KokoroVoice, Loudspeaker, Voice, render

Samples = npt.NDArray[np.float32]
SENTENCES: Final[Mapping[Language, str]] = {
    Language.en: "Where can I find the milk and the apples?",
    Language.zh: "请问牛奶和苹果在哪里？",
}
LANGUAGES: Final[Mapping[Language, str]] = {Language.en: "English", Language.zh: "Chinese"}
SETTLING, QUIET, AFTERWARDS = 0.3, 1.0, 1.2
"""Seconds: until a microphone gives true sound, of room noise that are measured, and for which is listened after a sentence."""
SILENCE: Final = -120.0
"""dBFS that stand for no sound at all."""
ALIKE: Final = 0.3
"""Similarity from which a sentence counts as found. Two different sentences of test voices reached 0.29 at most (182 pairs, 2.5 s of the one);
a sentence and noise, hum or rumble 0.07 (96 pairs)."""
CLIPPED: Final = 0.98
"""Amplitude from which a sample counts as clipped."""
MOST_CLIPPED: Final = 0.001
NOISY, QUIETEST, LEAST_ABOVE = -40.0, -42.0, 15.0
"""dBFS of a loud room; dBFS of a sentence that is too quiet; decibels by which it should rise above the room."""
LATEST: Final = 0.6
"""Seconds after which an echo is late."""
MOST_WRONG: Final[Mapping[Language, float]] = {Language.en: 0.2, Language.zh: 0.3}
"""Share of wrong words (English) or characters (Chinese) that is still good."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that the kiosk said and heard.

    Args:
        heard: what was recognised, the language not told.
        wrong, of: words (English) or characters (Chinese) that are wrong, missing or too many, and how many were said.
        similarity: of what was recorded to what was played, see `alignment.Place`.
        delay: seconds from the first sample handed to the loudspeaker to its arrival in the microphone; None where it was not found.
        level: dBFS of the sentence in the microphone; of all that was recorded where it was not found.
        gain: decibels from what the voice made to what the microphone heard, the volume among them; None where it was not found.
        clipped: share of the recording's samples at the microphone's limit.
    """

    language: Language
    text: str
    heard: str
    wrong: int
    of: int
    similarity: float
    delay: float | None
    level: float
    gain: float | None
    clipped: float

    @property
    def found(self) -> bool:
        """Whether the sentence is in the recording: by its shape, or by its words."""
        return self.delay is not None or self.wrong * 2 <= self.of


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the self-test measured: room noise in dBFS, and each sentence."""

    noise: float
    sentences: tuple[Sentence, ...]


def decibels(samples: Samples) -> float:
    """Root mean square in dB of full scale, `SILENCE` at least."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) if samples.size else 0.0
    return max(SILENCE, 10 * float(np.log10(power))) if power else SILENCE


def errors(said: str, heard: str, language: Language) -> tuple[int, int]:
    """(wrong, missing or additional units, units said); units are words of English and characters of Chinese, marks do not count."""
    one, other = (_units(text, language) for text in (said, heard))
    return Levenshtein.distance(one, other), len(one)


def _units(text: str, language: Language) -> list[str]:
    kept = "".join(c if c.isalnum() else "" if c in "'’" else " " for c in normalise(text))
    return kept.split() if language is Language.en else list(kept.replace(" ", ""))


def measured(played: Samples, recorded: Samples, late: float) -> dict[str, Any]:
    """The numbers of a `Sentence` that need no recogniser; both sounds 16 kHz mono.

    Args:
        late: seconds from the first sample handed to the loudspeaker to the first one of `recorded`.
    """
    place = locate(played, recorded)
    found = place.similarity >= ALIKE
    kept = recorded[place.at : place.at + len(played)] if found else recorded
    return {
        "similarity": place.similarity,
        "delay": late + place.at / RATE if found else None,
        "level": decibels(kept),
        "gain": 20 * float(np.log10(max(place.gain, 1e-6))) if found else None,
        "clipped": float(np.mean(np.abs(recorded) >= CLIPPED)) if recorded.size else 0.0,
    }


def check_hearing(settings: Settings) -> list[Finding]:
    """Measures on this machine and tells what the numbers mean. Takes about twenty seconds, in which the kiosk must not be in use.

    Raises:
        MissingPart: there is no microphone, loudspeaker, voice or recogniser, or one was lost.
    """
    with DeviceMicrophone(settings.microphone) as microphone, closing(DeviceLoudspeaker(settings.loudspeaker or None)) as loudspeaker:
        loudspeaker.volume = settings.volume / 100
        compiled = settings.state / "compiled"
        ears = Ears(open_bundle(settings.bundle).part("hearing"), threads=settings.threads, cache=compiled if compiled.is_dir() else None)
        with closing(KokoroVoice({}, threads=settings.threads)) as voice:
            return findings(hear_itself(ears, voice, microphone, loudspeaker))


def findings(hearing: Hearing) -> list[Finding]:
    """What the numbers mean: the room, the way from the loudspeaker to the microphone, and the words of each language."""
    told = [("room", _room(hearing), {"noise": round(hearing.noise, 1)}), ("own voice", _way(hearing), {})]
    told += [(f"hears {LANGUAGES[s.language]}", _words(s), _figures(s)) for s in hearing.sentences]
    return [Finding(name, State.warning if mend else State.ok, what, mend, figures=figures) for name, (what, mend), figures in told]


def _figures(sentence: Sentence) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(sentence).items()} | {"language": str(sentence.language)}


def _room(hearing: Hearing) -> tuple[str, str]:
    noise = hearing.noise
    if noise <= SILENCE:
        return "the microphone gives pure silence, not even noise", "unmute it in the system's mixer; check that KIOSK_MICROPHONE names the right one"
    if noise > NOISY:
        return f"loud: noise of {noise:.0f} dBFS", "turn the microphone down, or move it away from fans and music"
    return f"quiet: noise of {noise:.0f} dBFS", ""


def _way(hearing: Hearing) -> tuple[str, str]:
    found = [s for s in hearing.sentences if s.found]
    if not found:
        mend = "turn the loudspeaker up; check its plug, and that KIOSK_LOUDSPEAKER and KIOSK_MICROPHONE name the right devices"
        return "the microphone does not hear the loudspeaker", mend
    level = sum(s.level for s in found) / len(found)
    above = level - hearing.noise
    late = max((s.delay for s in found if s.delay is not None), default=None)
    clipped = max(s.clipped for s in hearing.sentences)
    heard = f"heard at {level:.0f} dBFS, {above:.0f} dB above the noise" + ("" if late is None else f", after {late:.2f} s")
    if clipped > MOST_CLIPPED:
        return f"{heard}; {clipped:.1%} of it is clipped", "turn the microphone down in the system's mixer"
    if above < LEAST_ABOVE:
        return f"{heard}: it drowns", f"turn the loudspeaker up by {LEAST_ABOVE - above:.0f} dB, or make the room quieter"
    if level < QUIETEST:
        return f"{heard}: too quiet", f"turn the microphone or the loudspeaker up by {QUIETEST - level:.0f} dB"
    if late is None:
        return f"{heard}, but in another shape", "turn the system's echo cancelling and noise removal off, or move the microphone nearer to the loudspeaker"
    if late > LATEST:
        return heard, "use a loudspeaker with a cable: Bluetooth and HDMI delay the sound"
    return heard, ""


def _words(sentence: Sentence) -> tuple[str, str]:
    unit = "words" if sentence.language is Language.en else "characters"
    what = f"{sentence.wrong} of {sentence.of} {unit} wrong: " + (f"heard “{sentence.heard}”" if sentence.heard else "heard nothing")
    if sentence.wrong > MOST_WRONG[sentence.language] * sentence.of:
        return f"{what} where “{sentence.text}” was said", "mend the room and the own voice first, then test again"
    return what, ""


def hear_itself(ears: Ears, voice: Voice, microphone: Microphone, loudspeaker: Loudspeaker) -> Hearing:
    """Measures, in about fifteen seconds in which nobody should talk. Raises MissingPart where the microphone is lost."""
    sounds = {language: render(text, language, voice)[0] for language, text in SENTENCES.items()}
    recorder = _Recorder(microphone)
    time.sleep(SETTLING + QUIET)
    noise = decibels(recorder.between(time.monotonic() - QUIET, time.monotonic())[0])
    sentences = []
    for language, sound in sounds.items():
        handed: list[float] = []
        loudspeaker.play([sound], voice.rate, lambda to=handed: to.append(time.monotonic()))  # type: ignore[misc]
        time.sleep(AFTERWARDS)
        first = handed[0] if handed else time.monotonic()
        recorded, began = recorder.between(first, time.monotonic())
        heard = ears.hear(recorded).text
        wrong, of = errors(SENTENCES[language], heard, language)
        numbers = measured(np.asarray(soxr.resample(sound, voice.rate, RATE), np.float32), recorded, began - first)
        sentences.append(Sentence(language, SENTENCES[language], heard, wrong, of, **numbers))
    return Hearing(noise, tuple(sentences))


class _Recorder:
    """All that a microphone gives from now on, on the clock of `time.monotonic`, until it is closed."""

    def __init__(self, microphone: Microphone) -> None:
        self._microphone = microphone
        self._blocks: list[Samples] = []
        self._count, self._began = 0, float("inf")
        self._lost: KioskError | None = None
        threading.Thread(target=self._record, name="self-test", daemon=True).start()

    def _record(self) -> None:
        try:
            for block in self._microphone.blocks():
                self._blocks.append(block)
                self._count += len(block)
                # A block may come late but never early: the earliest says when the first sample was heard.
                self._began = min(self._began, time.monotonic() - self._count / RATE)
        except KioskError as error:
            self._lost = error

    def between(self, start: float, end: float) -> tuple[Samples, float]:
        """(n,) float32 heard from `start` to `end`, and when the first of them was. Raises MissingPart where the microphone was lost."""
        if self._lost is not None:
            raise self._lost
        whole: Sequence[Samples] = list(self._blocks)
        if not whole:
            return np.zeros(0, np.float32), start
        first = max(0, round((start - self._began) * RATE))
        return np.concatenate(whole)[first : max(0, round((end - self._began) * RATE))], self._began + first / RATE
