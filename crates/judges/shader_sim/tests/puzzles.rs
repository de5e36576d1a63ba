//! Mistakes that people make in puzzles on GPUs, each with what must be said about it: invocation, line and variable.
//! And right answers that look as if they were wrong, about which nothing may be said.

use shader_sim::{Buffer, Dispatch, Note, Report, Shader, Verdict};

/// Words of `x` and `y`, but where a test says otherwise.
const N: usize = 100;

/// Line 1 to 3 of each shader: `x` holds 1, 2, 3, …, and `y` zeros. The body begins in line 5.
fn shader(declared: &str, size: &str, body: &str) -> String {
    format!(
        "@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<u32>;
{declared}
@compute @workgroup_size({size}) fn main(\
    @builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) i: u32, \
    @builtin(local_invocation_id) at: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>, \
    @builtin(num_workgroups) groups: vec3<u32>) {{
{body}
}}"
    )
}

fn run(wgsl: &str, groups: [u32; 3], words: usize) -> (Verdict, Vec<u32>) {
    let program = Shader::parse(wgsl, "puzzle.wgsl").and_then(|shader| shader.program("main", &[]));
    let program = program.unwrap_or_else(|error| panic!("{error}"));
    let x: Vec<u32> = (1..=words as u32).collect();
    let mut buffers = [Buffer::new(0, &x), Buffer::new(1, &vec![0_u32; words])];
    let dispatch = Dispatch { steps: 100_000, ..Dispatch::new(groups) };
    let verdict = program.in_orders(&mut buffers, &dispatch).unwrap_or_else(|error| panic!("{error}"));
    (verdict, buffers[1].to_vec())
}

/// What is said first about two workgroups of 64 that run `body`, or the first of their answers that isn't `want`.
fn said(declared: &str, body: &str) -> String {
    let (verdict, _) = run(&shader(declared, "64", body), [2, 1, 1], N);
    first(&verdict)
}

fn first(verdict: &Verdict) -> String {
    match (verdict.findings.first(), &verdict.difference) {
        (Some(finding), _) => finding.to_string(),
        (None, Some(difference)) => difference.to_string(),
        (None, None) => "nothing".into(),
    }
}

/// The answer of two workgroups of 64, about whom there is nothing to say.
#[track_caller]
fn right(declared: &str, body: &str) -> Vec<u32> {
    let (verdict, y) = run(&shader(declared, "64", body), [2, 1, 1], N);
    assert_eq!(first(&verdict), "nothing");
    y
}

const PART: &str = "var<workgroup> part: array<u32, 64>;";

// From a map to a gather: who does which element.

#[test]
fn guards() {
    let past = "line 5: invocation 100 reads past the end of x: index 100, and the length is 100";
    assert_eq!(said("", "y[id.x] = x[id.x];"), past);
    assert_eq!(said("", "if id.x <= 100 { y[id.x] = x[id.x]; }"), past);
    // Both are evaluated.
    assert_eq!(said("", "let here = select(0u, x[id.x], id.x < 100);\nif id.x < 100 { y[id.x] = here; }"), past);
    // It returns too late.
    assert_eq!(said("", "let here = x[id.x];\nif id.x >= arrayLength(&x) { return; }\ny[id.x] = here;"), past);
    // 28 invocations store the last element, which is a race, though all of them store the same.
    assert_eq!(
        said("", "let last = min(id.x, 99u);\ny[last] = x[last];"),
        "line 6: invocation 100 stores y[99], and invocation 99 does so too, with no barrier between the two"
    );
}

