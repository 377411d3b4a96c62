"""what stewards correct, and what they decide"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('service', sa.String(length=36), nullable=False),
    sa.Column('pointer', sa.String(length=80), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('source_value', sa.Text(), nullable=True),
    sa.Column('misfit', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('until', sa.String(length=10), nullable=False),
    sa.Column('ended_at', sa.String(length=40), nullable=True),
    sa.Column('ended_by', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index('correction_by_service', ['service'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.String(length=40), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('object', sa.String(length=120), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.String(length=40), nullable=True),
    sa.Column('undone_by', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index('decision_by_object', ['object'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('decision_by_object')

    op.drop_table('decision')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index('correction_by_service')

    op.drop_table('correction')
