//! A frame of the window's plot: our arrows against `egui_plot::Arrows`, as one uses it for a coloured field (one item
//! a colour, 256 colours).
//!
//! Then what a heat map costs the worker, what the surface costs in a frame in which it turns, what the layers cost, and what the window's thread does in a frame while h is dragged, over a large field and over a small one.
//!
//! The machine's speed drifts, so the contenders take turns frame by frame and ratios of their medians are printed.
//! `cargo bench --bench frame`, and `-- --drag`, `-- --layers` or `-- --surface` for one of the latter alone; without `--bench` (`cargo test --benches`) or with `--quick` every frame runs once.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod drag;
mod headless;
mod layers;
mod surface;
mod texels;

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::mutex::RwLock;
use eframe::egui::{CentralPanel, ClippedPrimitive, Color32, Context, FullOutput, RawInput, Rect, pos2};
use eframe::egui_wgpu::{RenderState, Renderer, RendererOptions, ScreenDescriptor};
use eframe::wgpu;
use egui_plot::{Plot, PlotBounds, PlotPoint, PlotPoints, PlotUi};
use gradfield::colormap::{ColorScale, Colormap, Scale};
use gradfield::differentiate::Scheme;
use gradfield::expr;
use gradfield::field::{self, AxisSpec, CancelToken, FieldRequest, GradientField, GridSpec, Progress};
use gradfield::gui::plot;
use gradfield::gui::plot::arrows::{ArrowStyle, Arrows};

const SCREEN: [u32; 2] = [1280, 860];
/// Nodes along each axis: 256, 10,000 and (nearly) 100,000 arrows.
const SIDES: [u32; 3] = [16, 100, 316];
/// Time for one table and size.
const BUDGET: Duration = Duration::from_secs(7);
const ROUNDS: [usize; 2] = [5, 200];
/// Twice the usual length, or the arrows of the densest grid would be dots.
const SCALE: f32 = 2.0;

fn main() {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    let quick = !has("--bench") || has("--test") || has("--quick");
    if has("--surface") {
        return surface::run(&bowl(129, 1e-4), 100);
    }
    let render_state = render_state();
    if has("--layers") {
        match &render_state {
            Some(render_state) => layers::run(render_state, quick),
            None => println!("No graphics adapter: the window was not measured."),
        }
        return;
    }
    if !has("--drag") {
        arrows(render_state.as_ref(), quick);
    }
    texels::run(&bowl(1024, 1e-4), if quick { 1 } else { 30 });
    surface::run(&bowl(129, 1e-4), if quick { 1 } else { 100 });
    if let Some(render_state) = &render_state {
        println!("\nThe window's thread while h is dragged");
        drag::run(render_state, quick);
        layers::run(render_state, quick);
    }
}

/// Our arrows against others.
fn arrows(render_state: Option<&RenderState>, quick: bool) {
    println!("Shapes and tessellation, medians in ms; x = times faster than egui_plot::Arrows");
    for side in SIDES {
        let mut contenders = Contender::all(side);
        measure(&mut contenders, quick, true, Contender::shapes);
        report(side, &contenders);
    }
    let Some(render_state) = render_state else {
        println!("No graphics adapter: frames on one were not measured.");
        return;
    };
    let adapter = render_state.adapter.get_info();
    println!("\nThe same and rendering on {} ({}), waiting for it", adapter.name, adapter.backend);
    for side in SIDES {
        let mut contenders = Contender::all(side);
        for contender in &mut contenders {
            contender.stage = Some(Stage::new(render_state));
        }
        measure(&mut contenders, quick, false, Contender::pixels);
        report(side, &contenders);
    }
}

/// Let the contenders take turns until the time is over; `warm` with a frame that does not count before each.
fn measure(contenders: &mut [Contender], quick: bool, warm: bool, frame: fn(&mut Contender)) {
    let begin = Instant::now();
    // The first frames lay out fonts and settle the plot.
    for contender in contenders.iter_mut() {
        (0..if quick { 0 } else { 2 }).for_each(|_| frame(contender));
    }
    let enough = |rounds: usize| rounds >= ROUNDS[1] || rounds >= ROUNDS[0] && begin.elapsed() > BUDGET;
    let mut rounds = 0;
    while if quick { rounds < 1 } else { !enough(rounds) } {
        for contender in contenders.iter_mut() {
            // A window's frame follows one of its own kind, not one that left the caches and the heap to another.
            if warm && !quick {
                frame(contender);
            }
            let begin = Instant::now();
            frame(contender);
            contender.times.push(begin.elapsed());
        }
        rounds += 1;
    }
}

