//! What several benches have in common.

use std::time::{Duration, Instant};

/// The middle of the times that a job takes in some rounds. It is told which round it is, so that it can look at another place each
/// time.
pub(crate) fn median(rounds: usize, mut job: impl FnMut(usize)) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|round| {
            let start = Instant::now();
            job(round);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[rounds / 2]
}

/// A time in milliseconds, and as a part of a frame of 60 Hz.
pub(crate) fn of_frame(time: Duration) -> String {
    const FRAME: Duration = Duration::from_micros(16_667);
    let (milliseconds, frames) = (time.as_secs_f64() * 1e3, time.as_secs_f64() / FRAME.as_secs_f64());
    format!("{milliseconds:.3} ms {:>6.2} %", 100.0 * frames)
}
