"""Tickets that are checked without a network."""

import hashlib
import hmac

KEYS_KEPT = 3


def key_of(day: str, secret: bytes) -> bytes:
    """The key that signs the tickets of a day."""
    return hashlib.blake2b(day.encode(), key=secret).digest()


def sign(ticket: bytes, key: bytes) -> bytes:
    """A ticket with its signature behind it."""
    return ticket + hmac.digest(key, ticket, "sha256")


def is_valid(signed: bytes, keys: list[bytes]) -> bool:
    """Whether one of the last keys signed this."""
    ticket, known = signed[:-32], keys[-KEYS_KEPT:]
    return any(hmac.compare_digest(sign(ticket, key), signed) for key in known)
