//! Extrema and counts of a field, taken while its numbers are still in the cache.

use super::Tally;

/// Extrema and counts of some points.
#[derive(Clone, Copy, Default)]
pub(super) struct Summary {
    /// Smallest and largest norm of the live arrows.
    pub(super) norm: Option<[f64; 2]>,
    /// Smallest and largest finite f.
    pub(super) f: Option<[f64; 2]>,
    /// Arrows by state.
    pub(super) tally: Tally,
}

impl Summary {
    /// Of points that are all live and whose f is finite, with these extrema; `None` if a norm may have lost digits to
    /// underflow, or if an extreme f is 0, of which it is not known which sign it has.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn of_usual(f: [f64; 2], norm: [f64; 2], points: usize) -> Option<Self> {
        let is_sure = norm[0] >= f64::from_bits(SURE_NORM) && !f.contains(&0.0);
        is_sure.then(|| Self::all_live(f, norm, points))
    }

    fn all_live(f: [f64; 2], norm: [f64; 2], points: usize) -> Self {
        Self { norm: Some(norm), f: Some(f), tally: Tally { live: points, zero: 0, not_finite: 0 } }
    }

    /// Of both together.
    pub(super) fn join(self, other: Self) -> Self {
        let Tally { live, zero, not_finite } = other.tally;
        Self {
            norm: hull(self.norm, other.norm),
            f: hull(self.f, other.f),
            tally: Tally {
                live: self.tally.live + live,
                zero: self.tally.zero + zero,
                not_finite: self.tally.not_finite + not_finite,
            },
        }
    }

    /// Of some lanes.
    pub(super) fn of(f: &[f64], g0: &[f64], g1: &[f64], norm: &[f64]) -> Self {
        let mut summary = summarize(f, norm);
        if summary.tally.not_finite > 0 {
            add_overflowed(&mut summary, g0, g1, norm);
        }
        summary
    }
}

fn hull(a: Option<[f64; 2]>, b: Option<[f64; 2]>) -> Option<[f64; 2]> {
    match (a, b) {
        // In the order in which -0 is below +0, so that no sign depends on where a block ends.
        (Some([a, b]), Some([c, d])) => {
            Some([if c.total_cmp(&a).is_lt() { c } else { a }, if d.total_cmp(&b).is_gt() { d } else { b }])
        }
        (one, None) | (None, one) => one,
    }
}

/// The bits of infinity: those of a positive finite number are less, those of NaN more.
const INFINITY: u64 = f64::INFINITY.to_bits();

/// Norms from here up are roots of sums of squares that have lost nothing to underflow, 2^-968 or more.
const SURE_NORM: u64 = ((1023 - 484) as u64) << 52;

/// Extrema over some lanes, all of them usual: what can be said of a block without a look at single lanes.
///
/// On the bits as integers: their minima and maxima may be taken in any order, so the compiler takes them in vectors, which
/// it must not do with floats.
#[derive(Clone, Copy)]
pub(super) struct Extremes {
    /// Smallest and largest norm, as bits less 1: 0 comes out as the largest of all.
    norm: [u64; 2],
    /// Smallest and largest f, in order as integers.
    f: [i64; 2],
}

impl Default for Extremes {
    fn default() -> Self {
        Self { norm: [u64::MAX, 0], f: [i64::MAX, i64::MIN] }
    }
}

impl Extremes {
    /// One more lane.
    #[expect(clippy::inline_always, reason = "compiled for the instruction set of its caller")]
    #[inline(always)]
    pub(super) fn add(&mut self, f: f64, norm: f64) {
        let norm = norm.to_bits().wrapping_sub(1);
        self.norm = [self.norm[0].min(norm), self.norm[1].max(norm)];
        let f = ordered(f);
        self.f = [self.f[0].min(f), self.f[1].max(f)];
    }

