//! Runs `same_dice`: four workers, one seed.

use steps_algorithms::same_dice;

fn main() {
    for (worker, km) in same_dice::estimates(4, 7).iter().enumerate() {
        println!("worker {worker} finds {km:.3} km");
    }
}
