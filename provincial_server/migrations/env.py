"""Runs the steps on the connection that ``provincial_server.schema`` lends; the transaction is its own."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
