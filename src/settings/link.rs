//! Settings as a command line that opens the window on them.

use super::{ParameterSettings, Settings, Shell};
use crate::differentiate::Divisor;
use crate::expr;
use crate::field::{AxisSpec, FieldSeed};
use crate::number_text::format_number;

/// How a file of settings is called: `NAME.gradfield`.
pub const EXTENSION: &str = "gradfield";

impl Settings {
    /// The command line that opens the window on these very settings, as a shell reads it.
    ///
    /// Numbers that are not finite stay as usual, and settings that describe no field are refused when it is run. Control
    /// characters, among them NUL, which no argument can hold, are left out.
    pub fn command_line(&self, shell: Shell) -> String {
        let arguments = self.arguments();
        shell.line(["gradfield"].into_iter().chain(arguments.iter().map(String::as_str)))
    }

    /// The arguments that open the window on these very settings: the options of a field as far as they go, and `--set KEY=VALUE`
    /// for all else that is not as usual.
    pub fn arguments(&self) -> Vec<String> {
        let (mut arguments, base) = self.friendly();
        self.add_differences(base, &mut arguments);
        if is_plain(&self.expression) {
            // Last, after the end of the options, where it could be taken for one.
            let at = if self.expression.starts_with('-') {
                arguments.push("--".to_owned());
                arguments.len()
            } else {
                0
            };
            arguments.insert(at, self.expression.clone());
        }
        arguments
    }

    /// The options of a field, and the settings that they open the window on.
    fn friendly(&self) -> (Vec<String>, Self) {
        let mut arguments = vec![];
        let mut seed = FieldSeed::default();
        let usual = seed.clone();
        let mut option = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
        if is_plain(&self.expression) {
            seed.expression.clone_from(&self.expression);
        }
        let spec = self.grid.spec();
        let is_finite = |axis: &AxisSpec| axis.min.is_finite() && axis.max.is_finite();
        let range = |axis: &AxisSpec| format!("{}:{}", format_number(axis.min), format_number(axis.max));
        let [x0, x1] = spec.axes;
        let mut ranges = usual.grid.axes[0];
        if is_finite(&x0) {
            ranges = AxisSpec { step: ranges.step, ..x0 };
        }
        seed.grid.axes = [ranges; 2];
        if ranges != usual.grid.axes[0] {
            option("--x0", range(&ranges));
        }
        let x1 = AxisSpec { step: ranges.step, ..x1 };
        if is_finite(&x1) && x1 != ranges {
            seed.grid.axes[1] = x1;
            option("--x1", range(&x1));
        }
        let step = self.grid.step;
        if step.is_finite() && step.to_bits() != ranges.step.to_bits() {
            seed.grid.axes.iter_mut().for_each(|axis| axis.step = step);
            option("--step", format_number(step));
        }
        let h = self.difference.h;
        if h.is_finite() && h.to_bits() != usual.h.to_bits() {
            seed.h = h;
            option("--h", format_number(h));
        }
        seed.method = self.difference.method();
        if seed.method.scheme != usual.method.scheme {
            option("--scheme", seed.method.scheme.name().to_owned());
        }
        if seed.method.precision != usual.method.precision {
            option("--precision", seed.method.precision.name().to_owned());
        }
        let free = expr::free_names(&seed.expression);
        let is_named = |parameter: &&ParameterSettings| {
            parameter.active && parameter.value.is_finite() && free.contains(&parameter.name)
        };
        // Up to the first that is not, for they keep their order.
        let named: Vec<_> = self.parameters.iter().take_while(is_named).collect();
        for parameter in &named {
            option("--param", format!("{}={}", parameter.name, format_number(parameter.value)));
        }
        seed.grid.closed = spec.closed;
        let flags = [
            ("--closed", spec.closed),
            ("--power-of-two", self.difference.power_of_two),
            ("--taken-step", seed.method.divisor == Divisor::Taken),
        ];
        arguments.extend(flags.into_iter().filter(|(_, is_on)| *is_on).map(|(name, _)| name.to_owned()));
        let mut base = Self::from(seed);
        base.difference.power_of_two = self.difference.power_of_two;
        base.parameters =
            named.into_iter().map(|named| ParameterSettings::new(named.name.as_str(), named.value)).collect();
        (arguments, base)
    }

    /// `--set KEY=VALUE` for what is not as it would be.
    fn add_differences(&self, mut base: Self, arguments: &mut Vec<String>) {
        let mut meant = self.clone();
        let mut set =
            |key: &str, value: &str| arguments.extend(["--set".to_owned(), format!("{key}={value}")]);
        for missing in meant.parameters.iter_mut().skip(base.parameters.len()) {
            let new = ParameterSettings::usual(missing.name.as_str());
            // Only by being set does it come to be.
            set(
                &format!("parameters.{}.value", new.name),
                &format_number(finite_or(missing.value, new.value)),
            );
            base.parameters.push(ParameterSettings { value: missing.value, ..new });
        }
        let pairs = meant.keyed().into_iter().zip(base.keyed());
        for ((key, slot), (_, there)) in pairs.filter(|((_, slot), _)| slot.can_be_given()) {
            let value = slot.plain();
            if value != there.plain() {
                set(&key, &value);
            }
        }
    }
}

fn finite_or(value: f64, usual: f64) -> f64 {
    if value.is_finite() { value } else { usual }
}

/// Whether an expression is taken as one where it stands: not for a subcommand, nor for the name of a file.
fn is_plain(expression: &str) -> bool {
    let is_word = !expression.is_empty() && expression.bytes().all(|byte| byte.is_ascii_lowercase());
    !is_word && !is_file_name(expression)
}

/// Whether a word on the command line is the name of a file of settings.
pub fn is_file_name(word: &str) -> bool {
    word.to_ascii_lowercase().ends_with(&format!(".{EXTENSION}"))
}
