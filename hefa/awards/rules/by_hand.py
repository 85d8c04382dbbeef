"""When hours that one officer enters by hand ask for another officer (security.md, T14)."""


def on_one_word(*, entered: int, rows: int, alone: int, signed_sheet: bool) -> int:
    """How many of `rows` further hand rows stand on the word of one officer who has `entered` some already.

    The rest waits for another officer. With the signed sheet attached to the offering nothing waits.
    """
    return rows if signed_sheet else min(rows, max(0, alone - entered))