#[test]
fn indices_below_zero_and_past_all_numbers() {
    assert_eq!(
        said("", "if id.x < 100 { y[id.x] = x[i32(id.x) - 1]; }"),
        "line 5: invocation 0 reads past the end of x: index -1, and the length is 100"
    );
    assert_eq!(
        said("", "if id.x < 100 { y[id.x] = x[id.x - 1]; }"),
        "line 5: invocation 0 reads past the end of x: index 4294967295, and the length is 100"
    );
    // As signed numbers, the largest are the smallest.
    assert_eq!(
        said("", "let before = i32(id.x - 1);\nif before < 100 { y[id.x % 100] = x[before]; }"),
        "line 6: invocation 0 reads past the end of x: index -1, and the length is 100"
    );
    // A loop that counts down past zero.
    assert_eq!(
        said("", "if id.x > 0 { return; }\nfor (var k = 99u; k >= 0; k--) {\ny[k] = x[k];\n}"),
        "line 7: invocation 0 reads past the end of x: index 4294967295, and the length is 100"
    );
    // 2²⁶ · 64 is zero again.
    assert_eq!(
        said("", "let far = id.x * 67108864u;\ny[far / 67108864u] = 1u;"),
        "line 6: invocation 64 stores y[0], and invocation 0 does so too, in another workgroup: no barrier orders the \
         two"
    );
}

#[test]
fn whose_element() {
    assert_eq!(
        said("", "y[i] = x[i];"),
        "line 5: invocation 64 stores y[0], and invocation 0 does so too, in another workgroup: no barrier orders the \
         two"
    );
    assert_eq!(
        said("", "y[0] += x[id.x % 100];"),
        "line 5: invocation 0 stores y[0], and invocation 31 reads it, with no barrier between the two"
    );
    // In place, where a neighbour still has to read.
    assert_eq!(
        said("", "if id.x < 99 { y[id.x] = y[id.x + 1] + 1; }"),
        "line 5: invocation 1 stores y[1], and invocation 0 reads it, with no barrier between the two"
    );
    // A stride of a workgroup's size, with two of them.
    assert_eq!(
        said("", "for (var k = id.x; k < 100; k += 64) { y[k] = x[k]; }"),
        "line 5: invocation 64 stores y[64], and invocation 0 does so too, in another workgroup: no barrier orders the \
         two"
    );
    // A stride of nothing.
    assert_eq!(
        said("", "for (var k = id.x; k < 100; k += 64 * (groups.x - 2)) { y[k] = x[k]; }"),
        "line 5: invocation 0 has taken 100000 steps and hasn't ended"
    );
    // It waits, together with the others, for ever.
    let never = said("", "loop {\nworkgroupBarrier();\nif x[0] == 0 { break; }\n}");
    assert!(never.ends_with(" has taken 100000 steps and hasn't ended"), "{never}");
    // A lock: whoever has it stands still until the lanes beside it, which want it, have gone on.
    let lock = "loop {\nif atomicExchange(&held, 1u) == 0 { break; }\n}\natomicStore(&held, 0u);";
    let never = said("var<workgroup> held: atomic<u32>;", lock);
    assert!(never.starts_with("line 6: invocation ") && never.ends_with(" and hasn't ended"), "{never}");
    // One workgroup where there should be two: nothing is wrong but the answer.
    let (verdict, y) = run(&shader("", "64", "if id.x < 100 { y[id.x] = x[id.x]; }"), [1, 1, 1], N);
    assert_eq!((first(&verdict).as_str(), y[63], y[64]), ("nothing", 64, 0));
}

#[test]
fn right_though_it_looks_odd() {
    let copied: Vec<u32> = (1..=100).collect();
    assert_eq!(right("", "if id.x >= arrayLength(&x) { return; }\ny[id.x] = x[id.x];"), copied);
    assert_eq!(right("", "for (var k = id.x; k < 100; k += 64 * groups.x) { y[k] = x[k]; }"), copied);
    assert_eq!(right("", "let k = 127 - id.x;\nif k < 100 { y[k] = x[k]; }"), copied);
    // The element before the first is guarded by what it wraps to.
    assert_eq!(right("", "let k = id.x - 28;\nif k < 100 { y[k] = x[k]; }"), copied);
    // A switch, a loop with continue, a pointer, a short circuit.
    let odd = "for (var k = 0u; k < 2; k++) {
        if k == 0 { continue; }
        switch id.x / 100 { case 0: { let to = &y[id.x]; *to = x[id.x]; } default: {} }
    }";
    assert_eq!(right("", odd), copied);
    assert_eq!(right("", "if id.x < 100 && x[id.x] > 0 { y[id.x] = x[id.x]; }"), copied);
    // Two invocations store the two halves of an element that is two words.
    assert_eq!(
        right(
            "var<workgroup> two: array<vec2<u32>, 32>;",
            "two[i / 2][i % 2] = i;\nworkgroupBarrier();\nif id.x < 64 { y[i] = two[i / 2].x + two[i / 2].y; }"
        )[..4],
        [1, 1, 5, 5]
    );
}

