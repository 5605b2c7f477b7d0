"""What an earlier check made sure of: said to the reader and to the type checker, and still looked at when Python runs without asserts."""

from typing import TypeVar

Value = TypeVar("Value")


class NotAsCheckedError(TypeError):
    """A mistake of the program: something an earlier check should have refused came through."""


def given(value: Value | None) -> Value:
    """Return a value that cannot be missing here; raise `NotAsCheckedError` when it is."""
    if value is None:
        raise NotAsCheckedError
    return value


def of_kind(value: object, kind: type[Value]) -> Value:
    """Return a value that can only be of this kind here; raise `NotAsCheckedError` when it is another."""
    if not isinstance(value, kind):
        raise NotAsCheckedError(f"{type(value).__name__} is not {kind.__name__}")
    return value
