//! Who waits for what: all that the ranks of a play have in common.

use crate::{
    Rank, Tag,
    datatype::Equivalence,
    point_to_point::Status,
    sim::{Network, Sent, Trouble},
};
use std::{
    any::{Any, type_name},
    cell::RefCell,
    collections::{BTreeMap, HashSet},
    panic,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

/// With this a rank is unwound that is to end.
pub struct Quit;

/// Whether a send may return before anybody receives.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    /// It is the network's to choose.
    Standard,
    /// It waits.
    Synchronous,
}

/// What is on its way.
#[derive(Clone)]
pub struct Message {
    values: Option<Arc<dyn Any + Send + Sync>>,
    type_name: &'static str,
    count: usize,
    bytes: usize,
    source: usize,
    tag: Tag,
}

impl Message {
    pub fn new<T: Equivalence>(values: &[T]) -> Self {
        Self {
            values: Some(Arc::new(values.to_vec())),
            type_name: type_name::<T>(),
            count: values.len(),
            bytes: size_of_val(values),
            source: 0,
            tag: 0,
        }
    }

    pub fn status(&self) -> Status {
        Status { source: self.source as Rank, tag: self.tag }
    }

    /// # Errors
    /// When it was sent as something else.
    pub fn elements<T: Equivalence>(&self) -> Result<&[T], String> {
        let values = self.values.as_ref().and_then(|values| values.downcast_ref::<Vec<T>>());
        values.map(Vec::as_slice).ok_or_else(|| {
            format!(
                "a message of {} from rank {} is received as {}: MPI would take its bytes for those, without a word",
                self.type_name,
                self.source,
                type_name::<T>()
            )
        })
    }

    /// # Errors
    /// When there is no room for it, or it was sent as something else.
    pub fn put_into<T: Equivalence>(&self, buffer: &mut [T]) -> Result<(), String> {
        let elements = self.elements::<T>()?;
        let Some(room) = buffer.get_mut(..elements.len()) else {
            return Err(format!(
                "MPI_ERR_TRUNCATE: message truncated: {} values from rank {}, and room for {}",
                elements.len(),
                self.source,
                buffer.len()
            ));
        };
        room.copy_from_slice(elements);
        Ok(())
    }
}

/// A send or a receive that was posted, and not matched yet.
struct Posted {
    id: u64,
    /// When, by its rank's clock.
    at: f64,
    /// The only tag that it takes, of a receive.
    tag: Option<Tag>,
    /// What is sent, and whether its sender waits.
    message: Option<(Message, bool)>,
}

#[derive(Default)]
struct Channel {
    sends: Vec<Posted>,
    receives: Vec<Posted>,
}

/// What a rank does.
#[derive(Clone, PartialEq)]
enum Doing {
    /// It can go on.
    Ready,
    /// It waits until this request is done.
    Waits(u64),
    /// It waits in a barrier.
    Barrier,
    Ended,
}

/// A request: whose it is, how to call it, and what came of it.
struct Asked {
    rank: usize,
    call: String,
    done: Option<(f64, Message)>,
}

#[derive(Clone, PartialEq)]
enum Over {
    Panicked,
    Trouble(Trouble),
}

struct State {
    /// Whose turn it is.
    turn: Option<usize>,
    doing: Vec<Doing>,
    clocks: Vec<f64>,
    channels: BTreeMap<(usize, usize), Channel>,
    requests: BTreeMap<u64, Asked>,
    next: u64,
    sizes: HashSet<(usize, usize, usize)>,
    sent: Vec<Vec<Sent>>,
    operations: u64,
    over: Option<Over>,
}

struct Shared {
    network: Network,
    state: Mutex<State>,
    /// One for each rank: its turn has come, or all is over.
    turns: Vec<Condvar>,
}

/// All ranks of a play.
#[derive(Clone)]
pub struct World(Arc<Shared>);

thread_local! {
    static HERE: RefCell<Option<(World, usize)>> = const { RefCell::new(None) };
}

/// Calls `f` with the play and the rank that this thread is.
#[track_caller]
pub fn this_rank<R>(f: impl FnOnce(&World, usize) -> R) -> R {
    let (world, rank) = HERE.with_borrow(|here| here.clone()).expect("only a rank of a play may ask this");
    f(&world, rank)
}

