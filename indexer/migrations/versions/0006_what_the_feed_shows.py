"""what the open feed shows of each service"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('feed', sa.String(length=10), nullable=False, server_default='shown'))
    op.create_index(
        'service_in_feed', 'service', ['seq'], unique=True,
        sqlite_where=sa.text("feed <> 'no'"), postgresql_where=sa.text("feed <> 'no'"),
    )


def downgrade() -> None:
    op.drop_index('service_in_feed', 'service')
    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.drop_column('feed')
