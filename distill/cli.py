"""`kiosk-distill`: one recipe an experiment, run stage by stage or whole; a finished stage run again does nothing."""

import argparse
import errno
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from kiosk.core import BadInput, KioskError, MissingPart

_TOP = """\
Teaches small students from large teachers. One YAML an experiment; `key=value` overrides a setting of it.

  kiosk-distill run distill/recipes/language.yaml --data ../shared/data --out runs/language
  kiosk-distill train distill/recipes/language.yaml --out runs/language passes=4
  kiosk-distill predict assets/bundles/market/understanding --in questions.jsonl --out labels.jsonl
"""
_PREDICT = """\
One line in, {"label", "score"} a line out, "id" kept. What a line holds depends on MODEL:

  {"text": "where is the milk"}   understanding part, assets/proofs: the answer and its probability
  {"image": "photos/1.jpg"}       seeing part: the likeliest product and its score, as `kiosk see` gives them, accepted or not
  {"audio": "clips/1.wav"}        hearing part: the transcript and its confidence; "" and 0 where nobody speaks

A file's name is looked for in the folder of the --in file, then in the current folder.
"""
_STAGES = {
    "prepare": "make the corpus: the questions and the student's vocabulary; the sentences, said",
    "teach": "fine-tune the teachers",
    "label": "cache the teachers' answers to everything that the student will be asked",
    "train": "teach the student",
    "evaluate": "measure student and teachers: evaluation.json and report.html",
    "alone": "teach the same student without its teachers, to tell what they gave; `evaluate` measures it then, and `run` leaves it out without --alone",
    "run": "all stages in order",
}
_STAGE = """\
{about}

A stage that is finished does nothing; one that was killed goes on where it stopped. Each leaves its result in the run's folder, where
recipe.yaml, run.json and metrics.jsonl tell what was done. A key that the recipe does not know is refused, with the nearest right one.

  kiosk-distill {name} distill/recipes/language.yaml --data ../shared/data --out runs/language
  kiosk-distill {name} distill/recipes/clinc150.yaml --out runs/trial passes=4 temperature='{{shape: linear, start: 4, end: 1}}'
"""


class Kind(NamedTuple):
    """A kind of student: the module of its stages, its recipe, and whether its teachers label texts, which Ray can do."""

    module: str
    recipe: str
    texts: bool = False


