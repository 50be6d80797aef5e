//! What the program of a text consists of.

use gradfield::expr::{Axis, Binary, Dependence, Node, Program, Unary, parse};

/// A program as text, one node each: numbers, names, and operations on earlier nodes.
fn listing(program: &Program) -> Vec<String> {
    let node = |node: &Node| match *node {
        Node::Constant(value) => format!("{value}"),
        Node::Variable(axis) => axis.name().to_owned(),
        Node::Unary(op, a) => format!("{} #{a}", op.name()),
        Node::Binary(op, a, b) => format!("#{a} {} #{b}", op.name()),
    };
    program.nodes().iter().map(node).collect()
}

#[test]
fn equal_parts_are_one_node_and_numbers_are_folded() {
    let table: &[(&str, &[&str])] = &[
        ("x0", &["x0"]),
        ("x0*x1 + x1*x0", &["x0", "x1", "#0 * #1", "#2 + #2"]),
        ("sin(x0) - sin(x0)", &["x0", "sin #0", "#1 - #1"]),
        ("x0 - x1 + (x1 - x0)", &["x0", "x1", "#0 - #1", "#1 - #0", "#2 + #3"]),
        // Only bit for bit the same operations are shared: (a + b) + 1 is not a + (b + 1).
        (
            "(x0 + x1 + 1)*(x0 + (x1 + 1))",
            &["x0", "x1", "#0 + #1", "1", "#2 + #3", "#1 + #3", "#0 + #5", "#4 * #6"],
        ),
        // Folding
        ("2*3 + 4", &["10"]),
        ("1/2*x0", &["0.5", "x0", "#0 * #1"]),
        ("x0*(2^3 - 1)", &["x0", "7", "#0 * #1"]),
        ("max(1, 2, x0)", &["2", "x0", "#0 max #1"]),
        ("max(x0, 1, 2)", &["x0", "1", "2", "#0 max #1", "#3 max #2"]),
        ("-2*x0", &["-2", "x0", "#0 * #1"]),
        ("cos(0)*x1", &["x1"]),
        ("1e308*10", &["inf"]),
        // Powers with an exact form
        ("x0^2", &["x0", "#0 * #0"]),
        ("x0^(1 + 1)", &["x0", "#0 * #0"]),
        ("x0^3", &["x0", "3", "#0 ^ #1"]),
        ("x0^1", &["x0"]),
        ("x0^0", &["1"]),
        ("x0^-1", &["x0", "1", "#1 / #0"]),
        ("x0*1 + x1/1", &["x0", "x1", "#0 + #1"]),
        // Signs that the operation takes up
        ("x0 - -x1", &["x0", "x1", "#0 + #1"]),
        ("x0 + -x1", &["x0", "x1", "#0 - #1"]),
        ("-x0 + x1", &["x0", "x1", "#1 - #0"]),
        ("-x0*-x1", &["x0", "x1", "#0 * #1"]),
        ("-x0/-x1", &["x0", "x1", "#0 / #1"]),
        ("(-x0)^2", &["x0", "#0 * #0"]),
        ("-x0 - x1", &["x0", "- #0", "x1", "#1 - #2"]),
        // What is one of its operands
        ("x0 - 0", &["x0"]),
        ("max(x0, x0) - min(x1, x1)", &["x0", "x1", "#0 - #1"]),
        // What would change a bit stays
        ("x0 - -0", &["x0", "-0", "#0 - #1"]),
        ("x0 + 0", &["x0", "0", "#0 + #1"]),
        ("0*x0", &["0", "x0", "#0 * #1"]),
        ("x0/2", &["x0", "2", "#0 / #1"]),
        ("--x0", &["x0"]),
        ("max(x0)", &["x0"]),
        // Nodes that nothing needs are gone
        ("x0^0*x1", &["x1"]),
        ("(x0*x1)^0 + x0", &["x0", "1", "#0 + #1"]),
    ];
    for (text, expected) in table {
        let program = parse(text).unwrap();
        let found = listing(&program);

        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn operands_come_before_their_users_and_every_node_is_used() {
    let program = parse("exp(-(x0^2 + x1^2)/2)*cos(3*x0)*cos(3*x1) + x0^0*ln(2)").unwrap();
    let mut used = vec![false; program.nodes().len()];
    used[program.root() as usize] = true;
    for (id, node) in program.nodes().iter().enumerate() {
        let operands = match *node {
            Node::Constant(_) | Node::Variable(_) => vec![],
            Node::Unary(_, a) => vec![a],
            Node::Binary(_, a, b) => vec![a, b],
        };
        for operand in operands {
            assert!((operand as usize) < id);
            used[operand as usize] = true;
        }
    }
    assert!(used.into_iter().all(|used| used));
}

#[test]
fn every_node_knows_what_it_depends_on() {
    for (text, expected) in [
        ("2 + pi", Dependence::Nothing),
        ("x0", Dependence::X0),
        ("x1", Dependence::X1),
        ("sin(3*x0)^2 - x0", Dependence::X0),
        ("max(x1, 1, x1^3)", Dependence::X1),
        ("x0 + x1", Dependence::Both),
        ("exp(x0)*exp(x1)", Dependence::Both),
        // The product with 0 stays, and with it the dependence.
        ("0*x0 + x1", Dependence::Both),
        ("x0^0", Dependence::Nothing),
    ] {
        let program = parse(text).unwrap();
        assert_eq!(program.dependence(program.root()), expected, "{text}");
    }
    let program = parse("sin(x0) + cos(x1)*2").unwrap();
    for (id, node) in (0..).zip(program.nodes()) {
        let expected = match node {
            Node::Constant(_) => Dependence::Nothing,
            Node::Variable(Axis::X0) | Node::Unary(Unary::Sin, _) => Dependence::X0,
            Node::Variable(Axis::X1) | Node::Unary(..) | Node::Binary(Binary::Multiply, ..) => Dependence::X1,
            Node::Binary(..) => Dependence::Both,
        };
        assert_eq!(program.dependence(id), expected, "{node:?}");
    }
}

#[test]
fn programs_are_equal_when_they_do_the_same() {
    let same = |a, b| parse(a).unwrap() == parse(b).unwrap();
    assert!(same("x0**2 + x1", "((x0))^2+x1"));
    assert!(same("x0*x0", "x0^2"));
    assert!(same("2*3*x0", "6*x0"));
    assert!(!same("x0 + x1", "x0 - x1"));
    assert!(!same("x0 + x1 + 1", "x0 + (x1 + 1)"));
    assert!(!same("x0 + 0", "x0 + -0"));
}
