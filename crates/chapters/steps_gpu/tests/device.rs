//! The page's shaders on a device, several dispatches to an answer, with all data on it from the first to the last. The
//! simulator runs the same dispatches, and both must have the same answer, to the bit: whole numbers, and sums of small
//! ones. Without an adapter these tests are ignored, with the reason; `LAB_REQUIRE=gpu` makes that a failure.

use gpu::{Bound, Buffer, Dispatch, Gpu};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use shader_sim::Shader;
use steps_gpu::{heat, histogram, matmul, reduce, scan, transpose};

fn main() {
    let arguments = Arguments::from_args();
    let trials = vec![
        on_gpu("a_sum_of_blocks_until_one_is_left", a_sum_of_blocks_until_one_is_left),
        on_gpu("a_scan_in_three_dispatches", a_scan_in_three_dispatches),
        on_gpu("a_transpose_of_a_transpose_of_a_transpose", a_transpose_of_a_transpose_of_a_transpose),
        on_gpu("a_product_of_three_matrices", a_product_of_three_matrices),
        on_gpu("two_histograms_of_one_array", two_histograms_of_one_array),
        on_gpu("heat_takes_many_steps", heat_takes_many_steps),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn on_gpu(name: &str, test: fn(&'static Gpu) -> Result<(), Failed>) -> Trial {
    Trial::ignorable_test(name, move || match gpu::open_for_checks() {
        Ok(gpu) => test(gpu).map(|()| Completion::Completed),
        Err(missing) if variant::required("gpu") => Err(format!("LAB_REQUIRE names gpu, but {missing}").into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// A start of a shader: its text, its entry point, which arrays lie at bindings 0, 1, …, and how many workgroups.
type Step<'a> = (&'a str, &'a str, &'a [usize], [u32; 3]);

/// Runs the steps, in one submission on the device and one after the other in the simulator, on `arrays`, which hold
/// what both have left there.
#[track_caller]
fn both(gpu: &'static Gpu, arrays: &mut [Vec<u32>], steps: &[Step<'_>]) -> Result<(), Failed> {
    let there = arrays.iter().map(|array| gpu.buffer(array)).collect::<Result<Vec<Buffer>, _>>()?;
    let mut bound: Vec<(Bound, [u32; 3])> = Vec::new();
    for &(wgsl, entry, bindings, groups) in steps {
        let buffers: Vec<&Buffer> = bindings.iter().map(|&array| &there[array]).collect();
        bound.push((gpu.pipeline(wgsl, entry, &[])?.bind(&buffers)?, groups));
    }
    let dispatches: Vec<Dispatch<'_>> = bound.iter().map(|(bound, groups)| bound.groups(*groups)).collect();
    gpu.run(&[&dispatches])?;

    for &(wgsl, entry, bindings, groups) in steps {
        let program = Shader::parse(wgsl, entry)?.program(entry, &[])?;
        let mut buffers: Vec<shader_sim::Buffer> =
            (0..).zip(bindings).map(|(binding, &array)| shader_sim::Buffer::new(binding, &arrays[array])).collect();
        let report = program.run(&mut buffers, &shader_sim::Dispatch::new(groups))?;
        if let Some(finding) = report.findings.first() {
            return Err(finding.to_string().into());
        }
        bindings.iter().zip(buffers).for_each(|(&array, buffer)| arrays[array] = buffer.to_vec());
    }
    for (n, (array, there)) in arrays.iter().zip(&there).enumerate() {
        let real: Vec<u32> = gpu.read(there)?;
        if let Some(word) = (0..array.len()).find(|&word| array[word] != real[word]) {
            let (simulated, real) = (array[word], real[word]);
            let name = gpu.adapter_name();
            return Err(format!("word {word} of array {n}: {simulated} in the simulator, {real} on {name}").into());
        }
    }
    Ok(())
}

/// Numbers without a pattern, all bits of which vary.
fn numbers(n: usize) -> Vec<u32> {
    (0..n as u32).map(|i| (i ^ 0x5bd1).wrapping_mul(0x9e37_79b9) ^ i.wrapping_mul(i)).collect()
}

/// Small whole numbers as `f32`, with which sums and products are exact.
fn small(n: usize) -> Vec<u32> {
    numbers(n).into_iter().map(|number| ((number >> 30) as f32 - 1.0).to_bits()).collect()
}

fn a_sum_of_blocks_until_one_is_left(gpu: &'static Gpu) -> Result<(), Failed> {
    let x = numbers(70_000);
    let want = x.iter().fold(0, |sum: u32, &x| sum.wrapping_add(x));
    for wgsl in [reduce::NEIGHBOURS, reduce::TREE] {
        let mut arrays = [x.clone(), vec![0; 274], vec![0; 2], vec![0; 1]];
        let steps: [Step<'_>; 3] = [
            (wgsl, "reduce", &[0, 1], [274, 1, 1]),
            (wgsl, "reduce", &[1, 2], [2, 1, 1]),
            (wgsl, "reduce", &[2, 3], [1, 1, 1]),
        ];
        both(gpu, &mut arrays, &steps)?;
        assert_eq!(arrays[3], [want]);
    }
    Ok(())
}

fn a_scan_in_three_dispatches(gpu: &'static Gpu) -> Result<(), Failed> {
    let x = numbers(10_000);
    let mut arrays = [x.clone(), vec![0; 40], vec![0; 1], vec![0; 40], vec![0; x.len()]];
    let steps: [Step<'_>; 3] = [
        (reduce::TREE, "reduce", &[0, 1], [40, 1, 1]),
        (scan::BLOCK, "scan", &[1, 2, 3], [1, 1, 1]),
        (scan::BLOCK, "scan", &[0, 3, 4], [40, 1, 1]),
    ];
    both(gpu, &mut arrays, &steps)?;
    let mut total = 0_u32;
    for (i, (x, &y)) in x.iter().zip(&arrays[4]).enumerate() {
        total = total.wrapping_add(*x);
        assert_eq!(y, total, "element {i}");
    }
    Ok(())
}

fn a_transpose_of_a_transpose_of_a_transpose(gpu: &'static Gpu) -> Result<(), Failed> {
    // Words, whatever they mean: `f32` that are no numbers might change on the way.
    let a: Vec<u32> = (0..100 * 70).map(|i| (i as f32).to_bits()).collect();
    let mut arrays = [a.clone(), vec![100, 70], vec![70, 100], vec![0; a.len()], vec![0; a.len()], vec![0; a.len()]];
    let steps: [Step<'_>; 3] = [
        (transpose::NAIVE, "transpose", &[0, 1, 3], [4, 9, 1]),
        (transpose::TILED, "transpose", &[3, 2, 4], [3, 4, 1]),
        (transpose::PADDED, "transpose", &[4, 1, 5], [4, 3, 1]),
    ];
    both(gpu, &mut arrays, &steps)?;
    assert!(arrays[4] == a && arrays[5] == arrays[3]);
    assert_eq!(arrays[3][1], a[100]);
    Ok(())
}

fn a_product_of_three_matrices(gpu: &'static Gpu) -> Result<(), Failed> {
    let n = 50;
    let size = n * n;
    let numbers = small(3 * size);
    let part = |i: usize| numbers[i * size..(i + 1) * size].to_vec();
    let mut arrays = [part(0), part(1), part(2), vec![n as u32], vec![0; size], vec![0; size]];
    let steps: [Step<'_>; 2] =
        [(matmul::TILED, "multiply", &[0, 1, 3, 4], [4, 4, 1]), (matmul::NAIVE, "multiply", &[4, 2, 3, 5], [4, 4, 1])];
    both(gpu, &mut arrays, &steps)?;
    let at = |array: usize, i: usize| f32::from_bits(arrays[array][i]);
    let row = |j: usize| (0..n).map(|k| at(0, k) * at(1, k * n + j)).sum::<f32>();
    assert_eq!(at(5, 3), (0..n).map(|j| row(j) * at(2, j * n + 3)).sum::<f32>());
    Ok(())
}

/// Several outputs, and shaders of both kinds that add to what is there.
fn two_histograms_of_one_array(gpu: &'static Gpu) -> Result<(), Failed> {
    let x = numbers(10_000);
    let mut arrays = [x.clone(), vec![0; 256], vec![5; 256]];
    let steps: [Step<'_>; 3] = [
        (histogram::GLOBAL, "count", &[0, 1], [40, 1, 1]),
        (histogram::WORKGROUP, "count", &[0, 2], [3, 1, 1]),
        (histogram::WORKGROUP, "count", &[0, 1], [3, 1, 1]),
    ];
    both(gpu, &mut arrays, &steps)?;
    let mut counts = [0; 256];
    for x in x {
        counts[(x >> 24) as usize] += 1;
    }
    assert!(counts.iter().zip(&arrays[1]).all(|(count, twice)| *twice == 2 * count));
    assert!(counts.iter().zip(&arrays[2]).all(|(count, more)| *more == 5 + count));
    Ok(())
}

/// A plate all of whose points are as warm stays so, to the bit; with others a device may fuse product and sum, and
/// the parity test holds the kernel's variant to what that may change.
fn heat_takes_many_steps(gpu: &'static Gpu) -> Result<(), Failed> {
    let n = 45;
    let mut arrays = [vec![7.5_f32.to_bits(); n * n], vec![n as u32], vec![0; n * n]];
    let steps: [Step<'_>; 2] =
        [(heat::STEP, "advance", &[0, 1, 2], [2, 6, 1]), (heat::STEP, "advance", &[2, 1, 0], [2, 6, 1])];
    both(gpu, &mut arrays, &steps.repeat(5))?;
    assert!(arrays[0].iter().chain(&arrays[2]).all(|&point| f32::from_bits(point) == 7.5));
    Ok(())
}
