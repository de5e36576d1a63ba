//! Streams and events of a card that isn't there, on a clock of its own.
//!
//! The card has three engines, which work at the same time: one copies from the host, one runs kernels, one copies to
//! the host. What is enqueued in one stream is done in that order; between streams only events make an order. Of what
//! could begin, an engine takes what was enqueued first.
//!
//! ```
//! use cuda_sim::streams::{Card, Times};
//!
//! let mut card = Card::new(Times { table: 1, upload: 2, kernel: 3, download: 2 });
//! let [buffer, ..] = card.buffers();
//! let stream = card.stream();
//! card.upload_table(stream);
//! card.upload(stream, 0, buffer);
//! card.kernel(stream, buffer);
//! card.download(stream, buffer, 0);
//! let played = card.play();
//! assert_eq!((played.took, played.back), (8, vec![0]));
//! assert!(played.hazards.is_empty() && played.wrong.is_empty());
//! ```

use std::fmt::Write;

/// What commands of each sort take, in the card's own unit of time.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The copy of the table that all kernels read.
    pub table: u64,
    /// The copy of a chunk to the card.
    pub upload: u64,
    /// A kernel on a chunk.
    pub kernel: u64,
    /// The copy of a chunk to the host.
    pub download: u64,
}

/// A queue of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(usize);

/// A place in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The last commands before it.
    after: Vec<usize>,
}

/// Room on the card for one chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer(usize);

/// How many buffers a card has room for.
pub const BUFFERS: usize = 3;

/// A card: commands are enqueued, and played when all are there.
#[derive(Debug)]
pub struct Card {
    times: Times,
    commands: Vec<Command>,
    streams: Vec<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    last: Option<usize>,
    /// What the next command has to wait for, besides.
    waits: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Table,
    Upload(usize),
    Kernel,
    Download(usize),
}

#[derive(Debug)]
struct Command {
    sort: Sort,
    /// `None` for the table.
    buffer: Option<usize>,
    stream: usize,
    after: Vec<usize>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Played {
    /// Two commands that touch the same memory, one of them storing, and nothing puts them in an order.
    pub hazards: Vec<String>,
    /// Commands that did what makes no sense, such as a kernel on a buffer without a chunk.
    pub wrong: Vec<String>,
    /// Chunks that came back as they should, in the order in which they were asked for.
    pub back: Vec<usize>,
    /// When the last command was done.
    pub took: u64,
    /// The engines, a line each: a letter stands for one unit of time at a chunk, `#` for the table.
    pub timeline: String,
}

impl Card {
    /// A card on which commands take so long.
    pub fn new(times: Times) -> Self {
        Self { times, commands: Vec::new(), streams: Vec::new() }
    }

    /// The card's buffers; there is room for no more.
    pub fn buffers(&self) -> [Buffer; BUFFERS] {
        [0, 1, 2].map(Buffer)
    }

    /// A new stream.
    pub fn stream(&mut self) -> Stream {
        self.streams.push(Queue::default());
        Stream(self.streams.len() - 1)
    }

    /// Enqueues the copy of the table, which every kernel reads.
    pub fn upload_table(&mut self, stream: Stream) {
        self.enqueue(stream, Sort::Table, None);
    }

    /// Enqueues the copy of chunk `chunk` from the host's memory, which is pinned, to `buffer`.
    pub fn upload(&mut self, stream: Stream, chunk: usize, buffer: Buffer) {
        self.enqueue(stream, Sort::Upload(chunk), Some(buffer));
    }

    /// Enqueues the kernel, which replaces the chunk in `buffer` by its answer.
    pub fn kernel(&mut self, stream: Stream, buffer: Buffer) {
        self.enqueue(stream, Sort::Kernel, Some(buffer));
    }

    /// Enqueues the copy of `buffer` to the host's memory, as the answer of chunk `chunk`.
    pub fn download(&mut self, stream: Stream, buffer: Buffer, chunk: usize) {
        self.enqueue(stream, Sort::Download(chunk), Some(buffer));
    }

