//! The ranks of a play, and each of them.

use crate::{Rank, world::World};

/// A group of ranks that pass messages to each other.
pub trait Communicator {
    #[doc(hidden)]
    fn place(&self) -> (&World, usize);

    /// How many ranks there are.
    fn size(&self) -> Rank {
        self.place().0.size() as Rank
    }

    /// The caller's number, from 0.
    fn rank(&self) -> Rank {
        self.place().1 as Rank
    }

    /// The rank of that number, to send to or to receive from.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    fn process_at_rank(&self, rank: Rank) -> Process<'_> {
        let (world, own) = self.place();
        assert!((0..self.size()).contains(&rank), "there is no rank {rank}: they are 0 to {}", self.size() - 1);
        Process { world, own, other: rank as usize }
    }

    /// Waits until all ranks are here.
    fn barrier(&self) {
        let (world, rank) = self.place();
        world.barrier(rank);
    }
}

/// All ranks of a play, as one of them sees it.
pub struct SimpleCommunicator {
    pub(crate) world: World,
    pub(crate) rank: usize,
}

impl Communicator for SimpleCommunicator {
    fn place(&self) -> (&World, usize) {
        (&self.world, self.rank)
    }
}

/// A rank, as another one sees it.
#[derive(Clone, Copy)]
pub struct Process<'a> {
    pub(crate) world: &'a World,
    pub(crate) own: usize,
    pub(crate) other: usize,
}

impl Process<'_> {
    /// Its number.
    pub fn rank(&self) -> Rank {
        self.other as Rank
    }
}