fn report(side: u32, contenders: &[Contender]) {
    let median = |name: &str| {
        let contender = contenders.iter().find(|contender| contender.name == name);
        let mut times = contender.map_or_else(Vec::new, |contender| contender.times.clone());
        times.sort_unstable();
        times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    let rounds = contenders.first().map_or(0, |contender| contender.times.len());
    let (empty, new, same) = (median("empty"), median("stock new"), median("stock same"));
    println!("{} arrows, {rounds} rounds: empty plot {empty:.3}", side * side);
    for (kind, stock) in [("new", new), ("same", same)] {
        let (all, thin) = (median(&format!("ours {kind}")), median(&format!("thin {kind}")));
        println!(
            "  {kind:4}  stock {stock:8.3}  ours {all:7.3} ({:6.1} x, {:.2} empty frames)  thinned {thin:7.3} ({:6.1} x)",
            stock / all,
            all / empty,
            stock / thin,
        );
    }
}

/// Who draws, and how often that took how long.
struct Contender {
    name: &'static str,
    arrows: Drawing,
    ctx: Context,
    frame: usize,
    times: Vec<Duration>,
    stage: Option<Stage>,
}

enum Drawing {
    Empty,
    /// Fields to take turns (one if it does not change) and where the bytes for the graphics card would go.
    Ours {
        arrows: Arrows,
        style: ArrowStyle,
        fields: Vec<Arc<GradientField>>,
        staging: Vec<u8>,
    },
    /// The same fields, sorted into colours anew in each frame.
    StockNew {
        colors: ColorScale,
        fields: Vec<Arc<GradientField>>,
    },
    /// Sorted into colours once: the cheapest that the interface of `egui_plot` allows.
    StockSame(Vec<Bin>),
}

/// The arrows of one colour.
#[derive(Clone, Default)]
struct Bin {
    origins: Vec<PlotPoint>,
    tips: Vec<PlotPoint>,
    color: Color32,
}

impl Contender {
    fn all(side: u32) -> Vec<Self> {
        let fields = vec![bowl(side, 1e-4), bowl(side, 1e-5)];
        let one = vec![Arc::clone(&fields[0])];
        let colors = ColorScale { map: Colormap::Jet, scale: Scale::Linear, min: 0.0, max: 5.7 };
        let ours = |fields: &[Arc<GradientField>], thin: bool| Drawing::Ours {
            arrows: Arrows::default(),
            style: ArrowStyle { thin, scale: SCALE, ..ArrowStyle::new(colors, true) },
            fields: fields.to_vec(),
            staging: Vec::new(),
        };
        let drawings = [
            ("empty", Drawing::Empty),
            ("ours new", ours(&fields, false)),
            ("stock new", Drawing::StockNew { colors, fields: fields.clone() }),
            ("thin new", ours(&fields, true)),
            ("ours same", ours(&one, false)),
            ("stock same", Drawing::StockSame(bins(&one[0], &colors))),
            ("thin same", ours(&one, true)),
        ];
        drawings
            .into_iter()
            .map(|(name, arrows)| Self {
                name,
                arrows,
                ctx: Context::default(),
                frame: 0,
                times: Vec::new(),
                stage: None,
            })
            .collect()
    }

    /// One frame up to the triangles, and for ours the bytes that go to the graphics card besides.
    fn shapes(&mut self) {
        let (mut output, primitives) = self.run();
        output.textures_delta.clear();
        drop(primitives);
        if let Drawing::Ours { arrows, fields, staging, .. } = &mut self.arrows
            && fields.len() > 1
            && let Some(built) = arrows.built()
        {
            staging.clear();
            staging.extend_from_slice(bytemuck::cast_slice(&built.instances));
        }
    }

    /// One frame up to the pixels.
    fn pixels(&mut self) {
        let (mut output, primitives) = self.run();
        if let Some(stage) = &self.stage {
            stage.render(&mut output, &primitives);
        }
        output.textures_delta.clear();
    }

    fn run(&mut self) -> (FullOutput, Vec<ClippedPrimitive>) {
        self.frame += 1;
        let Self { arrows, frame, .. } = self;
        let [width, height] = SCREEN;
        let screen = Rect::from_min_max(pos2(0.0, 0.0), pos2(width as f32, height as f32));
        // Colours of egui_plot's items must outlive its frame, ours are made within it.
        let sorted = match arrows {
            Drawing::StockNew { colors, fields } => bins(&fields[*frame % fields.len()], colors),
            _ => Vec::new(),
        };
        let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
        let mut output = self.ctx.run_ui(input, |ui| {
            CentralPanel::default().show(ui, |ui| {
                Plot::new("plot").data_aspect(1.0).show(ui, |plot| {
                    plot.set_plot_bounds(PlotBounds::from_min_max([-2.0; 2], [2.0; 2]));
                    match arrows {
                        Drawing::Empty => {}
                        Drawing::Ours { arrows, style, fields, .. } => {
                            plot.add(arrows.item(&fields[*frame % fields.len()], style));
                        }
                        Drawing::StockNew { .. } => add_bins(plot, &sorted),
                        Drawing::StockSame(bins) => add_bins(plot, bins),
                    }
                });
            });
        });
        let shapes = std::mem::take(&mut output.shapes);
        let primitives = self.ctx.tessellate(shapes, output.pixels_per_point);
        (output, primitives)
    }
}

fn add_bins<'a>(plot: &mut PlotUi<'a>, bins: &'a [Bin]) {
    for (index, bin) in bins.iter().enumerate().filter(|(_, bin)| !bin.origins.is_empty()) {
        let (origins, tips) = (PlotPoints::Borrowed(&bin.origins), PlotPoints::Borrowed(&bin.tips));
        plot.arrows(egui_plot::Arrows::new("", origins, tips).id(index).color(bin.color));
    }
}

