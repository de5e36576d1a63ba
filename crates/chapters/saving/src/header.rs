//! The header of a `.npy` file: read once, and everything is decided by what was read.
//!
//! It is the text of a Python dictionary, `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. NumPy has
//! Python read it. Here it is read by a grammar that knows as much of Python as that takes, calls nothing by name, and
//! never calls itself, however many brackets there are.

use crate::Refused;
use ndarray::Dimension;
use ndarray_npy::{ReadableElement, WritableElement};

/// What every `.npy` file begins with.
const MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is read, bytes. NumPy reads no longer one either, unless it is told to.
const LONGEST: usize = 10_000;

/// What Python takes for a blank inside brackets.
const BLANK: [char; 5] = [' ', '\t', '\n', '\r', '\x0c'];

/// What an element of an array must be able to do.
pub trait Element: ReadableElement + WritableElement {}

impl<T: ReadableElement + WritableElement> Element for T {}

/// What a `.npy` file says about its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The type of the elements, such as `<f8`: the byte order, the kind, the number of bytes. Where it isn't a text,
    /// as that of records, it is here as it stands in the file.
    pub descr: String,
    /// Whether the first index changes fastest from one number to the next, and not the last.
    pub fortran_order: bool,
    /// The length in each dimension.
    pub shape: Vec<usize>,
}

impl Header {
    /// Reads the header at the beginning of a `.npy` file; returns it with the bytes that follow it. Nobody has yet
    /// compared the two: see [`elements`](Self::elements).
    ///
    /// # Errors
    /// When there is no header, or a part of one, or one of which something is missing, or there twice, or too much.
    /// (Of a key that is there twice Python takes the last. Two programs that take different ones can be played off
    /// against each other.)
    pub fn split(npy: &[u8]) -> Result<(Self, &[u8]), Refused> {
        let Some(rest) = npy.strip_prefix(MAGIC) else {
            return Err(if MAGIC.starts_with(npy) { Refused::NoHeader } else { Refused::NotNpy });
        };
        let (version, rest) = rest.split_first_chunk().ok_or(Refused::NoHeader)?;
        let length = match version {
            [1, 0] => rest.split_first_chunk().map(|(&length, rest)| (u16::from_le_bytes(length).into(), rest)),
            [2 | 3, 0] => rest.split_first_chunk().map(|(&length, rest)| (u32::from_le_bytes(length) as usize, rest)),
            &[major, minor] => return Err(Refused::Version { major, minor }),
        };
        let (length, rest) = length.ok_or(Refused::NoHeader)?;
        if length > LONGEST {
            return Err(Refused::LongHeader { length, longest: LONGEST });
        }
        let (text, data) = rest.split_at_checked(length).ok_or(Refused::NoHeader)?;
        // Latin-1, a byte a character, until version 3 brought UTF-8.
        let text = match version {
            [3, _] => str::from_utf8(text).map_err(|_| Refused::Header("it isn't UTF-8".into()))?.to_owned(),
            _ => text.iter().copied().map(char::from).collect(),
        };
        Ok((Self::parse(&text)?, data))
    }

    /// Reads the dictionary.
    fn parse(text: &str) -> Result<Self, Refused> {
        let wrong = |what: &str| Refused::Header(what.to_owned());
        let text = text.trim_matches(BLANK);
        let mut rest = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
            .ok_or_else(|| wrong("it is no Python dictionary"))?;
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        while !rest.trim_matches(BLANK).is_empty() {
            let (key, after) = cut(rest, ':').ok_or_else(|| wrong("a bracket or a quote isn't closed"))?;
            let (value, after) = cut(after, ',').ok_or_else(|| wrong("a bracket or a quote isn't closed"))?;
            rest = after;
            let seen = match quoted(key) {
                Some("descr") => descr.replace(quoted(value).unwrap_or(value)).is_some(),
                Some("fortran_order") => {
                    let value = match value {
                        "True" => true,
                        "False" => false,
                        _ => return Err(wrong("'fortran_order' is neither True nor False")),
                    };
                    fortran_order.replace(value).is_some()
                }
                Some("shape") => {
                    let value = lengths(value).ok_or_else(|| Refused::NoShape(short(value)))?;
                    shape.replace(value).is_some()
                }
                _ => return Err(Refused::Header(format!("{} is no key of it", short(key)))),
            };
            if seen {
                return Err(Refused::Header(format!("it says {} twice", short(key))));
            }
        }
        let missing = |key: &str| Refused::Header(format!("it doesn't say '{key}'"));
        Ok(Self {
            descr: descr.ok_or_else(|| missing("descr"))?.to_owned(),
            fortran_order: fortran_order.ok_or_else(|| missing("fortran_order"))?,
            shape: shape.ok_or_else(|| missing("shape"))?,
        })
    }

