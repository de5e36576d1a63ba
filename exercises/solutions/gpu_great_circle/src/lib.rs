//! Two words a pair, read with one request; workgroups in rows.

/// The shader; its entry point is `distances`.
pub const SHADER: &str = include_str!("pairs.wgsl");

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
