//! Shaders that are wrong in known ways, with what must be said about each; and shaders that are right in unusual ways,
//! about which nothing may be said.

use shader_sim::{Access, Buffer, Dispatch, Error, Fault, Finding, Note, Order, Report, Shader, Verdict};

const FILE: &str = "test.wgsl";

/// Runs `wgsl` in all orders over `y`, which holds `words` numbers and is at binding 0.
fn judged(wgsl: &str, groups: u32, words: usize) -> (Verdict, Vec<u32>) {
    let program = Shader::parse(wgsl, FILE).and_then(|shader| shader.program("main", &[]));
    let program = program.unwrap_or_else(|error| panic!("{error}"));
    let mut buffers = [Buffer::new(0, &vec![0_u32; words])];
    let verdict = program.in_orders(&mut buffers, &Dispatch::new([groups, 1, 1])).unwrap_or_else(|e| panic!("{e}"));
    (verdict, buffers[0].to_vec())
}

/// What is found by every single order.
fn in_each_order(wgsl: &str, groups: u32, words: usize, check: impl Fn(&Finding) -> bool) {
    let program = Shader::parse(wgsl, FILE).unwrap().program("main", &[]).unwrap();
    for order in [Order::Lockstep, Order::Forward, Order::Backward, Order::Shuffled(7), Order::LateStores] {
        let mut buffers = [Buffer::new(0, &vec![0_u32; words])];
        let report = program.run(&mut buffers, &Dispatch::new([groups, 1, 1]).order(order)).unwrap();
        assert!(report.findings.iter().any(&check), "{order}: {:?}", report.findings);
    }
}

fn first(wgsl: &str, groups: u32, words: usize) -> String {
    let (verdict, _) = judged(wgsl, groups, words);
    verdict.findings.first().map(ToString::to_string).unwrap_or_else(|| "nothing".into())
}

/// That nothing is found, and the answer doesn't depend on the order.
#[track_caller]
fn is_right(wgsl: &str, groups: u32, words: usize) -> Vec<u32> {
    let (verdict, y) = judged(wgsl, groups, words);
    let found: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(verdict.difference.is_none(), "{}", verdict.difference.unwrap());
    y
}

const Y: &str = "@group(0) @binding(0) var<storage, read_write> y: array<u32>;\n";

/// What somebody writes who knows Rust, and what WGSL calls it.
#[test]
fn a_shader_in_rust() {
    for (body, advice) in [
        ("for (var k = 0; k < 2; k++) { if id.x < k { y[id.x] = 1; } }", Some("write `var k = 0u`")),
        ("var sum = 0; sum += id.x; y[id.x] = u32(sum);", Some("write `var k = 0u`")),
        ("let mut sum = 0u; y[id.x] = sum;", Some("what changes is a `var`")),
        ("let sum = 0u; sum += 1; y[id.x] = sum;", None),
        ("y[id.x] = z;", None),
    ] {
        let wgsl = format!(
            "{Y}@compute @workgroup_size(2) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{ {body} }}"
        );
        let said = Shader::parse(&wgsl, FILE).unwrap_err().to_string();
        assert!(said.contains(FILE), "{said}");
        let advised = said.lines().last().filter(|line| line.contains("WGSL"));
        assert_eq!(advised.is_some(), advice.is_some(), "{body}: {said}");
        assert!(advice.is_none_or(|advice| said.contains(advice)), "{body}: {said}");
    }
}

#[test]
fn a_store_past_the_end_of_a_buffer() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            y[id.x] = id.x;
        }}"
    );
    assert_eq!(first(&wgsl, 2, 70), "line 3: invocation 70 stores past the end of y: index 70, and the length is 70");
    let (verdict, y) = judged(&wgsl, 2, 70);
    assert_eq!(verdict.findings[0].times, 58);
    assert_eq!(y, (0..70).collect::<Vec<_>>());
    is_right(&wgsl, 2, 128);
}

