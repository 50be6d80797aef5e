//! What a node of a heat map costs the worker.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gradfield::colormap::Scale;
use gradfield::field::GradientField;
use gradfield::heat_map::{HeatMapOrder, Painter, Quantity};

/// Measure and print.
pub(crate) fn run(field: &Arc<GradientField>, rounds: usize) {
    println!("\nTexels of {} nodes with their coarser levels, medians in ns a node", field.len());
    let shown = [
        (Quantity::GradientNorm, Scale::Linear),
        (Quantity::GradientNorm, Scale::Logarithmic),
        // An arc tangent each, and means that go round.
        (Quantity::Direction, Scale::Linear),
    ];
    for (quantity, scale) in shown {
        let order = HeatMapOrder { quantity, scale, limits: None };
        let mut times: Vec<_> = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                let painter = Painter::new(order, field, field.len());
                let texels: usize = painter
                    .tiles(field, 0..field.grid.rows())
                    .map(|tile| std::hint::black_box(tile).levels[0].texels.len())
                    .sum();
                assert!(texels >= field.len());
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let median = times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64);
        println!("  {}, {scale:?}: {:.2}", quantity.name(), median * 1e9 / field.len() as f64);
    }
}
