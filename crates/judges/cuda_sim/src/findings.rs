//! What is wrong in a launch, found in the notes of what its threads did.

use crate::trace::{
    APART, ATOMIC, BARRIER, BLOCK, Event, INACTIVE, MASK, NOT_IN_MASK, OUTSIDE, READ, RETURNED, TOO_LONG, WARP, WRITE,
};
use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// What sort of mistake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An access where no array is.
    Outside,
    /// Two accesses that nothing puts in an order.
    Race,
    /// A barrier that isn't met by all.
    Barrier,
    /// Shared memory that nobody has stored to.
    Uninitialised,
    /// A shuffle or another meeting of a warp.
    Warp,
    /// No end.
    Endless,
}

/// A mistake. Shown, it is a sentence that names line, thread and element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its sort.
    pub kind: Kind,
    words: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// Where everything lies.
pub(crate) struct Places<'a> {
    /// The arrays' names and numbers of elements.
    pub arrays: &'a [(&'a str, u64)],
    /// Where each begins.
    pub first: &'a [u64],
    pub block: [u32; 3],
    pub grid: [u32; 3],
}

/// An access, and how much each other thread of the warp knows of it.
#[derive(Clone, Copy)]
struct Seen {
    block: u32,
    thread: u16,
    /// How many barriers the block had met at.
    phase: u32,
    /// How often the thread had met others of its warp.
    epoch: u32,
    kind: u8,
    /// The event.
    number: usize,
}

/// What is known of four bytes.
#[derive(Default)]
struct Word {
    stored: Option<Seen>,
    /// Those that loaded since, of different threads; as many as are of use.
    loaded: Vec<Seen>,
}

/// A mistake before its lines are known.
struct Found {
    kind: Kind,
    /// The event that it was found at, and one before that it clashes with.
    events: (usize, Option<usize>),
}

/// Goes through the notes.
pub(crate) struct Watcher<'a> {
    places: Places<'a>,
    words: HashMap<u64, Word>,
    phase: u32,
    /// What each thread of the block knows: for each lane of its warp, the last meeting of that lane that it knows of.
    known: Vec<[u32; 32]>,
    found: Vec<Found>,
    /// Places in the program at which something was found: once is enough.
    told: HashSet<(Kind, u32, u32)>,
}

/// The most findings that are told of.
const MOST: usize = 8;

impl<'a> Watcher<'a> {
    pub fn new(places: Places<'a>) -> Self {
        Self { places, words: HashMap::new(), phase: 0, known: Vec::new(), found: Vec::new(), told: HashSet::new() }
    }

    /// All that is wrong. `lines` gives the lines of places in the program.
    pub fn watch(mut self, events: &[Event], source: &str, lines: &dyn Fn(&[u32]) -> Vec<u32>) -> Vec<Finding> {
        for (number, event) in events.iter().enumerate() {
            match event.kind {
                READ | WRITE | ATOMIC => self.access(events, number),
                BARRIER => self.phase += 1,
                WARP => self.meet(event),
                BLOCK => {
                    let threads = self.places.block.iter().product::<u32>() as usize;
                    self.known = vec![[0; 32]; threads];
                    // Every thread knows what it has done itself.
                    self.phase = 0;
                    let global = |address: &u64| self.places.array_at(*address).is_some();
                    self.words.retain(|address, _| global(&(address * 4)));
                }
                OUTSIDE => self.note(Kind::Outside, number, None, (event.pc, 0)),
                RETURNED | APART => self.note(Kind::Barrier, number, None, (event.line, 0)),
                MASK | NOT_IN_MASK | INACTIVE => self.note(Kind::Warp, number, None, (event.line, 0)),
                TOO_LONG => self.note(Kind::Endless, number, None, (0, 0)),
                _ => {}
            }
        }
        let pcs: Vec<u32> = self
            .found
            .iter()
            .flat_map(|found| [Some(found.events.0), found.events.1])
            .map(|number| number.map_or(0, |number| events[number].pc))
            .collect();
        if pcs.is_empty() {
            return Vec::new();
        }
        let lines = lines(&pcs);
        let line = |event: &Event, looked_up: u32| if event.line > 0 { event.line } else { looked_up };
        let found = self.found.iter().zip(lines.chunks(2));
        found
            .map(|(found, lines)| {
                let event = &events[found.events.0];
                let other = found.events.1.map(|number| (&events[number], line(&events[number], lines[1])));
                let place = place(source, line(event, lines[0]));
                Finding { kind: found.kind, words: place + &self.places.words(found.kind, event, other) }
            })
            .collect()
    }

