//! Error against h as a table in text.

use std::io::{self, Write};

use crate::analysis::{PointCurve, SweepPoint};

/// Write a header, then a row a step, curve after curve. The caller buffers: every row comes by itself.
pub fn write_sweep(curves: &[PointCurve], mut to: impl Write) -> io::Result<()> {
    to.write_all(b"scheme,h,g0,g1,abs_error,rel_error\n")?;
    let mut digits = ryu::Buffer::new();
    for curve in curves {
        for SweepPoint { h, g, absolute_error, relative_error } in &curve.points {
            to.write_all(curve.method.scheme.name().as_bytes())?;
            for number in [*h, g[0], g[1], *absolute_error, *relative_error] {
                to.write_all(b",")?;
                to.write_all(digits.format(number).as_bytes())?;
            }
            to.write_all(b"\n")?;
        }
    }
    Ok(())
}
