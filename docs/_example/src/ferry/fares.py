"""What a crossing costs."""


def price(miles: float, age: int) -> int:
    """Cents for one person; children pay half, and nothing before they are six."""
    full = 260 + round(miles * 65)
    if age < 6:
        return 0
    return full // 2 if age < 16 else full


def season_card(month: int) -> int:
    """Cents for the rest of a summer that begins in May."""
    return {5: 24000, 6: 20000, 7: 14000, 8: 8000}[month]
