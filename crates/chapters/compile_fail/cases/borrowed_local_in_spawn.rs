use std::thread;

fn main() {
    let route = vec![51.5, 48.9, 52.5];
    let sum = thread::spawn(|| route.iter().sum::<f64>());
    println!("{}", sum.join().unwrap());
}
