//! Instances to pixels, inside egui's own render pass.
//!
//! Needs no more than vertex buffers and one small uniform, so that wgpu's GL backend will do.

use std::sync::Arc;

use eframe::egui::mutex::Mutex;
use eframe::egui::{PaintCallbackInfo, Pos2, Rect, Shape};
use eframe::egui_wgpu::{self, CallbackResources, RenderState, RendererOptions, ScreenDescriptor};
use eframe::wgpu;

use super::super::pipeline::{Rectangles, Uniform, instance_buffer};
use super::ArrowStyle;
use super::build::{Built, Instance};

/// Tell egui's renderer how to draw arrows, for one that was made with these options.
pub(crate) fn install(render_state: &RenderState, options: RendererOptions) {
    let pipeline = Pipeline::new(&render_state.device, render_state.target_format, options);
    render_state.renderer.write().callback_resources.insert(pipeline);
}

/// How arrows are drawn; one for all of a window.
struct Pipeline {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
}

impl Pipeline {
    fn new(device: &wgpu::Device, target: wgpu::TextureFormat, options: RendererOptions) -> Self {
        let layout = Uniform::<Frame>::layout(device, "arrows frame");
        let rectangles = Rectangles {
            label: "arrows",
            shader: include_str!("arrows.wgsl"),
            bind_groups: &[&layout],
            // The fields of `Instance` in their order.
            instance: (
                size_of::<Instance>(),
                &wgpu::vertex_attr_array![
                    0 => Float32x2, 1 => Float32x2, 2 => Float32, 3 => Unorm8x4, 4 => Uint32
                ],
            ),
        };
        let pipeline = rectangles.pipeline(device, target, options);
        Self { pipeline, layout }
    }
}

/// The uniform, as `arrows.wgsl` has it.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Frame {
    screen: [f32; 2],
    origin: [f32; 2],
    halo_color: [f32; 4],
    pixel: f32,
    shaft: f32,
    halo: f32,
    stroke: f32,
    opacity: f32,
    /// WGSL rounds the size of a uniform up to 16 bytes.
    unused: [f32; 3],
}

/// The graphics card's copy of the instances, shared by the item of every frame.
pub(in crate::gui::plot) type SharedBuffers = Arc<Mutex<Option<Buffers>>>;

/// Buffers on the graphics card and what they hold.
pub(in crate::gui::plot) struct Buffers {
    frame: Uniform<Frame>,
    instances: wgpu::Buffer,
    count: u32,
    /// What `instances` is a copy of. Kept alive, so that no other can have its address.
    copied: Option<Arc<Built>>,
}

impl Buffers {
    fn new(device: &wgpu::Device, pipeline: &Pipeline) -> Self {
        Self {
            frame: Uniform::new(device, "arrows frame", &pipeline.layout),
            instances: instance_buffer(device, "arrows", 1024 * size_of::<Instance>() as u64),
            count: 0,
            copied: None,
        }
    }

    fn set_instances(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, built: &Arc<Built>) {
        if self.copied.as_ref().is_some_and(|copied| Arc::ptr_eq(copied, built)) {
            return;
        }
        let largest = device.limits().max_buffer_size / size_of::<Instance>() as u64;
        let count = u32::try_from(largest)
            .unwrap_or(u32::MAX)
            .min(u32::try_from(built.instances.len()).unwrap_or(u32::MAX));
        let bytes: &[u8] = bytemuck::cast_slice(&built.instances[..count as usize]);
        if self.instances.size() < bytes.len() as u64 {
            let size = (bytes.len() as u64).next_power_of_two().min(device.limits().max_buffer_size);
            self.instances = instance_buffer(device, "arrows", size);
        }
        queue.write_buffer(&self.instances, 0, bytes);
        self.count = count;
        self.copied = Some(Arc::clone(built));
    }
}

/// What egui is to draw: the arrows in the plot's rectangle.
pub(in crate::gui::plot) fn shape(
    built: Arc<Built>,
    style: &ArrowStyle,
    plot: Rect,
    buffers: &SharedBuffers,
) -> Shape {
    let paint = Paint { built, style: *style, origin: plot.min, buffers: SharedBuffers::clone(buffers) };
    Shape::Callback(egui_wgpu::Callback::new_paint_callback(plot, paint))
}

/// The arrows of one frame.
struct Paint {
    built: Arc<Built>,
    style: ArrowStyle,
    origin: Pos2,
    buffers: SharedBuffers,
}

impl Paint {
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    fn frame(&self, screen: &ScreenDescriptor) -> Option<Frame> {
        let layout = self.built.layout?;
        let pixel = 1.0 / screen.pixels_per_point;
        let [width, height] = screen.size_in_pixels;
        let halo = self.style.halo_width.min(layout.max_halo as f32).max(0.0);
        // A halo of no width must not tint the smooth edge either.
        let halo_color = if halo > 0.0 {
            eframe::egui::Color32::from(self.style.halo_color).to_normalized_gamma_f32()
        } else {
            [0.0; 4]
        };
        Some(Frame {
            screen: [width as f32 * pixel, height as f32 * pixel],
            origin: self.origin.into(),
            halo_color,
            pixel,
            shaft: layout.shaft as f32,
            halo,
            stroke: layout.stroke as f32,
            opacity: self.style.opacity.clamp(0.0, 1.0),
            unused: [0.0; 3],
        })
    }
}

impl egui_wgpu::CallbackTrait for Paint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some((pipeline, frame)) = resources.get::<Pipeline>().zip(self.frame(screen)) else {
            return Vec::new();
        };
        let mut shared = self.buffers.lock();
        let ours = shared.take().filter(|buffers| buffers.frame.is_for(&pipeline.layout));
        let buffers = shared.insert(ours.unwrap_or_else(|| Buffers::new(device, pipeline)));
        buffers.frame.set(queue, &frame);
        buffers.set_instances(device, queue, &self.built);
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let Some(pipeline) = resources.get::<Pipeline>() else { return };
        let shared = self.buffers.lock();
        let Some(buffers) = shared.as_ref() else { return };
        // Not egui's viewport, the plot's rectangle rounded to pixels and cut at the window's edge: that would move and
        // stretch what is drawn. egui's scissor rectangle still clips at the plot.
        let [width, height] = info.screen_size_px;
        pass.set_viewport(0.0, 0.0, width as f32, height as f32, 0.0, 1.0);
        pass.set_pipeline(&pipeline.pipeline);
        pass.set_bind_group(0, buffers.frame.bind_group(), &[]);
        pass.set_vertex_buffer(0, buffers.instances.slice(..));
        pass.draw(0..4, 0..buffers.count);
    }
}
