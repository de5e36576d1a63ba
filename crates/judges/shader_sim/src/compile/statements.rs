//! Statements, and functions where they are called.

use super::{
    Access, Arena, Atomic, Binary, Block, Compiler, Error, Exit, Expression, Fold, Function, FunctionInfo, Handle,
    HashMap, Kind, Math, Op, Outcome, Pointer, Reduction, Root, Rounds, Scope, Slot, Span, Statement, Subgroup, Switch,
    Types, Value, Variable, line, scalar,
};
use naga::{AtomicFunction, CollectiveOperation, GatherMode, SubgroupOperation, SwitchValue};

/// Functions within functions. WGSL has no recursion; this is what a call costs of our own stack.
const DEEPEST: usize = 64;

impl<'a> Compiler<'a> {
    /// The body of `function`, written out. Its value, if it has one, goes to `result`.
    pub(super) fn function(
        &mut self,
        function: &'a Function,
        info: &'a FunctionInfo,
        arguments: Vec<Value>,
        result: Option<Slot>,
    ) -> Outcome {
        let mut scope = Scope {
            expressions: &function.expressions,
            types: Types::Function(info),
            values: HashMap::new(),
            arguments,
            locals: HashMap::new(),
            result,
            returns: Vec::new(),
            exits: Vec::new(),
        };
        for (handle, local) in function.local_variables.iter() {
            let span = function.local_variables.get_span(handle);
            let ty = self.ty(local.ty);
            self.check(ty, span)?;
            let words = self.layouts.words(ty);
            let slot = self.alloc(words);
            let name = local.name.clone().unwrap_or_default();
            self.program.variables.push(Variable { name, ty: local.ty, base: slot });
            scope.locals.insert(handle, (slot, self.program.variables.len() as u32 - 1));
            // Not once and for all: the function may be called in a loop.
            let op = match local.init {
                Some(init) => Op::Copy { to: slot, from: self.slot(&mut scope, init)?, words },
                None => Op::Zero { to: slot, words },
            };
            self.push(op, span)?;
        }
        self.block(&mut scope, &function.body)?;
        self.land(scope.returns);
        Ok(())
    }

    /// Lets jumps end here.
    fn land(&mut self, jumps: Vec<usize>) {
        let here = self.program.code.len() as u32;
        for jump in jumps {
            match &mut self.program.code[jump] {
                Op::Jump { to } | Op::JumpUnless { to, .. } => *to = here,
                _ => unreachable!("only jumps are kept to be filled in"),
            }
        }
    }

    fn jump(&mut self, span: Span) -> Outcome<usize> {
        self.push(Op::Jump { to: 0 }, span)
    }

    /// A barrier, and in which rounds all must meet there.
    fn barrier(&mut self, barrier: Op, span: Span) -> Outcome {
        let step = self.push(barrier, span)?;
        if !self.rounds.is_empty() {
            self.program.rounds.insert(step as u32, self.rounds.clone());
        }
        Ok(())
    }

    /// Whether there is a barrier in `block`, or in a function that is called there.
    fn waits(&self, block: &Block) -> bool {
        block.iter().any(|statement| match statement {
            Statement::ControlBarrier(_) | Statement::WorkGroupUniformLoad { .. } => true,
            Statement::Block(block) => self.waits(block),
            Statement::If { accept, reject, .. } => self.waits(accept) || self.waits(reject),
            Statement::Switch { cases, .. } => cases.iter().any(|case| self.waits(&case.body)),
            Statement::Loop { body, continuing, .. } => self.waits(body) || self.waits(continuing),
            Statement::Call { function, .. } => self.waits(&self.module.functions[*function].body),
            _ => false,
        })
    }

    fn block(&mut self, scope: &mut Scope<'a>, block: &'a Block) -> Outcome {
        block.span_iter().try_for_each(|(statement, span)| self.statement(scope, statement, *span))
    }

