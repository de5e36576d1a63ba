//! Many may read at the same time; whoever writes is alone.

use std::{collections::HashMap, sync::RwLock};

/// Where harbours are: degrees north, degrees east.
#[derive(Default)]
pub struct Harbours {
    places: RwLock<HashMap<String, (f64, f64)>>,
}

impl Harbours {
    /// Looked up all the time, by everybody.
    pub fn find(&self, name: &str) -> Option<(f64, f64)> {
        self.places.read().unwrap().get(name).copied()
    }

    /// Changed now and then.
    pub fn insert(&self, name: &str, place: (f64, f64)) {
        self.places.write().unwrap().insert(name.into(), place);
    }
}