#[test]
fn a_read_past_the_end_with_a_negative_index() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            var sum = 0u;
            for (var k = -1; k <= 1; k += 1) {{
                sum += y[i32(id.x) + k];
            }}
        }}"
    );
    assert_eq!(first(&wgsl, 1, 16), "line 5: invocation 0 reads past the end of y: index -1, and the length is 16");
}

#[test]
fn indices_past_the_end_of_workgroup_and_own_arrays() {
    let tile = format!(
        "{Y}var<workgroup> tile: array<array<u32, 8>, 4>;
        @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            tile[i % 4][i + 1] = i;
        }}"
    );
    assert_eq!(first(&tile, 1, 8), "line 4: invocation 7 stores past the end of tile: index 8, and the length is 8");
    let own = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            var window: array<u32, 4>;
            window[i] = 1u;
            y[i] = window[0];
        }}"
    );
    assert_eq!(first(&own, 1, 8), "line 4: invocation 4 stores past the end of window: index 4, and the length is 4");
    let vector = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            let v = vec4(1u, 2u, 3u, 4u);
            y[i] = v[i];
        }}"
    );
    assert!(first(&vector, 1, 8).contains("invocation 4 reads past the end"), "{}", first(&vector, 1, 8));
}

#[test]
fn a_store_in_what_is_somebody_elses() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            y[id.x] = 1u;
        }}"
    );
    let program = Shader::parse(&wgsl, FILE).unwrap().program("main", &[]).unwrap();
    let mut buffers = [Buffer::new(0, &[0_u32; 32]).only(13)];
    let report = program.run(&mut buffers, &Dispatch::new([2, 1, 1])).unwrap();
    let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["line 3: invocation 13 stores y[13]; what is its to store ends before element 13"]);
    assert_eq!(report.findings[0].times, 3);
}

#[test]
fn two_workgroups_that_store_at_one_place() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            y[i] = 5u;
        }}"
    );
    in_each_order(&wgsl, 2, 8, |finding| {
        finding.line == 3 && finding.variable.starts_with("y[") && matches!(finding.fault, Fault::Race { .. })
    });
    assert_eq!(
        first(&wgsl, 2, 8),
        "line 3: invocation 8 stores y[0], and invocation 0 does so too, in another workgroup: no barrier orders the two"
    );
    is_right(&wgsl, 1, 8);
}

/// A tree sum in workgroup memory, with or without the barrier in its loop.
fn tree(inside: &str) -> String {
    format!(
        "{Y}var<workgroup> sums: array<u32, 64>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
            sums[i] = i;
            workgroupBarrier();
            for (var half = 32u; half > 0u; half /= 2u) {{
                if i < half {{
                    sums[i] += sums[i + half];
                }}
                {inside}
            }}
            if i == 0u {{ y[0] = sums[0]; }}
        }}"
    )
}

#[test]
fn a_missing_barrier_is_a_race_in_every_order() {
    assert_eq!(is_right(&tree("workgroupBarrier();"), 1, 1), [2016]);
    // In step this gives the right answer: the subgroup hides it. Nothing else does.
    in_each_order(&tree(""), 1, 1, |finding| {
        finding.line == 8 && finding.variable.starts_with("sums[") && matches!(finding.fault, Fault::Race { .. })
    });
}

#[test]
fn the_wrong_kind_of_barrier() {
    let shader = |barrier: &str| {
        format!(
            "{Y}@compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
                y[i] = i;
                {barrier}();
                let left = y[(i + 1u) % 8u];
                {barrier}();
                y[i] = left;
            }}"
        )
    };
    assert_eq!(is_right(&shader("storageBarrier"), 1, 8), [1, 2, 3, 4, 5, 6, 7, 0]);
    let said = first(&shader("workgroupBarrier"), 1, 8);
    assert!(said.contains("workgroupBarrier is for var<workgroup> alone"), "{said}");
}

