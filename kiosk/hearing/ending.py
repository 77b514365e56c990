"""When a turn begins and when it is over: blocks in, one of four states out. No sound, no model and no clock: time is counted in samples.

    waiting → speaking ⇄ pausing → ended          pausing → waiting where it was only a click, a cough or somebody far away

How long a pause ends the turn depends on how finished it sounds (`melody`), how finished it looks (`words`) and how far the speaker stands above
the shop's noise. What must hold: no turn ends before somebody spoke; every turn ends at the longest one; a turn that sounds and looks finished
ends after `quick` seconds of silence, one that is open after `slow`; noise neither begins a turn nor holds it open. While push-to-talk is held,
nothing of this decides: the turn is everything until it is let go.
"""

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.hearing.features import RATE

BLOCK: Final = 512
"""Samples of a block, 32 ms."""
FAINTEST: Final = -96.0
"""Decibels of full scale that digital silence counts as."""


class State(StrEnum):
    """Where a turn is."""

    waiting = "waiting"
    speaking = "speaking"
    pausing = "pausing"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds, probabilities and decibels by which a turn begins and ends. Seconds are of silence where nothing else is said.

    Args:
        quick: end a turn that is finished; `usual` one that may be; `slow` one that is open. A speaker's pauses last 0.6 s and less (see
            `distill.evaluation.turns`): what `usual` ends too soon is taken up again (`sure`).
        sure: after a turn that seemed over the speaker may still go on until the pause has lasted so long. Longer than a speaker's pause and the
            65 ms in which speech is noticed; the first sound of an answer comes no sooner.
        finished: chance of being finished from which `quick` is enough; `open` that below which it takes `slow`.
        melody, words, bias: weights of both opinions' log-odds, fitted by logistic regression.
        begins, goes_on: Silero's probability from which a block is speech, before and within a turn.
        above, within: decibels above the noise from which a block is near speech, before and within a turn.
        far: decibels below the speaker's own level under which a voice is somebody else's.
        steady: blocks of speech in a row that begin a turn or take it up again: one alone is a click.
        shortest: speech below which a turn was a click or a cough; `before` is kept of what was said before it; `longest` ends any turn.
    """

    quick: float = 0.3
    usual: float = 0.5
    slow: float = 0.85
    sure: float = 0.75
    finished: float = 0.9
    open: float = 0.2
    melody: float = 0.5
    words: float = 0.5
    bias: float = 0.0
    begins: float = 0.5
    goes_on: float = 0.35
    above: float = 6.0
    within: float = 3.0
    far: float = 20.0
    steady: int = 2
    shortest: float = 0.16
    before: float = 0.5
    longest: float = 20.0


RULES: Final = Rules()


def decibels(level: float) -> float:
    """Of full scale, of a root mean square."""
    return max(FAINTEST, 20.0 * math.log10(max(level, 1e-12)))


class Floor:
    """How loud the shop is where nobody speaks near by, in decibels of full scale. It outlives a turn, and holds nothing but that.

    Before a turn it follows what is no near speech, up in a third of a second and down in three: the upper edge of a chatter counts, not its gaps.
    Within a turn it is at least the faintest twentieth of a second of the last three (minimum statistics, Martin 2001): even a speaker who does not
    stop has gaps, and what is in them is the shop.

    Args:
        level: what is assumed before anything was heard; near speech is 30 to 40 dB above it.
    """

    START: Final = -60.0
    UP, DOWN = 0.3, 3.0
    SMOOTH: Final = 0.05
    LOOK_BACK: Final = 3.0

    def __init__(self, level: float = START) -> None:
        self._before = level
        self.begin()

    @property
    def level(self) -> float:
        """Decibels of full scale."""
        return max(self._before, self._risen)

    def begin(self) -> None:
        """A turn may begin: what was learned within another one is forgotten."""
        self._risen, self._smooth = FAINTEST, self._before
        self._recent = deque[float]()

    def quiet(self, loudness: float, seconds: float) -> None:
        """A block, in decibels, before a turn and no near speech."""
        self._before += (loudness - self._before) * (1 - math.exp(-seconds / (self.UP if loudness > self._before else self.DOWN)))

    def within(self, loudness: float, seconds: float, most: float) -> None:
        """A block, in decibels, of a turn; the floor rises no higher than `most`."""
        self._smooth += (loudness - self._smooth) * (1 - math.exp(-seconds / self.SMOOTH))
        self._recent.append(self._smooth)
        if len(self._recent) * seconds >= self.LOOK_BACK:
            self._risen = min(most, max(self._risen, min(self._recent)))
            self._recent.popleft()


class Turn:
    """One turn. Give it every block in order; after each, `state` says where it is.

    Args:
        floor: the noise so far; a new one where none is given.
        push_to_talk: the speaker says by a button when the turn is over.
    """

    def __init__(self, rules: Rules = RULES, floor: Floor | None = None, push_to_talk: bool = False) -> None:
        self.rules = rules
        self.floor = floor or Floor()
        self.push_to_talk = push_to_talk
        self._again()

    def _again(self) -> None:
        self.state = State.speaking if self.push_to_talk else State.waiting
        self._lasted = self._silent = self._voiced = self._row = 0
        self._loud: float | None = None
        self._hush = 0.0
        self._patience, self._lingers = self.rules.usual, False
        self.floor.begin()

    @property
    def silent(self) -> float:
        """Seconds since the last speech of the turn; 0 before it began."""
        return self._silent / RATE

    @property
    def lasted(self) -> float:
        """Seconds since the turn began."""
        return self._lasted / RATE

    @property
    def patience(self) -> float:
        """Seconds of silence that end the turn, as it was judged so far."""
        return self._patience

    @property
    def spoken(self) -> bool:
        """Whether enough was said to be more than a click or a cough."""
        return self._voiced >= self.rules.shortest * RATE

    def hear(self, chance: float, level: float, samples: int = BLOCK) -> State:
        """One block.

        Args:
            chance: probability that it holds speech.
            level: its root mean square, 1.0 is full scale.
        """
        if self.state is State.ended:
            return self.state
        loudness, seconds = decibels(level), samples / RATE
        near = self._near(chance, loudness)
        self._row = self._row + samples if near else 0
        if self.state is State.waiting:
            self._waiting(near, loudness, samples, seconds)
        else:
            self._within(near, loudness, samples, seconds)
        return self.state

    def _near(self, chance: float, loudness: float) -> bool:
        """Whether a block is speech of somebody near."""
        rules = self.rules
        if self.state is State.waiting:
            return chance >= rules.begins and loudness >= self.floor.level + rules.above
        far = self._loud is not None and loudness < self._loud - rules.far
        return chance >= rules.goes_on and loudness >= self.floor.level + rules.within and not far

    def _waiting(self, near: bool, loudness: float, samples: int, seconds: float) -> None:
        if not near:
            self.floor.quiet(loudness, seconds)
        elif self._row >= self.rules.steady * samples:
            self.state = State.speaking
            self._lasted = self._voiced = self._row
            self._loud = loudness

    def _within(self, near: bool, loudness: float, samples: int, seconds: float) -> None:
        self._lasted += samples
        if near:
            self._voiced += samples
            # The level of the speech, not of its gaps: up in a tenth of a second, down in two.
            loud = loudness if self._loud is None else self._loud
            self._loud = loud + (loudness - loud) * (1 - math.exp(-seconds / (0.1 if loudness > loud else 2.0)))
        if self._loud is not None:
            self.floor.within(loudness, seconds, self._loud - self.rules.above)
        if near and (self._silent == 0 or self._row >= self.rules.steady * samples):
            self.state, self._silent, self._hush = State.speaking, 0, 0.0
            self._patience, self._lingers = self.rules.usual, False
        elif self._voiced:
            self.state, self._silent, self._hush = State.pausing, self._silent + samples, min(self._hush, loudness)
        if not self.push_to_talk:
            self._end()

    def _end(self) -> None:
        if self._lasted >= self.rules.longest * RATE:
            self.state = State.ended
        elif self.state is State.pausing and self._silent >= self._patience * RATE:
            if self.spoken:
                self.state = State.ended
            else:
                self._again()

    def judge(self, melody: float | None, words: float | None) -> None:
        """What is thought of the pause in hand; it holds until somebody speaks again.

        Args:
            melody: probability that the turn is over, by its sound; None where nobody can tell.
            words: the same by its words.
        """
        if self.state is State.pausing and not self._lingers:
            self._patience = patience(melody, words, self.clear, self.rules)
            if not self.push_to_talk:
                self._end()

    @property
    def clear(self) -> float:
        """How far the speaker stands above what is left in the pause, in decibels; 0 while there is none."""
        return 0.0 if self._loud is None or self.state is not State.pausing else max(0.0, self._loud - self._hush)

    def linger(self) -> bool:
        """The turn is over, unless somebody speaks before the pause has lasted `Rules.sure`.

        Returns:
            False where it is over for good: the pause has lasted as long already, or the turn is as long as any may be.
        """
        if self._silent >= self.rules.sure * RATE or self._lasted >= self.rules.longest * RATE:
            return False
        self.state, self._patience, self._lingers = State.pausing, self.rules.sure, True
        return True

    def forget(self) -> None:
        """It was nobody's speech: waiting goes on."""
        self._again()


def patience(melody: float | None, words: float | None, clear: float, rules: Rules = RULES) -> float:
    """Seconds of silence that end a turn.

    Args:
        clear: decibels of the speaker above the noise. Below 12 opinions count less, down to nothing at 3: both were taught on clear speech.
    """
    if melody is None and words is None:
        return rules.usual
    chance = finished(melody, words, rules)
    trust = min(1.0, max(0.0, (clear - 3.0) / 9.0))
    chance = 0.5 + (chance - 0.5) * trust
    return rules.quick if chance >= rules.finished else rules.slow if chance < rules.open else rules.usual


def finished(melody: float | None, words: float | None, rules: Rules = RULES) -> float:
    """Both opinions as one probability: their weighted log-odds added (a logarithmic pool, Genest and Zidek 1986); one that is missing adds nothing."""
    odds = rules.bias + rules.melody * log_odds(melody) + rules.words * log_odds(words)
    return 1.0 / (1.0 + math.exp(-odds))


def log_odds(chance: float | None) -> float:
    """Log-odds of a probability, never beyond 99 to 1; 0 where there is none."""
    if chance is None:
        return 0.0
    kept = min(0.99, max(0.01, chance))
    return math.log(kept / (1 - kept))
