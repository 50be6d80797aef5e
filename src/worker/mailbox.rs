//! The rules of the [worker](super), without its thread: what waits, what runs, what has come.

use std::collections::BTreeMap;
use std::mem;
use std::time::Instant;

use super::{Generation, Job, JobError, JobProgress, Outcome, Report};
use crate::field::{CancelToken, Cancelled, Progress};

/// The slots of all kinds.
pub(super) struct Mailbox<J: Job> {
    /// The generation of the newest job.
    newest: u64,
    waiting: BTreeMap<J::Kind, Ticket<J>>,
    running: Option<Running<J::Kind>>,
    reports: BTreeMap<J::Kind, ReportOf<J>>,
    closed: bool,
}

/// A report on a job of type J.
type ReportOf<J> = Report<<J as Job>::Kind, <J as Job>::Output>;

/// A job that was submitted.
pub(super) struct Ticket<J> {
    pub(super) job: J,
    generation: Generation,
    submitted: Instant,
}

/// A job that is to be run now.
pub(super) struct Started<J> {
    pub(super) ticket: Ticket<J>,
    pub(super) cancel: CancelToken,
    pub(super) progress: Progress,
}

/// A report was put where it will be fetched.
pub(super) struct Delivered<J: Job> {
    /// What it replaced, to be dropped once the mailbox is unlocked: freeing a large result takes a while.
    pub(super) replaced: Option<ReportOf<J>>,
}

struct Running<K> {
    kind: K,
    generation: Generation,
    submitted: Instant,
    cancel: CancelToken,
    progress: Progress,
    fate: Fate,
}

/// What becomes of the running job when it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Its result is delivered.
    Wanted,
    /// It makes way for another: if it stops, it goes back into its slot, unless a newer one of its kind waits there.
    Interrupted,
    /// It is dropped whatever comes of it.
    Abandoned,
}

impl<J: Job> Mailbox<J> {
    /// Empty.
    pub(super) fn new() -> Self {
        Self { newest: 0, waiting: BTreeMap::new(), running: None, reports: BTreeMap::new(), closed: false }
    }

    /// Put a job into its slot and make way for it.
    pub(super) fn submit(&mut self, job: J) -> Generation {
        self.newest += 1;
        let generation = Generation(self.newest);
        let kind = job.kind();
        if let Some(running) = &mut self.running
            && running.fate == Fate::Wanted
            && running.kind >= kind
        {
            running.stop(Fate::Interrupted);
        }
        self.waiting.insert(kind, Ticket { job, generation, submitted: Instant::now() });
        generation
    }

    /// Take the most urgent job that waits.
    pub(super) fn start_next(&mut self) -> Option<Started<J>> {
        let (kind, ticket) = self.waiting.pop_first()?;
        let (cancel, progress) = (CancelToken::new(), Progress::new());
        self.running = Some(Running {
            kind,
            generation: ticket.generation,
            submitted: ticket.submitted,
            cancel: cancel.clone(),
            progress: progress.clone(),
            fate: Fate::Wanted,
        });
        Some(Started { ticket, cancel, progress })
    }

    /// An intermediate result of the running job.
    pub(super) fn publish(&mut self, ticket: &Ticket<J>, output: J::Output) -> Option<Delivered<J>> {
        let running = self.running.as_ref()?;
        if running.fate == Fate::Abandoned {
            return None;
        }
        let (kind, generation) = (running.kind, running.generation);
        debug_assert_eq!(generation, ticket.generation, "only the running job publishes");
        Some(self.deliver(Report { kind, generation, outcome: Outcome::Partial(output) }))
    }

    /// The end of the running job.
    pub(super) fn finish(
        &mut self,
        ticket: Ticket<J>,
        end: Result<Result<J::Output, Cancelled>, JobError>,
    ) -> Option<Delivered<J>> {
        let Running { kind, generation, fate, .. } = self.running.take()?;
        let outcome = match (end, fate) {
            (_, Fate::Abandoned) => return None,
            (Ok(Err(Cancelled)), Fate::Interrupted) => {
                self.waiting.entry(kind).or_insert(ticket);
                return None;
            }
            (Ok(Err(Cancelled)), Fate::Wanted) => Outcome::Failed(JobError::GaveUp),
            (Ok(Ok(output)), _) => Outcome::Finished(output),
            (Err(error), _) => Outcome::Failed(error),
        };
        Some(self.deliver(Report { kind, generation, outcome }))
    }

    /// Everything that has come, the most urgent kind first.
    pub(super) fn collect(&mut self) -> Vec<ReportOf<J>> {
        mem::take(&mut self.reports).into_values().collect()
    }

    /// How far the newest job of a kind is.
    pub(super) fn progress(&self, kind: J::Kind) -> Option<JobProgress> {
        if let Some(ticket) = self.waiting.get(&kind) {
            return Some(JobProgress { done: 0, total: 0, age: ticket.submitted.elapsed() });
        }
        let running = self.running.as_ref().filter(|r| r.kind == kind && r.fate != Fate::Abandoned)?;
        let (done, total) = running.progress.get();
        Some(JobProgress { done, total, age: running.submitted.elapsed() })
    }

    /// Forget a kind's jobs and its report, which is returned to be dropped once the mailbox is unlocked.
    pub(super) fn cancel(&mut self, kind: J::Kind) -> Option<ReportOf<J>> {
        if let Some(running) = self.running.as_mut().filter(|r| r.kind == kind) {
            running.stop(Fate::Abandoned);
        }
        self.waiting.remove(&kind);
        self.reports.remove(&kind)
    }

    /// No more jobs.
    pub(super) fn close(&mut self) {
        self.closed = true;
        if let Some(running) = &mut self.running {
            running.stop(Fate::Abandoned);
        }
    }

    /// Whether there will be no more jobs.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// A kind's jobs run in the order of their generations, so a later report is a newer one.
    fn deliver(&mut self, report: ReportOf<J>) -> Delivered<J> {
        Delivered { replaced: self.reports.insert(report.kind, report) }
    }
}

impl<K> Running<K> {
    fn stop(&mut self, fate: Fate) {
        self.fate = fate;
        self.cancel.cancel();
    }
}
