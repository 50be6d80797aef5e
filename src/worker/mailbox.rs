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

/// What nobody wants any more, to be dropped once the mailbox is unlocked: freeing a large field takes a while, and whoever polls
/// waits for the lock.
pub(super) struct Leftover<J: Job> {
    ticket: Option<Ticket<J>>,
    report: Option<ReportOf<J>>,
    /// Of an abandoned job.
    output: Option<J::Output>,
}

/// What has come of a message from the running job.
pub(super) struct Delivered<J: Job> {
    /// Whether there is a new report to be fetched.
    pub(super) is_new: bool,
    pub(super) leftover: Leftover<J>,
}

impl<J: Job> Leftover<J> {
    const NOTHING: Self = Self { ticket: None, report: None, output: None };

    /// Whether there is nothing to be freed.
    pub(super) fn is_nothing(&self) -> bool {
        self.ticket.is_none() && self.report.is_none() && self.output.is_none()
    }
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

    /// Put a job into its slot and make way for it. With its generation comes what it replaces.
    pub(super) fn submit(&mut self, job: J) -> (Generation, Leftover<J>) {
        self.newest += 1;
        let generation = Generation(self.newest);
        let kind = job.kind();
        if let Some(running) = &mut self.running
            && running.fate == Fate::Wanted
            && running.kind >= kind
        {
            running.stop(Fate::Interrupted);
        }
        let ticket = self.waiting.insert(kind, Ticket { job, generation, submitted: Instant::now() });
        (generation, Leftover { ticket, ..Leftover::NOTHING })
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
    pub(super) fn publish(&mut self, ticket: &Ticket<J>, output: J::Output) -> Delivered<J> {
        match &self.running {
            Some(Running { kind, generation, fate, .. }) if *fate != Fate::Abandoned => {
                let (kind, generation) = (*kind, *generation);
                debug_assert_eq!(generation, ticket.generation, "only the running job publishes");
                self.deliver(Report { kind, generation, outcome: Outcome::Partial(output) })
            }
            _ => Delivered::nothing(Leftover { output: Some(output), ..Leftover::NOTHING }),
        }
    }

    /// The end of the running job.
    pub(super) fn finish(
        &mut self,
        ticket: Ticket<J>,
        end: Result<Result<J::Output, Cancelled>, JobError>,
    ) -> Delivered<J> {
        let nothing = |ticket, output| Delivered::nothing(Leftover { ticket, output, ..Leftover::NOTHING });
        let Some(Running { kind, generation, fate, .. }) = self.running.take() else {
            return nothing(Some(ticket), None);
        };
        let outcome = match (end, fate) {
            (end, Fate::Abandoned) => return nothing(Some(ticket), end.ok().and_then(Result::ok)),
            (Ok(Err(Cancelled)), Fate::Interrupted) => {
                let newer_waits = self.waiting.contains_key(&kind);
                let surplus = if newer_waits { Some(ticket) } else { self.waiting.insert(kind, ticket) };
                return nothing(surplus, None);
            }
            (Ok(Err(Cancelled)), Fate::Wanted) => Outcome::Failed(JobError::GaveUp),
            (Ok(Ok(output)), _) => Outcome::Finished(output),
            (Err(error), _) => Outcome::Failed(error),
        };
        let mut delivered = self.deliver(Report { kind, generation, outcome });
        delivered.leftover.ticket = Some(ticket);
        delivered
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

    /// Forget a kind's jobs and its report.
    pub(super) fn cancel(&mut self, kind: J::Kind) -> Leftover<J> {
        if let Some(running) = self.running.as_mut().filter(|r| r.kind == kind) {
            running.stop(Fate::Abandoned);
        }
        let (ticket, report) = (self.waiting.remove(&kind), self.reports.remove(&kind));
        Leftover { ticket, report, output: None }
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
        let report = self.reports.insert(report.kind, report);
        Delivered { is_new: true, leftover: Leftover { report, ..Leftover::NOTHING } }
    }
}

impl<J: Job> Delivered<J> {
    /// There is no new report.
    fn nothing(leftover: Leftover<J>) -> Self {
        Self { is_new: false, leftover }
    }
}

impl<K> Running<K> {
    fn stop(&mut self, fate: Fate) {
        self.fate = fate;
        self.cancel.cancel();
    }
}
