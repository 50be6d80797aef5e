// What ends the shader of whatever is drawn: the colour of a fragment, `shade(in)`, as the target wants it.

fn linear_from_gamma(gamma: vec3f) -> vec3f {
    let lower = gamma / 12.92;
    let higher = pow((gamma + 0.055) / 1.055, vec3f(2.4));
    return select(higher, lower, gamma < vec3f(0.04045));
}

@fragment
fn fragment_gamma(in: Varying) -> @location(0) vec4f {
    return shade(in);
}

// For a target that turns linear colours into sRGB by itself.
@fragment
fn fragment_linear(in: Varying) -> @location(0) vec4f {
    let gamma = shade(in);
    return vec4f(linear_from_gamma(gamma.rgb), gamma.a);
}
