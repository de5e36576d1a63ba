//! Where the parts of a type lie, in 32-bit words. Memory and frames use the same layout, that of WGSL; only a `bool`,
//! which no buffer can hold, takes a word.

use naga::{ArraySize, Handle, Module, ScalarKind, Type, TypeInner, UniqueArena, VectorSize};

/// The words of a type that hold values; between them may lie some that don't.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// From the first word to the last, gaps included.
    pub words: u32,
    /// First word and number of words of each stretch.
    pub runs: Vec<(u32, u32)>,
}

/// Layouts of a module's types, for given lengths of the arrays whose length is an override.
pub struct Layouts<'a> {
    pub types: &'a UniqueArena<Type>,
    /// The value of each override that is the length of an array.
    pub lengths: &'a dyn Fn(Handle<naga::Override>) -> u32,
}

/// Words from one column of a matrix to the next.
pub fn column(rows: VectorSize) -> u32 {
    match rows {
        VectorSize::Bi => 2,
        VectorSize::Tri | VectorSize::Quad => 4,
    }
}

impl Layouts<'_> {
    fn inner(&self, ty: Handle<Type>) -> &TypeInner {
        &self.types[ty].inner
    }

    fn has_bool(&self, ty: &TypeInner) -> bool {
        match ty {
            TypeInner::Scalar(scalar) | TypeInner::Vector { scalar, .. } => scalar.kind == ScalarKind::Bool,
            TypeInner::Array { base, .. } => self.has_bool(self.inner(*base)),
            TypeInner::Struct { members, .. } => members.iter().any(|member| self.has_bool(self.inner(member.ty))),
            _ => false,
        }
    }

    fn alignment(&self, ty: &TypeInner) -> u32 {
        match ty {
            TypeInner::Vector { size, .. } | TypeInner::Matrix { rows: size, .. } => column(*size),
            TypeInner::Array { base, .. } => self.alignment(self.inner(*base)),
            TypeInner::Struct { members, .. } => {
                members.iter().map(|member| self.alignment(self.inner(member.ty))).max().unwrap_or(1)
            }
            _ => 1,
        }
    }

    /// Elements of an array; `None` for one whose length the buffer decides.
    pub fn length(&self, size: ArraySize) -> Option<u32> {
        match size {
            ArraySize::Constant(length) => Some(length.get()),
            ArraySize::Pending(length) => Some((self.lengths)(length)),
            ArraySize::Dynamic => None,
        }
    }

    /// Words from one element of an array to the next.
    pub fn stride(&self, ty: &TypeInner) -> u32 {
        match ty {
            TypeInner::Array { base, stride, .. } if !self.has_bool(ty) => {
                debug_assert!(stride % 4 == 0 && self.words(self.inner(*base)) <= stride / 4);
                stride / 4
            }
            TypeInner::Array { base, .. } => {
                let base = self.inner(*base);
                self.words(base).next_multiple_of(self.alignment(base))
            }
            TypeInner::Matrix { rows, .. } => column(*rows),
            _ => 1,
        }
    }

    /// The first word of each member of a struct.
    pub fn offsets(&self, ty: &TypeInner) -> Vec<u32> {
        let TypeInner::Struct { members, .. } = ty else { return Vec::new() };
        if !self.has_bool(ty) {
            return members.iter().map(|member| member.offset / 4).collect();
        }
        let mut end = 0_u32;
        let mut next = |ty: &TypeInner| {
            let offset = end.next_multiple_of(self.alignment(ty));
            end = offset + self.words(ty);
            offset
        };
        members.iter().map(|member| next(self.inner(member.ty))).collect()
    }

    /// Words that a value takes; of a runtime-sized array none.
    pub fn words(&self, ty: &TypeInner) -> u32 {
        match ty {
            TypeInner::Scalar(_) | TypeInner::Atomic(_) => 1,
            TypeInner::Vector { size, .. } => u32::from(*size),
            TypeInner::Matrix { columns, rows, .. } => u32::from(*columns) * column(*rows),
            TypeInner::Array { size, .. } => self.length(*size).unwrap_or(0).saturating_mul(self.stride(ty)),
            TypeInner::Struct { span, .. } if !self.has_bool(ty) => span / 4,
            TypeInner::Struct { members, .. } => {
                let last = members.last().map_or(0, |member| self.words(self.inner(member.ty)));
                (self.offsets(ty).last().unwrap_or(&0) + last).next_multiple_of(self.alignment(ty))
            }
            _ => 0,
        }
    }

    /// The words of a type that hold values.
    pub fn shape(&self, ty: &TypeInner) -> Shape {
        let mut shape = Shape { words: self.words(ty), runs: Vec::new() };
        self.runs(ty, 0, &mut shape.runs);
        shape
    }

    fn runs(&self, ty: &TypeInner, at: u32, runs: &mut Vec<(u32, u32)>) {
        let mut push = |at, words| match runs.last_mut() {
            Some((start, length)) if *start + *length == at => *length += words,
            _ => runs.push((at, words)),
        };
        match ty {
            TypeInner::Matrix { columns, rows, .. } => {
                (0..u32::from(*columns)).for_each(|n| push(at + n * column(*rows), u32::from(*rows)));
            }
            TypeInner::Array { base, size, .. } => {
                for n in 0..self.length(*size).unwrap_or(0) {
                    self.runs(self.inner(*base), at + n * self.stride(ty), runs);
                }
            }
            TypeInner::Struct { members, .. } => {
                for (member, offset) in members.iter().zip(self.offsets(ty)) {
                    self.runs(self.inner(member.ty), at + offset, runs);
                }
            }
            _ => push(at, self.words(ty)),
        }
    }
}

/// What lies `word` words into a value of type `ty` called `name`, as one would write it: `tile[3].x`.
pub fn path(module: &Module, layouts: &Layouts<'_>, name: &str, ty: Handle<Type>, mut word: u32) -> String {
    let mut path = name.to_string();
    let mut ty = ty;
    loop {
        let inner = &module.types[ty].inner;
        match inner {
            TypeInner::Array { base, .. } => {
                let stride = layouts.stride(inner).max(1);
                path += &format!("[{}]", word / stride);
                (ty, word) = (*base, word % stride);
            }
            TypeInner::Struct { members, .. } => {
                let offsets = layouts.offsets(inner);
                let Some(member) = offsets.iter().rposition(|&offset| offset <= word) else { return path };
                path += &format!(".{}", members[member].name.as_deref().unwrap_or("?"));
                (ty, word) = (members[member].ty, word - offsets[member]);
            }
            TypeInner::Vector { .. } => {
                return path + [".x", ".y", ".z", ".w"].get(word as usize).copied().unwrap_or("");
            }
            TypeInner::Matrix { rows, .. } => {
                return path + &format!("[{}][{}]", word / column(*rows), word % column(*rows));
            }
            _ => return path,
        }
    }
}
