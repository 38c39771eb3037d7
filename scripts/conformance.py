"""Runs a folder of BPMN and DMN files through upload; prints what becomes of each."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path

from app import engine
from app.domain.findings import sentence
from app.domain.process import Finding
from app.engine import dmn

_KINDS = frozenset({".bpmn", ".bpmn2", ".bpmn20", ".xml", ".dmn"})
_MOST_BYTES = 20_000_000


class _AnyForm(Container[str]):
    """Every form counts as known: the folder may hold the diagrams alone."""

    def __contains__(self, key: object) -> bool:
        return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def files(folder: Path) -> Iterator[Path]:
    """Yield the diagrams and decision tables of a folder and the folders in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in _KINDS:
            yield path


def findings_of(path: Path) -> tuple[Finding, ...]:
    """Return what an upload of a file would say.

    Args:
        path: a BPMN or DMN file, told apart by its name's end.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES)
    if path.suffix.lower() == ".dmn":
        return dmn.read(data, file=path.name)[1]
    forms: Container[str] = _AnyForm()
    return engine.read({path.name: data}, form_keys=forms).findings  # type: ignore[arg-type]


def verdict(findings: tuple[Finding, ...]) -> str:
    """Return what becomes of a file with these findings."""
    if any(f.severity == "error" for f in findings):
        return "refused"
    # What is not drawn changes nothing of what is executed.
    told = [f for f in findings if f.rule != "lanes-not-drawn"]
    return "warned" if told else "executed"


def _lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        place = finding.element_id or "-"
        try:
            words = sentence(finding.rule) % dict(finding.facts)
        except (KeyError, ValueError):
            words = finding.rule
        yield f"    {finding.severity:<8} {finding.rule:<28} {place:<28} {words}"


def main(arguments: list[str]) -> int:
    """Print a table of all files, then of all reasons, then how many became what.

    Args:
        arguments: the folder, and ``--quiet`` for the table of reasons alone.

    Returns:
        0 when no file is refused, 1 when some are, 2 when there are no files.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quiet", action="store_true", help="summary only")
    asked = parser.parse_args(arguments)
    verdicts: Counter[str] = Counter()
    reasons: dict[tuple[str, str], int] = Counter()
    for path in files(asked.folder):
        began = time.perf_counter()
        findings = findings_of(path)
        spent = time.perf_counter() - began
        became = verdict(findings)
        verdicts[became] += 1
        for reason in {(f.severity, f.rule) for f in findings}:
            reasons[reason] += 1
        if not asked.quiet:
            name = path.relative_to(asked.folder)
            _say(f"{became:<9} {spent * 1000:7.0f} ms  {name}")
            for line in _lines(findings):
                _say(line)
    return _summary(verdicts, reasons)


def _summary(verdicts: Counter[str], reasons: dict[tuple[str, str], int]) -> int:
    total = sum(verdicts.values())
    if not total:
        sys.stderr.write("No .bpmn, .bpmn2, .xml or .dmn files here.\n")
        return 2
    _say("\nfiles  severity  rule")
    for (severity, rule), count in sorted(reasons.items(), key=lambda r: -r[1]):
        _say(f"{count:5}  {severity:<8}  {rule}")
    parts = (f"{verdicts[name]} {name}" for name in ("executed", "warned", "refused"))
    _say(f"\n{total} files: {', '.join(parts)}")
    return 1 if verdicts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
