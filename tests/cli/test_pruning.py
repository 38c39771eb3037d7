"""``gongdan prune`` and ``gongdan user erase`` say what they did."""


def test_prune_says_what_went(gongdan):
    assert (
        "0 tickets would go"
        in gongdan("prune", "--older-than", "P1Y", "--dry-run").output
    )
    done = gongdan("prune", "--older-than", "P180D")
    assert done.exit_code == 0
    assert "0 tickets, 0 files" in done.output


def test_a_period_that_is_none_is_not_understood(gongdan):
    assert gongdan("prune", "--older-than", "tomorrow").exit_code == 2


def test_erasing_prints_the_pseudonym_and_is_remembered(gongdan):
    assert gongdan("user", "create", "ghost", "--no-password").exit_code == 0
    refused = gongdan("user", "erase", "ghost")
    assert refused.exit_code == 1
    assert "Deactivate" in refused.output
    assert gongdan("user", "erased").output == ""