    /// Marks the place that `stream` has come to by now. The event is over when all before it is done.
    pub fn record(&mut self, stream: Stream) -> Event {
        let queue = &self.streams[stream.0];
        // What the stream waits for comes before the mark, too.
        Event { after: queue.waits.iter().copied().chain(queue.last).collect() }
    }

    /// Lets what is enqueued in `stream` from now on wait until `event` is over.
    pub fn wait(&mut self, stream: Stream, event: &Event) {
        self.streams[stream.0].waits.extend(&event.after);
    }

    fn enqueue(&mut self, stream: Stream, sort: Sort, buffer: Option<Buffer>) {
        let queue = &mut self.streams[stream.0];
        let after = queue.waits.drain(..).chain(queue.last).collect();
        queue.last = Some(self.commands.len());
        self.commands.push(Command { sort, buffer: buffer.map(|buffer| buffer.0), stream: stream.0, after });
    }

    /// Plays all that was enqueued.
    pub fn play(&self) -> Played {
        let (hazards, (wrong, back), times) = (self.hazards(), self.contents(), self.schedule());
        let took = times.iter().map(|(_, end)| *end).max().unwrap_or(0);
        Played { hazards, wrong, back, took, timeline: self.timeline(&times, took) }
    }

    /// Which command touches which memory, and whether it stores there. The table is the place after the buffers.
    fn touches(command: &Command) -> Vec<(usize, bool)> {
        let stores = !matches!(command.sort, Sort::Download(_));
        let table = match command.sort {
            Sort::Table => Some((BUFFERS, true)),
            Sort::Kernel => Some((BUFFERS, false)),
            Sort::Upload(_) | Sort::Download(_) => None,
        };
        command.buffer.map(|buffer| (buffer, stores)).into_iter().chain(table).collect()
    }

    fn hazards(&self) -> Vec<String> {
        // Which commands are surely done before each.
        let mut before: Vec<Vec<bool>> = Vec::new();
        let mut hazards = Vec::new();
        for (number, command) in self.commands.iter().enumerate() {
            let mut own = vec![false; number];
            for &after in &command.after {
                own[after] = true;
                for (own, earlier) in own.iter_mut().zip(&before[after]) {
                    *own |= earlier;
                }
            }
            for (earlier, other) in self.commands[..number].iter().enumerate().filter(|(at, _)| !own[*at]) {
                let clash = Self::touches(command).into_iter().find(|(place, stores)| {
                    Self::touches(other).into_iter().any(|(there, stored)| *place == there && (*stores || stored))
                });
                if let Some((place, _)) = clash {
                    hazards.push(format!(
                        "{} and {} touch {}, and neither waits for the other",
                        self.name(earlier),
                        self.name(number),
                        if place == BUFFERS { "the table".into() } else { format!("buffer {place}") }
                    ));
                }
            }
            before.push(own);
        }
        hazards
    }

    fn name(&self, number: usize) -> String {
        let command = &self.commands[number];
        let what = match (command.sort, command.buffer) {
            (Sort::Table, _) => "the upload of the table".into(),
            (Sort::Upload(chunk), _) => format!("the upload of chunk {chunk}"),
            (Sort::Download(chunk), _) => format!("the download of chunk {chunk}"),
            (Sort::Kernel, _) => match self.chunk_of(number) {
                Some(chunk) => format!("the kernel on chunk {chunk}"),
                None => "a kernel".into(),
            },
        };
        format!("{what} (stream {})", command.stream)
    }

    /// The chunk that was enqueued for the same buffer before.
    fn chunk_of(&self, number: usize) -> Option<usize> {
        let own = &self.commands[number];
        self.commands[..=number].iter().rev().find_map(|command| match command.sort {
            Sort::Upload(chunk) | Sort::Download(chunk) if command.buffer == own.buffer => Some(chunk),
            _ => None,
        })
    }