/// A field's arrows by colour, as long as ours.
fn bins(field: &GradientField, colors: &ColorScale) -> Vec<Bin> {
    let mut bins = vec![Bin::default(); 256];
    let length = f64::from(SCALE) * field.request.grid().axes[0].step / 1.8;
    for index in 0..field.len() {
        let (norm, [x, y]) = (field.norm[index], field.grid.point(index));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let entry = (colors.position(norm) * 256.0).clamp(0.0, 255.0) as usize;
        if norm > 0.0 {
            let factor = -length / norm;
            let bin = &mut bins[entry];
            bin.origins.push(PlotPoint::new(x, y));
            bin.tips.push(PlotPoint::new(x + factor * field.g0[index], y + factor * field.g1[index]));
            let [r, g, b] = colors.color(norm);
            bin.color = Color32::from_rgb(r, g, b);
        }
    }
    bins
}

fn bowl(side: u32, h: f64) -> Arc<GradientField> {
    let axis = AxisSpec { min: -2.0, max: 2.0, step: 4.0 / f64::from(side) };
    let program = Arc::new(expr::parse("x0^2 + x1^2").expect("a valid expression"));
    let grid = GridSpec { axes: [axis, axis], closed: false };
    let request = FieldRequest::new(program, grid, Scheme::Central, h).expect("a valid request");
    let field = field::compute(&request, &CancelToken::new(), &Progress::new());
    Arc::new(field.expect("nobody cancels"))
}

/// A graphics adapter to render with, if there is one.
fn render_state() -> Option<RenderState> {
    let hook = std::panic::take_hook();
    // It can only be asked for in a way that panics where there is none.
    std::panic::set_hook(Box::new(|_| {}));
    let made = std::panic::catch_unwind(|| {
        let setup = egui_kittest::wgpu::default_wgpu_setup();
        egui_kittest::wgpu::create_render_state(setup, RendererOptions::default())
    });
    std::panic::set_hook(hook);
    made.ok()
}

/// A renderer of one contender's own and a texture instead of a window.
struct Stage {
    state: RenderState,
    target: wgpu::TextureView,
}

impl Stage {
    fn new(shared: &RenderState) -> Self {
        let mut state = shared.clone();
        let renderer = Renderer::new(&state.device, state.target_format, RendererOptions::default());
        state.renderer = Arc::new(RwLock::new(renderer));
        plot::install(&state);
        let [width, height] = SCREEN;
        let texture = state.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: &[],
        });
        Self { target: texture.create_view(&wgpu::TextureViewDescriptor::default()), state }
    }

    fn render(&self, output: &mut FullOutput, primitives: &[ClippedPrimitive]) {
        let RenderState { device, queue, renderer, .. } = &self.state;
        let mut renderer = renderer.write();
        output.textures_delta.set.drain().for_each(|(id, images)| {
            images.iter().for_each(|image| renderer.update_texture(device, queue, id, image));
        });
        let screen = ScreenDescriptor { size_in_pixels: SCREEN, pixels_per_point: 1.0 };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut buffers = renderer.update_buffers(device, queue, &mut encoder, primitives, &screen);
        let attachment = wgpu::RenderPassColorAttachment {
            view: &self.target,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                store: wgpu::StoreOp::Store,
            },
            depth_slice: None,
        };
        let descriptor =
            wgpu::RenderPassDescriptor { color_attachments: &[Some(attachment)], ..Default::default() };
        let mut pass = encoder.begin_render_pass(&descriptor).forget_lifetime();
        renderer.render(&mut pass, primitives, &screen);
        drop(pass);
        buffers.push(encoder.finish());
        queue.submit(buffers);
        device.poll(wgpu::PollType::wait_indefinitely()).expect("the device answers");
    }
}
