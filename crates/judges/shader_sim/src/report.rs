//! What a run says.

use crate::program::Access;
use std::fmt;

/// An invocation by its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// `global_invocation_id`.
    pub global: [u32; 3],
    /// `workgroup_id`.
    pub workgroup: [u32; 3],
    /// `local_invocation_index`.
    pub local: u32,
    /// Whether the dispatch has one dimension, so that x says everything.
    pub flat: bool,
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, z] = self.global;
        match self.flat {
            true => write!(f, "invocation {x}"),
            false => write!(f, "invocation ({x}, {y}, {z})"),
        }
    }
}

/// What is wrong with a shader, where, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The first invocation for which it was found.
    pub invocation: Invocation,
    /// The line in the shader, from 1.
    pub line: u32,
    /// The variable, with the element where one can be named: `tile[3].x`. Empty where none is to blame.
    pub variable: String,
    /// How often it was found.
    pub times: u64,
}

/// The kinds of faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An index that isn't below the length.
    PastTheEnd {
        /// What was tried there.
        access: Access,
        /// The index, negative if it is.
        index: i64,
        /// Elements that there are.
        length: u32,
    },
    /// A store to a part of a buffer that the shader was told to leave alone: from word `end` on.
    NotYours {
        /// That word.
        end: u32,
    },
    /// Two invocations, one of which writes, and nothing that orders them.
    Race {
        /// The access that was made last, in the order of this run.
        access: Access,
        /// Who made the other.
        other: Invocation,
        /// Which it was.
        other_access: Access,
        /// And where, from 1.
        other_line: u32,
        /// Between the two, the workgroup has passed a barrier, but one for the other kind of memory.
        wrong_barrier: bool,
    },
    /// An invocation waits at a barrier which another of its workgroup doesn't reach: it is at the barrier of another
    /// line, or has ended.
    Barrier {
        /// One that isn't there.
        other: Invocation,
        /// The line of the barrier where it waits; `None` if it has ended.
        other_line: Option<u32>,
    },
    /// All invocations of a workgroup wait at one barrier in a loop, and one of them is there in another round.
    Rounds {
        /// The round of the one that is named first, from 1.
        round: u32,
        /// Who is in another.
        other: Invocation,
        /// In which.
        other_round: u32,
        /// The line of the loop, from 1.
        loop_line: u32,
    },
    /// More steps than any invocation may take.
    NeverEnds {
        /// As many as that.
        steps: u64,
    },
    /// A subgroup operation that asks a lane which doesn't take part.
    AbsentLane {
        /// Its number in the subgroup, or what would be its number.
        lane: u32,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, invocation, line, variable, .. } = self;
        match fault {
            Fault::PastTheEnd { access, index, length } => {
                let does = match access {
                    Access::Read => "reads past the end",
                    Access::Write => "stores past the end",
                    Access::Atomic => "updates an element past the end",
                };
                write!(f, "line {line}: {invocation} {does} of {variable}: index {index}, and the length is {length}")
            }
            Fault::NotYours { end } => {
                write!(f, "line {line}: {invocation} stores {variable}; what is its to store ends before element {end}")
            }
            Fault::Race { access, other, other_access, other_line, wrong_barrier } => {
                let does = |access: &Access| match access {
                    Access::Read => "reads",
                    Access::Write | Access::Atomic => "stores",
                };
                write!(f, "line {line}: {invocation} {} {variable}, and {other} ", does(access))?;
                match (does(access) == does(other_access), line == other_line) {
                    (true, true) => write!(f, "does so too")?,
                    (false, true) => write!(f, "{} it", does(other_access))?,
                    (_, false) => write!(f, "{} it in line {other_line}", does(other_access))?,
                }
                match (invocation.workgroup == other.workgroup, wrong_barrier) {
                    (false, _) => write!(f, ", in another workgroup: no barrier orders the two"),
                    (true, false) => write!(f, ", with no barrier between the two"),
                    (true, true) => write!(
                        f,
                        ", and no barrier orders the two: workgroupBarrier is for var<workgroup> alone, storageBarrier \
                         for var<storage>"
                    ),
                }
            }
            Fault::Barrier { other, other_line } => {
                write!(f, "line {line}: {invocation} waits at this barrier, but {other} of the same workgroup ")?;
                match other_line {
                    Some(other_line) => write!(f, "waits at the one in line {other_line}"),
                    None => write!(f, "has ended"),
                }
            }
            Fault::Rounds { round, other, other_round, loop_line } => write!(
                f,
                "line {line}: {invocation} waits at this barrier in round {round} of the loop in line {loop_line}, but \
                 {other} of the same workgroup is there in round {other_round}"
            ),
            Fault::NeverEnds { steps } => {
                write!(f, "line {line}: {invocation} has taken {steps} steps and hasn't ended")
            }
            Fault::AbsentLane { lane } => write!(
                f,
                "line {line}: {invocation} asks lane {lane} of its subgroup, which doesn't take part: what it gets may \
                 be anything"
            ),
        }
    }
}