#[test]
fn a_barrier_that_not_all_reach() {
    let early_return = format!(
        "{Y}var<workgroup> tile: array<u32, 64>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
            if i >= 60u {{ return; }}
            tile[i] = i;
            workgroupBarrier();
            y[i] = tile[59u - i];
        }}"
    );
    in_each_order(&early_return, 1, 64, |finding| {
        finding.line == 6 && matches!(finding.fault, Fault::Barrier { other_line: None, .. })
    });
    assert_eq!(
        first(&early_return, 1, 64),
        "line 6: invocation 0 waits at this barrier, but invocation 60 of the same workgroup has ended"
    );
    let two_barriers = format!(
        "{Y}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
            if i % 2u == 0u {{
                workgroupBarrier();
            }} else {{
                workgroupBarrier();
            }}
            y[i] = i;
        }}"
    );
    assert_eq!(
        first(&two_barriers, 1, 64),
        "line 4: invocation 0 waits at this barrier, but invocation 1 of the same workgroup waits at the one in line 6"
    );
    let in_a_function = format!(
        "{Y}fn meet() {{ workgroupBarrier(); }}
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
            if i < 32u {{ meet(); }} else {{ meet(); }}
            y[i] = i;
        }}"
    );
    assert!(first(&in_a_function, 1, 64).contains("waits at this barrier"), "{}", first(&in_a_function, 1, 64));
}

#[test]
fn a_loop_without_an_end() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(1) fn main() {{
            var k = 1u;
            while k != 0u {{
                k = k * 3u;
            }}
            y[0] = k;
        }}"
    );
    let program = Shader::parse(&wgsl, FILE).unwrap().program("main", &[]).unwrap();
    let dispatch = Dispatch { steps: 10_000, ..Dispatch::new([1, 1, 1]) };
    let report = program.run(&mut [Buffer::new(0, &[0_u32])], &dispatch).unwrap();
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!(finding.fault, Fault::NeverEnds { steps: 10_000 });
    assert!((4..=5).contains(&finding.line), "{finding}");
}

#[test]
fn waiting_for_a_workgroup_that_hasnt_started() {
    let wgsl = "@group(0) @binding(0) var<storage, read_write> y: array<atomic<u32>>;
        @compute @workgroup_size(1) fn main(@builtin(workgroup_id) group: vec3<u32>) {
            while atomicLoad(&y[0]) < group.x {}
            atomicAdd(&y[0], 1u);
        }";
    let program = Shader::parse(wgsl, FILE).unwrap().program("main", &[]).unwrap();
    let run = |order| {
        let dispatch = Dispatch { steps: 10_000, ..Dispatch::new([3, 1, 1]).order(order) };
        let mut buffers = [Buffer::new(0, &[0_u32])];
        (program.run(&mut buffers, &dispatch).unwrap(), buffers[0].to_vec::<u32>())
    };
    let (forward, y) = run(Order::Forward);
    assert!(forward.findings.is_empty() && y == [3], "{:?}", forward.findings);
    let (backward, _) = run(Order::Backward);
    assert!(matches!(backward.findings[0].fault, Fault::NeverEnds { .. }), "{:?}", backward.findings);
}

#[test]
fn a_counter_that_isnt_atomic_loses_counts() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(64) fn main() {{
            y[0] += 1u;
        }}"
    );
    let program = Shader::parse(&wgsl, FILE).unwrap().program("main", &[]).unwrap();
    let count = |order| {
        let mut buffers = [Buffer::new(0, &[0_u32])];
        let report = program.run(&mut buffers, &Dispatch::new([1, 1, 1]).order(order)).unwrap();
        assert!(matches!(report.findings[0].fault, Fault::Race { .. }));
        buffers[0].to_vec::<u32>()[0]
    };
    assert_eq!(count(Order::Forward), 64);
    // In step both subgroups read, then store.
    assert_eq!(count(Order::Lockstep), 2);
    assert_eq!(count(Order::LateStores), 1);
}

