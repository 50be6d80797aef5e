//! The rules by which jobs run and results arrive. Nothing here depends on how fast a thread is: jobs wait until they
//! are released or cancelled, and the tests wait for notifications.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use gradfield::analysis::{Census, Steps};
use gradfield::colormap::Scale;
use gradfield::field::{
    self, AxisSpec, CancelToken, Cancelled, FieldSeed, GradientField, GridSpec, Progress,
};
use gradfield::heat_map::{HeatMapOrder, Layer, Quantity, Tile};
use gradfield::worker::{
    ComputedField, CurvesJob, FieldJob, Generation, HeatMapJob, Job, JobContext, JobError, JobKind, Outcome,
    Report, SpareField, Studio, WindowJob, WindowOutput, Worker,
};
use proptest::prelude::*;

/// Far more than anything here takes; only a defect waits so long.
const LIMIT: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Field,
    Study,
    Map,
}

const KINDS: [Kind; 3] = [Kind::Field, Kind::Study, Kind::Map];

type Context<'a> = JobContext<'a, u32>;
type Body = Box<dyn Fn(&Context<'_>) -> Result<u32, Cancelled> + Send>;

struct TestJob {
    kind: Kind,
    body: Body,
}

impl Job for TestJob {
    type Kind = Kind;
    type Output = u32;

    fn kind(&self) -> Kind {
        self.kind
    }

    fn run(&self, context: &Context<'_>) -> Result<u32, Cancelled> {
        (self.body)(context)
    }
}

/// A worker with all that is needed to wait for it.
struct Bench {
    worker: Worker<TestJob>,
    notified: Receiver<()>,
    /// Jobs that have begun, by the value they are to return.
    begun: Receiver<u32>,
    begin: Sender<u32>,
}

impl Bench {
    fn new() -> Self {
        let (notify, notified) = mpsc::channel();
        let (begin, begun) = mpsc::channel();
        let worker = Worker::spawn(move || notify.send(()).unwrap_or_default()).unwrap();
        Self { worker, notified, begun, begin }
    }

    fn submit(
        &self,
        kind: Kind,
        body: impl Fn(&Context<'_>) -> Result<u32, Cancelled> + Send + 'static,
    ) -> Generation {
        self.worker.submit(TestJob { kind, body: Box::new(body) })
    }

    /// A job that is done at once.
    fn submit_quick(&self, kind: Kind, value: u32) -> Generation {
        let begin = self.begin.clone();
        self.submit(kind, move |_| {
            begin.send(value).unwrap();
            Ok(value)
        })
    }

    /// A job that stops when it is cancelled and never otherwise.
    fn submit_endless(&self, kind: Kind, value: u32) -> Generation {
        let begin = self.begin.clone();
        self.submit(kind, move |context| {
            begin.send(value).unwrap();
            wait_for_cancel(context)
        })
    }

    /// A job that takes no notice of its token and is done when released; returns how to release it, and when it
    /// was last asked to stop.
    fn submit_stubborn(&self, kind: Kind, value: u32) -> (Generation, Sender<()>, Arc<AtomicBool>) {
        let begin = self.begin.clone();
        let (release, released) = mpsc::channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        let was_cancelled = Arc::clone(&cancelled);
        let generation = self.submit(kind, move |context| {
            begin.send(value).unwrap();
            released.recv_timeout(LIMIT).unwrap();
            was_cancelled.store(context.cancel.is_cancelled(), Ordering::SeqCst);
            Ok(value)
        });
        (generation, release, cancelled)
    }

    /// Wait until the next job begins, and hold it against what is expected.
    fn expect_begin(&self, value: u32) {
        assert_eq!(self.begun.recv_timeout(LIMIT), Ok(value));
    }

    fn wait_for_notification(&self) {
        self.notified.recv_timeout(LIMIT).expect("the worker notifies");
    }

    /// Wait for a notification and fetch what it is about.
    fn next(&self) -> Vec<Report<Kind, u32>> {
        self.wait_for_notification();
        self.worker.poll()
    }
}

fn wait_for_cancel<T>(context: &JobContext<'_, T>) -> Result<u32, Cancelled> {
    let start = Instant::now();
    loop {
        context.cancel.check()?;
        assert!(start.elapsed() < LIMIT, "nobody cancels this job");
        std::thread::yield_now();
    }
}

fn finished(kind: Kind, generation: Generation, value: u32) -> Report<Kind, u32> {
    Report { kind, generation, outcome: Outcome::Finished(value) }
}

#[test]
fn a_newer_job_cancels_the_running_one_of_its_kind() {
    let bench = Bench::new();
    bench.submit_endless(Kind::Field, 1);
    bench.expect_begin(1);
    let second = bench.submit_quick(Kind::Field, 2);
    assert_eq!(bench.next(), [finished(Kind::Field, second, 2)]);
    assert_eq!(bench.worker.poll(), []);
}

#[test]
fn a_newer_job_replaces_the_waiting_one_of_its_kind() {
    let bench = Bench::new();
    let (field, release, _) = bench.submit_stubborn(Kind::Field, 1);
    bench.expect_begin(1);
    bench.submit_quick(Kind::Study, 2);
    bench.submit_quick(Kind::Study, 3);
    let study = bench.submit_quick(Kind::Study, 4);
    release.send(()).unwrap();
    bench.expect_begin(4);
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, field, 1), finished(Kind::Study, study, 4)]);
}

