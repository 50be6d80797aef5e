//! Checked text to [`Program`], by way of meval's reverse Polish notation; the only file that names meval.

use meval::ParseError;
use meval::tokenizer::{Operation, Token};

use super::error::{ExpressionError, Span};
use super::names::{self, Function, Name};
use super::notation::{self, MOST_BYTES};
use super::operation::{Binary, Unary};
use super::program::{NodeId, Program, ProgramBuilder};
use super::spelling::{Part, PartId, Spelling};

/// Read a function of x0 and x1.
///
/// ```
/// let program = gradfield::expr::parse("(1-x0)**2 + 100(x1-x0^2)^2");
/// let error = program.expect_err("a product needs its operator");
/// assert_eq!(error.suggestion.as_deref(), Some("Write 100*(...)."));
///
/// let program = gradfield::expr::parse("(1-x0)**2 + 100*(x1-x0^2)^2")?;
/// assert_eq!(program.text(), "(1 - x0)^2 + 100*(x1 - x0^2)^2");
/// # Ok::<(), gradfield::expr::ExpressionError>(())
/// ```
pub fn parse(text: &str) -> Result<Program, ExpressionError> {
    let notation = notation::read(text)?;
    let expression: meval::Expr = notation.plain().parse().map_err(|error: meval::Error| {
        let span = match error {
            meval::Error::ParseError(ParseError::UnexpectedToken(at)) => notation.origin(at),
            _ => 0..text.len(),
        };
        defect(span, &error.to_string())
    })?;
    let mut assembly = Assembly::default();
    for token in expression.iter() {
        assembly.take(token).ok_or_else(|| defect(0..text.len(), &format!("{token:?}")))?;
    }
    let program = assembly.finish().ok_or_else(|| defect(0..text.len(), "no value"))?;
    // A program's text can always be typed, saved and read again.
    if program.text().len() > MOST_BYTES {
        let message = format!(
            "Spelled out, the function has {} bytes; the limit is {MOST_BYTES}.",
            program.text().len()
        );
        return Err(ExpressionError::new(message, 0..text.len(), "Write a shorter function."));
    }
    Ok(program)
}

/// The checks let something through that meval does not take.
fn defect(span: Span, detail: &str) -> ExpressionError {
    let message = format!("This should have been understood ({detail}).");
    ExpressionError::new(message, span, "It is a defect of gradfield, please report it.")
}

/// Puts operands together as reverse Polish notation brings them: as a program and as a text.
#[derive(Default)]
struct Assembly {
    program: ProgramBuilder,
    spelling: Spelling,
    stack: Vec<Operand>,
}

#[derive(Clone, Copy)]
struct Operand {
    node: NodeId,
    part: PartId,
}

impl Assembly {
    /// Take the next token; nothing if it does not fit.
    fn take(&mut self, token: &Token) -> Option<()> {
        let (node, part) = match token {
            Token::Number(value) => (self.program.constant(*value), Part::Number(*value)),
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
                let parts = arguments.iter().map(|argument| argument.part).collect();
                (self.call(function, &arguments)?, Part::Call(name, parts))
            }
            _ => return None,
        };
        self.stack.push(Operand { node, part: self.spelling.add(part) });
        Some(())
    }

    fn call(&mut self, function: Function, arguments: &[Operand]) -> Option<NodeId> {
        match (function, arguments) {
            (Function::One(op), [a]) => Some(self.program.unary(op, a.node)),
            (Function::Two(op), [a, b]) => Some(self.program.binary(op, a.node, b.node)),
            (Function::Several(op), [first, rest @ ..]) => {
                Some(rest.iter().fold(first.node, |so_far, next| self.program.binary(op, so_far, next.node)))
            }
            _ => None,
        }
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
