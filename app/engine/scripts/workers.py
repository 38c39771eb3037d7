"""Keeps the worker processes: started at the first use, closed at exit.

Workers and ``fork`` do not mix: once they run, a forked child that touches them hangs
for ever, so it gets a fault instead. Start no workers before a server forks.
"""

import atexit
import ctypes
import logging
import os
import platform
import shlex
import shutil
import sys
import sysconfig
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from typing import Final

import pydantic_monty as monty

from app.engine.scripts import limits
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

log = logging.getLogger(__name__)

_JAIL: Final = Path(__file__).with_name("jail.py")  # run, never imported: Linux only


class Workers:
    """One pool of worker processes for this process, safe to use from any thread.

    Args:
        most: how many workers may live at once.
        checkout_seconds: how long a caller waits for a free one.
    """

    def __init__(self, *, most: int, checkout_seconds: float) -> None:
        self.most = most
        self._checkout_seconds = checkout_seconds
        self._lock = threading.Lock()
        self._pool: monty.Monty | None = None
        self._owner: int | None = None
        self._folder: str | None = None
        self.jailed = False

    def checkout(self, *, now: datetime) -> monty.MontySession:
        """Reserve a worker with a fresh memory.

        Args:
            now: what clocks show inside, and what chance begins with, so that the same
                input gives the same outcome.

        Returns:
            A session to be used with ``with``.

        Raises:
            ScriptFault: kind "crashed", in a process forked from one with workers or
                where workers cannot be started.
        """
        return self._started().checkout(
            script_name="script",
            limits={
                "max_feed_duration_secs": limits.RUN_SECONDS,
                "max_memory": limits.MEMORY_BYTES,
                "max_recursion_depth": limits.RECURSION_DEPTH,
                "max_suspensions": limits.HOST_CALLS,
            },
            os_policy={
                "sleep": "zero",
                "process_time": "zero",
                "datetime": now,
                "random_start": {"seed": int(now.timestamp() * 1_000_000)},
            },
        )

    def close(self) -> None:
        """End the workers. The next use starts new ones."""
        with self._lock:
            if self._pool is None or self._owner != os.getpid():
                return  # a forked child must not even let go of the pool
            pool, self._pool, self._owner = self._pool, None, None
            atexit.unregister(self.close)
            pool.__exit__(None, None, None)
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self) -> monty.Monty:
        pool = self._pool
        if pool is not None and self._owner == os.getpid():
            return pool
        with self._lock:
            if self._owner not in (None, os.getpid()):
                raise ScriptFault(
                    "crashed",
                    N_(
                        "Scripts cannot run in this server process: it was forked from"
                        " one in which they had already run."
                    ),
                )
            if self._pool is None:
                self._pool = self._start()
                # Never let go of it: a forked child that ends would, by letting go,
                # kill the workers of its parent.
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._pool))
                self._owner = os.getpid()
                atexit.register(self.close)
            return self._pool

    def _start(self) -> monty.Monty:
        launcher = self._launcher()
        if launcher is not None:
            try:
                pool = self._opened(launcher)
            except (monty.MontyError, OSError, RuntimeError) as error:
                if _was_slow(error):  # no reason to go without a jail
                    sentence = N_("The workers for scripts are not ready yet.")
                    raise ScriptFault("busy", sentence) from error
                log.warning("script workers run without a jail: %s", error)
            else:
                self.jailed = True
                return pool
        try:
            return self._opened(None)
        except (monty.MontyError, OSError, RuntimeError) as error:
            raise ScriptFault(
                "crashed", N_("The workers for scripts cannot be started.")
            ) from error

    def _launcher(self) -> Path | None:
        """Write the program by which a worker enters its jail, where there is one."""
        binary = _binary()
        if binary is None or platform.system() != "Linux":
            return None
        try:
            self._folder = tempfile.mkdtemp(prefix="gongdan-cage-")
            launcher = Path(self._folder) / "worker"
            words = [sys.executable, "-I", "-S", str(_JAIL), str(binary)]
            command = " ".join(shlex.quote(word) for word in words)
            launcher.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
            launcher.chmod(0o500)
        except OSError as error:
            log.warning("script workers run without a jail: %s", error)
            return None
        return launcher

    def _opened(self, binary: Path | None) -> monty.Monty:
        pool = monty.Monty(
            binary_path=binary,
            min_processes=1,
            max_processes=self.most,
            checkout_timeout=self._checkout_seconds,
            request_timeout=limits.RUN_SECONDS + 2 * limits.GRACE_SECONDS,
            feed_duration_limit_grace=limits.GRACE_SECONDS,
            max_checkouts_per_worker=limits.RUNS_PER_WORKER,
        )
        pool.__enter__()
        try:
            with pool.checkout() as session:
                session.feed_run("None")
        except BaseException:
            pool.__exit__(None, None, None)
            raise
        return pool


def _was_slow(error: Exception) -> bool:
    if isinstance(error, monty.MontyCrashedError):
        return error.timed_out
    return isinstance(error, TimeoutError)


def _binary() -> Path | None:
    for folder in (sysconfig.get_path("scripts"), str(Path(sys.executable).parent)):
        if (Path(folder) / "monty").is_file():
            return Path(folder) / "monty"
    found = shutil.which("monty")
    return Path(found) if found else None