#[test]
fn less_urgent_kinds_wait_without_cancelling() {
    let bench = Bench::new();
    let (study, release, cancelled) = bench.submit_stubborn(Kind::Study, 1);
    bench.expect_begin(1);
    let map = bench.submit_quick(Kind::Map, 2);
    release.send(()).unwrap();
    bench.expect_begin(2);
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert!(!cancelled.load(Ordering::SeqCst));
    assert_eq!(bench.worker.poll(), [finished(Kind::Study, study, 1), finished(Kind::Map, map, 2)]);
}

#[test]
fn the_most_urgent_waiting_job_runs_first() {
    let bench = Bench::new();
    let (_, release, _) = bench.submit_stubborn(Kind::Field, 1);
    bench.expect_begin(1);
    bench.submit_quick(Kind::Map, 4);
    bench.submit_quick(Kind::Study, 3);
    release.send(()).unwrap();
    bench.expect_begin(3);
    bench.expect_begin(4);
}

#[test]
fn an_interrupted_job_is_begun_anew() {
    let bench = Bench::new();
    let runs = Arc::new(AtomicUsize::new(0));
    let (counter, begin) = (Arc::clone(&runs), bench.begin.clone());
    let study = bench.submit(Kind::Study, move |context| {
        begin.send(7).unwrap();
        if counter.fetch_add(1, Ordering::SeqCst) == 0 { wait_for_cancel(context) } else { Ok(7) }
    });
    bench.expect_begin(7);
    let field = bench.submit_quick(Kind::Field, 1);
    bench.expect_begin(1);
    bench.expect_begin(7);
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, field, 1), finished(Kind::Study, study, 7)]);
    assert_eq!(runs.load(Ordering::SeqCst), 2);
}

#[test]
fn an_interrupted_job_gives_way_to_a_newer_one_of_its_kind() {
    let bench = Bench::new();
    bench.submit_endless(Kind::Study, 1);
    bench.expect_begin(1);
    let (_, release, _) = bench.submit_stubborn(Kind::Field, 2);
    bench.expect_begin(2);
    let study = bench.submit_quick(Kind::Study, 3);
    release.send(()).unwrap();
    bench.expect_begin(3);
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert_eq!(bench.worker.poll().last(), Some(&finished(Kind::Study, study, 3)));
    assert_eq!(bench.begun.try_recv().ok(), None, "the older study is not run again");
}

#[test]
fn a_job_slow_to_stop_is_not_begun_anew_after_a_newer_one() {
    let bench = Bench::new();
    let (release, released) = mpsc::channel::<()>();
    let begin = bench.begin.clone();
    bench.submit(Kind::Study, move |context| {
        begin.send(1).unwrap();
        released.recv_timeout(LIMIT).unwrap();
        context.cancel.check().map(|()| 1)
    });
    bench.expect_begin(1);
    let field = bench.submit_quick(Kind::Field, 2);
    let study = bench.submit_quick(Kind::Study, 3);
    release.send(()).unwrap();
    bench.expect_begin(2);
    bench.expect_begin(3);
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, field, 2), finished(Kind::Study, study, 3)]);
    assert_eq!(bench.begun.try_recv().ok(), None);
}

#[test]
fn a_result_from_before_the_newest_request_is_still_delivered() {
    let bench = Bench::new();
    let first = bench.submit_quick(Kind::Field, 1);
    bench.wait_for_notification();
    bench.submit_endless(Kind::Field, 2);
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, first, 1)]);
}

#[test]
fn a_job_that_finishes_although_cancelled_is_delivered() {
    let bench = Bench::new();
    let (first, release_first, cancelled) = bench.submit_stubborn(Kind::Field, 1);
    bench.expect_begin(1);
    let (second, release_second, _) = bench.submit_stubborn(Kind::Field, 2);
    release_first.send(()).unwrap();
    assert_eq!(bench.next(), [finished(Kind::Field, first, 1)]);
    assert!(cancelled.load(Ordering::SeqCst));
    release_second.send(()).unwrap();
    assert_eq!(bench.next(), [finished(Kind::Field, second, 2)]);
}