/// Not wrong, but worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Workgroup memory read before anyone wrote there. WGSL makes it zero, CUDA and OpenCL don't.
    ReadsUnwritten {
        /// The first that read there.
        invocation: Invocation,
        /// The line, from 1.
        line: u32,
        /// The element.
        variable: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::ReadsUnwritten { invocation, line, variable } = self;
        write!(
            f,
            "line {line}: {invocation} reads {variable}, where nobody has stored yet. In WGSL it is zero; in CUDA it \
             would be anything"
        )
    }
}

/// Who stored how much in a buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stores {
    /// The buffer's name in the shader.
    pub variable: String,
    /// Its bind group.
    pub group: u32,
    /// And its binding there.
    pub binding: u32,
    /// Stores and atomic updates, all invocations together; also those past the end.
    pub stores: u64,
    /// Those of the invocation that made most of them.
    pub busiest: u64,
}

/// What the accesses of one place in the text cost, counted by subgroups in step ([`Order::Lockstep`]). All lanes of a
/// subgroup that make the access together are one **request**.
///
/// [`Order::Lockstep`]: crate::Order::Lockstep
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The variable's name.
    pub variable: String,
    /// The line, from 1.
    pub line: u32,
    /// What is done there.
    pub access: Access,
    /// Whether it is memory of the workgroup.
    pub workgroup: bool,
    /// How many requests were made.
    pub requests: u64,
    /// Words that lanes asked for.
    pub words: u64,
    /// Segments of 128 bytes that the requests touch: the transactions of global memory. A request of 32 lanes for 32
    /// neighbouring words takes one; for words that lie far apart, 32. Of workgroup memory none.
    pub segments: u64,
    /// The same in segments of 32 bytes.
    pub sectors: u64,
    /// Of workgroup memory, turns that requests needed beyond the first: words of one bank that differ are served one
    /// after the other. There are 32 banks, each a word wide.
    pub conflicts: u64,
}

/// A branch at which lanes of one subgroup went different ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The line, from 1.
    pub line: u32,
    /// How often a subgroup came there.
    pub taken: u64,
    /// How often its lanes parted.
    pub divergent: u64,
}

/// One lane's access, for a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Number of the request that it belongs to, in order.
    pub request: u64,
    /// Who made it.
    pub invocation: Invocation,
    /// The variable's name.
    pub variable: String,
    /// First word, from the start of the buffer or of the workgroup's memory.
    pub word: u32,
    /// How many words.
    pub words: u32,
    /// What is done with them.
    pub access: Access,
    /// The line, from 1.
    pub line: u32,
}

/// All that a run says.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is wrong, in the order in which it was found; but first the barriers that not all reach, for from those
    /// follow races.
    pub findings: Vec<Finding>,
    /// What is worth a look.
    pub notes: Vec<Note>,
    /// For each buffer that the shader may write, in the order of their bindings.
    pub stores: Vec<Stores>,
    /// Per place in the text, where subgroups ran in step.
    pub traffic: Vec<Traffic>,
    /// Likewise.
    pub branches: Vec<Branch>,
    /// Barriers that workgroups passed, one for each workgroup and time.
    pub barriers: u64,
    /// Steps of all invocations.
    pub steps: u64,
    /// The first accesses, if they were asked for.
    pub accesses: Vec<Drawn>,
}

impl Report {
    /// What was stored in the buffer at `binding` of group 0.
    pub fn stores_at(&self, binding: u32) -> Stores {
        let at = |stores: &&Stores| stores.group == 0 && stores.binding == binding;
        self.stores.iter().find(at).cloned().unwrap_or_default()
    }

    /// Transactions of global memory, in segments of 128 bytes.
    pub fn transactions(&self) -> u64 {
        self.traffic.iter().map(|traffic| traffic.segments).sum()
    }

    /// Those of the buffer that the shader calls `variable`.
    pub fn transactions_of(&self, variable: &str) -> u64 {
        let its = self.traffic.iter().filter(|traffic| !traffic.workgroup && traffic.variable == variable);
        its.map(|traffic| traffic.segments).sum()
    }

    /// Extra turns for bank conflicts.
    pub fn conflicts(&self) -> u64 {
        self.traffic.iter().map(|traffic| traffic.conflicts).sum()
    }
}
