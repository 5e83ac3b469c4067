"""What makes the database itself refuse to change the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "the log is only added to"
PLACE = {
    "sqlite": [
        f"CREATE TRIGGER log_no_{verb} BEFORE {verb} ON log_entry BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"""CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_refuse()",
        "CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete"],
    "postgresql": [
        "DROP TRIGGER log_no_change ON log_entry",
        "DROP TRIGGER log_no_truncate ON log_entry",
        "DROP FUNCTION log_refuse()",
    ],
}


def place(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers."""
    _run(connection, PLACE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: a migration does that to change the table, and tests to empty it."""
    _run(connection, REMOVE)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
