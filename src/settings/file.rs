//! Settings as a text that people can read and edit: TOML, a section for each part of the window.
//!
//! Whatever is written is read again as the same settings, bit for bit, but for numbers that are not finite, which no setting
//! takes. Whatever else is given, the settings that are made of it are sound: what cannot be is left as usual, or becomes the
//! nearest that can, with a notice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use toml::de::{DeTable, DeValue};

use super::keys::{PARAMETERS, nearest};
use super::slot::{Given, Slot, Taken, quoted};
use super::{ParameterSettings, Settings};
use crate::excerpt::shown;
use crate::expr::{self, Parameters};

/// The format that is written. Newer ones are refused, for what they mean is not known.
pub const FORMAT: i64 = 1;
/// The longest text that is read, in bytes: some hundred times the longest that a window writes.
pub const MOST_BYTES: usize = 1 << 20;
/// The most parameters that are taken from a file: several times those of the largest functions.
const MOST_PARAMETERS: usize = 256;
/// The most notices; of further ones, only how many they are.
const MOST_NOTICES: usize = 10;

/// Settings, and what there is to say about where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The settings.
    pub settings: Settings,
    /// What was not taken as it stands there, each a sentence.
    pub notices: Vec<String>,
}

/// Why a text has no settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is longer than [`MOST_BYTES`].
    TooLong,
    /// It is no text.
    NotText,
    /// It is not TOML: where, and what is wrong.
    NotToml {
        /// The line, from 1.
        line: usize,
        /// What the reader of TOML says.
        reason: String,
    },
    /// It says it is of a format that there was not yet.
    Newer(i64),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "it is larger than {} MiB, as no settings are", MOST_BYTES >> 20),
            Self::NotText => f.write_str("it is not a text"),
            Self::NotToml { line, reason } => write!(f, "line {line} is not TOML: {reason}"),
            Self::Newer(format) => {
                write!(f, "it is of format {format}, and this gradfield knows {FORMAT}; take a newer one")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// What a key is followed by, and where.
struct Leaf<'a> {
    key: String,
    given: Given<'a>,
    at: usize,
}

impl Settings {
    /// The settings as TOML.
    pub fn to_toml(&self) -> String {
        let mut settings = self.clone();
        let mut text = format!(
            "# gradfield: a gradient field and how it is looked at. `gradfield FILE` opens it.\n\
             # Whatever is left out is as usual. Numbers may be texts such as \"2^-26\" or \"1/3\".\n\
             format = {FORMAT}\n\n"
        );
        let mut current = String::new();
        for (key, slot) in settings.keyed() {
            let (section, name) = key.rsplit_once('.').unwrap_or(("", &key));
            if section != current {
                text.extend(["\n[", &header(section), "]\n"]);
                section.clone_into(&mut current);
            }
            let words = slot.words().map_or_else(String::new, |words| format!("  # {}", words.join(", ")));
            text.extend([name, " = ", &slot.toml(), &words, "\n"]);
        }
        text
    }

    /// Settings from TOML.
    pub fn from_toml(bytes: &[u8]) -> Result<Reading, ReadError> {
        if bytes.len() > MOST_BYTES {
            return Err(ReadError::TooLong);
        }
        let text = str::from_utf8(bytes).map_err(|_error| ReadError::NotText)?;
        if text.contains('\0') {
            return Err(ReadError::NotText);
        }
        // Some editors put a mark before the first letter.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
        let mut leaves = vec![];
        flatten(table.get_ref(), "", &mut leaves);
        // In the order of the text, in which parameters stay.
        leaves.sort_by_key(|leaf| leaf.at);
        read(text, leaves)
    }

    /// Set one setting, as `--set KEY=VALUE` does; whatever is wrong, in a sentence.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let key = key.trim().replace('_', "-");
        let key = self.with_parameter(&key)?;
        let mut slots = self.keyed();
        let Some(index) = slots.iter().position(|(known, _)| *known == key) else {
            return Err(unknown(&key, slots.iter().map(|(known, _)| known.as_str())));
        };
        let given = Given::Text(value.into());
        match slots.swap_remove(index).1.take(&given) {
            Taken::AsGiven => Ok(()),
            Taken::Nearest(nearest) => {
                Err(format!("{key} cannot be {}; the nearest is {nearest}.", given.shown()))
            }
            Taken::Not(expected) => Err(format!("{key} must be {expected}, not {}.", given.shown())),
        }
    }

    /// A key, where it is one of a parameter with that made sure of: names may have an underscore.
    fn with_parameter(&mut self, key: &str) -> Result<String, String> {
        let Some((name, rest)) = parameter_key(key) else { return Ok(key.to_owned()) };
        // A hyphen in a name has been an underscore.
        let name = name.replace('-', "_");
        check_name(&name)?;
        if self.parameters.iter().all(|parameter| parameter.name != name) {
            if self.parameters.len() >= MOST_PARAMETERS {
                return Err(format!("There can be at most {MOST_PARAMETERS} parameters."));
            }
            self.parameters.push(ParameterSettings::usual(name.as_str()));
        }
        Ok(format!("{PARAMETERS}.{name}.{rest}"))
    }
}

/// The name and what of it, where a key is one of a parameter.
fn parameter_key(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix(PARAMETERS)?.strip_prefix('.')?.rsplit_once('.')
}

fn check_name(name: &str) -> Result<(), String> {
    if expr::is_known(name) {
        Err(format!("{} has a meaning already and is no parameter.", shown(name)))
    } else if Parameters::takes(name) {
        Ok(())
    } else {
        Err(format!("'{}' cannot be the name of a parameter.", shown(name)))
    }
}