    fn statement(&mut self, scope: &mut Scope<'a>, statement: &'a Statement, span: Span) -> Outcome {
        match statement {
            Statement::Emit(range) => {
                for expression in range.clone() {
                    self.emit(scope, expression)?;
                }
            }
            Statement::Block(block) => self.block(scope, block)?,
            Statement::If { condition, accept, reject } => {
                let span = named(scope.expressions, *condition, span);
                let condition = self.slot(scope, *condition)?;
                let over = self.push(Op::JumpUnless { condition, to: 0 }, span)?;
                self.block(scope, accept)?;
                if reject.is_empty() {
                    self.land(vec![over]);
                } else {
                    let end = self.jump(span)?;
                    self.land(vec![over]);
                    self.block(scope, reject)?;
                    self.land(vec![end]);
                }
            }
            Statement::Switch { selector, cases } => {
                let span = named(scope.expressions, *selector, span);
                let selector = self.slot(scope, *selector)?;
                let number = self.program.switches.len();
                self.program.switches.push(Switch { cases: Vec::new(), default: 0 });
                self.push(Op::Switch { selector, cases: number as u32 }, span)?;
                scope.exits.push(Exit { breaks: Vec::new(), continues: None });
                for case in cases {
                    let here = self.program.code.len() as u32;
                    let switch = &mut self.program.switches[number];
                    match case.value {
                        SwitchValue::I32(value) => switch.cases.push((value as u32, here)),
                        SwitchValue::U32(value) => switch.cases.push((value, here)),
                        SwitchValue::Default => switch.default = here,
                    }
                    self.block(scope, &case.body)?;
                    if !case.fall_through {
                        let end = self.jump(span)?;
                        scope.exits.last_mut().expect("just pushed").breaks.push(end);
                    }
                }
                let exit = scope.exits.pop().expect("just pushed");
                self.land(exit.breaks);
            }
            Statement::Loop { body, continuing, break_if } => {
                let counted = self.waits(body) || self.waits(continuing);
                if counted {
                    let slot = self.alloc(1);
                    self.rounds.push(Rounds { slot, line: line(self.source, span) });
                    self.push(Op::Zero { to: slot, words: 1 }, span)?;
                }
                let start = self.program.code.len() as u32;
                if let (true, Some(&Rounds { slot, .. })) = (counted, self.rounds.last()) {
                    let (round, one) = (scalar(slot), scalar(self.word(1)));
                    self.push(Op::Binary { op: Binary::AddI, to: slot, a: round, b: one, words: 1 }, span)?;
                }
                scope.exits.push(Exit { breaks: Vec::new(), continues: Some(Vec::new()) });
                self.block(scope, body)?;
                let exit = scope.exits.last_mut().expect("just pushed");
                let continues = exit.continues.replace(Vec::new()).unwrap_or_default();
                self.land(continues);
                self.block(scope, continuing)?;
                match break_if {
                    Some(condition) => {
                        let condition = self.slot(scope, *condition)?;
                        self.push(Op::JumpUnless { condition, to: start }, span)?;
                    }
                    None => {
                        self.push(Op::Jump { to: start }, span)?;
                    }
                }
                let exit = scope.exits.pop().expect("pushed above");
                self.land(exit.breaks);
                if counted {
                    self.rounds.pop();
                }
            }
            Statement::Break => {
                let jump = self.jump(span)?;
                scope.exits.last_mut().expect("naga found the module valid").breaks.push(jump);
            }
            Statement::Continue => {
                let jump = self.jump(span)?;
                let innermost = scope.exits.iter_mut().rev().find_map(|exit| exit.continues.as_mut());
                innermost.expect("naga found the module valid").push(jump);
            }
            Statement::Return { value } => {
                if let (Some(value), Some(to)) = (value, scope.result) {
                    let words = self.layouts.words(self.type_of(scope, *value));
                    let from = self.slot(scope, *value)?;
                    self.push(Op::Copy { to, from, words }, span)?;
                }
                let jump = self.jump(span)?;
                scope.returns.push(jump);
            }
            Statement::ControlBarrier(barrier) => {
                if barrier.contains(naga::Barrier::SUB_GROUP) {
                    return self.unsupported("subgroupBarrier, which isn't WGSL's", span);
                }
                let workgroup = barrier.contains(naga::Barrier::WORK_GROUP);
                let storage = barrier.contains(naga::Barrier::STORAGE);
                self.barrier(Op::Barrier { workgroup, storage }, span)?;
            }
            Statement::Store { pointer, value } => {
                let ty = self.pointee(self.type_of(scope, *pointer));
                let from = self.slot(scope, *value)?;
                let pointer = self.pointer(scope, *pointer)?;
                self.store(pointer, &ty, from, span)?;
            }
            Statement::Atomic { pointer, fun, value, result } => {
                self.atomic(scope, *pointer, fun, *value, *result, span)?;
            }
            Statement::WorkGroupUniformLoad { pointer, result } => {
                let ty = self.pointee(self.type_of(scope, *pointer));
                let pointer = self.pointer(scope, *pointer)?;
                let barrier = Op::Barrier { workgroup: true, storage: false };
                self.barrier(barrier, span)?;
                let slot = self.load(pointer, &ty, span)?;
                self.barrier(barrier, span)?;
                scope.values.insert(*result, Value::At(slot));
            }
            Statement::Call { function, arguments, result } => {
                let arguments =
                    arguments.iter().map(|&argument| self.value(scope, argument)).collect::<Outcome<Vec<_>>>()?;
                let callee = &self.module.functions[*function];
                let to = match &callee.result {
                    Some(value) => Some(self.alloc(self.layouts.words(self.ty(value.ty)))),
                    None => None,
                };
                let depth = self.functions.entry(*function).or_insert(0);
                *depth += 1;
                if *depth as usize > DEEPEST {
                    return self.unsupported("functions so deep in each other", span);
                }
                self.function(callee, &self.info[*function], arguments, to)?;
                *self.functions.get_mut(function).expect("put in above") -= 1;
                if let (Some(result), Some(to)) = (result, to) {
                    scope.values.insert(*result, Value::At(to));
                }
            }
            Statement::SubgroupBallot { result, predicate } => {
                let from = match predicate {
                    Some(predicate) => self.slot(scope, *predicate)?,
                    None => self.word(1),
                };
                let to = self.subgroup(Subgroup::Ballot, from, 4, 1, span)?;
                scope.values.insert(*result, Value::At(to));
            }
            Statement::SubgroupGather { mode, argument, result } => {
                let words = self.layouts.words(self.type_of(scope, *argument));
                let from = self.slot(scope, *argument)?;
                let op = match mode {
                    GatherMode::BroadcastFirst => Subgroup::First,
                    GatherMode::Broadcast(lane) | GatherMode::Shuffle(lane) => Subgroup::From(self.slot(scope, *lane)?),
                    GatherMode::ShuffleDown(by) => Subgroup::Down(self.slot(scope, *by)?),
                    GatherMode::ShuffleUp(by) => Subgroup::Up(self.slot(scope, *by)?),
                    GatherMode::ShuffleXor(by) => Subgroup::Across(self.slot(scope, *by)?),
                    GatherMode::QuadBroadcast(lane) => Subgroup::QuadFrom(self.slot(scope, *lane)?),
                    GatherMode::QuadSwap(direction) => Subgroup::QuadSwap(*direction as u32 + 1),
                };
                let to = self.subgroup(op, from, words, words, span)?;
                scope.values.insert(*result, Value::At(to));
            }
            Statement::SubgroupCollectiveOperation { op, collective_op, argument, result } => {
                let ty = self.type_of(scope, *argument);
                let words = self.layouts.words(ty);
                let kind = self.kind(ty, span)?;
                let from = self.slot(scope, *argument)?;
                let op = match (op, collective_op) {
                    (SubgroupOperation::All, _) => Subgroup::All,
                    (SubgroupOperation::Any, _) => Subgroup::Any,
                    (op, CollectiveOperation::Reduce) => Subgroup::Reduce(fold(*op, kind)),
                    (op, CollectiveOperation::InclusiveScan) => Subgroup::Inclusive(fold(*op, kind)),
                    (op, CollectiveOperation::ExclusiveScan) => Subgroup::Exclusive(fold(*op, kind)),
                };
                let to = self.subgroup(op, from, words, words, span)?;
                scope.values.insert(*result, Value::At(to));
            }
            Statement::MemoryBarrier(_) => return self.unsupported("a barrier of memory alone", span),
            Statement::ImageStore { .. } | Statement::ImageAtomic { .. } => {
                return self.unsupported("textures", span);
            }
            Statement::Kill => return self.unsupported("discard", span),
            Statement::RayQuery { .. } | Statement::RayPipelineFunction(_) => {
                return self.unsupported("rays", span);
            }
            Statement::CooperativeStore { .. } => return self.unsupported("cooperative matrices", span),
        }
        Ok(())
    }

