//! The numbers that a function has names for.

/// A number that a function has a name for.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSettings {
    /// The name.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// The ends of its slider, in either order.
    pub range: [f64; 2],
    /// How long it takes from one end to the other while it plays, in seconds.
    pub seconds: f64,
    /// Whether the name has that value, rather than none.
    pub active: bool,
}

impl ParameterSettings {
    /// The value at first.
    pub const USUAL_VALUE: f64 = 1.0;

    /// A parameter with some value, and a slider around it.
    pub fn new(name: impl Into<String>, value: f64) -> Self {
        let reach = if value.abs() <= 5.0 { 5.0 } else { 2.0 * value.abs() };
        Self { name: name.into(), value, range: [-reach, reach], seconds: 4.0, active: true }
    }

    /// A parameter as it is made for a name that is new.
    pub fn usual(name: impl Into<String>) -> Self {
        Self::new(name, Self::USUAL_VALUE)
    }

    /// Whether nobody has changed anything of it.
    pub fn is_untouched(&self) -> bool {
        *self == Self::usual(self.name.as_str())
    }

    /// The ends of its slider, the lower one first.
    pub fn ends(&self) -> [f64; 2] {
        let [a, b] = self.range;
        [a.min(b), a.max(b)]
    }

    /// The value that it goes back to: the usual one, or the nearest to it that the slider reaches.
    pub fn usual_value(&self) -> f64 {
        let [low, high] = self.ends();
        Self::USUAL_VALUE.clamp(low, high)
    }

    /// Widen the range where the value lies outside.
    pub fn widen(&mut self) {
        let Self { value, range: [a, b], .. } = self;
        let (low, high) = if *a <= *b { (a, b) } else { (b, a) };
        *low = low.min(*value);
        *high = high.max(*value);
    }

    /// Take the value along where the range has left it.
    pub fn confine(&mut self) {
        let [low, high] = self.ends();
        self.value = self.value.clamp(low, high);
    }
}

impl Default for ParameterSettings {
    fn default() -> Self {
        Self::usual(String::new())
    }
}