    /// What is wrong, and which chunks came back. Without hazards, the order of enqueuing is as good as any.
    fn contents(&self) -> (Vec<String>, Vec<usize>) {
        #[derive(Clone, Copy, PartialEq)]
        enum Holds {
            Nothing,
            Chunk(usize),
            Answer(usize),
        }
        let (mut holds, mut table) = ([Holds::Nothing; BUFFERS], false);
        let (mut wrong, mut back) = (Vec::new(), Vec::new());
        for (number, command) in self.commands.iter().enumerate() {
            match (command.sort, command.buffer) {
                (Sort::Upload(chunk), Some(buffer)) => holds[buffer] = Holds::Chunk(chunk),
                (Sort::Kernel, Some(buffer)) => {
                    if !table {
                        wrong.push(format!("{} comes before the table", self.name(number)));
                    }
                    match holds[buffer] {
                        Holds::Chunk(chunk) => holds[buffer] = Holds::Answer(chunk),
                        Holds::Answer(_) => wrong.push(format!("{} comes a second time", self.name(number))),
                        Holds::Nothing => wrong.push(format!("buffer {buffer} is empty when a kernel comes")),
                    }
                }
                (Sort::Download(chunk), Some(buffer)) => match holds[buffer] {
                    Holds::Answer(held) if held == chunk => back.push(chunk),
                    Holds::Answer(held) => {
                        wrong.push(format!("{} fetches the answer of chunk {held}", self.name(number)));
                    }
                    Holds::Chunk(_) => wrong.push(format!("{} comes before its kernel", self.name(number))),
                    Holds::Nothing => wrong.push(format!("{} fetches an empty buffer", self.name(number))),
                },
                _ => table = true,
            }
        }
        (wrong, back)
    }

    fn engine(sort: Sort) -> usize {
        match sort {
            Sort::Table | Sort::Upload(_) => 0,
            Sort::Kernel => 1,
            Sort::Download(_) => 2,
        }
    }

    /// When each command begins and ends.
    fn schedule(&self) -> Vec<(u64, u64)> {
        let mut times: Vec<Option<(u64, u64)>> = vec![None; self.commands.len()];
        let mut free = [0; 3];
        for _ in 0..self.commands.len() {
            let ready = |(number, command): (usize, &Command)| {
                let done = |after: &usize| times[*after].map(|(_, end)| end);
                let after = command.after.iter().map(done).collect::<Option<Vec<_>>>()?;
                let start = after.into_iter().max().unwrap_or(0).max(free[Self::engine(command.sort)]);
                times[number].is_none().then_some((start, number))
            };
            let next = self.commands.iter().enumerate().filter_map(ready).min();
            let (start, number) = next.expect("commands wait only for earlier ones");
            let command = &self.commands[number];
            let takes = match command.sort {
                Sort::Table => self.times.table,
                Sort::Upload(_) => self.times.upload,
                Sort::Kernel => self.times.kernel,
                Sort::Download(_) => self.times.download,
            };
            free[Self::engine(command.sort)] = start + takes;
            times[number] = Some((start, start + takes));
        }
        times.into_iter().map(|time| time.expect("each had its turn")).collect()
    }