#[test]
fn an_answer_that_depends_on_the_order() {
    let wgsl = "@group(0) @binding(0) var<storage, read_write> y: array<atomic<u32>>;
        @compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
            let place = atomicAdd(&y[0], 1u);
            atomicStore(&y[1u + place], id.x);
        }";
    let (verdict, _) = judged(wgsl, 2, 17);
    assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    let difference = verdict.difference.expect("the places are handed out in any order");
    assert_eq!((difference.variable.as_str(), difference.order), ("y[1]", Order::Backward));
    assert_eq!(
        difference.to_string(),
        "y[1] is 0 when invocations run in step, and 15 when they run from the last to the first"
    );
}

#[test]
fn an_answer_that_depends_on_the_size_of_subgroups() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(32) fn main(@builtin(local_invocation_index) i: u32) {{
            y[i] = subgroupAdd(1u);
        }}"
    );
    let (verdict, y) = judged(&wgsl, 1, 32);
    assert_eq!(y, [32; 32]);
    assert_eq!(
        verdict.difference.unwrap().to_string(),
        "y[0] is 32 when invocations run in step, and 8 when they run in step in subgroups of 8 instead of 32"
    );
}

#[test]
fn workgroup_memory_that_nobody_wrote_is_zero_and_a_note() {
    let wgsl = format!(
        "{Y}var<workgroup> sums: array<u32, 8>;
        @compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            let i = id.x % 8u;
            sums[i] += id.x;
            y[id.x] = sums[i];
        }}"
    );
    assert_eq!(is_right(&wgsl, 2, 16), (0..16).collect::<Vec<_>>());
    let (verdict, _) = judged(&wgsl, 2, 16);
    let [Note::ReadsUnwritten { line: 5, variable, .. }] = &verdict.report.notes[..] else {
        panic!("{:?}", verdict.report.notes)
    };
    assert_eq!(variable, "sums[0]");
}

#[test]
fn a_shuffle_from_a_lane_that_isnt_there() {
    let wgsl = format!(
        "{Y}@compute @workgroup_size(32) fn main(@builtin(local_invocation_index) i: u32) {{
            if i < 16u {{
                y[i] = subgroupShuffleXor(i, 16u);
            }}
        }}"
    );
    let said = first(&wgsl, 1, 32);
    assert!(said.contains("line 4: invocation 0 asks lane 16 of its subgroup"), "{said}");
}

