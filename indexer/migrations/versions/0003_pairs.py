"""pairs of offerings that may be one: likenesses, where they meet, matches and decisions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('likeness',
    sa.Column('service', sa.String(length=36), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('service')
    )
    op.create_table('block',
    sa.Column('block', sa.String(length=400), nullable=False),
    sa.Column('service', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('block', 'service')
    )
    with op.batch_alter_table('block', schema=None) as batch_op:
        batch_op.create_index('block_by_service', ['service'], unique=False)

    op.create_table('match',
    sa.Column('a', sa.String(length=36), nullable=False),
    sa.Column('b', sa.String(length=36), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('first_seen', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('decided_at', sa.String(length=40), nullable=True),
    sa.Column('why', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('a', 'b')
    )
    with op.batch_alter_table('match', schema=None) as batch_op:
        batch_op.create_index('match_by_b', ['b'], unique=False)


def downgrade() -> None:
    op.drop_table('match')
    op.drop_table('block')
    op.drop_table('likeness')
