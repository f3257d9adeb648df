"""The search index, and what watching feeds must remember. Old reports come into the index when it is first used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the index's tables and those of watching."""
    op.create_table(
        "searched",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("signs", sa.LargeBinary(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("made_by", NUMBER, nullable=True),
        sa.Column("stamp", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.n"], name=op.f("fk_searched_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_searched")),
    )
    op.create_index(op.f("ix_searched_stamp"), "searched", ["stamp"], unique=False)
    _terms()
    _watching()


def _terms() -> None:
    """Make the table of terms, which no common words of SQL describe."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(terms, tokenize = 'ascii')")
        op.execute(
            "CREATE TRIGGER search_forgets AFTER DELETE ON reports BEGIN "
            "DELETE FROM search WHERE rowid = old.n; END"
        )
        return
    op.execute(
        "CREATE TABLE search (report BIGINT NOT NULL CONSTRAINT pk_search PRIMARY KEY "
        "CONSTRAINT fk_search_report REFERENCES reports (n) ON DELETE CASCADE, "
        "terms TEXT NOT NULL, places TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_places ON search USING gin (places)")


def _watching() -> None:
    op.create_table(
        "watched",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_watched")),
    )
    op.create_table(
        "entries",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "entry", name=op.f("pk_entries")),
    )
    op.create_table(
        "told",
        sa.Column("report", NUMBER, nullable=False),
        sa.Column("event", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.n"], name=op.f("fk_told_report"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_event"), "told", ["event"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outgoing")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outgoing_target"), "outgoing", ["target", "n"], unique=False)
