"""Alembic's entry: runs the migrations on the connection that the ledger hands over."""

from __future__ import annotations

from alembic import context

from indexer.database import is_sqlite, suit_postgresql
from indexer.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
    if not is_sqlite(connection.engine.url):
        suit_postgresql(connection, metadata)