    fn timeline(&self, times: &[(u64, u64)], took: u64) -> String {
        let mut engines = [(); 3].map(|()| vec!['.'; took as usize]);
        for (number, (start, end)) in times.iter().enumerate() {
            let letter = match (self.commands[number].sort, self.chunk_of(number)) {
                (Sort::Table, _) => '#',
                (_, Some(chunk)) => char::from(b'a' + (chunk % 26) as u8),
                (_, None) => '?',
            };
            engines[Self::engine(self.commands[number].sort)][*start as usize..*end as usize].fill(letter);
        }
        let mut lines = String::new();
        for (name, engine) in ["upload", "kernel", "download"].iter().zip(engines) {
            writeln!(lines, "{name:9}{}", engine.iter().collect::<String>()).expect("a string takes everything");
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: Times = Times { table: 1, upload: 2, kernel: 3, download: 2 };

    #[test]
    fn streams_overlap_and_engines_take_turns() {
        let mut card = Card::new(TIMES);
        let buffers = card.buffers();
        let streams = [card.stream(), card.stream()];
        card.upload_table(streams[0]);
        let there = card.record(streams[0]);
        card.wait(streams[1], &there);
        for chunk in 0..2 {
            card.upload(streams[chunk], chunk, buffers[chunk]);
            card.kernel(streams[chunk], buffers[chunk]);
            card.download(streams[chunk], buffers[chunk], chunk);
        }
        let played = card.play();
        assert!(played.hazards.is_empty(), "{:?}", played.hazards);
        assert_eq!(played.back, [0, 1]);
        assert_eq!(played.timeline, "upload   #aabb......\nkernel   ...aaabbb..\ndownload ......aa.bb\n");
        assert_eq!(played.took, 11);
    }

    /// What the book shows: five chunks in one stream, and in three.
    #[test]
    fn shown_in_the_book() {
        let played = |count: usize| {
            let mut card = Card::new(Times { table: 2, upload: 2, kernel: 3, download: 2 });
            let buffers = card.buffers();
            let streams: Vec<_> = (0..count).map(|_| card.stream()).collect();
            card.upload_table(streams[0]);
            let there = card.record(streams[0]);
            streams[1..].iter().for_each(|&stream| card.wait(stream, &there));
            for chunk in 0..5 {
                let (stream, buffer) = (streams[chunk % count], buffers[chunk % count]);
                card.upload(stream, chunk, buffer);
                card.kernel(stream, buffer);
                card.download(stream, buffer, chunk);
            }
            let played = card.play();
            assert!(played.hazards.is_empty() && played.back.len() == 5);
            format!("{}{} units of time\n", played.timeline, played.took)
        };
        expect_test::expect_file!["../tests/timelines.txt"].assert_eq(&format!("{}\n{}", played(1), played(3)));
    }

    #[test]
    fn what_nothing_orders_is_a_hazard_even_if_it_went_well() {
        let mut card = Card::new(TIMES);
        let [buffer, ..] = card.buffers();
        let (first, second) = (card.stream(), card.stream());
        card.upload_table(first);
        card.upload(first, 0, buffer);
        card.kernel(second, buffer);
        let played = card.play();
        assert_eq!(
            played.hazards,
            [
                "the upload of the table (stream 0) and the kernel on chunk 0 (stream 1) touch the table, and neither \
                 waits for the other",
                "the upload of chunk 0 (stream 0) and the kernel on chunk 0 (stream 1) touch buffer 0, and neither waits \
                 for the other"
            ]
        );
    }

    #[test]
    fn an_event_knows_what_its_stream_waited_for() {
        let mut card = Card::new(TIMES);
        let [buffer, ..] = card.buffers();
        let streams = [card.stream(), card.stream(), card.stream()];
        card.upload_table(streams[0]);
        let there = card.record(streams[0]);
        card.wait(streams[1], &there);
        let passed_on = card.record(streams[1]);
        card.wait(streams[2], &passed_on);
        card.upload(streams[2], 0, buffer);
        card.kernel(streams[2], buffer);
        assert!(card.play().hazards.is_empty());
    }

    #[test]
    fn nonsense_is_told() {
        let mut card = Card::new(TIMES);
        let [first, second, _] = card.buffers();
        let stream = card.stream();
        card.upload(stream, 0, first);
        card.kernel(stream, first);
        card.download(stream, second, 0);
        card.download(stream, first, 1);
        let wrong = card.play().wrong;
        assert_eq!(
            wrong,
            [
                "the kernel on chunk 0 (stream 0) comes before the table",
                "the download of chunk 0 (stream 0) fetches an empty buffer",
                "the download of chunk 1 (stream 0) fetches the answer of chunk 0"
            ]
        );
    }
}
