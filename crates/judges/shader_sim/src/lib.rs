//! Runs WGSL compute shaders without a device, invocation by invocation, in any order, and says what is wrong with
//! them.
//!
//! A device answers a wrong shader with an answer that is often right: a store past the end is clamped, a race goes
//! well until the driver changes, a barrier that some invocations skip does nothing on hardware that runs them in step.
//! This crate answers with the invocation, the line and the variable.
//!
//! # How it works
//!
//! [`Shader::parse`] lets naga read the text and find it valid; what naga objects to is the error, with the line.
//! [`Shader::program`] compiles an entry point into one flat list of steps over **frames** of 32-bit words. Calls are
//! written out where they stand (WGSL has no recursion), so that where an invocation is in its program is one number,
//! and a pointer is known to lead into one variable. Each invocation has a frame of its own, with its variables and all
//! values on the way; so it can stop before any step and go on later, and who goes on next is up to the [`Order`]:
//!
//! | order | who goes on |
//! |---|---|
//! | [`Order::Lockstep`] | the lanes of a subgroup together, those that are furthest behind first, as hardware does it |
//! | [`Order::Forward`] | each invocation as far as it can, in the order of their numbers |
//! | [`Order::Backward`] | the same from the last workgroup and invocation to the first |
//! | [`Order::Shuffled`] | after each access of shared memory another one, by a seed; several workgroups at a time |
//! | [`Order::LateStores`] | everyone reads as much as possible before anyone stores: updates get lost where they can |
//!
//! # What it finds
//!
//! - An index past the end, in a buffer, in workgroup memory, in an array or a vector of one's own. Nothing is stored
//!   then, and what is read is zero.
//! - A data race. It isn't waited for: for each word it is known who touched it since which barrier, so that a race is
//!   found in every order, also in those where it happens to go well. Only barriers order accesses, in one workgroup
//!   and for one kind of memory; atomic accesses don't race.
//! - A barrier that not all invocations of a workgroup reach. What counts is what they do: a barrier in a branch that
//!   all of them take is fine here, though a browser refuses it unless the condition is provably the same for all.
//! - A barrier in a loop, where some wait in another round than others.
//! - An invocation that takes too many steps.
//! - A subgroup operation that asks an absent lane.
//! - With [`Program::in_orders`], an answer that depends on the order or on the size of subgroups.
//!
//! Workgroup memory that is read before anyone has written there is zero in WGSL, and right; as other languages promise
//! nothing of the kind, it is a [`Note`] and no finding.
//!
//! It counts, in lockstep: transactions of global memory per request of a subgroup, bank conflicts, branches at which
//! lanes part; and in every order barriers and stores. The model of memory is the one that vendors' guides teach:
//! segments of 128 and 32 bytes, 32 banks of a word. It has no caches.
//!
//! # What it promises of numbers
//!
//! Integers are exact, to the bit: they wrap, a division by zero gives the dividend, shifts count modulo 32. `f32`
//! sums, differences, products, quotients and square roots are rounded once, as IEEE 754 says, in the order of the
//! text, and subnormal numbers are kept. WGSL allows a device to be less exact with quotients, square roots and
//! subnormals, to fuse `a * b + c`, to reorder sums, and to ignore the sign of zero; Mesa's llvmpipe takes
//! `(a - b) - a` for `-b`. All other functions are as exact as a rounded `f64`.
//!
//! Not supported, with an error that says so: textures, `f16` and 64-bit numbers, `subgroupBarrier`, ray queries.

mod arithmetic;
mod compile;
mod drawing;
mod layout;
mod machine;
mod orders;
mod program;
mod report;
mod shadow;

pub use drawing::Requests;
pub use orders::{Difference, Verdict};
pub use program::Access;
pub use report::{Branch, Drawn, Fault, Finding, Invocation, Note, Report, Stores, Traffic};

use naga::valid::{Capabilities, ModuleInfo, ShaderStages, SubgroupOperationSet, ValidationFlags, Validator};
use std::sync::Arc;

