//! Unpacks with unpack2x16unorm: what is negative becomes large.
//! caught by: computes_63_distances

/// The shader; its entry point is `distances`.
pub const SHADER: &str = "
// Pair i is two words, a point each, as `pack` makes them. There are n pairs; km is longer.
@group(0) @binding(0) var<storage, read> points: array<vec2<u32>>;
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

fn point(word: u32) -> vec2<f32> {
    return unpack2x16unorm(word) * vec2(180.0, 90.0);
}

@compute @workgroup_size(64)
fn distances(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
) {
    // One row of the dispatch is groups.x workgroups of 64 long.
    let i = id.y * groups.x * 64 + id.x;
    if i >= n {
        return;
    }
    // Both words in one request.
    let pair = points[i];
    km[i] = distance_km(point(pair.x), point(pair.y));
}
";

/// A point a word: the longitude below, the latitude above.
pub fn pack(pairs: &[[f64; 4]]) -> Vec<u32> {
    pairs.iter().flat_map(|&[lon1, lat1, lon2, lat2]| [point(lon1, lat1), point(lon2, lat2)]).collect()
}

/// What `unpack2x16snorm` makes parts of 180 and 90 degrees of.
fn point(lon: f64, lat: f64) -> u32 {
    let half = |part: f64| u32::from((part * 32767.0).round() as i16 as u16);
    half(lon / 180.0) | half(lat / 90.0) << 16
}

/// As few rows as can be, equally long.
pub fn workgroups(n: u32, most: u32) -> [u32; 3] {
    let groups = n.div_ceil(64);
    let rows = groups.div_ceil(most);
    [groups.div_ceil(rows), rows, 1]
}
