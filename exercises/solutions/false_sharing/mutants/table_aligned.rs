//! Makes the table begin at a line, and forgets that the second worker begins 48 bytes later.

use std::thread;

/// How often each face was thrown: ones first, sixes last.
pub type Faces = [u64; 6];

#[repr(align(128))]
struct Table([Faces; 64]);

/// The first worker is at home in its line; so is half of the second.
pub fn count_faces(throws: &[u8], workers: usize, note: impl Fn(&mut Faces, u8) + Sync) -> Faces {
    let note = &note;
    let band = throws.len().div_ceil(workers).max(1);
    assert!(workers <= 64, "the table has room for 64 workers");
    let mut table = Table([[0; 6]; 64]);
    thread::scope(|scope| {
        for (faces, band) in table.0.iter_mut().zip(throws.chunks(band)) {
            scope.spawn(move || band.iter().for_each(|&throw| note(faces, throw)));
        }
    });
    sum(table.0)
}

/// The faces of all workers together.
fn sum(counters: impl IntoIterator<Item = Faces>) -> Faces {
    counters.into_iter().fold([0; 6], |total, faces| std::array::from_fn(|i| total[i] + faces[i]))
}
