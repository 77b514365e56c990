"""The loudspeaker's heart without a device: the promises of kiosk.speaking.loudspeaker."""

import threading
import time

import numpy as np
import pytest

from kiosk.core import MissingPart
from kiosk.speaking.loudspeaker import DeviceLoudspeaker, Playback

ONES = np.ones(1000, np.float32)


def test_samples_come_out_in_order_at_the_set_volume() -> None:
    playback = Playback()
    playback.volume = 0.5
    playback.begin(None)
    playback.put(np.arange(1500, dtype=np.float32), 10**6)
    out = np.concatenate([playback.fill(400) for _ in range(4)])
    assert np.allclose(out[:1500], 0.5 * np.arange(1500)) and not out[1500:].any()


def test_stop_is_silent_after_one_fading_block_and_refuses_the_rest() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(ONES, 10**6)
    playback.fill(100)
    playback.stop()
    faded = playback.fill(100)
    assert faded[0] > 0 and faded[-1] == 0 and not playback.fill(100).any() and not playback.put(ONES, 10**6)


def test_stop_ends_a_waiting_player_at_once() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(ONES, 10**6)
    threading.Timer(0.05, playback.stop).start()
    started = time.monotonic()
    assert not playback.wait_until_played(lambda: True)
    assert time.monotonic() - started < 1.0


def test_a_new_reply_plays_after_a_stop() -> None:
    playback = Playback()
    playback.stop()
    playback.fill(10)
    playback.begin(None)
    assert playback.put(ONES, 10**6) and playback.fill(10).all()


def test_what_a_stopped_reply_left_is_never_heard_in_the_next() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(ONES, 10**6)
    playback.stop()
    playback.begin(None)
    assert not playback.fill(100).any()


def test_a_held_reply_is_silent_and_goes_on_a_little_before_where_it_was() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(np.arange(1, 1001, dtype=np.float32), 10**6)
    playback.volume = 1.0
    playback.fill(300)
    playback.hold()
    assert not playback.fill(500).any()
    playback.go_on(back=50)
    assert np.array_equal(playback.fill(750), np.arange(251, 1001, dtype=np.float32))
    assert playback.wait_until_played(lambda: True)


def test_a_held_reply_that_is_stopped_is_gone() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(ONES, 10**6)
    playback.fill(100)
    playback.hold()
    playback.stop()
    playback.go_on(back=50)
    playback.fill(10)
    assert not playback.fill(2000).any() and not playback.wait_until_played(lambda: True)


def test_the_first_sample_is_reported_once() -> None:
    playback, calls = Playback(), []
    playback.begin(lambda: calls.append(1))
    playback.fill(10)
    playback.put(ONES, 10**6)
    playback.fill(10)
    playback.fill(10)
    assert calls == [1]


def test_a_lost_device_ends_the_reply() -> None:
    playback = Playback()
    playback.begin(None)
    playback.put(ONES, 10**6)
    assert not playback.wait_until_played(lambda: False)


def test_without_such_a_device_it_says_so() -> None:
    with pytest.raises(MissingPart):
        DeviceLoudspeaker("no such loudspeaker 7f3a")
