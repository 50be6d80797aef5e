//! A program as a function of NumPy arrays.
//!
//! What was typed is written from its tree, so that `(1 - x0)^2` stays what it is; a derivative, whose nodes are shared,
//! is written from the program, with names for what is needed more than once. Either way each operation is done in the
//! program's order, so that arrays have the program's bits where IEEE 754 leaves no choice: in `+ - * /`, square roots,
//! comparisons and what rounds to integers. A function such as `np.sin` is off by some units in the last place, where the
//! program's is correctly rounded.
//!
//! Python and NumPy mean something else by some things, which is seen to here:
//! - Numbers: `1/0` and `0.0**-1` end a Python program, `(-8)**(1/3)` is complex there, and a scalar of NumPy's own makes
//!   an array of `float32` one of `float64`. Operations on numbers alone are written as typed where Python's value is
//!   ours, and as the value otherwise.
//! - Truth values: a comparison is an array of them, whose sum is `or` and whose difference is an error. They are made
//!   numbers, but for conditions and factors.
//! - `%` is `np.fmod`, `round` a function of the script's own, and so is what NumPy has not: `erf`, and for complex
//!   numbers `cbrt`, `hypot` and `arctan2`.

mod calls;
mod helpers;
mod numbers;
mod writer;

use std::collections::BTreeSet;
use std::fmt;

use super::operation::{Binary, Unary};
use super::program::{Node, NodeId, Program};
use super::spelling::Part;
use super::{derivative, parse};
pub use helpers::Helper;
use writer::{Piece, Writer};

/// What the arrays are that a function is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrays {
    /// `float64`.
    Float64,
    /// Of the type that the script calls `dtype`: `float32` or `float16`.
    Dtype,
    /// Of the script's own class `bfloat16`.
    Bfloat16,
    /// Those that the complex step makes of `float64`.
    Complex,
}

/// The body of a Python function of the arrays `x0` and `x1`, and what it needs around it.
#[derive(Clone, Debug, PartialEq)]
pub struct NumpyFunction {
    /// Statements of one line each, such as `t1 = x0 + x1`, in their order.
    pub statements: Vec<String>,
    /// The expression that is returned.
    pub value: String,
    /// Functions that the script has to define.
    pub helpers: BTreeSet<Helper>,
    /// Parameters by their names in Python, and their values.
    pub parameters: Vec<(String, f64)>,
}

/// NumPy has no such function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotInNumpy(&'static str);

impl fmt::Display for NotInNumpy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NumPy has no {} of complex numbers. Choose another scheme than the complex step.", self.0)
    }
}

impl std::error::Error for NotInNumpy {}

/// Operations on operations beyond which an inner one gets a line of its own: Python's compiler follows some thousand.
const TALLEST: usize = 200;
/// Brackets in brackets beyond which an inner part gets a line of its own: more can hardly be read, and Python reads 200.
const DEEPEST: usize = 12;
/// A value that is needed more than once has a name if its text is longer than this.
const SHORT: usize = 8;
/// The most bytes of a derivative that is written as a formula.
const LONG: usize = 160;

/// A number in the fewest digits that Python reads as the same, `np.inf` and `np.nan` among them.
pub fn number(value: f64) -> String {
    Piece::number(value).text
}

/// A program as a function of arrays.
pub fn function(program: &Program, arrays: Arrays) -> Result<NumpyFunction, NotInNumpy> {
    let names = parameter_names(program);
    let mut writer = Writer::new(arrays);
    let root = match parse::tree(program) {
        Some(tree) => as_typed(&mut writer, &tree, &names)?,
        None => from_nodes(&mut writer, program)?,
    };
    Ok(finished(writer, root, names))
}

/// The exact partial derivatives of a program as functions of arrays, with the values of its parameters.
pub fn gradient(program: &Program, arrays: Arrays) -> Result<[NumpyFunction; 2], NotInNumpy> {
    let derivatives = derivative::gradient(program).map(|derivative| derivative.folded());
    let function = |derivative: &Program| {
        let mut writer = Writer::new(arrays);
        // A formula repeats what its nodes share.
        let tree = parse::tree(derivative).filter(|_| derivative.text().len() <= LONG);
        let root = match tree {
            Some(tree) => as_typed(&mut writer, &tree, &[])?,
            None => from_nodes(&mut writer, derivative)?,
        };
        Ok(finished(writer, root, Vec::new()))
    };
    let [g0, g1] = &derivatives;
    Ok([function(g0)?, function(g1)?])
}

fn finished(writer: Writer, root: Piece, names: Vec<(String, String, f64)>) -> NumpyFunction {
    let root = writer.as_numbers(root);
    let value = if root.is_number() { writer.everywhere(&root) } else { root.text };
    let parameters = names.into_iter().map(|(_, name, value)| (name, value)).collect();
    NumpyFunction { statements: writer.statements, value, helpers: writer.helpers, parameters }
}

/// Each part in turn, whose operands are there already and are used once.
fn as_typed(
    writer: &mut Writer,
    tree: &parse::Tree<'_>,
    names: &[(String, String, f64)],
) -> Result<Piece, NotInNumpy> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (part, value) in tree.spelling.parts().iter().zip(&tree.values) {
        let mut operand = |id: &usize| std::mem::take(&mut pieces[*id]);
        let piece = match part {
            Part::Number(number) => Piece::number(*number),
            Part::Name(name) => match names.iter().find(|(ours, ..)| ours == name) {
                Some((_, python, number)) => Piece::parameter(python, *number),
                None => Piece::name(name, *value),
            },
            Part::Negate(a) => writer.negate(operand(a)),
            Part::Infix(op, a, b) => writer.infix(*op, operand(a), operand(b)),
            Part::Call(name, arguments) => {
                let arguments = arguments.iter().map(operand).collect();
                writer.call(name, arguments, *value)?
            }
        };
        let piece = if is_nested(&piece) { writer.named(&piece) } else { piece };
        pieces.push(piece);
    }
    Ok(pieces.pop().unwrap_or_default())
}

