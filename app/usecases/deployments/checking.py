"""What an upload says, and what is wrong with it; nothing is written here."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from app import engine
from app.domain import forms, strict_json
from app.domain.findings import sentence
from app.domain.permissions import Actor, require
from app.domain.process import Finding, JSONDict
from app.engine import dmn, scripts
from app.errors import FieldError, Malformed, Reason
from app.store import deployments as store
from app.usecases.deployments import properties

MOST_FILES = 50
MOST_BYTES = 10_000_000
MOST_FORM_BYTES = 500_000
LONGEST_FILE_NAME = 120
LONGEST_NAME = 255
DIAGRAM, FORM, DECISION = ".bpmn", ".json", ".dmn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A process in an uploaded diagram.

    Attributes:
        file: name of the file.
        sha256: hash of its bytes, lower-case hexadecimal.
        model: the process.
    """

    file: str
    sha256: str
    model: engine.Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An uploaded form.

    Attributes:
        file: name of the file.
        sha256: hash of its bytes, lower-case hexadecimal.
        schema: what it says.
    """

    file: str
    sha256: str
    schema: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A decision in an uploaded file.

    Attributes:
        file: name of the file.
        sha256: hash of its bytes, lower-case hexadecimal.
        name: of the decision.
    """

    file: str
    sha256: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An upload as read.

    Attributes:
        diagrams: every process in it; without those that could not be read.
        forms: every readable form in it, by key.
        decisions: every decision in it, by id; without those that could not be read.
        findings: what is wrong, in the order of the file names.
    """

    diagrams: tuple[Drawn, ...]
    forms: Mapping[str, Form]
    decisions: Mapping[str, Ruled]
    findings: tuple[Finding, ...]


def check(files: Mapping[str, bytes], *, actor: Actor) -> tuple[Finding, ...]:
    """Say what ``deploy`` would find, and change nothing.

    Args:
        files: bytes by file name.
        actor: an analyst or an administrator.

    Raises:
        NotAllowed: the actor may not deploy.
    """
    require("deployment.create", actor)
    return check_files(files).findings


def check_files(files: Mapping[str, bytes]) -> Checked:
    """Read an upload.

    Args:
        files: bytes by file name.

    Returns:
        What could be read, and every fault of it.
    """
    findings = list(_faults_of_the_whole(files))
    if findings:
        return Checked(diagrams=(), forms={}, decisions={}, findings=tuple(findings))
    by_kind = {kind: _of_kind(files, kind) for kind in (FORM, DIAGRAM, DECISION)}
    read_forms, form_findings = _read_forms(by_kind[FORM])
    attempted = {_form_key(name) for name in by_kind[FORM]}
    known = attempted | store.form_keys()
    # SpiffWorkflow's editor writes the file's name where Camunda's writes the key.
    known |= {key + FORM for key in known}
    upload = engine.read(by_kind[DIAGRAM], form_keys=known)
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    diagrams = tuple(
        Drawn(file=model.file, sha256=hashes[model.file], model=model)
        for model in upload.models
    )
    decisions, decision_findings = _read_decisions(by_kind[DECISION])
    findings += upload.findings
    findings += decision_findings
    findings += form_findings
    findings += _too_long(diagrams)
    findings += _never_begun(diagrams)
    models = [(drawn.file, drawn.model) for drawn in diagrams]
    schemas = {key: form.schema for key, form in read_forms.items()}
    findings += properties.faults(models, schemas)
    if not (findings or diagrams or read_forms or decisions):
        findings.append(Finding(rule="nothing-to-deploy", severity="error"))
    return Checked(
        diagrams=diagrams,
        forms=read_forms,
        decisions=decisions,
        findings=tuple(findings),
    )


def faults(findings: Iterable[Finding]) -> tuple[FieldError, ...]:
    """Return the errors among findings, in the words that every refusal uses.

    Args:
        findings: of an upload.
    """
    return tuple(
        FieldError(
            pointer=_pointer(finding.file),
            sentence=sentence(finding.rule),
            facts=finding.facts,
            rule=finding.rule,
            element_id=finding.element_id,
        )
        for finding in findings
        if finding.severity == "error"
    )


def _pointer(file: str | None) -> str:
    escaped = (file or "").replace("~", "~0").replace("/", "~1")
    return f"/files/{escaped}" if file else "/files"


# --- files ----------------------------------------------------------------------------


def _fault(rule: str, file: str | None = None, **facts: str | Reason) -> Finding:
    return Finding(rule=rule, severity="error", file=file, facts=facts)


def _never_begun(diagrams: Iterable[Drawn]) -> Iterator[Finding]:
    """Yield start events that nothing in the house ever triggers."""
    for drawn in diagrams:
        for point in drawn.model.starts:
            if point.kind == "conditional":
                yield Finding(
                    rule="conditional-start",
                    severity="warning",
                    element_id=point.element_id,
                    element_name=drawn.model.elements[point.element_id].name,
                    file=drawn.file,
                )


def _faults_of_the_whole(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what must be mended before any file is opened."""
    if not files:
        yield _fault("nothing-to-deploy")
    elif len(files) > MOST_FILES:
        yield _fault("too-many-files", limit=str(MOST_FILES))
    elif sum(map(len, files.values())) > MOST_BYTES:
        yield _fault("upload-too-large", limit=f"{MOST_BYTES // 1_000_000} MB")
    else:
        yield from _faults_of_names(files)


