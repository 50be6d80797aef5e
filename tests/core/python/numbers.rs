//! Numbers, parameters, edges and long texts, in Python and in ours.

use gradfield::differentiate::{Method, Precision, Scheme};

use super::request;
use super::run::{python, run, usual_h};

#[test]
fn numbers_and_parameters_are_ours() {
    let Some(python) = python() else { return };
    let parameters = [("a", 1.5), ("np", 2.0), ("f", 0.0), ("t1", 3.0), ("dtype", -0.5), ("print", 0.25)];
    let sum = format!("x0{}", " + 0.1*x1 - x0/7".repeat(60));
    let signs = format!("x0*{}x1", "-".repeat(300));
    let roots = format!("{}x0^2{}", "sqrt(1 + ".repeat(90), ")".repeat(90));
    let texts = [
        "1/0 + x0*0/0",
        "x0 + (-8)^(1/3)",
        "x0*2^100 + 5%3 - -0",
        "x0*-0",
        "x0 + 3*10^15*4 + 10^300",
        "x0*a/np + f*t1 + x1*dtype^2 - print",
        "1/f + x0",
        "x0*(dtype - 1/f)",
        "np.square(x0) + f",
        "a%np*x0",
        "where(a > np, x0, x1)",
        "where(f, x0, 3)",
        "max(a, np, x0)",
        "x0*max(a, np)",
        "a",
        "3",
        "1 < 2",
        "x0^0",
        "(x0 > 0) + (x1 > 0) - (x0 > x1)",
        "where((x0 > 0) - (x1 > 0), 1, 2)",
        "-(x0 > 0)/2",
        "x0^2 == x1^2",
        "(x0 > 0.1) + (x1 == 0.1)",
        "x0 + 1/3 + 2*pi + tau",
        "2*3*4*x0 - 7/2",
        "100000*x0 + 70000",
        &sum,
        &signs,
        &roots,
    ];
    let mut requests = vec![];
    for text in texts {
        for precision in Precision::ALL {
            let method = Method { precision, ..Method::default() };
            requests.push(request(text, &parameters, method, usual_h(precision)));
        }
    }
    let count = requests.len();
    run(&python, &requests).assert("numbers", count);
}

/// What is NaN, infinite, 0 or -0, and what Python or NumPy might take for another number or order.
#[test]
fn edges_are_ours() {
    let Some(python) = python() else { return };
    let texts = [
        // sqrt(x0) is NaN on the left, 1/x0 infinite at 0.
        "sign(sqrt(x0)) + signum(sqrt(x0))",
        "max(sqrt(x0), x1)",
        "min(x1, sqrt(x0), 1)",
        "relu(sqrt(x0))",
        "clip(sqrt(x0), -1, 1)",
        "clip(x0, 1, -1)",
        "clip(x1, sqrt(x0), 1)",
        "heaviside(sqrt(x0), 0.5)",
        "heaviside(0*x0, sqrt(x0))",
        "round(sqrt(x0)) + rint(sqrt(x0))",
        "floor(1/x0) + ceil(sqrt(x0))",
        "mod(x0, sqrt(x1))",
        "mod(x0, 0*x1)",
        "mod(1/x0, x1)",
        "mod(x0, 1/x1)",
        "fmod(x0, 0)",
        "x0%-0.75",
        "-x0%0.75",
        "mod(-x0, -0.75)",
        "where(sqrt(x0), 1, 2)",
        "where(x0, 1/0, -1/0)",
        "(sqrt(x0) > 0) + (sqrt(x0) <= 0)",
        "sqrt(x0) != sqrt(x0)",
        "not_equal(x0, sqrt(x1))*x0",
        "abs(sqrt(x0))",
        "sqrt(-0*x0)",
        "1/(-0*x0)",
        "max(-0*x0, 0)/x1",
        // Signs and powers.
        "-x0^2",
        "(-x0)^2",
        "x0^-1",
        "2^-2*x0",
        "(-2)^2*x0",
        "-2^2*x0",
        "(-1)^3*x0",
        "(-3)^-1*x0",
        "0^-1 + x0",
        "0^0*x0",
        "(-8)^(1/3)*x0",
        "x0/-x1/-2",
        "x0 - -x1 - -(-x0)",
        "-(-x0 - x1)*-x0",
        "(x0 < x1) < 1",
        "x0 < (x1 < 1)",
        "(x0 == x1) == (x1 > 0)",
        "(x0 > 0)^2",
        "2*(x0 > 0)*3",
        "(x0 > 0)*(x1 > 0)*(x0 > x1)",
        "x0^(x1 > 0)",
        // Numbers beyond integers of 8, 16, 53 and 64 bits, and below the least of short formats.
        "128*x0 + 32768*x1",
        "x0 + 65504",
        "x0 + 65520",
        "x0*3*10^18 + 10^19",
        "x0*(2^53 + 1)",
        "x0*2^64*2^64",
        "x0*1e-8",
        "x0*1e-310",
        "where(x0 > 0, 70000, -70000)",
        "where(x0 > 0, 0.1, 70000*x1)",
        "max(x0, 100000)",
        "clip(1e5*x0, -65504, 65504)",
        "fmod(x0, 1e6)",
        "hypot(x0*0, 65520*0)",
        "x0*0.1 + 1/3",
        "5",
        "1/0",
        "0/0",
        "x1",
        "-0",
    ];
    let mut requests = vec![];
    for text in texts {
        for precision in Precision::ALL {
            let method = Method { precision, ..Method::default() };
            requests.push(request(text, &[], method, usual_h(precision)));
        }
    }
    let findings = run(&python, &requests);
    assert!(findings.exact > 4 * texts.len() - 20, "{}", findings.exact);
    findings.assert("edges", findings.exact);
}

/// As long and as deep as a text can be.
#[test]
fn long_programs_are_ours() {
    let Some(python) = python() else { return };
    let texts = [
        format!("x0{}", "+x0".repeat(490)),
        format!("x0{}", "-x1+1".repeat(240)),
        format!("{}x0", "-".repeat(990)),
        format!("x0*{}x1", "2*-".repeat(300)),
        format!("x0{}", "/2*x1".repeat(240)),
        format!("{}x0{}", "(x1+".repeat(230), ")".repeat(230)),
        format!("{}x0{}", "abs(x1-".repeat(120), ")".repeat(120)),
        format!("{}x0{}", "where(x0>1,1,".repeat(75), ")".repeat(75)),
    ];
    let mut requests = vec![];
    for text in &texts {
        if let Err(error) = gradfield::expr::parse(text) {
            panic!("{}: {}", &text[..20], error.message);
        }
        for precision in [Precision::F64, Precision::F32] {
            for scheme in [Scheme::Central, Scheme::Exact] {
                let method = Method { scheme, precision, ..Method::default() };
                requests.push(request(text, &[], method, usual_h(precision)));
            }
        }
    }
    let count = requests.len();
    run(&python, &requests).assert("long", count);
}
