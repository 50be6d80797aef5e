//! A command line as a shell reads it: whatever is in a word, it does not leave its quotes.
//!
//! Control characters are left out: a terminal that a line is pasted into would obey them before the shell has seen the
//! quotes.

/// Who reads a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `sh` and its relatives, among them zsh; fish reads the same as far as it matters here.
    Posix,
    /// What Windows has: a line is meant for `PowerShell`, and as long as no word has one of `"$%` or a back quote in it, `cmd`
    /// reads it the same.
    Windows,
}

impl Shell {
    /// That of this system.
    pub const USUAL: Self = if cfg!(windows) { Self::Windows } else { Self::Posix };

    /// Words as a line.
    pub fn line<'w>(self, words: impl IntoIterator<Item = &'w str>) -> String {
        let quoted = words.into_iter().map(|word| self.quoted(&word.replace(char::is_control, "")));
        quoted.collect::<Vec<_>>().join(" ")
    }

    fn quoted(self, word: &str) -> String {
        match self {
            Self::Posix => posix(word),
            Self::Windows => windows(word),
        }
    }
}

fn posix(word: &str) -> String {
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || "-_.,:=/+".contains(c);
    if !word.is_empty() && word.chars().all(is_harmless) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// By `about_Parsing` and `about_Quoting_Rules` of `PowerShell` 7.3 and later, which hands a word over as it is; earlier ones lose a
/// double quote within it.
fn windows(word: &str) -> String {
    if is_bare(word) {
        return word.to_owned();
    }
    // Between double quotes cmd and PowerShell agree on all but these. A backslash before the last quote would keep that.
    let parts = |c: char| matches!(c, '"' | '$' | '`' | '%') || matches!(c, '\u{201c}'..='\u{201e}');
    if !word.contains(parts) && !word.ends_with('\\') {
        return format!("\"{word}\"");
    }
    let mut quoted = String::from("'");
    for c in word.chars() {
        // To PowerShell the curly ones are single quotes as well; any of them twice is one.
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
}

/// Whether a word is one without quotes: an option's name, or one that begins with a letter, so that `PowerShell` takes it for
/// neither a number nor a parameter of its own.
fn is_bare(word: &str) -> bool {
    let has_only =
        |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    match word.strip_prefix("--") {
        Some(option) => has_only(option, "-"),
        None => word.starts_with(|c: char| c.is_ascii_alphabetic()) && has_only(word, "-_.=:"),
    }
}