def _faults_of_names(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(files):
        if not _is_safe(name):
            shown = name.encode(errors="replace").decode()[:LONGEST_FILE_NAME]
            limit = str(LONGEST_FILE_NAME)
            yield _fault("file-name", shown.replace("\0", "?"), limit=limit)
        elif _kind(name) not in (DIAGRAM, FORM, DECISION):
            yield _fault("file-kind", name)
    keys = Counter(_form_key(name) for name in _of_kind(files, FORM))
    yield from (
        _fault("duplicate-form", key=key) for key, times in keys.items() if times > 1
    )


def _is_safe(name: str) -> bool:
    """Tell whether a name is one plain file name on every system."""
    return (
        0 < len(name) <= LONGEST_FILE_NAME
        and name.isprintable()
        and not any(char in name for char in '/\\:*?"<>|%')
        and not name.startswith((".", " "))
        and name == unicodedata.normalize("NFC", name)
    )


def _kind(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def _of_kind(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    return {name: files[name] for name in sorted(files) if _kind(name) == kind}


def _form_key(name: str) -> str:
    return name[: -len(FORM)]


# --- forms ----------------------------------------------------------------------------


def _read_forms(files: Mapping[str, bytes]) -> tuple[dict[str, Form], list[Finding]]:
    read: dict[str, Form] = {}
    findings: list[Finding] = []
    for name, data in files.items():
        schema, wrong = _read_form(name, data)
        findings += wrong
        if schema is not None:
            digest = sha256(data).hexdigest()
            read[_form_key(name)] = Form(file=name, sha256=digest, schema=schema)
    return read, findings


def _read_form(name: str, data: bytes) -> tuple[JSONDict | None, list[Finding]]:
    if len(data) > MOST_FORM_BYTES:
        limit = f"{MOST_FORM_BYTES // 1_000} kB"
        return None, [_fault("form-too-large", name, limit=limit)]
    try:
        schema = strict_json.loads(data)
    except Malformed as refusal:
        return None, [_fault("form-not-json", name, why=str(refusal.facts["why"]))]
    wrong = [_form_fault(name, error) for error in forms.check_schema(schema)]
    wrong = wrong or list(_bad_rules(name, schema))
    return (None, wrong) if wrong else (schema, [])


def _form_fault(name: str, error: FieldError) -> Finding:
    why = Reason(error.sentence, error.facts)
    return _fault("form-invalid", name, pointer=error.pointer or "/", why=why)


def _bad_rules(name: str, schema: JSONDict) -> Iterator[Finding]:
    """Yield a finding for each cross-field rule that cannot be evaluated."""
    for number, rule in enumerate(forms.rules(schema)):
        try:
            scripts.check_expression(rule.expression)
        except scripts.ScriptFault as fault:
            pointer = f"/x-rules/{number}/expression"
            yield _fault("form-invalid", name, pointer=pointer, why=fault.reason)


# --- decisions ------------------------------------------------------------------------


def _read_decisions(
    files: Mapping[str, bytes],
) -> tuple[dict[str, Ruled], list[Finding]]:
    read: dict[str, Ruled] = {}
    findings: list[Finding] = []
    for name, data in files.items():
        decisions, wrong = dmn.read(data, file=name)
        findings += wrong
        digest = sha256(data).hexdigest()
        for key, decision in decisions.decisions.items():
            if key in read:
                findings.append(_fault("duplicate-decision", name, key=key))
            title = decision.name
            if max(len(key), len(title)) > LONGEST_NAME:
                limit = str(LONGEST_NAME)
                findings.append(_fault("name-too-long", name, name=key, limit=limit))
            read[key] = Ruled(file=name, sha256=digest, name=title)
    return read, findings


# --- diagrams -------------------------------------------------------------------------


def _too_long(diagrams: Iterable[Drawn]) -> Iterator[Finding]:
    """Yield a finding for each name that the tables have no room for."""
    for drawn in diagrams:
        elements = drawn.model.elements.values()
        named = [(None, drawn.model.name), *((e.element_id, e.name) for e in elements)]
        for element_id, name in named:
            if len(name) > LONGEST_NAME:
                yield Finding(
                    rule="name-too-long",
                    severity="error",
                    file=drawn.file,
                    element_id=element_id,
                    facts={"name": name[:40], "limit": str(LONGEST_NAME)},
                )
