"""What a worker is told before it sees the author's text. Fixed, trusted text.

Every name here begins with two underscores: the author's text may not use such names,
so it can neither meet nor replace them. Calls of our functions are rewritten to these
names (``rewriting.py``), so a variable called ``date`` does not hide ``date(...)``.
"""

from typing import Final

_BASE: Final = """
import json as __json
from decimal import Decimal as __Decimal
from datetime import datetime as __datetime, date as __date_type, time as __time
from datetime import timedelta as __timedelta, timezone as __timezone
def __member(o, name):
    if __isinstance(o, __dict):
        if name in o: return o[name]
        raise __NameError('member ' + name)
    return __getattr(o, name)
def __remove(o, key):
    o.pop(key)
def __encode(v):
    if v is None or __isinstance(v, (__str, __bool, __integer, __float)): return v
    if __isinstance(v, (__list, __tuple)): return [__encode(x) for x in v]
    if __isinstance(v, __dict):
        for k in v:
            if not __isinstance(k, __str) or k[:1] == '$':
                return {'$map': [[__encode(k), __encode(v[k])] for k in v]}
        return {k: __encode(v[k]) for k in v}
    if __isinstance(v, (__set, __frozenset)): return {'$set': [__encode(x) for x in v]}
    if __isinstance(v, __datetime): return {'$datetime': v.isoformat()}
    if __isinstance(v, __date_type): return {'$date': v.isoformat()}
    if __isinstance(v, __time): return {'$time': v.isoformat()}
    if __isinstance(v, __timedelta):
        return {'$duration': [v.days, v.seconds, v.microseconds]}
    if __isinstance(v, __Decimal): return {'$decimal': __str(v)}
    if v is ...: return {'$gone': 1}
    kind = __str(__type(v))[8:-2]
    if kind in ('dict_keys', 'dict_values', 'dict_items', 'range'):
        return [__encode(x) for x in v]
    raise __TypeError('cannot be stored: ' + kind)
def __collect(names, found):
    out = {}
    for k in names:
        if k in found:
            v = found[k]
            if __str(__type(v))[8:-2] not in (
                'function', 'builtin_function_or_method', 'type', 'module'
            ):
                try: out[k] = __encode(v)
                except __TypeError as e: raise __TypeError(__str(e) + ' in ' + k)
    return __json.dumps(out, allow_nan=False)
"""

_NUMBER: Final = """
import re as __re
def __is_number(x):
    return (__isinstance(x, (__integer, __float, __Decimal))
        and not __isinstance(x, __bool))
def __decimal(x):
    if __isinstance(x, __str) and __re.fullmatch(
        r'[+-]?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?', x.strip()
    ): r = __Decimal(x.strip())
    elif __isinstance(x, __float): r = __Decimal(__repr(x))
    elif __is_number(x): r = __Decimal(x)
    else: raise __ValueError(__shown(x) + ' is no number.')
    if abs(r.adjusted()) > 400: raise __ValueError('The number becomes too large.')
    return r
def __number(x):
    if __is_number(x) and not __isinstance(x, __Decimal): return x
    if __isinstance(x, __str) and __re.fullmatch('[+-]?[0-9]{1,1200}', x.strip()):
        return __integer(x)
    return __float(__decimal(x))
def __int(x):
    if __isinstance(x, __str) and not __re.fullmatch('[+-]?[0-9]{1,1200}', x.strip()):
        raise __ValueError(__shown(x) + ' is no number.')
    return __integer(x)
def __round(x, digits=None):
    d = __decimal(x)
    n = digits if digits is not None else 0
    if not __isinstance(n, __integer) or n < -30 or n > 30:
        raise __ValueError(__shown(digits) + ' is no number.')
    if d.adjusted() + (n if n > 0 else 0) > 26:
        raise __ValueError('The number becomes too large.')
    r = d.quantize(__Decimal(1).scaleb(-n))
    if digits is None or __isinstance(x, __integer): return __integer(r)
    return __float(r) if __isinstance(x, __float) else r
decimal = __decimal
number = __number
"""