    /// The type of the elements, as `ndarray-npy` wants to be told.
    pub fn dtype(&self) -> py_literal::Value {
        py_literal::Value::String(self.descr.clone())
    }

    /// How many elements there are, once it is sure that they are of the type `T` (in either byte order), that the
    /// array has as many dimensions as `D`, and that the elements are the `found` bytes that follow the header, no more
    /// and no less.
    ///
    /// # Errors
    /// When one of the three isn't so.
    pub fn elements<T: Element, D: Dimension>(&self, found: usize) -> Result<usize, Refused> {
        let wanted = T::type_descriptor();
        let wanted = wanted.as_string().map_or("", String::as_str);
        // In either byte order, where there is one.
        let without_order = [&self.descr, wanted].map(|descr| descr.strip_prefix(['<', '>']));
        if self.descr != wanted && (without_order[0].is_none() || without_order[0] != without_order[1]) {
            return Err(Refused::Type { found: short(&self.descr), wanted: wanted.to_owned() });
        }
        if let Some(wanted) = D::NDIM.filter(|&wanted| wanted != self.shape.len()) {
            return Err(Refused::Dimensions { shape: tuple(&self.shape), wanted });
        }
        // Without the zeros, too, there mustn't be more than an array can count.
        let size = size_of::<T>();
        let countable = self.shape.iter().try_fold(size, |product, &length| product.checked_mul(length.max(1)));
        if countable.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            return Err(Refused::NoShape(tuple(&self.shape)));
        }
        let elements = self.shape.iter().product::<usize>();
        let promised = elements * size;
        match found.cmp(&promised) {
            std::cmp::Ordering::Less => Err(Refused::CutOff { promised, found }),
            std::cmp::Ordering::Equal => Ok(elements),
            std::cmp::Ordering::Greater => Err(Refused::TooMany { promised, found }),
        }
    }
}

/// What stands before the first `end` outside brackets and quotes, without the blanks around it, and what stands after
/// that `end`. Without one, everything and nothing. `None` if a bracket or a quote isn't closed.
fn cut(text: &str, end: char) -> Option<(&str, &str)> {
    let (mut open, mut quote, mut escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if open == 0 && c == end => return Some((text[..at].trim_matches(BLANK), &text[at + c.len_utf8()..])),
            None => match c {
                '\'' | '"' => quote = Some(c),
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.checked_sub(1)?,
                _ => {}
            },
        }
    }
    (open == 0 && quote.is_none()).then(|| (text.trim_matches(BLANK), ""))
}

/// The text between quotes, either kind. `None` if it is something else, or a text that isn't its own value.
fn quoted(value: &str) -> Option<&str> {
    let mark = value.chars().next().filter(|mark| ['\'', '"'].contains(mark))?;
    let text = value.strip_prefix(mark)?.strip_suffix(mark)?;
    (!text.contains([mark, '\\'])).then_some(text)
}

/// A tuple of lengths: `()`, `(3,)`, `(3, 4)`; but not `(3)`, which is a number, in Python as elsewhere.
fn lengths(value: &str) -> Option<Vec<usize>> {
    let inside = value.strip_prefix('(')?.strip_suffix(')')?.trim_matches(BLANK);
    if inside.is_empty() {
        return Some(Vec::new());
    }
    let (most, last) = inside.rsplit_once(',')?;
    let last = Some(last).filter(|last| !last.trim_matches(BLANK).is_empty());
    most.split(',').chain(last).map(length).collect()
}

/// A whole number from 0 on. Python 2 put an `L` behind a long one.
fn length(text: &str) -> Option<usize> {
    let text = text.trim_matches(BLANK);
    let digits = text.strip_suffix('L').unwrap_or(text);
    let plain = digits == "0" || digits.starts_with(|c: char| ('1'..='9').contains(&c));
    // `parse` would take a sign, too.
    plain.then(|| digits.parse().ok()).flatten()
}

/// As Python writes it.
fn tuple(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    let comma = if shape.len() == 1 { "," } else { "" };
    short(&format!("({}{comma})", lengths.join(", ")))
}

/// What an error repeats of a file: not pages of it, and nothing that a terminal obeys.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let mut characters = text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c });
    let mut short: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
