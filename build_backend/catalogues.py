"""Keep the translations: ``.po``, which people edit, and ``.mo``, which Babel reads.

As a program: ``catalogues.py compile`` compiles what changed, ``update`` brings the
messages of code and templates into the catalogues, ``check`` tells what is missing.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "app/web/translations"
SOURCE_LOCALE = "en"  # its message ids are its texts
LOCALES = (SOURCE_LOCALE, "zh_Hans_CN")
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}


def path_of(locale: str) -> Path:
    """Return where the catalogue of a locale lies."""
    return TRANSLATIONS / locale / "LC_MESSAGES/messages.po"


def compile_all(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form.

    Args:
        folder: holds ``<locale>/LC_MESSAGES/messages.po``.

    Returns:
        The files written.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        # A server may be reading the old one: replace it whole.
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as binary:
            write_mo(binary, read(source, source.parents[1].name))
        fresh.replace(target)
        written.append(target)
    return written


def read(path: Path, locale: str) -> Catalog:
    """Read a catalogue; an empty one when there is no file yet."""
    if not path.exists():
        return _new(locale)
    with path.open("rb") as text:
        return read_po(text, locale=locale)


def extract() -> Catalog:
    """Return every message that code and templates show to people."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = _new(None)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    for name, _line, message, comments, context in found:
        # No line numbers: they change with every edit and tell a translator nothing.
        where = [(Path(name).as_posix(), 0)]
        template.add(message, None, where, auto_comments=comments, context=context)
    return template


def update() -> None:
    """Bring the messages of code and templates into every catalogue."""
    template = extract()
    for locale in LOCALES:
        path = path_of(locale)
        catalogue = read(path, locale)
        # Dated by its first day, so that an update without news changes nothing.
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        if locale == SOURCE_LOCALE:
            for message in catalogue:
                message.string = message.id if message.id else message.string
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file,
                catalogue,
                width=88,
                sort_output=True,
                ignore_obsolete=True,
                include_lineno=False,
            )


def faults(locale: str) -> Iterator[str]:
    """Yield what is wrong with a catalogue, a sentence each.

    Args:
        locale: one of ``LOCALES``.
    """
    catalogue = read(path_of(locale), locale)
    wanted = {(message.id, message.context) for message in extract() if message.id}
    for key in wanted:
        message = catalogue.get(*key)
        if message is None:
            yield f"{locale} lacks {key[0]!r}; scripts/translate adds it"
        elif not _is_translated(message):
            yield f"{locale} has no translation of {key[0]!r}"
        else:
            yield from (f"{key[0]!r}: {error}" for error in message.check(catalogue))
    for message in catalogue:
        if message.id and (message.id, message.context) not in wanted:
            yield f"{locale} still has {message.id!r}; scripts/translate removes it"


def _new(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        header_comment="# Texts of Gongdan; scripts/translate keeps them complete.",
        project="Gongdan",
        version="1",
        charset="utf-8",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        last_translator="Gongdan",
        language_team="Gongdan",
        msgid_bugs_address="none",
        fuzzy=False,
    )


def _is_translated(message: Message) -> bool:
    texts = message.string or ""
    return not message.fuzzy and bool(texts) and all(texts)


def main(wish: str) -> int:
    """Carry out one wish of the command line; return its exit code."""
    if wish == "update":
        update()
    compile_all()
    if wish == "compile":
        return 0
    found = sorted(fault for locale in LOCALES for fault in faults(locale))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
