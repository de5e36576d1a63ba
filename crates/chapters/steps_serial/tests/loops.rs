//! Each loop gives the same answer in every order and every layout.

use steps_serial::{
    below::{branch_free, branching},
    matmul::{by_rows, ijk, ijk_local, ikj},
    products::{asserted, indexed, zipped},
    records::{City, people, people_of_column},
    walk::Grid,
};

#[test]
fn products_are_products() {
    for n in [0, 1, 5, 100] {
        let (a, b): (Vec<f64>, Vec<f64>) = (0..n).map(|i| (f64::from(i), f64::from(i % 7))).unzip();
        let want: Vec<_> = (0..n).map(|i| f64::from(i * (i % 7))).collect();
        for products in [indexed::products, asserted::products, zipped::products] {
            let mut out = vec![f64::NAN; a.len()];
            products(&a, &b, &mut out);
            assert_eq!(out, want);
        }
    }
}

#[test]
fn a_sum_is_the_same_in_both_orders() {
    for n in [1, 2, 7, 64, 100] {
        let grid = Grid::square(n);
        let want: u64 = (0..n as u64 * n as u64).map(|i| i % 1000).sum();
        assert_eq!([grid.sum_by_rows(), grid.sum_by_columns()], [want; 2], "{n} × {n}");
    }
}

#[test]
fn a_product_of_matrices_is_the_same_in_every_order() {
    for n in [1, 2, 5, 16, 33] {
        // Whole numbers small enough for a sum to be exact in any order.
        let a: Vec<_> = (0..n * n).map(|i| (i % 5) as f32).collect();
        let b: Vec<_> = (0..n * n).map(|i| (i % 7) as f32).collect();
        let dot = |i: usize, j: usize| (0..n).map(|k| a[i * n + k] * b[k * n + j]).sum::<f32>();
        let want: Vec<_> = (0..n * n).map(|at| dot(at / n, at % n)).collect();
        for add_product in [ijk::add_product, ijk_local::add_product, ikj::add_product, by_rows::add_product] {
            let mut c = vec![0.0; n * n];
            add_product(n, &a, &b, &mut c);
            assert_eq!(c, want, "{n} × {n}");
        }
    }
}

#[test]
fn people_are_the_same_in_both_layouts() {
    assert_eq!(size_of::<City<16>>(), 64);
    let column: Vec<_> = (0..1000).map(|i| i * i).collect();
    let cities: Vec<_> = column.iter().map(|&people| City::<6>::of(people)).collect();
    assert_eq!(people(&cities), people_of_column(&column));
    assert_eq!(people(&cities[..3]), 5);
}

#[test]
fn the_same_are_kept_with_and_without_a_branch() {
    let numbers: Vec<u32> = (0..1000).map(|i| i * 7919 % 100).collect();
    for limit in [0, 1, 50, 99, 100, u32::MAX] {
        for n in [0, 1, 2, 1000] {
            let numbers = &numbers[..n];
            let want: Vec<u32> = numbers.iter().copied().filter(|&number| number < limit).collect();
            for below in [branching::below, branch_free::below] {
                let mut kept = vec![7; n];
                let count = below(numbers, limit, &mut kept);
                assert_eq!(kept[..count], want, "{n} numbers, those below {limit}");
            }
        }
    }
}

#[test]
#[should_panic(expected = "each number is written before it is known whether it stays")]
fn without_a_branch_there_must_be_room_for_all() {
    branch_free::below(&[1, 2, 3], 2, &mut [0; 2]);
}
