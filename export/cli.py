"""`kiosk-export`: from finished runs to a signed bundle. No bundle is written when a gate falls short."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from kiosk.bundle.manifest import External, open_bundle
from kiosk.core import KioskError, MissingPart

R = TypeVar("R", bound=BaseModel)

_TOP = """\
Turns students into OpenVINO and ONNX graphs, verifies them, and signs them as a bundle.

  kiosk-export build understanding --run runs/language --out assets/bundles/market
  kiosk-export build texts --run runs/clinc150 --out assets/proofs/clinc150
  kiosk-export verify assets/proofs/clinc150 --run runs/clinc150
  kiosk-export quantise model.xml --calibration inputs.npz --checked other-inputs.npz --out small.xml
  kiosk-export bench --run runs/language
  kiosk-export bench understanding seeing --json
  kiosk-export speech --spoken runs/spoken
  kiosk-export bundle assets/bundles/market
  kiosk-export sign assets/bundles/market --key ~/.config/kiosk/signing.key --trust
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="kiosk-export", description=_TOP, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="export and quantise one part, verified against its student")
    build.add_argument("part", choices=("understanding", "hearing", "seeing", "texts"))
    build.add_argument("--run", type=Path, help="folder of the finished run; runs/<part> without it, whose recipe is followed")
    build.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data sets, for calibration and verification")
    build.add_argument("--out", type=Path, default=Path("assets/bundles/market"), metavar="BUNDLE", help="the bundle; for texts the part's own folder")
    verify = commands.add_parser("verify", help="a bundle's signature, files and gates; with --run one part's graphs against their student, asked again")
    verify.add_argument("bundle", type=Path, help="the bundle's folder; with --run a text part's (understanding, texts)")
    verify.add_argument("--run", type=Path, help="folder of the run that the part was made of: its student and its float graphs")
    quantise = commands.add_parser("quantise", help="make anybody's graph int8, or a causal model's weights int4, within a bound")
    quantise.add_argument("graph", type=Path, help="float graph, .xml or .onnx")
    quantise.add_argument("--calibration", type=Path, help=".npz of training inputs by name, one sample a row: they set the ranges of int8")
    quantise.add_argument("--checked", type=Path, required=True, help="the same of other samples, on which the loss is taken")
    quantise.add_argument("--out", type=Path, required=True)
    quantise.add_argument("--allowed", type=float, default=0.005, help="share of labels that may change; with --int4 share by which the perplexity may grow")
    quantise.add_argument("--convolutional", action="store_true", help="a graph without attention")
    quantise.add_argument("--int4", action="store_true", help="weights of a causal model that Optimum exported to OpenVINO")
    bench = commands.add_parser("bench", help="every form of a student beside every other; without a part the language student beside MiniLM")
    bench.add_argument("parts", nargs="*", metavar="PART", help="understanding, texts, seeing, hearing (its encoder), minilm")
    bench.add_argument("--runs", type=Path, default=Path("runs"), help="folder of the runs, for torch and the float graphs")
    bench.add_argument("--bundle", type=Path, default=Path("assets/bundles/market"))
    bench.add_argument("--run", type=Path, help="run folder of the one part that is measured")
    bench.add_argument("--part", type=Path, help="folder of the one part that is measured")
    bench.add_argument("--threads", type=int, default=1)
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--check", type=Path, metavar="FILE", help="hold the ratios to those kept in a file; all parts that are there, if none is named")
    bench.add_argument("--keep", type=Path, metavar="FILE", help="write the ratios of the measured parts to a file")
    exporters = commands.add_parser("exporters", help="a text student through torch's ONNX exporter and Optimum's, held against torch and each other")
    exporters.add_argument("--run", type=Path, default=Path("runs/language"), help="a finished run of language, clinc150 or banking77")
    speech = commands.add_parser("speech", help="the hearing part beside its thirty-second teacher in int8, by OpenVINO GenAI and faster-whisper (make peers-env)")
    speech.add_argument("--part", type=Path, default=Path("assets/bundles/market/hearing"), help="folder of the hearing part")
    speech.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of coffee_speech")
    speech.add_argument("--spoken", type=Path, help="folder of spoken questions (distill.evaluation.spoken)")
    speech.add_argument("--runs", type=Path, default=Path("runs"), help="the teacher is written to speech-teacher in it")
    speech.add_argument("--limit", type=int, help="only the first clips of each set, for a trial")
    made = commands.add_parser("bundle", help="write the manifest of the parts in a folder")
    made.add_argument("bundle", type=Path)
    made.add_argument("--name", default="market")
    made.add_argument("--parts", default="understanding,hearing,seeing", help="parts to name in the manifest; all that are there without it")
    made.add_argument("--force", action="store_true", help="write it although a gate falls short; the manifest says so")
    sign = commands.add_parser("sign", help="sign the manifest")
    sign.add_argument("bundle", type=Path)
    sign.add_argument("--key", type=Path, required=True, help="Ed25519 private key; made when it is not there")
    sign.add_argument("--trust", action="store_true", help="put the public key where this checkout's kiosk trusts it")
    return top


