//! Runs a [`Program`]: invocations, the order that they take turns in, and what they do to memory.

use crate::program::{Address, Atomic, Fold, Length, Op, PAST, Program, Space, Subgroup, Told, pure};
use crate::report::{Branch, Drawn, Fault, Finding, Invocation, Note, Report, Stores, Traffic};
use crate::shadow::{Shadow, Touch, Word};
use crate::{Dispatch, Order};
use std::collections::HashMap;

/// Workgroups under way at the same time, in orders that mix them.
const RESIDENT: usize = 4;

/// Findings that are kept. Those of one kind and place count as one.
const MOST_FINDINGS: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ready,
    AtBarrier,
    AtSubgroup,
    Done,
}

/// An invocation: where it is, and the number that it has in the dispatch and in the workgroup.
#[derive(Clone, Copy, Debug)]
struct Lane {
    pc: u32,
    state: State,
    local: u32,
    steps: u64,
    /// The last index that was past the end, and the length.
    past: (i64, u32),
}

/// How far an invocation may go in one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// To its next barrier, or its end.
    Blocked,
    /// Until lanes in step must be looked at together.
    Shared,
    /// One step.
    Step,
    /// To the end of its next access of shared memory.
    Access,
    /// Until it would store in shared memory.
    Store,
}

/// A workgroup under way.
struct Group {
    number: u32,
    id: [u32; 3],
    lanes: Vec<Lane>,
    frames: Vec<u32>,
    memory: Vec<u32>,
    /// Who touched the workgroup's memory. Never cleared: its epochs are never used again.
    shadow: Vec<Word>,
    /// Whether a word was written in this workgroup: the epoch since when there is this workgroup, or an older one.
    written: Vec<u32>,
    /// Barriers passed: for the workgroup's memory, since ever; and for buffers, by this workgroup.
    epochs: Epochs,
    /// The first epoch of this workgroup.
    since: u32,
    /// Stores of each lane in each buffer.
    stores: Vec<u64>,
}

/// What one lane asks of shared memory.
#[derive(Clone, Copy)]
struct Asked {
    local: u32,
    space: Space,
    word: u32,
    words: u32,
    site: u32,
}

#[derive(Clone, Copy)]
struct Epochs {
    workgroup: u32,
    storage: u32,
}

/// What all workgroups share, and what is found out.
struct World<'a> {
    program: &'a Program,
    paths: &'a dyn Fn(u32, u32) -> String,
    dispatch: &'a Dispatch,
    /// Invocations in a workgroup.
    size: u32,
    flat: bool,
    buffers: Vec<Vec<u32>>,
    /// First word that isn't the shader's to store.
    ends: Vec<u32>,
    shadows: Vec<Option<Shadow>>,
    found: HashMap<(u8, u32, u32), usize>,
    noted: HashMap<u32, ()>,
    report: Report,
    /// Accesses of the request that lanes in step are making, with their lanes.
    request: Option<Vec<Asked>>,
    requests: u64,
    traffic: HashMap<u32, Traffic>,
    branches: HashMap<u32, Branch>,
    /// After what makes the rest meaningless.
    stopped: bool,
}

/// Runs a program whose buffers have been found to fit. Returns the buffers as they are then.
pub fn run(
    program: &Program,
    paths: &dyn Fn(u32, u32) -> String,
    buffers: Vec<Vec<u32>>,
    ends: Vec<u32>,
    dispatch: &Dispatch,
) -> (Vec<Vec<u32>>, Report) {
    let size = program.workgroup_size.iter().product();
    let [x, y, z] = dispatch.groups;
    let flat = y == 1 && z == 1 && program.workgroup_size[1..] == [1, 1];
    let stores = program.bindings.iter().map(|binding| Stores {
        variable: binding.name.clone(),
        group: binding.group,
        binding: binding.binding,
        ..Stores::default()
    });
    let report = Report { stores: stores.collect(), ..Report::default() };
    let mut world = World {
        program,
        paths,
        dispatch,
        size,
        flat,
        shadows: buffers.iter().map(|_| None).collect(),
        buffers,
        ends,
        found: HashMap::new(),
        noted: HashMap::new(),
        report,
        request: None,
        requests: 0,
        traffic: HashMap::new(),
        branches: HashMap::new(),
        stopped: false,
    };
    let mut order: Vec<u32> = (0..x * y * z).collect();
    let mut random = Random(0);
    match dispatch.order {
        Order::Lockstep | Order::Forward => {}
        Order::Backward | Order::LateStores => order.reverse(),
        Order::Shuffled(seed) => {
            random = Random(seed);
            for n in (1..order.len()).rev() {
                order.swap(n, random.below(n + 1));
            }
        }
    }
    world.everything(order, &mut random);

    let writable = program.bindings.iter().map(|binding| binding.writable);
    let mut report = world.report;
    report.stores = report.stores.into_iter().zip(writable).filter(|(_, writable)| *writable).map(|(s, _)| s).collect();
    report.stores.sort_by_key(|stores| (stores.group, stores.binding));
    report.findings.sort_by_key(|finding| !matches!(finding.fault, Fault::Barrier { .. } | Fault::Rounds { .. }));
    report.traffic = world.traffic.into_iter().collect::<std::collections::BTreeMap<_, _>>().into_values().collect();
    report.branches = world.branches.into_iter().collect::<std::collections::BTreeMap<_, _>>().into_values().collect();
    (world.buffers, report)
}

