//! Arithmetic as WGSL defines it, on values that lie in a frame as 32-bit words.

use half::f16;

/// Where a value lies in an invocation's frame: the index of its first word.
pub type Slot = u32;

/// An operand: its first word, and how far apart its components lie: 0 where one scalar stands for all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operand {
    pub slot: Slot,
    pub step: u32,
}

/// What a scalar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    I32,
    U32,
    F32,
    Bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unary {
    NegateI,
    NegateF,
    Not,
    Complement,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Binary {
    AddI,
    SubI,
    MulI,
    DivI,
    DivU,
    ModI,
    ModU,
    AddF,
    SubF,
    MulF,
    DivF,
    ModF,
    Equal,
    NotEqual,
    EqualF,
    NotEqualF,
    LessI,
    LessU,
    LessF,
    LessEqualI,
    LessEqualU,
    LessEqualF,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRightI,
    ShiftRightU,
}

fn f(word: u32) -> f32 {
    f32::from_bits(word)
}

fn i(word: u32) -> i32 {
    word as i32
}

impl Unary {
    pub fn of(self, a: u32) -> u32 {
        match self {
            Self::NegateI => a.wrapping_neg(),
            Self::NegateF => a ^ 0x8000_0000,
            Self::Not => a ^ 1,
            Self::Complement => !a,
        }
    }
}

impl Binary {
    /// Integers wrap; division by zero gives the dividend, the remainder is then 0; a shift counts modulo 32.
    #[inline]
    pub fn of(self, a: u32, b: u32) -> u32 {
        match self {
            Self::AddI => a.wrapping_add(b),
            Self::SubI => a.wrapping_sub(b),
            Self::MulI => a.wrapping_mul(b),
            Self::DivI => match b {
                0 => a,
                _ => i(a).wrapping_div(i(b)) as u32,
            },
            Self::DivU => a.checked_div(b).unwrap_or(a),
            Self::ModI => match b {
                0 => 0,
                _ => i(a).wrapping_rem(i(b)) as u32,
            },
            Self::ModU => a.checked_rem(b).unwrap_or(0),
            Self::AddF => (f(a) + f(b)).to_bits(),
            Self::SubF => (f(a) - f(b)).to_bits(),
            Self::MulF => (f(a) * f(b)).to_bits(),
            Self::DivF => (f(a) / f(b)).to_bits(),
            Self::ModF => (f(a) % f(b)).to_bits(),
            Self::Equal => (a == b).into(),
            Self::NotEqual => (a != b).into(),
            Self::EqualF => (f(a) == f(b)).into(),
            Self::NotEqualF => (f(a) != f(b)).into(),
            Self::LessI => (i(a) < i(b)).into(),
            Self::LessU => (a < b).into(),
            Self::LessF => (f(a) < f(b)).into(),
            Self::LessEqualI => (i(a) <= i(b)).into(),
            Self::LessEqualU => (a <= b).into(),
            Self::LessEqualF => (f(a) <= f(b)).into(),
            Self::And => a & b,
            Self::Or => a | b,
            Self::Xor => a ^ b,
            Self::ShiftLeft => a.wrapping_shl(b),
            Self::ShiftRightI => i(a).wrapping_shr(b) as u32,
            Self::ShiftRightU => a.wrapping_shr(b),
        }
    }
}

/// `word` of kind `from` as a value of kind `to`. What an integer can't hold becomes the nearest `f32` that it can.
pub fn convert(word: u32, from: Kind, to: Kind) -> u32 {
    match (from, to) {
        (Kind::F32, Kind::I32) => f(word).clamp(-2_147_483_648.0, 2_147_483_520.0) as i32 as u32,
        (Kind::F32, Kind::U32) => f(word).clamp(0.0, 4_294_967_040.0) as u32,
        (Kind::F32, Kind::Bool) => (f(word) != 0.0).into(),
        (Kind::I32, Kind::F32) => (i(word) as f32).to_bits(),
        (Kind::U32, Kind::F32) => (word as f32).to_bits(),
        (Kind::Bool, Kind::F32) => (word as f32).to_bits(),
        (Kind::I32 | Kind::U32, Kind::Bool) => (word != 0).into(),
        _ => word,
    }
}

/// A built-in function that works on one component of each argument at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Math {
    AbsI,
    AbsF,
    MinI,
    MinU,
    MinF,
    MaxI,
    MaxU,
    MaxF,
    ClampI,
    ClampU,
    ClampF,
    Saturate,
    SignI,
    SignF,
    Cos,
    Cosh,
    Sin,
    Sinh,
    Tan,
    Tanh,
    Acos,
    Asin,
    Atan,
    Atan2,
    Asinh,
    Acosh,
    Atanh,
    Radians,
    Degrees,
    Ceil,
    Floor,
    Round,
    Fract,
    Trunc,
    ModfFract,
    FrexpFract,
    FrexpExponent,
    Ldexp,
    Exp,
    Exp2,
    Log,
    Log2,
    Pow,
    Fma,
    Mix,
    Step,
    SmoothStep,
    Sqrt,
    InverseSqrt,
    QuantizeToF16,
    CountTrailingZeros,
    CountLeadingZeros,
    CountOneBits,
    ReverseBits,
    ExtractBitsI,
    ExtractBitsU,
    InsertBits,
    FirstTrailingBit,
    FirstLeadingBitI,
    FirstLeadingBitU,
    IsNan,
    IsInf,
    Dot4I8,
    Dot4U8,
}

