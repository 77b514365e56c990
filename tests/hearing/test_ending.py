"""When a turn begins and ends, without any sound: every promise of `kiosk.hearing.ending` for any sequence of blocks."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hearing.ending import BLOCK, RULES, Floor, Rules, State, Turn, decibels, finished, patience
from kiosk.hearing.features import RATE

SECOND = RATE / BLOCK
"""Blocks of a second."""
NEAR, FAR, QUIET = 0.1, 0.004, 0.0005
"""Root mean squares: a shopper, somebody 28 dB fainter, a room."""
blocks = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=200)
chances = st.none() | st.floats(0, 1)


def fed(turn: Turn, given: Iterable[tuple[float, float]]) -> Turn:
    """The turn after some blocks."""
    for chance, level in given:
        turn.hear(chance, level)
    return turn


def said(turn: Turn, seconds: float = 1.0) -> Turn:
    """The turn after somebody near has spoken."""
    return fed(turn, [(0.95, NEAR)] * round(seconds * SECOND))


def silence_until_over(turn: Turn, melody: float | None = None, words: float | None = None, chance: float = 0.02, level: float = QUIET) -> float:
    """Seconds of blocks until the turn is over, judged at the first 0.15 s; thirty where it never is."""
    judged = False
    for n in range(1, round(30 * SECOND)):
        turn.hear(chance, level)
        if not judged and turn.state is State.pausing and turn.silent >= 0.15:
            turn.judge(melody, words)
            judged = True
        if turn.state is State.ended:
            return n / SECOND
    return 30.0


@given(blocks)
def test_nothing_ends_before_somebody_spoke(given: list[tuple[float, float]]) -> None:
    """A turn that is over holds a fifth of a second of speech; one without any is still waited for."""
    turn, speech = Turn(), 0
    for chance, level in given:
        speech += chance >= RULES.goes_on
        if turn.hear(chance, level) is State.ended:
            assert speech * BLOCK >= RULES.shortest * RATE
        if not speech:
            assert turn.state is State.waiting


@given(blocks, st.lists(st.tuples(chances, chances), min_size=1, max_size=5))
def test_every_turn_is_over_by_the_longest(given: list[tuple[float, float]], opinions: list[tuple[float | None, float | None]]) -> None:
    """Whatever is heard and thought, no turn lasts longer."""
    rules = Rules(longest=3.0)
    turn, lasted = Turn(rules), 0
    for n, (chance, level) in enumerate(given * (1 + round(6 * SECOND) // max(1, len(given)))):
        turn.hear(chance, level)
        turn.judge(*opinions[n % len(opinions)])
        lasted = 0 if turn.state is State.waiting else lasted + 1
        assert lasted * BLOCK <= rules.longest * RATE + rules.steady * BLOCK
        if turn.state is State.ended:
            return


def test_a_speaker_who_never_stops_is_ended() -> None:
    """By the longest turn, in the middle of a word."""
    assert silence_until_over(said(Turn()), chance=0.95, level=NEAR) == pytest.approx(RULES.longest - 1.0, abs=0.1)


@given(st.floats(0.95, 1), st.floats(0.9, 1), st.floats(0.3, 6))
def test_a_finished_question_ends_soon(melody: float, words: float, seconds: float) -> None:
    """Sounding and looking finished: `quick` of silence, and one block at most."""
    assert silence_until_over(said(Turn(), seconds), melody, words) <= RULES.quick + 1 / SECOND + 1e-9


@given(st.floats(0, 0.2), st.floats(0, 0.1), st.floats(0.3, 6))
def test_an_open_one_is_waited_for(melody: float, words: float, seconds: float) -> None:
    """After "I'm looking for …" the kiosk keeps still for `slow`, and no longer."""
    waited = silence_until_over(said(Turn(), seconds), melody, words)
    assert RULES.slow <= waited <= RULES.slow + 1 / SECOND + 1e-9


def test_a_turn_that_seemed_over_is_taken_up_again_after_a_breath() -> None:
    """Without both opinions a pause of 0.6 s only seems to end a turn: whoever speaks on is in it; after one of `sure` it is over for good."""
    turn = said(Turn())
    assert silence_until_over(turn) <= 0.6
    assert turn.linger()
    fed(turn, [(0.02, QUIET)] * 2)
    assert fed(turn, [(0.9, NEAR)] * RULES.steady).state is State.speaking
    turn = said(Turn())
    silence_until_over(turn)
    assert turn.linger() and silence_until_over(turn) <= RULES.sure and not turn.linger()


def test_the_longest_turn_is_over_for_good() -> None:
    turn = said(Turn())
    silence_until_over(turn, chance=0.95, level=NEAR)
    assert turn.state is State.ended and not turn.linger()


@given(chances, chances, chances, st.floats(0, 40))
def test_whoever_sounds_more_finished_is_waited_for_no_longer(one: float | None, other: float | None, words: float | None, clear: float) -> None:
    """Patience only falls with both opinions, and stays within its bounds."""
    if one is not None and other is not None and one < other:
        assert patience(one, words, clear) >= patience(other, words, clear)
        assert patience(words, one, clear) >= patience(words, other, clear)
    assert RULES.quick <= patience(one, words, clear) <= RULES.slow
    assert 0 <= finished(one, words) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_in_loud_noise_opinions_do_not_count(melody: float, words: float) -> None:
    """Three decibels above the noise nobody can tell, and nothing ends soon."""
    assert patience(melody, words, 3.0) == RULES.usual


@given(st.lists(st.floats(0, 1), max_size=300))
def test_what_is_no_speech_begins_no_turn(levels: list[float]) -> None:
    """However loud."""
    assert fed(Turn(), [(RULES.begins - 0.01, level) for level in levels]).state is State.waiting


@given(st.floats(0.001, 0.1), st.floats(1.0, 1.5))
def test_chatter_no_louder_than_the_shop_begins_none(level: float, louder: float) -> None:
    """Voices that were there before stay the shop's, also where Silero is sure of them."""
    turn = fed(Turn(), [(0.3, level)] * round(2 * SECOND))
    assert fed(turn, [(1.0, level * louder)] * round(20 * SECOND)).state is State.waiting
    assert said(turn, 0.2).state is State.speaking or level > NEAR / 4


