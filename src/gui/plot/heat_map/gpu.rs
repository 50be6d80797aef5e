//! Tiles to textures, on any thread, and textures to pixels inside egui's own render pass.
//!
//! Needs no more than small textures and a uniform of 4 KiB, so that wgpu's GL backend will do.

use std::fmt;
use std::sync::{Arc, Weak};

use eframe::egui::mutex::Mutex;
use eframe::egui::{PaintCallbackInfo, Pos2, Rect, Shape};
use eframe::egui_wgpu::{self, CallbackResources, RenderState, RendererOptions, ScreenDescriptor};
use eframe::wgpu;
use eframe::wgpu::util::DeviceExt as _;

use super::super::pipeline::{Rectangles, Uniform, instance_buffer};
use super::HeatMapStyle;
use super::quads::{Leveled, Quad};
use crate::heat_map::{Level, Texel, Tile};

/// Textures that nobody draws any more are kept for the next up to so many bytes.
const MOST_KEPT: u64 = 64 << 20;

/// Where tiles become textures. Clones share what they keep; without a graphics card there are none, and nothing fails.
#[derive(Clone, Default)]
pub struct Textures(Option<Arc<Maker>>);

/// A tile on the graphics card.
#[derive(Clone)]
pub struct TileImage {
    levels: usize,
    texture: Option<Arc<TileTexture>>,
}

struct Maker {
    device: wgpu::Device,
    queue: wgpu::Queue,
    layout: wgpu::BindGroupLayout,
    /// Making a texture takes longer than filling it.
    kept: Mutex<Vec<Stored>>,
}

/// A texture and how to bind it.
struct Stored {
    texture: wgpu::Texture,
    bind_group: wgpu::BindGroup,
}

struct TileTexture {
    /// `None` only while being dropped.
    stored: Option<Stored>,
    maker: Weak<Maker>,
}

impl fmt::Debug for Textures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Textures").field(&self.0.is_some()).finish()
    }
}

impl fmt::Debug for TileImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TileImage").field("levels", &self.levels).finish_non_exhaustive()
    }
}

impl Textures {
    /// On the graphics card of a window.
    pub fn new(render_state: &RenderState) -> Self {
        let RenderState { device, queue, .. } = render_state;
        let layout = texel_layout(device);
        let kept = Mutex::default();
        Self(Some(Arc::new(Maker { device: device.clone(), queue: queue.clone(), layout, kept })))
    }

    /// A tile as a texture. It is on its way to the graphics card when this returns; called where that may take a while.
    pub fn upload(&self, tile: &Tile) -> TileImage {
        let texture = self.0.as_ref().map(|maker| Arc::new(maker.upload(tile)));
        TileImage { levels: tile.levels.len(), texture }
    }
}

impl Leveled for TileImage {
    fn levels(&self) -> usize {
        self.levels
    }
}

impl Maker {
    fn upload(self: &Arc<Self>, tile: &Tile) -> TileTexture {
        let stored = self.take(&tile.levels).unwrap_or_else(|| self.make(&tile.levels));
        let (bytes, places) = staged(&tile.levels);
        // By a buffer of its own: `Queue::write_texture` would hold up the window's thread while it copies, and leave the
        // rest of the work to the window's next frame.
        let staging = self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("heat map"),
            contents: &bytes,
            usage: wgpu::BufferUsages::COPY_SRC,
        });
        let mut encoder = self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        for ((mip_level, level), layout) in (0..).zip(&tile.levels).zip(places) {
            encoder.copy_buffer_to_texture(
                wgpu::TexelCopyBufferInfo { buffer: &staging, layout },
                wgpu::TexelCopyTextureInfo { mip_level, ..stored.texture.as_image_copy() },
                extent(level),
            );
        }
        self.queue.submit([encoder.finish()]);
        TileTexture { stored: Some(stored), maker: Arc::downgrade(self) }
    }

    /// A texture of this size that nobody draws any more.
    fn take(&self, levels: &[Level]) -> Option<Stored> {
        let size = extent(levels.first()?);
        let mut kept = self.kept.lock();
        let fits = |stored: &Stored| {
            stored.texture.size() == size && stored.texture.mip_level_count() as usize == levels.len()
        };
        let place = kept.iter().position(fits)?;
        Some(kept.swap_remove(place))
    }

    fn make(&self, levels: &[Level]) -> Stored {
        let texture = self.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("heat map"),
            size: levels.first().map_or_else(wgpu::Extent3d::default, extent),
            mip_level_count: u32::try_from(levels.len()).unwrap_or(1),
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rg8Unorm,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let bind_group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("heat map"),
            layout: &self.layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view),
            }],
        });
        Stored { texture, bind_group }
    }
}

