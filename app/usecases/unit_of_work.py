"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from app.errors import N_, Conflict, Malformed, Unavailable
from app.store import history
from app.store.db import db, turn_to_write


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Open a transaction for one wish; leave it in peace and it is committed, once.

    Any exception rolls everything back. SQLite takes its write lock at the beginning
    (``BEGIN IMMEDIATE``), so a wish never fails half way because another one wrote.

    Raises:
        Conflict: another transaction has written the same unique thing first.
        Malformed: a value is longer or larger than any column holds.
        Unavailable: the database was locked for too long, or a deadlock was broken.
    """
    with turn_to_write():
        session = db.session
        try:
            session.connection(execution_options={"writing": True})
            yield
            history.write_down()
            session.commit()
        except IntegrityError as error:
            session.rollback()
            raise Conflict from error
        except DataError as error:
            session.rollback()
            raise Malformed(why=N_("a value is too long or too large")) from error
        except OperationalError as error:
            session.rollback()
            raise Unavailable from error
        except BaseException:
            session.rollback()
            raise
        finally:
            history.forget()
            session.close()


@contextmanager
def reading() -> Iterator[None]:
    """Open a transaction that only reads one consistent state; nothing is written.

    Raises:
        Unavailable: the database does not answer.
    """
    session = db.session
    try:
        yield
    except OperationalError as error:
        raise Unavailable from error
    finally:
        session.close()  # rolls back, and leaves what was read readable


def flush() -> None:
    """Send what the unit of work has written so far, so that it can be read back.

    Raises:
        Conflict: by way of ``unit_of_work``, where another has written the same first.
    """
    db.session.flush()