/// What every WebGPU device grants: what passes here passes in any browser.
mod limits {
    pub const WORKGROUPS: u32 = 65_535;
    pub const WORKGROUP_SIZE: [u32; 3] = [256, 256, 64];
    pub const INVOCATIONS: u32 = 256;
    pub const WORKGROUP_BYTES: u32 = 16_384;
    pub const BINDING_BYTES: usize = 128 << 20;
}

/// Why a shader can't be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// naga's message, with the line and the place in it.
    #[error("{0}")]
    Invalid(String),
    /// What this simulator doesn't know.
    #[error("line {line}: the simulator doesn't support {what}")]
    Unsupported {
        /// The construct.
        what: String,
        /// Where it is, from 1; 0 if that isn't known.
        line: u32,
    },
    /// No such entry point.
    #[error("the shader has no `@compute` function named `{0}`")]
    NoEntry(String),
    /// An override that neither the shader nor the caller gives a value.
    #[error("the override `{0}` has no value: give it one")]
    NoOverride(String),
    /// The shader declares a buffer that isn't there.
    #[error("`{name}` is at group {group}, binding {binding}, and no buffer was given for that place")]
    NoBuffer {
        /// Its name in the shader.
        name: String,
        /// Its bind group.
        group: u32,
        /// And its binding there.
        binding: u32,
    },
    /// A buffer with no room for what the shader declares.
    #[error("`{name}` needs a buffer of {needs} bytes at least; the one at binding {binding} has {has}")]
    SmallBuffer {
        /// Its name in the shader.
        name: String,
        /// Its binding.
        binding: u32,
        /// Bytes that it must have.
        needs: usize,
        /// Bytes that it has.
        has: usize,
    },
    /// More than WebGPU's defaults grant.
    #[error("{what}: {is}, and the most is {most}")]
    Limit {
        /// Of what.
        what: &'static str,
        /// How many were asked for.
        is: u64,
        /// How many there may be.
        most: u64,
    },
}

impl Error {
    /// With a word for those who write Rust, where naga's message speaks of its own insides, or of a Rust keyword.
    fn invalid(mut message: String) -> Self {
        let both = |one, other| message.contains(one) && message.contains(other);
        let kinds = both("kind: Uint", "kind: Sint") || both("`u32`", "`i32`");
        let advice = if kinds {
            "u32 and i32 meet here, and WGSL turns neither into the other. A variable that begins with 0 is an i32; \
             write `var k = 0u`, or `u32(…)` around a value."
        } else if message.contains("`mut` is a reserved keyword") {
            "WGSL has no `mut`: what changes is a `var`, as in `var sum = 0u`; a `let` keeps its value."
        } else {
            return Self::Invalid(message);
        };
        message.truncate(message.trim_end().len());
        message.push_str("\n\n");
        message.push_str(advice);
        Self::Invalid(message)
    }
}

/// A shader that has been read and found valid.
#[derive(Clone, Debug)]
pub struct Shader {
    module: Arc<naga::Module>,
    info: Arc<ModuleInfo>,
    source: Arc<str>,
}

impl Shader {
    /// Reads `wgsl`; `file` is the name that an error points at.
    ///
    /// # Errors
    /// naga's message, and what somebody who writes Rust may have meant.
    pub fn parse(wgsl: &str, file: &str) -> Result<Self, Error> {
        let module = naga::front::wgsl::parse_str(wgsl)
            .map_err(|error| Error::invalid(error.emit_to_string_with_path(wgsl, file)))?;
        let known = Capabilities::SUBGROUP | Capabilities::SHADER_FLOAT16_IN_FLOAT32;
        let mut validator = Validator::new(ValidationFlags::all(), known);
        validator.subgroup_stages(ShaderStages::COMPUTE).subgroup_operations(SubgroupOperationSet::all());
        let info =
            validator.validate(&module).map_err(|error| Error::invalid(error.emit_to_string_with_path(wgsl, file)))?;
        Ok(Self { module: Arc::new(module), info: Arc::new(info), source: wgsl.into() })
    }

