//! Built-in functions.

use super::{
    Binary, Compiler, Error, Expression, Handle, Kind, Math, MathFunction, Op, Operand, Outcome, Pack, Scope, Slot,
    Span, TypeInner, Unary, column, scalar, whole,
};

impl<'a> Compiler<'a> {
    pub(super) fn math(
        &mut self,
        scope: &mut Scope<'a>,
        function: MathFunction,
        arguments: [Option<Handle<Expression>>; 4],
        ty: &TypeInner,
        span: Span,
    ) -> Outcome<Slot> {
        use MathFunction as F;
        let argument_type = self.type_of(scope, arguments[0].expect("every function has an argument"));
        let kind = self.kind(argument_type, span)?;
        // A function that doesn't use all four gets its first once more.
        let mut of = [whole(0); 4];
        for (n, operand) in of.iter_mut().enumerate() {
            let expression = arguments[n].or(arguments[0]).expect("every function has an argument");
            let step = u32::from(!matches!(self.type_of(scope, expression), TypeInner::Scalar(_)));
            *operand = Operand { slot: self.slot(scope, expression)?, step };
        }
        let [a, b, c, _] = of.map(|operand| operand.slot);
        let words = self.layouts.words(ty);
        let pick = |f, u, i| match kind {
            Kind::F32 => f,
            Kind::I32 => i,
            Kind::U32 | Kind::Bool => u,
        };
        let math = match function {
            F::Abs if kind == Kind::U32 => return Ok(a),
            F::Abs => pick(Math::AbsF, Math::AbsI, Math::AbsI),
            F::Min => pick(Math::MinF, Math::MinU, Math::MinI),
            F::Max => pick(Math::MaxF, Math::MaxU, Math::MaxI),
            F::Clamp => pick(Math::ClampF, Math::ClampU, Math::ClampI),
            F::Saturate => Math::Saturate,
            F::Cos => Math::Cos,
            F::Cosh => Math::Cosh,
            F::Sin => Math::Sin,
            F::Sinh => Math::Sinh,
            F::Tan => Math::Tan,
            F::Tanh => Math::Tanh,
            F::Acos => Math::Acos,
            F::Asin => Math::Asin,
            F::Atan => Math::Atan,
            F::Atan2 => Math::Atan2,
            F::Asinh => Math::Asinh,
            F::Acosh => Math::Acosh,
            F::Atanh => Math::Atanh,
            F::Radians => Math::Radians,
            F::Degrees => Math::Degrees,
            F::Ceil => Math::Ceil,
            F::Floor => Math::Floor,
            F::Round => Math::Round,
            F::Fract => Math::Fract,
            F::Trunc => Math::Trunc,
            F::Ldexp => Math::Ldexp,
            F::Exp => Math::Exp,
            F::Exp2 => Math::Exp2,
            F::Log => Math::Log,
            F::Log2 => Math::Log2,
            F::Pow => Math::Pow,
            F::Sign => pick(Math::SignF, Math::SignI, Math::SignI),
            F::Fma => Math::Fma,
            F::Mix => Math::Mix,
            F::Step => Math::Step,
            F::SmoothStep => Math::SmoothStep,
            F::Sqrt => Math::Sqrt,
            F::InverseSqrt => Math::InverseSqrt,
            F::QuantizeToF16 => Math::QuantizeToF16,
            F::CountTrailingZeros => Math::CountTrailingZeros,
            F::CountLeadingZeros => Math::CountLeadingZeros,
            F::CountOneBits => Math::CountOneBits,
            F::ReverseBits => Math::ReverseBits,
            // Offset and count are one for all components.
            F::ExtractBits => {
                of[1].step = 0;
                of[2].step = 0;
                pick(Math::ExtractBitsU, Math::ExtractBitsU, Math::ExtractBitsI)
            }
            F::InsertBits => {
                of[2].step = 0;
                of[3].step = 0;
                Math::InsertBits
            }
            F::FirstTrailingBit => Math::FirstTrailingBit,
            F::FirstLeadingBit => pick(Math::FirstLeadingBitU, Math::FirstLeadingBitU, Math::FirstLeadingBitI),
            F::Dot4I8Packed => Math::Dot4I8,
            F::Dot4U8Packed => Math::Dot4U8,
            F::Modf => return self.halves(argument_type, ty, of, [Math::ModfFract, Math::Trunc], span),
            F::Frexp => return self.halves(argument_type, ty, of, [Math::FrexpFract, Math::FrexpExponent], span),
            F::Pack4x8snorm => return self.pack(Pack::Snorm8, a, span),
            F::Pack4x8unorm => return self.pack(Pack::Unorm8, a, span),
            F::Pack2x16snorm => return self.pack(Pack::Snorm16, a, span),
            F::Pack2x16unorm => return self.pack(Pack::Unorm16, a, span),
            F::Pack2x16float => return self.pack(Pack::Float16, a, span),
            F::Pack4xI8 | F::Pack4xU8 => return self.pack(Pack::Int8, a, span),
            F::Pack4xI8Clamp => return self.pack(Pack::Int8Clamp, a, span),
            F::Pack4xU8Clamp => return self.pack(Pack::Uint8Clamp, a, span),
            F::Unpack4x8snorm => return self.unpack(Pack::Snorm8, true, a, span),
            F::Unpack4x8unorm => return self.unpack(Pack::Unorm8, false, a, span),
            F::Unpack2x16snorm => return self.unpack(Pack::Snorm16, true, a, span),
            F::Unpack2x16unorm => return self.unpack(Pack::Unorm16, false, a, span),
            F::Unpack2x16float => return self.unpack(Pack::Float16, true, a, span),
            F::Unpack4xI8 => return self.unpack(Pack::Int8, true, a, span),
            F::Unpack4xU8 => return self.unpack(Pack::Int8, false, a, span),
            _ => return self.geometry(function, argument_type, [a, b, c], words, kind, span),
        };
        self.apply(math, of, words, span)
    }

