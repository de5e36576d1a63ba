//! Everything that a `OnceLock` can do.

use super::sync::OnceLock;
use std::panic::{RefUnwindSafe, UnwindSafe};

fn shared<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}

pub fn all() {
    shared::<OnceLock<u8>>();
    // As many as there are parts.
    let mut places = vec![OnceLock::new(); 3];
    assert_eq!(places[0].set("first"), Ok(()));
    assert_eq!(places[0].set("again"), Err("again"));
    assert_eq!((places[0].get(), places[1].get()), (Some(&"first"), None));
    assert_eq!((*places[0].wait(), *places[1].get_or_init(|| "made")), ("first", "made"));
    *places[1].get_mut().unwrap() = "changed";
    assert_eq!((places[1].take(), places[1].take()), (Some("changed"), None));
    assert_eq!(places[0], OnceLock::from("first"));
    assert_ne!(places[0], places[2]);
    assert!(format!("{:?}", places[0]).contains("first"));
    let values: Vec<_> = places.into_iter().map(OnceLock::into_inner).collect();
    assert_eq!(values, [Some("first"), None, None]);

    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Part {
        sum: OnceLock<u64>,
    }
    let part = Part::default();
    assert_eq!(part.sum.get_or_init(|| 7) + 1, 8);
    assert_eq!(part.clone(), part);
}
