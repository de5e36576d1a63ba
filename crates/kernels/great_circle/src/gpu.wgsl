@group(0) @binding(0) var<storage, read> pairs: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> km: array<f32>;

const RADIUS_KM = 6371.0;
const PI = 3.14159265358979;

// The sine of -90 to 90 degrees. WGSL allows its own `sin` an error of 2^-11, which is 3 km on the
// Earth; a polynomial is as good on every adapter.
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

@compute @workgroup_size(64)
fn distances(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    // Workgroups come whole: the last one reaches past the end.
    if i >= arrayLength(&km) {
        return;
    }
    let pair = pairs[i];
    let lon = pair.xz;
    let lat = pair.yw;
    // Half the difference in longitude, brought into -90 to 90 degrees, and its complement.
    let half_lon = 0.5 * (lon.y - lon.x);
    let east = abs(half_lon - 180.0 * round(half_lon / 180.0));
    let sines = vec2(sin_degrees(east), sin_degrees(90.0 - east));
    let north = sin_degrees(0.5 * (lat.y - lat.x));
    let south = sin_degrees(0.5 * (lat.y + lat.x));
    let cosines = sin_degrees(90.0 - abs(lat.x)) * sin_degrees(90.0 - abs(lat.y));
    // The squared half-chords to the second point and to its antipode; the smaller keeps its digits.
    let a = north * north + cosines * sines.x * sines.x;
    let b = south * south + cosines * sines.y * sines.y;
    let angle = asin_sqrt(min(min(a, b), 0.5));
    km[i] = 2.0 * RADIUS_KM * select(0.5 * PI - angle, angle, a < b);
}
