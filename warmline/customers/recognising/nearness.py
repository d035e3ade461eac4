"""How many slips lie between two spellings: letters that are wrong, missing, too many, or turned round."""

from string import ascii_lowercase, digits


def slips(one: str, other: str, most: int) -> int:
    """The optimal string alignment distance, or `most + 1` where it is more than `most`."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        this = [row]
        for column, right in enumerate(other, 1):
            least = min(last[column] + 1, this[column - 1] + 1, last[column - 1] + (left != right))
            turned = row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right
            this.append(min(least, before[column - 2] + 1) if turned else least)
        if min(this) > most:
            return most + 1
        before, last = last, this
    return min(last[-1], most + 1)


def one_slip(code: str) -> set[str]:
    """All codes of digits and small letters that one slip away from `code`, and itself; letters only if it has any."""
    letters = digits if code.isdecimal() else digits + ascii_lowercase
    near = {code}
    for at in range(len(code) + 1):
        head, tail = code[:at], code[at:]
        near.update(head + letter + tail for letter in letters)
        if tail:
            near.add(head + tail[1:])
            near.update(head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            near.add(head + tail[1] + tail[0] + tail[2:])
    return near