    /// Compiles the entry point `entry`, with values for overrides, by their names or, where they have one, numbers.
    ///
    /// # Errors
    /// When there is no such entry point, an override has no value, a workgroup is larger than WebGPU grants, or the
    /// shader uses what isn't supported.
    pub fn program(&self, entry: &str, overrides: &[(&str, f64)]) -> Result<Program, Error> {
        let compiled = compile::compile(&self.module, &self.info, &self.source, entry, overrides)?;
        let size = compiled.workgroup_size;
        let within = |what, is: u64, most: u64| if is <= most { Ok(()) } else { Err(Error::Limit { what, is, most }) };
        for (size, most) in size.into_iter().zip(limits::WORKGROUP_SIZE) {
            within("invocations of a workgroup in one dimension", size.into(), most.into())?;
        }
        let invocations = size.into_iter().map(u64::from).product();
        within("invocations in a workgroup", invocations, limits::INVOCATIONS.into())?;
        let bytes = u64::from(compiled.workgroup_words) * 4;
        within("bytes of workgroup memory", bytes, limits::WORKGROUP_BYTES.into())?;
        let lengths = compile::lengths(&self.module, &self.info, &self.source, overrides)?;
        Ok(Program { compiled, module: self.module.clone(), lengths })
    }
}

/// An entry point, ready to run.
#[derive(Clone, Debug)]
pub struct Program {
    compiled: program::Program,
    module: Arc<naga::Module>,
    lengths: compile::Lengths,
}

/// The order in which invocations take turns. The crate's page says what each does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Subgroups in step.
    Lockstep,
    /// By number.
    Forward,
    /// By number, the last first.
    Backward,
    /// At random, by this seed.
    Shuffled(u64),
    /// Reads before stores.
    LateStores,
}

impl std::fmt::Display for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lockstep => f.write_str("in step"),
            Self::Forward => f.write_str("one after the other"),
            Self::Backward => f.write_str("from the last to the first"),
            Self::Shuffled(seed) => write!(f, "shuffled by seed {seed}"),
            Self::LateStores => f.write_str("storing as late as they can"),
        }
    }
}

/// What to start, and how.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// Workgroups in x, y and z.
    pub groups: [u32; 3],
    /// Who takes turns when.
    pub order: Order,
    /// Lanes in a subgroup, 1 to 128.
    pub subgroup_size: u32,
    /// The most steps that one invocation may take. A step is about an operation of the shader.
    pub steps: u64,
    /// How many accesses to keep for drawing.
    pub record: usize,
}

impl Dispatch {
    /// In step, in subgroups of 32, with ten million steps for each invocation, nothing kept.
    pub fn new(groups: [u32; 3]) -> Self {
        Self { groups, order: Order::Lockstep, subgroup_size: 32, steps: 10_000_000, record: 0 }
    }

    /// The same in another order.
    pub fn order(self, order: Order) -> Self {
        Self { order, ..self }
    }
}

/// A buffer, and where it is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    group: u32,
    binding: u32,
    words: Vec<u32>,
    end: u32,
}

impl Buffer {
    /// A buffer that holds `values`, at `binding` of group 0.
    ///
    /// # Panics
    /// When `values` aren't a whole number of 32-bit words.
    pub fn new<T: bytemuck::NoUninit>(binding: u32, values: &[T]) -> Self {
        let bytes: &[u8] = bytemuck::cast_slice(values);
        let (words, rest) = bytes.as_chunks();
        assert!(rest.is_empty(), "a buffer consists of 32-bit words");
        Self { group: 0, binding, words: words.iter().map(|&word| u32::from_ne_bytes(word)).collect(), end: u32::MAX }
    }

    /// The same in another group.
    pub fn in_group(self, group: u32) -> Self {
        Self { group, ..self }
    }

    /// The same, of which the shader may store only the first `words` words: the rest is somebody else's, and a store
    /// there a finding.
    pub fn only(self, words: u32) -> Self {
        Self { end: words, ..self }
    }

    /// What it holds.
    ///
    /// # Panics
    /// When it doesn't hold a whole number of `T`.
    pub fn to_vec<T: bytemuck::NoUninit + bytemuck::AnyBitPattern>(&self) -> Vec<T> {
        let bytes: &[u8] = bytemuck::cast_slice(&self.words);
        assert!(bytes.len().is_multiple_of(size_of::<T>()), "the buffer holds a whole number of values");
        let mut values = vec![T::zeroed(); bytes.len() / size_of::<T>()];
        bytemuck::cast_slice_mut(&mut values).copy_from_slice(bytes);
        values
    }
}

