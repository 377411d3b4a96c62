"""`liiku compare`: two runs of one source side by side, from their folders; held and failed ones too."""

from __future__ import annotations

from indexer.compare import compare_runs, source_of
from liiku.context import Context
from schemas.errors import ConfigError
from schemas.report import Comparison, Listing, Named
from schemas.run import Mode

NAMES = 10
COUNTS = ("rows", "taken", "refused", "out_of_scope", "gone")


def comparison_of(context: Context, a: str, b: str) -> Comparison:
    """What run B says otherwise than run A. Raises RunUnknown, and ConfigError for runs of two sources."""
    one, other = context.run_folder(a), context.run_folder(b)
    if source_of(one) != source_of(other):
        raise ConfigError(
            f"{a} is of {source_of(one)} and {b} is of {source_of(other)}; two runs of one source can be compared"
        )
    return compare_runs(one, other)


def comparison_text(found: Comparison) -> str:
    """The comparison in words: counts side by side, what is only in one, what changed by field."""
    a, b = found.a.model_dump(), found.b.model_dump()
    lines = [f"A {found.a.run}", f"B {found.b.run}", f"{'':<14} {'A':>8} {'B':>8}"]
    lines += [f"{name.replace('_', ' '):<14} {a[name]:>8} {b[name]:>8}" for name in COUNTS]
    lines += [f"the same: {found.same}"]
    lines += [
        f"{name} is not a whole view of the source: what it lacks may still be there"
        for name, side in (("A", found.a), ("B", found.b))
        if side.mode is Mode.INCREMENTAL or not side.complete
    ]
    for title, listing in (
        ("refused in A, read in B", found.rescued),
        ("read in A, refused in B", found.lost),
        ("only in A", found.only_in_a),
        ("only in B", found.only_in_b),
    ):
        lines += _listed(title, listing)
    lines.append(f"changed: {found.changed.total}")
    for entry in found.fields:
        lines.append(f"  {entry.field}: {entry.count}")
        for sample in entry.samples[:1]:
            lines += [f"    {_name(sample)}"]
            lines += [f"      {c.pointer}: {c.old or '(nothing)'} → {c.new or '(nothing)'}" for c in sample.changes[:3]]
    return "\n".join(lines)


def _listed(title: str, listing: Listing) -> list[str]:
    shown = [f"  {_name(one)}" for one in listing.shown[:NAMES]]
    more = [f"  … and {listing.total - len(shown)} more"] if listing.total > len(shown) else []
    return [f"{title}: {listing.total}", *shown, *more]


def _name(one: Named) -> str:
    return f"{one.collection} {one.source_id} {one.name}".strip()
