// A picture of size.y rows and size.x columns, row by row, is turned clockwise by a quarter: its upper row becomes the
// right column. What comes out has size.x rows and size.y columns.
@group(0) @binding(0) var<storage, read> picture: array<u32>;
@group(0) @binding(1) var<storage, read> size: vec2<u32>;
@group(0) @binding(2) var<storage, read_write> turned: array<u32>;

@compute @workgroup_size(32, 8)
fn turn(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < size.x && id.y < size.y {
        turned[id.x * size.y + size.y - 1 - id.y] = picture[id.y * size.x + id.x];
    }
}
