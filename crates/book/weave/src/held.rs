//! How many of the book's claims another machine's record bears out. The whole book must have been read to know it, so
//! a page first holds a promise, which is kept at the end.

use crate::{args::Args, claim, shelf::Shelf};

/// What stands in the page until all claims are known.
///
/// # Errors
/// When the arguments make no sense, or there is no such record.
pub fn promised(shelf: &Shelf, args: &str) -> Result<String, String> {
    let args = Args::parse(args, &["on"])?;
    let [] = args.words("claims_held on=NAME")?;
    let name = args.named("on").ok_or("expected {{#claims_held on=NAME}}: which record is to bear them out?")?;
    shelf.on(Some(name))?;
    Ok(format!("{OPEN}{name}{CLOSE}"))
}

/// The line with each promise kept, such as `7 of 9`: so many hold of those whose sides were measured there.
///
/// # Errors
/// When there is no such record.
pub fn kept(shelf: &Shelf, claims: &[String], line: &str) -> Result<String, String> {
    let mut pieces = line.split(OPEN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(CLOSE).ok_or("a promise was cut in two")?;
        let (mut held, mut asked) = (0, 0);
        for claim in claims {
            let outcome = claim::held_on(shelf, name, claim)?;
            asked += usize::from(outcome.is_some());
            held += usize::from(outcome == Some(true));
        }
        out.push_str(&format!("{held} of {asked}{rest}"));
    }
    Ok(out)
}

/// Whether a line holds a promise.
pub fn is_promised(line: &str) -> bool {
    line.contains(OPEN)
}

/// Of Unicode's private use, so that no text has them.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';
