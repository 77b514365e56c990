"""A virtual sound card: a private PulseAudio whose null sinks are the kiosk's microphone and loudspeaker, reached through the true PortAudio.

What must hold: no sound device of this machine and no sound server of this user is touched; times are `time.monotonic()`, one clock for all
processes of a machine; leaving the context ends every process that it began.

How to use it::

    def test_it(virtual_sound: VirtualSound) -> None:        # fixture of tests/virtual/conftest.py; skips with the reason where it cannot run
        with virtual_sound.record() as recording:             # what the loudspeaker plays, from now on
            playing = virtual_sound.play(samples_16k)         # into the microphone; does not block; also a path of a sound file
            ...                                               # DeviceMicrophone("shop_microphone"), DeviceLoudspeaker("shop_loudspeaker"), or the defaults
            playing.wait()
        playing.began, playing.ended                          # when its first and last sample reached the microphone
        recording.samples(), recording.began                  # (n,) float32 at recording.rate, and when the first of them sounded
        virtual_sound.unplug("microphone"), virtual_sound.plug("microphone")
        with virtual_sound.acoustic_path(gain=0.1, delay=0.05): ...   # the loudspeaker is heard in the microphone

In a test's own process the fixture sets the environment and lets PortAudio look again. A program in a process of its own only needs
`env=virtual_sound.environment`. Outside pytest: `with VirtualSound() as sound:` (raises `CannotRun`), then `sound.use_here()` for this process.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

import numpy as np
import numpy.typing as npt
import soxr

from kiosk.field.alignment import locate
from kiosk.hearing.sound import read_sound

Samples = npt.NDArray[np.float32]
Device = Literal["microphone", "loudspeaker"]
RATES: Final[dict[Device, int]] = {"microphone": 16_000, "loudspeaker": 24_000}
"""Samples a second of the two sinks."""
PROGRAMS: Final = ("setpriv", "pulseaudio", "pactl", "pacat", "parec")
PACKAGES: Final = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
PLUGIN: Final = "libasound_module_pcm_pulse.so"
STEP: Final = 10
"""Milliseconds in which the virtual devices work."""
STARTS_WITHIN: Final = 20.0
"""Seconds; PulseAudio starts in half a second on a machine with nothing else to do."""

_SCRIPT = """\
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
load-module module-cli-protocol-unix socket={folder}/commands
"""
# The whole of ALSA's configuration, so that neither the machine's nor the user's takes part.
_ALSA = """\
pcm.shop_microphone {{ type asym capture.pcm {{ type pulse server "{server}" device "shop_microphone.monitor" }} }}
pcm.shop_loudspeaker {{ type asym playback.pcm {{ type pulse server "{server}" device "shop_loudspeaker" }} }}
pcm.default {{ type asym
    capture.pcm {{ type pulse server "{server}" device "shop_microphone.monitor" }}
    playback.pcm {{ type pulse server "{server}" device "shop_loudspeaker" }} }}
