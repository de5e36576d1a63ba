use std::{rc::Rc, thread};

fn main() {
    let route = Rc::new(vec![51.5, 48.9, 52.5]);
    let same = Rc::clone(&route);
    let sum = thread::spawn(move || same.iter().sum::<f64>());
    println!("{} of {route:?}", sum.join().unwrap());
}