    /// `math` of each component of `of`.
    fn apply(&mut self, op: Math, of: [Operand; 4], words: u32, span: Span) -> Outcome<Slot> {
        let to = self.alloc(words);
        self.push(Op::Math { op, to, of, words }, span)?;
        Ok(to)
    }

    /// `op` of two operands, component by component.
    fn both(&mut self, op: Binary, a: Operand, b: Operand, words: u32, span: Span) -> Outcome<Slot> {
        let to = self.alloc(words);
        self.push(Op::Binary { op, to, a, b, words }, span)?;
        Ok(to)
    }

    fn dot(&mut self, a: Slot, b: Slot, words: u32, span: Span) -> Outcome<Slot> {
        let to = self.alloc(1);
        self.push(Op::DotF { to, a: whole(a), b: whole(b), words }, span)?;
        Ok(to)
    }

    fn length(&mut self, a: Slot, words: u32, span: Span) -> Outcome<Slot> {
        let square = self.dot(a, a, words, span)?;
        self.apply(Math::Sqrt, [scalar(square); 4], 1, span)
    }

    /// A function with two results, which are the members of a struct.
    fn halves(
        &mut self,
        argument: &TypeInner,
        result: &TypeInner,
        of: [Operand; 4],
        functions: [Math; 2],
        span: Span,
    ) -> Outcome<Slot> {
        let to = self.alloc(self.layouts.words(result));
        let words = self.layouts.words(argument);
        for (op, offset) in functions.into_iter().zip(self.layouts.offsets(result)) {
            self.push(Op::Math { op, to: to + offset, of, words }, span)?;
        }
        Ok(to)
    }

    fn pack(&mut self, pack: Pack, a: Slot, span: Span) -> Outcome<Slot> {
        let to = self.alloc(1);
        self.push(Op::Pack { pack, to, a }, span)?;
        Ok(to)
    }

    fn unpack(&mut self, pack: Pack, signed: bool, a: Slot, span: Span) -> Outcome<Slot> {
        let to = self.alloc(pack.components() as u32);
        self.push(Op::Unpack { pack, signed, to, a }, span)?;
        Ok(to)
    }

