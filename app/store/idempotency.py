"""IdempotencyKey: the first answer to a request that may be sent twice."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base


class IdempotencyKey(Base):
    """The answer that a caller got for a key, kept for a day."""

    __tablename__ = "idempotency_keys"

    username: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_keys_created", "created_at"),)
