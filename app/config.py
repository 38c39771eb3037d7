"""Settings: read once from the environment, typed, and refusing nonsense."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Misconfigured

DEVELOPMENT_SECRET = "development-only-never-in-production"  # noqa: S105 (refused in production)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set; the README lists every name with its default.

    Attributes:
        home: folder of the SQLite database and of attachments.
        host: address the server listens on.
        port: TCP port the server listens on, 1 to 65535.
        database_url: SQLAlchemy URL; SQLite in ``home`` unless set.
        secret_key: signs CSRF tokens and cookies; at least 16 characters.
        public_url: how people reach the server, without a trailing slash; "" when not
            behind a proxy.
        production: True refuses default secrets and a controlled clock, and marks
            cookies Secure.
        controlled_clock: True lets administrators pin the platform's time.
        embedded_runner: True runs due jobs in the server process.
        broker_url: of Celery; "" for the embedded runner.
        upload_limit_bytes: largest request body.
        attachment_limit_bytes: largest single attachment.
        session_days: days a browser session lives without use.
        limiter_storage: where sign-in tries are counted (limits' storage URI).
        trusted_proxies: reverse proxies in front, whose X-Forwarded-For is believed.
        threads: threads that answer requests in one server process.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8080
    database_url: str = ""
    secret_key: str = DEVELOPMENT_SECRET
    public_url: str = ""
    production: bool = False
    controlled_clock: bool = False
    embedded_runner: bool = True
    broker_url: str = ""
    upload_limit_bytes: int = 30_000_000
    attachment_limit_bytes: int = 20_000_000
    session_days: int = 14
    limiter_storage: str = "memory://"
    trusted_proxies: int = 0
    threads: int = 8

    @property
    def url(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'gongdan.sqlite3'}"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Args:
        environment: usually ``os.environ``; only names starting with GONGDAN_ count.

    Raises:
        Misconfigured: a value is not of its kind, or unsafe in production.
    """
    settings = Settings(
        home=Path(environment.get("GONGDAN_HOME", "instance")).absolute(),
        host=environment.get("GONGDAN_HOST", "127.0.0.1"),
        port=_whole(environment, "GONGDAN_PORT", 8080, 1, 65535),
        database_url=_database_url(environment.get("GONGDAN_DATABASE_URL", "")),
        secret_key=environment.get("GONGDAN_SECRET_KEY", DEVELOPMENT_SECRET),
        public_url=environment.get("GONGDAN_PUBLIC_URL", "").rstrip("/"),
        production=_flag(environment, "GONGDAN_PRODUCTION", default=False),
        controlled_clock=_flag(environment, "GONGDAN_CONTROLLED_CLOCK", default=False),
        embedded_runner=_flag(environment, "GONGDAN_EMBEDDED_RUNNER", default=True),
        broker_url=environment.get("GONGDAN_BROKER_URL", ""),
        upload_limit_bytes=_whole(
            environment, "GONGDAN_UPLOAD_LIMIT_BYTES", 30_000_000, 1_000, 2**31
        ),
        attachment_limit_bytes=_whole(
            environment, "GONGDAN_ATTACHMENT_LIMIT_BYTES", 20_000_000, 1_000, 2**31
        ),
        session_days=_whole(environment, "GONGDAN_SESSION_DAYS", 14, 1, 365),
        limiter_storage=environment.get("GONGDAN_LIMITER_STORAGE", "memory://"),
        trusted_proxies=_whole(environment, "GONGDAN_TRUSTED_PROXIES", 0, 0, 10),
        threads=_whole(environment, "GONGDAN_THREADS", 8, 1, 256),
    )
    _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: Settings) -> None:
    if len(settings.secret_key) < 16:
        raise Misconfigured(name="GONGDAN_SECRET_KEY", why="at least 16 characters")
    if not settings.production:
        return
    if settings.secret_key == DEVELOPMENT_SECRET:
        raise Misconfigured(
            name="GONGDAN_SECRET_KEY", why="a secret of your own in production"
        )
    if settings.controlled_clock:
        raise Misconfigured(
            name="GONGDAN_CONTROLLED_CLOCK", why="to be unset in production"
        )


def _flag(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environment.get(name, "").strip().lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    if not text:
        return default
    raise Misconfigured(name=name, why="1 or 0")


def _whole(
    environment: Mapping[str, str], name: str, default: int, least: int, most: int
) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Misconfigured(name=name, why=f"a whole number from {least} to {most}")
    return int(text)


def _database_url(text: str) -> str:
    # SQLAlchemy's name for psycopg 3; operators write what their provider gives them.
    for short in ("postgresql://", "postgres://"):
        if text.startswith(short):
            return "postgresql+psycopg://" + text.removeprefix(short)
    return text
