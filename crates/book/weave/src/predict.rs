//! A question to answer before reading on: its choices as a list, its explanation in a fold, so that it works without
//! JavaScript; with it, choosing opens the fold.

/// How far into a prediction the page is.
#[derive(Debug, Default)]
pub struct Predict {
    part: Part,
    choices: usize,
    right: Vec<usize>,
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

    /// What a prediction ends with.
    ///
    /// # Errors
    /// When there aren't at least two choices, exactly one of them right, and an explanation.
    pub fn close(&self) -> Result<String, String> {
        match (self.choices, self.right.len()) {
            (0 | 1, _) => Err("a prediction has at least two choices: a task list, - [ ] and one - [x]".into()),
            (_, 1) if self.explained => Ok("</details>\n</section>".into()),
            (_, 1) => Err("a prediction is explained after its choices".into()),
            (_, n) => Err(format!("exactly one choice of a prediction is right, - [x], but here {n} are")),
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
        Ok(html + "\n" + &predict.close()?)
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
}