impl World {
    pub fn new(ranks: usize, network: Network) -> Self {
        assert!(ranks > 0, "a play has a rank at least");
        let state = State {
            turn: Some(network.favourite % ranks),
            doing: vec![Doing::Ready; ranks],
            clocks: vec![0.0; ranks],
            channels: BTreeMap::new(),
            requests: BTreeMap::new(),
            next: 0,
            sizes: HashSet::new(),
            sent: vec![Vec::new(); ranks],
            operations: 0,
            over: None,
        };
        let turns = (0..ranks).map(|_| Condvar::new()).collect();
        Self(Arc::new(Shared { network, state: Mutex::new(state), turns }))
    }

    pub fn size(&self) -> usize {
        self.0.turns.len()
    }

    pub fn clock(&self, rank: usize) -> f64 {
        self.state().clocks[rank]
    }

    pub fn compute(&self, rank: usize, seconds: f64) {
        self.state().clocks[rank] += seconds;
    }

    /// Waits for the first turn of `rank`, which is this thread.
    pub fn begin(&self, rank: usize) {
        HERE.set(Some((self.clone(), rank)));
        drop(self.my_turn(rank, self.state()));
    }

    /// `rank` has ended, by a panic of its own or otherwise.
    pub fn end(&self, rank: usize, panicked: bool) {
        let mut state = self.state();
        state.doing[rank] = Doing::Ended;
        if panicked {
            self.over(&mut state, Over::Panicked);
        } else if state.over.is_none() {
            self.pass(&mut state);
        }
    }

    /// What all have sent, when the last was done, and how many operations it took.
    pub fn close(&self) -> Result<(Vec<Vec<Sent>>, f64, u64), Trouble> {
        let mut state = self.state();
        if let Some(Over::Trouble(trouble)) = &state.over {
            return Err(trouble.clone());
        }
        let waiting = |((from, to), channel): (&(usize, usize), &Channel)| {
            let told = |send: &Posted| {
                let values = send.message.as_ref().map_or(0, |(message, _)| message.count);
                format!("a message of {values} values from rank {from} to rank {to}")
            };
            channel.sends.iter().map(told).collect::<Vec<_>>()
        };
        let unreceived: Vec<_> = state.channels.iter().flat_map(waiting).collect();
        if !unreceived.is_empty() {
            return Err(Trouble::Unreceived(unreceived));
        }
        let last = state.clocks.iter().copied().fold(0.0, f64::max);
        Ok((std::mem::take(&mut state.sent), last, state.operations))
    }

    /// An operation of `rank`'s that isn't a message.
    pub fn operation(&self, rank: usize) {
        self.act(rank, |_| ());
    }

    pub fn barrier(&self, rank: usize) {
        let mut state = self.count();
        state.doing[rank] = Doing::Barrier;
        if state.doing.iter().all(|doing| *doing == Doing::Barrier) {
            let rounds = f64::from(usize::BITS - (self.size() - 1).leading_zeros());
            let latest = state.clocks.iter().copied().fold(0.0, f64::max) + rounds * self.0.network.latency;
            state.clocks.fill(latest);
            state.doing.fill(Doing::Ready);
        }
        self.pass(&mut state);
        drop(self.my_turn(rank, state));
    }

    /// Begins to send, and says by which number to wait for the end of it.
    pub fn post_send(&self, from: usize, to: usize, message: Message, tag: Tag, mode: Mode) -> u64 {
        let message = Message { source: from, tag, ..message };
        self.act(from, |state| {
            let waits = mode == Mode::Synchronous || message.bytes > self.0.network.eager;
            let call = format!("a send of {} values to rank {to}", message.count);
            let id = state.ask(from, call);
            let at = state.clocks[from];
            state.sent[from].push(Sent { to: to as Rank, values: message.count, bytes: message.bytes });
            if !waits {
                // Nothing is left to wait for.
                let nothing = Message { values: None, ..message.clone() };
                state.done(id, at, nothing);
            }
            let channel = state.channels.entry((from, to)).or_default();
            channel.sends.push(Posted { id, at, tag: Some(tag), message: Some((message, waits)) });
            self.deliver(state, from, to);
            id
        })
    }

    /// Begins to receive.
    pub fn post_receive(&self, at: usize, from: usize, tag: Option<Tag>) -> u64 {
        self.act(at, |state| {
            let tagged = tag.map(|tag| format!(" with the tag {tag}")).unwrap_or_default();
            let id = state.ask(at, format!("a receive{tagged} from rank {from}"));
            let clock = state.clocks[at];
            let channel = state.channels.entry((from, at)).or_default();
            channel.receives.push(Posted { id, at: clock, tag, message: None });
            self.deliver(state, from, at);
            id
        })
    }

