"""Doors read JSON strictly: one meaning, and every database can keep it."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.strict_json import loads
from app.errors import Malformed

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    lambda children: st.lists(children) | st.dictionaries(st.just("k"), children),
    max_leaves=20,
)


@given(plain)
def test_plain_data_is_read_as_it_was_written(value):
    assert loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"a": NaN}', "finite"),
        (b"[Infinity]", "finite"),
        (b"[-Infinity]", "finite"),
        (b"[1e999]", "finite"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"b": {"a": 1, "\\u0061": 2}}', "twice"),
        (b'["a\\u0000b"]', "NUL"),
        (b'{"a\\u0000": 1}', "NUL"),
        (b'["\\ud800"]', "half"),
        (b"[9223372036854775808]", "64 bits"),
        (b"[-9223372036854775809]", "64 bits"),
        (b"[" + b"9" * 5000 + b"]", "64 bits"),
        (b'["\xff"]', "UTF-8"),
        ('["工单"]'.encode("utf-16"), "UTF-8"),
        (b"\xef\xbb\xbf[]", "JSON"),
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[1] [2]", "JSON"),
        (b"{'a': 1}", "JSON"),
        (b"[" * 65 + b"]" * 65, "deep"),
        (b"[" * 100_000 + b"]" * 100_000, "deep"),
        (b'{"a":' * 100_000, "deep"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_reason(body, why):
    with pytest.raises(Malformed, match=why):
        loads(body)


def test_sixty_four_levels_are_read():
    assert loads(b"[" * 64 + b"]" * 64)


def test_a_large_body_is_read_quickly():
    body = json.dumps([{"name": "订单", "qty": i} for i in range(20_000)]).encode()
    start = time.process_time()
    assert len(loads(body)) == 20_000
    assert time.process_time() - start < 2