// From a window to a softmax: what a workgroup shares.

#[test]
fn missing_barriers() {
    assert_eq!(
        said(PART, "part[i] = i;\nif id.x < 63 { y[i] = part[i + 1]; }"),
        "line 6: invocation 0 reads part[1], and invocation 1 stores it in line 5, with no barrier between the two"
    );
    // The same in the second workgroup alone.
    assert_eq!(
        said(PART, "part[i] = i;\nif group.x == 1 && i < 36 { y[id.x] = part[i + 1]; }"),
        "line 6: invocation 64 reads part[1], and invocation 65 stores it in line 5, with no barrier between the two"
    );
    // The one speaks before the others have come.
    assert_eq!(
        said("var<workgroup> limit: u32;", "if i == 0 { limit = x[0]; }\nif id.x < 64 { y[i] = limit; }"),
        "line 6: invocation 1 reads limit, and invocation 0 stores it in line 5, with no barrier between the two"
    );
    // The last rounds of a tree, in a subgroup that is believed to be in step.
    let tree = "part[i] = 1u;
    workgroupBarrier();
    if i < 32 { part[i] += part[i + 32]; }
    workgroupBarrier();
    for (var half = 16u; half > 0; half /= 2) {
        if i < half { part[i] += part[i + half]; }
    }";
    let report = said(PART, tree);
    assert!(report.starts_with("line 10: ") && report.ends_with("with no barrier between the two"), "{report}");
    // One barrier a round, where what is read is also replaced.
    let scan = "part[i] = 1u;
    for (var by = 1u; by < 64; by *= 2) {
        workgroupBarrier();
        var sum = part[i];
        if i >= by { sum += part[i - by]; }
        part[i] = sum;
    }";
    let report = said(PART, scan);
    assert!(
        report.starts_with("line 10: ") && report.contains(" stores part[") && report.contains(" in line 9"),
        "{report}"
    );
    // What all read is replaced before all have read it.
    let replaced = "part[i] = x[i];\nworkgroupBarrier();\nlet largest = part[63];\npart[i] = largest - x[i];";
    let report = said(PART, replaced);
    assert!(report.starts_with("line 8: invocation 63 stores part[63], and invocation "), "{report}");
    assert!(report.ends_with(" reads it in line 7, with no barrier between the two"), "{report}");
}

#[test]
fn barriers_of_the_wrong_kind_and_for_some() {
    let wrong_kind = said(PART, "part[i] = i;\nstorageBarrier();\nif id.x < 64 { y[i] = part[63 - i]; }");
    assert_eq!(
        wrong_kind,
        "line 7: invocation 0 reads part[63], and invocation 63 stores it in line 5, and no barrier orders the two: \
         workgroupBarrier is for var<workgroup> alone, storageBarrier for var<storage>"
    );
    // After a barrier all store in one word: no barrier of any kind is between two of them.
    assert_eq!(
        said(PART, "part[i] = i;\nworkgroupBarrier();\ny[group.x] = part[0];"),
        "line 7: invocation 1 stores y[0], and invocation 0 does so too, with no barrier between the two"
    );
    assert_eq!(
        said(PART, "part[i] = i;\nif i < 32 {\nworkgroupBarrier();\n}"),
        "line 7: invocation 0 waits at this barrier, but invocation 32 of the same workgroup has ended"
    );
    assert_eq!(
        said(PART, "if id.x >= 100 { return; }\npart[i] = x[id.x];\nworkgroupBarrier();\ny[id.x] = part[i];"),
        "line 7: invocation 64 waits at this barrier, but invocation 100 of the same workgroup has ended"
    );
    // As many rounds as the invocation has a number.
    assert_eq!(
        said(PART, "for (var k = 0u; k < i; k++) {\nworkgroupBarrier();\n}"),
        "line 6: invocation 1 waits at this barrier, but invocation 0 of the same workgroup has ended"
    );
    assert_eq!(
        said(PART, "switch i % 2 {\ncase 0: { workgroupBarrier(); }\ndefault: { workgroupBarrier(); }\n}"),
        "line 6: invocation 0 waits at this barrier, but invocation 1 of the same workgroup waits at the one in line 7"
    );
    assert_eq!(
        said(PART, "var k = 0u;\nloop {\nif k > i / 32 { break; }\nworkgroupBarrier();\nk++;\n}"),
        "line 8: invocation 32 waits at this barrier, but invocation 0 of the same workgroup has ended"
    );
}

