"""Styles and scripts arrive compressed, and browsers may keep them for ever."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import pytest
from flask import Flask

from app.web import assets, compression

LIBRARY = "htmx.org/dist/htmx.min.js"
VENDOR = assets.STATIC / "vendor"


@pytest.fixture
def site():
    site = Flask("site", static_folder=None)
    assets.init_app(site)
    compression.init_app(site)
    site.add_url_rule("/page", "page", lambda: "工单 " * 1000)
    site.add_url_rule("/short", "short", lambda: "工单")
    return site


@pytest.fixture
def own_style(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    path = tmp_path / "house.css"
    path.write_text("body { color: black }\n" * 100)
    return path


def address_of(site, name):
    with site.test_request_context():
        return assets.asset(name)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_library_is_sent_as_the_build_compressed_it(site, encoding):
    address = address_of(site, LIBRARY)
    answer = site.test_client().get(
        address, buffered=True, headers={"Accept-Encoding": encoding}
    )
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Cache-Control"] == assets.FOR_EVER
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < 20_000


def test_a_browser_that_unpacks_nothing_gets_the_plain_file(site):
    answer = site.test_client().get(address_of(site, LIBRARY), buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert b"htmx" in answer.data


def test_the_version_of_a_library_is_in_its_address(site):
    assert "htmx.org-4.0.1" in address_of(site, LIBRARY)


def test_our_own_file_gets_a_new_address_when_it_changes(site, own_style):
    before = address_of(site, "house.css")
    own_style.write_text("body { color: navy }")
    assert address_of(site, "house.css") != before


def test_our_own_file_travels_compressed(site, own_style):
    address = address_of(site, "house.css")
    answer = site.test_client().get(
        address, buffered=True, headers={"Accept-Encoding": "gzip"}
    )
    assert gzip.decompress(answer.data) == own_style.read_bytes()
    assert answer.headers["Cache-Control"] == assets.FOR_EVER


def test_a_file_asked_for_without_its_version_is_checked_each_time(site, own_style):
    answer = site.test_client().get(f"/static/{own_style.name}", buffered=True)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_missing_asset_is_told_when_the_page_is_made(site):
    with pytest.raises(LookupError, match=r"nowhere\.css"):
        address_of(site, "nowhere.css")


@pytest.mark.parametrize(
    "path", ["nowhere.css", "../assets.py", "%2e%2e/assets.py", ""]
)
def test_nothing_outside_the_folder_is_sent(site, path):
    assert site.test_client().get(f"/static/{path}", buffered=True).status_code == 404


def test_pages_travel_compressed_to_those_who_unpack_them(site):
    client = site.test_client()
    packed = client.get("/page", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/page")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_a_short_answer_is_not_worth_packing(site):
    answer = site.test_client().get(
        "/short", buffered=True, headers={"Accept-Encoding": "gzip"}
    )
    assert "Content-Encoding" not in answer.headers


def test_every_library_file_is_the_one_its_checksum_names():
    files = json.loads((VENDOR / "manifest.json").read_text())["files"]
    assert files
    for entry in files.values():
        content = (assets.STATIC / Path(entry["path"])).read_bytes()
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        assert entry["integrity"] == f"sha384-{digest}"


def test_every_library_brings_its_licence():
    folders = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert folders
    assert [path.name for path in folders if not list(path.glob("LICENSE*"))] == []
