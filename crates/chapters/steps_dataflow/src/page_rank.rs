//! PageRank as a loop in the dataflow: in each round every worker sends one parcel to each, and computes when all that
//! can come in this round have come.

use crate::part::Part;
use pagerank::{TOLERANCE, anew, rank, share};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::{ConnectLoop, Feedback, Operator, Probe};
use timely::dataflow::{ProbeHandle, StreamVec};
use timely::worker::Worker;

// ANCHOR: parcel
/// What one worker sends to another in a round.
#[derive(Clone, Serialize, Deserialize)]
struct Parcel {
    to: u64,
    /// Vertices that the other one wants, each with what goes along each of its edges.
    shares: Vec<(u32, f64)>,
    /// What each of the sender's blocks adds up, with the block's number.
    sums: Vec<(usize, Sums)>,
}

/// What must be known of all vertices together.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Sums {
    /// How much the ranks changed.
    change: f64,
    /// The ranks of those from which no edge leads on.
    dangling: f64,
}
// ANCHOR_END: parcel

// ANCHOR: page_rank
/// The ranks of this worker's vertices, to the last bit those of the kernel, and the number of rounds.
pub fn page_rank(worker: &mut Worker, part: Part) -> (Vec<f64>, usize) {
    let probe = ProbeHandle::new();
    let ranker = Rc::new(RefCell::new(Ranker::new(part)));
    worker.dataflow(|scope| {
        // What goes into the handle comes out of the stream a round later.
        let (handle, stream) = scope.feedback(1);
        rounds(stream, Rc::clone(&ranker)).probe_with(&probe).connect_loop(handle);
    });
    worker.step_or_park_while(None, || !probe.done());
    let ranker = ranker.take();
    (ranker.ranks, ranker.rounds)
}

/// In each round, takes the parcels for this worker, and sends those of the next.
#[expect(clippy::mutable_key_type, reason = "a capability is hashed by its time, which stays")]
fn rounds(parcels: StreamVec<'_, u64, Parcel>, ranker: Rc<RefCell<Ranker>>) -> StreamVec<'_, u64, Parcel> {
    let by_address = Exchange::new(|parcel: &Parcel| parcel.to);
    parcels.unary_frontier(by_address, "Rounds", |capability, _info| {
        let mut first = Some(capability);
        let mut open: HashMap<_, Vec<Parcel>> = HashMap::new();
        move |(input, frontier), output| {
            if let Some(capability) = first.take() {
                output.session(&capability).give_iterator(ranker.borrow().parcels());
            }
            input.for_each_stamp(|round, batches| {
                if let Some(round) = round.retain_least(output.output_index()) {
                    open.entry(round).or_default().extend(batches.flat_map(|batch| batch.drain(..)));
                }
            });
            open.retain(|round, parcels| {
                let more_may_come = frontier.less_equal(round.time());
                if !more_may_come && ranker.borrow_mut().round(parcels) {
                    output.session(round).give_iterator(ranker.borrow().parcels());
                }
                more_may_come
            });
        }
    })
}
// ANCHOR_END: page_rank

/// One worker's vertices with their ranks.
#[derive(Default)]
struct Ranker {
    part: Part,
    ranks: Vec<f64>,
    /// What every vertex sends along each of its edges, as far as it was sent to us.
    shares: Vec<f64>,
    /// What our blocks add up.
    sums: Vec<(usize, Sums)>,
    rounds: usize,
}

impl Ranker {
    /// Before the first round: all have the same rank.
    fn new(part: Part) -> Self {
        let first = 1.0 / part.vertices as f64;
        let nowhere = |own: std::ops::Range<usize>| own.filter(|v| part.degree[v - part.own.start] == 0).count() as f64;
        let sums = |(block, own)| (block, Sums { change: f64::INFINITY, dangling: nowhere(own) });
        let sums = part.blocks().map(sums).collect();
        Self { ranks: vec![first; part.own.len()], shares: vec![0.0; part.vertices], sums, rounds: 0, part }
    }

    /// A parcel for every worker, ourselves included.
    fn parcels(&self) -> impl Iterator<Item = Parcel> {
        let start = self.part.own.start;
        let shares = move |&v: &u32| (v, share(self.ranks[v as usize - start], self.part.degree[v as usize - start]));
        let parcel = move |(to, wanted): (usize, &Vec<u32>)| Parcel {
            to: to as u64,
            shares: wanted.iter().map(shares).collect(),
            sums: self.sums.clone(),
        };
        self.part.wanted.iter().enumerate().map(parcel)
    }

    /// Computes a round from the parcels of all. Whether there is another: every worker decides it from the same sums,
    /// added up in the order of the blocks, and so decides the same.
    fn round(&mut self, parcels: &mut Vec<Parcel>) -> bool {
        let mut sums = BTreeMap::new();
        for parcel in parcels.drain(..) {
            sums.extend(parcel.sums);
            for (v, share) in parcel.shares {
                self.shares[v as usize] = share;
            }
        }
        let change: f64 = sums.values().map(|sums| sums.change).sum();
        let mut dangling: f64 = sums.values().map(|sums| sums.dangling).sum();
        if sums.is_empty() || change <= TOLERANCE {
            return false;
        }
        if self.rounds == 0 {
            // Counted until now, as the kernel does it: all have the same rank.
            dangling /= self.part.vertices as f64;
        }
        self.rounds += 1;
        let anew = anew(dangling, self.part.vertices);
        self.sums = self.part.blocks().map(|(block, own)| (block, self.block(own, anew))).collect();
        true
    }

    /// Computes the ranks of some of our vertices.
    fn block(&mut self, own: std::ops::Range<usize>, anew: f64) -> Sums {
        let mut sums = Sums::default();
        for v in own {
            let new = rank(anew, self.part.incoming(v).iter().map(|&u| self.shares[u as usize]));
            let old = &mut self.ranks[v - self.part.own.start];
            sums.change += (new - *old).abs();
            *old = new;
            if self.part.degree[v - self.part.own.start] == 0 {
                sums.dangling += new;
            }
        }
        sums
    }
}