#[test]
fn a_barrier_that_is_reached_in_different_rounds() {
    // Each waits as often as all others do, but not in the same rounds. Hardware would let them pass.
    assert_eq!(
        said(PART, "for (var k = 0u; k < 2; k++) {\nif k == i / 32 { continue; }\nworkgroupBarrier();\n}"),
        "line 7: invocation 0 waits at this barrier in round 2 of the loop in line 5, but invocation 32 of the same \
         workgroup is there in round 1"
    );
    // A round of the outer loop behind, in the first round of the inner.
    assert_eq!(
        said(
            PART,
            "for (var k = 0u; k < 4; k++) {\nfor (var m = 0u; m < 2; m++) {\nif k == 0 && i == 5 { break; }\n\
             workgroupBarrier();\n}\n}"
        ),
        "line 8: invocation 0 waits at this barrier in round 1 of the loop in line 5, but invocation 5 of the same \
         workgroup is there in round 2"
    );
    // In a function, and by a barrier of the language's own.
    let meet = "fn meet() -> u32 { return workgroupUniformLoad(&limit); }\nvar<workgroup> limit: u32;";
    let (verdict, _) = run(
        &shader(
            meet,
            "64",
            "var k = 0u;\nloop {\nk++;\nif k == 1 && i == 9 { continue; }\nif k + meet() > 2 { break; }\n}",
        ),
        [1, 1, 1],
        N,
    );
    assert_eq!(
        first(&verdict),
        "line 3: invocation 0 waits at this barrier in round 1 of the loop in line 7, but invocation 9 of the same \
         workgroup is there in round 2"
    );
    // Right: all leave out the same rounds, and the inner loop has more of them each time.
    let alike = "part[i] = 0u;
        for (var k = 0u; k < 5; k++) {
            if k % 2 == 1 { continue; }
            for (var m = 0u; m <= k; m++) {
                workgroupBarrier();
                let next = part[(i + 1) % 64];
                workgroupBarrier();
                part[i] = next + 1;
            }
        }
        if id.x < 64 { y[i] = part[i]; }";
    assert_eq!(right(PART, alike)[..64], [9; 64]);
    // Right: others run more rounds of a loop in which nobody waits.
    let apart = "for (var k = 0u; k < 2; k++) {
            for (var m = 0u; m < i; m++) { part[i] += 1u; }
            workgroupBarrier();
        }
        if id.x < 64 { y[i] = part[i]; }";
    assert_eq!(right(PART, apart)[..64], (0..64).map(|i| 2 * i).collect::<Vec<u32>>());
}

#[test]
fn memory_past_the_end_not_written_or_of_others() {
    assert_eq!(
        said(PART, "part[i] = i;\nworkgroupBarrier();\nif id.x < 64 { y[i] = part[i + 1]; }"),
        "line 7: invocation 63 reads past the end of part: index 64, and the length is 64"
    );
    // Half of the workgroup stores, all read: zero in WGSL, and a note.
    let half = "if i < 32 { part[i] = 7u; }\nworkgroupBarrier();\nif id.x < 64 { y[i] = part[i]; }";
    let (verdict, y) = run(&shader(PART, "64", half), [2, 1, 1], N);
    assert_eq!((first(&verdict).as_str(), y[31], y[32]), ("nothing", 7, 0));
    let [Note::ReadsUnwritten { invocation, line, variable }] = &verdict.report.notes[..] else {
        panic!("{:?}", verdict.report.notes)
    };
    assert_eq!((invocation.local, *line, variable.as_str()), (32, 7, "part[32]"));
    // The second workgroup reads what the first has stored in the same dispatch.
    assert_eq!(
        said("", "if i == 0 { y[group.x] = x[group.x]; }\nstorageBarrier();\nif id.x == 64 { y[9] = y[0]; }"),
        "line 7: invocation 64 reads y[0], and invocation 0 stores it in line 5, in another workgroup: no barrier orders \
         the two"
    );
}