def build(args: argparse.Namespace) -> int:
    """Builds one part into the bundle's folder."""
    part = args.out / args.part
    if args.part == "understanding":
        from export.building import build_understanding

        about = build_understanding(args.run or Path("runs/language"), part)
        print(json.dumps(about["metrics"]["export"], indent=1))
        return 0
    if args.part == "seeing":
        from distill.pictures import PictureRecipe
        from export import pictures

        run = args.run or Path("runs/pictures")
        pictures.run(recipe_of(run, PictureRecipe), args.data, run, part)
        return 0
    if args.part == "texts":
        from distill.texts import TextsRecipe
        from export.graphs import texts

        run = args.run or Path("runs/clinc150")
        print(json.dumps(texts.build_part(recipe_of(run, TextsRecipe), run, args.out)["metrics"]["export"], indent=1))
        return 0
    from distill.hearing import HearingRecipe
    from export import hearing

    run = args.run or Path("runs/hearing")
    hearing.run(recipe_of(run, HearingRecipe), args.data, run, part)
    return 0


def recipe_of(run: Path, model: type[R]) -> R:
    """The resolved recipe that a run was made by.

    Raises:
        MissingPart: there is no such run.
    """
    from distill.recipe import load_recipe

    file = run / "recipe.yaml"
    if not file.is_file():
        raise MissingPart("there is no finished run", str(run), "name it with --run, or run: kiosk-distill run RECIPE")
    return load_recipe(file, (), model)


def external_parts() -> tuple[External, ...]:
    """Models that others made and the kiosk uses unchanged, with their hashes as installed here."""
    try:
        from kiosk.speaking import EXTERNAL
    except ImportError:
        return ()
    rows = [asdict(row) for row in EXTERNAL]
    return tuple(External(package=r["package"], version=r["version"], file=r["file"], sha256=r["sha256"], licence=r["licence"], used_for=r["part"]) for r in rows)


def verify(args: argparse.Namespace) -> int:
    """Checks the signature and every file, and prints what each export lost; or asks the graphs of a part again."""
    if args.run:
        from export.building import verify_part

        print(json.dumps({name: verdict.figures() for name, verdict in verify_part(args.run, args.bundle).items()}, indent=1))
        return 0
    bundle = open_bundle(args.bundle)
    for name, part in bundle.manifest.parts.items():
        bundle.part(name)
        print(json.dumps({name: part.about.get("metrics", {}).get("export", part.about.get("metrics"))}, indent=1))
    for gate, value in bundle.manifest.gates.items():
        print(f"{'holds' if value['holds'] else 'FALLS SHORT'}: {gate}: {value['value']} (at least {value['least']})")
    return 0 if all(g["holds"] for g in bundle.manifest.gates.values()) else 4


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; errors are one line on stderr."""
    args = parser().parse_args(words)
    try:
        match args.command:
            case "build":
                return build(args)
            case "verify":
                return verify(args)
            case "quantise":
                from export.quantise import Plan
                from export.quantise_file import quantise_file

                plan = None if args.int4 else Plan(transformer=not args.convolutional)
                print(json.dumps(quantise_file(args.graph, args.out, args.calibration, args.checked, args.allowed, plan), indent=1))
                return 0
            case "bench":
                from export.benchmark import bench

                return bench(args.parts, runs=args.runs, bundle=args.bundle, run=args.run, part=args.part, threads=args.threads, as_json=args.json,
                             check=args.check, kept=args.keep)  # fmt: skip
            case "exporters":
                from export.exporters import of_run

                print(json.dumps({name: verdict.figures() for name, verdict in of_run(args.run).items()}, indent=1))
                return 0
            case "speech":
                from export import speech

                print(json.dumps(speech.run(args.part, args.data, args.spoken, args.runs / "speech-teacher", args.limit), ensure_ascii=False, indent=1))
                return 0
            case "bundle":
                from export.bundling import bundle

                manifest = bundle(args.bundle, args.name, external_parts(), args.force, args.parts.split(","))
                print(f"{args.bundle}: parts {', '.join(manifest.parts)}; {sum(g['holds'] for g in manifest.gates.values())} of {len(manifest.gates)} gates hold")
                return 0
        from export.bundling import new_key, read_key, sign, trust

        if not args.key.exists():
            new_key(args.key)
            print(f"made a new signing key: {args.key} (keep it, and keep it secret)")
        key = read_key(args.key)
        sign(args.bundle, key)
        print(f"{args.bundle}: signed" + (f"; {trust(key, args.bundle.name)} is trusted" if args.trust else ""))
        return 0
    except KioskError as error:
        print(f"kiosk-export: {error.line()}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
