"""Compile the translations: ``.po``, which people edit, to ``.mo``, which Babel reads.

Run as a program it compiles those that changed.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[1] / "app/web/translations"


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
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parents[1].name)
        # A server may be reading the old one: replace it whole.
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as binary:
            write_mo(binary, catalogue)
        fresh.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
