//! What the shaders answer, in several orders, and what they ask of memory. The counts are printed in the book:
//! `UPDATE_EXPECT=1 cargo test -p steps_gpu` writes them again.

use expect_test::expect_file;
use shader_sim::{Buffer, Dispatch, Program, Report, Shader, Verdict};
use std::fmt::Write;
use steps_gpu::{heat, histogram, map, matmul, reduce, scan, transpose};

fn program(wgsl: &str, entry: &str) -> Program {
    let program = Shader::parse(wgsl, "shader.wgsl").and_then(|shader| shader.program(entry, &[]));
    program.unwrap_or_else(|error| panic!("{error}"))
}

fn verdict(wgsl: &str, entry: &str, buffers: &mut [Buffer], groups: [u32; 3]) -> Verdict {
    program(wgsl, entry).in_orders(buffers, &Dispatch::new(groups)).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs it in several orders, of which none may matter. `buffers` hold the answer.
#[track_caller]
fn run(wgsl: &str, entry: &str, buffers: &mut [Buffer], groups: [u32; 3]) -> Report {
    let words: usize = buffers.iter().map(|buffer| buffer.to_vec::<u32>().len()).sum();
    let verdict = match words {
        ..20_000 => verdict(wgsl, entry, buffers, groups),
        // What is counted is counted in step, and other orders would take five times as long again.
        _ => {
            let report = program(wgsl, entry).run(buffers, &Dispatch::new(groups));
            let report = report.unwrap_or_else(|error| panic!("{error}"));
            Verdict { findings: report.findings.clone(), report, difference: None }
        }
    };
    if let Some(finding) = verdict.findings.first() {
        panic!("{finding}");
    }
    if let Some(difference) = verdict.difference {
        panic!("{difference}");
    }
    verdict.report
}

/// Numbers without a pattern, all bits of which vary.
fn numbers(n: usize) -> Vec<u32> {
    (0..n as u32).map(|i| (i ^ 0x5bd1).wrapping_mul(0x9e37_79b9) ^ i.wrapping_mul(i)).collect()
}

/// Small whole numbers, with which sums and products of `f32` are exact.
fn small(n: usize) -> Vec<f32> {
    numbers(n).into_iter().map(|number| (number >> 28) as f32 - 7.0).collect()
}

/// What was asked of global memory.
struct Global {
    /// By subgroups, all lanes of one together.
    requests: u64,
    /// Segments of 128 bytes that these touch.
    transactions: u64,
    /// The same in 32 bytes.
    sectors: u64,
}

/// Without what all invocations read alike, the size: a segment a request, the same for every shader.
fn global(report: &Report) -> Global {
    let mut all = Global { requests: 0, transactions: 0, sectors: 0 };
    for traffic in report.traffic.iter().filter(|traffic| !traffic.workgroup && traffic.variable != "size") {
        all.requests += traffic.requests;
        all.transactions += traffic.segments;
        all.sectors += traffic.sectors;
    }
    all
}

/// A table of what shaders ask of memory.
fn table(title: &str, rows: &[(&str, &Report)]) -> String {
    let mut table = format!("{title}\n\n           requests  transactions  sectors  bank conflicts  barriers\n");
    for (name, report) in rows {
        let Global { requests, transactions, sectors } = global(report);
        let (conflicts, barriers) = (report.conflicts(), report.barriers);
        writeln!(table, "{name:<10} {requests:>8}  {transactions:>12}  {sectors:>7}  {conflicts:>14}  {barriers:>8}")
            .expect("a string takes all");
    }
    table
}

/// The warm-up: what a subgroup's request for `x[…]` touches.
#[test]
fn a_request_is_served_by_the_segment() {
    for (index, segments) in
        [("i", 1), ("31 - i", 1), ("i / 2", 1), ("7", 1), ("i + 1", 2), ("2 * i", 2), ("32 * i", 32)]
    {
        let wgsl = format!(
            "@group(0) @binding(0) var<storage, read> x: array<u32>;
            @group(0) @binding(1) var<storage, read_write> y: array<u32>;
            @compute @workgroup_size(32) fn copy(@builtin(local_invocation_index) i: u32) {{ y[i] = x[{index}]; }}"
        );
        let mut buffers = [Buffer::new(0, &numbers(1024)), Buffer::new(1, &[0_u32; 32])];
        let report = run(&wgsl, "copy", &mut buffers, [1, 1, 1]);
        // And one for what is stored.
        assert_eq!(global(&report).transactions, segments + 1, "x[{index}]");
    }
}

#[test]
fn map_squares_any_number() {
    for n in [1, 7, 8, 9, 20] {
        let x = numbers(n);
        let mut buffers = [Buffer::new(0, &x), Buffer::new(1, &vec![0_u32; n])];
        run(map::GUARDED, "square", &mut buffers, [n.div_ceil(8) as u32, 1, 1]);
        let want: Vec<u32> = x.iter().map(|x| x.wrapping_mul(*x)).collect();
        assert_eq!(buffers[1].to_vec::<u32>(), want, "{n} numbers");
    }
}

/// Transposes `columns` × `rows` numbers with `rows_at_once` rows to a workgroup.
#[track_caller]
fn transposed(wgsl: &str, [columns, rows]: [u32; 2], rows_at_once: u32) -> Report {
    let a: Vec<u32> = (0..columns * rows).collect();
    let mut buffers = [Buffer::new(0, &a), Buffer::new(1, &[columns, rows]), Buffer::new(2, &vec![u32::MAX; a.len()])];
    let report = run(wgsl, "transpose", &mut buffers, [columns.div_ceil(32), rows.div_ceil(rows_at_once), 1]);
    let want: Vec<u32> = (0..columns).flat_map(|column| (0..rows).map(move |row| row * columns + column)).collect();
    assert!(buffers[2].to_vec::<u32>() == want, "{columns} columns, {rows} rows");
    report
}

#[test]
fn transpose_turns_every_shape() {
    for size in [[1, 1], [5, 3], [32, 32], [33, 70], [100, 31]] {
        transposed(transpose::NAIVE, size, 8);
        transposed(transpose::TILED, size, 32);
        transposed(transpose::PADDED, size, 32);
    }
}

#[test]
fn a_tile_makes_rows_of_columns() {
    let naive = transposed(transpose::NAIVE, [256, 256], 8);
    let tiled = transposed(transpose::TILED, [256, 256], 32);
    let padded = transposed(transpose::PADDED, [256, 256], 32);
    // As the page says: 33 transactions where two would do.
    assert_eq!((global(&naive).transactions, global(&naive).sectors), (33 * 2048, 36 * 2048));
    assert_eq!((global(&tiled).transactions, global(&tiled).sectors), (2 * 2048, 8 * 2048));
    assert_eq!((tiled.conflicts(), padded.conflicts()), (31 * 2048, 0));
    let rows = [("naive", &naive), ("tiled", &tiled), ("padded", &padded)];
    expect_file!["./transpose.txt"].assert_eq(&table("Transpose of 256 × 256 words, in subgroups of 32", &rows));
}

/// Sums of blocks of 256.
#[track_caller]
fn reduced(wgsl: &str, x: &[u32]) -> (Vec<u32>, Report) {
    let groups = x.len().div_ceil(256);
    let mut buffers = [Buffer::new(0, x), Buffer::new(1, &vec![0_u32; groups])];
    let report = run(wgsl, "reduce", &mut buffers, [groups as u32, 1, 1]);
    (buffers[1].to_vec(), report)
}

fn sum(x: &[u32]) -> u32 {
    x.iter().fold(0, |sum: u32, &x| sum.wrapping_add(x))
}

#[test]
fn reduce_adds_every_block() {
    for n in [1, 2, 255, 256, 257, 1000] {
        let x = numbers(n);
        let want: Vec<u32> = x.chunks(256).map(sum).collect();
        for wgsl in [reduce::NEIGHBOURS, reduce::TREE] {
            assert_eq!(reduced(wgsl, &x).0, want, "{n} numbers");
        }
    }
}

#[test]
fn halves_keep_subgroups_together() {
    let x = numbers(65_536);
    let [neighbours, tree] = [reduce::NEIGHBOURS, reduce::TREE].map(|wgsl| reduced(wgsl, &x).1);
    // Rounds of a subgroup, of all eight subgroups in all eight rounds, in which some of its lanes have work.
    let divergent = |report: &Report| report.branches.iter().map(|branch| branch.divergent).sum::<u64>() / 256;
    let per_workgroup = [&neighbours, &tree].map(divergent);
    let mut table = String::from("Sum of 256 numbers, 8 subgroups of 32, 8 rounds\n\n");
    for (name, count) in ["neighbours", "tree"].iter().zip(per_workgroup) {
        writeln!(table, "{name:<10} divergent branches {count:>3}").expect("a string takes all");
    }
    expect_file!["./reduce.txt"].assert_eq(&table);
    assert!(per_workgroup[1] < per_workgroup[0] / 5, "{per_workgroup:?}");
}

/// The guard of the chapter before, where a barrier follows.
#[test]
fn an_early_return_misses_the_barrier() {
    let guarded = reduce::TREE.replace(
        "    partial[i] = 0u;\n    if id.x < arrayLength(&x) {\n        partial[i] = x[id.x];\n    }\n",
        "    if id.x >= arrayLength(&x) {\n        return;\n    }\n    partial[i] = x[id.x];\n",
    );
    assert_ne!(guarded, reduce::TREE);
    let mut buffers = [Buffer::new(0, &numbers(1000)), Buffer::new(1, &[0_u32; 4])];
    let verdict = verdict(&guarded, "reduce", &mut buffers, [4, 1, 1]);
    expect_file!["./early_return.txt"].assert_eq(&format!("{}\n", verdict.findings[0]));
}

/// The same without its barrier.
#[test]
fn a_missing_barrier_is_a_race() {
    let racing = reduce::TREE.replace("        workgroupBarrier();\n", "");
    assert_ne!(racing, reduce::TREE);
    let mut buffers = [Buffer::new(0, &numbers(256)), Buffer::new(1, &[0_u32])];
    let verdict = verdict(&racing, "reduce", &mut buffers, [1, 1, 1]);
    expect_file!["./race.txt"].assert_eq(&format!("{}\n", verdict.findings[0]));
}

/// Running totals in three dispatches: sums of blocks, their running totals, and the blocks.
#[track_caller]
fn scanned(x: &[u32]) -> (Vec<u32>, [Report; 3]) {
    let blocks = x.len().div_ceil(256);
    assert!(blocks <= 256, "one workgroup scans the blocks' sums");
    let (sums, first) = reduced(reduce::TREE, x);
    let scan = |x: &[u32], before: &[u32]| {
        let mut buffers = [Buffer::new(0, x), Buffer::new(1, before), Buffer::new(2, &vec![0_u32; x.len()])];
        let report = run(scan::BLOCK, "scan", &mut buffers, [x.len().div_ceil(256) as u32, 1, 1]);
        (buffers[2].to_vec::<u32>(), report)
    };
    let (totals, second) = scan(&sums, &[0]);
    let (y, third) = scan(x, &totals);
    (y, [first, second, third])
}

#[test]
fn scan_adds_up_any_length() {
    for n in [1, 255, 256, 257, 1000] {
        let x = numbers(n);
        let mut total = 0_u32;
        let want: Vec<u32> = x
            .iter()
            .map(|&x| {
                total = total.wrapping_add(x);
                total
            })
            .collect();
        assert!(scanned(&x).0 == want, "{n} numbers");
    }
}

#[test]
fn scan_reads_twice_and_stores_once() {
    let x = numbers(65_536);
    let (_, [first, second, third]) = scanned(&x);
    let rows = [("1 sums", &first), ("2 totals", &second), ("3 blocks", &third)];
    expect_file!["./scan.txt"].assert_eq(&table("Scan of 65,536 words, in subgroups of 32", &rows));
}

#[test]
fn histogram_counts_every_number() {
    for n in [1, 256, 4096, 4097, 10_000] {
        let x = numbers(n);
        let mut want = vec![0_u32; 256];
        x.iter().for_each(|&x| want[(x >> 24) as usize] += 1);
        for (wgsl, block) in [(histogram::GLOBAL, 256), (histogram::WORKGROUP, 4096)] {
            let mut buffers = [Buffer::new(0, &x), Buffer::new(1, &[0_u32; 256])];
            run(wgsl, "count", &mut buffers, [n.div_ceil(block) as u32, 1, 1]);
            assert_eq!(buffers[1].to_vec::<u32>(), want, "{n} numbers");
        }
    }
}

#[test]
fn workgroup_memory_takes_most_updates() {
    let x = numbers(65_536);
    let mut table =
        String::from("Histogram of 65,536 words, 256 bins\n\n           updates of global memory  transactions\n");
    let mut updates = Vec::new();
    for (name, wgsl, block) in [("global", histogram::GLOBAL, 256), ("workgroup", histogram::WORKGROUP, 4096)] {
        let mut buffers = [Buffer::new(0, &x), Buffer::new(1, &[0_u32; 256])];
        let report = run(wgsl, "count", &mut buffers, [65_536 / block, 1, 1]);
        let count = report.stores_at(1).stores;
        writeln!(table, "{name:<10} {count:>24}  {:>12}", global(&report).transactions).expect("a string takes all");
        updates.push(count);
    }
    assert_eq!(updates, [65_536, 16 * 256]);
    expect_file!["./histogram.txt"].assert_eq(&table);
}

#[track_caller]
fn multiplied(wgsl: &str, n: u32) -> Report {
    let size = (n * n) as usize;
    let (a, b) = (small(2 * size)[size..].to_vec(), small(size));
    let mut buffers =
        [Buffer::new(0, &a), Buffer::new(1, &b), Buffer::new(2, &[n]), Buffer::new(3, &vec![0_f32; size])];
    let report = run(wgsl, "multiply", &mut buffers, [n.div_ceil(16), n.div_ceil(16), 1]);
    let c = buffers[3].to_vec::<f32>();
    let n = n as usize;
    for (i, &c) in c.iter().enumerate() {
        let want: f32 = (0..n).map(|k| a[i / n * n + k] * b[k * n + i % n]).sum();
        assert_eq!(c, want, "row {}, column {} of {n}", i / n, i % n);
    }
    report
}

#[test]
fn matmul_multiplies_any_size() {
    for n in [1, 5, 16, 17, 40] {
        multiplied(matmul::NAIVE, n);
        multiplied(matmul::TILED, n);
    }
}

#[test]
fn tiles_are_read_once_by_sixteen() {
    let [naive, tiled] = [matmul::NAIVE, matmul::TILED].map(|wgsl| multiplied(wgsl, 128));
    let rows = [("naive", &naive), ("tiled", &tiled)];
    expect_file!["./matmul.txt"]
        .assert_eq(&table("Product of two matrices of 128 × 128 words, in subgroups of 32", &rows));
    assert!(global(&tiled).transactions * 10 < global(&naive).transactions);
}

#[test]
fn heat_spreads_from_one_buffer_to_the_other() {
    let n = 45;
    let mut plate = small(n * n);
    let mut want = plate.clone();
    for _ in 0..7 {
        let mut buffers = [Buffer::new(0, &plate), Buffer::new(1, &[n as u32]), Buffer::new(2, &vec![f32::NAN; n * n])];
        run(heat::STEP, "advance", &mut buffers, [(n as u32).div_ceil(32), (n as u32).div_ceil(8), 1]);
        plate = buffers[2].to_vec();
        let before = want.clone();
        for i in (n + 1..n * n - n - 1).filter(|i| !matches!(i % n, 0 | 44)) {
            let neighbours = before[i - n] + before[i + n] + before[i - 1] + before[i + 1];
            want[i] = before[i] + heat::RATE * (neighbours - 4.0 * before[i]);
        }
    }
    for (i, (have, want)) in plate.iter().zip(&want).enumerate() {
        assert!((have - want).abs() < 1e-4, "point {i}: {have}, not {want}");
    }
}