KINDS = {
    "language": Kind("distill.language", "LanguageRecipe", texts=True), "texts": Kind("distill.texts", "TextsRecipe", texts=True),
    "pictures": Kind("distill.pictures", "PictureRecipe"), "hearing": Kind("distill.hearing", "HearingRecipe"),
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="kiosk-distill", description=_TOP, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in _STAGES.items():
        told = _STAGE.format(name=name, about=about[0].upper() + about[1:] + ".")
        stage = commands.add_parser(name, help=about, description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
        stage.add_argument("recipe", type=Path, metavar="RECIPE", help="a YAML of distill/recipes, or your own")
        stage.add_argument("overrides", nargs="*", metavar="key=value", help="a setting of the recipe, dotted where it is inside another; the value in YAML")
        stage.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets (see README)")
        stage.add_argument("--out", type=Path, metavar="RUN", help="run folder (runs/<recipe's name> without it)")
        stage.add_argument("--resume", action="store_true", help="go on where an earlier run stopped; this is also what happens without it")
        if name == "run":
            stage.add_argument("--alone", action="store_true", help="teach the student without its teachers too, before what is measured: twice the training")
        if name in ("label", "run"):
            stage.add_argument(
                "--engine", choices=("local", "ray"), default="local", help="who asks the teachers of texts: this process, or workers of Ray (RAY_ADDRESS)"
            )
    sources = commands.add_parser(
        "sources", help="the data: licence, use, hash, and whether it is there", description="every source of data, checked against its hash"
    )
    sources.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets (see README)")
    predict = commands.add_parser("predict", help="label anybody's file", description=_PREDICT, formatter_class=argparse.RawDescriptionHelpFormatter)
    predict.add_argument("model", type=Path, metavar="MODEL", help="an understanding, seeing or hearing part of a bundle, or a student of assets/proofs")
    predict.add_argument("--in", dest="source", type=Path, required=True, metavar="F.jsonl")
    predict.add_argument("--out", type=Path, required=True, metavar="F.jsonl")
    others = commands.add_parser(
        "paraphrase", help="say anybody's texts in other words", description='{"text", "keep"?: [values]} a line in, "paraphrases" added to it out'
    )
    others.add_argument("--in", dest="source", type=Path, required=True, metavar="F.jsonl")
    others.add_argument("--out", type=Path, required=True, metavar="F.jsonl")
    others.add_argument(
        "--teacher", default="packaged", metavar="NAME", help="a causal language model: packaged (SmolLM2, English), a folder, a .gguf file or a hub name"
    )
    others.add_argument("--count", type=int, default=5, metavar="N", help="paraphrases of each text at most (5)")
    others.add_argument("--seed", type=int, default=0, metavar="S", help="another draws others (0)")
    others.add_argument(
        "--keep-by", type=Path, metavar="PART", help="keep only paraphrases to which this part (understanding, assets/proofs) gives their source's label"
    )
    others.add_argument("--keep-score", type=float, default=0.0, metavar="P", help="and with at least this score, 0 to 1 (0)")
    return top


def run_stage(args: argparse.Namespace) -> int:
    """One stage, or all of them, of the experiment that the recipe declares."""
    if not args.data.is_dir():
        raise MissingPart("the data is not there", str(args.data), "give its folder with --data (CLINC150, Grocery Store Dataset: see README)")
    out = args.out or Path("runs") / args.recipe.stem
    from distill.recipe import load_recipe, read_recipe

    name = kind_of(read_recipe(args.recipe), args.recipe)
    kind, engine = KINDS[name], getattr(args, "engine", "local")
    module = import_module(kind.module)
    stages = (args.command,) if args.command != "run" else with_alone(module.STAGES) if args.alone else module.STAGES
    if strange := [stage for stage in stages if stage not in (*module.STAGES, "alone")]:
        raise BadInput(f"The {name} student has no stage {strange[0]}", str(args.recipe), f"its stages are {', '.join(module.STAGES)}, and alone")
    if engine != "local" and not kind.texts:
        raise BadInput(f"Ray labels texts, the teacher of {name} answers in this process", str(args.recipe), "leave --engine out")
    recipe = load_recipe(args.recipe, args.overrides, getattr(module, kind.recipe))
    module.run(recipe, args.data, out, stages, *((engine,) if kind.texts else ()))
    return 0


def with_alone(stages: tuple[str, ...]) -> tuple[str, ...]:
    """All stages with `alone` among them, before the one that measures."""
    at = stages.index("evaluate") if "evaluate" in stages else len(stages)
    return (*stages[:at], "alone", *stages[at:])


def kind_of(declared: Mapping[str, Any], file: Path) -> str:
    """Which kind of student a recipe teaches: `student` names it, or holds the settings of a picture net.

    Raises:
        BadInput: it says neither.
    """
    student = declared.get("student")
    if isinstance(student, Mapping):
        return "pictures"
    if student not in KINDS or student == "pictures":
        named = [kind for kind in KINDS if kind != "pictures"]
        near = process.extractOne(str(student), named, scorer=fuzz.ratio, score_cutoff=60)
        mend = f"did you mean `{near[0]}`?" if near else f"write student: {' or '.join(named)}, or the settings of a picture net"
        raise BadInput(f"The recipe's `student` is {student}, which nobody teaches" if student else "The recipe names no student", str(file), mend)
    return str(student)


def tell_sources(data: Path) -> int:
    """Prints the register; the exit code is that of the first source that is missing or changed."""
    from distill.data.sources import states, table

    found = states(data)
    print(table(found))
    return next((s.error.exit_code for s in found if s.error), 0)


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; errors are one line on stderr."""
    args = parser().parse_args(words)
    try:
        if args.command == "predict":
            from distill.predicting import predict

            print(f"{args.out}: {predict(args.model, args.source, args.out)} lines")
            return 0
        if args.command == "paraphrase":
            from distill.paraphrasing import Filter, paraphrase_file

            filtered = Filter(args.keep_by, args.keep_score) if args.keep_by else None
            done = paraphrase_file(args.source, args.out, args.teacher, args.count, args.seed, filtered)
            print(f"{args.out}: {done.lines} lines" + (f", {done.dropped} paraphrases dropped for another label" if filtered else ""))
            return 0
        return tell_sources(args.data) if args.command == "sources" else run_stage(args)
    except KioskError as error:
        print(f"kiosk-distill: {error.line()}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        told = KioskError(
            f"Nothing more can be written: {error.strerror}",
            str(error.filename or getattr(args, "out", "")),
            "make room there, then run again: it goes on where it stopped",
        )
        print(f"kiosk-distill: {told.line()}", file=sys.stderr)
        return told.exit_code


if __name__ == "__main__":
    sys.exit(main())
