//! The command line as Windows reads it: by models of its shells, which are written after what Microsoft documents.

use gradfield::settings::{Settings, Shell};
use proptest::prelude::*;

use super::without_controls;
use crate::settings::{HOSTILE, settings};

fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201b}')
}

fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201e}')
}

/// What `PowerShell` makes of a line in argument mode (`about_Parsing`, `about_Quoting_Rules`). What this model does not know, such as
/// variables and commands within a line, is a failure: no link may have them.
fn powershell(line: &str) -> Vec<String> {
    let (mut words, mut word) = (vec![], None::<String>);
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if c == ' ' {
            words.extend(word.take());
            continue;
        }
        let is_first = word.is_none();
        let to = word.get_or_insert_default();
        if is_single_quote(c) {
            loop {
                let c = rest.next().unwrap_or_else(|| panic!("a quote is open: {line}"));
                if is_single_quote(c) {
                    // Two are one.
                    match rest.next_if(|next| is_single_quote(*next)) {
                        Some(_) => to.push(c),
                        None => break,
                    }
                } else {
                    to.push(c);
                }
            }
        } else if is_double_quote(c) {
            loop {
                let c = rest.next().unwrap_or_else(|| panic!("a quote is open: {line}"));
                if is_double_quote(c) {
                    break;
                }
                assert!(!"$`".contains(c), "{c} is expanded: {line}");
                to.push(c);
            }
        } else {
            assert!(!"$`&|;<>(){}@#,".contains(c), "{c} is not quoted: {line}");
            // A number, or a parameter with a value of its own.
            assert!(!(is_first && c.is_ascii_digit()), "a number: {line}");
            to.push(c);
        }
        let is_parameter =
            word.as_deref().is_some_and(|word| word.starts_with('-') && word.contains(['.', ':']));
        assert!(!is_parameter || is_double_quote(c) || is_single_quote(c), "a parameter: {line}");
    }
    words.extend(word);
    words
}

/// What `cmd` and the C runtime make of a line whose words have none of the characters that `cmd` knows within quotes.
fn cmd(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (vec![], None::<String>, false);
    for c in line.chars() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            c => {
                assert!(is_quoted || !"&|<>^()".contains(c), "{c} is not quoted: {line}");
                assert!(!"%\\".contains(c), "{c}: {line}");
                word.get_or_insert_default().push(c);
            }
        }
    }
    words.extend(word);
    words
}

/// The words without the program's name.
fn read(words: &[String]) -> Vec<String> {
    assert_eq!(words[0], "gradfield");
    words[1..].to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn powershell_finds_the_same_words(settings in settings()) {
        let line = settings.command_line(Shell::Windows);
        prop_assert_eq!(read(&powershell(&line)), without_controls(&settings.arguments()));
    }

    #[test]
    fn whatever_is_in_a_word_it_stays_in_its_quotes(words in proptest::collection::vec(any::<String>(), 1..5)) {
        let line = Shell::Windows.line(words.iter().map(String::as_str));
        prop_assert_eq!(powershell(&line), without_controls(&words));
    }
}

#[test]
fn hostile_texts_stay_within_their_quotes() {
    for text in HOSTILE {
        let settings = Settings { expression: text.to_owned(), ..Settings::default() };
        let line = settings.command_line(Shell::Windows);
        assert_eq!(read(&powershell(&line)), without_controls(&settings.arguments()), "{text:?}");
    }
}

#[test]
fn what_a_function_is_written_with_both_shells_read_alike() {
    for expression in ["x0^2 + x1^2", "-a*x0", "sin(5*x0) & x1 | x0 < 1 > 2", "x0**2", "|x0|", "it's"] {
        let mut settings = Settings { expression: expression.to_owned(), ..Settings::default() };
        settings.grid.x0 = [-1.5, 1.5];
        settings.difference.h = 1e-8;
        settings.heat_map.show = true;
        let line = settings.command_line(Shell::Windows);
        let words = settings.arguments();
        assert_eq!(read(&cmd(&line)), words, "{line}");
        assert_eq!(read(&powershell(&line)), words, "{line}");
    }
}

#[test]
fn a_line_reads_as_one_would_write_it() {
    for (words, line) in [
        (&["gradfield", "x0^2 + x1^2"][..], "gradfield \"x0^2 + x1^2\""),
        (&["--x0", "-1:1", "--h", "1e-8"], "--x0 \"-1:1\" --h \"1e-8\""),
        (&["--param", "a=0.5", "--set", "grid.x1=-2:2", "--"], "--param a=0.5 --set grid.x1=-2:2 --"),
        (&[""], "\"\""),
        (&["$x0", "a`b", "50%", "a\\"], "'$x0' 'a`b' '50%' 'a\\'"),
        (&["it's \"$\"", "\u{2019}$"], "'it''s \"$\"' '\u{2019}\u{2019}$'"),
    ] {
        assert_eq!(Shell::Windows.line(words.iter().copied()), line);
    }
}