impl Math {
    /// The function of up to four words; those that it doesn't take are ignored. What isn't correctly rounded by the
    /// hardware is computed in `f64` and rounded once.
    pub fn of(self, [a, b, c, d]: [u32; 4]) -> u32 {
        let wide = |function: fn(f64) -> f64| (function(f64::from(f(a))) as f32).to_bits();
        let single = |function: fn(f32) -> f32| function(f(a)).to_bits();
        match self {
            Self::AbsI => i(a).wrapping_abs() as u32,
            Self::AbsF => a & 0x7fff_ffff,
            Self::MinI => i(a).min(i(b)) as u32,
            Self::MinU => a.min(b),
            Self::MinF => f(a).min(f(b)).to_bits(),
            Self::MaxI => i(a).max(i(b)) as u32,
            Self::MaxU => a.max(b),
            Self::MaxF => f(a).max(f(b)).to_bits(),
            Self::ClampI => i(a).max(i(b)).min(i(c)) as u32,
            Self::ClampU => a.max(b).min(c),
            Self::ClampF => f(a).max(f(b)).min(f(c)).to_bits(),
            Self::Saturate => f(a).clamp(0.0, 1.0).to_bits(),
            Self::SignI => i(a).signum() as u32,
            Self::SignF => {
                let sign = if f(a) > 0.0 {
                    1.0
                } else if f(a) < 0.0 {
                    -1.0
                } else {
                    0.0_f32
                };
                sign.to_bits()
            }
            Self::Cos => wide(f64::cos),
            Self::Cosh => wide(f64::cosh),
            Self::Sin => wide(f64::sin),
            Self::Sinh => wide(f64::sinh),
            Self::Tan => wide(f64::tan),
            Self::Tanh => wide(f64::tanh),
            Self::Acos => wide(f64::acos),
            Self::Asin => wide(f64::asin),
            Self::Atan => wide(f64::atan),
            Self::Atan2 => (f64::from(f(a)).atan2(f64::from(f(b))) as f32).to_bits(),
            Self::Asinh => wide(f64::asinh),
            Self::Acosh => wide(f64::acosh),
            Self::Atanh => wide(f64::atanh),
            Self::Radians => wide(f64::to_radians),
            Self::Degrees => wide(f64::to_degrees),
            Self::Ceil => single(f32::ceil),
            Self::Floor => single(f32::floor),
            Self::Round => single(f32::round_ties_even),
            Self::Fract => (f(a) - f(a).floor()).to_bits(),
            Self::Trunc => single(f32::trunc),
            Self::ModfFract => (f(a) - f(a).trunc()).to_bits(),
            Self::FrexpFract => frexp(f(a)).0.to_bits(),
            Self::FrexpExponent => frexp(f(a)).1 as u32,
            Self::Ldexp => ((f64::from(f(a)) * f64::from(i(b)).exp2()) as f32).to_bits(),
            Self::Exp => wide(f64::exp),
            Self::Exp2 => wide(f64::exp2),
            Self::Log => wide(f64::ln),
            Self::Log2 => wide(f64::log2),
            Self::Pow => (f64::from(f(a)).powf(f64::from(f(b))) as f32).to_bits(),
            Self::Fma => f(a).mul_add(f(b), f(c)).to_bits(),
            Self::Mix => (f(a) * (1.0 - f(c)) + f(b) * f(c)).to_bits(),
            Self::Step => (if f(a) <= f(b) { 1.0_f32 } else { 0.0 }).to_bits(),
            Self::SmoothStep => {
                let t = ((f(c) - f(a)) / (f(b) - f(a))).clamp(0.0, 1.0);
                (t * t * (3.0 - 2.0 * t)).to_bits()
            }
            Self::Sqrt => single(f32::sqrt),
            Self::InverseSqrt => wide(|x| 1.0 / x.sqrt()),
            Self::QuantizeToF16 => f16::from_f32(f(a)).to_f32().to_bits(),
            Self::CountTrailingZeros => a.trailing_zeros(),
            Self::CountLeadingZeros => a.leading_zeros(),
            Self::CountOneBits => a.count_ones(),
            Self::ReverseBits => a.reverse_bits(),
            Self::ExtractBitsU => {
                let (offset, count) = bits(b, c);
                a.checked_shr(offset).unwrap_or(0) & mask(count)
            }
            Self::ExtractBitsI => {
                let (offset, count) = bits(b, c);
                match count {
                    0 => 0,
                    _ => (i(a << (32 - offset - count)) >> (32 - count)) as u32,
                }
            }
            Self::InsertBits => {
                let (offset, count) = bits(c, d);
                let mask = mask(count).checked_shl(offset).unwrap_or(0);
                a & !mask | b.checked_shl(offset).unwrap_or(0) & mask
            }
            Self::FirstTrailingBit => match a {
                0 => u32::MAX,
                _ => a.trailing_zeros(),
            },
            Self::FirstLeadingBitU => a.checked_ilog2().unwrap_or(u32::MAX),
            Self::FirstLeadingBitI => (if i(a) < 0 { !a } else { a }).checked_ilog2().unwrap_or(u32::MAX),
            Self::IsNan => f(a).is_nan().into(),
            Self::IsInf => f(a).is_infinite().into(),
            Self::Dot4I8 => {
                let product = |(a, b)| i32::from(a as i8) * i32::from(b as i8);
                a.to_le_bytes().into_iter().zip(b.to_le_bytes()).map(product).sum::<i32>() as u32
            }
            Self::Dot4U8 => {
                let product = |(a, b)| u32::from(a) * u32::from(b);
                a.to_le_bytes().into_iter().zip(b.to_le_bytes()).map(product).sum()
            }
        }
    }
}

