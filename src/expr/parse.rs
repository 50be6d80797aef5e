//! Checked text to [`Program`], by way of meval's reverse Polish notation; the only file that names meval.

use meval::ParseError;
use meval::tokenizer::{Operation, Token};

use super::error::{ExpressionError, Span};
use super::names::{self, Name};
use super::notation::{self, MOST_BYTES, Remark};
use super::operation::{Binary, Unary};
use super::parameters::Parameters;
use super::program::{Node, NodeId, Program, ProgramBuilder};
use super::spelling::{Part, PartId, Spelling};

/// Read a function of x0 and x1.
///
/// ```
/// let program = gradfield::expr::parse("(1-x0)**2 + 100(x₁ - x₀²)²")?;
/// assert_eq!(program.text(), "(1 - x0)^2 + 100*(x1 - x0^2)^2");
///
/// let program = gradfield::expr::parse("lambda x: np.sum(x**2)")?;
/// assert_eq!(program.text(), "x0^2 + x1^2");
///
/// let error = gradfield::expr::parse("sin x0").expect_err("a function needs brackets");
/// assert_eq!(error.suggestion.as_deref(), Some("Write sin(x0)."));
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn parse(text: &str) -> Result<Program, ExpressionError> {
    parse_with(text, &Parameters::new())
}

/// Read a function of x0, x1 and some parameters, whose values it takes as if they stood in the text.
///
/// ```
/// use gradfield::expr::{Parameters, parse, parse_with};
///
/// let program = parse_with("a*x0^2", &Parameters::from_iter([("a", 1.5)]))?;
/// assert_eq!(program, parse("1.5*x0^2")?);
/// assert_eq!(program.text(), "a*x0^2");
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn parse_with(text: &str, parameters: &Parameters) -> Result<Program, ExpressionError> {
    read(text, parameters).map(|reading| reading.program)
}

/// A text that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The function.
    pub program: Program,
    /// What may have been meant otherwise, such as `1/2x0`.
    pub remarks: Vec<Remark>,
}

/// As [`parse_with`], with what there is to say about a text that was understood.
///
/// ```
/// use gradfield::expr::{Parameters, read};
///
/// let reading = read("1/2x0", &Parameters::new())?;
/// assert_eq!(reading.program.text(), "1/2*x0");
/// assert_eq!(reading.remarks[0].span, 1..5);
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn read(text: &str, parameters: &Parameters) -> Result<Reading, ExpressionError> {
    read_beside(text, "", parameters)
}

/// As [`read`], of a text that belongs to a definition and shares its names for the arguments: a derivative of it, say.
///
/// ```
/// use gradfield::expr::{Parameters, read_beside};
///
/// let reading = read_beside("2*w + b", "loss(w, b) = w^2 + w*b", &Parameters::new())?;
/// assert_eq!(reading.program.text(), "2*x0 + x1");
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn read_beside(
    text: &str,
    definition: &str,
    parameters: &Parameters,
) -> Result<Reading, ExpressionError> {
    let notation = notation::read(text, definition, parameters)?;
    let expression: meval::Expr = notation.plain().parse().map_err(|error: meval::Error| {
        let span = match error {
            meval::Error::ParseError(ParseError::UnexpectedToken(at)) => notation.origin(at),
            _ => 0..text.len(),
        };
        defect(span, &error.to_string())
    })?;
    let mut assembly = Assembly::of(parameters);
    for token in expression.iter() {
        assembly.take(token).ok_or_else(|| defect(0..text.len(), &format!("{token:?}")))?;
    }
    let used = std::mem::take(&mut assembly.used);
    let program = assembly.finish().ok_or_else(|| defect(0..text.len(), "no value"))?;
    // A program's text can always be typed, saved and read again.
    if program.text().len() > MOST_BYTES {
        let message = format!(
            "Spelled out, the function has {} bytes; the limit is {MOST_BYTES}.",
            program.text().len()
        );
        return Err(ExpressionError::new(message, 0..text.len(), "Write a shorter function."));
    }
    let program = program.with_parameters(used);
    Ok(Reading { program, remarks: notation.into_remarks() })
}

