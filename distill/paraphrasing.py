"""Texts said in other words by a causal language model: one text, or a file of them.

What must hold: a paraphrase differs from its source and from the others after `normalise`, and keeps the values it must. What is drawn for a
text depends on the seed and the text only, so a run that was killed goes on and ends with the same bytes as one that was not.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import torch
from transformers import StoppingCriteria

from distill.predicting import WORDS, Told, open_model
from distill.progress import counted
from distill.teachers.causal import PACKAGED, CausalModel, files_key, load_causal, model_files
from kiosk.bundle.manifest import sha256
from kiosk.core import BadInput, KioskError
from kiosk.core.text import clean, has_chinese, normalise

VERSION: Final = 1
"""Of what is asked and filtered here; a file half written by another is begun anew."""
TEMPLATE: Final = """\
Questions in a supermarket, each asked in two ways.

1. do you sell fresh bread
2. is there any fresh bread here

1. What time do you close on Sundays?
2. Until when are you open on Sundays?

1. I would like to return this kettle
2. can I bring this kettle back, I don't want it

1. {text}
2."""
"""Examples, not an order: of a small model's answers to "say this in other words" hardly one was a shopper's sentence."""
_MARK: Final = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}


@dataclass(frozen=True, slots=True)
class Sampling:
    """How paraphrases are drawn, and how long they may be.

    Args:
        temperature: above 0; the higher, the freer.
        top_p: tokens are drawn from the likeliest that together have this probability (Holtzman et al., "The Curious Case of Neural Text
            Degeneration", 2020).
        tokens: at most, of one paraphrase; one that is not at its end by then is not kept.
        shortest, longest: characters of a paraphrase, as shares of its source's.
        rounds: how often as many as are wanted are drawn, before it is left at fewer.
    """

    temperature: float = 0.9
    top_p: float = 0.95
    tokens: int = 60
    shortest: float = 0.5
    longest: float = 2.0
    rounds: int = 4


def paraphrase(
    model: CausalModel,
    text: str,
    count: int,
    seed: int = 0,
    values: Sequence[str] = (),
    keep: Callable[[str], bool] | None = None,
    sampling: Sampling = Sampling(),
    template: str = TEMPLATE,
) -> tuple[str, ...]:  # fmt: skip
    """Up to `count` paraphrases of a text, in the order in which they were drawn; fewer where too little of what was drawn is of use.

    Args:
        values: each stands in the text as a word or words of its own, and so it must in every paraphrase, letter for letter.
        keep: what must say yes to a paraphrase, as a teacher that finds the same label for it; asked last.
        template: what the model goes on with, with {text} in it; its line to the end is the paraphrase.

    Raises:
        BadInput: the text is empty or longer than the model reads, a value does not stand in it, or count is below 1.
    """
    source = clean(text)
    if not source or count < 1:
        raise BadInput("There must be a text, and at least one paraphrase wanted of it", f"{text[:40]!r}, count {count}", "give both")
    if absent := [value for value in values if not holds(source, value)]:
        raise BadInput(f"The value {absent[0]!r} does not stand in the text", source[:80], "give values as the text has them")
    found: dict[str, str] = {normalise(source): source}
    for number in range(sampling.rounds):
        for told in _drawn(model, model.asked(template, source, False, sampling.tokens), count, _seed(seed, number, source), sampling):
            plain = normalise(told)
            if plain and plain not in found and _usable(told, source, values, sampling) and (keep is None or keep(told)):
                found[plain] = told
                if len(found) > count:
                    return tuple(found.values())[1:]
    return tuple(found.values())[1:]


def holds(text: str, value: str) -> bool:
    """Whether the value stands in the text letter for letter and, if it is not Chinese, not inside a longer word."""
    if has_chinese(value):  # written without spaces, so where a word ends cannot be seen
        return value in text
    word = r"[^\W\u3400-\u9fff]"
    return bool(value) and re.search(rf"(?<!{word}){re.escape(value)}(?!{word})", text) is not None


def _usable(told: str, source: str, values: Sequence[str], sampling: Sampling) -> bool:
    within = sampling.shortest * len(source) <= len(told) <= sampling.longest * len(source)
    return within and has_chinese(told) == has_chinese(source) and all(holds(told, value) for value in values)


def _seed(seed: int, number: int, source: str) -> int:
    return int.from_bytes(hashlib.sha256(json.dumps([seed, number, source]).encode()).digest()[:6])


class _LineEnds(StoppingCriteria):
    """Ends an answer with its first line, so that a model which knows no end does not talk on."""

    def __init__(self, tokenizer: Any, start: int) -> None:
        self._tokenizer, self._start = tokenizer, start

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        ended = ["\n" in self._tokenizer.decode(row[self._start :]).lstrip() for row in input_ids.tolist()]
        return torch.tensor(ended, device=input_ids.device)


@torch.no_grad()
def _drawn(model: CausalModel, prompt: list[int], count: int, seed: int, sampling: Sampling) -> Iterator[str]:
    """The first line of each of `count` answers that came to its end, without list marks and quotation marks around it."""
    net, tokenizer = model.model, model.tokenizer
    stop = net.generation_config.eos_token_id
    stops = set(stop if isinstance(stop, list) else [] if stop is None else [stop])
    ids = torch.tensor([prompt], device=net.device)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        rows = net.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=sampling.temperature, top_p=sampling.top_p, top_k=0,
            max_new_tokens=sampling.tokens, num_return_sequences=count, pad_token_id=min(stops, default=0),
            stopping_criteria=[_LineEnds(tokenizer, ids.shape[1])],
        )  # fmt: skip
    for row in rows[:, ids.shape[1] :].tolist():
        end = next((n for n, token in enumerate(row) if token in stops), None)
        told = tokenizer.decode(row[:end], skip_special_tokens=True, clean_up_tokenization_spaces=False).strip()
        line, more, _ = told.partition("\n")
        if end is not None or more:
            yield _bare(clean(line))


def _bare(line: str) -> str:
    line = _MARK.sub("", line)
    return line[1:-1].strip() if len(line) > 2 and _QUOTES.get(line[0]) == line[-1] else line


@dataclass(frozen=True, slots=True)
class Filter:
    """What keeps a paraphrase only where a part for texts gives it the label of its source.

    Args:
        part: folder of an understanding part, or of a student of a public set.
        score: the least score of that label for the paraphrase, 0 to 1.
    """

    part: Path
    score: float = 0.0

    def key(self) -> list[str]:
        """What its answers depend on: name and hash of each file of the part, and the score."""
        return [*(f"{file.name} {sha256(file)}" for file in sorted(self.part.iterdir()) if file.is_file()), str(self.score)]

    def opened(self) -> Callable[[str], Told]:
        """What gives a text its label and score.

        Raises:
            BadInput: the score is none, or the part does not label texts.
            MissingPart, BrokenData: see `open_model`.
        """
        if not 0 <= self.score <= 1:
            raise BadInput("The score from which a paraphrase is kept is no share", str(self.score), "give one from 0 to 1")
        model = open_model(self.part)
        if model.takes != "text":
            raise BadInput(f"The part labels {WORDS[model.takes]}, not texts", str(self.part), "name an understanding part, or one of assets/proofs")
        return model.told


class Done(NamedTuple):
    """What became of a file: its lines, and how many paraphrases the filter did not let pass."""

    lines: int
    dropped: int


class _Row(NamedTuple):
    """A line of the file: all that it says, its text, and what must survive."""

    said: dict[str, Any]
    text: str
    values: tuple[str, ...]


def paraphrase_file(source: Path, out: Path, teacher: str = PACKAGED, count: int = 5, seed: int = 0, filtered: Filter | None = None) -> Done:
    """Says each line's text in other words: `{"text", "keep"?: [values]}` a line in, the same line with `"paraphrases": [...]` out.

    With a filter a line also says how many different paraphrases were `"dropped"`.

    The output is written whole or not at all. What is done is kept beside it in `<out>.<job>.part`, whose name holds the hash of input, model
    and settings: the same job started again goes on there.

    Raises:
        BadInput: a line is of another form, or a value is not in its text; names file and line, before anything is asked.
        MissingPart, BrokenData: see `load_causal` and `Filter.opened`.
        KioskError: the output cannot be written.
    """
    if count < 1:
        raise BadInput("At least one paraphrase must be wanted", f"count {count}", "give a positive number")
    rows, sampling = _rows(source), Sampling()
    told_by = filtered.opened() if filtered else None
    told = [VERSION, files_key(model_files(teacher)), TEMPLATE, asdict(sampling), count, seed, [row.said for row in rows]]
    told += [filtered.key()] if filtered else []
    partial = out.with_name(f"{out.name}.{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}.part")
    try:
        done = _done(partial, rows)
        model = load_causal(teacher) if done < len(rows) else None
        with partial.open("ab") as lines, counted() as progress:
            task = progress.add_task("paraphrases", total=len(rows), completed=done)
            for row in rows[done:]:
                assert model is not None
                keep = _Keeper(row.text, told_by, filtered.score) if told_by and filtered else None
                found = {"paraphrases": paraphrase(model, row.text, count, seed, row.values, keep, sampling)}
                said = row.said | found | ({"dropped": len(keep.dropped)} if keep else {})
                lines.write((json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
                lines.flush()
                progress.update(task, advance=1)
            os.fsync(lines.fileno())
        os.replace(partial, out)
        for left in out.parent.iterdir():  # of killed jobs with other settings, whose output this would have been
            if re.fullmatch(rf"{re.escape(out.name)}\.[0-9a-f]{{16}}\.part", left.name):
                left.unlink(missing_ok=True)
    except OSError as error:
        mend = "make room there or choose another file, then run again: what was done is kept"
        raise KioskError(f"The paraphrases cannot be written: {error.strerror}", str(out), mend) from error
    dropped = sum(json.loads(line)["dropped"] for line in out.read_text("utf-8").split("\n") if line) if filtered else 0
    return Done(len(rows), dropped)


class _Keeper:
    """Says yes to a paraphrase that has its source's label, and remembers the others."""

    def __init__(self, source: str, told: Callable[[str], Told], score: float) -> None:
        self._label, _ = told(clean(source))
        self.dropped = set[str]()
        self._told, self._score = told, score

    def __call__(self, text: str) -> bool:
        label, score = self._told(text)
        kept = label == self._label and score >= self._score
        if not kept:
            self.dropped.add(normalise(text))  # what is drawn again is not dropped again
        return kept


def _rows(source: Path) -> list[_Row]:
    """The lines of the file. Raises BadInput."""
    try:
        lines = source.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the file cannot be read ({error})", str(source), "give a UTF-8 JSONL file") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            text, values = said["text"], said.get("keep", [])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput('the line is not {"text": …}', f"{source}:{number}", 'write {"text": "…", "keep": ["what must stay"]}') from error
        if not isinstance(text, str) or not clean(text) or not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise BadInput('the line is not {"text": …, "keep": […]} with texts', f"{source}:{number}", 'write {"text": "…", "keep": ["what must stay"]}')
        if absent := [value for value in values if not holds(clean(text), value)]:
            raise BadInput(f"the value {absent[0]!r} is not in the text", f"{source}:{number}", "give values as the text has them")
        found.append(_Row(said, text, tuple(values)))
    return found


def _done(partial: Path, rows: list[_Row]) -> int:
    """How many lines an earlier run has finished; cuts off the one it was at when it was killed."""
    if not partial.is_file():
        return 0
    kept, done = 0, 0
    for line in partial.read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n") or done == len(rows):
            break
        kept, done = kept + len(line), done + 1
    os.truncate(partial, kept)
    return done
