"""The embedded runner: looks for due jobs and does them, one unit of work a job."""

import logging
from threading import Event, Thread

from flask import Flask

from app.errors import AmbiguousMessage, EngineFault, Refusal
from app.usecases import clock, jobs
from app.usecases.unit_of_work import reading, unit_of_work

POLL_SECONDS = 0.5
log = logging.getLogger(__name__)


def run_due(app: Flask, *, limit: int = 100) -> int:
    """Do the jobs that are due now.

    Args:
        app: the house.
        limit: how many at most.

    Returns:
        How many were done.
    """
    with app.app_context():
        with reading():
            now = clock.now()
            found = jobs.due(now=now, limit=limit)
        return sum(_do(job_id) for job_id in found)


def _do(job_id: int) -> bool:
    now = clock.now()
    try:
        with unit_of_work():
            return jobs.fire(job_id, now=now)
    except (EngineFault, AmbiguousMessage) as fault:
        log.warning("job %s failed: %s", job_id, fault)
        with unit_of_work():
            jobs.give_up(job_id, fault, now=now)
        return True
    except Refusal as refusal:
        log.info("job %s waits: %s", job_id, refusal)  # locked, say; tried again soon
        return False


def run_for_ever(app: Flask, stop: Event) -> None:
    """Do due jobs until told to stop.

    Args:
        app: the house.
        stop: set it to end the loop within half a second.
    """
    while not stop.is_set():
        done = 0
        try:
            done = run_due(app)
        except Exception:
            # The loop outlives whatever a database or a disk may do to one round.
            log.exception("a round of the job runner failed")
        if not done:
            stop.wait(POLL_SECONDS)


def start_in_background(app: Flask) -> Event:
    """Run the loop in a daemon thread of this process.

    Args:
        app: the house.

    Returns:
        Set it to stop the loop.
    """
    stop = Event()
    Thread(
        target=run_for_ever, args=(app, stop), name="job-runner", daemon=True
    ).start()
    return stop