/// The tree of a program's text as it was typed; nothing for a program that has not been read from its text, as a
/// derivative.
pub(super) fn tree(program: &Program) -> Option<Tree<'_>> {
    let notation = notation::read(program.text(), "", program.parameters()).ok()?;
    let expression: meval::Expr = notation.plain().parse().ok()?;
    let mut assembly = Assembly::of(program.parameters());
    let mut values = Vec::new();
    for token in expression.iter() {
        assembly.take(token)?;
        // A plus sign in front of a value adds no part.
        if assembly.spelling.parts().len() > values.len() {
            values.push(match assembly.program.node(assembly.stack.last()?.node) {
                Node::Constant(value) => Some(value),
                _ => None,
            });
        }
    }
    let root = assembly.stack.pop()?.node;
    let Assembly { program: read, spelling, .. } = assembly;
    (read.finish(root, String::new()) == *program).then_some(Tree { spelling, values })
}

/// What was typed, operands first; the last part is the whole.
pub(super) struct Tree<'p> {
    pub(super) spelling: Spelling<'p>,
    /// Of each part the value, where it is the same everywhere.
    pub(super) values: Vec<Option<f64>>,
}

/// The checks let something through that meval does not take.
fn defect(span: Span, detail: &str) -> ExpressionError {
    let message = format!("This should have been understood ({detail}).");
    ExpressionError::new(message, span, "It is a defect of gradfield, please report it.")
}

/// Puts operands together as reverse Polish notation brings them: as a program and as a text.
struct Assembly<'p> {
    parameters: &'p Parameters,
    /// Those that have been met.
    used: Parameters,
    program: ProgramBuilder,
    spelling: Spelling<'p>,
    stack: Vec<Operand>,
}

#[derive(Clone, Copy)]
struct Operand {
    node: NodeId,
    part: PartId,
}

impl<'p> Assembly<'p> {
    fn of(parameters: &'p Parameters) -> Self {
        Self {
            parameters,
            used: Parameters::new(),
            program: ProgramBuilder::new(),
            spelling: Spelling::default(),
            stack: Vec::new(),
        }
    }

    /// Take the next token; nothing if it does not fit.
    fn take(&mut self, token: &Token) -> Option<()> {
        let (node, part) = match token {
            Token::Number(value) => (self.program.constant(*value), Part::Number(*value)),
            Token::Var(name) if names::find(name).is_none() => {
                let (name, value) = self.parameters.find(name)?;
                self.used.set(name, value);
                (self.program.constant(value), Part::Name(name))
            }
            Token::Var(name) => match names::find(name)? {
                (name, Name::Variable(axis)) => (self.program.variable(axis), Part::Name(name)),
                (name, Name::Constant(value)) => (self.program.constant(value), Part::Name(name)),
                (_, Name::Function(_)) => return None,
            },
            // A plus sign in front of a value says nothing.
            Token::Unary(Operation::Plus) => return Some(()),
            Token::Unary(_) => {
                let a = self.stack.pop()?;
                (self.program.unary(Unary::Negate, a.node), Part::Negate(a.part))
            }
            Token::Binary(operation) => {
                let b = self.stack.pop()?;
                let a = self.stack.pop()?;
                let op = binary(*operation);
                (self.program.binary(op, a.node, b.node), Part::Infix(op, a.part, b.part))
            }
            Token::Func(name, Some(count)) => {
                let (name, Name::Function(function)) = names::find(name)? else { return None };
                let arguments = self.stack.split_off(self.stack.len().checked_sub(*count)?);
                let nodes: Vec<NodeId> = arguments.iter().map(|argument| argument.node).collect();
                let part = match (function.sign(), arguments.as_slice()) {
                    (Some(sign), [a, b]) => Part::Infix(sign, a.part, b.part),
                    _ => Part::Call(name, arguments.iter().map(|argument| argument.part).collect()),
                };
                (function.build(&mut self.program, &nodes)?, part)
            }
            _ => return None,
        };
        self.stack.push(Operand { node, part: self.spelling.add(part) });
        Some(())
    }

    /// The one value that is left.
    fn finish(mut self) -> Option<Program> {
        let root = self.stack.pop()?;
        let text = self.spelling.text_within(usize::MAX, root.part)?;
        self.stack.is_empty().then(|| self.program.finish(root.node, text))
    }
}

fn binary(operation: Operation) -> Binary {
    match operation {
        Operation::Plus => Binary::Add,
        Operation::Minus => Binary::Subtract,
        Operation::Times => Binary::Multiply,
        Operation::Div => Binary::Divide,
        Operation::Rem => Binary::Remainder,
        Operation::Pow => Binary::Power,
    }
}