    /// Functions that look at all components at once.
    fn geometry(
        &mut self,
        function: MathFunction,
        argument: &TypeInner,
        [a, b, c]: [Slot; 3],
        words: u32,
        kind: Kind,
        span: Span,
    ) -> Outcome<Slot> {
        use MathFunction as F;
        let components = self.layouts.words(argument);
        match function {
            F::Dot if kind == Kind::F32 => self.dot(a, b, components, span),
            F::Dot => {
                let to = self.alloc(1);
                self.push(Op::DotI { to, a, b, words: components }, span)?;
                Ok(to)
            }
            F::Cross => {
                let to = self.alloc(3);
                for n in 0..3 {
                    let (y, z) = ((n + 1) % 3, (n + 2) % 3);
                    let plus = self.both(Binary::MulF, scalar(a + y), scalar(b + z), 1, span)?;
                    let minus = self.both(Binary::MulF, scalar(a + z), scalar(b + y), 1, span)?;
                    let op = Binary::SubF;
                    self.push(Op::Binary { op, to: to + n, a: scalar(plus), b: scalar(minus), words: 1 }, span)?;
                }
                Ok(to)
            }
            F::Length => self.length(a, components, span),
            F::Distance => {
                let between = self.both(Binary::SubF, whole(a), whole(b), components, span)?;
                self.length(between, components, span)
            }
            F::Normalize => {
                let length = self.length(a, components, span)?;
                self.both(Binary::DivF, whole(a), scalar(length), components, span)
            }
            // -a where the angle between b and c is acute, else a.
            F::FaceForward => {
                let dot = self.dot(b, c, components, span)?;
                let zero = self.word(0);
                let acute = self.both(Binary::LessF, scalar(dot), scalar(zero), 1, span)?;
                let away = self.alloc(words);
                self.push(Op::Unary { op: Unary::NegateF, to: away, a, words }, span)?;
                let to = self.alloc(words);
                self.push(Op::Select { to, condition: scalar(acute), accept: a, reject: away, words }, span)?;
                Ok(to)
            }
            // a - 2 (b · a) b
            F::Reflect => {
                let dot = self.dot(b, a, components, span)?;
                let twice = self.both(Binary::AddF, scalar(dot), scalar(dot), 1, span)?;
                let back = self.both(Binary::MulF, scalar(twice), whole(b), components, span)?;
                self.both(Binary::SubF, whole(a), whole(back), components, span)
            }
            F::Transpose => {
                let TypeInner::Matrix { columns, rows, .. } = *argument else {
                    return self.unsupported("this transpose", span);
                };
                let to = self.alloc(words);
                for c in 0..u32::from(columns) {
                    for r in 0..u32::from(rows) {
                        let (to, from) = (to + r * column(columns) + c, a + c * column(rows) + r);
                        self.push(Op::Copy { to, from, words: 1 }, span)?;
                    }
                }
                Ok(to)
            }
            F::Determinant => {
                let TypeInner::Matrix { columns, rows, .. } = *argument else {
                    return self.unsupported("this determinant", span);
                };
                let of: Vec<Slot> = (0..u32::from(columns)).map(|c| a + c * column(rows)).collect();
                self.determinant(&of, 0, span)
            }
            other => Err(Error::Unsupported {
                what: format!("the function {other:?}").to_lowercase(),
                line: super::line(self.source, span),
            }),
        }
    }

    /// Of the matrix whose columns are `columns`, from row `row` on: by the first of these rows.
    fn determinant(&mut self, columns: &[Slot], row: u32, span: Span) -> Outcome<Slot> {
        if let [only] = columns {
            return Ok(only + row);
        }
        let mut sum = None;
        for (n, &first) in columns.iter().enumerate() {
            let others: Vec<Slot> = columns.iter().copied().filter(|&column| column != first).collect();
            let minor = self.determinant(&others, row + 1, span)?;
            let term = self.both(Binary::MulF, scalar(first + row), scalar(minor), 1, span)?;
            sum = Some(match sum {
                None => term,
                Some(sum) => {
                    let op = if n % 2 == 1 { Binary::SubF } else { Binary::AddF };
                    self.both(op, scalar(sum), scalar(term), 1, span)?
                }
            });
        }
        Ok(sum.expect("a matrix has columns"))
    }
}