/// Steele, Lea and Flood's SplitMix64 (2014): small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `n`. That some are likelier by a hair is of no matter here.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

impl Group {
    fn new(program: &Program, size: u32) -> Self {
        let words = program.workgroup_words as usize;
        Self {
            number: 0,
            id: [0; 3],
            lanes: Vec::with_capacity(size as usize),
            frames: vec![0; size as usize * program.template.len()],
            memory: vec![0; words],
            shadow: vec![Word::EMPTY; words],
            written: vec![0; words],
            epochs: Epochs { workgroup: 0, storage: 0 },
            since: 0,
            stores: vec![0; size as usize * program.bindings.len()],
        }
    }
}

impl World<'_> {
    fn everything(&mut self, order: Vec<u32>, random: &mut Random) {
        let mut waiting = order.into_iter();
        let mixed = matches!(self.dispatch.order, Order::Shuffled(_) | Order::LateStores);
        let mut resident: Vec<Group> = Vec::new();
        for number in waiting.by_ref().take(if mixed { RESIDENT } else { 1 }) {
            let mut group = Group::new(self.program, self.size);
            self.start(&mut group, number);
            resident.push(group);
        }
        while !resident.is_empty() && !self.stopped {
            match self.dispatch.order {
                Order::Shuffled(_) => self.shuffled(&mut resident, random),
                Order::LateStores => self.late_stores(&mut resident),
                Order::Lockstep => self.lockstep(&mut resident[0]),
                Order::Forward => (0..self.size as usize).for_each(|n| self.turn(&mut resident[0], n, Until::Blocked)),
                Order::Backward => {
                    (0..self.size as usize).rev().for_each(|n| self.turn(&mut resident[0], n, Until::Blocked));
                }
            }
            let mut n = 0;
            while n < resident.len() {
                let group = &mut resident[n];
                if group.lanes.iter().all(|lane| lane.state != State::Ready) && !self.settle(group) {
                    self.finish(group);
                    match waiting.next() {
                        Some(number) => self.start(group, number),
                        None => {
                            resident.swap_remove(n);
                            continue;
                        }
                    }
                }
                n += 1;
            }
        }
    }

    /// Makes `group` the workgroup with this number, about to start.
    fn start(&mut self, group: &mut Group, number: u32) {
        let [gx, gy, gz] = self.dispatch.groups;
        let [sx, sy, sz] = self.program.workgroup_size;
        group.number = number;
        group.id = [number % gx, number / gx % gy, number / gx / gy];
        group.memory.fill(0);
        group.epochs = Epochs { workgroup: group.epochs.workgroup + 1, storage: 0 };
        group.since = group.epochs.workgroup;
        group.stores.fill(0);
        group.lanes.clear();
        let words = self.program.template.len();
        let width = self.dispatch.subgroup_size;
        for local in 0..self.size {
            let frame = &mut group.frames[local as usize * words..][..words];
            frame.copy_from_slice(&self.program.template);
            let at = [local % sx, local / sx % sy, local / sx / sy];
            for &(slot, told) in &self.program.told {
                let slot = slot as usize;
                let mut tell = |values: &[u32]| frame[slot..slot + values.len()].copy_from_slice(values);
                match told {
                    Told::Global => {
                        let [x, y, z] = group.id;
                        tell(&[x * sx + at[0], y * sy + at[1], z * sz + at[2]]);
                    }
                    Told::Local => tell(&at),
                    Told::LocalIndex => tell(&[local]),
                    Told::Workgroup => tell(&group.id),
                    Told::WorkgroupSize => tell(&[sx, sy, sz]),
                    Told::Workgroups => tell(&[gx, gy, gz]),
                    Told::Subgroups => tell(&[self.size.div_ceil(width)]),
                    Told::Subgroup => tell(&[local / width]),
                    Told::SubgroupSize => tell(&[width]),
                    Told::Lane => tell(&[local % width]),
                }
            }
            group.lanes.push(Lane { pc: 0, state: State::Ready, local, steps: 0, past: (0, 0) });
        }
    }

    /// Adds up what a workgroup did.
    fn finish(&mut self, group: &Group) {
        self.report.steps += group.lanes.iter().map(|lane| lane.steps).sum::<u64>();
        let buffers = self.program.bindings.len();
        for lane in group.stores.chunks_exact(buffers.max(1)) {
            for (all, &stores) in self.report.stores.iter_mut().zip(lane) {
                all.stores += stores;
                all.busiest = all.busiest.max(stores);
            }
        }
    }

    fn shuffled(&mut self, resident: &mut [Group], random: &mut Random) {
        // A few turns at a time: then somebody looks whether a workgroup has come to a barrier.
        for _ in 0..16 {
            let group = random.below(resident.len());
            let group = &mut resident[group];
            // From a lane at random on, the next that can go.
            let first = random.below(group.lanes.len());
            let lanes = group.lanes.len();
            let ready = (0..lanes).map(|n| (first + n) % lanes).find(|&n| group.lanes[n].state == State::Ready);
            if let Some(lane) = ready {
                self.turn(group, lane, Until::Access);
            }
        }
    }

    /// Everyone reads as much as possible before anyone stores; then each stores once, the last one first.
    fn late_stores(&mut self, resident: &mut [Group]) {
        for group in resident.iter_mut() {
            for lane in 0..group.lanes.len() {
                self.turn(group, lane, Until::Store);
            }
        }
        for group in resident.iter_mut() {
            for lane in (0..group.lanes.len()).rev() {
                self.turn(group, lane, Until::Step);
            }
        }
    }

    /// Subgroups in step: those of its lanes that are furthest behind in the program go next, together.
    fn lockstep(&mut self, group: &mut Group) {
        let width = self.dispatch.subgroup_size as usize;
        for first in (0..group.lanes.len()).step_by(width) {
            let last = (first + width).min(group.lanes.len());
            while !self.stopped {
                let ready = |lane: &&Lane| lane.state == State::Ready;
                let Some(pc) = group.lanes[first..last].iter().filter(ready).map(|lane| lane.pc).min() else { break };
                let together =
                    |group: &Group, n: usize| group.lanes[n].state == State::Ready && group.lanes[n].pc == pc;
                let op = self.program.code[pc as usize];
                if !op.is_shared() {
                    for n in first..last {
                        if together(group, n) {
                            self.turn(group, n, Until::Shared);
                        }
                    }
                    continue;
                }
                let branches = matches!(op, Op::JumpUnless { .. } | Op::Switch { .. });
                self.request = Some(std::mem::take(&mut self.request).unwrap_or_default());
                let mut ways: Option<(u32, bool)> = None;
                for n in first..last {
                    if together(group, n) {
                        self.turn(group, n, Until::Step);
                        let way = group.lanes[n].pc;
                        ways = Some(ways.map_or((way, false), |(first, parted)| (first, parted || way != first)));
                    }
                }
                if let (true, Some((_, parted))) = (branches, ways) {
                    let line = self.program.lines[pc as usize];
                    let branch = self.branches.entry(pc).or_insert(Branch { line, taken: 0, divergent: 0 });
                    branch.taken += 1;
                    branch.divergent += u64::from(parted);
                }
                self.account(group);
            }
        }
        self.request = None;
    }

    /// Counts the request that lanes in step have just made.
    fn account(&mut self, group: &Group) {
        let Some(mut request) = self.request.take() else { return };
        if let Some(&Asked { space, site, .. }) = request.first() {
            let it = &self.program.sites[site as usize];
            let variable = || self.program.variables[it.variable as usize].name.clone();
            let workgroup = space == Space::Workgroup;
            let traffic = self.traffic.entry(site).or_insert_with(|| Traffic {
                variable: variable(),
                line: it.line,
                access: it.access,
                workgroup,
                requests: 0,
                words: 0,
                segments: 0,
                sectors: 0,
                conflicts: 0,
            });
            traffic.requests += 1;
            traffic.words += request.iter().map(|asked| u64::from(asked.words)).sum::<u64>();
            if workgroup {
                traffic.conflicts += conflicts(&request);
            } else {
                let distinct = |size: u32| {
                    let mut pieces: Vec<u32> =
                        request.iter().flat_map(|it| it.word / size..=(it.word + it.words - 1) / size).collect();
                    pieces.sort_unstable();
                    pieces.dedup();
                    pieces.len() as u64
                };
                traffic.segments += distinct(32);
                traffic.sectors += distinct(8);
            }
            for &Asked { local, word, words, .. } in &request {
                if self.report.accesses.len() >= self.dispatch.record {
                    break;
                }
                let invocation = self.invocation(group, local);
                let (access, line) = (it.access, it.line);
                let variable = variable();
                let request = self.requests;
                self.report.accesses.push(Drawn { request, invocation, variable, word, words, access, line });
            }
            self.requests += 1;
        }
        request.clear();
        self.request = Some(request);
    }

    fn invocation(&self, group: &Group, local: u32) -> Invocation {
        self.numbered(group.number * self.size + local)
    }

    /// The invocation with this number in the dispatch.
    fn numbered(&self, number: u32) -> Invocation {
        let [gx, gy, _] = self.dispatch.groups;
        let [sx, sy, sz] = self.program.workgroup_size;
        let (group, local) = (number / self.size, number % self.size);
        let workgroup = [group % gx, group / gx % gy, group / gx / gy];
        let at = [local % sx, local / sx % sy, local / sx / sy];
        let global = [workgroup[0] * sx + at[0], workgroup[1] * sy + at[1], workgroup[2] * sz + at[2]];
        Invocation { global, workgroup, local, flat: self.flat }
    }

    /// Takes down a fault, once for each kind and place.
    fn find(&mut self, key: (u8, u32, u32), make: impl FnOnce(&Self) -> Finding) {
        match self.found.get(&key) {
            Some(&known) => self.report.findings[known].times += 1,
            None if self.report.findings.len() < MOST_FINDINGS => {
                let finding = make(self);
                self.found.insert(key, self.report.findings.len());
                self.report.findings.push(finding);
            }
            None => {}
        }
    }

    /// Where no lane can go on: lets subgroups operate and barriers open. `false` once all lanes are done.
    fn settle(&mut self, group: &mut Group) -> bool {
        let width = self.dispatch.subgroup_size as usize;
        let mut moved = false;
        for first in (0..group.lanes.len()).step_by(width) {
            let last = (first + width).min(group.lanes.len());
            let waits = |lane: &&Lane| lane.state == State::AtSubgroup;
            if let Some(pc) = group.lanes[first..last].iter().filter(waits).map(|lane| lane.pc).min() {
                self.subgroup(group, first, last, pc);
                moved = true;
            }
        }
        if moved {
            return true;
        }
        let Some(first) = group.lanes.iter().position(|lane| lane.state == State::AtBarrier) else { return false };
        let pc = group.lanes[first].pc;
        if let Some(other) = group.lanes.iter().position(|lane| lane.state == State::Done || lane.pc != pc) {
            let line = |lane: &Lane| self.program.lines[lane.pc as usize];
            let other_line = Some(line(&group.lanes[other])).filter(|_| group.lanes[other].state != State::Done);
            let line = line(&group.lanes[first]);
            let (one, other) = (self.invocation(group, first as u32), self.invocation(group, other as u32));
            self.find((0, pc, 0), |_| Finding {
                fault: Fault::Barrier { other, other_line },
                invocation: one,
                line,
                variable: String::new(),
                times: 1,
            });
            self.stopped = true;
            return false;
        }
        if self.in_other_rounds(group, pc) {
            self.stopped = true;
            return false;
        }
        if let Op::Barrier { workgroup, storage } = self.program.code[pc as usize] {
            group.epochs.workgroup += u32::from(workgroup);
            group.epochs.storage += u32::from(storage);
        }
        self.report.barriers += 1;
        for lane in &mut group.lanes {
            lane.pc += 1;
            lane.state = State::Ready;
        }
        true
    }

    /// Whether some of those who all wait at the barrier at `pc` have come there in another round of a loop: hardware
    /// would often let them pass, and WGSL forbids it. Says so then.
    fn in_other_rounds(&mut self, group: &Group, pc: u32) -> bool {
        let program = self.program;
        let words = program.template.len();
        for rounds in program.rounds.get(&pc).into_iter().flatten() {
            let round = |lane: usize| group.frames[lane * words + rounds.slot as usize];
            let Some(other) = (1..group.lanes.len()).find(|&lane| round(lane) != round(0)) else { continue };
            let (rounds_of, line) = ([round(0), round(other)], program.lines[pc as usize]);
            let (one, other) = (self.invocation(group, 0), self.invocation(group, other as u32));
            self.find((6, pc, 0), |_| Finding {
                fault: Fault::Rounds { round: rounds_of[0], other, other_round: rounds_of[1], loop_line: rounds.line },
                invocation: one,
                line,
                variable: String::new(),
                times: 1,
            });
            return true;
        }
        false
    }

    /// The lanes from `first` to `last` that wait at `pc` operate together.
    fn subgroup(&mut self, group: &mut Group, first: usize, last: usize, pc: u32) {
        let Op::Subgroup { op, to, from, words } = self.program.code[pc as usize] else { return };
        let frame = self.program.template.len();
        let there: Vec<usize> =
            (first..last).filter(|&n| group.lanes[n].state == State::AtSubgroup && group.lanes[n].pc == pc).collect();
        let value = |group: &Group, lane: usize, slot: u32| group.frames[lane * frame + slot as usize];
        // All results before any is stored: `to` and `from` never overlap, but a lane may be asked by many.
        let mut results: Vec<(usize, u32, u32)> = Vec::new();
        let mut absent = None;
        for n in 0..words {
            let from = from + n;
            match op {
                Subgroup::Ballot => {
                    let mut ballot = [0; 4];
                    for &lane in &there {
                        let bit = lane - first;
                        ballot[bit / 32] |= u32::from(value(group, lane, from) != 0) << (bit % 32);
                    }
                    for &lane in &there {
                        results.extend((0..4).map(|word| (lane, word, ballot[word as usize])));
                    }
                }
                Subgroup::All | Subgroup::Any => {
                    let all = there.iter().all(|&lane| value(group, lane, from) != 0);
                    let any = there.iter().any(|&lane| value(group, lane, from) != 0);
                    let holds = if matches!(op, Subgroup::All) { all } else { any };
                    results.extend(there.iter().map(|&lane| (lane, n, u32::from(holds))));
                }
                Subgroup::Reduce(fold) | Subgroup::Inclusive(fold) | Subgroup::Exclusive(fold) => {
                    let mut total = fold.identity;
                    for &lane in &there {
                        let before = total;
                        let mine = value(group, lane, from);
                        total = match fold.fold {
                            Fold::Plain(op) => op.of(total, mine),
                            Fold::Math(op) => op.of([total, mine, 0, 0]),
                        };
                        let so_far = if matches!(op, Subgroup::Exclusive(_)) { before } else { total };
                        results.push((lane, n, so_far));
                    }
                    if matches!(op, Subgroup::Reduce(_)) {
                        let end = results.len();
                        results[end - there.len()..].iter_mut().for_each(|result| result.2 = total);
                    }
                }
                _ => {
                    for &lane in &there {
                        let own = (lane - first) as u32;
                        let asked = match op {
                            Subgroup::First => (there[0] - first) as u32,
                            Subgroup::From(slot) => value(group, lane, slot),
                            Subgroup::Down(slot) => own.wrapping_add(value(group, lane, slot)),
                            Subgroup::Up(slot) => own.wrapping_sub(value(group, lane, slot)),
                            Subgroup::Across(slot) => own ^ value(group, lane, slot),
                            Subgroup::QuadFrom(slot) => own & !3 | value(group, lane, slot) & 3,
                            Subgroup::QuadSwap(by) => own ^ by,
                            _ => own,
                        };
                        let place = (first as u64 + u64::from(asked)).min(usize::MAX as u64) as usize;
                        let result = match there.contains(&place) {
                            true => value(group, place, from),
                            false => {
                                // Beyond the subgroup a shuffle up or down is the ordinary edge of a scan.
                                if !matches!(op, Subgroup::Up(_) | Subgroup::Down(_)) || place < last {
                                    absent.get_or_insert((lane, asked));
                                }
                                0
                            }
                        };
                        results.push((lane, n, result));
                    }
                }
            }
        }
        for (lane, n, result) in results {
            group.frames[lane * frame + (to + n) as usize] = result;
        }
        if let Some((lane, asked)) = absent {
            let invocation = self.invocation(group, lane as u32);
            let line = self.program.lines[pc as usize];
            self.find((1, pc, 0), |_| Finding {
                fault: Fault::AbsentLane { lane: asked },
                invocation,
                line,
                variable: String::new(),
                times: 1,
            });
        }
        for lane in there {
            group.lanes[lane].pc += 1;
            group.lanes[lane].state = State::Ready;
        }
    }

    /// Lets an invocation go on, if it can.
    fn turn(&mut self, group: &mut Group, n: usize, until: Until) {
        if group.lanes[n].state != State::Ready || self.stopped {
            return;
        }
        let program = self.program;
        let words = program.template.len();
        let mut lane = group.lanes[n];
        loop {
            let op = &program.code[lane.pc as usize];
            match until {
                Until::Shared if op.is_shared() => break,
                Until::Store if matches!(op, Op::Store { .. }) => break,
                _ => {}
            }
            lane.steps += 1;
            if lane.steps > self.dispatch.steps {
                self.never_ends(group, lane);
                break;
            }
            let frame = &mut group.frames[n * words..][..words];
            let mut accessed = false;
            match *op {
                Op::Jump { to } => {
                    lane.pc = to;
                    if until == Until::Step { break } else { continue }
                }
                Op::JumpUnless { condition, to } => {
                    lane.pc = if frame[condition as usize] == 0 { to } else { lane.pc + 1 };
                    if until == Until::Step { break } else { continue }
                }
                Op::Switch { selector, cases } => {
                    let switch = &program.switches[cases as usize];
                    let value = frame[selector as usize];
                    let case = switch.cases.iter().find(|(case, _)| *case == value);
                    lane.pc = case.map_or(switch.default, |(_, to)| *to);
                    if until == Until::Step { break } else { continue }
                }
                Op::Index { to, base, index, signed, length, stride } => {
                    let length = self.length(length);
                    let index = frame[index as usize];
                    let before = base.map_or(0, |base| frame[base as usize]);
                    frame[to as usize] = match (before, index) {
                        (PAST, _) => PAST,
                        // A negative index is past the end as well, once its bits are read as unsigned.
                        (before, index) if index < length => before + index * stride,
                        _ => {
                            let index = if signed { i64::from(index as i32) } else { i64::from(index) };
                            lane.past = (index, length);
                            PAST
                        }
                    };
                }
                Op::ArrayLength { to, length } => frame[to as usize] = self.length(length),
                Op::LoadFrame { to, from, words: many, site } => match place(from, frame) {
                    Some(from) => frame.copy_within(from..from + many as usize, to as usize),
                    None => {
                        frame[to as usize..(to + many) as usize].fill(0);
                        self.past_the_end(group, lane, site);
                    }
                },
                Op::StoreFrame { to, from, words: many, site } => match place(to, frame) {
                    Some(to) => frame.copy_within(from as usize..(from + many) as usize, to),
                    None => self.past_the_end(group, lane, site),
                },
                Op::Load { to, space, from, shape, site } => {
                    accessed = true;
                    match place(from, frame) {
                        None => {
                            let many = program.shapes[shape as usize].words;
                            frame[to as usize..(to + many) as usize].fill(0);
                            self.past_the_end(group, lane, site);
                        }
                        Some(from) => {
                            for &(run, many) in &program.shapes[shape as usize].runs {
                                let frame = &mut group.frames[n * words..][..words];
                                let to = &mut frame[(to + run) as usize..][..many as usize];
                                let from = from + run as usize;
                                match space {
                                    Space::Buffer(buffer) => {
                                        to.copy_from_slice(&self.buffers[buffer as usize][from..][..many as usize]);
                                    }
                                    Space::Workgroup => to.copy_from_slice(&group.memory[from..][..many as usize]),
                                }
                                self.touch(group, lane, space, from as u32, many, site, false);
                            }
                        }
                    }
                }
                Op::Store { space, to, from, shape, site } => {
                    accessed = true;
                    if let Space::Buffer(buffer) = space {
                        group.stores[n * program.bindings.len() + buffer as usize] += 1;
                    }
                    match place(to, frame) {
                        None => self.past_the_end(group, lane, site),
                        Some(to) => {
                            for &(run, many) in &program.shapes[shape as usize].runs {
                                let frame = &group.frames[n * words..][..words];
                                let from = &frame[(from + run) as usize..][..many as usize];
                                let to = to + run as usize;
                                match space {
                                    Space::Buffer(buffer) => {
                                        self.buffers[buffer as usize][to..][..many as usize].copy_from_slice(from);
                                    }
                                    Space::Workgroup => group.memory[to..][..many as usize].copy_from_slice(from),
                                }
                                self.touch(group, lane, space, to as u32, many, site, true);
                            }
                        }
                    }
                }
                Op::Atomic { op, space, at, value, result, site } => {
                    accessed = true;
                    let writes = !matches!(op, Atomic::Load);
                    if let (Space::Buffer(buffer), true) = (space, writes) {
                        group.stores[n * program.bindings.len() + buffer as usize] += 1;
                    }
                    match place(at, frame) {
                        None => {
                            frame[result as usize] = 0;
                            self.past_the_end(group, lane, site);
                        }
                        Some(at) => {
                            let word = match space {
                                Space::Buffer(buffer) => &mut self.buffers[buffer as usize][at],
                                Space::Workgroup => &mut group.memory[at],
                            };
                            let old = *word;
                            let value = frame[value as usize];
                            let expected = match op {
                                Atomic::CompareExchange(expected) => Some(frame[expected as usize]),
                                _ => None,
                            };
                            if let Some(new) = updated(op, old, value, expected) {
                                *word = new;
                            }
                            frame[result as usize] = old;
                            if let Some(expected) = expected {
                                frame[result as usize + 1] = (old == expected).into();
                            }
                            if let Some(request) = &mut self.request {
                                request.push(Asked { local: lane.local, space, word: at as u32, words: 1, site });
                            }
                            match space {
                                Space::Buffer(buffer) if writes && at as u32 >= self.ends[buffer as usize] => {
                                    self.not_yours(group, lane, buffer, at as u32, site);
                                }
                                Space::Workgroup if writes => group.written[at] = group.since,
                                _ => {}
                            }
                        }
                    }
                }
                Op::Barrier { .. } => {
                    lane.state = State::AtBarrier;
                    break;
                }
                Op::Subgroup { .. } => {
                    lane.state = State::AtSubgroup;
                    break;
                }
                Op::End => {
                    lane.state = State::Done;
                    break;
                }
                ref op => {
                    let done = pure(op, frame);
                    debug_assert!(done.is_some(), "{op:?} needs more than its frame");
                }
            }
            lane.pc += 1;
            if until == Until::Step || until == Until::Access && accessed {
                break;
            }
        }
        group.lanes[n] = lane;
    }

    fn length(&self, length: Length) -> u32 {
        match length {
            Length::Fixed(length) => length,
            Length::Runtime { buffer, offset, stride } => {
                (self.buffers[buffer as usize].len() as u32).saturating_sub(offset) / stride
            }
        }
    }

    /// Takes down a plain access of shared memory, and whatever is wrong with it.
    #[inline]
    #[allow(clippy::too_many_arguments, reason = "it is the one place that all accesses come through")]
    fn touch(&mut self, group: &mut Group, lane: Lane, space: Space, at: u32, many: u32, site: u32, write: bool) {
        if let Some(request) = &mut self.request {
            request.push(Asked { local: lane.local, space, word: at, words: many, site });
        }
        match space {
            Space::Buffer(buffer) => {
                if !self.program.bindings[buffer as usize].writable {
                    return;
                }
                if write && at + many > self.ends[buffer as usize] {
                    self.not_yours(group, lane, buffer, at.max(self.ends[buffer as usize]), site);
                }
                let words = self.buffers[buffer as usize].len();
                let invocation = group.number * self.size + lane.local;
                let Epochs { workgroup, storage } = group.epochs;
                let touch = Touch { invocation, epoch: storage, site, beside: workgroup };
                for word in at..at + many {
                    let shadow = self.shadows[buffer as usize].get_or_insert_with(|| Shadow::new(words));
                    if let Some(past) = shadow.touch(word as usize, touch, write, self.size) {
                        self.race(word, touch, past);
                    }
                }
            }
            Space::Workgroup => {
                let Epochs { workgroup, storage } = group.epochs;
                let touch = Touch { invocation: lane.local, epoch: workgroup, site, beside: storage };
                for word in at..at + many {
                    if let Some(past) = group.shadow[word as usize].touch(touch, write, u32::MAX) {
                        let offset = group.number * self.size;
                        let whole = |touch: Touch| Touch { invocation: offset + touch.invocation, ..touch };
                        self.race(word, whole(touch), whole(past));
                    }
                    let written = &mut group.written[word as usize];
                    if write {
                        *written = group.since;
                    } else if *written != group.since && self.noted.insert(site, ()).is_none() {
                        let invocation = self.invocation(group, lane.local);
                        let it = &self.program.sites[site as usize];
                        let variable = (self.paths)(it.variable, word);
                        self.report.notes.push(Note::ReadsUnwritten { invocation, line: it.line, variable });
                    }
                }
            }
        }
    }

    fn race(&mut self, word: u32, touch: Touch, past: Touch) {
        let (low, high) = (touch.site.min(past.site), touch.site.max(past.site));
        // Across workgroups no barrier would help.
        let same = touch.invocation / self.size == past.invocation / self.size;
        self.find((2, low, high), |world| {
            let site = &world.program.sites[touch.site as usize];
            let other = &world.program.sites[past.site as usize];
            Finding {
                fault: Fault::Race {
                    access: site.access,
                    other: world.numbered(past.invocation),
                    other_access: other.access,
                    other_line: other.line,
                    wrong_barrier: same && touch.beside > past.beside,
                },
                invocation: world.numbered(touch.invocation),
                line: site.line,
                variable: (world.paths)(site.variable, word),
                times: 1,
            }
        });
    }

    fn not_yours(&mut self, group: &Group, lane: Lane, buffer: u16, word: u32, site: u32) {
        let end = self.ends[buffer as usize];
        let invocation = self.invocation(group, lane.local);
        self.find((3, site, 0), |world| {
            let it = &world.program.sites[site as usize];
            Finding {
                fault: Fault::NotYours { end },
                invocation,
                line: it.line,
                variable: (world.paths)(it.variable, word),
                times: 1,
            }
        });
    }

    fn past_the_end(&mut self, group: &Group, lane: Lane, site: u32) {
        let invocation = self.invocation(group, lane.local);
        let (index, length) = lane.past;
        self.find((4, site, 0), |world| {
            let it = &world.program.sites[site as usize];
            Finding {
                fault: Fault::PastTheEnd { access: it.access, index, length },
                invocation,
                line: it.line,
                variable: world.program.variables[it.variable as usize].name.clone(),
                times: 1,
            }
        });
    }

    fn never_ends(&mut self, group: &Group, lane: Lane) {
        let invocation = self.invocation(group, lane.local);
        let steps = self.dispatch.steps;
        self.find((5, 0, 0), |world| Finding {
            fault: Fault::NeverEnds { steps },
            invocation,
            line: world.program.lines[lane.pc as usize],
            variable: String::new(),
            times: 1,
        });
        self.stopped = true;
    }
}