/// Dropped after the last frame that draws it, so its texture may be filled anew: the graphics card works in order.
impl Drop for TileTexture {
    fn drop(&mut self) {
        let Some((stored, maker)) = self.stored.take().zip(self.maker.upgrade()) else { return };
        let bytes = |stored: &Stored| {
            let wgpu::Extent3d { width, height, .. } = stored.texture.size();
            u64::from(width) * u64::from(height) * size_of::<Texel>() as u64
        };
        let mut kept = maker.kept.lock();
        kept.push(stored);
        // The oldest go first: after a drag of the grid step they are of sizes that never come again.
        while kept.iter().map(bytes).sum::<u64>() > MOST_KEPT {
            kept.remove(0);
        }
    }
}

/// The texels of all levels, one level after the other, and where each begins: rows at multiples of what copies ask for.
#[expect(clippy::cast_possible_truncation, reason = "a tile's sides are short")]
fn staged(levels: &[Level]) -> (Vec<u8>, Vec<wgpu::TexelCopyBufferLayout>) {
    let row_of = |level: &Level| {
        (level.size[0] * size_of::<Texel>()).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT as usize)
    };
    let mut bytes = Vec::with_capacity(levels.iter().map(|level| row_of(level) * level.size[1]).sum());
    let mut places = Vec::with_capacity(levels.len());
    for level in levels {
        let row = row_of(level);
        let offset = bytes.len() as u64;
        places.push(wgpu::TexelCopyBufferLayout {
            offset,
            bytes_per_row: Some(row as u32),
            rows_per_image: None,
        });
        for texels in level.texels.chunks_exact(level.size[0].max(1)) {
            bytes.extend_from_slice(texels.as_flattened());
            bytes.resize(bytes.len().next_multiple_of(row), 0);
        }
    }
    (bytes, places)
}

#[expect(clippy::cast_possible_truncation, reason = "a tile's sides are short")]
fn extent(level: &Level) -> wgpu::Extent3d {
    let [width, height] = level.size.map(|side| side as u32);
    wgpu::Extent3d { width, height, depth_or_array_layers: 1 }
}

fn texel_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("heat map texels"),
        entries: &[wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: false },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        }],
    })
}

/// How heat maps are drawn; one for all of a window.
struct Pipeline {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
}

/// Tell egui's renderer how to draw heat maps, for one that was made with these options.
pub(crate) fn install(render_state: &RenderState, options: RendererOptions) {
    let pipeline = Pipeline::new(&render_state.device, render_state.target_format, options);
    render_state.renderer.write().callback_resources.insert(pipeline);
}

impl Pipeline {
    fn new(device: &wgpu::Device, target: wgpu::TextureFormat, options: RendererOptions) -> Self {
        let layout = Uniform::<Frame>::layout(device, "heat map frame");
        let rectangles = Rectangles {
            label: "heat map",
            shader: include_str!("heat_map.wgsl"),
            bind_groups: &[&layout, &texel_layout(device)],
            // The fields of `Quad` in their order, start and count in one.
            instance: (
                size_of::<Quad>(),
                &wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4, 2 => Sint32x4, 3 => Sint32],
            ),
        };
        let pipeline = rectangles.pipeline(device, target, options);
        Self { pipeline, layout }
    }
}

/// The uniform, as `heat_map.wgsl` has it.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Frame {
    screen: [f32; 2],
    origin: [f32; 2],
    pixel: f32,
    opacity: f32,
    cyclic: u32,
    /// WGSL aligns the array to 16 bytes.
    unused: f32,
    palette: [[f32; 4]; 256],
}

