//! Killed at any operation and started again, do the ranks come to the same state, and is no step done twice that was
//! safe?
//!
//! The folder is played in memory, and a write takes several operations, so that it can be cut in two.

use crash_disk::Disk;
use lost_rank::run;
use mpi::point_to_point::send_receive;
use mpi::sim::{Network, Played, Trouble, operation, play};
use mpi::topology::SimpleCommunicator;
use mpi::traits::Communicator;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use witness::deadline;

const LIMIT: Duration = Duration::from_secs(60);
const IDEA: &str = "what ends your loop: is every step that was done counted?";
const BARRIERS: &str = "Who waits for whom? All ranks must come to the same barriers, and do the same steps.";

/// A folder that all ranks see. What was written before they were killed is there.
#[derive(Default)]
struct Folder {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    most: Mutex<usize>,
}

impl Folder {
    /// Counts as an operation, at which all may be killed.
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        operation();
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn told(&self) -> String {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let told = files.iter().map(|(name, bytes)| format!("{name:?} ({} bytes)", bytes.len()));
        if files.is_empty() { "nothing".into() } else { told.collect::<Vec<_>>().join(", ") }
    }
}

fn not_found() -> io::Error {
    ErrorKind::NotFound.into()
}

impl Disk for Folder {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files();
        files.insert(name.into(), Vec::new());
        let mut most = self.most.lock().unwrap_or_else(PoisonError::into_inner);
        *most = files.len().max(*most);
        drop((files, most));
        for part in [&bytes[..bytes.len() / 2], &bytes[bytes.len() / 2..]] {
            self.append(name, part)?;
        }
        Ok(())
    }

    fn append(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files().entry(name.into()).or_default().extend(bytes);
        Ok(())
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        self.files().get(name).map(drop).ok_or_else(not_found)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = self.files();
        let bytes = files.remove(from).ok_or_else(not_found)?;
        files.insert(to.into(), bytes);
        Ok(())
    }

    fn sync_folder(&self) -> io::Result<()> {
        drop(self.files());
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files().remove(name).map(drop).ok_or_else(not_found)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.files().get(name).cloned().ok_or_else(not_found)
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files().keys().cloned().collect())
    }
}

/// A rank's part before the first step.
fn start(rank: usize) -> Vec<u64> {
    vec![rank as u64 + 1, 100 * rank as u64]
}

/// What a step makes of a part and of what comes from the rank before.
fn stir(step: u64, part: &mut [u64], came: u64) {
    part[0] = part[0].wrapping_mul(6_364_136_223_846_793_005).wrapping_add(came ^ step);
    part[1] = part[1].wrapping_add(part[0] >> 32);
}

/// All parts after `steps` steps.
fn alone(ranks: usize, steps: u64) -> Vec<Vec<u64>> {
    let mut parts: Vec<_> = (0..ranks).map(start).collect();
    for step in 0..steps {
        let go: Vec<_> = parts.iter().map(|part| part[0]).collect();
        for (rank, part) in parts.iter_mut().enumerate() {
            stir(step, part, go[(rank + ranks - 1) % ranks]);
        }
    }
    parts
}

/// The parts of all ranks, or why there are none.
type Outcome = Result<Played<Vec<u64>>, Trouble>;

