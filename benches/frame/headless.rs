//! A window without a screen.

use eframe::App as _;
use eframe::egui::{Context, Event, RawInput, Rect, pos2};
use eframe::egui_wgpu::{RenderState, ScreenDescriptor};
use eframe::wgpu;
use gradfield::gui::app::App;
use gradfield::gui::settings::Settings;

use super::{SCREEN, Stage};

/// The app with what eframe would have around it.
pub(crate) struct Headless {
    pub(crate) app: App,
    ctx: Context,
    frame: eframe::Frame,
    stage: Stage,
}

impl Headless {
    /// A window with these settings; nothing has been drawn yet.
    pub(crate) fn new(shared: &RenderState, settings: Settings) -> Self {
        let ctx = Context::default();
        let stage = Stage::new(shared);
        let mut creation = eframe::CreationContext::_new_kittest(ctx.clone());
        creation.wgpu_render_state = Some(stage.state.clone());
        let app = App::new(&creation, settings).expect("a thread for the worker");
        Self { app, ctx, frame: eframe::Frame::_new_kittest(), stage }
    }

    /// A frame up to what is handed to the graphics card.
    pub(crate) fn step(&mut self, events: Vec<Event>) {
        let Self { ctx, app, frame, stage } = self;
        let [width, height] = SCREEN;
        let screen = Rect::from_min_max(pos2(0.0, 0.0), pos2(width as f32, height as f32));
        let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        });
        let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let RenderState { device, queue, renderer, .. } = &stage.state;
        let mut renderer = renderer.write();
        output.textures_delta.set.drain().for_each(|(id, images)| {
            images.iter().for_each(|image| renderer.update_texture(device, queue, id, image));
        });
        output.textures_delta.clear();
        let screen = ScreenDescriptor { size_in_pixels: SCREEN, pixels_per_point: 1.0 };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut buffers = renderer.update_buffers(device, queue, &mut encoder, &primitives, &screen);
        buffers.push(encoder.finish());
        queue.submit(buffers);
    }
}