#[test]
fn counters() {
    let counted = "var<workgroup> count: atomic<u32>;";
    // Two steps, each of which is atomic: two invocations have one place.
    assert_eq!(
        said(
            counted,
            "let place = atomicLoad(&count);\natomicStore(&count, place + 1);\nif group.x == 0 { y[place] = i; }"
        ),
        "line 7: invocation 1 stores y[0], and invocation 0 does so too, with no barrier between the two"
    );
    // The count afterwards isn't what it was.
    assert_eq!(
        said(counted, "atomicAdd(&count, 1u);\nif group.x == 0 { y[atomicLoad(&count) - 1] = i; }"),
        "line 6: invocation 1 stores y[31], and invocation 0 does so too, with no barrier between the two"
    );
    // Places in the order in which somebody comes.
    assert_eq!(
        said(counted, "let place = atomicAdd(&count, 1u);\nif group.x == 0 { y[place] = i; }"),
        "y[0] is 0 when invocations run in step, and 63 when they run from the last to the first"
    );
    // A count of subgroups of 32.
    assert_eq!(
        said("", "let sum = subgroupAdd(1u);\nif id.x < 64 && i % 32 == 0 { y[i / 32] = sum; }"),
        "y[0] is 32 when invocations run in step, and 8 when they run in step in subgroups of 8 instead of 32"
    );
    // A lane that is there in subgroups of 32.
    assert_eq!(
        said("", "if id.x < 64 { y[i] = subgroupShuffle(i, 20u); }"),
        "line 5: invocation 0 asks lane 20 of its subgroup, which doesn't take part: what it gets may be anything"
    );
}

#[test]
fn right_though_a_workgroup_shares_oddly() {
    // The largest of floats, by an atomic on their bits, which for positive floats are in the same order.
    let by_bits = right(
        "var<workgroup> most: atomic<u32>;",
        "atomicMax(&most, bitcast<u32>(f32(x[i])));
        workgroupBarrier();
        if id.x < 64 { y[i] = u32(bitcast<f32>(atomicLoad(&most))); }",
    );
    assert_eq!(by_bits[..65], [[64; 64].as_slice(), &[0]].concat());
    // As many barriers as the data says, the same for all.
    let rounds = "for (var k = 0u; k < x[2]; k++) { workgroupBarrier(); }\nif id.x < 100 { y[id.x] = x[id.x]; }";
    assert_eq!(right(PART, rounds)[99], 100);
    // Two arrays, of which a round reads one and stores in the other.
    let double = "var now = 0u;
        part[i] = 1u;
        workgroupBarrier();
        for (var by = 1u; by < 64; by *= 2) {
            var sum = part[now + i];
            if i >= by { sum += part[now + i - by]; }
            now = 64 - now;
            part[now + i] = sum;
            workgroupBarrier();
        }
        if id.x < 64 { y[i] = part[now + i]; }";
    assert_eq!(right("var<workgroup> part: array<u32, 128>;", double)[..64], (1..=64).collect::<Vec<u32>>());
    // Handed to all by the language's own means, and replaced at once.
    let uniform = "part[i] = x[i];
        workgroupBarrier();
        let last = workgroupUniformLoad(&part[63]);
        part[i] = last;
        if id.x < 64 { y[i] = part[i]; }";
    assert_eq!(right(PART, uniform)[..64], [64; 64]);
    // A sum by subgroups of whatever size: each brings one, the workgroup adds them up.
    let subgroups = "let sum = subgroupAdd(x[i]);
        if subgroupMin(i) == i { atomicAdd(&all, sum); }
        workgroupBarrier();
        if id.x == 0 { y[0] = atomicLoad(&all); }";
    assert_eq!(right("var<workgroup> all: atomic<u32>;", subgroups)[0], 2080);
}

