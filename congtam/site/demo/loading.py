"""Rows made by the database itself: inserted from numbers, copied in, with plain indexes built afterwards."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import connection, models
from psycopg import sql


def last_number(model: type[models.Model]) -> int:
    """Return the highest number a table's rows have, 0 when it is empty."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max("{model._meta.pk.column}"), 0) FROM "{model._meta.db_table}"')
        [last] = cursor.fetchone() or [0]
        return int(str(last))


def insert(model: type[models.Model], values: dict[str, str], rows: str) -> int:
    """Insert a row for each of `rows`; `values` are expressions by field. Fields left out take what the model gives them."""
    columns, expressions = [], []
    for field in model._meta.concrete_fields:
        if field.name in values:
            expression = values[field.name]
        elif field.primary_key:
            continue
        else:
            expression = _default(field)
        columns.append(f'"{field.column}"')
        expressions.append(expression)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(expressions)} FROM {rows}'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        count: int = cursor.rowcount
    _count_on(model)
    return count


def copy(model: type[models.Model], rows: Iterator[dict[str, object]]) -> int:
    """Copy rows in; fields left out take what the model gives them."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    given = {field.name: None if field.null else field.get_default() for field in fields}
    count = 0
    with connection.cursor() as cursor:
        raw = cursor.cursor
        with raw.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copying:
            for row in rows:
                copying.write_row([row.get(field.name, given[field.name]) for field in fields])
                count += 1
    _count_on(model)
    return count


def _default(field: "models.Field[object, object]") -> str:
    if field.null:
        return "NULL"
    value = field.get_default()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dict | list):
        return f"{quoted(json.dumps(value))}::jsonb"
    return str(value) if isinstance(value, int | float | Decimal) else quoted(str(value or ""))


def _count_on(model: type[models.Model]) -> None:
    """Let the next row the application makes take the next free number."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
        [sequence] = cursor.fetchone() or [None]
        if sequence:
            cursor.execute(f'SELECT setval(%s, (SELECT max("{key}") FROM "{table}"))', [sequence])


@contextmanager
def indexes_resting(large: Iterable[type[models.Model]]) -> Iterator[None]:
    """Build what only speeds reading once the large tables are full."""
    tables = [model._meta.db_table for model in large]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%%' AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [tables],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)).as_string(cursor.connection))
    yield
    with connection.cursor() as cursor:
        for _, definition in found:
            cursor.execute(definition)


def quoted(text: str) -> str:
    """Return text as the database reads it in a statement."""
    return "'" + text.replace("'", "''") + "'"


def array(texts: list[str]) -> str:
    """Return texts as an array in a statement."""
    return f"ARRAY[{', '.join(quoted(text) for text in texts)}]"
