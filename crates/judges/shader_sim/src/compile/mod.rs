//! From naga's IR to a [`Program`].

mod math;
mod statements;

use crate::Error;
use crate::arithmetic::{Binary, Kind, Math, Operand, Pack, Slot, Unary};
use crate::layout::{Layouts, column};
use crate::program::{
    Access, Address, Atomic, Binding, Fold, Length, Op, Program, Reduction, Rounds, Site, Space, Subgroup, Switch,
    Told, Variable, pure,
};
use naga::valid::{FunctionInfo, ModuleInfo};
use naga::{
    AddressSpace, Arena, Block, BuiltIn, Expression, Function, GlobalVariable, Handle, Literal, LocalVariable,
    MathFunction, Module, ScalarKind, Span, Statement, Type, TypeInner,
};
use std::collections::HashMap;

/// More steps than any program that a person writes; calls are written out, so functions that call functions add up.
const MOST_STEPS: usize = 1 << 20;

/// Words of a frame, likewise. WebGPU grants 2048 of them for variables; the rest is for values on the way.
const MOST_WORDS: usize = 1 << 16;

type Outcome<T = ()> = Result<T, Error>;

/// Values of overrides, by name or by number.
pub type Overrides<'a> = &'a [(&'a str, f64)];

/// Compiles the compute entry point `entry` of a module that has been found valid.
pub fn compile(module: &Module, info: &ModuleInfo, source: &str, entry: &str, given: Overrides) -> Outcome<Program> {
    let is_entry = |point: &naga::EntryPoint| point.name == entry && point.stage == naga::ShaderStage::Compute;
    let index = module.entry_points.iter().position(is_entry).ok_or_else(|| Error::NoEntry(entry.into()))?;
    let point = &module.entry_points[index];

    let lengths = lengths(module, info, source, given)?;
    let of = |handle| lengths.get(&handle).copied().unwrap_or(1);
    let layouts = Layouts { types: &module.types, lengths: &of };
    let mut compiler = Compiler::new(module, info, source, layouts, given);
    compiler.globals(info.get_entry_point(index))?;
    let mut size = point.workgroup_size;
    if let Some(overrides) = point.workgroup_size_overrides {
        for (size, expression) in size.iter_mut().zip(overrides) {
            if let Some(expression) = expression {
                let slot = compiler.global_constant(expression)?;
                *size = compiler.program.template[slot as usize];
            }
        }
    }
    compiler.program.workgroup_size = size;
    let arguments = compiler.told(&point.function)?;
    compiler.function(&point.function, info.get_entry_point(index), arguments, None)?;
    compiler.push(Op::End, Span::UNDEFINED)?;
    Ok(compiler.program)
}

/// Overrides that are lengths of arrays, with their values.
pub type Lengths = HashMap<Handle<naga::Override>, u32>;

/// The overrides that are lengths of arrays. They are needed before anything can be laid out, and can't themselves
/// depend on a layout.
pub fn lengths(module: &Module, info: &ModuleInfo, source: &str, given: Overrides) -> Outcome<Lengths> {
    let layouts = Layouts { types: &module.types, lengths: &|_| 1 };
    let mut compiler = Compiler::new(module, info, source, layouts, given);
    let mut lengths = HashMap::new();
    for (_, ty) in module.types.iter() {
        if let TypeInner::Array { size: naga::ArraySize::Pending(length), .. } = ty.inner {
            let slot = compiler.override_value(length)?;
            lengths.insert(length, compiler.program.template[slot as usize]);
        }
    }
    Ok(lengths)
}

/// What an expression is while the program runs.
#[derive(Clone, Copy, Debug)]
enum Value {
    At(Slot),
    Pointer(Pointer),
}

#[derive(Clone, Copy, Debug)]
struct Pointer {
    root: Root,
    address: Address,
    variable: u32,
}

#[derive(Clone, Copy, Debug)]
enum Root {
    Frame,
    Shared(Space),
}

/// Types of expressions, which naga keeps apart for functions and for constants.
#[derive(Clone, Copy)]
enum Types<'a> {
    Function(&'a FunctionInfo),
    Global(&'a ModuleInfo),
}

/// A function where it is called.
struct Scope<'a> {
    expressions: &'a Arena<Expression>,
    types: Types<'a>,
    values: HashMap<Handle<Expression>, Value>,
    arguments: Vec<Value>,
    locals: HashMap<Handle<LocalVariable>, (Slot, u32)>,
    result: Option<Slot>,
    /// Jumps to the end, to be filled in.
    returns: Vec<usize>,
    /// Innermost last.
    exits: Vec<Exit>,
}

/// A loop or a switch that may be left.
struct Exit {
    breaks: Vec<usize>,
    /// Jumps to a loop's continuing part; a switch has none.
    continues: Option<Vec<usize>>,
}

struct Compiler<'a> {
    module: &'a Module,
    info: &'a ModuleInfo,
    source: &'a str,
    layouts: Layouts<'a>,
    given: Overrides<'a>,
    program: Program,
    globals: HashMap<Handle<GlobalVariable>, Pointer>,
    /// Constants by bits, one word each.
    words: HashMap<u32, Slot>,
    global_constants: HashMap<Handle<Expression>, Slot>,
    functions: HashMap<Handle<Function>, u32>,
    /// The loops with barriers that what is being written out lies in, also those of the functions that call this one.
    rounds: Vec<Rounds>,
}

fn line(source: &str, span: Span) -> u32 {
    if span.is_defined() { span.location(source).line_number } else { 0 }
}

fn whole(slot: Slot) -> Operand {
    Operand { slot, step: 1 }
}

fn scalar(slot: Slot) -> Operand {
    Operand { slot, step: 0 }
}

impl<'a> Compiler<'a> {
    fn new(
        module: &'a Module,
        info: &'a ModuleInfo,
        source: &'a str,
        layouts: Layouts<'a>,
        given: Overrides<'a>,
    ) -> Self {
        let program = Program {
            code: Vec::new(),
            lines: Vec::new(),
            switches: Vec::new(),
            rounds: HashMap::new(),
            shapes: Vec::new(),
            sites: Vec::new(),
            variables: Vec::new(),
            bindings: Vec::new(),
            template: Vec::new(),
            told: Vec::new(),
            workgroup_size: [1; 3],
            workgroup_words: 0,
            uses_subgroups: false,
        };
        Self {
            module,
            info,
            source,
            layouts,
            given,
            program,
            globals: HashMap::new(),
            words: HashMap::new(),
            global_constants: HashMap::new(),
            functions: HashMap::new(),
            rounds: Vec::new(),
        }
    }

    fn unsupported<T>(&self, what: impl Into<String>, span: Span) -> Outcome<T> {
        Err(Error::Unsupported { what: what.into(), line: line(self.source, span) })
    }

    fn push(&mut self, op: Op, span: Span) -> Outcome<usize> {
        let program = &mut self.program;
        if program.code.len() >= MOST_STEPS || program.template.len() >= MOST_WORDS {
            return self.unsupported("a program as large as this, with each call written out", span);
        }
        // What the compiler adds has no place of its own: it belongs to the line before.
        let line = match line(self.source, span) {
            0 => program.lines.last().copied().unwrap_or(0),
            line => line,
        };
        program.code.push(op);
        program.lines.push(line);
        Ok(program.code.len() - 1)
    }

    fn alloc(&mut self, words: u32) -> Slot {
        let slot = self.program.template.len();
        // What is far too large is refused at the next step, and must not take the memory before.
        self.program.template.resize(slot + (words as usize).min(MOST_WORDS), 0);
        slot as Slot
    }

    fn word(&mut self, bits: u32) -> Slot {
        if let Some(&slot) = self.words.get(&bits) {
            return slot;
        }
        let slot = self.alloc(1);
        self.program.template[slot as usize] = bits;
        self.words.insert(bits, slot);
        slot
    }

    fn ty(&self, handle: Handle<Type>) -> &'a TypeInner {
        &self.module.types[handle].inner
    }

    fn type_of(&self, scope: &Scope<'a>, expression: Handle<Expression>) -> &'a TypeInner {
        match scope.types {
            Types::Function(info) => info[expression].ty.inner_with(&self.module.types),
            Types::Global(info) => info[expression].inner_with(&self.module.types),
        }
    }

    fn kind(&self, ty: &TypeInner, span: Span) -> Outcome<Kind> {
        let (TypeInner::Scalar(scalar)
        | TypeInner::Vector { scalar, .. }
        | TypeInner::Matrix { scalar, .. }
        | TypeInner::Atomic(scalar)
        | TypeInner::ValuePointer { scalar, .. }) = ty
        else {
            return self.unsupported("arithmetic on this type", span);
        };
        match (scalar.kind, scalar.width) {
            (ScalarKind::Sint, 4) => Ok(Kind::I32),
            (ScalarKind::Uint, 4) => Ok(Kind::U32),
            (ScalarKind::Float, 4) => Ok(Kind::F32),
            (ScalarKind::Bool, _) => Ok(Kind::Bool),
            (_, width) => self.unsupported(format!("a number of {} bits", 8 * width), span),
        }
    }

    /// Refuses types whose values don't consist of 32-bit words.
    fn check(&self, ty: &TypeInner, span: Span) -> Outcome {
        match ty {
            TypeInner::Scalar(_) | TypeInner::Vector { .. } | TypeInner::Matrix { .. } | TypeInner::Atomic(_) => {
                self.kind(ty, span).map(drop)
            }
            TypeInner::Array { base, .. } => self.check(self.ty(*base), span),
            TypeInner::Struct { members, .. } => {
                members.iter().try_for_each(|member| self.check(self.ty(member.ty), span))
            }
            TypeInner::Image { .. } | TypeInner::Sampler { .. } => self.unsupported("textures", span),
            _ => self.unsupported("a variable of this type", span),
        }
    }

    fn shape(&mut self, ty: &TypeInner) -> u32 {
        let shape = self.layouts.shape(ty);
        let shapes = &mut self.program.shapes;
        let place = shapes.iter().position(|known| *known == shape).unwrap_or_else(|| {
            shapes.push(shape);
            shapes.len() - 1
        });
        place as u32
    }

    /// Places for those global variables that the entry point uses.
    fn globals(&mut self, used: &FunctionInfo) -> Outcome {
        for (handle, variable) in self.module.global_variables.iter() {
            if used[handle].is_empty() {
                continue;
            }
            let span = self.module.global_variables.get_span(handle);
            let ty = self.ty(variable.ty);
            self.check(ty, span)?;
            let name = variable.name.clone().unwrap_or_default();
            let number = self.program.variables.len() as u32;
            let words = self.layouts.words(ty);
            let (root, base) = match variable.space {
                AddressSpace::Private => {
                    if words as usize > MOST_WORDS {
                        return self.unsupported(format!("a variable as large as `{name}`"), span);
                    }
                    let slot = self.alloc(words);
                    if let Some(init) = variable.init {
                        let from = self.global_constant(init)? as usize;
                        self.program.template.copy_within(from..from + words as usize, slot as usize);
                    }
                    (Root::Frame, slot)
                }
                AddressSpace::WorkGroup => {
                    // Sixteen bytes, the largest alignment there is.
                    let base = self.program.workgroup_words.next_multiple_of(4);
                    self.program.workgroup_words = base.saturating_add(words);
                    (Root::Shared(Space::Workgroup), base)
                }
                AddressSpace::Storage { .. } | AddressSpace::Uniform => {
                    let place = variable.binding.expect("naga has found the variable valid");
                    let writable = match variable.space {
                        AddressSpace::Storage { access } => access.contains(naga::StorageAccess::STORE),
                        _ => false,
                    };
                    let least = self.least(ty);
                    let buffer = self.program.bindings.len() as u16;
                    self.program.bindings.push(Binding {
                        group: place.group,
                        binding: place.binding,
                        name: name.clone(),
                        variable: number,
                        writable,
                        least,
                    });
                    (Root::Shared(Space::Buffer(buffer)), 0)
                }
                _ => return self.unsupported(format!("the variable `{name}` in its address space"), span),
            };
            self.program.variables.push(Variable { name, ty: variable.ty, base });
            let address = Address { offset: base, dynamic: None };
            self.globals.insert(handle, Pointer { root, address, variable: number });
        }
        Ok(())
    }

    /// Words that a buffer must have at least: all that is fixed, and one element of an array that isn't.
    fn least(&self, ty: &TypeInner) -> u32 {
        match ty {
            TypeInner::Array { size: naga::ArraySize::Dynamic, base, .. } => self.layouts.words(self.ty(*base)),
            TypeInner::Struct { members, .. } => match members.last() {
                Some(last) => last.offset / 4 + self.least(self.ty(last.ty)),
                None => 0,
            },
            _ => self.layouts.words(ty),
        }
    }

    /// The arguments of the entry point: what each invocation is told.
    fn told(&mut self, function: &Function) -> Outcome<Vec<Value>> {
        let mut values = Vec::new();
        for argument in &function.arguments {
            let ty = self.ty(argument.ty);
            let slot = self.alloc(self.layouts.words(ty));
            match (&argument.binding, ty) {
                (Some(binding), _) => self.tell(slot, binding)?,
                (None, TypeInner::Struct { members, .. }) => {
                    for (member, offset) in members.iter().zip(self.layouts.offsets(ty)) {
                        if let Some(binding) = &member.binding {
                            self.tell(slot + offset, binding)?;
                        }
                    }
                }
                _ => {}
            }
            values.push(Value::At(slot));
        }
        Ok(values)
    }

    fn tell(&mut self, slot: Slot, binding: &naga::Binding) -> Outcome {
        let naga::Binding::BuiltIn(built_in) = binding else {
            return self.unsupported("an entry point's argument that isn't built in", Span::UNDEFINED);
        };
        let told = match built_in {
            BuiltIn::GlobalInvocationId => Told::Global,
            BuiltIn::LocalInvocationId => Told::Local,
            BuiltIn::LocalInvocationIndex => Told::LocalIndex,
            BuiltIn::WorkGroupId => Told::Workgroup,
            BuiltIn::WorkGroupSize => Told::WorkgroupSize,
            BuiltIn::NumWorkGroups => Told::Workgroups,
            BuiltIn::NumSubgroups => Told::Subgroups,
            BuiltIn::SubgroupId => Told::Subgroup,
            BuiltIn::SubgroupSize => Told::SubgroupSize,
            BuiltIn::SubgroupInvocationId => Told::Lane,
            other => return self.unsupported(format!("the built-in value {other:?}"), Span::UNDEFINED),
        };
        self.program.uses_subgroups |=
            matches!(told, Told::Subgroups | Told::Subgroup | Told::SubgroupSize | Told::Lane);
        self.program.told.push((slot, told));
        Ok(())
    }

    fn override_value(&mut self, handle: Handle<naga::Override>) -> Outcome<Slot> {
        let it = &self.module.overrides[handle];
        let span = self.module.overrides.get_span(handle);
        let id = it.id.map(|id| id.to_string());
        let name = id.as_deref().or(it.name.as_deref()).unwrap_or_default();
        let Some(&(_, value)) = self.given.iter().find(|(given, _)| *given == name) else {
            return match it.init {
                Some(init) => self.global_constant(init),
                None => Err(Error::NoOverride(it.name.clone().unwrap_or_else(|| name.into()))),
            };
        };
        let bits = match self.kind(self.ty(it.ty), span)? {
            Kind::I32 => value as i32 as u32,
            Kind::U32 => value as u32,
            Kind::F32 => (value as f32).to_bits(),
            Kind::Bool => (value != 0.0).into(),
        };
        Ok(self.word(bits))
    }

    /// A constant expression of the module, computed here and now.
    fn global_constant(&mut self, expression: Handle<Expression>) -> Outcome<Slot> {
        if let Some(&slot) = self.global_constants.get(&expression) {
            return Ok(slot);
        }
        let mut scope = Scope {
            expressions: &self.module.global_expressions,
            types: Types::Global(self.info),
            values: HashMap::new(),
            arguments: Vec::new(),
            locals: HashMap::new(),
            result: None,
            returns: Vec::new(),
            exits: Vec::new(),
        };
        let slot = self.slot(&mut scope, expression)?;
        self.global_constants.insert(expression, slot);
        Ok(slot)
    }

    /// Computes what no statement emits: constants.
    fn fold(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>) -> Outcome<Slot> {
        let (code, lines) = (std::mem::take(&mut self.program.code), std::mem::take(&mut self.program.lines));
        let emitted = self.emit(scope, expression);
        let folded = std::mem::replace(&mut self.program.code, code);
        self.program.lines = lines;
        emitted?;
        for op in &folded {
            if pure(op, &mut self.program.template).is_none() {
                let span = scope.expressions.get_span(expression);
                return self.unsupported("this constant", span);
            }
        }
        match scope.values.get(&expression) {
            Some(Value::At(slot)) => Ok(*slot),
            _ => self.unsupported("this constant", scope.expressions.get_span(expression)),
        }
    }

    fn literal(&mut self, literal: Literal, span: Span) -> Outcome<Slot> {
        let bits = match literal {
            Literal::F32(value) => value.to_bits(),
            Literal::U32(value) => value,
            Literal::I32(value) => value as u32,
            Literal::Bool(value) => value.into(),
            other => return self.unsupported(format!("the number {other:?}"), span),
        };
        Ok(self.word(bits))
    }

    fn value(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>) -> Outcome<Value> {
        if let Some(&value) = scope.values.get(&expression) {
            return Ok(value);
        }
        let span = scope.expressions.get_span(expression);
        let value = match scope.expressions[expression] {
            Expression::Literal(literal) => Value::At(self.literal(literal, span)?),
            Expression::Constant(constant) => Value::At(self.global_constant(self.module.constants[constant].init)?),
            Expression::Override(handle) => Value::At(self.override_value(handle)?),
            Expression::ZeroValue(ty) => {
                self.check(self.ty(ty), span)?;
                Value::At(self.alloc(self.layouts.words(self.ty(ty))))
            }
            Expression::FunctionArgument(number) => scope.arguments[number as usize],
            Expression::GlobalVariable(variable) => match self.globals.get(&variable) {
                Some(pointer) => Value::Pointer(*pointer),
                None => return self.unsupported("this variable", span),
            },
            Expression::LocalVariable(variable) => {
                let (slot, variable) = scope.locals[&variable];
                let address = Address { offset: slot, dynamic: None };
                Value::Pointer(Pointer { root: Root::Frame, address, variable })
            }
            _ => Value::At(self.fold(scope, expression)?),
        };
        scope.values.insert(expression, value);
        Ok(value)
    }

    fn slot(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>) -> Outcome<Slot> {
        match self.value(scope, expression)? {
            Value::At(slot) => Ok(slot),
            Value::Pointer(_) => self.unsupported("a pointer here", scope.expressions.get_span(expression)),
        }
    }

    fn pointer(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>) -> Outcome<Pointer> {
        match self.value(scope, expression)? {
            Value::Pointer(pointer) => Ok(pointer),
            Value::At(_) => self.unsupported("a value here", scope.expressions.get_span(expression)),
        }
    }

    fn site(&mut self, variable: u32, access: Access, span: Span) -> u32 {
        self.program.sites.push(Site { variable, line: line(self.source, span), access });
        self.program.sites.len() as u32 - 1
    }

    /// The type that a pointer points to.
    fn pointee(&self, ty: &'a TypeInner) -> TypeInner {
        match *ty {
            TypeInner::Pointer { base, .. } => self.ty(base).clone(),
            TypeInner::ValuePointer { size: Some(size), scalar, .. } => TypeInner::Vector { size, scalar },
            TypeInner::ValuePointer { size: None, scalar, .. } => TypeInner::Scalar(scalar),
            ref other => other.clone(),
        }
    }

    /// How many elements `ty` has, and how far apart. `pointer` says where it lies, if in memory.
    fn elements(&self, ty: &TypeInner, pointer: Option<&Pointer>, span: Span) -> Outcome<(Length, u32)> {
        let stride = self.layouts.stride(ty);
        let length = match ty {
            TypeInner::Vector { size, .. } => Length::Fixed(u32::from(*size)),
            TypeInner::Matrix { columns, .. } => Length::Fixed(u32::from(*columns)),
            TypeInner::Array { size, .. } => match (self.layouts.length(*size), pointer) {
                (Some(length), _) => Length::Fixed(length),
                (None, Some(Pointer { root: Root::Shared(Space::Buffer(buffer)), address, .. })) => {
                    Length::Runtime { buffer: *buffer, offset: address.offset, stride }
                }
                _ => return self.unsupported("an array without a length here", span),
            },
            _ => return self.unsupported("an index into this type", span),
        };
        Ok((length, stride))
    }

    fn index(
        &mut self,
        base: Option<Slot>,
        index: Slot,
        signed: bool,
        (length, stride): (Length, u32),
        span: Span,
    ) -> Outcome<Slot> {
        let to = self.alloc(1);
        self.push(Op::Index { to, base, index, signed, length, stride }, span)?;
        Ok(to)
    }

    /// Computes an expression and remembers where its value is.
    fn emit(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>) -> Outcome {
        let span = scope.expressions.get_span(expression);
        let value = match &scope.expressions[expression] {
            Expression::Access { base, index } => {
                let signed = self.kind(self.type_of(scope, *index), span)? == Kind::I32;
                let index = self.slot(scope, *index)?;
                match self.value(scope, *base)? {
                    Value::Pointer(pointer) => {
                        let ty = self.pointee(self.type_of(scope, *base));
                        let elements = self.elements(&ty, Some(&pointer), span)?;
                        let dynamic = self.index(pointer.address.dynamic, index, signed, elements, span)?;
                        let address = Address { offset: pointer.address.offset, dynamic: Some(dynamic) };
                        Value::Pointer(Pointer { address, ..pointer })
                    }
                    Value::At(slot) => {
                        let elements = self.elements(self.type_of(scope, *base), None, span)?;
                        let dynamic = self.index(None, index, signed, elements, span)?;
                        let words = self.layouts.words(self.type_of(scope, expression));
                        let to = self.alloc(words);
                        let variable = self.nameless(scope, *base);
                        let site = self.site(variable, Access::Read, span);
                        let from = Address { offset: slot, dynamic: Some(dynamic) };
                        self.push(Op::LoadFrame { to, from, words, site }, span)?;
                        Value::At(to)
                    }
                }
            }
            Expression::AccessIndex { base, index } => {
                let base_value = self.value(scope, *base)?;
                let ty = match base_value {
                    Value::Pointer(_) => self.pointee(self.type_of(scope, *base)),
                    Value::At(_) => self.type_of(scope, *base).clone(),
                };
                if let (TypeInner::Array { size: naga::ArraySize::Dynamic, .. }, Value::Pointer(pointer)) =
                    (&ty, base_value)
                {
                    // Whether there is such an element only the buffer knows.
                    let index = self.word(*index);
                    let elements = self.elements(&ty, Some(&pointer), span)?;
                    let dynamic = self.index(pointer.address.dynamic, index, false, elements, span)?;
                    let address = Address { offset: pointer.address.offset, dynamic: Some(dynamic) };
                    scope.values.insert(expression, Value::Pointer(Pointer { address, ..pointer }));
                    return Ok(());
                }
                let offset = match &ty {
                    TypeInner::Struct { .. } => self.layouts.offsets(&ty)[*index as usize],
                    _ => index * self.layouts.stride(&ty),
                };
                match base_value {
                    Value::At(slot) => Value::At(slot + offset),
                    Value::Pointer(mut pointer) => {
                        pointer.address.offset += offset;
                        Value::Pointer(pointer)
                    }
                }
            }
            Expression::Load { pointer } => {
                let ty = self.pointee(self.type_of(scope, *pointer));
                let pointer = self.pointer(scope, *pointer)?;
                Value::At(self.load(pointer, &ty, span)?)
            }
            Expression::ArrayLength(array) => {
                let ty = self.pointee(self.type_of(scope, *array));
                let pointer = self.pointer(scope, *array)?;
                let (length, _) = self.elements(&ty, Some(&pointer), span)?;
                let to = self.alloc(1);
                self.push(Op::ArrayLength { to, length }, span)?;
                Value::At(to)
            }
            Expression::CallResult(_)
            | Expression::AtomicResult { .. }
            | Expression::WorkGroupUniformLoadResult { .. }
            | Expression::SubgroupBallotResult
            | Expression::SubgroupOperationResult { .. } => return Ok(()),
            Expression::Literal(_)
            | Expression::Constant(_)
            | Expression::Override(_)
            | Expression::ZeroValue(_)
            | Expression::FunctionArgument(_)
            | Expression::GlobalVariable(_)
            | Expression::LocalVariable(_) => self.value(scope, expression)?,
            _ => Value::At(self.compute(scope, expression, span)?),
        };
        scope.values.insert(expression, value);
        Ok(())
    }

    /// A value that is indexed has no name, unless it was loaded from a variable.
    fn nameless(&mut self, scope: &Scope<'a>, base: Handle<Expression>) -> u32 {
        if let Expression::Load { pointer } = scope.expressions[base]
            && let Some(Value::Pointer(pointer)) = scope.values.get(&pointer)
        {
            return pointer.variable;
        }
        let ty = match scope.types {
            Types::Function(info) => info[base].ty.handle(),
            Types::Global(_) => None,
        };
        let any = self.module.types.iter().next().expect("there is a type where there is a value").0;
        self.program.variables.push(Variable { name: "a value".into(), ty: ty.unwrap_or(any), base: 0 });
        self.program.variables.len() as u32 - 1
    }

    fn load(&mut self, pointer: Pointer, ty: &TypeInner, span: Span) -> Outcome<Slot> {
        let words = self.layouts.words(ty);
        let to = self.alloc(words);
        let atomic = matches!(ty, TypeInner::Atomic(_));
        let op = match (pointer.root, pointer.address.dynamic) {
            (Root::Frame, None) => Op::Copy { to, from: pointer.address.offset, words },
            (Root::Frame, Some(_)) => {
                let site = self.site(pointer.variable, Access::Read, span);
                Op::LoadFrame { to, from: pointer.address, words, site }
            }
            (Root::Shared(space), _) if atomic => {
                let site = self.site(pointer.variable, Access::Atomic, span);
                Op::Atomic { op: Atomic::Load, space, at: pointer.address, value: to, result: to, site }
            }
            (Root::Shared(space), _) => {
                let site = self.site(pointer.variable, Access::Read, span);
                Op::Load { to, space, from: pointer.address, shape: self.shape(ty), site }
            }
        };
        self.push(op, span)?;
        Ok(to)
    }

    fn store(&mut self, pointer: Pointer, ty: &TypeInner, from: Slot, span: Span) -> Outcome {
        let words = self.layouts.words(ty);
        let atomic = matches!(ty, TypeInner::Atomic(_));
        let op = match (pointer.root, pointer.address.dynamic) {
            (Root::Frame, None) => Op::Copy { to: pointer.address.offset, from, words },
            (Root::Frame, Some(_)) => {
                let site = self.site(pointer.variable, Access::Write, span);
                Op::StoreFrame { to: pointer.address, from, words, site }
            }
            (Root::Shared(space), _) if atomic => {
                let site = self.site(pointer.variable, Access::Atomic, span);
                let result = self.alloc(1);
                Op::Atomic { op: Atomic::Store, space, at: pointer.address, value: from, result, site }
            }
            (Root::Shared(space), _) => {
                let site = self.site(pointer.variable, Access::Write, span);
                Op::Store { space, to: pointer.address, from, shape: self.shape(ty), site }
            }
        };
        self.push(op, span)?;
        Ok(())
    }

    /// Arithmetic: expressions that need nothing but other values.
    fn compute(&mut self, scope: &mut Scope<'a>, expression: Handle<Expression>, span: Span) -> Outcome<Slot> {
        let ty = self.type_of(scope, expression);
        let words = self.layouts.words(ty);
        match &scope.expressions[expression] {
            Expression::Compose { ty, components } => {
                let ty = self.ty(*ty);
                self.check(ty, span)?;
                let to = self.alloc(words);
                let offsets = self.layouts.offsets(ty);
                let mut end = 0;
                for (n, &component) in components.iter().enumerate() {
                    let size = self.layouts.words(self.type_of(scope, component));
                    let from = self.slot(scope, component)?;
                    let at = match ty {
                        TypeInner::Struct { .. } => offsets[n],
                        // Vectors may be made of vectors.
                        TypeInner::Vector { .. } => end,
                        _ => n as u32 * self.layouts.stride(ty),
                    };
                    end = at + size;
                    self.push(Op::Copy { to: to + at, from, words: size }, span)?;
                }
                Ok(to)
            }
            Expression::Splat { value, .. } => {
                let from = self.slot(scope, *value)?;
                let to = self.alloc(words);
                self.push(Op::Splat { to, from, words }, span)?;
                Ok(to)
            }
            Expression::Swizzle { vector, pattern, .. } => {
                let from = self.slot(scope, *vector)?;
                let to = self.alloc(words);
                for (n, &component) in (0..words).zip(pattern) {
                    self.push(Op::Copy { to: to + n, from: from + component as u32, words: 1 }, span)?;
                }
                Ok(to)
            }
            Expression::Unary { op, expr } => {
                let kind = self.kind(ty, span)?;
                let a = self.slot(scope, *expr)?;
                let to = self.alloc(words);
                let op = match (op, kind) {
                    (naga::UnaryOperator::Negate, Kind::F32) => Unary::NegateF,
                    (naga::UnaryOperator::Negate, _) => Unary::NegateI,
                    (naga::UnaryOperator::LogicalNot, _) => Unary::Not,
                    (naga::UnaryOperator::BitwiseNot, _) => Unary::Complement,
                };
                self.push(Op::Unary { op, to, a, words }, span)?;
                Ok(to)
            }
            Expression::Binary { op, left, right } => self.binary(scope, *op, *left, *right, words, span),
            Expression::Select { condition, accept, reject } => {
                let step = u32::from(matches!(self.type_of(scope, *condition), TypeInner::Vector { .. }));
                let condition = Operand { slot: self.slot(scope, *condition)?, step };
                let (accept, reject) = (self.slot(scope, *accept)?, self.slot(scope, *reject)?);
                let to = self.alloc(words);
                self.push(Op::Select { to, condition, accept, reject, words }, span)?;
                Ok(to)
            }
            Expression::Relational { fun, argument } => {
                let a = self.slot(scope, *argument)?;
                let from = self.layouts.words(self.type_of(scope, *argument));
                let to = self.alloc(words);
                let math = |op| Op::Math { op, to, of: [whole(a); 4], words };
                let op = match fun {
                    naga::RelationalFunction::All => Op::Holds { all: true, to, a, words: from },
                    naga::RelationalFunction::Any => Op::Holds { all: false, to, a, words: from },
                    naga::RelationalFunction::IsNan => math(Math::IsNan),
                    naga::RelationalFunction::IsInf => math(Math::IsInf),
                };
                self.push(op, span)?;
                Ok(to)
            }
            Expression::Math { fun, arg, arg1, arg2, arg3 } => {
                let arguments = [Some(*arg), *arg1, *arg2, *arg3];
                self.math(scope, *fun, arguments, ty, span)
            }
            Expression::As { expr, convert, .. } => {
                let from = self.kind(self.type_of(scope, *expr), span)?;
                let into = self.kind(ty, span)?;
                let a = self.slot(scope, *expr)?;
                if convert.is_none() || from == into {
                    // The same bits, under another name.
                    return Ok(a);
                }
                let to = self.alloc(words);
                self.push(Op::Convert { to, a, from, into, words }, span)?;
                Ok(to)
            }
            Expression::Derivative { .. } => self.unsupported("derivatives", span),
            Expression::ImageSample { .. } | Expression::ImageLoad { .. } | Expression::ImageQuery { .. } => {
                self.unsupported("textures", span)
            }
            Expression::RayQueryVertexPositions { .. }
            | Expression::RayQueryProceedResult
            | Expression::RayQueryGetIntersection { .. } => self.unsupported("ray queries", span),
            Expression::CooperativeLoad { .. } | Expression::CooperativeMultiplyAdd { .. } => {
                self.unsupported("cooperative matrices", span)
            }
            other => self.unsupported(format!("{other:?}"), span),
        }
    }

    fn binary(
        &mut self,
        scope: &mut Scope<'a>,
        op: naga::BinaryOperator,
        left: Handle<Expression>,
        right: Handle<Expression>,
        words: u32,
        span: Span,
    ) -> Outcome<Slot> {
        use naga::BinaryOperator as B;
        let (left_type, right_type) = (self.type_of(scope, left), self.type_of(scope, right));
        let kind = self.kind(left_type, span)?;
        let (mut a, mut b) = (self.slot(scope, left)?, self.slot(scope, right)?);
        if op == B::Multiply
            && let Some(product) = self.product((left_type, a), (right_type, b), words, span)?
        {
            return Ok(product);
        }
        let float = kind == Kind::F32;
        let pick = |f, u, i| match kind {
            Kind::F32 => f,
            Kind::I32 => i,
            Kind::U32 | Kind::Bool => u,
        };
        if matches!(op, B::Greater | B::GreaterEqual) {
            std::mem::swap(&mut a, &mut b);
        }
        let op = match op {
            B::Add => pick(Binary::AddF, Binary::AddI, Binary::AddI),
            B::Subtract => pick(Binary::SubF, Binary::SubI, Binary::SubI),
            B::Multiply => pick(Binary::MulF, Binary::MulI, Binary::MulI),
            B::Divide => pick(Binary::DivF, Binary::DivU, Binary::DivI),
            B::Modulo => pick(Binary::ModF, Binary::ModU, Binary::ModI),
            B::Equal => {
                if float {
                    Binary::EqualF
                } else {
                    Binary::Equal
                }
            }
            B::NotEqual => {
                if float {
                    Binary::NotEqualF
                } else {
                    Binary::NotEqual
                }
            }
            B::Less | B::Greater => pick(Binary::LessF, Binary::LessU, Binary::LessI),
            B::LessEqual | B::GreaterEqual => pick(Binary::LessEqualF, Binary::LessEqualU, Binary::LessEqualI),
            B::And | B::LogicalAnd => Binary::And,
            B::InclusiveOr | B::LogicalOr => Binary::Or,
            B::ExclusiveOr => Binary::Xor,
            B::ShiftLeft => Binary::ShiftLeft,
            B::ShiftRight => pick(Binary::ShiftRightU, Binary::ShiftRightU, Binary::ShiftRightI),
        };
        let operand = |slot, ty: &TypeInner| Operand { slot, step: u32::from(!matches!(ty, TypeInner::Scalar(_))) };
        let (a, b) = (operand(a, left_type), operand(b, right_type));
        let to = self.alloc(words);
        self.push(Op::Binary { op, to, a, b, words }, span)?;
        Ok(to)
    }

    /// Products with a matrix; `None` for all others.
    fn product(
        &mut self,
        (left, a): (&TypeInner, Slot),
        (right, b): (&TypeInner, Slot),
        words: u32,
        span: Span,
    ) -> Outcome<Option<Slot>> {
        // A row of `a` starts at a component and steps over columns; a column of `b` is a stretch.
        let (inner, rows, columns, row_step, b_column, to_column) = match (left, right) {
            (TypeInner::Matrix { columns: inner, rows, .. }, TypeInner::Vector { .. }) => {
                (*inner, u32::from(*rows), 1, column(*rows), 0, 0)
            }
            (TypeInner::Vector { size, .. }, TypeInner::Matrix { columns, rows, .. }) => {
                // The vector is a row; the answer's components are the columns.
                let to = self.alloc(words);
                for n in 0..u32::from(*columns) {
                    let b = whole(b + n * column(*rows));
                    self.push(Op::DotF { to: to + n, a: whole(a), b, words: u32::from(*size) }, span)?;
                }
                return Ok(Some(to));
            }
            (TypeInner::Matrix { columns: inner, rows, .. }, TypeInner::Matrix { columns, rows: right_rows, .. }) => {
                (*inner, u32::from(*rows), u32::from(*columns), column(*rows), column(*right_rows), column(*rows))
            }
            _ => return Ok(None),
        };
        let to = self.alloc(words);
        for c in 0..columns {
            for r in 0..rows {
                let a = Operand { slot: a + r, step: row_step };
                let b = whole(b + c * b_column);
                self.push(Op::DotF { to: to + c * to_column + r, a, b, words: u32::from(inner) }, span)?;
            }
        }
        Ok(Some(to))
    }
}
