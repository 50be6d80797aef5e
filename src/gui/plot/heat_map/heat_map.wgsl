// A heat map: one rectangle a tile, the colour of a pixel from the texels that it covers.
//
// Lengths are points of the screen. Colours are sRGB with premultiplied alpha, blended as they are, as egui does.

struct Frame {
    // Of the whole window.
    screen: vec2f,
    // The plot's left top corner, from which tiles count.
    origin: vec2f,
    // Of a physical pixel.
    pixel: f32,
    opacity: f32,
    // 1 where entries are directions, which go round, else 0.
    cyclic: u32,
    unused: f32,
    // The colour map.
    palette: array<vec4f, 256>,
}
@group(0) @binding(0) var<uniform> frame: Frame;
// Entry of the colour map, and the share of the nodes that have a colour. Of directions both are the mean vector.
@group(1) @binding(0) var texels: texture_2d<f32>;

// Where nodes have no colour: grey stripes of half the period, which no colour map has and both themes show.
const STRIPES: vec4f = vec4f(0.25, 0.25, 0.25, 0.5);
const STRIPE_PERIOD: f32 = 8.0;

// The most texels that are looked at along an axis: where one axis is that much more crowded than the other, every so
// manieth.
const MOST_TEXELS: i32 = 16;

const TAU: f32 = 6.2831853;

struct Varying {
    @builtin(position) position: vec4f,
    // In nodes from `range.xy`.
    @location(0) node: vec2f,
    // Nodes that a pixel is wide and high.
    @location(1) @interpolate(flat) footprint: vec2f,
    // The first node that `node` counts from, a multiple of all levels' texels, and the tile's columns and rows.
    @location(2) @interpolate(flat) range: vec4i,
    @location(3) @interpolate(flat) level: i32,
}

@vertex
fn vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) place: vec4f,
    @location(1) nodes: vec4f,
    @location(2) range: vec4i,
    @location(3) levels: i32,
) -> Varying {
    let unit = vec2f(f32(corner & 1u), f32(corner >> 1u));
    let point = frame.origin + mix(place.xy, place.zw, unit);
    let position = 2.0 * point / frame.screen - 1.0;
    let footprint = abs(nodes.zw - nodes.xy) / (place.zw - place.xy) * frame.pixel;

    var out: Varying;
    out.position = vec4f(position.x, -position.y, 0.0, 1.0);
    out.node = mix(nodes.xy, nodes.zw, unit);
    out.footprint = footprint;
    out.range = range;
    // As coarse as leaves a texel or two of the less crowded axis in a pixel.
    let crowd = max(min(footprint.x, footprint.y), 1.0);
    out.level = clamp(i32(floor(log2(crowd))), 0, levels - 1);
    return out;
}

// What a pixel covers along an axis.
struct Span {
    // In nodes.
    low: f32,
    high: f32,
    // Texels of the level.
    first: i32,
    last: i32,
    step: i32,
}

fn span(node: f32, footprint: f32, start: i32, count: i32, size: f32) -> Span {
    let begin = f32(-start);
    let end = f32(count - start);
    var out: Span;
    if footprint <= 1.0 {
        // The one node that is nearest: nothing is made up between two.
        out.low = clamp(floor(node), begin, end - 1.0);
        out.high = out.low + 1.0;
    } else {
        let middle = clamp(node, begin, end);
        out.low = max(middle - 0.5 * footprint, begin);
        out.high = min(middle + 0.5 * footprint, end);
    }
    out.first = i32(floor(out.low / size));
    out.last = max(i32(ceil(out.high / size)) - 1, out.first);
    out.step = (out.last - out.first) / MOST_TEXELS + 1;
    return out;
}

// How much of a texel lies in a span.
fn overlap(span: Span, texel: i32, size: f32) -> f32 {
    let begin = f32(texel) * size;
    return max(min(span.high, begin + size) - max(span.low, begin), 0.0);
}

// What a texel adds to the sum: its entry by its share, or the components of its vector, and its share.
fn term(texel: vec2f) -> vec3f {
    if frame.cyclic == 1u {
        let angle = (255.0 * texel.r + 0.5) / 256.0 * TAU;
        return vec3f(texel.g * cos(angle), texel.g * sin(angle), texel.g);
    }
    return vec3f(texel.r * texel.g, 0.0, texel.g);
}

// Colour in sRGB with premultiplied alpha.
fn shade(in: Varying) -> vec4f {
    let size = f32(1 << u32(in.level));
    let columns = span(in.node.x, in.footprint.x, in.range.x, in.range.z, size);
    let rows = span(in.node.y, in.footprint.y, in.range.y, in.range.w, size);
    let start = in.range.xy >> vec2u(u32(in.level));
    var sum = vec3f(0.0);
    var weights = 0.0;
    for (var y = rows.first; y <= rows.last; y += rows.step) {
        let weight_y = overlap(rows, y, size);
        for (var x = columns.first; x <= columns.last; x += columns.step) {
            let texel = textureLoad(texels, start + vec2i(x, y), in.level).rg;
            let weight = weight_y * overlap(columns, x, size);
            sum += weight * term(texel);
            weights += weight;
        }
    }
    var share = sum.z / max(weights, 1e-30);
    var entry = i32(round(255.0 * sum.x / max(sum.z, 1e-30)));
    if frame.cyclic == 1u {
        share = min(length(sum.xy) / max(weights, 1e-30), 1.0);
        // Where vectors cancel, atan2 of two zeros is anything.
        entry = select(0, i32(floor(fract(atan2(sum.y, sum.x) / TAU) * 256.0)), share > 1e-3);
    }
    entry = clamp(entry, 0, 255);
    let color = frame.palette[entry] * share;
    let phase = fract((in.position.x + in.position.y) * frame.pixel / STRIPE_PERIOD);
    let stripe = clamp(0.5 + STRIPE_PERIOD * (0.25 - abs(phase - 0.5)) / (1.5 * frame.pixel), 0.0, 1.0);
    return frame.opacity * (color + STRIPES * stripe * (1.0 - share));
}
