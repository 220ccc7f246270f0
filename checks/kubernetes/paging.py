"""Pure: the items of a list answer, one by one, so that a large page never holds up the rest of the program.

Half of an object may be its managedFields; where nobody reads them they are taken out before anything is parsed.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_ITEMS = '"items":['
_MANAGED, _END, _NONE = b'"managedFields":[', b"}]", b'"managedFields":null'
_decode = json.JSONDecoder().raw_decode


def split(raw: bytes) -> tuple[Mapping[str, Any], Iterator[Any]]:
    """Return the metadata of a list and its items; ValueError where it is no list.

    The items are parsed as they are taken: the interpreter can turn to other threads between two of them.
    """
    text = raw.decode("utf-8", "replace")
    start = text.find(_ITEMS)
    if start >= 0:
        try:
            head = json.loads(text[:start] + '"items":0}')
        except ValueError:  # the word stood inside something else
            return _at_once(text)
        if isinstance(head, dict) and isinstance(head.get("metadata"), dict):
            return head["metadata"], _one_by_one(text, start + len(_ITEMS))
    return _at_once(text)


def _one_by_one(text: str, place: int) -> Iterator[Any]:
    try:
        while text[place] != "]":
            item, place = _decode(text, place + (text[place] == ","))
            yield item
    except IndexError:
        raise ValueError("the list ends in the middle") from None


def _at_once(text: str) -> tuple[Mapping[str, Any], Iterator[Any]]:
    whole = json.loads(text)
    if not isinstance(whole, dict) or not isinstance(whole.get("metadata"), dict):
        raise ValueError("not a list of objects")  # noqa: TRY004 - wrong JSON, whatever is wrong with it
    return whole["metadata"], iter(whole.get("items") or ())


def lean(raw: bytes) -> bytes:
    """Return JSON of the API without managedFields, as far as they are easily found.

    Their name in quotes stands in no string of JSON, where quotes are escaped, and they hold no other lists. Where a
    string in them holds what looks like their end, the result is no JSON: then take what there was.
    """
    start = raw.find(_MANAGED)
    if start < 0:
        return raw
    kept, place = [], 0
    while start >= 0:
        end = raw.find(_END, start)
        if end < 0:
            break
        kept += [raw[place:start], _NONE]
        place = end + len(_END)
        start = raw.find(_MANAGED, place)
    return b"".join([*kept, raw[place:]])
