//! "Watch it die": h on its way from 1e-1 to 1e-20 and back.

/// The ends of the way, as powers of ten.
const ENDS: [f64; 2] = [-20.0, -1.0];
/// Decades a second: slow enough that each is seen.
const SPEED: f64 = 1.25;

/// Where h is on its way.
pub(super) struct Play {
    exponent: f64,
    /// Whether it falls.
    falls: bool,
}

impl Play {
    /// From an h on; from the upper end where it is outside.
    pub(super) fn from(h: f64) -> Self {
        let exponent = h.log10();
        let exponent = if (ENDS[0]..=ENDS[1]).contains(&exponent) { exponent } else { ENDS[1] };
        Self { exponent, falls: exponent > ENDS[0] }
    }

    /// The h after so many seconds more.
    pub(super) fn advance(&mut self, seconds: f64) -> f64 {
        let way = SPEED * seconds;
        self.exponent += if self.falls { -way } else { way };
        if self.exponent <= ENDS[0] || self.exponent >= ENDS[1] {
            self.exponent = self.exponent.clamp(ENDS[0], ENDS[1]);
            self.falls = self.exponent > ENDS[0];
        }
        10_f64.powf(self.exponent)
    }
}
