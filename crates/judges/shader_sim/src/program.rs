//! What a shader is compiled to: one flat list of steps over a frame of 32-bit words, calls written out where they
//! stand. So where an invocation is in its program is a single number, and it can stop and go on anywhere.

use crate::arithmetic::{Binary, Kind, Math, Operand, Pack, Slot, Unary};
use crate::layout::Shape;
use std::collections::HashMap;

/// Where something shared lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Space {
    /// The buffer with this place in [`Program::bindings`].
    Buffer(u16),
    /// The memory of the workgroup.
    Workgroup,
}

/// An address: a fixed part, and for a computed index the slot that holds the rest. Both in words.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    pub offset: u32,
    pub dynamic: Option<Slot>,
}

/// What a slot holds instead of an offset when an index was past the end.
pub const PAST: u32 = u32::MAX;

/// How many elements there are to index.
#[derive(Clone, Copy, Debug)]
pub enum Length {
    Fixed(u32),
    /// As many elements of `stride` words as lie behind the first `offset` words of a buffer.
    Runtime {
        buffer: u16,
        offset: u32,
        stride: u32,
    },
}

#[derive(Clone, Copy, Debug)]
pub enum Atomic {
    Add,
    Subtract,
    And,
    Xor,
    Or,
    MinI,
    MinU,
    MaxI,
    MaxU,
    Exchange,
    /// Stores only if the word is what this slot holds. The result is the old word, and whether it was.
    CompareExchange(Slot),
    Load,
    Store,
}

#[derive(Clone, Copy, Debug)]
pub enum Subgroup {
    Ballot,
    All,
    Any,
    Reduce(Reduction),
    Inclusive(Reduction),
    Exclusive(Reduction),
    First,
    /// From the lane that the slot names, or is away from the reading one.
    From(Slot),
    Down(Slot),
    Up(Slot),
    Across(Slot),
    QuadFrom(Slot),
    QuadSwap(u32),
}

/// An operation of two words that a subgroup folds its values with, and what it starts from.
#[derive(Clone, Copy, Debug)]
pub struct Reduction {
    pub fold: Fold,
    pub identity: u32,
}

#[derive(Clone, Copy, Debug)]
pub enum Fold {
    Plain(Binary),
    Math(Math),
}

#[derive(Clone, Copy, Debug)]
pub enum Op {
    Copy {
        to: Slot,
        from: Slot,
        words: u32,
    },
    Zero {
        to: Slot,
        words: u32,
    },
    Splat {
        to: Slot,
        from: Slot,
        words: u32,
    },
    Unary {
        op: Unary,
        to: Slot,
        a: Slot,
        words: u32,
    },
    Binary {
        op: Binary,
        to: Slot,
        a: Operand,
        b: Operand,
        words: u32,
    },
    Select {
        to: Slot,
        condition: Operand,
        accept: Slot,
        reject: Slot,
        words: u32,
    },
    Convert {
        to: Slot,
        a: Slot,
        from: Kind,
        into: Kind,
        words: u32,
    },
    Math {
        op: Math,
        to: Slot,
        of: [Operand; 4],
        words: u32,
    },
    /// Whether all (or any) of the words are true.
    Holds {
        all: bool,
        to: Slot,
        a: Slot,
        words: u32,
    },
    DotF {
        to: Slot,
        a: Operand,
        b: Operand,
        words: u32,
    },
    DotI {
        to: Slot,
        a: Slot,
        b: Slot,
        words: u32,
    },
    Pack {
        pack: Pack,
        to: Slot,
        a: Slot,
    },
    Unpack {
        pack: Pack,
        signed: bool,
        to: Slot,
        a: Slot,
    },
    /// An address within something: `base`, if any, plus `index` times `stride`, or [`PAST`].
    Index {
        to: Slot,
        base: Option<Slot>,
        index: Slot,
        signed: bool,
        length: Length,
        stride: u32,
    },
    LoadFrame {
        to: Slot,
        from: Address,
        words: u32,
        site: u32,
    },
    StoreFrame {
        to: Address,
        from: Slot,
        words: u32,
        site: u32,
    },
    Load {
        to: Slot,
        space: Space,
        from: Address,
        shape: u32,
        site: u32,
    },
    Store {
        space: Space,
        to: Address,
        from: Slot,
        shape: u32,
        site: u32,
    },
    Atomic {
        op: Atomic,
        space: Space,
        at: Address,
        value: Slot,
        result: Slot,
        site: u32,
    },
    ArrayLength {
        to: Slot,
        length: Length,
    },
    Jump {
        to: u32,
    },
    JumpUnless {
        condition: Slot,
        to: u32,
    },
    Switch {
        selector: Slot,
        cases: u32,
    },
    Barrier {
        workgroup: bool,
        storage: bool,
    },
    Subgroup {
        op: Subgroup,
        to: Slot,
        from: Slot,
        words: u32,
    },
    End,
}

impl Op {
    /// Whether lanes in step have to be looked at together here: memory is shared, or ways may part.
    pub fn is_shared(&self) -> bool {
        matches!(
            self,
            Self::Load { .. }
                | Self::Store { .. }
                | Self::Atomic { .. }
                | Self::JumpUnless { .. }
                | Self::Switch { .. }
                | Self::Barrier { .. }
                | Self::Subgroup { .. }
                | Self::End
        )
    }
}