    /// Waits until the request is done, and gives what was received or sent.
    pub fn finish(&self, rank: usize, id: u64) -> Message {
        let mut state = self.count();
        if state.requests.get(&id).is_some_and(|asked| asked.done.is_none()) {
            state.doing[rank] = Doing::Waits(id);
        }
        self.pass(&mut state);
        let mut state = self.my_turn(rank, state);
        let asked = state.requests.remove(&id).expect("it is waited for once");
        let (at, message) = asked.done.expect("it was woken because it is done");
        state.clocks[rank] = state.clocks[rank].max(at);
        message
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One operation of `rank`'s, which has its turn.
    fn act<R>(&self, rank: usize, f: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.count();
        let result = f(&mut state);
        self.pass(&mut state);
        drop(self.my_turn(rank, state));
        result
    }

    /// Begins an operation; unless all is over, or is to be over here.
    fn count(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        if state.over.is_none() && self.0.network.killed_at == Some(state.operations) {
            self.over(&mut state, Over::Trouble(Trouble::Killed));
        }
        if state.over.is_some() {
            drop(state);
            panic::resume_unwind(Box::new(Quit));
        }
        state.operations += 1;
        state
    }

    /// Waits until it is the turn of `rank`.
    fn my_turn<'a>(&'a self, rank: usize, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        while state.turn != Some(rank) && state.over.is_none() {
            state = self.0.turns[rank].wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.over.is_some() {
            drop(state);
            panic::resume_unwind(Box::new(Quit));
        }
        state
    }

    /// Gives the turn to the favourite of those who can go on. If nobody can, and somebody waits, all is over.
    fn pass(&self, state: &mut State) {
        let (ranks, first) = (self.size(), self.0.network.favourite);
        let ready = (0..ranks).map(|i| (first + i) % ranks).find(|&rank| state.doing[rank] == Doing::Ready);
        state.turn = ready;
        if let Some(rank) = ready {
            self.0.turns[rank].notify_one();
            return;
        }
        let call = |(rank, doing): (usize, &Doing)| match doing {
            Doing::Waits(id) => Some((rank as Rank, state.requests[id].call.clone())),
            Doing::Barrier => Some((rank as Rank, "a barrier".to_owned())),
            Doing::Ready | Doing::Ended => None,
        };
        let waiting: Vec<_> = state.doing.iter().enumerate().filter_map(call).collect();
        if !waiting.is_empty() {
            self.over(state, Over::Trouble(Trouble::Deadlock(waiting)));
        }
    }

    fn over(&self, state: &mut State, how: Over) {
        state.over.get_or_insert(how);
        self.0.turns.iter().for_each(Condvar::notify_one);
    }

    /// Brings together what was sent from one rank to another and what that one receives.
    fn deliver(&self, state: &mut State, from: usize, to: usize) {
        let network = self.0.network;
        while let Some((send, receive)) = state.channels.get_mut(&(from, to)).and_then(Channel::matched) {
            let (message, waits) = send.message.expect("a send has a message");
            let mut cost = network.latency + message.bytes as f64 / network.bandwidth;
            if state.sizes.insert((from, to, message.bytes)) {
                cost += network.first;
            }
            if waits {
                let end = send.at.max(receive.at) + cost;
                state.done(send.id, end, Message { values: None, ..message.clone() });
                state.done(receive.id, end, message);
            } else {
                state.done(receive.id, receive.at.max(send.at + cost), message);
            }
        }
    }
}

impl Channel {
    /// The first receive that some message is for, with the first that is. Messages don't overtake each other.
    fn matched(&mut self) -> Option<(Posted, Posted)> {
        let fits =
            |receive: &Posted| self.sends.iter().position(|send| receive.tag.is_none() || receive.tag == send.tag);
        let (receive, send) = self.receives.iter().enumerate().find_map(|(i, receive)| Some((i, fits(receive)?)))?;
        Some((self.sends.remove(send), self.receives.remove(receive)))
    }
}

impl State {
    fn ask(&mut self, rank: usize, call: String) -> u64 {
        self.next += 1;
        self.requests.insert(self.next, Asked { rank, call, done: None });
        self.next
    }

    fn done(&mut self, id: u64, at: f64, message: Message) {
        // One that was dropped is nobody's any more.
        let Some(asked) = self.requests.get_mut(&id) else { return };
        asked.done = Some((at, message));
        if self.doing[asked.rank] == Doing::Waits(id) {
            self.doing[asked.rank] = Doing::Ready;
        }
    }
}
