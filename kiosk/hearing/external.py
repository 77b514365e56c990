"""What hearing takes from packages, unchanged: the bundle's manifest names it. Nothing is opened here."""

from typing import Final

from kiosk.bundle.external import External

SILERO: Final = External(
    "voice-activity", "pipecat-ai", "1.14.0", "pipecat", "audio/vad/data/silero_vad.onnx",
    "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3", "MIT",
)  # fmt: skip
SMART_TURN: Final = External(
    "end-of-turn", "pipecat-ai", "1.14.0", "pipecat", "audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx",
    "2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f", "BSD-2-Clause",
)  # fmt: skip
EXTERNAL: Final[tuple[External, ...]] = (SILERO, SMART_TURN)