def test_a_click_is_forgotten() -> None:
    """One block of speech begins nothing; four begin a turn that is forgotten at the pause."""
    assert fed(Turn(), [(1.0, NEAR), (0.0, QUIET)]).state is State.waiting
    turn = fed(Turn(), [(1.0, NEAR)] * 4)
    assert turn.state is State.speaking and silence_until_over(turn) == 30.0 and turn.state is State.waiting


def test_a_flicker_does_not_hold_a_turn_open() -> None:
    """A lone block of speech in a pause counts as silence; two take the turn up again."""
    turn = fed(said(Turn()), [(0.02, QUIET)] * 3)
    before = turn.silent
    fed(turn, [(0.9, NEAR)])
    assert turn.state is State.pausing and turn.silent > before
    fed(turn, [(0.9, NEAR)])
    assert turn.state is State.speaking and turn.silent == 0


def test_an_opinion_holds_until_somebody_speaks_again() -> None:
    """What was thought of one pause says nothing of the next."""
    turn = fed(said(Turn()), [(0.02, QUIET)] * 5)
    turn.judge(0.02, 0.02)
    assert turn.patience == RULES.slow
    assert fed(turn, [(0.9, NEAR)] * 3).patience == RULES.usual


def test_somebody_far_away_does_not_hold_a_turn_open() -> None:
    """A voice 28 dB below the shopper's is somebody else's."""
    assert silence_until_over(said(Turn()), 0.99, 0.95, chance=0.95, level=FAR) <= RULES.quick + 1 / SECOND + 1e-9


def test_noise_that_comes_up_within_a_turn_does_not_hold_it_open() -> None:
    """A crowd 12 dB below the shopper that Silero takes for speech is the floor after three seconds."""
    assert silence_until_over(said(Turn(), 2.0), chance=0.9, level=NEAR / 4) <= Floor.LOOK_BACK + RULES.usual + 0.5


def test_the_floor_follows_the_shop() -> None:
    """Up in less than a second, down in some; digital silence is no error."""
    turn = fed(Turn(), [(0.1, 0.05)] * round(SECOND))
    assert turn.floor.level == pytest.approx(decibels(0.05), abs=2)
    fed(turn, [(0.1, 0.0)] * round(9 * SECOND))
    assert -96 <= turn.floor.level < -90


def test_a_floor_outlives_its_turn_but_not_what_rose_within() -> None:
    """The next turn begins at the shop's level, not at that of the last speaker's gaps."""
    floor = Floor(-50.0)
    fed(said(Turn(floor=floor), 2.0), [(0.9, NEAR / 4)] * round(4 * SECOND))
    assert floor.level > -40
    assert Turn(floor=floor).floor.level == -50.0


@given(blocks)
def test_push_to_talk_ends_only_when_told(given: list[tuple[float, float]]) -> None:
    """No silence, no noise and no length ends it, and it never waits for speech."""
    turn = Turn(Rules(longest=1.0), push_to_talk=True)
    for chance, level in given:
        assert turn.hear(chance, level) in (State.speaking, State.pausing)
        turn.judge(1.0, 1.0)
        assert turn.state is not State.ended