// From issues of public puzzles: what their authors or readers had overlooked.

#[test]
fn guards_by_the_wrong_number() {
    // A window guarded by the number in the dispatch, and read by the one in the workgroup.
    let window = "if id.x < 100 { part[i] = x[id.x]; }
        workgroupBarrier();
        if 1 < id.x && id.x < 100 { y[id.x] = part[i] + part[i - 1] + part[i - 2]; }";
    assert_eq!(
        said(PART, window),
        "line 7: invocation 64 reads past the end of part: index 4294967295, and the length is 64"
    );
    // Memory for half of the workgroup.
    assert_eq!(
        said(
            "var<workgroup> part: array<u32, 32>;",
            "part[i] = i;\nworkgroupBarrier();\nif id.x < 32 { y[i] = part[i]; }"
        ),
        "line 5: invocation 32 stores past the end of part: index 32, and the length is 32"
    );
}

#[test]
fn sums_of_the_wrong_elements() {
    let sum = |first: u32, step: u32| {
        format!(
            "if i < 48 {{ part[i] = x[i]; }}
            for (var half = {first}u; half > 0; half /= {step}) {{
                workgroupBarrier();
                if i < half {{ part[i] += part[i + half]; }}
            }}
            if id.x == 0 {{ y[0] = part[0]; }}"
        )
    };
    assert_eq!(right(PART, &sum(32, 2))[0], 48 * 49 / 2);
    // Halves of 48: of the last three, the third is never added, and in it are all its like.
    assert_eq!(right(PART, &sum(24, 2))[0], 48 * 49 / 2 - (1..=16).map(|k| 3 * k).sum::<u32>());
    // A quarter at a time, and half of it added: nobody touches the same word, and most are never added.
    assert_ne!(right(PART, &sum(32, 4))[0], 48 * 49 / 2);
}

#[test]
fn counts_in_workgroup_memory() {
    let histogram = |bins: &str, add: &str, barrier: &str| {
        let body = format!(
            "{add}\n{barrier}\nif i < 4 {{ atomicAdd(&all[i], {}); }}",
            if bins == "u32" { "bins[i]" } else { "atomicLoad(&bins[i])" },
        );
        let declared = format!(
            "@group(0) @binding(2) var<storage, read_write> all: array<atomic<u32>>; \
             var<workgroup> bins: array<{bins}, 4>;"
        );
        let program = Shader::parse(&shader(&declared, "64", &body), "puzzle.wgsl")
            .and_then(|shader| shader.program("main", &[]))
            .unwrap_or_else(|error| panic!("{error}"));
        let x: Vec<u32> = (0..128).collect();
        let mut buffers = [Buffer::new(0, &x), Buffer::new(2, &[0_u32; 4])];
        let verdict =
            program.in_orders(&mut buffers, &Dispatch::new([2, 1, 1])).unwrap_or_else(|error| panic!("{error}"));
        (first(&verdict), buffers[1].to_vec::<u32>())
    };
    let barrier = "workgroupBarrier();";
    let atomic = "atomicAdd(&bins[x[id.x] % 4], 1u);";
    assert_eq!(histogram("atomic<u32>", atomic, barrier), ("nothing".into(), vec![32; 4]));
    // Without atomics.
    let (told, _) = histogram("u32", "bins[x[id.x] % 4] += 1u;", barrier);
    assert_eq!(
        told,
        "line 5: invocation 0 stores bins[0], and invocation 28 reads it, with no barrier between the two"
    );
    // Emptied before all have counted: atomic each by itself, and the answer is another in another order.
    let (told, _) = histogram("atomic<u32>", atomic, "");
    assert!(told.starts_with("all[0] is ") && told.contains(" when invocations run in step"), "{told}");
}

