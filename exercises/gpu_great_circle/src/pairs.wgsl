// Pair i is four numbers: longitude and latitude of one point, then of the other. There are n pairs; km is longer.
@group(0) @binding(0) var<storage, read> points: array<f32>;
@group(0) @binding(1) var<storage, read> n: u32;
@group(0) @binding(2) var<storage, read_write> km: array<f32>;

const RADIUS_KM = 6371.0;
const PI = 3.14159265358979;

// The sine of -90 to 90 degrees.
fn sin_degrees(degrees: f32) -> f32 {
    let x = degrees * (PI / 180.0);
    let t = x * x;
    return x * (0.9999999947 + t * (-0.1666665668 + t * (0.008333025139
        + t * (-0.0001980741874 + t * 2.601903092e-6))));
}

// arcsin(sqrt(t)) for t in 0 to 0.5.
fn asin_sqrt(t: f32) -> f32 {
    return sqrt(t) * (1.000000103 + t * (0.1666476427 + t * (0.07557017924 + t * (0.0383251263
        + t * (0.06281432234 + t * (-0.05837435231 + t * 0.1031560753))))));
}

// The distance between two points, each a longitude and a latitude in degrees.
fn distance_km(one: vec2<f32>, two: vec2<f32>) -> f32 {
    let half_lon = 0.5 * (two.x - one.x);
    let east = abs(half_lon - 180.0 * round(half_lon / 180.0));
    let sines = vec2(sin_degrees(east), sin_degrees(90.0 - east));
    let north = sin_degrees(0.5 * (two.y - one.y));
    let south = sin_degrees(0.5 * (two.y + one.y));
    let cosines = sin_degrees(90.0 - abs(one.y)) * sin_degrees(90.0 - abs(two.y));
    let a = north * north + cosines * sines.x * sines.x;
    let b = south * south + cosines * sines.y * sines.y;
    let angle = asin_sqrt(min(min(a, b), 0.5));
    return 2.0 * RADIUS_KM * select(0.5 * PI - angle, angle, a < b);
}

@compute @workgroup_size(64)
fn distances(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i >= n {
        return;
    }
    let one = vec2(points[4 * i], points[4 * i + 1]);
    let two = vec2(points[4 * i + 2], points[4 * i + 3]);
    km[i] = distance_km(one, two);
}
