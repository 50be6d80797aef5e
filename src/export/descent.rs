//! Descents as a table in text.

use std::io::{self, Write};

use crate::analysis::descent::Twins;

/// Write a header, then a row a point, optimiser after optimiser, each down the numerical gradient and then down the exact
/// one; step 0 is the start. The caller buffers.
pub fn write_descents(descents: &[Twins], mut to: impl Write) -> io::Result<()> {
    to.write_all(b"step,x0,x1,f,g0,g1,optimizer,gradient\n")?;
    let mut digits = ryu::Buffer::new();
    for Twins { rule, numerical, exact, .. } in descents {
        for (gradient, path) in [("numerical", numerical), ("exact", exact)] {
            for (step, visit) in path.visits.iter().enumerate() {
                write!(to, "{step}")?;
                let [[x0, x1], [g0, g1]] = [visit.x, visit.g];
                for number in [x0, x1, visit.f, g0, g1] {
                    to.write_all(b",")?;
                    to.write_all(digits.format(number).as_bytes())?;
                }
                writeln!(to, ",{rule},{gradient}")?;
            }
        }
    }
    Ok(())
}
