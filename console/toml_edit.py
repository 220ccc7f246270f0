"""Pure: changes of a TOML text that leave comments and layout as they are. Knows no file and no key."""

from typing import Any, NamedTuple

from console.toml_text import NotToml

Value = str | int | tuple[str, ...]


class Edit(NamedTuple):
    """One change: `values` are set in a table, or a table with them is added to a list of tables.

    `array` names the list ("causes"), `where` the key and the text that find its table; both "" are the section
    `array` itself. `inside` is the list in that table to which a table is added ("items" of a phase), "" for the table
    itself; with `new` the table is added to `array`.
    """

    array: str
    values: tuple[tuple[str, Value], ...]
    where: tuple[str, str] = ("", "")
    inside: str = ""
    new: bool = False


class CannotEdit(ValueError):  # noqa: N818 - it says what cannot be done
    """A text in which there is no place for a change."""


def apply(text: str, edit: Edit) -> str:
    """Return the text with one change. NotToml where it is none, CannotEdit where there is no place for it."""
    import tomlkit
    from tomlkit.exceptions import ParseError, TOMLKitError

    try:
        document = tomlkit.parse(text)
    except ParseError as error:
        raise NotToml(error, text) from error
    try:
        _change(document, edit)
        after = tomlkit.dumps(document)
        tomlkit.parse(after)
    except (TOMLKitError, KeyError, TypeError, AttributeError, IndexError) as error:
        message = f"there is no place for it: [[{edit.array}]] is not a list of tables of the usual kind"
        raise CannotEdit(message) from error
    return after


def _change(document: Any, edit: Edit) -> None:
    import tomlkit

    if edit.new:
        _append(document[edit.array], edit.values)
        return
    if not edit.where[0]:
        if edit.array not in document:
            document[edit.array] = tomlkit.table()
        table = document[edit.array]
    else:
        key, name = edit.where
        table = next((each for each in document[edit.array] if each.get(key) == name), None)
        if table is None:
            message = f"no [[{edit.array}]] has {key} = {name!r} any more"
            raise CannotEdit(message)
    if edit.inside:
        _append(table[edit.inside], edit.values)
        return
    _set(table, edit.values)


def _set(table: Any, values: tuple[tuple[str, Value], ...]) -> None:
    """Set keys of a table; a new one stands behind its last key, before comments that belong to what comes next."""
    body = table.value.body
    tail = []
    while body and body[-1][0] is None:
        tail.append(body.pop()[1])
    for key, value in values:
        table[key] = _plain(value)
    for each in reversed(tail):
        table.value.append(None, each)


def _append(array: Any, values: tuple[tuple[str, Value], ...]) -> None:
    """Add a table to a list of tables, with an empty line between it and its neighbours."""
    import tomlkit
    from tomlkit.items import AoT

    if not isinstance(array, AoT):  # [{...}, {...}]: what is put into it would be no TOML any more
        raise TypeError(type(array).__name__)
    table = tomlkit.table()
    for key, value in values:
        table.add(key, _plain(value))
    last = array[-1]
    (table if last.as_string().endswith("\n\n") else last).add(tomlkit.nl())
    array.append(table)


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value
