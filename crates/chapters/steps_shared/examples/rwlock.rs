//! Runs `rwlock`: two threads look harbours up while a third adds them.

use std::thread;
use steps_shared::rwlock::Harbours;

fn main() {
    let harbours = Harbours::default();
    let places = [("Oslo", (59.9, 10.7)), ("Lima", (-12.0, -77.1)), ("Perth", (-32.0, 115.8))];
    thread::scope(|scope| {
        for reader in 0..2 {
            let harbours = &harbours;
            scope.spawn(move || {
                let looks = (0_u64..).take_while(|_| harbours.find("Perth").is_none()).count();
                println!("reader {reader} looked {looks} times before Perth was there");
            });
        }
        for (name, place) in places {
            harbours.insert(name, place);
        }
    });
    println!("Lima: {:?}", harbours.find("Lima"));
}
