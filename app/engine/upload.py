"""Reading an upload: every file becomes models, or findings that say why not."""

from collections.abc import Collection, Mapping

from app.domain.process import Finding
from app.engine import lint
from app.engine.diagram import Process, indexed
from app.engine.model import Model, Upload
from app.engine.normaliser import normalise
from app.engine.parser import build
from app.engine.xml import XmlRejected, parse, tag


def read(files: Mapping[str, bytes], *, form_keys: Collection[str]) -> Upload:
    """Read and check what an analyst uploads; never raises for bad input.

    Args:
        files: name -> bytes of the diagrams.
        form_keys: keys of the forms uploaded with them or deployed before.

    Returns:
        Models of every process without errors, and all findings. An upload with an
        error among its findings is not deployed.
    """
    models: list[Model] = []
    findings: list[Finding] = []
    keys: dict[str, str] = {}
    for name in files:
        found, said = _read_file(name, files[name], form_keys)
        for process in found:
            if process.key in keys:
                said.append(_doubled(process.key, name, keys[process.key]))
                continue
            keys[process.key] = name
            if not any(f.severity == "error" for f in said):
                models.append(build(process, file=name))
        findings += said
    return Upload(models=tuple(models), findings=tuple(findings))


def _doubled(key: str, file: str, other: str) -> Finding:
    facts = {"key": key, "other": other}
    return Finding(
        rule="duplicate-process",
        severity="error",
        element_id=key,
        facts=facts,
        file=file,
    )


def _read_file(
    name: str, data: bytes, form_keys: Collection[str]
) -> tuple[list[Process], list[Finding]]:
    """Return the executable processes of a file and what is to be said of it."""
    try:
        root = parse(data)
    except XmlRejected as fault:
        said = Finding(rule=fault.rule, severity="error", facts=fault.facts, file=name)
        return [], [said]
    if root.tag != tag("definitions"):
        return [], [lint.wrong_root(root, name)]
    too_large = lint.too_large(root, name)
    if too_large is not None:
        return [], [too_large]
    drawing = normalise(root)
    all_processes = indexed(drawing)
    findings = lint.check(drawing, all_processes, form_keys=form_keys, file=name)
    return [p for p in all_processes if p.executable], findings
