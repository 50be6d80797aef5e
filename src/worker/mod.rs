//! Jobs on a thread of their own, where the latest request wins.
//!
//! A [`Worker`] keeps one slot for each kind of job: at most one job of a kind waits, one job runs, and one result
//! of a kind waits to be fetched. It knows whoever fetches them only as a function to call when there is something.
//!
//! # Which job runs
//! - A newer job of a kind replaces the one that waits and cancels the one that runs; jobs of other kinds stay.
//! - Of the jobs that wait, the one of the smallest [`Job::Kind`] runs first: the kinds' order is their urgency.
//! - A job that arrives while one of a less urgent kind runs interrupts it. The interrupted job goes back into its
//!   slot and is begun anew later, unless a newer one of its kind has come. So a stream of urgent jobs holds the
//!   others back for as long as it lasts, and no longer.
//!
//! # Which result is delivered
//! Of each kind, results come in the order in which their jobs were submitted, and a later one replaces an earlier
//! one that was not fetched. A finished result is delivered even if a newer job of its kind has been submitted since:
//! it is newer than all that [`Worker::poll`] returned before, and while a slider is dragged without a pause it may
//! be all there is to show. After [`Worker::cancel`] nothing comes of the jobs submitted before it.
//!
//! A job that panics delivers [`JobError::Panicked`] and the worker lives on; this needs `panic = "unwind"`.

mod descent_job;
mod field_job;
mod lab_job;
mod layer_jobs;
mod mailbox;
mod spare;
mod studio;
mod task;

use std::any::Any;
use std::fmt;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use descent_job::DescentJob;
pub use field_job::{CENSUS_AT_ONCE, ComputedField, FieldJob, HeatMapJob, JobKind, WindowJob, WindowOutput};
pub use lab_job::{CensusJob, CheckJob, CurvesJob, TakenCensus};
pub use layer_jobs::{ContoursJob, CriticalPointsJob, StreamlinesJob};
use mailbox::{Delivered, Leftover, Mailbox, Started};
pub use spare::SpareField;
pub use studio::Studio;
pub use task::Task;

use crate::field::{CancelToken, Cancelled, Progress};

/// Something to compute away from the caller's thread.
pub trait Job: Send + Sized + 'static {
    /// What the latest job wins over: one slot each. The smallest is the most urgent.
    type Kind: Copy + Ord + Send + 'static;
    /// What is computed.
    type Output: Send + 'static;

    /// The slot this job belongs to.
    fn kind(&self) -> Self::Kind;

    /// Compute; called anew after an interruption.
    ///
    /// Returns `Err` soon after the context's token is cancelled. A job that returns `Ok` has finished, even if it
    /// was cancelled meanwhile.
    fn run(&self, context: &JobContext<'_, Self::Output>) -> Result<Self::Output, Cancelled>;
}

/// What a running job shares with whoever waits for it.
pub struct JobContext<'a, T> {
    /// Cancelled when the result is no longer wanted, or not now.
    pub cancel: &'a CancelToken,
    /// For the job to say how far it is.
    pub progress: &'a Progress,
    publish: &'a dyn Fn(T),
}

impl<'a, T> JobContext<'a, T> {
    /// A context outside a worker: what the job publishes goes to a function.
    pub fn new(cancel: &'a CancelToken, progress: &'a Progress, publish: &'a dyn Fn(T)) -> Self {
        Self { cancel, progress, publish }
    }

    /// Show an intermediate result. It replaces the one published before, so it must stand for itself.
    ///
    /// An interrupted job is begun anew and publishes anew.
    pub fn publish(&self, output: T) {
        (self.publish)(output);
    }
}

/// When a job was submitted, relative to the worker's other jobs: the later, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(u64);

/// What has come of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Report<K, T> {
    /// The slot the job belongs to.
    pub kind: K,
    /// What [`Worker::submit`] returned for the job.
    pub generation: Generation,
    /// The result.
    pub outcome: Outcome<T>,
}

/// A result as far as there is one.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// An intermediate result; another outcome of the same generation may follow.
    Partial(T),
    /// The whole result, and the last of its generation.
    Finished(T),
    /// There is none; the last of its generation.
    Failed(JobError),
}

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// It panicked, with this message.
    Panicked(String),
    /// It returned [`Cancelled`] although nobody had cancelled it.
    GaveUp,
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(message) => {
                write!(f, "The computation failed, which is a defect of this program: {message}")
            }
            Self::GaveUp => {
                f.write_str("The computation stopped by itself, which is a defect of this program.")
            }
        }
    }
}

impl std::error::Error for JobError {}