#[test]
fn a_later_result_replaces_one_that_was_not_fetched() {
    let bench = Bench::new();
    bench.submit_quick(Kind::Field, 1);
    bench.wait_for_notification();
    let second = bench.submit_quick(Kind::Field, 2);
    bench.wait_for_notification();
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, second, 2)]);
}

#[test]
fn partial_results_come_before_the_whole() {
    let bench = Bench::new();
    let (release, released) = mpsc::channel::<()>();
    let generation = bench.submit(Kind::Field, move |context| {
        context.publish(1);
        released.recv_timeout(LIMIT).unwrap();
        context.publish(2);
        context.publish(3);
        Ok(4)
    });
    let partial = |value| Report { kind: Kind::Field, generation, outcome: Outcome::Partial(value) };
    assert_eq!(bench.next(), [partial(1)]);
    assert_eq!(bench.worker.poll(), []);
    release.send(()).unwrap();
    for _ in 0..3 {
        bench.wait_for_notification();
    }
    assert_eq!(bench.worker.poll(), [finished(Kind::Field, generation, 4)], "the whole replaces its parts");
}

#[test]
fn a_panic_is_a_result_and_the_worker_lives_on() {
    let failed = |generation, message: &str| Report {
        kind: Kind::Field,
        generation,
        outcome: Outcome::Failed(JobError::Panicked(message.into())),
    };
    let bench = Bench::new();
    let literal = bench.submit(Kind::Field, |_| panic!("no such lane"));
    assert_eq!(bench.next(), [failed(literal, "no such lane")]);
    let formatted = bench.submit(Kind::Field, |context| panic!("{:?} points", context.progress.get()));
    assert_eq!(bench.next(), [failed(formatted, "(0, 0) points")]);
    let odd = bench.submit(Kind::Field, |_| std::panic::panic_any(7));
    assert_eq!(bench.next(), [failed(odd, "no message")]);
    assert_eq!(bench.worker.progress(Kind::Field), None);
    let last = bench.submit_quick(Kind::Field, 2);
    assert_eq!(bench.next(), [finished(Kind::Field, last, 2)]);
}

#[test]
fn a_panic_in_notify_loses_nothing() {
    let (notify, notified) = mpsc::channel();
    let worker = Worker::spawn(move || {
        notify.send(()).unwrap_or_default();
        panic!("the window is gone");
    })
    .unwrap();
    for value in 1..4 {
        let body = move |context: &Context<'_>| {
            context.publish(0);
            Ok(value)
        };
        let generation = worker.submit(TestJob { kind: Kind::Field, body: Box::new(body) });
        notified.recv_timeout(LIMIT).unwrap();
        notified.recv_timeout(LIMIT).unwrap();
        assert_eq!(worker.poll(), [finished(Kind::Field, generation, value)]);
    }
}

#[test]
fn a_job_that_stops_unasked_is_reported() {
    let bench = Bench::new();
    let generation = bench.submit(Kind::Map, |_| Err(Cancelled));
    let outcome = Outcome::Failed(JobError::GaveUp);
    assert_eq!(bench.next(), [Report { kind: Kind::Map, generation, outcome }]);
}

#[test]
fn dropping_cancels_and_waits() {
    let bench = Bench::new();
    let ended = Arc::new(AtomicBool::new(false));
    let (flag, begin) = (Arc::clone(&ended), bench.begin.clone());
    bench.submit(Kind::Field, move |context| {
        begin.send(1).unwrap();
        let result = wait_for_cancel(context);
        flag.store(true, Ordering::SeqCst);
        result
    });
    bench.expect_begin(1);
    bench.submit_quick(Kind::Study, 2);
    let Bench { worker, begun, .. } = bench;
    drop(worker);
    assert!(ended.load(Ordering::SeqCst));
    assert_eq!(begun.try_iter().count(), 0, "what waited is not run");
}

/// Part of a job that is heard of when it is freed, and asks the worker for something then: it would wait for itself if its mailbox
/// were locked.
struct Asking {
    worker: Weak<Worker<TestJob>>,
    freed: Sender<()>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.upgrade() {
            worker.progress(Kind::Field);
        }
        // The test may have failed meanwhile.
        self.freed.send(()).unwrap_or_default();
    }
}

