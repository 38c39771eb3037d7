"""The reader's language and time."""

import pytest


@pytest.mark.parametrize(
    ("asked", "lang", "words"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN", "登录"),
        ("zh-TW", "zh-CN", "登录"),
        ("en-GB", "en", "Sign in"),
        ("fr,zh;q=0.5", "zh-CN", "登录"),
        ("fr", "en", "Sign in"),
    ],
)
def test_a_stranger_reads_what_the_browser_asks_for(visit, asked, lang, words):
    page = visit(None).get("/sign-in", headers={"Accept-Language": asked}).text
    assert f'<html lang="{lang}">' in page
    assert words in page


def test_a_choice_outlasts_the_visit(visit):
    bob = visit("bob")
    answer = bob.post("/language", {"language": "zh-CN", "next": "/work?view=groups"})
    assert answer.location == "/work?view=groups"
    assert "我的待办" in bob.get("/work").text
    assert "我的待办" in visit("bob").get("/work").text


def test_times_are_those_of_the_readers_zone(visit, ask, house):
    number = ask()
    bob = visit("bob")
    assert " UTC<" in bob.get(f"/tickets/{number}").text
    bob.client.set_cookie("zone", "Asia/Shanghai")
    assert " UTC<" not in bob.get(f"/tickets/{number}").text
    bob.client.set_cookie("zone", "../../etc/passwd")
    assert bob.get(f"/tickets/{number}").status_code == 200