    fn subgroup(&mut self, op: Subgroup, from: Slot, to_words: u32, words: u32, span: Span) -> Outcome<Slot> {
        self.program.uses_subgroups = true;
        let to = self.alloc(to_words);
        self.push(Op::Subgroup { op, to, from, words }, span)?;
        Ok(to)
    }

    fn atomic(
        &mut self,
        scope: &mut Scope<'a>,
        pointer: Handle<Expression>,
        function: &AtomicFunction,
        value: Handle<Expression>,
        result: Option<Handle<Expression>>,
        span: Span,
    ) -> Outcome {
        let ty = self.pointee(self.type_of(scope, pointer));
        let signed = self.kind(&ty, span)? == Kind::I32;
        let Pointer { root, address, variable } = self.pointer(scope, pointer)?;
        let Root::Shared(space) = root else {
            return Err(Error::Unsupported {
                what: "an atomic that nobody shares".into(),
                line: line(self.source, span),
            });
        };
        let value = self.slot(scope, value)?;
        let op = match function {
            AtomicFunction::Add => Atomic::Add,
            AtomicFunction::Subtract => Atomic::Subtract,
            AtomicFunction::And => Atomic::And,
            AtomicFunction::ExclusiveOr => Atomic::Xor,
            AtomicFunction::InclusiveOr => Atomic::Or,
            AtomicFunction::Min if signed => Atomic::MinI,
            AtomicFunction::Min => Atomic::MinU,
            AtomicFunction::Max if signed => Atomic::MaxI,
            AtomicFunction::Max => Atomic::MaxU,
            AtomicFunction::Exchange { compare: None } => Atomic::Exchange,
            AtomicFunction::Exchange { compare: Some(expected) } => {
                Atomic::CompareExchange(self.slot(scope, *expected)?)
            }
        };
        // The old value, and of an exchange that compares also whether it exchanged.
        let to = self.alloc(2);
        let site = self.site(variable, Access::Atomic, span);
        self.push(Op::Atomic { op, space, at: address, value, result: to, site }, span)?;
        if let Some(result) = result {
            scope.values.insert(result, Value::At(to));
        }
        Ok(())
    }
}

