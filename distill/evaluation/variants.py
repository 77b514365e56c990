"""Many sounds out of few: each clip at other speeds and pitches, in other rooms, in other noise, louder and fainter, begun late and cut off.

What must hold: number and clip give the same sound on every machine; none of these mixtures taught the recogniser (its lessons are
`distill.data.noise.spoiled`, from other clips by other numbers).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import soxr

from distill.data.noise import coloured, mix, room, together

Samples = npt.NDArray[np.float32]
RATE = 16_000


def variant(sound: Samples, others: Sequence[Samples], number: int) -> Samples:
    """One of many versions of a sound.

    Args:
        sound: (n,) 16 kHz mono.
        others: what babble is made of, six at least.
        number: which version; 0 is the sound itself.

    Returns:
        (m,) float32, at most 1.0 loud: 0.8 to 1.25 times as fast (and as high, where a coin says so), a third in a room of 0.2 to 0.9 s, two thirds in
        babble or coloured noise 0 to 25 dB below, at -30 to 0 dB, up to a second of silence around it, a fifth of them broken off in the middle.
    """
    if number == 0:
        return sound
    random = np.random.default_rng([number, len(sound)])
    made = _faster(sound, random.uniform(0.8, 1.25), random.random() < 0.5)
    if random.random() < 0.2:
        made = made[: int(len(made) * random.uniform(0.3, 0.9))]
    made = np.pad(made, (int(random.uniform(0, RATE)), int(random.uniform(0, RATE))))
    if random.random() < 1 / 3:
        made = room(made, random.uniform(0.2, 0.9), random)
    kind = random.integers(3)
    if kind:
        chosen = [others[n] for n in random.choice(len(others), 6, replace=False)]
        around = together(chosen, len(made), random) if kind == 1 else coloured(len(made), random)
        made = mix(made, around, random.uniform(0, 25))
    loudest = float(np.abs(made).max()) or 1.0
    return np.asarray(made / loudest * 10 ** (random.uniform(-30, 0) / 20), dtype=np.float32)


def _faster(sound: Samples, times: float, higher: bool) -> Samples:
    """`times` as fast; higher with it, or at its own pitch, by laying pieces of 40 ms over one another (overlap and add)."""
    if higher:
        return np.asarray(soxr.resample(sound, RATE, RATE / times), dtype=np.float32)
    size, hop = 640, 320
    count = max(1, int((len(sound) / times - size) / hop))
    window = np.hanning(size).astype(np.float32)
    out = np.zeros(count * hop + size, np.float32)
    for n in range(count):
        start = int(n * hop * times)
        piece = sound[start : start + size]
        out[n * hop : n * hop + len(piece)] += piece * window[: len(piece)]
    return out
