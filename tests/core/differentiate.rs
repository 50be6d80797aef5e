//! Difference schemes: their order as it shows.

use std::sync::Arc;

use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GridSpec, Progress};

/// |g0 - exp(1)| at the point (1, 0) of exp(x0).
fn error(scheme: Scheme, h: f64) -> f64 {
    let [x0, x1] = [1.0, 0.0].map(|min| AxisSpec { min, max: min + 1.0, step: 1.0 });
    let grid = GridSpec { axes: [x0, x1], closed: false };
    let request = FieldRequest::new(Arc::new(expr::parse("exp(x0)").unwrap()), grid, scheme, h).unwrap();
    let field = field::compute(&request, &CancelToken::new(), &Progress::new()).unwrap();
    (field.g0[0] - 1.0_f64.exp()).abs()
}

/// From h = 2^-5 to 2^-10, and for order 4 from 2^-2 to 2^-6, the next term of the error is less than h times the first, and
/// rounding, some 1e-16 / h, is less than 1e-4 of it; so halving h divides the error by 2^order to within 1 in 32.
#[test]
fn the_error_of_each_scheme_falls_with_its_order() {
    for scheme in Scheme::ALL {
        let Some(order) = scheme.order().map(f64::from) else { continue };
        for exponent in if order > 2.0 { 2..6 } else { 5..10 } {
            let h = 2.0_f64.powi(-exponent);
            let slope = (error(scheme, h) / error(scheme, h / 2.0)).log2();
            assert!((slope - order).abs() < 0.05, "{scheme} at h = {h}: {slope}, not {order}");
        }
    }
}
