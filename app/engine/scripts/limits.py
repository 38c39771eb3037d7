"""How much an expression or a script may cost. One table, so that a reader sees it."""

from typing import Final

# --- the text ------------------------------------------------------------------------
EXPRESSION_CHARACTERS: Final = 8_000
SCRIPT_CHARACTERS: Final = 64_000
SYNTAX_NODES: Final = 50_000
KEPT_UNITS: Final = 512  # compiled texts kept per kind, least recently used go first

# --- a run in a worker ---------------------------------------------------------------
RUN_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 0.5  # after this the parent kills the worker
MEMORY_BYTES: Final = 64 << 20
RECURSION_DEPTH: Final = 200
OUTPUT_BYTES: Final = 64 << 10
HOST_CALLS: Final = 100  # there are none; a look for an unknown name counts as one
CHECKOUT_SECONDS: Final = 5.0  # how long a caller waits for a free worker
RUNS_PER_WORKER: Final = 500
WORKERS_AT_MOST: Final = 4

# --- data that goes in or comes out --------------------------------------------------
VALUES: Final = 200_000
DEPTH: Final = 64
TEXT_CHARACTERS: Final = 4 << 20
KEY_CHARACTERS: Final = 1_024
INTEGER_BITS: Final = 4_096
DECIMAL_EXPONENT: Final = 400
DECIMAL_CHARACTERS: Final = 500

# --- evaluation in our own process ---------------------------------------------------
# (nodes) x (the most that one operation costs) bounds an evaluation before it begins.
# What does not fit is no error for plain expressions: it goes to a worker.
BOUNDED_NODES: Final = 500
BOUNDED_DEPTH: Final = 40
BOUNDED_ITEMS: Final = 5_000
BOUNDED_CHARACTERS: Final = 200_000