#[test]
fn right_in_unusual_ways() {
    // A barrier in a branch that all invocations take.
    let uniform = format!(
        "{Y}var<workgroup> tile: array<u32, 8>;
        @compute @workgroup_size(8)
        fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3<u32>) {{
            tile[i] = i;
            if group.x == 1u {{ workgroupBarrier(); y[i] = tile[7u - i]; }}
        }}"
    );
    assert_eq!(is_right(&uniform, 2, 8), [7, 6, 5, 4, 3, 2, 1, 0]);

    // An early return after the last barrier.
    let after = format!(
        "{Y}var<workgroup> tile: array<u32, 8>;
        @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            tile[i] = i;
            workgroupBarrier();
            if i > 4u {{ return; }}
            y[i] = tile[i + 1u];
        }}"
    );
    is_right(&after, 1, 8);

    // Two buffers in workgroup memory, one read while the other is written: one barrier a round.
    let double = format!(
        "{Y}var<workgroup> a: array<array<u32, 16>, 2>;
        @compute @workgroup_size(16) fn main(@builtin(local_invocation_index) i: u32) {{
            var now = 0u;
            a[0][i] = 1u;
            workgroupBarrier();
            for (var by = 1u; by < 16u; by *= 2u) {{
                var sum = a[now][i];
                if i >= by {{ sum += a[now][i - by]; }}
                a[1u - now][i] = sum;
                now = 1u - now;
                workgroupBarrier();
            }}
            y[i] = a[now][i];
        }}"
    );
    assert_eq!(is_right(&double, 1, 16), (1..=16).collect::<Vec<_>>());

    // Counted with atomics, read by all after a barrier, and added to a buffer with atomics.
    let histogram = "@group(0) @binding(0) var<storage, read_write> y: array<atomic<u32>>;
        var<workgroup> counts: array<atomic<u32>, 4>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {
            atomicAdd(&counts[i * i % 4u], 1u);
            workgroupBarrier();
            if i < 4u { atomicAdd(&y[i], atomicLoad(&counts[i])); }
        }";
    assert_eq!(is_right(histogram, 3, 4), [96, 96, 0, 0]);

    // One invocation speaks, all listen.
    let leader = format!(
        "{Y}var<workgroup> limit: u32;
        @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) {{
            if i == 3u {{ limit = 5u; }}
            let most = workgroupUniformLoad(&limit);
            for (var k = 0u; k < most; k += 1u) {{ workgroupBarrier(); }}
            y[i] = most;
        }}"
    );
    assert_eq!(is_right(&leader, 1, 8), [5; 8]);

    // A lock that is taken by exchange, within a workgroup of one.
    let lock = "struct Shared { lock: atomic<u32>, pad: u32 }
        @group(0) @binding(0) var<storage, read_write> y: Shared;
        @compute @workgroup_size(1) fn main() {
            loop {
                if atomicCompareExchangeWeak(&y.lock, 0u, 1u).exchanged { break; }
            }
            atomicStore(&y.lock, 0u);
        }";
    assert_eq!(is_right(lock, 4, 2), [0, 0]);

    // Everyone reads what everyone reads, and each stores its own element, through a pointer and a function.
    let pointers = format!(
        "{Y}fn add(to: ptr<function, u32>, by: u32) {{ *to += by; }}
        @compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            var mine = y[16];
            add(&mine, id.x);
            let place = &y[id.x];
            *place = mine;
        }}"
    );
    assert_eq!(is_right(&pointers, 2, 17)[..16], (0..16).collect::<Vec<u32>>());

    // Short-circuits: the second condition isn't evaluated past the end.
    let short = format!(
        "{Y}@compute @workgroup_size(8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            if id.x < arrayLength(&y) && y[id.x] == 0u {{ y[id.x] = 9u; }}
        }}"
    );
    assert_eq!(is_right(&short, 2, 11), [9; 11]);
}

#[test]
fn what_cant_be_run_says_why() {
    let error = |wgsl: &str| match Shader::parse(wgsl, FILE).and_then(|shader| shader.program("main", &[])) {
        Ok(_) => panic!("{wgsl} compiles"),
        Err(error) => error,
    };
    let typo = error("@compute @workgroup_size(1) fn main() { let x = yy; }").to_string();
    assert!(typo.contains("no definition in scope for identifier: `yy`") && typo.contains("test.wgsl:1"), "{typo}");
    assert_eq!(error("@compute @workgroup_size(1) fn other() {}"), Error::NoEntry("main".into()));
    assert_eq!(error("override n: u32;\n@compute @workgroup_size(n) fn main() {}"), Error::NoOverride("n".into()));
    let texture = error(
        "@group(0) @binding(0) var t: texture_2d<f32>;
        @compute @workgroup_size(1) fn main() { let c = textureLoad(t, vec2(0, 0), 0); }",
    );
    assert_eq!(texture, Error::Unsupported { what: "textures".into(), line: 1 });
    assert!(matches!(error("@compute @workgroup_size(512) fn main() {}"), Error::Limit { is: 512, most: 256, .. }));

    let large = error(
        "var<private> a: array<u32, 1000000> = array<u32, 1000000>();
        @compute @workgroup_size(1) fn main() { a[0] = 1u; }",
    );
    assert_eq!(large, Error::Unsupported { what: "a variable as large as `a`".into(), line: 1 });
    let long = error("@compute @workgroup_size(1) fn main() { var a: array<u32, 1000000>; a[0] = 1u; }");
    assert!(matches!(long, Error::Unsupported { line: 1, .. }), "{long}");

    let small = format!("{Y}@compute @workgroup_size(1) fn main() {{ y[0] = 1u; }}");
    let program = Shader::parse(&small, FILE).unwrap().program("main", &[]).unwrap();
    let dispatch = Dispatch::new([1, 1, 1]);
    assert!(matches!(program.run(&mut [], &dispatch), Err(Error::NoBuffer { binding: 0, .. })));
    let none: [u32; 0] = [];
    assert!(matches!(program.run(&mut [Buffer::new(0, &none)], &dispatch), Err(Error::SmallBuffer { needs: 4, .. })));
    let lone = Dispatch { subgroup_size: 0, ..dispatch };
    assert!(matches!(program.run(&mut [Buffer::new(0, &[0])], &lone), Err(Error::Limit { is: 0, .. })));
    let wide = Dispatch::new([65_536, 1, 1]);
    assert!(matches!(program.run(&mut [Buffer::new(0, &[0])], &wide), Err(Error::Limit { most: 65_535, .. })));
}