/// Where an address leads; `None` if an index on the way was past the end.
#[inline]
fn place(address: Address, frame: &[u32]) -> Option<usize> {
    match address.dynamic {
        None => Some(address.offset as usize),
        Some(slot) => match frame[slot as usize] {
            PAST => None,
            dynamic => Some((address.offset + dynamic) as usize),
        },
    }
}

/// What an atomic operation makes of a word; `None` to leave it alone.
fn updated(op: Atomic, old: u32, value: u32, expected: Option<u32>) -> Option<u32> {
    Some(match op {
        Atomic::Add => old.wrapping_add(value),
        Atomic::Subtract => old.wrapping_sub(value),
        Atomic::And => old & value,
        Atomic::Xor => old ^ value,
        Atomic::Or => old | value,
        Atomic::MinI => (old as i32).min(value as i32) as u32,
        Atomic::MinU => old.min(value),
        Atomic::MaxI => (old as i32).max(value as i32) as u32,
        Atomic::MaxU => old.max(value),
        Atomic::Exchange | Atomic::Store => value,
        Atomic::CompareExchange(_) if expected == Some(old) => value,
        Atomic::CompareExchange(_) | Atomic::Load => return None,
    })
}

/// Turns that a request to the workgroup's memory needs beyond the first. Hardware serves 128 bytes at a time: 32 lanes
/// that ask for a word each, 8 that ask for four.
fn conflicts(request: &[Asked]) -> u64 {
    let words = request.first().map_or(1, |asked| asked.words.max(1));
    let lanes = (32 / words.next_power_of_two()).max(1) as usize;
    let mut extra = 0;
    for served in request.chunks(lanes) {
        let mut asked: Vec<u32> = served.iter().flat_map(|it| it.word..it.word + it.words).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut banks = [0_u64; 32];
        asked.iter().for_each(|word| banks[*word as usize % 32] += 1);
        // A lane that asks for more than a turn serves needs the turns in any case.
        let least = u64::from(words.div_ceil(32));
        extra += banks.into_iter().max().unwrap_or(0).saturating_sub(least);
    }
    extra
}
