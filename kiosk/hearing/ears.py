"""The ears: sound in, `Heard` out. Speech is found, transcribed, simplified and repaired by the words of the shop they were given.

What must hold: where no speech is heard the text is empty; a transcript is only made of stretches that voice activity took for speech;
nothing of a sound is kept after it was heard.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from kiosk.core import BrokenData, Language, MissingPart
from kiosk.hearing.activity import Activity
from kiosk.hearing.decoding import SHORT, SURE, Decoder, Sensed, Transcript
from kiosk.hearing.ending import BLOCK, RULES, Floor, Rules, State, Turn
from kiosk.hearing.features import FRAMES, RATE, WINDOW
from kiosk.hearing.repair import Repair
from kiosk.hearing.simplify import simplify
from kiosk.hearing.smart_turn import SmartTurn
from kiosk.hearing.sound import read_sound

log = logging.getLogger(__name__)
Samples = npt.NDArray[np.float32]
DRAFT_AFTER: Final = 0.15
"""Seconds of silence after which the transcript is begun; it is thrown away if the speaker goes on."""
WIDER: Final = RATE // 4
"""Samples more at the front for a second look."""
LONGEST_HELD: Final = 60.0
"""Seconds that are kept while push-to-talk is held; what is older goes."""
CAPTION_EVERY: Final = 0.64
"""Seconds of speech from one caption to the next, at least; three times as long as making one takes, where that is more."""
CAPTION_WITHIN: Final = 0.4
"""Seconds that a caption may take: a machine that needs longer shows none, for the end of the turn would be noticed too late."""
Complete = Callable[[str, Language], float | None]
"""How likely a text is finished, 0 to 1; None where nobody can tell."""
Sense = Callable[[str, Language], float]
"""How much a text is like something that a shopper says, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard. `text` is empty where nothing was said.

    Args:
        text: simplified and repaired.
        raw: as the recogniser wrote it, simplified only.
        confidence: mean probability of its tokens, 0 to 1.
        alternatives: other readings, likeliest first, the unrepaired one among them where it differs.
        milliseconds: of each step and in total.
    """

    text: str
    language: Language
    confidence: float
    alternatives: tuple[str, ...] = ()
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    raw: str = ""


class Recogniser(Protocol):
    """Whatever makes `Heard` out of sound."""

    def hear(self, sound: Samples | Path, language: Language | None = None) -> Heard:
        """Hears one sound, 16 kHz mono or a file; `language` where it is known."""
        ...


class Ears:
    """The recogniser of the bundle with a shop's words. One sound at a time.

    Args:
        folder: the bundle's hearing part, already verified.
        words: phrases of the shop by language ("en", "zh").
        threads: CPU threads.
        cache: folder for compiled graphs; None for none.
        complete: judges the transcript of a pause: is there more to come? Without it the sound alone decides.
        sense: judges a text where it may have been heard wrong: another reading that makes far more sense is taken. Without it none is.
        rules: when a turn is over.
        windows: frames of the recogniser's windows.
        hot_words: phrases that are likelier, once they are begun, than they sound: the values of the shop's order form.
    """

    def __init__(
        self,
        folder: Path,
        words: Mapping[str, Sequence[str]] | None = None,
        threads: int = 2,
        cache: Path | None = None,
        complete: Complete | None = None,
        rules: Rules = RULES,
        windows: Sequence[int] = (SHORT, FRAMES),
        hot_words: Iterable[str] = (),
        sense: Sense | None = None,
    ) -> None:
        self._decoder = Decoder(folder, threads, cache, windows)
        self._activity, self._listening = Activity(), Activity()
        self._smart_turn = open_smart_turn(threads)
        self._complete, self._sense, self._rules, self._floor = complete, sense, rules, Floor()
        self._captioning = 0.0
        self.learn(words or {}, hot_words)
        self._decoder.warm_up()

    def learn(self, words: Mapping[str, Sequence[str]], hot_words: Iterable[str] = ()) -> None:
        """From now on these are the shop's words, and those of before no more; arguments as above. Holds from the next sound on."""
        self.words = words
        self._repair = Repair(words)
        self._decoder.steer(hot_words)

    def hear(self, sound: Samples | Path, language: Language | None = None) -> Heard:
        """Hears a file or 16 kHz mono float32. Raises BadInput for a file that holds no sound that can be read."""
        started = time.perf_counter()
        spent: dict[str, float] = {}

        def note(name: str, since: float) -> float:
            now = time.perf_counter()
            spent[name] = spent.get(name, 0.0) + (now - since) * 1000
            return now

        samples = read_sound(sound) if isinstance(sound, Path) else sound
        last = note("read", started)
        spans = self._activity.spans(samples)
        last = note("activity", last)
        told, sensed = language, list[Sensed]()
        for span in spans:
            piece = samples[span.start : span.end]
            mel = self._decoder.mel(piece)
            last = note("features", last)
            self._decoder.features(mel)
            last = note("encode", last)
            found = self._decoder.decode(len(piece) / RATE, told, 1)
            last = note("decode", last)
            if not found.transcripts or found.transcripts[0].confidence < SURE:
                # Not sure: another look with more sound around it, and the likelier of both. 93.8 → 94.4 % of slot words (160 coffee clips).
                wider = samples[max(0, span.start - WIDER) : span.end + WIDER // 5][:WINDOW]
                found = likelier(found, self._decoder.hear(wider, told, 0))
                last = note("again", last)
            if found.transcripts:
                sensed.append(found)
                told = told or found.transcripts[0].language
        heard = self._made(sensed, told or Language.en)
        note("repair", last)
        spent["total"] = (time.perf_counter() - started) * 1000
        return Heard(heard.text, heard.language, heard.confidence, heard.alternatives, spent, heard.raw)

    def _made(self, sensed: Sequence[Sensed], language: Language) -> Heard:
        if not sensed:
            return Heard("", language, 0.0)
        best = [s.transcripts[0] for s in sensed]
        text = _joined([self._reading(s) for s in sensed], language)
        raw = _joined([simplify(t.text) for t in best], language)
        if not any(c.isalnum() for c in text):
            return Heard("", language, 0.0)
        others: list[str] = [raw]
        if len(sensed) == 1:
            for other in sensed[0].transcripts[1:]:
                others += [self._repair(other.pieces, other.language), simplify(other.text)]
        alternatives = tuple(o for o in dict.fromkeys(others) if o and o != text)
        return Heard(text, language, _surety(best), alternatives, {}, raw)

    def _reading(self, sensed: Sensed) -> str:
        """The likeliest hypothesis, repaired, or another reading of its sound that makes far more sense."""
        first = sensed.transcripts[0]
        text, sense = self._repair(first.pieces, first.language), self._sense
        return text if sense is None else self._repair.sensible(text, lambda reading: sense(reading, first.language))

    def listen(
        self, blocks: Iterable[Samples], language: Language | None = None, patience: float | None = None, push_to_talk: bool = False,
        rehearse: Callable[[Heard | None], None] | None = None, over: Callable[[Heard | None], None] | None = None,
        caption: Callable[[str], None] | None = None,
    ) -> Heard | None:  # fmt: skip
        """Hears one turn from a stream of 16 kHz mono blocks of any size and returns when the speaker has ended.

        The transcript is begun at the first pause, helps to tell whether more is to come, and is there when the pause has lasted long enough; it is
        thrown away if the speaker goes on.

        Args:
            patience: seconds to wait for speech; None waits as long as the stream lasts.
            push_to_talk: the turn is the whole stream, whatever is or is not in it; it ends when the stream does.
            rehearse: called in a pause with what was heard so far, where the pause has to last longer before it ends the turn: time to get the answer
                ready that is probably wanted; with None where the speaker goes on. It should return soon: the turn does not end meanwhile.
            over: called with what was heard as soon as the turn seems over; `listen` itself returns when the pause has lasted `Rules.sure` or the
                stream has ended. Where the speaker goes on before that it is called with None, and the turn is everything that was said.
            caption: called while the speaker speaks with what was heard so far, as often as the machine can.

        Returns:
            what was heard; None where nobody spoke.
        """
        self._listening.reset()
        self._captioning *= 0.7  # a moment's load does not end captions for good
        turn = Turn(self._rules, self._floor, push_to_talk)
        kept = deque[Samples](maxlen=round(LONGEST_HELD * RATE / BLOCK))
        draft: Heard | None = None
        told, shown = False, 0.0
        for waited, block in enumerate(_blocks(blocks), 1):
            state = turn.hear(self._listening.chance(block), float(np.sqrt(np.mean(block**2))))
            kept.append(block)
            if state is State.waiting:
                while len(kept) * BLOCK > self._rules.before * RATE:
                    kept.popleft()
                if patience is not None and waited * BLOCK > patience * RATE:
                    return None
            elif state is State.speaking:
                if draft is not None and rehearse:
                    rehearse(None)
                draft = None
                if told and over:
                    over(None)
                told = False
                if caption and turn.lasted - shown >= max(CAPTION_EVERY, 3 * self._captioning) and self._captioning <= CAPTION_WITHIN:
                    shown = turn.lasted
                    self._show(np.concatenate(kept), language, caption)
            elif draft is None and turn.spoken and turn.silent >= DRAFT_AFTER:
                sound = np.concatenate(kept)
                draft = self.hear(sound, language)
                turn.judge(*self._opinions(sound, draft))
                if rehearse and draft.text and turn.state is State.pausing:
                    rehearse(draft)
            if turn.state is State.ended:
                heard = draft or self.hear(np.concatenate(kept), language)
                if not heard.text:
                    # No speech in it for the recogniser: it was the shop, and the shopper is still to speak.
                    draft = None
                    turn.forget()
                elif over and not told and turn.linger():
                    draft, told = heard, True
                    over(heard)
                else:
                    return heard
        return (draft or self.hear(np.concatenate(kept), language)) if kept and turn.state is not State.waiting else None

    def _show(self, sound: Samples, language: Language | None, caption: Callable[[str], None]) -> None:
        """A first look at what is being said, of the last ten seconds: one hypothesis, no second look."""
        began = time.perf_counter()
        found = self._decoder.hear(sound[-WINDOW:], language, 0)
        heard = self._made([found] if found.transcripts else [], language or Language.en)
        self._captioning = time.perf_counter() - began
        if heard.text:
            caption(heard.text)

    def _opinions(self, sound: Samples, draft: Heard) -> tuple[float | None, float | None]:
        """How finished a turn sounds and how finished its transcript looks, 0 to 1."""
        return self._melody(sound), self._complete(draft.text, draft.language) if self._complete else None

    def _melody(self, sound: Samples) -> float | None:
        return self._smart_turn.finished(sound) if self._smart_turn else None


def open_smart_turn(threads: int) -> SmartTurn | None:
    """The model that tells by the melody whether a turn is over; None, with a line in the log, where it cannot be opened: pauses are longer then."""
    try:
        return SmartTurn(threads)
    except (MissingPart, BrokenData) as error:
        log.warning("turns end by pause and words alone: %s", error.line())
        return None


def likelier(one: Sensed, other: Sensed) -> Sensed:
    """The hypotheses of two looks at a sound, likeliest first, loops last, none twice."""
    found = {t.text: t for t in sorted((*other.transcripts, *one.transcripts), key=lambda t: t.log_probability)}
    best = sorted(found.values(), key=lambda t: (t.looped, -t.log_probability))
    return Sensed(tuple(best), one.languages, min(one.no_speech, other.no_speech))


def _blocks(stream: Iterable[Samples]) -> Iterator[Samples]:
    rest = np.zeros(0, dtype=np.float32)
    for some in stream:
        rest = np.concatenate([rest, some.astype(np.float32, copy=False).ravel()])
        while len(rest) >= BLOCK:
            yield rest[:BLOCK]
            rest = rest[BLOCK:]


def _joined(parts: Sequence[str], language: Language) -> str:
    return ("" if language is Language.zh else " ").join(p for p in parts if p)


def _surety(transcripts: Sequence[Transcript]) -> float:
    return float(np.mean([t.confidence for t in transcripts]))
