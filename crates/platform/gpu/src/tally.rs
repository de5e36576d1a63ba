//! Counts what each invocation of a shader stores, so that a check can tell a parallel program from one whose first
//! invocation does everything, without a clock.
//!
//! The shader is changed between reading and compiling: before every store to the output goes a call that counts it.

use crate::{Gpu, GpuError};
use bytemuck::{Pod, Zeroable};
use std::{borrow::Cow, mem};
use wgpu::naga::{self, Arena, Block, Expression, Function, GlobalVariable, Handle, Statement};

/// Who stored how much.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Tally {
    /// Stores to the output, all invocations together.
    pub stores: u32,
    /// The stores of the invocation that made most of them.
    pub busiest: u32,
    /// One more than the highest index that any invocation asked to store at, whether or not there is such an element.
    pub reach: u32,
}

/// Put before the shader it counts for: a function must stand before those that call it.
const COUNTER: &str = "
    struct SpeedupTally { stores: atomic<u32>, busiest: atomic<u32>, reach: atomic<u32> }
    @group(0) @binding(BINDING) var<storage, read_write> speedup_tally: SpeedupTally;
    var<private> speedup_stores: u32;
    fn speedup_count(index: u32) {
        speedup_stores += 1u;
        atomicAdd(&speedup_tally.stores, 1u);
        atomicMax(&speedup_tally.busiest, speedup_stores);
        atomicMax(&speedup_tally.reach, index + 1u);
    }
";

impl Gpu {
    /// Runs `entry` of `wgsl` as [`Gpu::kernel`] and [`Kernel::run_over`](crate::Kernel::run_over) would, and says who
    /// stored how much. `output` is left as it is.
    ///
    /// # Errors
    /// What the shader compiler or the adapter objected to.
    pub fn tally(
        &'static self,
        wgsl: &str,
        entry: &str,
        inputs: &[&[u8]],
        output: &[u8],
        groups: [u32; 3],
    ) -> Result<Tally, GpuError> {
        let outputs = inputs.len() as u32;
        let module = counting(wgsl, outputs)?;
        // To the counting shader the output is one more buffer that goes in; what comes out is the tally.
        let kernel = self.build(wgpu::ShaderSource::Naga(Cow::Owned(module)), entry, outputs + 1, outputs)?;
        let buffers: Vec<&[u8]> = inputs.iter().copied().chain([output]).collect();
        let mut tally = Tally::default();
        kernel.run_over(&buffers, bytemuck::bytes_of_mut(&mut tally), groups)?;
        Ok(tally)
    }
}

/// `wgsl` with every store to the buffer at binding `output` counted in a buffer at the binding after it.
fn counting(wgsl: &str, output: u32) -> Result<naga::Module, GpuError> {
    let source = COUNTER.replace("BINDING", &(output + 1).to_string()) + wgsl;
    let mut module =
        naga::front::wgsl::parse_str(&source).map_err(|error| GpuError::new(error.emit_to_string(&source)))?;
    let binding = Some(naga::ResourceBinding { group: 0, binding: output });
    let Some((output, _)) = module.global_variables.iter().find(|(_, variable)| variable.binding == binding) else {
        return Err(GpuError::new(format!("the shader declares no variable at binding {output} of group 0")));
    };
    let counter = module
        .functions
        .iter()
        .find_map(|(handle, function)| (function.name.as_deref() == Some("speedup_count")).then_some(handle))
        .expect("the counter was put before the shader");
    let functions = module.functions.iter_mut().filter(|(handle, _)| *handle != counter).map(|(_, function)| function);
    for function in functions.chain(module.entry_points.iter_mut().map(|point| &mut point.function)) {
        let Function { body, expressions, .. } = function;
        count(body, expressions, output, counter);
    }
    Ok(module)
}

/// Puts a call of `counter` before every store to `output` in `block` and in the blocks inside it.
fn count(
    block: &mut Block,
    expressions: &mut Arena<Expression>,
    output: Handle<GlobalVariable>,
    counter: Handle<Function>,
) {
    for (mut statement, span) in mem::take(block).span_into_iter() {
        match &mut statement {
            Statement::Store { pointer, .. } => {
                if let Some(index) = index_into(output, *pointer, expressions) {
                    let convert = Expression::As { expr: index, kind: naga::ScalarKind::Uint, convert: Some(4) };
                    let index = expressions.append(convert, span);
                    block.push(Statement::Emit(naga::Range::new_from_bounds(index, index)), span);
                    block.push(Statement::Call { function: counter, arguments: vec![index], result: None }, span);
                }
            }
            Statement::Block(inner) => count(inner, expressions, output, counter),
            Statement::If { accept, reject, .. } => {
                count(accept, expressions, output, counter);
                count(reject, expressions, output, counter);
            }
            Statement::Switch { cases, .. } => {
                for case in cases {
                    count(&mut case.body, expressions, output, counter);
                }
            }
            Statement::Loop { body, continuing, .. } => {
                count(body, expressions, output, counter);
                count(continuing, expressions, output, counter);
            }
            _ => {}
        }
        block.push(statement, span);
    }
}

/// The index at which `pointer` points into `output`; `None` if it points elsewhere.
fn index_into(
    output: Handle<GlobalVariable>,
    pointer: Handle<Expression>,
    expressions: &mut Arena<Expression>,
) -> Option<Handle<Expression>> {
    let (mut at, mut index) = (pointer, None);
    // From the element back to the variable; of `output[i].x` the `i` counts, found last.
    loop {
        match expressions[at] {
            Expression::Access { base, index: dynamic } => (at, index) = (base, Some(dynamic)),
            Expression::AccessIndex { base, index: fixed } => {
                let fixed = Expression::Literal(naga::Literal::U32(fixed));
                (at, index) = (base, index.or(Some(expressions.append(fixed, naga::Span::UNDEFINED))));
            }
            Expression::GlobalVariable(variable) => return index.filter(|_| variable == output),
            _ => return None,
        }
    }
}