#[test]
fn nothing_is_freed_while_the_mailbox_is_locked() {
    let (freed, all_freed) = mpsc::channel();
    let (begin, begun) = mpsc::channel();
    let worker = Arc::new(Worker::<TestJob>::spawn(|| ()).unwrap());
    let on_thread = Arc::clone(&worker);
    // On a thread of its own, which stands still for good where something is freed too early.
    std::thread::spawn(move || {
        let job = |is_stubborn: bool| {
            let asking = Asking { worker: Arc::downgrade(&on_thread), freed: freed.clone() };
            let begin = begin.clone();
            let body = move |context: &Context<'_>| {
                assert!(asking.worker.strong_count() > 0);
                begin.send(()).unwrap();
                let stopped = wait_for_cancel(context);
                if is_stubborn { Ok(1) } else { stopped }
            };
            TestJob { kind: Kind::Field, body: Box::new(body) }
        };
        // Interrupted, and a newer one waits by then.
        on_thread.submit(job(false));
        begun.recv_timeout(LIMIT).unwrap();
        // One that is replaced while it waits, or interrupted.
        on_thread.submit(job(false));
        // One that is abandoned and finished all the same.
        on_thread.submit(job(true));
        begun.recv_timeout(LIMIT).unwrap();
        on_thread.cancel(Kind::Field);
    });
    for _ in 0..3 {
        all_freed.recv_timeout(LIMIT).expect("freed without a lock");
    }
    drop(worker);
}

#[test]
fn dropping_an_idle_worker_ends() {
    drop(Bench::new());
}

#[test]
fn progress_is_that_of_the_newest_job() {
    let bench = Bench::new();
    assert_eq!(bench.worker.progress(Kind::Field), None);
    let (release, released) = mpsc::channel::<()>();
    let begin = bench.begin.clone();
    bench.submit(Kind::Field, move |context| {
        context.progress.start(10);
        context.progress.advance(4);
        begin.send(1).unwrap();
        released.recv_timeout(LIMIT).unwrap();
        Ok(1)
    });
    bench.expect_begin(1);
    let counts = |kind| bench.worker.progress(kind).map(|p| (p.done, p.total));
    assert_eq!(counts(Kind::Field), Some((4, 10)));
    let (_, release_study, _) = bench.submit_stubborn(Kind::Study, 2);
    assert_eq!(counts(Kind::Study), Some((0, 0)), "it waits");
    assert_eq!(counts(Kind::Map), None);
    let before = bench.worker.progress(Kind::Study).unwrap().age;
    release.send(()).unwrap();
    bench.expect_begin(2);
    assert_eq!(counts(Kind::Field), None);
    assert!(bench.worker.progress(Kind::Study).unwrap().age > before, "age counts from the submission");
    release_study.send(()).unwrap();
    bench.wait_for_notification();
    bench.wait_for_notification();
    assert_eq!(counts(Kind::Study), None);
}

#[test]
fn nothing_comes_of_what_was_cancelled() {
    let bench = Bench::new();
    bench.submit_quick(Kind::Field, 1);
    bench.wait_for_notification();
    bench.expect_begin(1);
    let (release, released) = mpsc::channel::<()>();
    let begin = bench.begin.clone();
    bench.submit(Kind::Study, move |context| {
        begin.send(2).unwrap();
        released.recv_timeout(LIMIT).unwrap();
        assert!(context.cancel.is_cancelled());
        context.publish(2);
        Ok(2)
    });
    bench.expect_begin(2);
    bench.submit_quick(Kind::Map, 3);
    for kind in KINDS {
        bench.worker.cancel(kind);
        assert_eq!(bench.worker.progress(kind), None);
    }
    let last = bench.submit_quick(Kind::Map, 4);
    release.send(()).unwrap();
    bench.expect_begin(4);
    assert_eq!(bench.next(), [finished(Kind::Map, last, 4)]);
    assert_eq!(bench.notified.try_recv().ok(), None);
}

#[test]
fn ten_thousand_submissions_end_with_the_last() {
    let bench = Bench::new();
    let mut last = None;
    for value in 0..10_000 {
        last = Some(bench.submit(Kind::Field, move |context| context.cancel.check().map(|()| value)));
    }
    let mut shown = Vec::new();
    while shown.last().is_none_or(|r: &Report<Kind, u32>| Some(r.generation) != last) {
        shown.extend(bench.next());
    }
    assert!(shown.is_sorted_by(|a, b| a.generation < b.generation), "nothing old after something new");
    assert_eq!(shown.last().map(|r| &r.outcome), Some(&Outcome::Finished(9_999)));
}

