//! Numbers digit by digit, one above the other.

/// As many significant digits as tell any `f64` from its neighbours.
const DIGITS: usize = 17;

/// From the smallest to the largest decimal exponent, numbers are written without one.
const PLAIN: std::ops::RangeInclusive<i32> = -5..=16;

/// A number taken apart: its sign, its significant digits, and the exponent of the first.
struct Decimal {
    is_negative: bool,
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// Of a finite number; the exponent of zero is that of nothing.
    fn new(value: f64) -> Self {
        let text = format!("{:.*e}", DIGITS - 1, value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        Self {
            is_negative: value < 0.0,
            digits: mantissa.replace('.', ""),
            exponent: exponent.parse().unwrap_or(0),
        }
    }
}

/// Finite numbers in 17 significant digits each, all with the exponent of the largest, so that equal leading characters
/// stand at equal places: ` 9.9000000000000004` above `10.099999999999999`. Others as `NaN`, `inf` and `-inf`.
///
/// A minus sign has a column of its own if there is any. A number so much smaller than the largest that no digit of one
/// stands below a digit of the other has an exponent of its own.
pub(super) fn aligned(values: &[f64]) -> Vec<String> {
    let ordinary = values.iter().filter(|value| value.is_finite() && **value != 0.0);
    let largest = ordinary.map(|value| Decimal::new(*value).exponent).max().unwrap_or(0);
    let has_sign = values.iter().any(|value| *value < 0.0);
    let write = |value: &f64| {
        let sign = match (has_sign, *value < 0.0) {
            (false, _) => "",
            (true, false) => " ",
            (true, true) => "-",
        };
        format!("{sign}{}", with_exponent(*value, largest))
    };
    values.iter().map(write).collect()
}

/// The digits of a number without its sign, the point set for an exponent that is not below its own.
fn with_exponent(value: f64, largest: i32) -> String {
    if !value.is_finite() {
        return value.abs().to_string();
    }
    let Decimal { digits, exponent, .. } = Decimal::new(value);
    let exponent = if value == 0.0 { largest } else { exponent };
    let zeros = usize::try_from(largest - exponent).unwrap_or(0);
    if zeros >= DIGITS {
        return format!("{}.{}e{exponent}", &digits[..1], &digits[1..]);
    }
    if !PLAIN.contains(&largest) {
        let digits = "0".repeat(zeros) + &digits;
        return format!("{}.{}e{largest}", &digits[..1], &digits[1..]);
    }
    let Ok(whole) = usize::try_from(largest) else {
        let before = usize::try_from(-1 - largest).unwrap_or(0) + zeros;
        return format!("0.{}{digits}", "0".repeat(before));
    };
    // Before the point at least one digit; a blank for each zero before that.
    let digits = "0".repeat(zeros) + &digits;
    let blanks = zeros.min(whole);
    let (before, after) = (&digits[blanks..=whole], &digits[whole + 1..]);
    let point = if after.is_empty() { "" } else { "." };
    format!("{}{before}{point}{after}", " ".repeat(blanks))
}

/// How many leading significant digits some numbers have in common; 0 if one is not finite or the signs differ.
pub(super) fn shared(values: impl IntoIterator<Item = f64>) -> usize {
    let mut values = values.into_iter();
    let Some(first) = values.next().filter(|value| value.is_finite()).map(Decimal::new) else { return 0 };
    values.fold(DIGITS, |so_far, value| {
        let other = Decimal::new(value);
        if !value.is_finite() || (other.is_negative, other.exponent) != (first.is_negative, first.exponent) {
            return 0;
        }
        let equal = first.digits.bytes().zip(other.digits.bytes()).take_while(|(a, b)| a == b);
        so_far.min(equal.count())
    })
}

/// The bytes before the first digit of a text that follows so many significant ones: their own, and sign, blanks, zeros and
/// point; all of the text where none follows.
pub(super) fn prefix(text: &str, digits: usize) -> usize {
    if digits == 0 {
        return 0;
    }
    let mantissa = text.find('e').unwrap_or(text.len());
    let is_digit = |c: char| c.is_ascii_digit();
    let Some(first) = text[..mantissa].find(|c: char| is_digit(c) && c != '0') else { return text.len() };
    let following = text[first..mantissa].char_indices().filter(|(_, c)| is_digit(*c)).nth(digits);
    following.map_or(text.len(), |(at, _)| first + at)
}