    /// The summary of this many lanes, unless there is one whose gradient is zero or not finite, whose f is not finite,
    /// or whose norm may have lost digits to under- or overflow.
    pub(super) fn summary(self, points: usize) -> Option<Summary> {
        let [norm_low, norm_high] = self.norm;
        let [f_low, f_high] = self.f;
        let usual = norm_low >= SURE_NORM - 1
            && norm_high < INFINITY - 1
            && f_low > ordered(f64::NEG_INFINITY)
            && f_high < ordered(f64::INFINITY);
        (usual && points > 0).then(|| {
            let norm = [norm_low, norm_high].map(|bits| f64::from_bits(bits + 1));
            Summary::all_live([f_low, f_high].map(number), norm, points)
        })
    }
}

/// Extrema and counts of some lanes, but that infinite norms count as not finite.
///
/// All on the bits as integers: their minima, maxima and sums may be taken in any order, so the compiler takes them in
/// vectors, which it must not do with floats.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
fn summarize(f: &[f64], norm: &[f64]) -> Summary {
    let (mut norm_low, mut norm_high) = (u64::MAX, 0);
    let (mut f_low, mut f_high) = (i64::MAX, i64::MIN);
    let (mut zero, mut finite) = (0_u64, 0_u64);
    for (f, norm) in f.iter().zip(norm) {
        // A norm is NaN or not negative; the bits of those are in the order of the numbers.
        let norm = norm.to_bits();
        let is_live = (1..INFINITY).contains(&norm);
        norm_low = norm_low.min(if is_live { norm } else { u64::MAX });
        norm_high = norm_high.max(if is_live { norm } else { 0 });
        zero += u64::from(norm == 0);
        finite += u64::from(norm < INFINITY);
        let is_finite = f.abs().to_bits() < INFINITY;
        let f = ordered(*f);
        f_low = f_low.min(if is_finite { f } else { i64::MAX });
        f_high = f_high.max(if is_finite { f } else { i64::MIN });
    }
    let points = norm.len();
    #[expect(clippy::cast_possible_truncation, reason = "at most a tile's points")]
    let [zero, finite] = [zero, finite].map(|count| count as usize);
    Summary {
        norm: (norm_low <= norm_high).then(|| [norm_low, norm_high].map(f64::from_bits)),
        f: (f_low <= f_high).then(|| [f_low, f_high].map(number)),
        tally: Tally { live: finite - zero, zero, not_finite: points - finite },
    }
}

/// Whether some norm is infinite, or so small that its squares may have lost digits to underflow; that of two zeros is
/// neither.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2", "aarch64+neon"))]
pub(super) fn has_doubtful(g0: &[f64], g1: &[f64], norm: &[f64]) -> bool {
    let mut doubtful = 0_u64;
    for ((g0, g1), norm) in g0.iter().zip(g1).zip(norm) {
        let norm = norm.to_bits();
        // All bits but the signs.
        let is_zero = (g0.to_bits() | g1.to_bits()) << 1 == 0;
        doubtful |= u64::from(norm < SURE_NORM && !is_zero) | u64::from(norm == INFINITY);
    }
    doubtful != 0
}

/// An integer in the order of the numbers: the bits, but that the larger magnitude is the smaller where the sign is set.
#[expect(clippy::inline_always, reason = "compiled for the instruction set of its caller")]
#[inline(always)]
fn ordered(number: f64) -> i64 {
    let bits = number.to_bits().cast_signed();
    bits ^ ((bits >> 63) & i64::MAX)
}

/// The number of an [`ordered`] integer.
fn number(ordered: i64) -> f64 {
    f64::from_bits((ordered ^ ((ordered >> 63) & i64::MAX)).cast_unsigned())
}

/// A finite gradient may have an infinite norm: it is a live arrow all the same, as long as the largest number.
#[cold]
fn add_overflowed(summary: &mut Summary, g0: &[f64], g1: &[f64], norm: &[f64]) {
    for ((g0, g1), norm) in g0.iter().zip(g1).zip(norm) {
        if *norm == f64::INFINITY && g0.is_finite() && g1.is_finite() {
            summary.norm = hull(summary.norm, Some([f64::MAX; 2]));
            summary.tally.live += 1;
            summary.tally.not_finite -= 1;
        }
    }
}