fn field_job(step: f64) -> FieldJob {
    let grid = FieldSeed::default().grid.axes.map(|axis| AxisSpec { step, ..axis });
    let grid = GridSpec { axes: grid, closed: false };
    FieldJob {
        census: false,
        request: FieldSeed { grid, ..FieldSeed::default() }.request().unwrap(),
        spare: SpareField::default(),
        heat_map: None,
        fill_after: Duration::ZERO,
        studio: (),
    }
}

fn field_of(output: WindowOutput) -> ComputedField {
    let WindowOutput::Field(computed) = output else { panic!("{output:?}") };
    computed
}

#[test]
fn a_small_field_comes_whole() {
    let worker = {
        let (notify, notified) = mpsc::channel();
        let worker = Worker::spawn(move || notify.send(()).unwrap_or_default()).unwrap();
        worker.submit(WindowJob::Field(field_job(0.25)));
        notified.recv_timeout(LIMIT).unwrap();
        worker
    };
    let reports = worker.poll();
    let [Report { kind: JobKind::Field, outcome: Outcome::Finished(WindowOutput::Field(computed)), .. }] =
        &reports[..]
    else {
        panic!("{reports:?}")
    };
    let direct = field::compute(&field_job(0.25).request, &CancelToken::new(), &Progress::new()).unwrap();
    assert_eq!(computed.field.request, direct.request);
    assert_eq!(computed.field.g0, direct.g0);
    assert!(computed.elapsed > Duration::ZERO);
}

#[test]
fn a_large_field_comes_coarse_first() {
    let published = RefCell::new(Vec::new());
    let publish = |output| published.borrow_mut().push(field_of(output));
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let job = WindowJob::Field(field_job(4.0 / 513.0));
    let whole = field_of(job.run(&JobContext::new(&cancel, &progress, &publish)).unwrap()).field;
    assert_eq!(whole.request, field_job(4.0 / 513.0).request);
    assert_eq!(progress.get(), (whole.len(), whole.len()));
    let published = published.into_inner();
    let [ComputedField { field: coarse, .. }] = &published[..] else {
        panic!("{} are published", published.len())
    };
    assert_eq!([coarse.grid.columns(), coarse.grid.rows()], [171, 171]);
    let (last, step) = (coarse.len() - 1, 3);
    for (point, fine) in coarse
        .grid
        .point(last)
        .into_iter()
        .zip(whole.grid.point(whole.len() - step - whole.grid.columns() * (step - 1)))
    {
        assert!((point - fine).abs() < 1e-12, "coarse points are points of the grid: {point} {fine}");
    }
}

/// Each of three curves is of 256 nodes.
#[test]
fn the_progress_of_curves_never_falls_back() {
    let steps = Steps { from: 1e-3, to: 1e-6, count: 4 };
    let job = CurvesJob { requests: vec![field_job(0.25).request; 3], steps };
    let progress = Progress::new();
    let seen = RefCell::new(Vec::new());
    let publish = |output: WindowOutput| {
        let WindowOutput::Curves(curves) = output else { panic!("{output:?}") };
        seen.borrow_mut().push((curves.len(), progress.get()));
    };
    let cancel = CancelToken::new();
    let context = JobContext::new(&cancel, &progress, &publish);
    let Ok(WindowOutput::Curves(curves)) = WindowJob::<()>::Curves(job).run(&context) else { panic!() };
    seen.borrow_mut().push((curves.len(), progress.get()));
    assert_eq!(seen.into_inner(), [1, 2, 3].map(|curves| (curves, (256 * curves, 768))));
}