#[test]
fn handed_out_again_before_all_have_read() {
    let rows = |second: &str| {
        format!(
            "for (var k = 0u; k < 4; k++) {{\nif i == 0 {{ limit = x[k]; }}\nworkgroupBarrier();\n\
             if id.x < 64 {{ y[i] += limit; }}\n{second}\n}}"
        )
    };
    let limit = "var<workgroup> limit: u32;";
    let told = said(limit, &rows(""));
    assert!(told.starts_with("line 6: invocation 0 stores limit, and invocation "), "{told}");
    assert!(told.ends_with(" reads it in line 8, with no barrier between the two"), "{told}");
    assert_eq!(right(limit, &rows("workgroupBarrier();"))[..64], [10; 64]);
}

// Tiles.

/// A product of a 24 × 40 matrix and the transpose of another, in tiles of 16: 2 × 2 workgroups. `x` holds both.
fn product(declared: &str, body: &str) -> (Verdict, Vec<u32>) {
    run(&shader(declared, "16, 16", body), [2, 2, 1], 1920)
}

const TILES: &str = "var<workgroup> a: array<array<u32, 16>, 16>; var<workgroup> b: array<array<u32, 17>, 16>;";

/// The body, with what differs: the guards around what is fetched, the two barriers, the guard of what is stored.
fn tiled(fetch: [&str; 2], barriers: [&str; 2], store: &str) -> String {
    format!(
        "let row = 16 * group.y + at.y; let column = 16 * group.x + at.x; let other = 16 * group.x + at.y;
    var sum = 0u;
    for (var first = 0u; first < 40; first += 16) {{
        let place = first + at.x;
        {}
        {}
        {}
        for (var n = 0u; n < 16; n++) {{ sum += a[at.y][n] * b[at.x][n]; }}
        {}
    }}
    {store} {{ y[row * 24 + column] = sum; }}",
        fetch[0], fetch[1], barriers[0], barriers[1]
    )
}

const FETCH: [&str; 2] = [
    "var p = 0u; if row < 24 && place < 40 { p = x[row * 40 + place]; } a[at.y][at.x] = p;",
    "var r = 0u; if other < 24 && place < 40 { r = x[960 + other * 40 + place]; } b[at.y][at.x] = r;",
];
const STORE: &str = "if row < 24 && column < 24";
const BOTH: [&str; 2] = ["workgroupBarrier();", "workgroupBarrier();"];

fn products() -> Vec<u32> {
    let place = |row: u32, column: u32| (1..=40).map(|n| (row * 40 + n) * (960 + column * 40 + n)).sum();
    (0..24).flat_map(|row| (0..24).map(move |column| place(row, column))).collect()
}

fn wrong_product(fetch: [&str; 2], barriers: [&str; 2], store: &str) -> String {
    first(&product(TILES, &tiled(fetch, barriers, store)).0)
}

#[test]
fn tiles_that_are_right() {
    let turned =
        [FETCH[0], "var r = 0u; if other < 24 && place < 40 { r = x[960 + other * 40 + place]; } b[at.x][at.y] = r;"];
    let is_right = |declared: &str, body: &str| -> Report {
        let (verdict, y) = product(declared, body);
        assert_eq!((first(&verdict).as_str(), &y[..576]), ("nothing", products().as_slice()));
        verdict.report
    };
    let padded = is_right(TILES, &tiled(FETCH, BOTH, STORE));
    // Two rows of 16 are one request, and meet in one bank where a row of 17 words is stored.
    assert_eq!(padded.conflicts(), 4 * 3 * 8);
    let unpadded = is_right(&TILES.replace("17", "16"), &tiled(FETCH, BOTH, STORE));
    assert_eq!(unpadded.conflicts(), 4 * 3 * 8 * 16 * 7);
    assert_eq!(unpadded.transactions(), padded.transactions());
    // Stored turned, read by rows.
    let by_rows = tiled(turned, BOTH, STORE).replace("b[at.x][n]", "b[n][at.x]");
    assert_eq!(is_right(&TILES.replace("17", "16"), &by_rows).conflicts(), 4 * 3 * 8 * 7);
    // Each row shuffled in its own way.
    let shuffled = tiled(FETCH, BOTH, STORE).replace("b[at.y][at.x]", "b[at.y][at.x ^ at.y]");
    let shuffled = shuffled.replace("b[at.x][n]", "b[at.x][n ^ at.x]");
    assert_eq!(is_right(&TILES.replace("17", "16"), &shuffled).conflicts(), 0);
    // No second barrier after the last round: nobody stores in the tiles any more.
    is_right(TILES, &tiled(FETCH, [BOTH[0], "if first + 16 < 40 { workgroupBarrier(); }"], STORE));
    // Two of each tile, one barrier a round.
    let two =
        "var<workgroup> a: array<array<array<u32, 16>, 16>, 2>; var<workgroup> b: array<array<array<u32, 16>, 16>, 2>;";
    let body = tiled(FETCH, [BOTH[0], ""], STORE)
        .replace("a[at", "a[first / 16 % 2][at")
        .replace("b[at", "b[first / 16 % 2][at");
    is_right(two, &body);
}