/// The place of a condition, which says more than that of the whole statement.
fn named(expressions: &Arena<Expression>, expression: Handle<Expression>, statement: Span) -> Span {
    match expressions.get_span(expression) {
        span if span.is_defined() => span,
        _ => statement,
    }
}

fn fold(op: SubgroupOperation, kind: Kind) -> Reduction {
    use SubgroupOperation as S;
    let float = kind == Kind::F32;
    let sum = |f, i| Fold::Plain(if float { f } else { i });
    let (fold, identity) = match (op, kind) {
        (S::Add, _) => (sum(Binary::AddF, Binary::AddI), 0),
        (S::Mul, Kind::F32) => (Fold::Plain(Binary::MulF), 1.0_f32.to_bits()),
        (S::Mul, _) => (Fold::Plain(Binary::MulI), 1),
        (S::Min, Kind::F32) => (Fold::Math(Math::MinF), f32::INFINITY.to_bits()),
        (S::Min, Kind::I32) => (Fold::Math(Math::MinI), i32::MAX as u32),
        (S::Min, _) => (Fold::Math(Math::MinU), u32::MAX),
        (S::Max, Kind::F32) => (Fold::Math(Math::MaxF), f32::NEG_INFINITY.to_bits()),
        (S::Max, Kind::I32) => (Fold::Math(Math::MaxI), i32::MIN as u32),
        (S::Max, _) => (Fold::Math(Math::MaxU), 0),
        (S::And | S::All, _) => (Fold::Plain(Binary::And), u32::MAX),
        (S::Or | S::Any, _) => (Fold::Plain(Binary::Or), 0),
        (S::Xor, _) => (Fold::Plain(Binary::Xor), 0),
    };
    Reduction { fold, identity }
}
