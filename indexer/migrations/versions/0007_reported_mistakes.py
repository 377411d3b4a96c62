"""what visitors of the pages reported as wrong"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mistake',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('service', sa.String(length=36), nullable=False),
    sa.Column('fact', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.String(length=10), nullable=False),
    sa.Column('last_day', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('settled_at', sa.String(length=40), nullable=True),
    sa.Column('settled_by', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('mistake', schema=None) as batch_op:
        batch_op.create_index('mistake_by_state', ['state', 'service'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('mistake', schema=None) as batch_op:
        batch_op.drop_index('mistake_by_state')

    op.drop_table('mistake')
