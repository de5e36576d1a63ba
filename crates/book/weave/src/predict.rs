//! A question to answer before reading on: its choices as a list, its explanation in a fold, so that it works without
//! JavaScript; with it, choosing opens the fold.

/// How far into a prediction the page is.
#[derive(Debug, Default)]
pub struct Predict {
    part: Part,
    choices: usize,
    right: Vec<usize>,
    /// Choices, from 1, with what a record must bear out for each to be right.
    wheres: Vec<(usize, String)>,
    explained: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Part {
    #[default]
    Question,
    Choices,
    Explanation,
}

impl Predict {
    /// What a prediction starts with.
    pub fn open(id: &str) -> String {
        format!("<section class=\"box predict\" id=\"predict-{id}\">\n<p class=\"box-name\">Predict</p>")
    }

    /// A line of Markdown inside.
    ///
    /// # Errors
    /// When a choice stands apart from the others.
    pub fn line(&mut self, line: &str) -> Result<String, String> {
        let (line, claim) = match line.trim_end().strip_suffix("}}").and_then(|line| line.rsplit_once("{{#where ")) {
            Some((line, claim)) => (line.trim_end(), Some(claim.trim())),
            None => (line, None),
        };
        let woven = self.plain(line)?;
        match claim {
            Some(_) if self.part != Part::Choices => Err("{{#where …}} stands behind a choice".into()),
            Some(claim) => {
                self.wheres.push((self.choices, claim.into()));
                Ok(woven)
            }
            None => Ok(woven),
        }
    }

    fn plain(&mut self, line: &str) -> Result<String, String> {
        let choice = ["- [ ] ", "- [x] ", "- [X] "].iter().find_map(|mark| line.strip_prefix(mark));
        match (choice, self.part) {
            (Some(_), Part::Explanation) => Err("choices stand together, before the explanation".into()),
            (Some(text), part) => {
                self.choices += 1;
                if !line.starts_with("- [ ]") {
                    self.right.push(self.choices);
                }
                let before = if part == Part::Question { "<div class=\"choices\">\n\n" } else { "" };
                self.part = Part::Choices;
                Ok(format!("{before}{}. {text}", self.choices))
            }
            // Deeper than in a task list, so that it still belongs to its choice.
            (None, Part::Choices) if line.starts_with("  ") => Ok(format!(" {line}")),
            (None, Part::Choices) if line.trim().is_empty() => Ok(line.into()),
            (None, _) => Ok(self.other() + line),
        }
    }

    /// What has to stand before anything that is no choice.
    pub fn other(&mut self) -> String {
        if self.part != Part::Choices {
            return String::new();
        }
        self.part = Part::Explanation;
        self.explained = true;
        // Where none is right, `close` refuses the whole.
        let right = self.right.first().copied().unwrap_or(1);
        format!(
            "</div>\n<details class=\"answer\">\n<summary>Check your guess</summary>\n\n\
             <p class=\"verdict\" data-right=\"{right}\">{} is right.</p>\n\n",
            letter(right)
        )
    }

    /// Whether the choices say what measurements they depend on.
    pub fn is_measured(&self) -> bool {
        !self.wheres.is_empty()
    }

    /// The choice, from 1, that a record makes right: `holds` says whether it bears out a claim, and `None` where
    /// nobody measured what that is about. `None` where not just one choice is right.
    ///
    /// # Errors
    /// Those of `holds`.
    pub fn by(&self, holds: impl Fn(&str) -> Result<Option<bool>, String>) -> Result<Option<usize>, String> {
        let mut right = Vec::new();
        for (choice, claim) in &self.wheres {
            if holds(claim)? == Some(true) && !right.contains(choice) {
                right.push(*choice);
            }
        }
        Ok(if let [only] = right[..] { Some(only) } else { None })
    }