/// How far the newest job of a kind is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobProgress {
    /// What is done, in the job's own units (grid points for a field).
    pub done: usize,
    /// What there is to do; 0 until the job runs and says so.
    pub total: usize,
    /// The time since the job was submitted.
    pub age: Duration,
}

/// A thread that runs jobs, the latest of each kind; see the [module](self) for the rules.
///
/// Dropping it cancels the job that runs and waits until that has noticed.
pub struct Worker<J: Job> {
    shared: Arc<Shared<J>>,
    /// `None` only while being dropped.
    thread: Option<JoinHandle<()>>,
}

impl<J: Job> Worker<J> {
    /// Start the thread. `notify` is called on it after each result, partial ones and failures too, and must not
    /// wait for the caller of [`Self::poll`].
    ///
    /// Fails where the system has no thread to give.
    pub fn spawn(notify: impl Fn() + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared { mailbox: Mutex::new(Mailbox::new()), arrival: Condvar::new() });
        let on_thread = Arc::clone(&shared);
        let thread = thread::Builder::new().name("gradfield worker".into()).spawn(move || {
            // Jobs and notifications are guarded one by one. What is left, such as a panic where a result is dropped,
            // must not end the thread either: requests would go unanswered without a word.
            while panic::catch_unwind(AssertUnwindSafe(|| on_thread.serve(&notify))).is_err() {}
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Have a job run as soon as its turn comes, in the place of all earlier ones of its kind.
    pub fn submit(&self, job: J) -> Generation {
        let (generation, replaced) = self.shared.lock().submit(job);
        self.shared.arrival.notify_one();
        free(replaced);
        generation
    }

    /// What has come since the last call: at most one report a kind, the most urgent kind first. Never waits for a
    /// job.
    pub fn poll(&self) -> Vec<Report<J::Kind, J::Output>> {
        self.shared.lock().collect()
    }

    /// How far the newest job of a kind is; `None` where none waits or runs.
    pub fn progress(&self, kind: J::Kind) -> Option<JobProgress> {
        self.shared.lock().progress(kind)
    }

    /// Forget the jobs of a kind: the one that waits, the one that runs and the result not yet fetched.
    pub fn cancel(&self, kind: J::Kind) {
        let forgotten = self.shared.lock().cancel(kind);
        free(forgotten);
    }
}

impl<J: Job> Drop for Worker<J> {
    fn drop(&mut self) {
        self.shared.lock().close();
        self.shared.arrival.notify_one();
        if let Some(thread) = self.thread.take() {
            // Its panics are caught where they happen; there is nobody left to tell of another.
            drop(thread.join());
        }
    }
}

/// What the worker's thread and its owner have in common.
struct Shared<J: Job> {
    mailbox: Mutex<Mailbox<J>>,
    /// A job has come or the mailbox was closed.
    arrival: Condvar,
}

impl<J: Job> Shared<J> {
    /// The mailbox, also after a panic: each of its changes is complete at every point where foreign code may panic.
    fn lock(&self) -> MutexGuard<'_, Mailbox<J>> {
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Run jobs until the mailbox is closed.
    fn serve(&self, notify: &impl Fn()) {
        while let Some(started) = self.wait_for_job() {
            let Started { ticket, cancel, progress } = started;
            let publish = |output| {
                let delivered = self.lock().publish(&ticket, output);
                tell(notify, delivered);
            };
            let context = JobContext::new(&cancel, &progress, &publish);
            let end = panic::catch_unwind(AssertUnwindSafe(|| ticket.job.run(&context)))
                .map_err(|payload| JobError::Panicked(panic_message(payload.as_ref())));
            let delivered = self.lock().finish(ticket, end);
            tell(notify, delivered);
        }
    }

    /// The next job, or `None` once the mailbox is closed.
    fn wait_for_job(&self) -> Option<Started<J>> {
        let mut mailbox = self.lock();
        while !mailbox.is_closed() {
            if let Some(started) = mailbox.start_next() {
                return Some(started);
            }
            mailbox = self.arrival.wait(mailbox).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }
}

/// Call `notify` if something was delivered. Its panics have nothing to do with the job.
fn tell<J: Job>(notify: &impl Fn(), Delivered { is_new, leftover }: Delivered<J>) {
    drop(leftover);
    if is_new {
        drop(panic::catch_unwind(AssertUnwindSafe(notify)));
    }
}

/// Free on another thread what the window's own would take long for.
fn free<J: Job>(leftover: Leftover<J>) {
    if !leftover.is_nothing() {
        spare::free_elsewhere(leftover);
    }
}

/// The text given to `panic!`.
fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message").to_owned()
}
