//! How what we draw ourselves meets what egui draws.

use eframe::egui_wgpu::RendererOptions;
use eframe::wgpu;

/// A frame's numbers on the graphics card, in group 0 of a shader.
pub(super) struct Uniform<F> {
    /// Of the pipeline it was made for; another window has another.
    layout: wgpu::BindGroupLayout,
    buffer: wgpu::Buffer,
    bind_group: wgpu::BindGroup,
    held: Option<F>,
}

impl<F: bytemuck::Pod + PartialEq> Uniform<F> {
    /// How a shader sees it.
    pub(super) fn layout(device: &wgpu::Device, label: &str) -> wgpu::BindGroupLayout {
        device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some(label),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: wgpu::BufferSize::new(size_of::<F>() as u64),
                },
                count: None,
            }],
        })
    }

    /// Nothing yet, for shaders with this layout.
    pub(super) fn new(device: &wgpu::Device, label: &str, layout: &wgpu::BindGroupLayout) -> Self {
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size: size_of::<F>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(label),
            layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: buffer.as_entire_binding() }],
        });
        Self { layout: layout.clone(), buffer, bind_group, held: None }
    }

    /// Whether it is for shaders with this layout.
    pub(super) fn is_for(&self, layout: &wgpu::BindGroupLayout) -> bool {
        self.layout == *layout
    }

    /// Copy the numbers, unless they are there already.
    pub(super) fn set(&mut self, queue: &wgpu::Queue, frame: &F) {
        if self.held.as_ref() != Some(frame) {
            queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(frame));
            self.held = Some(*frame);
        }
    }

    /// What a render pass binds as group 0.
    pub(super) fn bind_group(&self) -> &wgpu::BindGroup {
        &self.bind_group
    }
}

/// A buffer of instances, of so many bytes.
pub(super) fn instance_buffer(device: &wgpu::Device, label: &str, size: u64) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        size,
        usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

/// The end of every shader.
const FRAGMENT: &str = include_str!("fragment.wgsl");

/// Rectangles, one an instance, drawn by a shader's functions `vertex` and `shade`.
pub(super) struct Rectangles<'a> {
    pub(super) label: &'a str,
    /// Its source, to which the end of every shader is added.
    pub(super) shader: &'a str,
    pub(super) bind_groups: &'a [&'a wgpu::BindGroupLayout],
    /// The size of an instance in bytes, and its fields.
    pub(super) instance: (usize, &'a [wgpu::VertexAttribute]),
}

impl Rectangles<'_> {
    /// The pipeline for the target that egui draws on.
    pub(super) fn pipeline(
        &self,
        device: &wgpu::Device,
        target: wgpu::TextureFormat,
        options: RendererOptions,
    ) -> wgpu::RenderPipeline {
        let Self { label, shader, bind_groups, instance: (size, attributes) } = *self;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(label),
            source: wgpu::ShaderSource::Wgsl(format!("{shader}\n{FRAGMENT}").into()),
        });
        let bind_groups: Vec<_> = bind_groups.iter().copied().map(Some).collect();
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(label),
            bind_group_layouts: &bind_groups,
            immediate_size: 0,
        });
        device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some(label),
            layout: Some(&layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: size as u64,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes,
                })],
            },
            primitive: wgpu::PrimitiveState {
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                ..Default::default()
            },
            depth_stencil: options.depth_stencil_format.map(depth_ignored),
            multisample: wgpu::MultisampleState { count: options.msaa_samples.max(1), ..Default::default() },
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some(if target.is_srgb() { "fragment_linear" } else { "fragment_gamma" }),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                targets: &[Some(wgpu::ColorTargetState {
                    format: target,
                    blend: Some(BLEND),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}

/// Premultiplied alpha, exactly as egui blends.
const BLEND: wgpu::BlendState = wgpu::BlendState {
    color: wgpu::BlendComponent::OVER,
    alpha: wgpu::BlendComponent {
        src_factor: wgpu::BlendFactor::OneMinusDstAlpha,
        dst_factor: wgpu::BlendFactor::One,
        operation: wgpu::BlendOperation::Add,
    },
};

/// A depth buffer that is there and means nothing to us.
fn depth_ignored(format: wgpu::TextureFormat) -> wgpu::DepthStencilState {
    wgpu::DepthStencilState {
        format,
        depth_write_enabled: Some(false),
        depth_compare: Some(wgpu::CompareFunction::Always),
        stencil: wgpu::StencilState::default(),
        bias: wgpu::DepthBiasState::default(),
    }
}
