//! What the pieces of a text are to a reader.

use gradfield::expr::SyntaxKind::{self, Comma, Constant, Function, Name, Number, Operator, Variable, Wrong};
use gradfield::expr::{MOST_BYTES, syntax};

/// Pieces and kinds; a bracket with `true` has a partner.
fn pieces(text: &str) -> Vec<(&str, SyntaxKind)> {
    syntax(text).into_iter().map(|(span, kind)| (&text[span], kind)).collect()
}

fn kinds(text: &str) -> Vec<SyntaxKind> {
    syntax(text).into_iter().map(|(_, kind)| kind).collect()
}

fn bracket(partner: usize) -> SyntaxKind {
    SyntaxKind::Bracket { partner: Some(partner) }
}

const ALONE: SyntaxKind = SyntaxKind::Bracket { partner: None };

#[test]
fn every_kind_of_piece() {
    assert_eq!(
        pieces("2*x0 + a^pi - max(x1, .5) ?"),
        [
            ("2", Number),
            ("*", Operator),
            ("x0", Variable),
            ("+", Operator),
            ("a", Name),
            ("^", Operator),
            ("pi", Constant),
            ("-", Operator),
            ("max", Function),
            ("(", bracket(24)),
            ("x1", Variable),
            (",", Comma),
            (".5", Number),
            (")", bracket(17)),
            ("?", Wrong),
        ]
    );
}

#[test]
fn books_and_pythons_signs_are_not_wrong() {
    assert_eq!(
        pieces("√x₀² · |y|"),
        [
            ("√", Function),
            ("x₀", Variable),
            ("²", Number),
            ("·", Operator),
            ("|", Operator),
            ("y", Variable),
            ("|", Operator),
        ]
    );
    assert_eq!(
        pieces("lambda x: np.sin(x[0])"),
        [
            ("lambda", Operator),
            ("x", Variable),
            (":", Operator),
            ("np", Operator),
            (".", Operator),
            ("sin", Function),
            ("(", bracket(21)),
            ("x", Variable),
            ("[", bracket(20)),
            ("0", Number),
            ("]", bracket(18)),
            (")", bracket(16)),
        ]
    );
    // Without a function of it, the module is a name like any other.
    assert_eq!(kinds("np*x0")[0], Name);
}

#[test]
fn a_name_that_is_called_is_a_function() {
    assert_eq!(kinds("sni(x0)")[0], Function);
    assert_eq!(kinds("sni*x0")[0], Name);
    assert_eq!(kinds("sin")[0], Function);
}

#[test]
fn brackets_find_their_partners_or_have_none() {
    assert_eq!(kinds("(()"), [ALONE, bracket(2), bracket(1)]);
    assert_eq!(kinds("())"), [bracket(1), bracket(0), ALONE]);
    assert_eq!(kinds("([)]"), [ALONE, bracket(3), ALONE, bracket(1)]);
    assert_eq!(kinds(")("), [ALONE, ALONE]);
    // In bytes, not in characters.
    assert_eq!(kinds("(π)"), [bracket(3), Constant, bracket(0)]);
}

#[test]
fn faulty_numbers_are_wrong_and_comments_are_nothing() {
    for text in ["1.2.3", "2e", "1e400", "1_000"] {
        assert_eq!(kinds(text), [Wrong], "{text}");
    }
    assert_eq!(pieces("x0 # (a comment)"), [("x0", Variable)]);
    assert!(syntax(" \n").is_empty());
}

#[test]
fn a_text_that_is_too_long_has_no_pieces() {
    let digits = |length: usize| "1".repeat(length);
    // So many digits are one number, although a too large one.
    assert_eq!(kinds(&digits(MOST_BYTES)), [Wrong]);
    assert!(syntax(&digits(MOST_BYTES + 1)).is_empty());
    assert_eq!(syntax(&"+".repeat(1000)).len(), 1000);
    assert!(syntax(&"+".repeat(1001)).is_empty());
}
