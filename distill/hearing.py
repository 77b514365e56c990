"""The ten-second student of the speech teacher: the decoder learns the shop's Chinese, the encoder stays the teacher's, cut to its window.

The encoder's output is computed once a clip (half of the clips with babble of other clips and shaped noise, 5 to 25 dB). The student's decoder
learns the right words of Chinese clips, and on every clip stays near the teacher's own token probabilities, so that English and the rest are
not forgotten. Token embeddings stay the teacher's. Clips come from `distill.data.speech`: synthetic, training voices only.
"""

import copy
import json
import re
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import WhisperForConditionalGeneration

from distill.data.speech import Sentence
from kiosk.core import Language
from kiosk.core.text import clean
from kiosk.hearing.features import log_mel

Samples = npt.NDArray[np.float32]
IGNORED = -100
_MARKS = re.compile(r"[，,、：；…—]+")
_ENDS = re.compile(r"[。！？!?~.]+")


def spelled(sentence: Sentence) -> str:
    """The text as the teacher would write it: Chinese without end marks, a space for a comma."""
    if sentence.language is Language.en:
        return " " + clean(sentence.text)
    return clean(_ENDS.sub("", _MARKS.sub(" ", sentence.text)))


def target(sentence: Sentence, words: Tokenizer) -> list[int]:
    """Token ids from the start token to the end token."""
    front = [words.token_to_id(f"<|{t}|>") for t in ("startoftranscript", sentence.language, "transcribe", "notimestamps")]
    return [*front, *words.encode(spelled(sentence), add_special_tokens=False).ids, words.token_to_id("<|endoftext|>")]


def spoiled(sound: Samples, others: list[Samples], random: np.random.Generator) -> Samples:
    """A clip with babble of three others or pink noise, 5 to 25 dB below it, or as it is; louder or quieter."""
    sound = sound * 10 ** (random.uniform(-12, 6) / 20)
    if random.random() < 0.5:
        return sound.astype(np.float32)
    noise = np.zeros_like(sound)
    if random.random() < 0.6 and len(others) >= 3:
        for n in random.choice(len(others), 3, replace=False):
            noise += np.resize(np.roll(others[n], int(random.integers(len(others[n])))), len(sound))
    else:
        shape = np.fft.rfft(random.standard_normal(len(sound))) / np.sqrt(np.maximum(np.fft.rfftfreq(len(sound), 1 / 16_000), 30))
        noise = np.fft.irfft(shape, len(sound)).astype(np.float32)
    ratio = 10 ** (random.uniform(5, 25) / 20)
    noise *= np.sqrt((sound**2).mean() / ((noise**2).mean() + 1e-12)) / ratio
    return (sound + noise).astype(np.float32)


@torch.no_grad()
def heard(model: WhisperForConditionalGeneration, sounds: list[Samples]) -> Tensor:
    """(n, 500, d) bfloat16: what the encoder makes of each sound."""
    out = []
    for start in range(0, len(sounds), 8):
        mels = torch.from_numpy(np.stack([log_mel(s) for s in sounds[start : start + 8]]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out.append(model.model.encoder(mels).last_hidden_state.bfloat16())
    return torch.cat(out)


def teach(
    model: WhisperForConditionalGeneration, clips: list[tuple[Sentence, Samples]], words: Tokenizer, run: Path, *, passes: int = 4, rate: float = 2e-5,
    batch: int = 16, keep_near: float = 0.5, seed: int = 7, seconds: float = 1e9,
) -> dict[str, float]:  # fmt: skip
    """Teaches the decoder in place and returns the last figures; stops early, at the end of a step, after `seconds`."""
    random = np.random.default_rng(seed)
    started = time.monotonic()
    sounds = [s for _, s in clips]
    padded = [np.concatenate([np.zeros(int(random.uniform(0.05, 0.5) * 16_000), np.float32), s]) for s in sounds]
    memory = heard(model, [spoiled(s, sounds, random) for s in padded])
    print(f"{len(clips)} clips heard in {time.monotonic() - started:.0f} s", flush=True)
    targets = [target(s, words) for s, _ in clips]
    chinese = torch.tensor([s.language is Language.zh for s, _ in clips])
    teacher = copy.deepcopy(model.model.decoder).eval().requires_grad_(False)
    decoder = model.model.decoder
    decoder.embed_tokens.weight.requires_grad_(False)
    taught = [p for p in decoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(taught, lr=rate, weight_decay=0.01)
    steps = passes * ((len(clips) + batch - 1) // batch)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=rate, total_steps=steps, pct_start=0.15)
    table, figures, step = decoder.embed_tokens.weight, {"right_words": 0.0, "near_teacher": 0.0}, 0
    for number in range(passes):
        order = random.permutation(len(clips))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch].tolist()
            longest = max(len(targets[n]) for n in chosen)
            ids = torch.full((len(chosen), longest), words.token_to_id("<|endoftext|>"))
            wanted = torch.full((len(chosen), longest), IGNORED)
            for row, n in enumerate(chosen):
                ids[row, : len(targets[n])] = torch.tensor(targets[n])
                wanted[row, : len(targets[n])] = ids[row, : len(targets[n])]
            wanted[:, 1:4] = IGNORED  # the language token is told apart by the teacher alone
            with torch.autocast("cpu", dtype=torch.bfloat16):
                made = decoder(input_ids=ids[:, :-1], encoder_hidden_states=memory[chosen]).last_hidden_state
                with torch.no_grad():
                    before = teacher(input_ids=ids[:, :-1], encoder_hidden_states=memory[chosen]).last_hidden_state
                counted = wanted[:, 1:] != IGNORED
                logits, told = functional.linear(made[counted], table).float(), functional.linear(before[counted], table).float()
            own = chinese[chosen][:, None].expand_as(counted)[counted]
            words_loss = functional.cross_entropy(logits[own], wanted[:, 1:][counted][own], label_smoothing=0.05) if own.any() else logits.sum() * 0
            apart = functional.kl_div(functional.log_softmax(logits, -1), functional.log_softmax(told, -1), log_target=True, reduction="none").sum(-1)
            near = (apart * torch.where(own, 0.3, 1.0)).mean()
            loss = words_loss + keep_near * near
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(taught, 1.0)
            optimiser.step()
            cycle.step()
            step += 1
            figures = {"right_words": float(words_loss.detach()), "near_teacher": float(near.detach()), "steps": step, "passes": number}
            if step % 10 == 0:
                print(json.dumps({k: round(v, 3) for k, v in figures.items()}), f"{time.monotonic() - started:.0f} s", flush=True)
            if time.monotonic() - started > seconds:
                break
        if time.monotonic() - started > seconds:
            break
    run.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(run / "model")
    return {**figures, "seconds": round(time.monotonic() - started), "clips": len(clips), "rate": rate}


def blend(student: WhisperForConditionalGeneration, teacher: WhisperForConditionalGeneration, share: float) -> None:
    """Moves the student's weights towards its teacher's in place: share · θ_s + (1 - share) · θ_t, which keeps what the few clips made it
    forget (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022)."""
    told = dict(teacher.named_parameters())
    with torch.no_grad():
        for name, value in student.named_parameters():  # each tied weight once: the state dict would name it, and move it, twice
            value.copy_(share * value + (1 - share) * told[name])