#[test]
fn overrides_decide_sizes() {
    let wgsl = format!(
        "{Y}override side: u32 = 4;
        override scale: f32;
        var<workgroup> tile: array<u32, side * 2>;
        @compute @workgroup_size(side) fn main(@builtin(local_invocation_index) i: u32) {{
            tile[i + side] = u32(scale * f32(i));
            workgroupBarrier();
            y[i] = tile[2u * side - 1u - i];
        }}"
    );
    let shader = Shader::parse(&wgsl, FILE).unwrap();
    for (given, want) in [(vec![("scale", 2.5)], vec![7, 5, 2, 0]), (vec![("scale", 1.0), ("side", 2.0)], vec![1, 0])] {
        let program = shader.program("main", &given).unwrap();
        let mut buffers = [Buffer::new(0, &vec![0_u32; want.len()])];
        let report = program.run(&mut buffers, &Dispatch::new([1, 1, 1])).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!(buffers[0].to_vec::<u32>(), want);
    }
}

fn counted(wgsl: &str, words: usize) -> Report {
    let program = Shader::parse(wgsl, FILE).unwrap().program("main", &[]).unwrap();
    let dispatch = Dispatch { record: 1000, ..Dispatch::new([1, 1, 1]) };
    program.run(&mut [Buffer::new(0, &vec![0_u32; words])], &dispatch).unwrap()
}

#[test]
fn transactions_are_counted_by_the_segment() {
    for (stride, segments, sectors) in [(1, 2, 8), (2, 4, 16), (32, 64, 64)] {
        let wgsl = format!(
            "{Y}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
                y[i * {stride}u] = i;
            }}"
        );
        let report = counted(&wgsl, 64 * 32);
        let [traffic] = &report.traffic[..] else { panic!("{:?}", report.traffic) };
        assert_eq!((traffic.requests, traffic.words, traffic.access), (2, 64, Access::Write));
        assert_eq!((traffic.segments, traffic.sectors), (segments, sectors), "stride {stride}");
        assert_eq!(report.transactions(), segments);
        assert_eq!(report.accesses.len(), 64);
        assert_eq!((report.accesses[33].request, report.accesses[33].word), (1, 33 * stride));
        assert_eq!(report.stores_at(0).stores, 64);
        assert_eq!(report.stores_at(0).busiest, 1);
    }
}