/// Offset and count of a bit field, cut to the 32 bits there are.
fn bits(offset: u32, count: u32) -> (u32, u32) {
    let offset = offset.min(32);
    (offset, count.min(32 - offset))
}

fn mask(count: u32) -> u32 {
    1_u32.checked_shl(count).map_or(u32::MAX, |bit| bit - 1)
}

/// A fraction of 0.5 to 1 in magnitude, and an exponent: `x = fraction * 2^exponent`.
fn frexp(x: f32) -> (f32, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // In an f64 no f32 is subnormal.
    let bits = f64::from(x).to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1022;
    let fraction = f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52);
    (fraction as f32, exponent)
}

/// How a value of several components becomes one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pack {
    Snorm8,
    Unorm8,
    Snorm16,
    Unorm16,
    Float16,
    Int8,
    Int8Clamp,
    Uint8Clamp,
}

impl Pack {
    /// Components in a word.
    pub fn components(self) -> usize {
        match self {
            Self::Snorm16 | Self::Unorm16 | Self::Float16 => 2,
            _ => 4,
        }
    }

    pub fn pack(self, words: &[u32]) -> u32 {
        let bits = 32 / self.components();
        let field = |word: u32| match self {
            Self::Snorm8 => (0.5 + 127.0 * f(word).clamp(-1.0, 1.0)).floor() as i32 as u32,
            Self::Unorm8 => (0.5 + 255.0 * f(word).clamp(0.0, 1.0)).floor() as u32,
            Self::Snorm16 => (0.5 + 32767.0 * f(word).clamp(-1.0, 1.0)).floor() as i32 as u32,
            Self::Unorm16 => (0.5 + 65535.0 * f(word).clamp(0.0, 1.0)).floor() as u32,
            Self::Float16 => f16::from_f32(f(word)).to_bits().into(),
            Self::Int8 => word,
            Self::Int8Clamp => i(word).clamp(-128, 127) as u32,
            Self::Uint8Clamp => word.min(255),
        };
        words.iter().zip(0..).fold(0, |all, (&word, n)| all | (field(word) & mask(bits as u32)) << (n * bits))
    }