    fn note(&mut self, kind: Kind, number: usize, other: Option<usize>, places: (u32, u32)) {
        if self.found.len() < MOST && self.told.insert((kind, places.0, places.1)) {
            self.found.push(Found { kind, events: (number, other) });
        }
    }

    fn access(&mut self, events: &[Event], number: usize) {
        let event = &events[number];
        let lane = usize::from(event.thread % 32);
        let now = Seen {
            block: event.block,
            thread: event.thread,
            phase: self.phase,
            epoch: self.known[usize::from(event.thread)][lane],
            kind: event.kind,
            number,
        };
        let shared = self.places.array_at(event.address).is_none();
        let end = event.address + u64::from(event.size);
        for address in event.address / 4..end.div_ceil(4) {
            let known = &self.known[usize::from(event.thread)];
            let before = |then: &Seen| ordered(then, &now, known);
            let word = self.words.entry(address).or_default();
            let unstored = shared && event.kind == READ && word.stored.is_none();
            let both_atomic = |then: &Seen| then.kind == ATOMIC && event.kind == ATOMIC;
            let mut clash = word.stored.filter(|then| !before(then) && !both_atomic(then));
            if event.kind == READ {
                let same = |then: &Seen| (then.block, then.thread) == (now.block, now.thread);
                match word.loaded.iter().position(|then| same(then) || then.block == now.block && before(then)) {
                    Some(at) => word.loaded[at] = now,
                    None if word.loaded.len() < 4 => word.loaded.push(now),
                    None => {}
                }
            } else {
                clash = clash.or_else(|| word.loaded.iter().copied().find(|then| !before(then)));
                word.stored = Some(now);
                word.loaded.clear();
            }
            if unstored {
                self.note(Kind::Uninitialised, number, None, (event.pc, 0));
            }
            if let Some(then) = clash {
                self.note(Kind::Race, number, Some(then.number), (event.pc.max(event.line), events[then.number].pc));
            }
        }
    }

    /// Threads of a warp meet: each now knows what the others know.
    fn meet(&mut self, event: &Event) {
        let first = usize::from(event.thread / 32 * 32);
        let lanes: Vec<usize> = (0..32).filter(|lane| event.address >> lane & 1 == 1).collect();
        let mut together = [0; 32];
        for &lane in &lanes {
            for (known, together) in self.known[first + lane].iter().zip(&mut together) {
                *together = (*together).max(*known);
            }
        }
        for &lane in &lanes {
            together[lane] += 1;
        }
        for lane in lanes {
            self.known[first + lane] = together;
        }
    }
}

/// Whether `then` has happened before `now`, in whatever order threads run. `known` is what the thread of `now` knows.
fn ordered(then: &Seen, now: &Seen, known: &[u32; 32]) -> bool {
    if then.block != now.block {
        return false;
    }
    then.thread == now.thread
        || then.phase < now.phase
        || then.thread / 32 == now.thread / 32 && then.epoch < known[usize::from(then.thread % 32)]
}

/// Where in the kernel.
fn place(source: &str, line: u32) -> String {
    let text = (line as usize).checked_sub(1).and_then(|at| source.lines().nth(at)).map(str::trim);
    match text {
        Some(text) if !text.is_empty() => format!("line {line}, `{text}`: "),
        _ => String::new(),
    }
}

fn in_line(line: u32) -> String {
    if line > 0 { format!(" in line {line}") } else { String::new() }
}