_SHOWN: Final = """
def __shown(x):
    return __repr(x)[:40] if __isinstance(x, __str) else __str(__type(x))[8:-2]
"""

_TIME: Final = """
import re as __re
def __datetime_of(x):
    if __isinstance(x, __str):
        try: x = __datetime.fromisoformat(x.strip())
        except __ValueError: raise __ValueError(
            __shown(x) + ' is no moment in the form 2026-01-31T08:30:00Z.')
    elif __isinstance(x, __date_type) and not __isinstance(x, __datetime):
        x = __datetime(x.year, x.month, x.day, tzinfo=__timezone.utc)
    if not __isinstance(x, __datetime): raise __ValueError(
        __shown(x) + ' is no moment in the form 2026-01-31T08:30:00Z.')
    return x if x.tzinfo is not None else x.replace(tzinfo=__timezone.utc)
def __date(x, month=None, day=None):
    if month is not None: return __date_type(x, month, day)
    if __isinstance(x, __datetime): return x.date()
    if __isinstance(x, __date_type): return x
    if __isinstance(x, __str):
        x = x.strip()
        if __re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', x):
            return __date_type(__integer(x[:4]), __integer(x[5:7]), __integer(x[8:]))
        if __re.match('[0-9]{4}-[0-9]{2}-[0-9]{2}T', x): return __datetime_of(x).date()
    raise __ValueError(__shown(x) + ' is no date in the form 2026-01-31.')
def __duration(x):
    f = None
    if __isinstance(x, __str):
        x = x.strip()
        f = __re.fullmatch(
            r'(-?)P(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?'
            r'(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,9})M)?'
            r'(?:([0-9]{1,10})(?:\\.([0-9]{1,6}))?S)?)?', x)
    g = f.groups() if f is not None else None
    if g is None or x[-1] == 'T' or not __any(g[1:6]):
        raise __ValueError(__shown(x) + ' is no duration such as P3D or PT2H30M.')
    w, d, h, m, s = [__integer(y or 0) for y in g[1:6]]
    micro = __integer((g[6] or '').ljust(6, '0'))
    r = __timedelta(
        days=w * 7 + d, seconds=(h * 60 + m) * 60 + s, microseconds=micro)
    return -r if g[0] else r
def __now(): return __datetime.fromisoformat(__instant)
def __today(): return __now().date()
date = __date
duration = __duration
now = __now
today = __today
"""

_ALIASES: Final = """
__abs = abs
__all = all
__any = any
__bool = bool
__dict = dict
__float = float
__frozenset = frozenset
__getattr = getattr
__integer = int
__isinstance = isinstance
__len = len
__list = list
__locals = locals
__max = max
__min = min
__NameError = NameError
__repr = repr
__set = set
__str = str
__sum = sum
__tuple = tuple
__type = type
__TypeError = TypeError
__ValueError = ValueError
true = True
false = False
null = None
"""

_NUMBER_NAMES: Final = frozenset({"decimal", "number", "int", "round"})
_TIME_NAMES: Final = frozenset({"date", "datetime", "duration", "now", "today"})

# Our ``datetime(...)`` must not hide the module of that name in a script that imports
# it, so it is called by its own private name only.
PRIVATE_NAMES: Final = {"datetime": "__datetime_of"}

COLLECT: Final = "__collect({names!r}, __locals())"
ENCODE: Final = "__json.dumps(__encode((\n{text}\n)), allow_nan=False)"


def prelude_for(names: frozenset[str]) -> str:
    """Give the text that goes before the author's.

    Args:
        names: every name the author's text mentions; parts it cannot need are left
            out, since each costs some tenths of a millisecond.

    Returns:
        Statements for a fresh session.
    """
    parts = [_ALIASES, _BASE]
    if names & (_NUMBER_NAMES | _TIME_NAMES):
        parts.append(_SHOWN)
    if names & _NUMBER_NAMES:
        parts.append(_NUMBER)
    if names & _TIME_NAMES:
        parts.append(_TIME)
    return "".join([*parts, "None"])