/// Each node in turn, those that are needed more than once on a line of their own.
fn from_nodes(writer: &mut Writer, program: &Program) -> Result<Piece, NotInNumpy> {
    let uses = uses(program);
    let mut pieces: Vec<Piece> = Vec::new();
    for (id, node) in (0..).zip(program.nodes()) {
        let count = uses[id as usize];
        let piece =
            if count == 0 { Piece::default() } else { from_node(writer, program, id, *node, &pieces)? };
        let is_long = piece.text.len() > SHORT && !piece.is_number();
        let is_named = count > 1 && is_long || is_nested(&piece);
        pieces.push(if is_named { writer.named(&piece) } else { piece });
    }
    Ok(pieces.pop().unwrap_or_default())
}

fn from_node(
    writer: &mut Writer,
    program: &Program,
    id: NodeId,
    node: Node,
    pieces: &[Piece],
) -> Result<Piece, NotInNumpy> {
    let piece = |id: NodeId| pieces[id as usize].clone();
    if let Some(operands) = program.choice(id) {
        return writer.call("where", operands.map(piece).to_vec(), None);
    }
    Ok(match node {
        Node::Constant(value) => Piece::number(value),
        Node::Variable(axis) => Piece::name(axis.name(), None),
        Node::Unary(Unary::Negate, a) => writer.negate(piece(a)),
        Node::Unary(op, a) => writer.call(op.name(), vec![piece(a)], None)?,
        Node::Binary(Binary::Multiply, a, b) if a == b => {
            writer.infix(Binary::Power, piece(a), Piece::number(2.0))
        }
        Node::Binary(Binary::Multiply, a, b) if piece(b).is_number() => {
            writer.infix(Binary::Multiply, piece(b), piece(a))
        }
        Node::Binary(op @ (Binary::When | Binary::Unless), c, value) => {
            let nothing = Piece::number(-0.0);
            let [a, b] = if op == Binary::When { [piece(value), nothing] } else { [nothing, piece(value)] };
            writer.call("where", vec![piece(c), a, b], None)?
        }
        Node::Binary(op, a, b) if op.is_written_as_call() => {
            writer.call(op.name(), vec![piece(a), piece(b)], None)?
        }
        Node::Binary(op, a, b) => writer.infix(op, piece(a), piece(b)),
    })
}

/// Whether so much is in one another that a line should end there.
fn is_nested(piece: &Piece) -> bool {
    piece.depth > DEEPEST || piece.height > TALLEST
}

/// How often each node is read, a choice being one operation.
fn uses(program: &Program) -> Vec<usize> {
    let mut uses = vec![0_usize; program.nodes().len()];
    let root = program.root();
    uses[root as usize] = 1;
    for id in (0..=root).rev() {
        if uses[id as usize] == 0 {
            continue;
        }
        let operands = match (program.choice(id), program.nodes()[id as usize]) {
            (Some(operands), _) => operands.to_vec(),
            (None, Node::Constant(_) | Node::Variable(_)) => Vec::new(),
            (None, Node::Unary(_, a)) => vec![a],
            // A square is written once.
            (None, Node::Binary(_, a, b)) => {
                if a == b {
                    vec![a]
                } else {
                    vec![a, b]
                }
            }
        };
        for id in operands {
            uses[id as usize] += 1;
        }
    }
    uses
}

/// Words of Python's, and names that mean something in the script, whether it has all of them or not: those of its own, but
/// for what is a function's alone, and those that it takes from Python.
const TAKEN: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "float",
    "print",
    "str",
    "zip",
    "max",
    "range",
    "bytes",
    "getattr",
    "bool",
    "math",
    "np",
    "plt",
    "LogNorm",
    "LinearSegmentedColormap",
    "dtype",
    "bfloat16",
    "f",
    "numerical_gradient",
    "difference",
    "taken",
    "gradient",
    "df_dx0",
    "df_dx1",
    "g",
    "exact",
    "rounded",
    "path",
    "sgd",
    "momentum",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "backtracking",
    "h",
    "x0",
    "x1",
    "g0",
    "g1",
    "norm",
    "values",
    "e0",
    "e1",
    "error",
    "digits",
    "angle",
    "size",
    "slope",
    "drawn",
    "circle",
    "colors",
    "heat",
    "levels",
    "lines",
    "few",
    "mean",
    "arrows",
    "name",
    "marker",
    "color",
    "points",
    "start",
    "steps",
    "rule",
];

/// The parameters' own names, their names in Python, and their values.
///
/// A name is the same in Python but where it is taken, or where no identifier has such letters.
fn parameter_names(program: &Program) -> Vec<(String, String, f64)> {
    let mut names: Vec<(String, String, f64)> = Vec::new();
    for (own, value) in program.parameters().iter() {
        let is_plain = own.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let is_identifier = is_plain
            && !own.starts_with(|c: char| c.is_ascii_digit())
            && !own.is_empty()
            && !own.starts_with("__");
        let mut name = if is_identifier { own.to_owned() } else { "parameter".to_owned() };
        let is_anothers = |name: &str| name != own && program.parameters().get(name).is_some();
        while is_taken(&name) || is_anothers(&name) || names.iter().any(|(_, other, _)| *other == name) {
            name.push('_');
        }
        names.push((own.to_owned(), name, value));
    }
    names
}

fn is_taken(name: &str) -> bool {
    let is_step = || name.strip_prefix('t').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    TAKEN.contains(&name) || Helper::ALL.iter().any(|helper| helper.name() == name) || is_step()
}
