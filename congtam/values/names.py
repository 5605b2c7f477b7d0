"""Vietnamese names: how they are sorted, and how they are found without diacritics."""

import unicodedata

# The alphabet of Vietnamese, in its order; f, j, w, z come where the Latin alphabet has them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {
    letter: chr(ord("0") + rank) if rank < 10 else chr(ord("a") + rank - 10) for rank, letter in enumerate(_ALPHABET)
}
# Marks of tone in the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def searchable(text: str) -> str:
    """Return `text` in small letters without diacritics, single spaces: "Nguyễn Văn Đạt" → "nguyen van dat"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").split())


def initials(name: str) -> str:
    """Return the first letters of a name without diacritics: "Nguyễn Văn Đạt" → "nvd"."""
    return "".join(word[0] for word in searchable(name).split())


def sort_key(name: str) -> str:
    """Return a plain text that sorts as Vietnamese names do: given name first, letters before tones."""
    words = unicodedata.normalize("NFC", name.lower()).split()
    return " ".join(_ranked(word) for word in words[-1:] + words[:-1])


def sort_text(text: str) -> str:
    """Return a plain text that sorts as Vietnamese titles do, word by word from the left."""
    return " ".join(_ranked(word) for word in unicodedata.normalize("NFC", text.lower()).split())


def _ranked(word: str) -> str:
    letters, tones = [], []
    for sign in word:
        base, tone = sign, "0"
        for mark in unicodedata.normalize("NFD", sign):
            if mark in _TONES:
                tone = _TONES[mark]
                base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", sign).replace(mark, ""))
        letters.append(_RANKS.get(base, base if base.isascii() and base.isalnum() else "!"))
        tones.append(tone)
    return "".join(letters) + "," + "".join(tones)