#[test]
fn tiles_that_are_wrong() {
    let report = wrong_product(FETCH, ["", BOTH[1]], STORE);
    assert!(report.starts_with("line 12: invocation ("), "{report}");
    assert!(report.ends_with("with no barrier between the two"), "{report}");
    let report = wrong_product(FETCH, [BOTH[0], ""], STORE);
    assert!(report.starts_with("line 9: invocation (") && report.contains("reads it in line 12"), "{report}");
    let alone = "if place < 40 { workgroupBarrier(); }";
    assert_eq!(
        wrong_product(FETCH, [alone, BOTH[1]], STORE),
        "line 11: invocation (0, 0, 0) waits at this barrier, but invocation (8, 0, 0) of the same workgroup waits at the \
         one in line 13"
    );
    let home = [
        "if row >= 24 { return; } var p = 0u; if place < 40 { p = x[row * 40 + place]; } a[at.y][at.x] = p;",
        FETCH[1],
    ];
    assert_eq!(
        wrong_product(home, BOTH, STORE),
        "line 11: invocation (0, 16, 0) waits at this barrier, but invocation (0, 24, 0) of the same workgroup has ended"
    );
    // Spare columns store in the next row.
    let report = wrong_product(FETCH, BOTH, "if row < 24");
    assert!(report.starts_with("line 15: invocation (") && report.contains(" stores y["), "{report}");
    assert!(report.ends_with("in another workgroup: no barrier orders the two"), "{report}");
    // A neighbour that the tile hasn't got.
    assert_eq!(
        wrong_product(["a[at.y][at.x + 1] = 0u;", FETCH[1]], BOTH, STORE),
        "line 9: invocation (15, 0, 0) stores past the end of a: index 16, and the length is 16"
    );
    // Wrong, and nothing but the answer shows it: what is left over from the tile before, and rows for columns.
    let left = [
        "if row < 24 && place < 40 { a[at.y][at.x] = x[row * 40 + place]; }",
        "if other < 24 && place < 40 { b[at.y][at.x] = x[960 + other * 40 + place]; }",
    ];
    let (verdict, y) = product(TILES, &tiled(left, BOTH, STORE));
    assert_eq!(first(&verdict), "nothing");
    assert_ne!(y[..576], products());
    let (verdict, y) = product(TILES, &tiled(FETCH, BOTH, STORE).replace("b[at.x][n]", "b[at.y][n]"));
    assert_eq!(first(&verdict), "nothing");
    assert_ne!(y[..576], products());
    // Neighbouring lanes fetch from rows: the tile is right, and each request meets sixteen segments and more.
    let far = [
        FETCH[0],
        "let down = first + at.y; var r = 0u; if column < 24 && down < 40 { r = x[960 + column * 40 + down]; } \
         b[at.x][at.y] = r;",
    ];
    let (verdict, y) = product(TILES, &tiled(far, BOTH, STORE));
    assert_eq!((first(&verdict).as_str(), &y[..576]), ("nothing", products().as_slice()));
    let (near, _) = product(TILES, &tiled(FETCH, BOTH, STORE));
    assert!(verdict.report.transactions() > 2 * near.report.transactions(), "{:?}", verdict.report.traffic);
}