#[test]
fn a_cancelled_field_stops() {
    let cancel = CancelToken::new();
    cancel.cancel();
    let publish = |_| panic!("nothing is published");
    for step in [0.25, 4.0 / 513.0] {
        let result =
            WindowJob::Field(field_job(step)).run(&JobContext::new(&cancel, &Progress::new(), &publish));
        assert!(matches!(result, Err(Cancelled)));
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Submit(Kind),
    SubmitPublishing(Kind),
    SubmitPanicking(Kind),
    Cancel(Kind),
    Poll,
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || prop::sample::select(&KINDS[..]);
    prop_oneof![
        4 => kind().prop_map(Step::Submit),
        2 => kind().prop_map(Step::SubmitPublishing),
        1 => kind().prop_map(Step::SubmitPanicking),
        1 => kind().prop_map(Step::Cancel),
        2 => Just(Step::Poll),
    ]
}

/// What a test may expect of a kind, and what it got.
#[derive(Clone, Copy, Default)]
struct Ledger {
    /// The last job submitted and not cancelled.
    due: Option<Generation>,
    /// The last job that was cancelled: only later ones may be delivered.
    cancelled: Option<Generation>,
    /// The last job that was delivered.
    shown: Option<Generation>,
    /// Whether nothing more may come of it.
    complete: bool,
}

impl Ledger {
    fn enter(&mut self, report: &Report<Kind, u32>) {
        assert!(self.shown <= Some(report.generation), "an older result after a newer one");
        assert!(self.cancelled < Some(report.generation), "a cancelled result");
        let again = self.shown == Some(report.generation);
        assert!(!(again && self.complete), "a result after the whole one of its generation");
        self.shown = Some(report.generation);
        self.complete = !matches!(report.outcome, Outcome::Partial(_));
    }

    fn is_settled(&self) -> bool {
        self.due.is_none() || self.shown == self.due && self.complete
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_last_job_of_each_kind_is_answered(steps in prop::collection::vec(step(), 1..60)) {
        let bench = Bench::new();
        let mut ledgers = [Ledger::default(); 3];
        for step in steps {
            match step {
                Step::Submit(kind) => {
                    ledgers[kind as usize].due = Some(bench.submit(kind, |c| c.cancel.check().map(|()| 1)));
                }
                Step::SubmitPublishing(kind) => {
                    ledgers[kind as usize].due = Some(bench.submit(kind, |context| {
                        context.publish(1);
                        context.cancel.check()?;
                        Ok(2)
                    }));
                }
                Step::SubmitPanicking(kind) => {
                    // resume_unwind does not call the panic hook, which would fill the output.
                    let body = |_: &Context<'_>| std::panic::resume_unwind(Box::new("on purpose"));
                    ledgers[kind as usize].due = Some(bench.submit(kind, body));
                }
                Step::Cancel(kind) => {
                    bench.worker.cancel(kind);
                    let ledger = &mut ledgers[kind as usize];
                    ledger.cancelled = ledger.due.take().max(ledger.cancelled);
                }
                Step::Poll => bench.worker.poll().iter().for_each(|r| ledgers[r.kind as usize].enter(r)),
            }
        }
        let start = Instant::now();
        while !ledgers.iter().all(Ledger::is_settled) {
            prop_assert!(start.elapsed() < LIMIT, "a job is never answered");
            // The notification may have been taken by an earlier poll.
            bench.notified.recv_timeout(Duration::from_millis(1)).unwrap_or_default();
            bench.worker.poll().iter().for_each(|r| ledgers[r.kind as usize].enter(r));
        }
        prop_assert!(KINDS.iter().all(|&kind| ledgers[kind as usize].due.is_none() || bench.worker.progress(kind).is_none()));
    }
}

#[test]
fn a_spare_field_lends_its_memory_unless_somebody_looks_at_it() {
    let cancel = CancelToken::new();
    let progress = Progress::new();
    let run = |job: &FieldJob| {
        let context = JobContext::new(&cancel, &progress, &|_| panic!("a small field comes at once"));
        field_of(WindowJob::Field(job.clone()).run(&context).unwrap()).field
    };
    let job = field_job(0.25);
    let first = run(&job);
    let memory = first.f.as_ptr();
    job.spare.give(first);
    let second = run(&job);
    assert_eq!(second.f.as_ptr(), memory);
    // Still looked at: its memory stays as it is.
    job.spare.give(Arc::clone(&second));
    let third = run(&job);
    assert_ne!(third.f.as_ptr(), memory);
    assert_eq!(second.f, third.f);
}

/// Keeps what it is given, and asks a job to stop once it was given so many tiles.
#[derive(Clone, Debug)]
struct Sink {
    tiles: Arc<Mutex<Vec<[usize; 2]>>>,
    stop_at: usize,
    cancel: CancelToken,
}

impl Sink {
    fn new(stop_at: usize) -> Self {
        Self { tiles: Arc::default(), stop_at, cancel: CancelToken::new() }
    }

    fn tiles(&self) -> usize {
        self.tiles.lock().unwrap().len()
    }
}

impl Studio for Sink {
    /// Which rows.
    type Image = [usize; 2];
    /// How many points.
    type Sketch = usize;

    fn image(&self, tile: &Tile) -> [usize; 2] {
        let rows = [tile.range[1].start, tile.range[1].end];
        self.tiles.lock().unwrap().push(rows);
        if self.tiles() == self.stop_at {
            self.cancel.cancel();
        }
        rows
    }

    fn sketch(&self, field: &Arc<GradientField>, _census: Option<&Arc<Census>>) -> usize {
        field.len()
    }
}

const F_LINEAR: HeatMapOrder =
    HeatMapOrder { quantity: Quantity::Function, scale: Scale::Linear, limits: None };

/// What a large field's job publishes, and what it returns.
fn run_with_heat_map(
    sink: &Sink,
    heat_map: Option<HeatMapOrder>,
    fill_after: Duration,
) -> (Vec<ComputedField<Sink>>, Result<ComputedField<Sink>, Cancelled>) {
    let FieldJob { request, spare, .. } = field_job(4.0 / 600.0);
    let job = WindowJob::Field(FieldJob {
        request,
        spare,
        census: false,
        heat_map,
        fill_after,
        studio: sink.clone(),
    });
    let field_of = |output| {
        let WindowOutput::Field(computed) = output else { panic!("{output:?}") };
        computed
    };
    let published = RefCell::new(Vec::new());
    let publish = |output| published.borrow_mut().push(field_of(output));
    let result = job.run(&JobContext::new(&sink.cancel, &Progress::new(), &publish)).map(field_of);
    (published.into_inner(), result)
}

/// The rows of a layer's images, one after the other.
fn rows(layer: &Layer<[usize; 2]>) -> [usize; 2] {
    let images = layer.images.iter().map(|image| image.image);
    images.reduce(|[start, end], next| [start, if next[0] == end { next[1] } else { 0 }]).unwrap()
}

#[test]
fn a_heat_map_fills_from_below_until_it_is_whole() {
    let (published, whole) = run_with_heat_map(&Sink::new(0), Some(F_LINEAR), Duration::ZERO);
    let (coarse, bands) = published.split_first().unwrap();
    let coarse_map = coarse.heat_map.as_ref().unwrap();
    assert_eq!(coarse_map.layers.len(), 1);
    assert_eq!(rows(&coarse_map.layers[0]), [0, coarse.field.grid.rows()]);
    let whole = whole.unwrap();
    assert_eq!(bands.len(), bands_of(&whole.field) - 1, "the last comes with the whole");
    let whole_map = whole.heat_map.unwrap();
    let [layer] = &whole_map.layers[..] else { panic!("one layer") };
    assert_eq!(rows(layer), [0, 600]);
    assert_eq!(layer.extent, coarse_map.layers[0].extent, "the whole field is where the coarse one was");
    let mut done = 0;
    for band in bands {
        // The coarse field stays until the end, and so do its colours.
        assert!(Arc::ptr_eq(&band.field, &coarse.field));
        let map = band.heat_map.as_ref().unwrap();
        assert_eq!(map.colors, coarse_map.colors);
        let [fine, above] = &map.layers[..] else { panic!("{} layers", map.layers.len()) };
        assert_eq!(fine.extent[1][1].to_bits(), above.extent[1][0].to_bits(), "no gap and no overlap");
        assert!(rows(fine)[1] > done && rows(fine)[1] < 600);
        done = rows(fine)[1];
    }
    let own = [whole.field.f_range.unwrap()[0], whole.field.f_range.unwrap()[1]];
    assert_eq!(whole_map.colors.map(|colors| [colors.min, colors.max]), Some(own));
    assert_ne!(whole_map.colors, coarse_map.colors);
    assert_eq!([coarse.sketch, whole.sketch], [coarse.field.len(), whole.field.len()]);
}

/// In how many row bands a field comes.
fn bands_of(field: &GradientField) -> usize {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let mut bands = 0;
    field::compute_in_bands(&mut None, &field.request, &cancel, &progress, |_, _| bands += 1).unwrap();
    bands
}

#[test]
fn a_heat_map_that_is_soon_whole_is_not_seen_to_fill() {
    let sink = Sink::new(0);
    let (published, whole) = run_with_heat_map(&sink, Some(F_LINEAR), LIMIT);
    assert_eq!(published.len(), 1);
    assert_eq!(rows(&whole.unwrap().heat_map.unwrap().layers[0]), [0, 600]);
    // 600 x 600 nodes are 2 tiles and the coarse ones another.
    assert_eq!(sink.tiles(), 3);
}

#[test]
fn rows_in_the_right_colors_are_not_drawn_again() {
    let tiles = |limits| {
        let sink = Sink::new(0);
        let order = Some(HeatMapOrder { limits, ..F_LINEAR });
        let (published, whole) = run_with_heat_map(&sink, order, Duration::ZERO);
        let whole = whole.unwrap();
        assert_eq!(rows(&whole.heat_map.unwrap().layers[0]), [0, 600]);
        // Those of the coarse field and of the bands.
        let shown = published.last().and_then(|last| last.heat_map.as_ref()).unwrap();
        let before: usize = shown.layers.iter().map(|layer| layer.images.len()).sum();
        sink.tiles() - before
    };
    let bands = bands_of(&run_with_heat_map(&Sink::new(0), None, LIMIT).1.unwrap().field);
    assert_eq!(tiles(Some([0.0, 8.0])), if bands == 1 { 2 } else { 1 });
    assert_eq!(tiles(None), 2);
}

#[test]
fn without_an_order_nothing_is_drawn() {
    let sink = Sink::new(0);
    let (published, whole) = run_with_heat_map(&sink, None, Duration::ZERO);
    assert!(published.iter().all(|computed| computed.heat_map.is_none()) && published.len() == 1);
    assert!(whole.unwrap().heat_map.is_none());
    assert_eq!(sink.tiles(), 0);
}

#[test]
fn a_field_cancelled_while_its_heat_map_fills_stops() {
    // The first tile is the coarse field's, the last that of the whole one in its final colours.
    let all = {
        let sink = Sink::new(0);
        run_with_heat_map(&sink, Some(F_LINEAR), Duration::ZERO).1.unwrap();
        sink.tiles()
    };
    for stop_at in 1..=all {
        let sink = Sink::new(stop_at);
        let (_, whole) = run_with_heat_map(&sink, Some(F_LINEAR), Duration::ZERO);
        assert!(matches!(whole, Err(Cancelled)), "{stop_at} of {all}");
        assert!(sink.tiles() <= stop_at + 1, "{} tiles", sink.tiles());
    }
}

#[test]
fn other_colors_need_no_other_field() {
    let (_, whole) = run_with_heat_map(&Sink::new(0), None, LIMIT);
    let field = whole.unwrap().field;
    let order = HeatMapOrder { quantity: Quantity::GradientNorm, scale: Scale::Logarithmic, limits: None };
    let run = |sink: &Sink| {
        let job = HeatMapJob { field: Arc::clone(&field), census: None, order, studio: sink.clone() };
        let publish = |_| panic!("nothing is published");
        WindowJob::HeatMap(job).run(&JobContext::new(&sink.cancel, &Progress::new(), &publish))
    };
    let WindowOutput::HeatMap(map) = run(&Sink::new(0)).unwrap() else { panic!("a heat map") };
    assert_eq!(map.order, order);
    assert_eq!(map.colors.map(|colors| [colors.min, colors.max]), field.norm_range);
    assert_eq!(rows(&map.layers[0]), [0, 600]);
    let sink = Sink::new(1);
    assert!(matches!(run(&sink), Err(Cancelled)));
    assert_eq!(sink.tiles(), 1);
}

#[test]
fn a_field_is_more_urgent_than_its_colors() {
    assert!(JobKind::Field < JobKind::HeatMap);
    let job = WindowJob::Field(field_job(0.25));
    assert_eq!(job.kind(), JobKind::Field);
    let field = field::compute(&field_job(0.25).request, &CancelToken::new(), &Progress::new()).unwrap();
    let job =
        WindowJob::HeatMap(HeatMapJob { field: Arc::new(field), census: None, order: F_LINEAR, studio: () });
    assert_eq!(job.kind(), JobKind::HeatMap);
}

/// A large field comes coarse first, so between two of them the window gives a coarse one back too.
#[test]
fn a_large_field_and_the_coarse_one_before_it_are_both_kept() {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let job = FieldJob { spare: SpareField::default(), ..field_job(4.0 / 513.0) };
    let run = || {
        let published = RefCell::new(Vec::new());
        let publish = |output| published.borrow_mut().push(field_of(output).field);
        let context = JobContext::new(&cancel, &progress, &publish);
        let whole = field_of(WindowJob::Field(job.clone()).run(&context).unwrap()).field;
        [published.into_inner().remove(0), whole]
    };
    let first = run();
    let memory = first.each_ref().map(|field| field.f.as_ptr());
    for field in first {
        job.spare.give(field);
    }
    assert_eq!(run().map(|field| field.f.as_ptr()), memory);
}

#[test]
fn what_no_job_can_use_is_not_kept() {
    let (cancel, progress) = (CancelToken::new(), Progress::new());
    let job = field_job(0.25);
    let run = |job: &FieldJob| {
        let context = JobContext::new(&cancel, &progress, &|_| panic!("a small field comes at once"));
        field_of(WindowJob::Field(job.clone()).run(&context).unwrap()).field
    };
    let other = run(&FieldJob { spare: job.spare.clone(), ..field_job(0.5) });
    let alive = Arc::downgrade(&other);
    job.spare.give(other);
    assert_eq!(alive.strong_count(), 1);
    run(&job);
    assert_eq!(alive.strong_count(), 0);
}
