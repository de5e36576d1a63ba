// Two arrays of the same length: readings in degrees Fahrenheit, and where they go in degrees Celsius.
@group(0) @binding(0) var<storage, read> fahrenheit: array<f32>;
@group(0) @binding(1) var<storage, read_write> celsius: array<f32>;

@compute @workgroup_size(64)
fn convert(@builtin(global_invocation_id) id: vec3<u32>) {
    // Yours: one reading, the one whose number is id.x, if there is such a reading.
}
