//! The name that is offered for a file.

use std::path::Path;

/// The most characters of a name that is made of an expression, and of any, in bytes: what every file system takes, with
/// room for an extension.
const MOST_OF_EXPRESSION: usize = 40;
const MOST: usize = 120;
/// Names that belong to devices on Windows, in capitals or not and whatever follows a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];
/// What no system takes in a name, or some shell takes for something else.
const NEVER: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The name, without an extension, that is offered for whatever is made of a field: that of the open file; without one a
/// short form of the expression, such as `sin-5-x0-x1-2`; without either, `field`.
///
/// Every system takes it for a name: it has no separators and no control characters, is none of a device, does not begin or
/// end with a dot or a space, and is not long.
pub fn offered_stem(file: Option<&Path>, expression: &str) -> String {
    let of_file = file.and_then(Path::file_stem).map(|stem| cleaned(&stem.to_string_lossy()));
    let of_file = of_file.filter(|stem| !stem.is_empty());
    of_file.unwrap_or_else(|| {
        let short = shortened(expression);
        if short.is_empty() { "field".to_owned() } else { allowed(short) }
    })
}

/// The name of a file, cleaned of what is no part of one elsewhere.
fn cleaned(stem: &str) -> String {
    let is_wrong = |c: char| c.is_control() || NEVER.contains(&c);
    let mut clean: String = stem.chars().map(|c| if is_wrong(c) { '-' } else { c }).collect();
    let mut end = clean.len().min(MOST);
    while !clean.is_char_boundary(end) {
        end -= 1;
    }
    clean.truncate(end);
    allowed(clean.trim_matches(['.', ' ']).to_owned())
}

/// The letters and digits of an expression, with a hyphen for all that is between them.
fn shortened(expression: &str) -> String {
    let mut short = String::new();
    for word in expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        if word.is_empty() {
            continue;
        }
        let length = short.len() + usize::from(!short.is_empty()) + word.len();
        if length > MOST_OF_EXPRESSION {
            // A single word may be too long.
            if short.is_empty() {
                word[..MOST_OF_EXPRESSION].clone_into(&mut short);
            }
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.push_str(word);
    }
    short
}

/// A name that is none of a device.
fn allowed(name: String) -> String {
    let first = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_numbered = NUMBERED_DEVICES.iter().any(|device| {
        let number = first.strip_prefix(device);
        number.is_some_and(|number| {
            number.chars().count() == 1 && number.chars().all(|c| "0123456789¹²³".contains(c))
        })
    });
    if DEVICES.contains(&first.as_str()) || is_numbered { format!("field-{name}") } else { name }
}