/// The graphics card's copy of a frame, shared by the item of every frame.
pub(super) type SharedBuffers = Arc<Mutex<Option<Buffers>>>;

/// Buffers on the graphics card and what they hold.
pub(super) struct Buffers {
    frame: Uniform<Frame>,
    quads: wgpu::Buffer,
    copied: Vec<Quad>,
}

impl Buffers {
    fn new(device: &wgpu::Device, pipeline: &Pipeline) -> Self {
        Self {
            frame: Uniform::new(device, "heat map frame", &pipeline.layout),
            quads: quad_buffer(device, 16),
            copied: Vec::new(),
        }
    }

    fn set_quads(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, quads: impl Iterator<Item = Quad>) {
        let quads: Vec<_> = quads.collect();
        if self.copied == quads {
            return;
        }
        let bytes: &[u8] = bytemuck::cast_slice(&quads);
        if self.quads.size() < bytes.len() as u64 {
            self.quads = quad_buffer(device, quads.len().next_power_of_two());
        }
        queue.write_buffer(&self.quads, 0, bytes);
        self.copied = quads;
    }
}

fn quad_buffer(device: &wgpu::Device, quads: usize) -> wgpu::Buffer {
    instance_buffer(device, "heat map quads", (quads * size_of::<Quad>()) as u64)
}

/// What egui is to draw: the heat map in the plot's rectangle.
pub(super) fn shape(
    quads: Vec<(Quad, TileImage)>,
    style: HeatMapStyle,
    plot: Rect,
    buffers: &SharedBuffers,
) -> Shape {
    let paint = Paint { quads, style, origin: plot.min, buffers: SharedBuffers::clone(buffers) };
    Shape::Callback(egui_wgpu::Callback::new_paint_callback(plot, paint))
}

/// The heat map of one frame.
struct Paint {
    quads: Vec<(Quad, TileImage)>,
    style: HeatMapStyle,
    origin: Pos2,
    buffers: SharedBuffers,
}

impl Paint {
    fn frame(&self, screen: &ScreenDescriptor) -> Frame {
        let pixel = 1.0 / screen.pixels_per_point;
        let [width, height] = screen.size_in_pixels;
        let mut palette = [[0.0; 4]; 256];
        for (entry, color) in (0..=255).zip(&mut palette) {
            let [r, g, b] = self.style.map.entry(entry).map(|channel| f32::from(channel) / 255.0);
            *color = [r, g, b, 1.0];
        }
        Frame {
            screen: [width as f32 * pixel, height as f32 * pixel],
            origin: self.origin.into(),
            pixel,
            opacity: self.style.opacity.clamp(0.0, 1.0),
            cyclic: u32::from(self.style.map.is_cyclic()),
            unused: 0.0,
            palette,
        }
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
        let Some(pipeline) = resources.get::<Pipeline>() else { return Vec::new() };
        let mut shared = self.buffers.lock();
        let ours = shared.take().filter(|buffers| buffers.frame.is_for(&pipeline.layout));
        let buffers = shared.insert(ours.unwrap_or_else(|| Buffers::new(device, pipeline)));
        buffers.frame.set(queue, &self.frame(screen));
        buffers.set_quads(device, queue, self.quads.iter().map(|(quad, _)| *quad));
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
        // Not egui's viewport, which is rounded to pixels; see the arrows.
        let [width, height] = info.screen_size_px;
        pass.set_viewport(0.0, 0.0, width as f32, height as f32, 0.0, 1.0);
        pass.set_pipeline(&pipeline.pipeline);
        pass.set_bind_group(0, buffers.frame.bind_group(), &[]);
        pass.set_vertex_buffer(0, buffers.quads.slice(..));
        for (instance, (_, image)) in (0..).zip(&self.quads) {
            if let Some(stored) = image.texture.as_ref().and_then(|texture| texture.stored.as_ref()) {
                pass.set_bind_group(1, &stored.bind_group, &[]);
                pass.draw(0..4, instance..instance + 1);
            }
        }
    }
}