    /// What a prediction ends with. `reference` and `yours` are the choices that the book's record and the reader's
    /// make right, from 1.
    ///
    /// # Errors
    /// When there aren't at least two choices, exactly one of them right, and an explanation, or when the book's record
    /// makes another choice right than the author.
    pub fn close(&self, reference: Option<usize>, yours: Option<usize>) -> Result<String, String> {
        let told = |yours| {
            let letter = letter(yours);
            format!("<p class=\"yours\" data-right=\"{yours}\">By your own measurements, {letter} is right.</p>\n\n")
        };
        match (self.choices, &self.right[..]) {
            (0 | 1, _) => Err("a prediction has at least two choices: a task list, - [ ] and one - [x]".into()),
            (_, [_]) if !self.explained => Err("a prediction is explained after its choices".into()),
            (_, [right]) if self.is_measured() && reference != Some(*right) => Err(format!(
                "the record doesn't make {} right, and no other choice: see what stands behind each {{{{#where …}}}}",
                letter(*right)
            )),
            (_, [_]) => Ok(format!("{}</details>\n</section>", yours.map_or(String::new(), told))),
            (_, right) => {
                Err(format!("exactly one choice of a prediction is right, - [x], but here {} are", right.len()))
            }
        }
    }
}

/// The letter of a choice, counted from 1.
fn letter(choice: usize) -> char {
    char::from(b'A' + (choice as u8 - 1) % 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn woven(body: &str) -> Result<String, String> {
        let (mut predict, mut html) = (Predict::default(), Predict::open("x"));
        for line in body.lines() {
            html = html + "\n" + &predict.line(line)?;
        }
        Ok(html + "\n" + &predict.close(None, None)?)
    }

    #[test]
    fn a_prediction_reads_without_javascript() {
        let html = woven("\nWhich?\n\n- [ ] one\n- [x] two,\n  or so\n\nBecause.\n\nReally.").unwrap();
        let expected = "<section class=\"box predict\" id=\"predict-x\">\n<p class=\"box-name\">Predict</p>\n\nWhich?\n\n\
            <div class=\"choices\">\n\n1. one\n2. two,\n   or so\n\n</div>\n<details class=\"answer\">\n\
            <summary>Check your guess</summary>\n\n<p class=\"verdict\" data-right=\"2\">B is right.</p>\n\n\
            Because.\n\nReally.\n</details>\n</section>";
        assert_eq!(html, expected);
    }

    #[test]
    fn exactly_one_choice_is_right() {
        for (body, what) in [
            ("- [ ] a\n- [ ] b\n\nWhy.", "here 0 are"),
            ("- [x] a\n- [x] b\n\nWhy.", "here 2 are"),
            ("- [x] a\n\nWhy.", "at least two"),
            ("- [x] a\n- [ ] b\n", "explained"),
            ("- [x] a\n- [ ] b\n\nWhy.\n- [ ] c", "together"),
        ] {
            let said = woven(body).unwrap_err();
            assert!(said.contains(what), "{body:?}: {said}");
        }
    }

    #[test]
    fn a_record_may_make_another_choice_right() {
        let mut predict = Predict::default();
        for line in "- [x] one {{#where a < b}}\n- [ ] two,\n  or so {{#where a > b}}\n- [ ] three\n\nWhy.".lines() {
            assert!(!predict.line(line).unwrap().contains("where"));
        }
        let said = |one, two| predict.by(|claim| Ok(if claim == "a < b" { one } else { two })).unwrap();
        assert_eq!(said(Some(true), Some(false)), Some(1));
        assert_eq!(said(Some(false), Some(true)), Some(2));
        assert_eq!([said(None, None), said(Some(false), Some(false)), said(Some(true), Some(true))], [None; 3]);
        let html = predict.close(Some(1), Some(2)).unwrap();
        assert!(html.contains("data-right=\"2\">By your own measurements, B is right."), "{html}");
        assert!(!predict.close(Some(1), None).unwrap().contains("yours"));
        for reference in [None, Some(2)] {
            assert!(predict.close(reference, None).unwrap_err().contains("make A right"));
        }
        assert!(predict.line("Because {{#where a < b}}").unwrap_err().contains("behind a choice"));
    }
}
