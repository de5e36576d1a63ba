use std::sync::Mutex;

fn main() {
    let words = Mutex::new(vec!["land", "sea"]);
    let guard = words.lock().unwrap();
    let first = guard.first();
    drop(guard);
    println!("{first:?}");
}
