"""Every text people see is there in English and in Chinese."""

import pytest

import catalogues


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_every_message_is_in_the_catalogue_and_translated(locale):
    faults = list(catalogues.faults(locale))
    assert not faults, "\n" + "\n".join(faults)


def test_messages_are_found_in_code():
    assert "This is not possible." in catalogues.extract()


def test_a_compiled_catalogue_is_written_only_when_its_source_is_newer(tmp_path):
    source = tmp_path / "zh_Hans_CN/LC_MESSAGES/messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Cancel"\nmsgstr "取消"\n', "utf-8")
    assert catalogues.compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert catalogues.compile_all(tmp_path) == []
