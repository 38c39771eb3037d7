"""Upgrade and doctor: tables up to date, and what is wrong."""


def test_upgrading_twice_says_so(operate):
    gongdan = operate()
    assert gongdan("upgrade").stdout.startswith("The tables are at ")
    assert gongdan("upgrade").stdout.endswith(" already.\n")


def test_the_doctor_finds_old_tables_and_then_nothing(operate):
    gongdan = operate()
    ill = gongdan("doctor")
    assert ill.exit_code == 1
    assert "WRONG database" in ill.stdout
    assert "gongdan upgrade" in ill.stdout
    gongdan("upgrade")
    well = gongdan("doctor")
    assert "ok    database" in well.stdout
    assert "ok    sandbox of expressions" in well.stdout


def test_the_doctor_says_why_a_database_does_not_answer(operate):
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    told = operate(database_url=nobody)("doctor")
    assert told.exit_code == 1
    assert "The database does not answer: " in told.stdout


def test_the_doctor_notes_that_the_clock_can_be_set(operate):
    assert "GONGDAN_CONTROLLED_CLOCK" in operate(controlled_clock=True)("doctor").stdout
