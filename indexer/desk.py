"""The steward's desk: every act of a steward, from the command line or from a page, with its row in the log of decisions, and its undoing.

An act is written with all that follows from it, and the search is brought up to date. Who acts and why is never published, save why
something was corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from indexer import jobs
from indexer.address_geocoder import AddressGeocoder
from indexer.catch_up import catch_up
from indexer.correctable import field_at
from indexer.correction_rows import Correction
from indexer.corrections import is_caught_up
from indexer.decision_rows import DecisionRow, DecisionRows
from indexer.decisions import check_compared, decide
from indexer.dumps import dump_folder, write_dump
from indexer.engines.base import Engine
from indexer.jobs import JobRow
from indexer.joins import Pair
from indexer.journal import Journal
from indexer.ledger import Ledger, Publication
from indexer.mistake_rows import MistakeRows
from indexer.publish import DONE, publish
from indexer.recompose import Recomposer
from indexer.report import restate
from indexer.restore import runs_before, write_restoration
from indexer.run_folder import RunFolder
from schemas.errors import CorrectionRefused, DecisionRefused, EngineUnavailable, RunUnknown
from schemas.run import Run, RunState
from schemas.service import State
from schemas.settings import HELSINKI
from schemas.source import Source

LONGEST_REASON = 500
LONGEST_CORRECTION = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Desk:
    """What stewards act on. `geocoder` is asked, in at most `budget` requests, when a run is published.

    `public_url`: what the open feed's dump names; it is written anew, beside the runs, when an act changed what is published.
    """

    ledger: Ledger
    sources: Mapping[str, Source]
    engine: Engine
    runs_dir: Path
    clock: Callable[[], datetime]
    public_url: str
    geocoder: AddressGeocoder | None = None
    budget: int = 0

    # --- runs -----------------------------------------------------------------------------------------------------

    def approve(self, run: str, *, who: str, why: str) -> Run:
        """Publish a held run in spite of its guards. Raises RunUnknown, EngineUnavailable when only the search is behind."""
        self.held(run)
        with self.ledger.deciding() as decisions:
            decisions.put("approve", run, who=who, why=_reason(why, required=False), at=self.clock())
        return self._publish(RunFolder(self.runs_dir / run))

    def reject(self, run: str, *, who: str, why: str) -> Run:
        """Refuse a held run; what is published stays. Raises RunUnknown, DecisionRefused without a reason."""
        row = self.held(run)
        reason = _reason(why)
        with self.ledger.deciding() as decisions:
            decisions.put("reject", run, who=who, why=reason, at=self.clock())
        return self._restate(row, RunState.REJECTED, f"{row.note}; rejected: {reason}")

    def held(self, run: str) -> Run:
        """The run, when it is held. Raises RunUnknown."""
        row = self.ledger.get_run(run)
        if row.state is not RunState.HELD:
            raise RunUnknown(f"run {run} is {row.state.value}, not held")
        if not (self.runs_dir / run).is_dir():
            raise RunUnknown(f"the folder of run {run} is gone; crawl again instead")
        return row

    def crawl_now(self, source: str, *, who: str, why: str = "") -> JobRow:
        """Ask the worker for a run of a source. Raises DecisionRefused."""
        if source not in self.sources:
            raise DecisionRefused(f"there is no source {source[:40]!r}")
        job = jobs.request(self.ledger, source, who, at=self.clock())
        with self.ledger.deciding() as decisions:
            about = f"{source} {job.id}"
            if not any(row.undone_at is None for row in decisions.of(about)):
                decisions.put("crawl", about, who=who, why=_reason(why, required=False), at=self.clock())
        return job

    # --- pairs ----------------------------------------------------------------------------------------------------

    def settle_pair(
        self, ids: tuple[str, str], decision: Literal["joined", "separate", "undone"], *, who: str, why: str
    ) -> Pair | None:
        """Say that two offerings are one, or two, or let the rules count again. Raises DecisionRefused."""
        reason = _reason(why, required=decision != "undone")
        pair = decide(self.ledger, self.sources, ids, decision, who=who, when=self.clock(), why=reason)
        self._show()
        return pair

    # --- corrections ----------------------------------------------------------------------------------------------

    def correct(self, service: str, pointer: str, value: Any, *, who: str, why: str, until: date) -> Correction:
        """Say something else than the source does, until a day. Raises CorrectionRefused, DecisionRefused."""
        field = field_at(pointer)
        checked = field.check(value)
        reason = _correction_reason(why)
        today = self._today()
        last = today + LONGEST_CORRECTION
        if not today <= until <= last:
            raise CorrectionRefused("until", came=until, last=last)
        with self.ledger.publishing() as publication:
            row = publication.services([service]).get(service)
            if row is None or row.state == State.REMOVED:
                raise CorrectionRefused("not_in_tray", came=service[:60])
            made = publication.corrections.put(
                service, pointer, checked, who=who, why=reason, at=self.clock(), until=until
            )
            self._recompose(publication, service)
            found = publication.corrections.get(made.id)
            assert found is not None
            _check_fits(found)
            publication.decisions.put("correct", str(made.id), who=who, why=reason, at=self.clock())
        self._show()
        return found

    def end(self, number: int, *, who: str, why: str = "") -> Correction:
        """End a correction now: the source's word counts again. Raises DecisionRefused."""
        with self.ledger.publishing() as publication:
            found = _standing(publication, number)
            publication.corrections.end(number, who=who, at=self.clock())
            publication.decisions.put("end", str(number), who=who, why=_reason(why, required=False), at=self.clock())
            self._recompose(publication, found.service)
        self._show()
        return found

    def expire(self) -> None:
        """Let the corrections go whose day has passed."""
        with self.ledger.corrections() as rows:
            if not rows.has_expired(self._today()):
                return
        with self.ledger.publishing() as publication:
            self._recompose(publication)
        self._show()

    # --- reported mistakes ------------------------------------------------------------------------------------------

    def dismiss(self, number: int, *, who: str, why: str = "") -> None:
        """Say of a reported mistake that it is none, or is dealt with. Raises DecisionRefused."""
        with self.ledger.writing() as connection:
            rows = MistakeRows(connection)
            found = rows.get(number)
            if found is None or found.state != "open":
                raise DecisionRefused(f"there is no open report {number}")
            rows.settle(number, "dismissed", who=who, at=self.clock())
            reason = _reason(why, required=False)
            DecisionRows(connection).put("dismiss", str(number), who=who, why=reason, at=self.clock())

    def correct_reported(
        self, number: int, service: str, pointer: str, value: Any, *, who: str, why: str, until: date
    ) -> Correction:
        """Correct what a report was about, which settles it. Raises as `correct` does."""
        made = self.correct(service, pointer, value, who=who, why=why, until=until)
        with self.ledger.writing() as connection:
            rows = MistakeRows(connection)
            found = rows.get(number)
            if found is not None and found.state == "open" and found.service == service:
                rows.settle(number, "corrected", who=who, at=self.clock())
        return made

    # --- undoing --------------------------------------------------------------------------------------------------

    def undo(self, number: int, *, who: str) -> DecisionRow:
        """Undo a decision, with what followed from it. Raises DecisionRefused when that is not possible any more, with the reason."""
        with self.ledger.decisions() as rows:
            row = rows.get(number)
        if row is None:
            raise DecisionRefused(f"there is no decision {number}")
        if row.undone_at is not None:
            raise DecisionRefused(f"decision {number} is undone already")
        match row.what:
            case "joined" | "separate":
                one, other = row.object.split(" ")
                self.settle_pair((one, other), "undone", who=who, why="")
                return row
            case "correct":
                self._undo_correction(int(row.object), who=who)
            case "end":
                self._undo_end(int(row.object))
            case "approve":
                self._undo_approval(row.object)
            case "reject":
                self._undo_rejection(row.object)
            case "crawl":
                if not jobs.withdraw(self.ledger, int(row.object.split(" ")[1])):
                    raise DecisionRefused("the worker has begun with it already")
            case "dismiss":
                with self.ledger.writing() as connection:
                    MistakeRows(connection).settle(int(row.object), "open", who=None, at=None)
        with self.ledger.deciding() as decisions:
            decisions.undo(number, who=who, at=self.clock())
        Journal.beside(self.runs_dir).keep_up(self.ledger)
        return row

    def _undo_correction(self, number: int, *, who: str) -> None:
        with self.ledger.publishing() as publication:
            found = _standing(publication, number)
            publication.corrections.end(number, who=who, at=self.clock())
            self._recompose(publication, found.service)
        self._show()

    def _undo_end(self, number: int) -> None:
        with self.ledger.publishing() as publication:
            found = publication.corrections.get(number)
            if found is None or found.ended_at is None:
                raise DecisionRefused(f"correction {number} stands already")
            if found.until < self._today():
                raise DecisionRefused(f"correction {number} was to hold until {found.until}; correct anew")
            others = publication.corrections.in_force().get(found.service, [])
            if any(one.pointer == found.pointer for one in others):
                raise DecisionRefused(f"{found.pointer} has another correction since; end that one first")
            publication.corrections.begin_again(number)
            self._recompose(publication, found.service)
        self._show()

    def _undo_rejection(self, run: str) -> None:
        row = self.ledger.get_run(run)
        if row.state is not RunState.REJECTED:
            raise DecisionRefused(f"run {run} is {row.state.value}, not rejected")
        newer = [r for r in self.ledger.runs(row.source) if r.state in DONE and r.started_at > row.started_at]
        if newer:
            raise DecisionRefused(f"run {newer[0].id} was published since; a rejected run cannot be held again")
        self._restate(row, RunState.HELD, "; ".join(guard.note for guard in row.guards if guard.holds))

    def _undo_approval(self, run: str) -> None:
        row = self.ledger.get_run(run)
        if row.state is RunState.HELD:
            return  # it was approved, and not published yet: there is nothing to take back
        if row.state not in DONE:
            raise DecisionRefused(f"run {run} is {row.state.value}, not published")
        if row.source not in self.sources:
            raise DecisionRefused(f"{row.source} is no source any more")
        before = runs_before(self.ledger, row)
        now = datetime.now(UTC)
        started_at = max(now, row.started_at + timedelta(seconds=1))
        folder = RunFolder(self.runs_dir / RunFolder.new_id(row.source, started_at))
        write_restoration(
            folder,
            self.sources[row.source],
            before,
            self.ledger.record_states(row.source),
            runs_dir=self.runs_dir,
            started_at=started_at,
            sample=self.ledger.meta("sample") == "yes",
        )
        restored = self._publish(folder)
        self._restate(restored, restored.state, f"brings back what stood before run {run}, whose approval was undone")
        self._restate(row, RunState.REJECTED, f"{row.note}; its approval was undone".strip("; "))

    # --- what acts have in common ---------------------------------------------------------------------------------

    def _today(self) -> date:
        return self.clock().astimezone(HELSINKI).date()

    def _publish(self, folder: RunFolder) -> Run:
        run = publish(
            self.ledger,
            folder,
            self.sources,
            now=self.clock(),
            approved=True,
            geocoder=self.geocoder,
            budget=self.budget,
        )
        if run.state in DONE:
            self._show()
        return run

    def _restate(self, row: Run, state: RunState, note: str) -> Run:
        told = row.model_copy(update={"state": state, "note": note})
        self.ledger.put_run(told)
        restate(self.ledger, RunFolder(self.runs_dir / row.id), told)
        Journal.beside(self.runs_dir).keep_up(self.ledger)
        return told

    def _recompose(self, publication: Publication, *services: str) -> None:
        check_compared(self.ledger, publication.matches)
        now = self.clock()
        run = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-correction"
        Recomposer(publication, self.sources, source="", run=run, at=now).correct(services)

    def _show(self) -> None:
        """Bring the journal, the dump and the search up to the ledger. Raises EngineUnavailable, and then only the search is behind."""
        Journal.beside(self.runs_dir).keep_up(self.ledger)
        folder = dump_folder(self.runs_dir.parent)
        write_dump(self.ledger, folder, public_url=self.public_url.rstrip("/"), now=self.clock())
        try:
            catch_up(self.ledger, self.engine)
        except EngineUnavailable as error:
            raise EngineUnavailable(
                f"it is done, but the search does not show it yet: {error}. `liiku index` brings the search up to date"
            ) from error


def _reason(why: str, *, required: bool = True) -> str:
    reason = why.strip()
    if required and not reason:
        raise DecisionRefused("say why: a decision without a reason helps nobody later")
    return reason[:LONGEST_REASON]


def _correction_reason(why: str) -> str:
    reason = " ".join(why.split())
    if not reason:
        raise CorrectionRefused("no_reason")
    if len(reason) > LONGEST_REASON:
        raise CorrectionRefused("reason_too_long", came=len(reason), allowed=LONGEST_REASON)
    return reason


def _check_fits(found: Correction) -> None:
    """Raises CorrectionRefused for a correction that composing could not apply, or that changes nothing."""
    if found.misfit == "schema":
        raise CorrectionRefused("schema", detail=found.pointer)
    if found.misfit:
        raise CorrectionRefused(found.misfit, came=found.pointer)
    if is_caught_up(found):
        raise CorrectionRefused("same")


def _standing(publication: Publication, number: int) -> Correction:
    found = publication.corrections.get(number)
    if found is None or found.ended_at is not None:
        raise DecisionRefused(f"there is no correction {number} in force")
    return found
