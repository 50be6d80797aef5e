//! Texts that grow out of real ones, cut up, mixed and joined: those of the tables beside this file, the examples, and
//! `tests/reference/corpus.toml`.

use gradfield::examples;
use gradfield::expr::{Parameters, parse, syntax};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;
use serde::Deserialize;

use super::check::{check, config, pieces};
use super::foreign::{REFUSED, UNDERSTOOD};
use super::right::RIGHT;
use super::wrong::WRONG;
use crate::oracle::texts::{self, POINTS};
use crate::support::csv::reference_directory;

/// Texts by kind.
#[derive(Deserialize)]
struct Corpus {
    /// Functions, as people paste them.
    notation: Vec<String>,
    /// Characters that nobody types.
    hostile: Vec<String>,
    /// Every text that ever failed.
    regressions: Vec<String>,
    /// Texts of about the size that is still read.
    long: Vec<Long>,
}

/// A piece again and again.
#[derive(Deserialize)]
struct Long {
    start: String,
    piece: String,
    times: usize,
    middle: String,
    /// What closes each piece.
    close: String,
    /// Whether the text is a function.
    is_read: bool,
}

impl Long {
    fn text(&self) -> String {
        let (pieces, closes) = (self.piece.repeat(self.times), self.close.repeat(self.times));
        format!("{}{pieces}{}{closes}", self.start, self.middle)
    }
}

impl Corpus {
    fn read() -> Self {
        let path = reference_directory().join("corpus.toml");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// All that are short enough to be mixed, with those of the tables.
    fn into_short(self) -> Vec<String> {
        let Self { notation, hostile, regressions, long: _ } = self;
        let right = RIGHT.iter().map(|row| row.0).chain(UNDERSTOOD.iter().map(|row| row.0));
        let wrong = WRONG.iter().chain(REFUSED).map(|row| row.0);
        let tables = right.chain(wrong).map(str::to_owned);
        let examples = examples::all().map(|example| example.expression.clone());
        tables.chain(examples).chain(notation).chain(hostile).chain(regressions).collect()
    }
}

/// A change of a text, at places that are taken along its length.
#[derive(Clone, Debug)]
enum Change {
    Delete(Index, Index),
    Duplicate(Index, Index),
    Swap(Index, Index),
    /// Pieces of another text in place of some.
    Splice(Index, Index, Vec<String>),
    /// Between two characters, wherever they are.
    Insert(Index, String),
}

impl Change {
    fn apply(&self, pieces: &mut Vec<String>) {
        let range = |a: &Index, b: &Index| {
            let (a, b) = (a.index(pieces.len() + 1), b.index(pieces.len() + 1));
            a.min(b)..a.max(b)
        };
        match self {
            Self::Insert(at, piece) => {
                let text = pieces.concat();
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                *pieces = cut(&format!("{}{piece}{}", &text[..at], &text[at..]));
            }
            Self::Delete(a, b) => drop(pieces.drain(range(a, b))),
            Self::Duplicate(a, b) => {
                let range = range(a, b);
                let again = pieces[range.clone()].to_vec();
                pieces.splice(range.end..range.end, again);
            }
            Self::Swap(a, b) if !pieces.is_empty() => {
                let (a, b) = (a.index(pieces.len()), b.index(pieces.len()));
                pieces.swap(a, b);
            }
            Self::Swap(..) => {}
            Self::Splice(a, b, others) => drop(pieces.splice(range(a, b), others.iter().cloned())),
        }
    }
}

/// The pieces that the reader sees, each with the white space behind it.
fn cut(text: &str) -> Vec<String> {
    let mut starts: Vec<usize> = syntax(text).into_iter().map(|(span, _)| span.start).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    starts.dedup();
    starts.windows(2).map(|ends| text[ends[0]..ends[1]].to_owned()).collect()
}

fn changes(texts: &[String]) -> impl Strategy<Value = Vec<Change>> + use<> {
    let place = any::<Index>;
    let others = (select(texts.to_vec()), place(), place()).prop_map(|(text, a, b)| {
        let pieces = cut(&text);
        let (a, b) = (a.index(pieces.len() + 1), b.index(pieces.len() + 1));
        pieces[a.min(b)..a.max(b)].to_vec()
    });
    let change = prop_oneof![
        2 => (place(), place()).prop_map(|(a, b)| Change::Delete(a, b)),
        1 => (place(), place()).prop_map(|(a, b)| Change::Duplicate(a, b)),
        2 => (place(), place()).prop_map(|(a, b)| Change::Swap(a, b)),
        3 => (place(), place(), others).prop_map(|(a, b, others)| Change::Splice(a, b, others)),
        2 => (place(), pieces()).prop_map(|(at, piece)| Change::Insert(at, piece.to_owned())),
        1 => (place(), any::<char>()).prop_map(|(at, c)| Change::Insert(at, c.to_string())),
    ];
    prop::collection::vec(change, 1..5)
}

#[test]
fn no_change_of_a_real_text_is_a_surprise() {
    let texts = Corpus::read().into_short();
    let strategy = (select(texts.clone()), changes(&texts));
    let result = TestRunner::new(config()).run(&strategy, |(text, changes)| {
        let mut pieces = cut(&text);
        for change in &changes {
            change.apply(&mut pieces);
        }
        let text = pieces.concat();
        check(&text).map_err(|error| TestCaseError::fail(format!("{text:?}: {error}")))
    });
    result.unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn every_text_of_the_corpus_is_as_it_should_be() {
    let corpus = Corpus::read();
    let mut wrong = Vec::new();
    for long in &corpus.long {
        let text = long.text();
        check(&text).unwrap_or_else(|error| panic!("{} {} times: {error}", long.piece, long.times));
        if parse(&text).is_ok() != long.is_read {
            wrong.push(format!("{} {} times: {:?}", long.piece, long.times, parse(&text).map(|_| ())));
        }
    }
    for text in corpus.hostile.iter().filter(|text| parse(text).is_ok()) {
        wrong.push(format!("{text:?} was understood"));
    }
    wrong.extend(corpus.notation.iter().filter_map(|text| parse(text).err().map(|error| error.marked(text))));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for text in corpus.into_short() {
        check(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

/// A power that `powf` does not round correctly is rare: at least nine values in ten are compared with meval's.
#[test]
fn most_values_are_compared_with_mevals() {
    let (mut compared, mut values) = (0, 0);
    for text in Corpus::read().into_short() {
        let Ok(program) = parse(&text) else { continue };
        compared += texts::compare(program.text(), &program, &Parameters::new()).unwrap();
        values += POINTS.len();
    }
    assert!(values > 500 && 10 * compared >= 9 * values, "{compared} of {values}");
}

/// The texts are cut where the reader cuts them, and nothing is lost.
#[test]
fn a_text_is_cut_into_its_pieces() {
    assert_eq!(
        cut(" np.sin(x₀)**2 + 1e-4 "),
        [" ", "np", ".", "sin", "(", "x₀", ")", "**", "2 ", "+ ", "1e-4 "]
    );
    assert_eq!(cut(""), [""; 0]);
}