    /// Component `n` of what was packed; `signed` for bytes that are `i32`.
    pub fn unpack(self, word: u32, n: usize, signed: bool) -> u32 {
        let bits = 32 / self.components() as u32;
        let field = word >> (n as u32 * bits) & mask(bits);
        let extended = i(field << (32 - bits)) >> (32 - bits);
        match self {
            Self::Snorm8 => (extended as f32 / 127.0).max(-1.0).to_bits(),
            Self::Unorm8 => (field as f32 / 255.0).to_bits(),
            Self::Snorm16 => (extended as f32 / 32767.0).max(-1.0).to_bits(),
            Self::Unorm16 => (field as f32 / 65535.0).to_bits(),
            Self::Float16 => f16::from_bits(field as u16).to_f32().to_bits(),
            _ if signed => extended as u32,
            _ => field,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rust_would_refuse_wgsl_defines() {
        assert_eq!(Binary::DivU.of(7, 0), 7);
        assert_eq!(Binary::ModU.of(7, 0), 0);
        assert_eq!(Binary::DivI.of(i32::MIN as u32, -1_i32 as u32), i32::MIN as u32);
        assert_eq!(Binary::ModI.of(i32::MIN as u32, -1_i32 as u32), 0);
        assert_eq!(Binary::ModI.of(-7_i32 as u32, 3), -1_i32 as u32);
        assert_eq!(Binary::ShiftLeft.of(1, 33), 2);
        assert_eq!(convert((-1.5_f32).to_bits(), Kind::F32, Kind::U32), 0);
        assert_eq!(convert(1e20_f32.to_bits(), Kind::F32, Kind::I32), 2_147_483_520);
    }

    #[test]
    fn bit_fields_are_cut_to_the_word() {
        assert_eq!(Math::ExtractBitsU.of([0xabcd_1234, 8, 12, 0]), 0xd12);
        assert_eq!(Math::ExtractBitsI.of([0x0000_0f00, 8, 4, 0]) as i32, -1);
        assert_eq!(Math::ExtractBitsU.of([0xabcd_1234, 28, 12, 0]), 0xa);
        assert_eq!(Math::ExtractBitsU.of([0xabcd_1234, 40, 12, 0]), 0);
        assert_eq!(Math::InsertBits.of([0xffff_ffff, 0, 4, 8]), 0xffff_f00f);
        assert_eq!(Math::FirstLeadingBitI.of([-1_i32 as u32, 0, 0, 0]), u32::MAX);
        assert_eq!(Math::FirstLeadingBitU.of([0x8000_0000, 0, 0, 0]), 31);
    }

    #[test]
    fn frexp_takes_a_number_apart() {
        for x in [1.0_f32, -3.5, 1e-40, f32::MAX, f32::MIN_POSITIVE, 0.0] {
            let (fraction, exponent) = frexp(x);
            assert!(x == 0.0 || (0.5..1.0).contains(&fraction.abs()), "{x}: {fraction}");
            assert_eq!(f64::from(fraction) * f64::from(exponent).exp2(), f64::from(x));
        }
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let components = [-1.0_f32, 1.0, 0.0, 0.5].map(f32::to_bits);
        let word = Pack::Snorm8.pack(&components);
        assert_eq!(word, 0x4000_7f81);
        assert_eq!(f(Pack::Snorm8.unpack(word, 0, true)), -1.0);
        assert_eq!(Pack::Int8Clamp.pack(&[-300_i32 as u32, 300, 1, 0]), 0x0001_7f80);
        assert_eq!(Pack::Float16.unpack(Pack::Float16.pack(&components[..2]), 1, true), 1.0_f32.to_bits());
    }
}
