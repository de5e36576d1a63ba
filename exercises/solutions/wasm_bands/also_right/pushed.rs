//! Pixels are pushed one by one, into a vector that doubles as it must.

use std::sync::Mutex;

static OURS: Mutex<(Vec<u32>, Vec<u32>)> = Mutex::new((Vec::new(), Vec::new()));

/// How many steps the point below a pixel of a picture `width` pixels wide takes to leave the circle of radius 2; at
/// most `limit`.
pub fn steps(width: u32, column: u32, row: u32, limit: u32) -> u32 {
    let pixel = 3.0 / f64::from(width);
    let (re, im) = (-2.25 + pixel * f64::from(column), 1.125 - pixel * f64::from(row));
    let (mut x, mut y) = (0.0, 0.0);
    for step in 0..limit {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            return step;
        }
        y = 2.0 * x * y + im;
        x = xx - yy + re;
    }
    limit
}

/// Makes room for a palette of `colours` colours. Returns the room's address.
#[unsafe(no_mangle)]
pub extern "C" fn palette(colours: u32) -> *mut u32 {
    let mut ours = OURS.lock().unwrap();
    ours.0 = vec![0; colours as usize];
    ours.0.as_mut_ptr()
}

/// Draws band number `band` of `bands`. Returns the address of its first pixel.
#[unsafe(no_mangle)]
pub extern "C" fn draw(width: u32, height: u32, band: u32, bands: u32) -> *const u32 {
    let (palette, pixels) = &mut *OURS.lock().unwrap();
    pixels.clear();
    let (height, band, bands) = (u64::from(height), u64::from(band), u64::from(bands));
    for row in band * height / bands..(band + 1) * height / bands {
        for column in 0..width {
            pixels.push(palette[steps(width, column, row as u32, palette.len() as u32 - 1) as usize]);
        }
    }
    pixels.as_ptr()
}

/// How many pixels `draw` has drawn.
#[unsafe(no_mangle)]
pub extern "C" fn drawn() -> u32 {
    OURS.lock().unwrap().1.len() as u32
}
