//! Reading a text, by its length: the time a token, which does not grow with their number, and the memory a byte.
//!
//! divan prints how many bytes were allocated in all (`alloc`) and how many at once (`max alloc`).
//! `cargo bench --bench read`

use divan::{AllocProfiler, Bencher, black_box, counter::ItemsCount};
use gradfield::expr::{self, Parameters};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// Numbers of pieces; the longest texts have almost the 1,000 tokens that are read.
const PIECES: [usize; 5] = [10, 20, 40, 80, 160];

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, text: &str, tokens: usize) {
    let parameters = Parameters::from_iter([("a", 1.5)]);
    expr::read(text, &parameters).unwrap_or_else(|error| panic!("{}", error.marked(text)));
    bencher.counter(ItemsCount::new(tokens)).bench(|| expr::read(black_box(text), &parameters));
}

/// Sums of different products: 6 tokens each.
#[divan::bench(args = PIECES)]
fn sums(bencher: Bencher<'_, '_>, pieces: usize) {
    let text: Vec<String> = (0..pieces).map(|i| format!("x0*{i}/x1")).collect();
    bench(bencher, &text.join("+"), 6 * pieces);
}

/// Brackets within brackets: 5 tokens each.
#[divan::bench(args = PIECES)]
fn nested(bencher: Bencher<'_, '_>, pieces: usize) {
    let text = format!("{}x0{}", "sin(2 + ".repeat(pieces), ")".repeat(pieces));
    bench(bencher, &text, 5 * pieces);
}

/// NumPy and textbook notation: 14 tokens each, before they are written out.
#[divan::bench(args = [5, 10, 20, 40])]
fn notation(bencher: Bencher<'_, '_>, pieces: usize) {
    let text = vec!["np.sum(2x₀² + a)"; pieces].join("+").replace("x₀", "x[0]");
    bench(bencher, &text, 14 * pieces);
}

/// A sum within a sum within a sum, each of which is written out twice where it is used.
#[divan::bench(args = [1, 2, 3, 4, 5])]
fn sums_in_sums(bencher: Bencher<'_, '_>, depth: usize) {
    let text = format!("{}x{}", "np.sum(x + ".repeat(depth), ")".repeat(depth));
    bench(bencher, &text, 6 * depth);
}

/// What a slider of a parameter does: the same text with another value.
#[divan::bench]
fn parameter(bencher: Bencher<'_, '_>) {
    let mut value = 0.0;
    bencher.bench_local(|| {
        value += 0.25;
        expr::parse_with("(1 - x0)^2 + a*(x1 - x0^2)^2", &Parameters::from_iter([("a", value)]))
    });
}