impl Places<'_> {
    fn array_at(&self, address: u64) -> Option<usize> {
        let holds = |(a, first): (usize, &u64)| (*first..first + 4 * self.arrays[a].1).contains(&address).then_some(a);
        self.first.iter().enumerate().find_map(holds)
    }

    /// Such as `thread 5 of block 0`, or by coordinates where there are more dimensions than one.
    fn thread(&self, event: &Event, thread: u16) -> String {
        let by = |[x, y, _]: [u32; 3], number: u32, two: bool| match two {
            false => number.to_string(),
            true => format!("({}, {})", number % x, number / x % y),
        };
        let two = |sides: [u32; 3]| sides[1] > 1;
        format!(
            "thread {} of block {}",
            by(self.block, thread.into(), two(self.block)),
            by(self.grid, event.block, two(self.grid))
        )
    }

    /// Such as `x[7]`.
    fn element(&self, address: u64) -> String {
        match self.array_at(address) {
            Some(a) => format!("{}[{}]", self.arrays[a].0, (address - self.first[a]) / 4),
            None => "shared memory".into(),
        }
    }

    fn words(&self, kind: Kind, event: &Event, other: Option<(&Event, u32)>) -> String {
        let who = self.thread(event, event.thread);
        let does = |kind: u8| match kind {
            READ => "reads",
            WRITE => "stores to",
            _ => "adds to",
        };
        match kind {
            Kind::Outside => {
                let does = does(event.size >> 6);
                // The array whose beginning or end is nearest.
                let near = |a: &usize| {
                    let (first, end) = (self.first[*a], self.first[*a] + 4 * self.arrays[*a].1);
                    first.abs_diff(event.address).min(end.abs_diff(event.address))
                };
                let nearest = (0..self.first.len()).min_by_key(near).filter(|a| near(a) < 1 << 30);
                match nearest {
                    Some(a) => {
                        let (name, n) = self.arrays[a];
                        let at = (event.address as i64 - self.first[a] as i64).div_euclid(4);
                        let before = if at < 0 { ", before its first element" } else { "" };
                        format!("{who} {does} {name}[{at}], and {name} has {n} elements{before}")
                    }
                    None => format!("{who} {does} memory far from every array"),
                }
            }
            Kind::Race => {
                let Some((then, line)) = other else { return who };
                let element = self.element(event.address);
                let (line, them) = (in_line(line), self.thread(then, then.thread));
                let between = match then.block == event.block {
                    true if then.thread / 32 == event.thread / 32 => {
                        "no barrier and no __syncwarp() stands between the two"
                    }
                    true => "no barrier stands between the two, and they belong to different warps",
                    false => "nothing puts two blocks in an order",
                };
                let also = if then.kind == event.kind { "also " } else { "" };
                format!(
                    "{who} {} {element}, which {them} {also}{}{line}; {between}",
                    does(event.kind),
                    does_it(then.kind)
                )
            }
            Kind::Uninitialised => {
                format!("{who} reads shared memory where no thread of its block has stored yet; it may hold anything")
            }
            Kind::Barrier => {
                let other = self.thread(event, event.address as u16);
                match event.kind {
                    RETURNED => format!("{who} waits for all threads of its block, but {other} has returned"),
                    _ => format!("{who} waits for all threads of its block, but {other} waits in line {}", event.pc),
                }
            }
            Kind::Warp => match event.kind {
                NOT_IN_MASK => format!("{who} isn't in the mask that it names, {:#010x}", event.address),
                INACTIVE => format!(
                    "lane {} of its warp takes no part, and {who} reads what it holds; that may be anything",
                    event.address
                ),
                _ => {
                    let other = self.thread(event, event.address as u16);
                    format!("{who} waits for its warp; its mask names {other}, which is in line {}", event.pc)
                }
            },
            Kind::Endless => {
                format!(
                    "{who} is still at work after half a million accesses to memory: a loop without an end, or far too much work"
                )
            }
        }
    }
}

fn does_it(kind: u8) -> &'static str {
    match kind {
        READ => "reads",
        WRITE => "stores to",
        _ => "adds to",
    }
}
