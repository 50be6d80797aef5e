//! Lines, numbers and strings of Python.

use crate::expr::numpy;

/// The most characters of a line.
const WIDTH: usize = 100;
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
/// the fewest brackets, a sum's before a product's; or else the first of all.
///
/// Within brackets Python lets a line end anywhere between operands, and there is no other text in an expression.
fn break_of(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut best: Option<(usize, usize)> = None;
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
            return best.map_or(Some(at), |(_, best)| Some(best));
        }
        if at >= ROOM / 2 && best.is_none_or(|(least, _)| rank <= least) {
            best = Some((rank, at));
        }
    }
    best.map(|(_, at)| at)
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
