"""Payments that are made once."""

from collections.abc import Callable


class Till:
    """What was paid, by the number of the attempt."""

    def __init__(self, ask_bank: Callable[[int], str]) -> None:
        self.ask_bank = ask_bank
        self.known: dict[str, str] = {}

    def pay(self, attempt: str, cents: int) -> str:
        """The answer of the bank, which is asked once for each attempt."""
        if answer := self.known.get(attempt):
            return answer
        self.known[attempt] = self.ask_bank(cents)
        return self.known[attempt]
