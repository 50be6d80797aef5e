//! Lines, numbers and strings of Python.

use crate::expr::numpy;
use crate::figure::Rgba;

/// The most characters of a line.
pub(super) const WIDTH: usize = 100;
/// What of it is left in brackets within a function.
const ROOM: usize = WIDTH - 8;

/// `    return value`, on several lines where it is long.
pub(super) fn indented(before: &str, value: &str) -> String {
    if 4 + before.len() + value.len() <= WIDTH {
        return format!("    {before}{value}\n");
    }
    let mut lines = vec![format!("    {before}(\n")];
    let mut rest = value;
    while rest.len() > ROOM {
        let Some(end) = break_of(rest) else { break };
        lines.push(format!("        {}\n", &rest[..end]));
        rest = rest[end..].trim_start();
    }
    lines.push(format!("        {rest}\n    )\n"));
    lines.concat()
}

/// Where a line ends, before an operator or behind a comma: of the places in its second half the last one that is within
/// the fewest brackets, a sum's before a product's; or else such a one of its first half, or the first of all.
///
/// Within brackets Python lets a line end anywhere between operands, and there is no other text in an expression.
fn break_of(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let [mut early, mut best]: [Option<(usize, usize)>; 2] = [None; 2];
    for (at, byte) in text.bytes().enumerate() {
        let is_after_operator = || text[..at].ends_with(['+', '-', '<', '>', '=']);
        let rank = match byte {
            b'(' => {
                depth += 1;
                continue;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            b' ' if at > 0 && !is_after_operator() => 2 * depth,
            b'*' if text[..at].ends_with(')') && text[at + 1..].starts_with('(') => 2 * depth + 1,
            _ => continue,
        };
        if at > ROOM {
            return best.or(early).map_or(Some(at), |(_, best)| Some(best));
        }
        let best = if at < ROOM / 2 { &mut early } else { &mut best };
        if best.is_none_or(|(least, _)| rank <= least) {
            *best = Some((rank, at));
        }
    }
    best.or(early).map(|(_, at)| at)
}

/// A number in the fewest digits that Python reads as the same.
pub(super) fn number(value: f64) -> String {
    numpy::number(value)
}

/// A text as a Python string that shows as it is in matplotlib: nothing in it ends the string or the line, and a dollar
/// begins no formula.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '$' => quoted.push_str("\\\\$"),
            ' '..='~' => quoted.push(c),
            _ if u32::from(c) > 0xffff => quoted.extend(format!("\\U{:08x}", u32::from(c)).chars()),
            _ => quoted.extend(format!("\\u{:04x}", u32::from(c)).chars()),
        }
    }
    quoted.push('"');
    quoted
}

/// The inside of [`quoted`].
pub(super) fn unquoted(text: &str) -> String {
    let quoted = quoted(text);
    quoted[1..quoted.len() - 1].to_owned()
}

/// A number as a float in Python, whatever its value.
pub(super) fn float(value: f64) -> String {
    let text = number(value);
    if text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()) { text + ".0" } else { text }
}

/// The number with so many decimals that is nearest to another.
pub(super) fn rounded_to(value: f64, decimals: usize) -> f64 {
    // Not -0.
    format!("{value:.decimals$}").parse().map_or(value, |rounded: f64| rounded + 0.0)
}

/// A list of texts behind another one, in that line if there is room for both and for what follows.
pub(super) fn list(before: &str, items: &[String], after: &str, blanks: usize) -> String {
    let line = format!("{before}[{}]{after}", items.join(", "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let inner = listed(items.iter().cloned(), blanks + 4);
    format!("{before}[\n{inner}{}]{after}\n", " ".repeat(blanks))
}

/// Texts with commas between, on as many lines as they take, each with so many blanks before and a comma behind.
pub(super) fn listed(items: impl IntoIterator<Item = String>, blanks: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if blanks + line.len() + item.len() + 3 <= WIDTH => {
                line.push_str(", ");
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    lines.into_iter().map(|line| format!("{}{line},\n", " ".repeat(blanks))).collect::<Vec<_>>().concat()
}

/// The hexadecimal digits of a colour, with those of its opacity where something shows through.
pub(super) fn color(color: Rgba) -> String {
    let [r, g, b, a] = color.to_array();
    let opacity = if color.is_opaque() { String::new() } else { format!("{a:02x}") };
    format!("\"#{r:02x}{g:02x}{b:02x}{opacity}\"")
}
