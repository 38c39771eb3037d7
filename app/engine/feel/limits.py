"""How much an expression may cost. One table, so that a reader sees it."""

from typing import Final

SOURCE_CHARACTERS: Final = 4_000
NESTING: Final = 64  # of parentheses, branches and calls in the text
CHAIN: Final = 250  # of closures in closures: a chain of operators nests, too
CALLS: Final = 64  # of the author's functions inside each other
STEPS: Final = (
    60_000  # parts evaluated, elements walked over: about a tenth of a second
)
TEXT: Final = 100_000  # characters of a text that is made
ITEMS: Final = 20_000  # elements of a list that is made
POWER: Final = 40  # of a power or a logarithm, and four times what a match costs
NOTES: Final = 20  # reasons kept for a null
NAME: Final = 200  # characters of a name with signs in it
PATTERNS: Final = 64  # regular expressions kept
KEPT: Final = 1_024  # texts kept in their read form, least recently used go first
INTEGER_BITS: Final = 4_096
DIGITS: Final = 34  # of a number, as DMN and IEEE 754 decimal128 have it
EXPONENT: Final = 6_144
PATTERN_BYTES: Final = 1 << 20  # memory of one regular expression