#[test]
fn bank_conflicts_are_counted_by_the_turn() {
    for (stride, conflicts) in [(1, 0), (2, 2), (32, 62), (33, 0)] {
        let wgsl = format!(
            "{Y}var<workgroup> tile: array<u32, 2112>;
            @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
                tile[i * {stride}u] = i;
            }}"
        );
        assert_eq!(counted(&wgsl, 1).conflicts(), conflicts, "stride {stride}");
    }
    // All lanes read one word: it is handed to all of them in one turn.
    let same = format!(
        "{Y}var<workgroup> tile: array<vec4<u32>, 64>;
        @compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
            tile[i] = vec4(i);
            workgroupBarrier();
            y[i] = tile[7].x;
        }}"
    );
    assert_eq!(counted(&same, 64).conflicts(), 0);
}

#[test]
fn branches_that_part_a_subgroup_are_counted() {
    for (condition, divergent) in [("i < 32u", 0), ("i < 40u", 1), ("i % 2u == 0u", 2)] {
        let wgsl = format!(
            "{Y}@compute @workgroup_size(64) fn main(@builtin(local_invocation_index) i: u32) {{
                if {condition} {{ y[i] = 1u; }} else {{ y[i] = 2u; }}
            }}"
        );
        let report = counted(&wgsl, 64);
        let [branch] = &report.branches[..] else { panic!("{:?}", report.branches) };
        assert_eq!((branch.line, branch.taken, branch.divergent), (3, 2, divergent), "{condition}");
    }
}

/// A transpose of 256 by 256 words, by workgroups of 32 by 8 whose invocations do four elements each, through a tile
/// with rows of `row` words if there is one.
fn transpose(row: Option<u32>) -> Report {
    let read = "for (var k = 0u; k < 32; k += 8) {
            let cell = (group.y * 32 + at.y + k) * 256 + group.x * 32 + at.x;";
    let body = match row {
        None => format!("{read} b[cell % 256 * 256 + cell / 256] = a[cell]; }}"),
        Some(_) => format!(
            "{read} tile[at.y + k][at.x] = a[cell]; }}
            workgroupBarrier();
            for (var k = 0u; k < 32; k += 8) {{
                b[(group.x * 32 + at.y + k) * 256 + group.y * 32 + at.x] = tile[at.x][at.y + k];
            }}"
        ),
    };
    let row = row.unwrap_or(1);
    let wgsl = format!(
        "@group(0) @binding(0) var<storage, read> a: array<u32>;
        @group(0) @binding(1) var<storage, read_write> b: array<u32>;
        var<workgroup> tile: array<array<u32, {row}>, 32>;
        @compute @workgroup_size(32, 8)
        fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) at: vec3<u32>) {{
            {body}
        }}"
    );
    let program = Shader::parse(&wgsl, FILE).unwrap_or_else(|e| panic!("{e}")).program("main", &[]).unwrap();
    let a: Vec<u32> = (0..65_536).collect();
    let mut buffers = [Buffer::new(0, &a), Buffer::new(1, &vec![0_u32; a.len()])];
    let verdict = program.in_orders(&mut buffers, &Dispatch::new([8, 8, 1])).unwrap();
    assert!(verdict.findings.is_empty() && verdict.difference.is_none(), "{:?}", verdict.findings);
    assert_eq!(buffers[1].to_vec::<u32>(), a.iter().map(|i| i % 256 * 256 + i / 256).collect::<Vec<_>>());
    verdict.report
}

#[test]
fn a_transpose_is_counted_as_the_guides_say() {
    // 32 words are a segment. Without a tile, the 32 words that a subgroup stores lie in 32 segments.
    let words = 65_536;
    assert_eq!(transpose(None).transactions(), words / 32 + words);
    // Through a tile both sides are whole segments; but a column of the tile lies in one bank.
    let tiled = transpose(Some(32));
    assert_eq!((tiled.transactions(), tiled.conflicts()), (2 * words / 32, words / 32 * 31));
    // Rows that are a word longer spread a column over all banks.
    let padded = transpose(Some(33));
    assert_eq!((padded.transactions(), padded.conflicts()), (2 * words / 32, 0));
}