/// A place in the text that reads or writes memory.
#[derive(Clone, Debug)]
pub struct Site {
    /// The variable, in [`Program::variables`].
    pub variable: u32,
    pub line: u32,
    pub access: Access,
}

/// What is done with memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// A plain read.
    Read,
    /// A plain store.
    Write,
    /// Anything atomic.
    Atomic,
}

/// A variable of the shader, for its name.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub ty: naga::Handle<naga::Type>,
    /// The first word, in the buffer, the workgroup's memory or the frame.
    pub base: u32,
}

/// A buffer that the shader asks for.
#[derive(Clone, Debug)]
pub struct Binding {
    pub group: u32,
    pub binding: u32,
    pub name: String,
    pub variable: u32,
    pub writable: bool,
    /// The fewest words that it may have.
    pub least: u32,
}

/// What an invocation is told about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Global,
    Local,
    LocalIndex,
    Workgroup,
    WorkgroupSize,
    Workgroups,
    Subgroups,
    Subgroup,
    SubgroupSize,
    Lane,
}

/// A compute shader's entry point, compiled.
#[derive(Clone, Debug)]
pub struct Program {
    pub code: Vec<Op>,
    /// The line of each step.
    pub lines: Vec<u32>,
    pub switches: Vec<Switch>,
    /// Of each barrier in a loop, by its step: the loops around it, the outermost first.
    pub rounds: HashMap<u32, Vec<Rounds>>,
    pub shapes: Vec<Shape>,
    pub sites: Vec<Site>,
    pub variables: Vec<Variable>,
    pub bindings: Vec<Binding>,
    /// What a frame holds when its invocation starts.
    pub template: Vec<u32>,
    pub told: Vec<(Slot, Told)>,
    pub workgroup_size: [u32; 3],
    pub workgroup_words: u32,
    /// Whether it asks for its subgroup, so that the size of one may matter.
    pub uses_subgroups: bool,
}

/// A loop with a barrier in it.
#[derive(Clone, Copy, Debug)]
pub struct Rounds {
    /// Where an invocation counts them, from 1.
    pub slot: Slot,
    pub line: u32,
}

#[derive(Clone, Debug)]
pub struct Switch {
    pub cases: Vec<(u32, u32)>,
    pub default: u32,
}

/// Runs a step that needs nothing but its frame. `None` for all others.
pub fn pure(op: &Op, frame: &mut [u32]) -> Option<()> {
    match *op {
        Op::Copy { to, from, words } => frame.copy_within(from as usize..(from + words) as usize, to as usize),
        Op::Zero { to, words } => frame[to as usize..(to + words) as usize].fill(0),
        Op::Splat { to, from, words } => {
            let value = frame[from as usize];
            frame[to as usize..(to + words) as usize].fill(value);
        }
        Op::Unary { op, to, a, words } => {
            for n in 0..words {
                frame[(to + n) as usize] = op.of(frame[(a + n) as usize]);
            }
        }
        Op::Binary { op, to, a, b, words } => {
            for n in 0..words {
                frame[(to + n) as usize] = op.of(at(frame, a, n), at(frame, b, n));
            }
        }
        Op::Select { to, condition, accept, reject, words } => {
            for n in 0..words {
                let from = if at(frame, condition, n) != 0 { accept } else { reject };
                frame[(to + n) as usize] = frame[(from + n) as usize];
            }
        }
        Op::Convert { to, a, from, into, words } => {
            for n in 0..words {
                frame[(to + n) as usize] = crate::arithmetic::convert(frame[(a + n) as usize], from, into);
            }
        }
        Op::Math { op, to, of, words } => {
            for n in 0..words {
                frame[(to + n) as usize] = op.of(of.map(|operand| at(frame, operand, n)));
            }
        }
        Op::Holds { all, to, a, words } => {
            let mut words = frame[a as usize..(a + words) as usize].iter();
            frame[to as usize] = if all { words.all(|&word| word != 0) } else { words.any(|&word| word != 0) }.into();
        }
        Op::DotF { to, a, b, words } => {
            let product = |n| f32::from_bits(at(frame, a, n)) * f32::from_bits(at(frame, b, n));
            frame[to as usize] = (1..words).fold(product(0), |sum, n| sum + product(n)).to_bits();
        }
        Op::DotI { to, a, b, words } => {
            let product = |n: u32| frame[(a + n) as usize].wrapping_mul(frame[(b + n) as usize]);
            frame[to as usize] = (0..words).map(product).fold(0, u32::wrapping_add);
        }
        Op::Pack { pack, to, a } => {
            frame[to as usize] = pack.pack(&frame[a as usize..a as usize + pack.components()]);
        }
        Op::Unpack { pack, signed, to, a } => {
            for n in 0..pack.components() {
                frame[to as usize + n] = pack.unpack(frame[a as usize], n, signed);
            }
        }
        _ => return None,
    }
    Some(())
}

#[inline]
fn at(frame: &[u32], operand: Operand, n: u32) -> u32 {
    frame[(operand.slot + n * operand.step) as usize]
}