impl Program {
    /// Invocations of a workgroup in x, y and z.
    pub fn workgroup_size(&self) -> [u32; 3] {
        self.compiled.workgroup_size
    }

    /// What the shader calls the buffer at `binding` of group 0, if it uses it.
    pub fn name_at(&self, binding: u32) -> Option<&str> {
        let at = |it: &&program::Binding| it.group == 0 && it.binding == binding;
        self.compiled.bindings.iter().find(at).map(|it| it.name.as_str())
    }

    /// Whether the shader asks for its subgroup, so that the size of one may matter.
    pub fn uses_subgroups(&self) -> bool {
        self.compiled.uses_subgroups
    }

    /// Runs it once. `buffers` hold what it stored, in any case; after a finding that may be anything.
    ///
    /// # Errors
    /// When a buffer is missing or too small, or the dispatch asks for more than WebGPU grants.
    pub fn run(&self, buffers: &mut [Buffer], dispatch: &Dispatch) -> Result<Report, Error> {
        let within = |what, is: u64, most: u64| if is <= most { Ok(()) } else { Err(Error::Limit { what, is, most }) };
        for groups in dispatch.groups {
            within("workgroups in one dimension", groups.into(), limits::WORKGROUPS.into())?;
        }
        let groups = dispatch.groups.map(u64::from).into_iter().product::<u64>();
        let invocations = groups.saturating_mul(self.compiled.workgroup_size.map(u64::from).into_iter().product());
        within("invocations in a dispatch of the simulator", invocations, u64::from(u32::MAX) / 2)?;
        if !(1..=128).contains(&dispatch.subgroup_size) {
            return Err(Error::Limit { what: "lanes in a subgroup", is: dispatch.subgroup_size.into(), most: 128 });
        }
        let mut places = Vec::new();
        for wanted in &self.compiled.bindings {
            let fits = |buffer: &Buffer| buffer.group == wanted.group && buffer.binding == wanted.binding;
            let Some(place) = buffers.iter().position(fits) else {
                let (name, group, binding) = (wanted.name.clone(), wanted.group, wanted.binding);
                return Err(Error::NoBuffer { name, group, binding });
            };
            let words = buffers[place].words.len();
            within("bytes in a buffer", words as u64 * 4, limits::BINDING_BYTES as u64)?;
            if words < wanted.least as usize {
                let (name, binding) = (wanted.name.clone(), wanted.binding);
                return Err(Error::SmallBuffer { name, binding, needs: wanted.least as usize * 4, has: words * 4 });
            }
            places.push(place);
        }
        if groups == 0 {
            return Ok(Report::default());
        }
        let ends = places.iter().map(|&place| buffers[place].end).collect();
        let memory = places.iter().map(|&place| std::mem::take(&mut buffers[place].words)).collect();
        let paths = |variable: u32, word: u32| self.path(variable, word);
        let (memory, report) = machine::run(&self.compiled, &paths, memory, ends, dispatch);
        for (place, words) in places.into_iter().zip(memory) {
            buffers[place].words = words;
        }
        Ok(report)
    }

    /// The element that a word belongs to, as one would write it.
    fn path(&self, variable: u32, word: u32) -> String {
        let length = |handle| self.lengths.get(&handle).copied().unwrap_or(1);
        let layouts = layout::Layouts { types: &self.module.types, lengths: &length };
        let it = &self.compiled.variables[variable as usize];
        layout::path(&self.module, &layouts, &it.name, it.ty, word - it.base)
    }

    /// The element that word `word` of a buffer belongs to.
    fn element(&self, group: u32, binding: u32, word: u32) -> String {
        let mut bindings = self.compiled.bindings.iter();
        match bindings.find(|it| it.group == group && it.binding == binding) {
            Some(it) => self.path(it.variable, word),
            None => format!("word {word} of binding {binding}"),
        }
    }
}
