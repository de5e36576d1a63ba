//! What tells a page that this server sent from any other.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// The header in which a page sends it back. Another site's page can't send a header of this name without asking first,
/// and is never allowed to.
pub const HEADER: &str = "x-lab-token";
/// How many random bytes it has.
const BYTES: usize = 32;

/// A secret as old as the server: random bytes of the operating system, as hexadecimal digits. It stands in the pages
/// and in no address, cookie or log.
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new() -> Result<Self> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).context("the system gives no random bytes")?;
        Ok(Self(bytes.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string can't fail");
            text
        })))
    }

    /// As it is written into a page.
    pub fn in_page(&self) -> &str {
        &self.0
    }

    /// Whether `given` is this one. Hashes are compared, so that the time it takes says nothing of where they differ.
    pub fn is(&self, given: &[u8]) -> bool {
        Sha256::digest(given) == Sha256::digest(&self.0)
    }
}

/// Nothing that prints a [`Token`] gives it away.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_new_each_time_and_only_itself() {
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        assert_eq!(one.in_page().len(), 64);
        assert!(one.in_page().bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(one.in_page(), two.in_page());
        let text = one.in_page().to_owned();
        assert!(one.is(text.as_bytes()));
        for other in ["", &text[1..], &format!("{text}0"), &text.to_uppercase().replace('A', "B"), two.in_page()] {
            assert!(!one.is(other.as_bytes()), "{other}");
        }
        assert!(!format!("{one:?}").contains(&text[..8]));
    }
}
