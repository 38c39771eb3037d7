"""Finished tickets go with all that hangs on them; open ones and shared files stay."""

import io
import os
from datetime import timedelta

import pytest

from app.errors import NotFound
from app.outbound import files
from app.store import pruning as store
from app.usecases import attachments, pruning, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW

LATER = NOW + timedelta(days=200)


def cancel(ticket, actor):
    with unit_of_work():
        tickets.cancel(ticket.number, actor=actor, reason="old", now=NOW)


def attach(ticket, actor, data):
    with unit_of_work():
        return attachments.attach(
            ticket.number,
            "a.txt",
            io.BytesIO(data),
            actor=actor,
            limit_bytes=1000,
            now=NOW,
        ).sha256


def prune(keep=None, before=LATER):
    with unit_of_work():
        return pruning.tickets(before=before, keep=keep)


def rows_of(ticket):
    with reading():
        return sum(len(rows) for rows in store.rows_of([ticket.id]).values())


def age(sha256):
    place = files.path_of(sha256)
    long_ago = place.stat().st_mtime - 7200
    os.utime(place, (long_ago, long_ago))


def test_only_what_ended_before_goes(start, alice):
    old, young = start(), start()
    cancel(old, alice)
    assert prune(before=NOW).tickets == 0
    assert prune().tickets == 1
    assert rows_of(old) == 0 < rows_of(young)
    with reading():
        assert tickets.get(young.number, actor=alice).ticket.status == "open"
        with pytest.raises(NotFound):
            tickets.get(old.number, actor=alice)


def test_a_ticket_is_exported_whole_before_it_goes(start, alice):
    old = start()
    cancel(old, alice)
    kept = []
    prune(kept.append)
    (document,) = kept
    assert (document["number"], document["status"]) == (old.number, "cancelled")
    assert document["instance_states"][0]["variables"]["city"] == "Shanghai"
    assert "ticket-cancelled" in [e["kind"] for e in document["history_entries"]]


def test_files_go_only_when_nothing_names_them_any_more(start, alice):
    old, young = start(), start()
    alone, shared = attach(old, alice, b"alone"), attach(old, alice, b"shared")
    attach(young, alice, b"shared")
    for sha256 in (alone, shared):
        age(sha256)
    cancel(old, alice)
    assert pruning.drop_files(prune().files) == 1
    assert not files.path_of(alone).exists()
    assert files.path_of(shared).exists()


def test_a_file_that_has_just_come_in_stays(start, alice):
    old = start()
    fresh = attach(old, alice, b"fresh")
    cancel(old, alice)
    assert pruning.drop_files(prune().files) == 0
    assert files.path_of(fresh).exists()


def test_batches_are_bounded_and_follow_each_other(start, alice, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH", 2)
    for _ in range(3):
        cancel(start(), alice)
    with reading():
        assert pruning.count(before=LATER) == 3
    first = prune()
    assert (first.tickets, prune().tickets) == (2, 1)
    assert prune().last_id is None
