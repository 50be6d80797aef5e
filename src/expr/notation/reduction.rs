//! Functions of a vector's elements, such as `np.sum(x**2)`: what each becomes, and what to say where its call is wrong.

use super::lexer::Kind;

/// What is done with the elements of a vector.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reduction {
    Sum,
    Product,
    Mean,
    Norm,
    /// By a function of two, such as `max`.
    By(&'static str),
}

/// What stands around and between the elements when a reduction is written out, but for its last bracket.
pub(super) struct Surroundings {
    pub(super) before: Vec<Kind<'static>>,
    pub(super) between: Kind<'static>,
    pub(super) after_each: Vec<Kind<'static>>,
    pub(super) after: Vec<Kind<'static>>,
}

impl Reduction {
    /// What a function of that name does, be it called through a module or not.
    pub(super) fn of(name: &str, in_module: bool) -> Option<Self> {
        Some(match name {
            "sum" => Self::Sum,
            "prod" if in_module => Self::Product,
            "mean" if in_module => Self::Mean,
            "norm" if in_module => Self::Norm,
            "max" | "amax" if in_module => Self::By("max"),
            "min" | "amin" if in_module => Self::By("min"),
            _ => return None,
        })
    }

    /// A call to show as an example.
    pub(super) fn example(self, called: &str) -> String {
        match self {
            Self::Sum => format!("{called}(x**2)"),
            _ => format!("{called}(x)"),
        }
    }

    /// What to write for two values where a call takes the elements of one vector.
    pub(super) fn advice(self, called: &str) -> String {
        let of_two = match self {
            Self::Sum => "a sum of two values with +",
            Self::Product => "a product of two values with *",
            Self::Mean => "half the sum of two values",
            Self::Norm => "hypot(x0, x1)",
            Self::By("min") => "np.minimum(x0, x1)",
            Self::By(_) => "np.maximum(x0, x1)",
        };
        format!("Write {}, or {of_two}.", self.example(called))
    }

    /// For both elements, or for one number, of which most reductions make nothing else.
    pub(super) fn surroundings(self, of_both: bool) -> Surroundings {
        let number = || Kind::Number("2".into());
        let mut surroundings = Surroundings {
            before: vec![Kind::Open],
            between: Kind::Operator('+'),
            after_each: Vec::new(),
            after: Vec::new(),
        };
        match self {
            Self::Product => surroundings.between = Kind::Operator('*'),
            Self::Mean if of_both => {
                surroundings.before.push(Kind::Open);
                surroundings.after = vec![Kind::Close, Kind::Operator('/'), number()];
            }
            Self::Sum | Self::Mean => {}
            Self::Norm => {
                surroundings.before.insert(0, Kind::Name("sqrt".into()));
                surroundings.after_each = vec![Kind::Operator('^'), number()];
            }
            Self::By(function) => {
                surroundings.between = Kind::Comma;
                if of_both {
                    surroundings.before.insert(0, Kind::Name(function.into()));
                }
            }
        }
        surroundings
    }
}