"""


class CannotRun(RuntimeError):
    """There can be no virtual sound on this machine; the message says why."""


def why_not() -> str:
    """Why virtual sound cannot run here; empty where it can."""
    lacking = [name for name in PROGRAMS if not shutil.which(name)]
    if not any(Path("/usr/lib").glob(f"*/alsa-lib/{PLUGIN}")):
        lacking.append(PLUGIN)
    if not find_library("portaudio"):
        lacking.append("PortAudio")
    return f"no {', '.join(lacking)}; run: apt-get install {PACKAGES}" if lacking else ""


class Recording:
    """What a sink plays, from the moment at which it is made until `stop`."""

    def __init__(self, sound: VirtualSound, device: Device) -> None:
        self.rate = RATES[device]
        self._bytes = bytearray()
        self._began: float | None = None
        self._first = threading.Event()
        self._process = sound.start("parec", f"shop_{device}.monitor", self.rate, STEP, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, name=f"recording of {device}", daemon=True)
        self._reader.start()
        if not self._first.wait(STARTS_WITHIN):
            raise CannotRun(f"nothing can be recorded from shop_{device}.monitor: is it unplugged?")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while data := os.read(self._process.stdout.fileno(), 1 << 16):
            self._bytes += data
            # A chunk may come late but never early: the earliest of all says when the first sample sounded.
            began = time.monotonic() - len(self._bytes) / 4 / self.rate
            self._began = began if self._began is None else min(began, self._began)
            self._first.set()

    @property
    def began(self) -> float:
        """When the first sample sounded."""
        assert self._began is not None
        return self._began

    def samples(self, rate: int | None = None) -> Samples:
        """(n,) float32 of all so far, at `rate` or as recorded."""
        found = np.frombuffer(bytes(self._bytes[: len(self._bytes) // 4 * 4]), np.float32)
        return found if rate in (None, self.rate) else np.asarray(soxr.resample(found, self.rate, rate), np.float32)

    def stop(self) -> None:
        """Ends it; safe to call twice."""
        end(self._process)
        self._reader.join(STARTS_WITHIN)


class Playing:
    """A sound on its way into the microphone."""

    def __init__(self, sound: VirtualSound, samples: Samples) -> None:
        self.samples = samples
        self._began: float | None = None
        self._heard = Recording(sound, "microphone")
        # A third of a second ahead, so that a busy machine leaves no gap in it; when it truly began is seen in the recording.
        self._process = sound.start("pacat", "shop_microphone", RATES["microphone"], 300, stdin=subprocess.PIPE)
        self._feeder = threading.Thread(target=self._feed, name="playing", daemon=True)
        self._feeder.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _feed(self) -> None:
        assert self._process.stdin is not None
        try:
            # PulseAudio swallows the first milliseconds of a stream: let them be silence.
            self._process.stdin.write(np.concatenate([np.zeros(RATES["microphone"] // 20, np.float32), self.samples]).tobytes())
            self._process.stdin.close()
        except BrokenPipeError:
            return  # stopped
        self._process.wait()

    def wait(self) -> None:
        """Returns when all of it was played."""
        self._feeder.join()
        deadline = time.monotonic() + 1.0
        while self._began is None and time.monotonic() < deadline:
            place = locate(self.samples, self._heard.samples())
            if place.similarity > 0.5:
                self._began = self._heard.began + place.at / RATES["microphone"]
            else:
                time.sleep(0.05)
        self._heard.stop()

    @property
    def began(self) -> float:
        """When the first sample reached the microphone; waits for the end of the sound. Raises RuntimeError where it was drowned or stopped."""
        self.wait()
        if self._began is None:
            raise RuntimeError("the sound was not found in what the microphone got")
        return self._began

    @property
    def ended(self) -> float:
        """When the last sample had reached the microphone."""
        return self.began + len(self.samples) / RATES["microphone"]

    def stop(self) -> None:
        """Breaks it off; safe to call twice."""
        end(self._process)
        self._feeder.join()
        self._heard.stop()


class VirtualSound:
    """One shop's microphone and loudspeaker. A context manager; raises `CannotRun` where there can be none."""

    def __init__(self) -> None:
        self._folder = Path()
        self._daemon: subprocess.Popen[bytes] | None = None
        self._modules: dict[Device, str] = {}
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        if why := why_not():
            raise CannotRun(why)
        # Not pytest's tmp_path: a socket's path may have 107 characters at most.
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-sound-"))
        server = f"unix:{self._folder}/native"
        (self._folder / "script.pa").write_text(_SCRIPT.format(folder=self._folder), encoding="utf-8")
        (self._folder / "alsa.conf").write_text(_ALSA.format(server=server), encoding="utf-8")
        self.environment = {**os.environ, "PULSE_SERVER": server, "ALSA_CONFIG_PATH": str(self._folder / "alsa.conf")}
        own = {**self.environment, "XDG_RUNTIME_DIR": str(self._folder), "PULSE_RUNTIME_PATH": str(self._folder), "HOME": str(self._folder)}
        # With pdeathsig it ends even where this process is killed, and with it all its clients.
        daemon = ["setpriv", "--pdeathsig", "TERM", "pulseaudio", "-n", "-F", str(self._folder / "script.pa"), "--exit-idle-time=-1"]
        options = ["--daemonize=no", "--use-pid-file=no", "--disable-shm", "--resample-method=speex-float-5"]
        with (self._folder / "log").open("wb") as log:
            self._daemon = subprocess.Popen([*daemon, *options], env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                said = (self._folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
                self.close()
                raise CannotRun(f"PulseAudio does not start: {said[-1] if said else 'it says nothing'}")
            time.sleep(0.05)
        try:
            for device in RATES:
                self.plug(device)
        except RuntimeError:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def play(self, sound: Samples | Path) -> Playing:
        """Plays 16 kHz mono float32 or a sound file into the microphone and returns at once; several sounds add up."""
        samples = read_sound(sound) if isinstance(sound, Path) else np.ascontiguousarray(sound, np.float32)
        return Playing(self, samples)

    def record(self, device: Device = "loudspeaker") -> Recording:
        """Records what the loudspeaker plays, or what the microphone gets, from now on."""
        return Recording(self, device)

    @contextmanager
    def acoustic_path(self, gain: float, delay: float) -> Iterator[None]:
        """The microphone hears the loudspeaker, `gain` times as loud and about `delay` seconds later (0.02 at least)."""
        milliseconds = max(20, round(delay * 1000))
        module = self._pactl(
            "load-module", "module-loopback", "source=shop_loudspeaker.monitor", "sink=shop_microphone", f"latency_msec={milliseconds}",
            "adjust_time=0", "sink_dont_move=yes", "source_dont_move=yes", "remix=yes",
        )  # fmt: skip
        try:
            index = max((row.split("\t")[0] for row in self._rows("sink-inputs") if "module-loopback" in row), key=int)
            # PulseAudio's volume is the cube root of the gain.
            self._pactl("set-sink-input-volume", index, str(round(65536 * gain ** (1 / 3))))
            yield
        finally:
            self._pactl("unload-module", module)

    def unplug(self, device: Device) -> None:
        """Takes the device out; whoever uses it loses it."""
        # Left to itself PulseAudio would move the streams to the other device: a microphone that hears the loudspeaker.
        kills = [f"kill-sink-input {i}\n" for i in self._streams("sink-input", f"shop_{device}")]
        kills += [f"kill-source-output {i}\n" for i in self._streams("source-output", f"shop_{device}.monitor")]
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._folder / "commands"))
            line.sendall("".join(kills).encode())
            line.shutdown(socket.SHUT_WR)
            while line.recv(4096):
                pass
        self._pactl("unload-module", self._modules.pop(device))

    def _streams(self, kind: Literal["sink-input", "source-output"], owner: str) -> Iterator[str]:
        """Indices of the streams into a sink or out of a source."""
        owners = {row.split("\t")[0] for row in self._rows(f"{kind.split('-')[0]}s") if row.split("\t")[1] == owner}
        for row in self._rows(f"{kind}s"):
            index, of, *_ = row.split("\t")
            if of in owners:
                yield index

    def _rows(self, kind: str) -> list[str]:
        return self._pactl("list", "short", kind).splitlines()

    def plug(self, device: Device) -> None:
        """Puts the device in (again)."""
        what = f"sink_name=shop_{device} rate={RATES[device]} channels=1 format=float32le"
        self._modules[device] = self._pactl("load-module", "module-null-sink", *what.split())
        # A null sink works in steps of two seconds until somebody asks for less, and hears of it only after its step, or when it is woken.
        self._pactl("suspend-sink", f"shop_{device}", "1")
        keeper = self.start("parec", f"shop_{device}.monitor", RATES[device], STEP, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTS_WITHIN
        while not any(self._streams("source-output", f"shop_{device}.monitor")):
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise CannotRun(f"nothing can be recorded from shop_{device}.monitor")
        self._pactl("suspend-sink", f"shop_{device}", "0")

    def use_here(self) -> None:
        """Lets PortAudio of this process, already imported or not, see these devices and no others."""
        os.environ.update({name: self.environment[name] for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH")})
        look_again()

    def close(self) -> None:
        """Ends all that was begun; safe to call twice."""
        for process in self._processes:
            end(process)
        if self._daemon:
            end(self._daemon)
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, program: str, device: str, rate: int, latency: int, **pipes: int) -> subprocess.Popen[bytes]:
        """Starts parec or pacat on a device of this card; `latency` in milliseconds."""
        command = [program, "--raw", f"--device={device}", f"--rate={rate}", "--channels=1", "--format=float32le", f"--latency-msec={latency}"]
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL, **pipes)  # type: ignore[call-overload]
        self._processes.append(process)
        return process

    def _answers(self) -> bool:
        return subprocess.run(["pactl", "info"], env=self.environment, capture_output=True, check=False).returncode == 0

    def _pactl(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"pactl {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout.strip()


def look_again() -> None:
    """PortAudio lists its devices once, when it begins: let it begin again. No stream may be open."""
    import sounddevice

    sounddevice._terminate()
    sounddevice._initialize()


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process of ours and waits for it; safe to call twice."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
