"""The pure parts of the protocol: negotiation, parameters, shares, kept answers."""

import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from ne_kg.store import Answer
from ne_kg.web.endpoint.answers import Cache, Kept, Key
from ne_kg.web.endpoint.protocol import FORM, Refused, from_get, from_post
from ne_kg.web.endpoint.sending import Sending
from ne_kg.web.endpoint.shares import Shares, TooMany
from ne_kg.web.negotiate import encoding, language, media_type


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "a/x"),
        ("*/*", "a/x"),
        ("b/*, a/x;q=0.9", "b/y"),
        ("a/x;q=0, a/*", "a/z"),
        ("*/*;q=0.1, b/y;q=0.2", "b/y"),
        ("c/c", None),
        ("a/x;charset=utf-8", "a/x"),
        ("nonsense", "a/x"),
    ],
)
def test_media_types(accept: str | None, chosen: str | None) -> None:
    assert media_type(accept, ["a/x", "b/y", "a/z"]) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        ("zh-TW,en;q=0.9", "zh-Hans"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr,de;q=0.9", "zh-Hans"),
        ("fr,en;q=0.1", "en"),
        ("*", "zh-Hans"),
        ("zh;q=0, *", "en"),
    ],
)
def test_every_chinese_reader_gets_chinese(accept: str | None, chosen: str) -> None:
    assert language(accept) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [(None, "identity"), ("gzip", "gzip"), ("gzip;q=0", "identity"), ("*", "gzip"),
     ("br, deflate", "identity"), ("identity, gzip;q=0.5", "identity"), ("*;q=0", None),
     ("identity;q=0, br", None), ("*;q=0, gzip", "gzip"), ("*;q=0, identity;q=0.1", "identity")],
)  # fmt: skip
def test_encodings(accept: str | None, chosen: str | None) -> None:
    assert encoding(accept) == chosen


def test_parameters_are_read_as_they_were_meant() -> None:
    found = from_get("query=ASK+%7B%7D&default-graph-uri=a:b&default-graph-uri=c:d&x=铁".encode())
    assert found.query == "ASK {}"
    assert found.default == ("a:b", "c:d")
    assert found.named == ()
    assert found.parameters == {"x": "铁"}
    assert from_get(b"").bare
    assert from_post(b"named-graph-uri=a:b", FORM, b"query=ASK%7B%7D").named == ("a:b",)
    with pytest.raises(Refused, match="0xff"):
        from_get(b"query=%FF")


def test_a_client_waits_for_its_share_and_is_then_refused() -> None:
    shares = Shares(running=1, waiting=1, patience=5)
    entered = threading.Event()

    def second() -> None:
        with shares.one("a"):
            entered.set()

    with shares.one("a"):
        waiting = threading.Thread(target=second)
        waiting.start()
        while not shares._waiting:
            pass
        with pytest.raises(TooMany), shares.one("a"):
            pass
        with shares.one("b"):
            assert not entered.is_set()
    waiting.join()
    assert entered.is_set()
    assert not shares._running


def test_the_cache_keeps_what_was_used_last() -> None:
    cache = Cache(capacity=100, largest=60)
    keys = [Key("v", str(n), None, None, "text/csv") for n in range(3)]
    for key in keys[:2]:
        cache.put(key, Kept(Answer("text/csv", b"x" * 40)))
    assert cache.get(keys[0])
    cache.put(keys[2], Kept(Answer("text/csv", b"x" * 40)))
    assert cache.get(keys[1]) is None
    assert cache.get(keys[0])
    cache.put(Key("v", "big", None, None, "text/csv"), Kept(Answer("text/csv", b"x" * 61)))
    assert cache.get(Key("v", "big", None, None, "text/csv")) is None
    assert len({Key(v, "q", None, None, t).etag for v in "ab" for t in ("x", "y")}) == 4


def test_a_weight_takes_as_many_places() -> None:
    shares = Shares(running=10, waiting=1, patience=0.05)
    with (
        shares.one("a", 7),
        shares.one("a", 3),
        shares.one("b", 99),
        pytest.raises(TooMany),
        shares.one("a", 1),
    ):
        pass
    with shares.one("a", 10):
        pass


def test_all_clients_together_wait_in_a_bounded_line() -> None:
    shares = Shares(running=1, waiting=5, patience=0.5, crowd=2)

    def wait(client: str) -> None:
        with pytest.raises(TooMany), shares.one(client):
            pass

    with shares.one("a"), shares.one("b"), shares.one("c"):
        line = [threading.Thread(target=wait, args=(client,)) for client in "ab"]
        for thread in line:
            thread.start()
        time.sleep(0.1)
        began = time.monotonic()
        wait("c")
        assert time.monotonic() - began < 0.2
        for thread in line:
            thread.join()


def test_answers_on_their_way_are_bounded() -> None:
    """Until a large answer is read, or its client has gone, its bytes count."""
    mebibyte = b"x" * 1024 * 1024
    statuses: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(200 * len(mebibyte)))])
        return [mebibyte] * 200

    sending = Sending(application, {}, patience=0.05)

    def ask(client: str) -> Any:
        asked = {"REQUEST_METHOD": "GET", "REMOTE_ADDR": client}
        return sending(asked, lambda status, headers: statuses.append(status))

    first, second, other = ask("10.0.0.1"), ask("10.0.0.1"), ask("10.0.0.2")
    assert [status[:3] for status in statuses] == ["200", "503", "200"]
    assert b"".join(first) == mebibyte * 200
    first.close()
    assert next(iter(ask("10.0.0.1"))) == mebibyte[: 256 * 1024]
    assert b"too many" in b"".join(second)
    other.close()
