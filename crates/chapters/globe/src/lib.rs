//! Great circle for other languages. What stands here has the C ABI, and `include/globe.h` describes it; that file is
//! generated: `cargo run -p globe_header`.
//!
//! Four rules hold for every function. A panic never leaves it. It keeps no pointer that it is lent, and follows none
//! that is null or misaligned. It makes no reference to memory that may not have been written yet. What it hands out
//! for good is given back to the function named for it, and to no other.

mod border;
mod many;
mod one;
mod status;
mod trip;

pub use many::globe_distances;
pub use one::globe_distance;
pub use status::{GlobeStatus, globe_message};
pub use trip::{
    GlobeTrip, globe_string_free, globe_trip_free, globe_trip_go, globe_trip_length, globe_trip_new, globe_trip_text,
};