/// A section's name as it stands in a file; a parameter's may be none that TOML takes without quotes.
fn header(section: &str) -> String {
    match section.strip_prefix(PARAMETERS).and_then(|rest| rest.strip_prefix('.')) {
        Some(name) if !Parameters::takes(name) => format!("{PARAMETERS}.{}", quoted(name)),
        _ => section.to_owned(),
    }
}

fn not_toml(text: &str, error: &toml::de::Error) -> ReadError {
    let at = error.span().map_or(0, |span| span.start);
    ReadError::NotToml { line: line_of(text, at), reason: shown_reason(error.message()) }
}

/// The first line of what the reader says, without pieces of the text.
fn shown_reason(reason: &str) -> String {
    reason.lines().next().unwrap_or_default().chars().map(crate::excerpt::printed).collect()
}

/// The line of a place in a text, from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or(text).matches('\n').count()
}

/// All that is given in a table and in those within it. How deep they are is limited by the reader of TOML.
fn flatten<'t>(table: &'t DeTable<'_>, section: &str, to: &mut Vec<Leaf<'t>>) {
    for (key, value) in table {
        // Parameters may have an underscore in their names; no other key has.
        let name =
            if section == PARAMETERS { key.get_ref().to_string() } else { key.get_ref().replace('_', "-") };
        let path = if section.is_empty() { name } else { format!("{section}.{name}") };
        match value.get_ref() {
            DeValue::Table(table) => flatten(table, &path, to),
            value => to.push(Leaf { key: path, given: given(value), at: key.span().start }),
        }
    }
}

fn given<'t>(value: &'t DeValue<'_>) -> Given<'t> {
    match value {
        DeValue::String(text) => Given::Text(Cow::Borrowed(text)),
        DeValue::Integer(number) if number.radix() == 10 => Given::Number(Cow::Borrowed(number.as_str())),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Given::Number(value.to_string().into()),
            Err(_) => Given::Other,
        },
        DeValue::Float(number) => Given::Number(Cow::Borrowed(number.as_str())),
        DeValue::Boolean(flag) => Given::Flag(*flag),
        DeValue::Array(list) => Given::List(list.iter().map(|value| given(value.get_ref())).collect()),
        DeValue::Datetime(_) | DeValue::Table(_) => Given::Other,
    }
}

fn read(text: &str, mut leaves: Vec<Leaf<'_>>) -> Result<Reading, ReadError> {
    let mut notices = Notices { text, said: vec![], more: 0 };
    if let Some(index) = leaves.iter().position(|leaf| leaf.key == "format") {
        let Leaf { given, at, .. } = leaves.remove(index);
        match given {
            Given::Number(number) if let Ok(format) = number.parse::<i64>() => {
                if format > FORMAT {
                    return Err(ReadError::Newer(format));
                }
            }
            _ => notices.say(at, || format!("format must be the number {FORMAT}.")),
        }
    }
    let mut settings = Settings::default();
    leaves.retain(|leaf| match parameter_key(&leaf.key) {
        // Looked up among a bounded number.
        Some((name, _)) => match settings.with_parameter(&format!("{PARAMETERS}.{name}.value")) {
            Ok(_) => true,
            Err(reason) => {
                notices.say(leaf.at, || reason);
                false
            }
        },
        None => true,
    });
    let has = |key: &str| leaves.iter().any(|leaf| leaf.key == key);
    let (has_start, is_apart) = (has("descent.start"), has("grid.x1") && !has("grid.linked"));
    let mut slots: BTreeMap<String, Slot<'_>> = settings.keyed().into_iter().collect();
    let known: Vec<String> = slots.keys().cloned().collect();
    for Leaf { key, given, at } in leaves {
        match slots.remove(&key).map(|slot| slot.take(&given)) {
            None => notices.say(at, || unknown(&key, known.iter().map(String::as_str))),
            Some(Taken::AsGiven) => {}
            Some(Taken::Nearest(nearest)) => {
                notices.say(at, || format!("{key} cannot be {}; {nearest} is taken.", given.shown()));
            }
            Some(Taken::Not(expected)) => {
                notices.say(at, || format!("{key} must be {expected}, not {}.", given.shown()));
            }
        }
    }
    drop(slots);
    if is_apart {
        // Whoever gives x1 a range means it.
        settings.grid.linked = false;
    }
    if !has_start {
        let [x0, x1] = settings.grid.spec().axes.map(|axis| [axis.min, axis.max]);
        settings.descent.start_within([x0, x1]);
    }
    Ok(Reading { settings, notices: notices.finished() })
}

/// That there is no such key, and which one may be meant.
fn unknown<'k>(key: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    let prefix = format!("{key}.");
    if known.clone().any(|known| known.starts_with(&prefix)) {
        return format!("{} is a section, not a setting.", shown(key));
    }
    match nearest(key, known) {
        Some(nearest) => format!("There is no setting {}; {nearest} is like it.", shown(key)),
        None => format!("There is no setting {}.", shown(key)),
    }
}

/// What there is to say about a text.
struct Notices<'t> {
    text: &'t str,
    said: Vec<String>,
    more: usize,
}

impl Notices<'_> {
    fn say(&mut self, at: usize, message: impl FnOnce() -> String) {
        if self.said.len() < MOST_NOTICES {
            self.said.push(format!("Line {}: {}", line_of(self.text, at), message()));
        } else {
            self.more += 1;
        }
    }

    fn finished(mut self) -> Vec<String> {
        if self.more > 0 {
            self.said.push(format!("And {} more like these.", self.more));
        }
        self.said
    }
}
