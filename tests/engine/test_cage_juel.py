"""What ``${...}`` means, as a table."""

from datetime import UTC, datetime

import pytest

from app.engine.scripts import ScriptFault, check_expression, evaluate

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = {
    "amount": 1500,
    "paid": "8450.00",
    "refund": "10000.00",
    "price": 0.1,
    "name": "张三",
    "code": "007",
    "yes": True,
    "word": "true",
    "nothing": None,
    "blank": "",
    "rows": [{"sku": "a", "count": 2}, {"sku": "b", "count": 3}],
    "no_rows": [],
    "order": {"id": 7, "customer": {"name": "Li", "tags": ["vip", "old"]}, "div": 4},
    "due": "2026-02-28",
    "at": "2026-03-01T09:30:00+01:00",
    "ticket": {"business_key": "BK-1"},
    "变量": 5,
}

TABLE = [
    # literals
    ("${true}", True), ("${false}", False), ("${null}", None), ("${5}", 5),
    ("${1.5}", 1.5), ("${.5}", 0.5), ("${1e3}", 1000.0), ("${'a'}", "a"),
    ('${"a\\"b"}', 'a"b'), ("${'it\\'s'}", "it's"), ("${'}'}", "}"), ("#{5}", 5),
    ("  ${5}  ", 5), ("${ 5 }", 5), ("${变量}", 5), ("${\n5\n}", 5),
    # mixed text is text
    ("Refund for ${name}", "Refund for 张三"), ("${amount}${amount}", "15001500"),
    ("${name}: ${paid} ", "张三: 8450.00"), ("a${nothing}b", "ab"),
    ("is ${yes}", "is true"), ("#{amount} of ${amount}", "1500 of 1500"),
    ("x ${1.0}", "x 1.0"), ("x ${'1.10' * 2}", "x 2.20"), ("r ${no_rows}", "r []"),
    # members, null-safe
    ("${order.id}", 7), ("${order['id']}", 7), ("${order.customer.name}", "Li"),
    ("${order.customer.tags[0]}", "vip"), ("${order.customer.tags[9]}", None),
    ("${order.customer.tags['1']}", "old"), ("${order.missing}", None),
    ("${order.missing.deeper}", None), ("${nothing.x}", None),
    ("${rows[1].count}", 3), ("${rows[order.zero].sku}", None), ("${order.div}", 4),
    ("${nothing['x']}", None), ("${rows.get(0).sku}", "a"),
    # equality
    ("${'5' == 5}", True), ("${5 == 5.0}", True), ("${paid == 8450}", True),
    ("${price == '0.1'}", True), ("${'0.10' == 0.1}", True), ("${code == '7'}", False),
    ("${code == 7}", True), ("${nothing == null}", True), ("${name == null}", False),
    ("${null == 0}", False), ("${yes == 'true'}", True), ("${word == true}", True),
    ("${yes == 'no'}", False), ("${blank == 0}", True), ("${blank == ''}", True),
    ("${name == '张三'}", True), ("${name != 'x'}", True), ("${5 ne 6}", True),
    ("${5 eq 5}", True), ("${rows == rows}", True), ("${rows == no_rows}", False),
    # order
    ("${amount > 1000}", True), ("${paid > 1000}", True), ("${paid >= 8450}", True),
    ("${paid < refund}", True), ("${refund > paid}", True), ("${'b' > 'a'}", True),
    ("${nothing < 3}", False), ("${nothing >= 3}", False), ("${null <= null}", True),
    ("${amount lt 1501 and amount ge 1500}", True), ("${amount gt 1 && 1 le 1}", True),
    ("${9007199254740993 > 9007199254740992}", True), ("${'10' < '9'}", False),
    # logic
    ("${yes && word}", True), ("${yes and !yes}", False), ("${not yes}", False),
    ("${nothing || yes}", True), ("${false or true}", True), ("${!nothing}", True),
    ("${true || true && false}", True), ("${(true || true) && false}", False),
    ("${false && missing}", False), ("${true || missing}", True),
    ("${yes ? 'a' : 'b'}", "a"), ("${!yes ? 1 : yes ? 2 : 3}", 2),
    ("${amount > 1000 ? amount > 2000 ? 3 : 2 : 1}", 2),
    # empty
    ("${empty nothing}", True), ("${empty blank}", True), ("${empty no_rows}", True),
    ("${empty rows}", False), ("${not empty name}", True), ("${empty missing}", True),
    ("${empty missing.deeper}", True), ("${!empty missing || yes}", True),
    ("${empty order.missing}", True), ("${empty 0}", False),
    # arithmetic
    ("${1 + 2 * 3}", 7), ("${(1 + 2) * 3}", 9), ("${7 / 2}", 3.5), ("${7 div 2}", 3.5),
    ("${7 % 3}", 1), ("${-7 mod 3}", -1), ("${-amount}", -1500), ("${- -5}", 5),
    ("${price + 0.2}", 0.3), ("${paid + 0.10}", "8450.10"), ("${'5' + 5}", 10),
    ("${paid * 3}", "25350.00"), ("${refund - paid}", "1550.00"), ("${nothing + 1}", 1),
    ("${10 - 2 - 3}", 5), ("${-paid}", "-8450.00"), ("${6 / 2}", 3.0),
    # methods
    ("${name.equals('张三')}", True), ("${code.equals(7)}", False),
    ("${'ABC'.equalsIgnoreCase('abc')}", True), ("${name.startsWith('张')}", True),
    ("${name.endsWith('x')}", False), ("${'abc'.contains('b')}", True),
    ("${order.customer.tags.contains('vip')}", True), ("${rows.size()}", 2),
    ("${order.containsKey('id')}", True), ("${no_rows.isEmpty()}", True),
    ("${name.length()}", 2), ("${' a '.trim()}", "a"), ("${'a'.toUpperCase()}", "A"),
    ("${'A'.toLowerCase()}", "a"), ("${amount.toString()}", "1500"),
    ("${paid.intValue()}", 8450), ("${paid.doubleValue()}", 8450.0),
    ("${word.booleanValue()}", True), ("${nothing.size()}", 0),
    ("${nothing.startsWith('a')}", False), ("${order.get('id')}", 7),
    # functions
    ("${now()}", "2026-03-01T08:30:00+00:00"), ("${today()}", "2026-03-01"),
    ("${dateTime()}", "2026-03-01T08:30:00+00:00"), ("${len(rows)}", 2),
    ("${now() + duration('PT1H')}", "2026-03-01T09:30:00+00:00"),
    ("${due < today()}", True), ("${date(due) == '2026-02-28'}", True),
    ("${at == now()}", True), ("${at > now()}", False), ("${abs(-5)}", 5),
    ("${decimal(paid)}", "8450.00"), ("${number(paid)}", 8450.0),
    ("${max(3, 5)}", 5), ("${round(2.675, 2)}", 2.68), ("${sum(no_rows)}", 0),
    ("${now() - datetime(due)}", "P1DT8H30M"), ("${duration('PT90M')}", "PT1H30M"),
    ("${duration('PT36H') > 'P1D'}", True),
    # the process's own object
    ("${execution.getVariable('amount')}", 1500),
    ("${execution.hasVariable('x')}", False),
    ("${execution.getVariable('x') == null}", True),
    ("${execution.hasVariable('amount') && amount > 1}", True),
    ("${execution.processBusinessKey}", "BK-1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), TABLE)
def test_juel_gives(text, value):
    answer = evaluate(text, NAMES, now=NOW)
    assert (answer, type(answer)) == (value, type(value))


FAULTS = [
    ("${missing}", "name", 3, "missing"),
    ("${amount > missing}", "name", 12, "missing"),
    ("${empty (missing)}", "name", 10, "missing"),
    ("text ${missing.x}", "name", 8, "missing"),
    ("${name > 5}", "runtime", 8, "no number"),
    ("${name == 5}", "runtime", 8, "no number"),
    ("${'a' + 'b'}", "runtime", 7, "no number"),
    ("${1 / 0}", "runtime", 5, "zero"),
    ("${1 % 0}", "runtime", 5, "zero"),
    ("${5 ? 1 : 2}", "runtime", 5, "yes nor no"),
    ("${rows && true}", "runtime", 8, "yes nor no"),
    ("${yes + 1}", "runtime", 7, "no number"),
    ("${name.family}", "runtime", 8, "text has no"),
    ("${rows > 5}", "runtime", 8, "a list is no number"),
    ("${date('soon')}", "runtime", 3, "soon"),
    ("${}", "syntax", 3, "empty"),
    ("${ }", "syntax", 3, "empty"),
    ("${1 +}", "syntax", 6, "}"),
    ("${(1}", "syntax", 5, "missing"),
    ("${1", "syntax", 4, "missing"),
    ("${1 2}", "syntax", 5, "2"),
    ("${a = 1}", "syntax", 5, "="),
    ("${a & b}", "syntax", 5, "&"),
    ("${a; b}", "syntax", 4, ";"),
    ("${'a}", "syntax", 3, "'a"),
    ("${a.}", "syntax", 5, "}"),
    ("${a[1}", "syntax", 6, "]"),
    ("${yes ? 1}", "syntax", 10, ":"),
    ("${len(1, 2)}", "syntax", 3, "len"),
    ("${order.isStandard()}", "unsupported", 9, "isStandard()"),
    ("${S(name)}", "unsupported", 3, "S()"),
    ("${execution.getId()}", "unsupported", 13, "execution.getId"),
    ("${__name}", "unsupported", 3, "__name"),
]


@pytest.mark.parametrize(("text", "kind", "column", "word"), FAULTS)
def test_a_fault_names_kind_place_and_cause(text, kind, column, word):
    with pytest.raises(ScriptFault) as caught:
        evaluate(text, NAMES, now=NOW)
    fault = caught.value
    assert (fault.kind, fault.line, fault.column) == (kind, 1, column)
    assert word in fault.why


def test_a_fault_in_a_later_line_names_the_line():
    with pytest.raises(ScriptFault) as caught:
        evaluate("${amount > 1\n  && missing}", NAMES, now=NOW)
    assert (caught.value.line, caught.value.column) == (2, 6)


def test_reading_tells_the_variables_that_are_expected():
    text = "${a.b[c] > len(d)} and ${execution.getVariable('e')} ${empty f} ${true}"
    assert check_expression(text) == {"a", "c", "d", "e", "f"}


def test_variables_are_never_changed():
    names = {"rows": [{"n": 1}]}
    answer = evaluate("${rows}", names, now=NOW)
    answer[0]["n"] = 2
    assert names == {"rows": [{"n": 1}]}
