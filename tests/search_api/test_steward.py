"""Who gets to the steward pages and who does not, and that the pages stand, in three languages, whatever there is to show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from indexer.correctable import FIELDS
from indexer.decision_rows import What
from liiku.context import Context
from schemas.errors import CORRECTION_REFUSED
from schemas.service import LANGS
from search_api.app import create_app
from search_api.steward import door, session
from search_api.steward.door import TRIES
from search_api.steward.session import COOKIE
from search_api.steward.tokens import read_stewards
from search_api.steward.views import FACETS, TABLES, WORDS
from search_api.web import views
from tests.search_api.stewards import HERE, Steward, words

PATHS = (
    "/steward", "/steward/sources", "/steward/runs", "/steward/quarantine", "/steward/duplicates", "/steward/duplicates?state=joined",
    "/steward/services", "/steward/services?q=uimahalli", "/steward/corrections", "/steward/contradictions", "/steward/stale",
    "/steward/completeness", "/steward/errors", "/steward/decisions",
)  # fmt: skip
POSTS = ("/steward/sources", "/steward/duplicates", "/steward/corrections", "/steward/decisions", "/steward/logout",
         "/steward/runs/x", "/steward/services/x/correct")  # fmt: skip


@pytest.fixture(scope="module")
def stranger(sample: Context, tmp_path_factory: pytest.TempPathFactory) -> Steward:
    """Somebody at a server with steward pages, who is not logged in."""
    return Steward(sample, tmp_path_factory.mktemp("stewards") / "stewards.yaml")


@pytest.fixture
def fresh(sample: Context, tmp_path: Path) -> Steward:
    return Steward(sample, tmp_path / "stewards.yaml")


@pytest.fixture(scope="module")
def maija(sample: Context, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steward]:
    return Steward(sample, tmp_path_factory.mktemp("maija") / "stewards.yaml").log_in()


# Who gets in


@pytest.mark.parametrize("path", [*PATHS, "/steward/login", "/steward/errors.csv", "/steward/runs/x/report"])
def test_without_a_file_of_stewards_there_are_no_such_pages(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path.partition("?")[0], data={"token": "x"}, headers=HERE).status_code in (404, 405)


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_not_logged_in_gets_the_form_and_nothing_else(stranger: Steward, path: str) -> None:
    answer = stranger.get(path)
    page = LexborHTMLParser(answer.text)
    assert (answer.status_code, page.css_first("input[name=token]") is not None) == (401, True)
    assert page.css("nav.pages") == []
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", POSTS)
def test_nothing_can_be_posted_without_a_session(stranger: Steward, path: str) -> None:
    assert stranger.post(path).status_code == 401


def test_a_wrong_token_is_refused_and_a_right_one_lets_in(fresh: Steward) -> None:
    for wrong in ("", "x", fresh.token[:-1], fresh.token + "x", "ä" * 500):
        assert fresh.client.post("/steward/login", data={"token": wrong}, headers=HERE).status_code == 401
    assert "Maija" in words(fresh.log_in().page("/steward"))


def test_a_token_in_an_address_lets_nobody_in(fresh: Steward) -> None:
    assert fresh.get(f"/steward?token={fresh.token}").status_code == 401
    assert fresh.client.get("/steward", headers={"Authorization": f"Bearer {fresh.token}"}).status_code == 401


def test_the_cookie_is_for_these_pages_alone_and_no_script_sees_it(fresh: Steward) -> None:
    answer = fresh.client.post("/steward/login", data={"token": fresh.token}, headers=HERE)
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (
        True,
        "strict",
        "/steward",
        "",
    )
    assert fresh.token not in answer.headers["set-cookie"]
    secure = TestClient(create_app(fresh.client.app.state.deps), base_url="https://testserver", follow_redirects=False)  # type: ignore[attr-defined]
    told = secure.post("/steward/login", data={"token": fresh.token}, headers={"Origin": "https://testserver"})
    assert SimpleCookie(told.headers["set-cookie"])[COOKIE]["secure"] is True


def test_ten_tries_in_ten_minutes_then_one_waits(fresh: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = [fresh.client.post("/steward/login", data={"token": "x"}, headers=HERE) for _ in range(TRIES + 1)]
    assert [one.status_code for one in tries] == [401] * TRIES + [429]
    assert 0 < int(tries[-1].headers["retry-after"]) <= 601
    right = fresh.client.post("/steward/login", data={"token": fresh.token}, headers=HERE)
    assert right.status_code == 429
    now = door.time.monotonic()
    monkeypatch.setattr(door.time, "monotonic", lambda: now + door.WITHIN_S + 1)
    assert fresh.client.post("/steward/login", data={"token": fresh.token}, headers=HERE).status_code == 303


def test_all_addresses_of_one_ipv6_network_share_their_tries() -> None:
    tries = door.Tries()
    assert [tries.wait_s(f"2001:db8::{n:x}") for n in range(TRIES)] == [0] * TRIES
    assert tries.wait_s("2001:db8::ffff") > 0
    assert tries.wait_s("2001:db8:0:1::1") == 0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Origin": "http://testserver:81"}, id="another port"),
        pytest.param({"Origin": "null"}, id="no origin that can be told"),
        pytest.param({"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"}, id="a sister site"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="typed by hand"),
        pytest.param({}, id="nothing said"),
    ],
)
def test_a_form_from_elsewhere_is_refused(maija: Steward, headers: dict[str, str]) -> None:
    sent = maija.client.post("/steward/sources", data={"csrf": maija.csrf, "source": "linkedevents"}, headers=headers)
    assert sent.status_code == 403
    login = maija.client.post("/steward/login", data={"token": maija.token}, headers=headers)
    assert login.status_code == 403


def test_a_form_without_the_mark_of_its_session_is_refused(maija: Steward, fresh: Steward) -> None:
    other = fresh.log_in().csrf
    for csrf in ("", "x", other, maija.csrf[:-1]):
        assert maija.post("/steward/sources", csrf=csrf, source="linkedevents").status_code == 403


def test_a_form_must_be_a_form_and_of_bearable_size(maija: Steward) -> None:
    as_json = maija.client.post("/steward/sources", json={"csrf": maija.csrf}, headers=HERE)
    large = maija.post("/steward/sources", why="x" * 70_000)
    many = maija.post("/steward/sources", **{f"f{n}": "1" for n in range(300)})
    assert [one.status_code for one in (as_json, large, many)] == [415, 413, 413]


# How long


def test_logging_out_ends_the_session_also_for_whoever_kept_the_cookie(fresh: Steward) -> None:
    fresh.log_in()
    kept = fresh.client.cookies[COOKIE]
    assert fresh.post("/steward/logout").status_code == 303
    assert fresh.get("/steward").status_code == 401
    assert fresh.client.get("/steward", headers={"Cookie": f"{COOKIE}={kept}"}).status_code == 401


def test_a_session_ends_after_eight_hours(fresh: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.log_in()
    begun = session.time.time()
    monkeypatch.setattr(session.time, "time", lambda: begun + 8 * 3600 - 60)
    assert fresh.get("/steward").status_code == 200
    monkeypatch.setattr(session.time, "time", lambda: begun + 8 * 3600 + 1)
    assert fresh.get("/steward").status_code == 401


@pytest.mark.parametrize("change", ["taken away", "a new token"])
def test_a_session_ends_with_its_token(fresh: Steward, change: str) -> None:
    fresh.log_in()
    directory = {"LIIKU_STEWARDS": str(fresh.context.settings.stewards)}
    assert liiku(directory, "steward", "remove", "Maija")[0] == 0
    if change == "a new token":
        assert liiku(directory, "steward", "add", "Maija")[0] == 0
    assert fresh.get("/steward").status_code == 401


def test_a_cookie_that_somebody_made_lets_nobody_in(fresh: Steward) -> None:
    fresh.log_in()
    body, _, signature = fresh.client.cookies[COOKIE].strip('"').partition(".")
    for made in (
        "x",
        "x.y",
        f"{body}.",
        f"{body}.{'0' * 64}",
        f"{body[:-4]}AAAA.{signature}",
        f"{body}.ä".encode().decode("latin-1"),
    ):
        fresh.client.cookies.clear()
        assert fresh.client.get("/steward", headers={"Cookie": f"{COOKIE}={made}".encode("latin-1")}).status_code == 401


def test_after_logging_in_one_is_where_one_wanted_to_be_and_nowhere_else(fresh: Steward) -> None:
    for wanted, there in (
        ("/steward/runs", "/steward/runs"),
        ("https://evil.example/", "/steward"),
        ("//evil.example", "/steward"),
        ("/steward/../x", "/steward"),
        ("/steward//evil.example", "/steward"),
        ("/v1/search", "/steward"),
    ):
        answer = fresh.client.post("/steward/login", data={"token": fresh.token, "next": wanted}, headers=HERE)
        assert answer.headers["location"].partition("?")[0] == there


# The file


def liiku(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    import io
    import os
    from contextlib import redirect_stderr, redirect_stdout
    from unittest import mock

    from liiku.cli import main

    out = io.StringIO()
    with mock.patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(out):
        code = main(list(arguments))
    return code, out.getvalue()


def test_the_command_line_adds_lists_and_removes_stewards_and_keeps_no_token(tmp_path: Path) -> None:
    file = tmp_path / "in" / "stewards.yaml"
    told = {"LIIKU_STEWARDS": str(file), "LIIKU_DATA_DIR": str(tmp_path)}
    code, out = liiku(told, "steward", "add", "Åsa Öman")
    token = out.strip().splitlines()[-1]
    assert (code, len(token) >= 43, token in file.read_text("utf-8")) == (0, True, False)
    assert file.stat().st_mode & 0o077 == 0
    assert liiku(told, "steward", "add", "Åsa Öman")[0] == 2
    assert liiku(told, "steward", "add", "two\nlines")[0] == 2
    assert liiku(told, "steward", "list")[1].split("\n")[0] == "Åsa Öman"
    assert liiku(told, "steward", "list", "x")[0] == 2
    assert liiku(told, "steward", "remove", "Åsa Öman")[0] == 0
    assert read_stewards(file) == []
    assert liiku({"LIIKU_STEWARDS": "", "LIIKU_DATA_DIR": str(tmp_path)}, "steward", "list")[0] == 2


@pytest.mark.parametrize("text", ["", "x: [", "stewards: 5", "stewards: [{name: A, token: plain}]", "\x00"])
def test_a_file_of_stewards_that_cannot_be_read_lets_nobody_in_and_breaks_nothing(fresh: Steward, text: str) -> None:
    assert fresh.context.settings.stewards is not None
    fresh.context.settings.stewards.write_text(text, "utf-8")
    assert fresh.client.post("/steward/login", data={"token": fresh.token}, headers=HERE).status_code == 401
    assert fresh.client.get("/").status_code == 200


# What stands on the pages


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_stands_in_every_language(maija: Steward, path: str, lang: str) -> None:
    page = maija.page(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert page.css_first("html").attributes["lang"] == lang
    assert len(page.css("h1")) == 1
    assert page.css("script") == []
    forms = [form for form in page.css("form[method=post]") if form.css_first("input[name=csrf]") is None]
    assert forms == []


def test_every_answer_is_kept_by_nobody(maija: Steward) -> None:
    assert {maija.get(path).headers["cache-control"] for path in PATHS} == {"no-store"}


def test_a_page_that_there_is_not_is_not_found(maija: Steward) -> None:
    for path in (
        "/steward/x",
        "/steward/runs/x",
        "/steward/runs/..%2f..",
        "/steward/services/x",
        "/steward/runs/x/report",
    ):
        assert maija.get(path).status_code == 404


def test_the_sheet_of_errors_opens_in_excel(maija: Steward) -> None:
    answer = maija.get("/steward/errors.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith("\ufeffpublisher;source;".encode())


def test_the_words_are_there_in_three_languages_and_ask_for_the_same_facts() -> None:
    flat = {**WORDS, **{f"{table} {code}": told for table, codes in TABLES.items() for code, told in codes.items()}}
    for told in flat.values():
        assert set(told) == set(LANGS)
        assert len({tuple(sorted(set(re.findall(r"{(\w+)}", text)))) for text in told.values()}) == 1
    used = "".join(
        path.read_text("utf-8") for path in (Path(views.__file__).parent / "templates" / "steward").glob("*.html")
    )
    asked = set(re.findall(r"say\('(\w+)'", used))
    assert {key for key in asked if key not in WORDS and key not in views.WORDS} - {"done_", "pairs_", "part_"} == set()


def test_everything_that_has_a_code_has_words() -> None:
    assert set(CORRECTION_REFUSED) == set(TABLES["refused"])
    assert {field.label for field in FIELDS.values()} <= set(TABLES["field"])
    assert set(What.__args__) == set(TABLES["what"])  # type: ignore[attr-defined]
    for field in FIELDS.values():
        if field.label in FACETS:
            known = views.LABELS[FACETS[field.label]]
            assert field.label == "language" or set(field.allowed) <= set(known)


def test_the_words_file_names_nothing_twice() -> None:
    text = (Path(views.__file__).parent / "steward_words.yaml").read_text("utf-8")
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert yaml.safe_load(text)
