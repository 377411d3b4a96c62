"""how often what was searched for: counts by month, dimension and code"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('usage_count',
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('dimension', sa.String(length=30), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('month', 'dimension', 'code')
    )


def downgrade() -> None:
    op.drop_table('usage_count')
