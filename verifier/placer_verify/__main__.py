"""python3 -m placer_verify journal DIR | proof FILE"""

import argparse
import sys
from pathlib import Path

from . import journal, note, proof
from .export import CannotRead, KEYS_MAX, given_keys, keys_in, small_file
from .report import Report


def _arguments(argv):
    parser = argparse.ArgumentParser(
        prog="placer_verify",
        description="Judges an exported journal or a proof file of Placer. Exit code 0: clean, 1: findings, 2: cannot be read.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("journal", help="judge an exported journal")
    one.add_argument("dir", type=Path, help="the folder that `placer export` wrote")
    one.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere")
    other = commands.add_parser("proof", help="judge a proof file")
    other.add_argument("file", type=Path)
    other.add_argument("--witness", action="append", default=[], metavar="VKEY_OR_FILE", help="key of a witness")
    other.add_argument("--quorum", type=int, metavar="N", help="how many witnesses must have signed; all given, if not said")
    for command in (one, other):
        command.add_argument("--key", action="append", default=[], metavar="VKEY_OR_FILE", help="key of the log, trusted")
        command.add_argument("--format", choices=("text", "json"), default="text")
    return parser.parse_args(argv)


def _journal(args, report):
    if not args.dir.is_dir():
        raise CannotRead(f"{args.dir}: no folder")
    if args.key:
        keys, whence = given_keys(args.key), "given"
    else:
        kept = args.dir / "keys"
        keys, whence = keys_in(small_file(kept, KEYS_MAX), strict=False) if kept.is_file() else [], "the export itself: not proven"
    report.facts["keys_from"] = whence
    others = [(Path(name).name, small_file(name)) for name in args.checkpoint]
    journal.verify(args.dir, keys, others, report)


def _proof(args, report):
    keys = given_keys(args.key) + given_keys(args.witness)
    if not any(key.kind == note.LOG for key in keys):
        raise CannotRead("a proof needs the log's key: --key")
    witnesses = {key for key in keys if key.kind == note.WITNESS}
    quorum = len(witnesses) if args.quorum is None else args.quorum
    proof.verify(small_file(args.file, proof.PROOF_MAX), keys, quorum, report)


def main(argv=None):
    """Runs a command and gives its exit code."""
    args = _arguments(argv)
    report = Report()
    try:
        (_journal if args.command == "journal" else _proof)(args, report)
    except CannotRead as error:
        print(f"cannot be read: {error}".encode("ascii", "backslashreplace").decode(), file=sys.stderr)
        return 2
    told = report.json() if args.format == "json" else report.text()
    # A terminal that cannot show a letter gets its number.
    print(told.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8"))
    return report.exit_code()


if __name__ == "__main__":
    sys.exit(main())
