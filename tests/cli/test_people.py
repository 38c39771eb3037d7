"""Users, groups and tokens from the command line."""

import re

import pytest


@pytest.fixture(scope="module", autouse=True)
def _ada(gongdan):
    gongdan("group", "create", "sales", "--name", "业务")
    told = gongdan(
        *("user", "create", "ada", "--password", "a-good-one"),
        *("--role", "admin", "--role", "agent", "--group", "sales"),
    )
    assert (told.exit_code, told.stdout) == (0, "ada is there.\n")


def test_people_are_listed_with_roles_and_groups(gongdan):
    assert "ada\tagent,admin\tsales\tada" in gongdan("user", "list").stdout


def test_a_token_is_printed_and_nothing_else(gongdan):
    told = gongdan("token", "create", "ada")
    assert re.fullmatch(r"gdt_[\w-]{43}\n", told.stdout)
    assert (told.exit_code, told.stderr) == (0, "")
    named = gongdan("token", "create", "ci", "--user", "ada", "--days", "3")
    assert re.fullmatch(r"gdt_[\w-]{43}\n", named.stdout)


def test_a_token_for_nobody_is_refused(gongdan):
    told = gongdan("token", "create", "nobody")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "There is no active user “nobody”." in told.stderr


def test_a_password_is_read_from_standard_input_of_a_script(gongdan):
    told = gongdan("user", "create", "bea", input="a-good-one\n")
    assert told.exit_code == 0
    assert gongdan("user", "password", "bea", input="another-one\n").exit_code == 0
    assert gongdan("user", "password", "nobody", input="another-one\n").exit_code == 1


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("ada", "--password", "a-good-one"), "“ada” exists already"),
        (("cyd", "--password", "short"), "/password"),
        (("cyd", "--no-password", "--group", "none"), "no group “none”"),
        (("two words", "--no-password"), "/username"),
    ],
)
def test_a_refusal_is_a_sentence_and_exit_code_one(gongdan, args, why):
    told = gongdan("user", "create", *args)
    assert (told.exit_code, told.stdout) == (1, "")
    assert why in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("user", "create", "cyd", "--role", "king"),
        ("user", "create"),
        ("nothing",),
        ("token", "create", "ada", "--days", "0"),
    ],
)
def test_a_command_that_is_not_understood_has_exit_code_two(gongdan, args):
    assert gongdan(*args).exit_code == 2


def test_without_tables_the_operator_is_told_to_upgrade(operate):
    told = operate()("user", "list")
    assert told.exit_code == 1
    assert "gongdan upgrade" in told.stderr
