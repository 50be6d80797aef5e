//! The field as a table.

use std::io::{self, Write};

use crate::expr::Axis;
use crate::field::GradientField;

/// Write one row a grid point below the header `x0,x1,f,g0,g1,norm`, x0 running fastest.
pub fn write_csv(field: &GradientField, mut to: impl Write) -> io::Result<()> {
    to.write_all(b"x0,x1,f,g0,g1,norm\n")?;
    let mut digits = ryu::Buffer::new();
    let mut x1_digits = ryu::Buffer::new();
    let (x0_values, x1_values) = (field.grid.axis(Axis::X0), field.grid.axis(Axis::X1));
    for (row, &x1) in x1_values.iter().enumerate() {
        let x1 = x1_digits.format(x1);
        for (column, &x0) in x0_values.iter().enumerate() {
            let i = row * x0_values.len() + column;
            to.write_all(digits.format(x0).as_bytes())?;
            to.write_all(b",")?;
            to.write_all(x1.as_bytes())?;
            for value in [field.f[i], field.g0[i], field.g1[i], field.norm[i]] {
                to.write_all(b",")?;
                to.write_all(digits.format(value).as_bytes())?;
            }
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}
