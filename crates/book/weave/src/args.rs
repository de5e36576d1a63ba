//! What stands behind a directive's name.

/// Words, and values with a name: `great_circle time caption="Flat after two"`.
#[derive(Debug, PartialEq)]
pub struct Args<'a> {
    words: Vec<&'a str>,
    named: Vec<(&'a str, &'a str)>,
}

impl<'a> Args<'a> {
    /// Takes the text apart. A value with spaces stands in double quotes; it holds no double quote itself.
    ///
    /// # Errors
    /// When a quote is left open, or a name is not among `names`.
    pub fn parse(text: &'a str, names: &[&str]) -> Result<Self, String> {
        let mut args = Self { words: Vec::new(), named: Vec::new() };
        let mut rest = text.trim();
        while !rest.is_empty() {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            match rest[..end].split_once('=') {
                None => {
                    args.words.push(&rest[..end]);
                    rest = &rest[end..];
                }
                Some((name, value)) => {
                    if !names.contains(&name) {
                        return Err(match names {
                            [] => format!("nothing here takes a value with a name, such as {name}=…"),
                            _ => format!("{name}= is not known here; known: {}=", names.join("=, ")),
                        });
                    }
                    let from = name.len() + 1;
                    let (value, next) = if value.starts_with('"') {
                        let value = &rest[from + 1..];
                        let end = value.find('"').ok_or(format!("the quote after {name}= is never closed"))?;
                        (&value[..end], from + end + 2)
                    } else {
                        (value, end)
                    };
                    args.named.push((name, value));
                    rest = &rest[next..];
                }
            }
            rest = rest.trim_start();
        }
        Ok(args)
    }

    /// The words, which must be `N`; `form` shows them by name.
    ///
    /// # Errors
    /// When there are fewer or more.
    pub fn words<const N: usize>(&self, form: &str) -> Result<[&'a str; N], String> {
        self.words.as_slice().try_into().map_err(|_| format!("expected {{{{#{form}}}}}"))
    }

    /// The value with that name, if it was given.
    pub fn named(&self, name: &str) -> Option<&'a str> {
        self.named.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }
}

/// `threads/2`: a variant and its workers, at least one.
///
/// # Errors
/// When it is anything else.
pub fn variant(text: &str) -> Result<(&str, usize), String> {
    let parsed = text.split_once('/').and_then(|(name, workers)| Some((name, workers.parse().ok()?)));
    match parsed {
        Some((name, workers)) if !name.is_empty() && workers > 0 => Ok((name, workers)),
        _ => Err(format!("\"{text}\" is not a variant and its workers, such as threads/2")),
    }
}

/// The known word closest to `unknown`, if one is close: a half-sentence for the end of a message.
pub fn did_you_mean<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let close = known.into_iter().map(|word| (strsim::jaro_winkler(unknown, word), word));
    let best = close.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, word)| format!("; did you mean \"{word}\"?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_values_are_told_apart() {
        let args =
            Args::parse("great_circle time variants=a,b caption=\"x = y, z\" ", &["variants", "caption"]).unwrap();
        assert_eq!(args.words::<2>("plot KERNEL WHAT").unwrap(), ["great_circle", "time"]);
        assert_eq!((args.named("variants"), args.named("caption")), (Some("a,b"), Some("x = y, z")));
    }

    #[test]
    fn what_does_not_parse_is_said() {
        assert_eq!(Args::parse("a size=3", &["caption"]).unwrap_err(), "size= is not known here; known: caption=");
        assert!(Args::parse("caption=\"a", &["caption"]).unwrap_err().contains("never closed"));
        assert_eq!(
            Args::parse("a", &[]).unwrap().words::<2>("diff OLD NEW").unwrap_err(),
            "expected {{#diff OLD NEW}}"
        );
        assert_eq!(variant("threads/2"), Ok(("threads", 2)));
        for wrong in ["threads", "threads/0", "threads/two", "/2"] {
            assert!(variant(wrong).unwrap_err().contains(wrong));
        }
    }

    #[test]
    fn a_slip_of_the_keyboard_is_recognised() {
        assert_eq!(did_you_mean("wedge", ["amdahl", "wedges"]), "; did you mean \"wedges\"?");
        assert_eq!(did_you_mean("xyz", ["amdahl", "wedges"]), "");
    }
}