/// Runs it once, and says which steps began on which rank, in order.
fn once(folder: &Folder, ranks: usize, steps: u64, network: Network) -> (Outcome, Vec<(i32, u64)>) {
    let begun = Mutex::new(Vec::new());
    let work = |world: &SimpleCommunicator, step: u64, part: &mut Vec<u64>| {
        begun.lock().unwrap_or_else(PoisonError::into_inner).push((world.rank(), step));
        let next = world.process_at_rank((world.rank() + 1) % world.size());
        let before = world.process_at_rank((world.rank() + world.size() - 1) % world.size());
        let theirs: u64 = send_receive(&step, &next, &before).0;
        assert!(
            theirs == step,
            "rank {} does step {step}, and rank {} does step {theirs}: they began from different states",
            world.rank(),
            before.rank()
        );
        let came: u64 = send_receive(&part[0], &next, &before).0;
        stir(step, part, came);
    };
    let played = play(ranks, network, |world| run(world, folder, start(world.rank() as usize), steps, &work));
    (played, begun.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Runs it until it is through, and says in how many operations.
fn through(folder: &Folder, ranks: usize, steps: u64, network: Network, what: &str) -> (u64, Vec<(i32, u64)>) {
    let (played, begun) = once(folder, ranks, steps, network);
    let played = played.unwrap_or_else(|trouble| panic!("{what}{ranks} ranks, {steps} steps: {trouble}\n{BARRIERS}"));
    let want = alone(ranks, steps);
    for (rank, got) in played.answers.iter().enumerate() {
        assert!(
            *got == want[rank],
            "{what}{ranks} ranks, {steps} steps: in the end rank {rank} has {got:?}, expected {:?}.\n\
             Was a step left out or done twice, or are the parts of different steps?",
            want[rank]
        );
    }
    (played.operations, begun)
}

#[test]
fn without_trouble_all_steps_are_done() {
    deadline("without trouble", IDEA, LIMIT, || {
        for ranks in [1, 2, 3] {
            for steps in [0, 1, 5] {
                let (_, begun) = through(&Folder::default(), ranks, steps, Network::EAGER, "");
                assert_eq!(
                    begun.len(),
                    ranks * steps as usize,
                    "{ranks} ranks, {steps} steps: how often a step began on a rank"
                );
            }
        }
    });
}

#[test]
fn started_again_it_goes_on_where_it_was() {
    deadline("started again", IDEA, LIMIT, || {
        let folder = Folder::default();
        for (steps, new) in [(3, 3), (3, 0), (4, 1), (7, 3)] {
            let (_, begun) = through(&folder, 3, steps, Network::EAGER, "started again in the same folder: ");
            assert_eq!(
                begun.len(),
                3 * new,
                "started again in the same folder, for {steps} steps: how often a step began on one of 3 ranks"
            );
        }
    });
}

#[test]
fn killed_at_any_operation_nothing_is_lost() {
    deadline("killed at any operation", IDEA, LIMIT, || {
        for (ranks, steps) in [(1, 2), (3, 2)] {
            for favourite in 0..ranks {
                let network = Network { favourite, ..Network::EAGER };
                let (operations, _) = through(&Folder::default(), ranks, steps, network, "");
                for moment in 0..operations {
                    let folder = Folder::default();
                    let (_, before) = once(&folder, ranks, steps, Network { killed_at: Some(moment), ..network });
                    let last = before.iter().map(|(_, step)| *step).max();
                    let what = format!(
                        "all ranks were killed at operation {moment}, when rank {favourite} was ahead. The folder then held {}.\n\
                         Started again, ",
                        folder.told()
                    );
                    let (_, after) = through(&folder, ranks, steps, network, &what);
                    let first = after.iter().map(|(_, step)| *step).min();
                    if let (Some(last), Some(first)) = (last, first) {
                        assert!(
                            first >= last,
                            "{what}they begin with step {first}. But step {last} had begun, so those before it should be safe: \
                             expected to begin with step {last} at least.\nWho may begin a step when the one before it counts on no rank yet?"
                        );
                    }
                }
            }
        }
    });
}

#[test]
fn killed_again_and_again() {
    deadline("killed again and again", IDEA, LIMIT, || {
        const RANKS: usize = 3;
        const STEPS: u64 = 4;
        for every in [5, 11, 23, 37] {
            let folder = Folder::default();
            let mut kills = 0;
            // A start that is killed later each time comes to an end.
            let killed = |kills: u64| Network {
                favourite: kills as usize % RANKS,
                killed_at: Some(every + 3 * kills),
                ..Network::EAGER
            };
            while let Err(Trouble::Killed) = once(&folder, RANKS, STEPS, killed(kills)).0 {
                kills += 1;
            }
            let what = format!("all ranks were killed {kills} times. Started again, ");
            through(&folder, RANKS, STEPS, Network::EAGER, &what);
        }
    });
}

#[test]
fn old_states_are_cleared_away() {
    deadline("old states", IDEA, LIMIT, || {
        for ranks in [1, 3] {
            let folder = Folder::default();
            through(&folder, ranks, 20, Network::EAGER, "");
            let most = *folder.most.lock().unwrap_or_else(PoisonError::into_inner);
            assert!(
                most <= 3 * ranks + 3,
                "{ranks} ranks, 20 steps: there were {most} files at one time, expected {} at most.\n\
                 Which states can still be needed when a new one is whole?",
                3 * ranks + 3
            );
        }
    });
}
