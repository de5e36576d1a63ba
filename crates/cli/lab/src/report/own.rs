//! What stands on a reader's own page beside the report, and in nothing that is handed in: what they guessed, and what
//! they measured.

use crate::{
    book,
    chapters::chapters,
    checkout::Checkout,
    progress::Progress,
    style::{CARE, paint},
};
use anyhow::Result;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use weave::Question;

/// What a reader guessed and measured.
#[derive(Debug, Default)]
pub struct Own {
    /// Questions of the book, in its order.
    pub predictions: Vec<Prediction>,
    /// Scoreboards and a roofline, theirs beside the book's, each a `<figure>`.
    pub figures: Vec<String>,
    /// The style sheets that these need.
    pub sheets: String,
}

/// A question that was answered.
#[derive(Debug)]
pub struct Prediction {
    /// The title of its chapter.
    pub chapter: String,
    /// What was asked.
    pub question: Question,
    /// The choice that was guessed first, from 0.
    pub guess: usize,
}

impl Prediction {
    /// The choice that is right: by the reader's own measurements, where these decide it.
    pub fn right(&self) -> usize {
        self.question.yours.unwrap_or(self.question.right)
    }
}

impl Own {
    /// What lies in this workbook. Where the book can't be read, there is nothing, and a word on standard error.
    pub fn of(checkout: &Checkout) -> Self {
        Self::read(checkout).unwrap_or_else(|error| {
            let what = "what you predicted and measured is left out";
            anstream::eprintln!("{}: {what}: {error:#}", paint(CARE, "warning"));
            Self::default()
        })
    }

    fn read(checkout: &Checkout) -> Result<Self> {
        let progress = Progress::of(checkout);
        let guesses = progress.predictions();
        let names: BTreeSet<_> = guesses.keys().map(String::as_str).collect();
        let chapters = chapters(checkout)?;
        let titles: BTreeMap<_, _> =
            chapters.iter().map(|it| (PathBuf::from(format!("{}.md", it.path)), &it.title)).collect();
        let paths: Vec<_> = chapters.iter().map(|it| PathBuf::from(format!("{}.md", it.path))).collect();
        let weave::Own { questions, figures, sheets } = book::own(checkout, &paths, &names)?;
        let answered = questions.into_iter().filter_map(|question| {
            let (chapter, guess) = (titles[&question.chapter].clone(), usize::from(guesses[&question.name]));
            // The book may have other choices by now.
            (guess < question.choices.len()).then_some(Prediction { chapter, question, guess })
        });
        Ok(Self { predictions: answered.collect(), figures, sheets })
    }
}
