//! Many reports as one table.

use super::{Report, Row, html, read::read, tame};
use crate::progress::State;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path};

/// The reports that lie in a folder.
#[derive(Debug)]
pub struct Class {
    /// Those that could be read, by name.
    pub students: Vec<Student>,
    /// Files that could not, and why.
    pub unread: Vec<(String, String)>,
    /// The exercises of this workbook, in the book's order.
    known: Vec<String>,
}

/// One report and whose it is.
#[derive(Debug)]
pub struct Student {
    /// What the report says, or the file's name; with both, where two reports say the same.
    pub name: String,
    /// The file.
    pub file: String,
    /// What it holds.
    pub report: Report,
}

impl Report {
    /// How it says an exercise stands. Where it says so twice, the last counts.
    pub fn row(&self, exercise: &str) -> Option<&Row> {
        self.exercises.iter().rev().find(|row| row.exercise == exercise)
    }
}

impl Class {
    /// Every file in `folder` whose name ends in `.json`. `known` are the exercises of this workbook, in the order that
    /// the table has.
    ///
    /// # Errors
    /// When the folder itself can't be read.
    pub fn read(folder: &Path, known: Vec<String>) -> Result<Self> {
        let entries = fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
        let paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
        let mut paths = paths.with_context(|| format!("can't read {}", folder.display()))?;
        paths.retain(|path| {
            let json = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
            json && path.file_name().is_some_and(|name| !weave::litter::is_litter(name))
        });
        paths.sort();
        let (mut students, mut unread) = (Vec::new(), Vec::new());
        for path in &paths {
            let file = tame(&path.file_name().unwrap_or_default().to_string_lossy());
            match read(path) {
                Ok(report) => students.push(Student { name: name(path, &report), file, report }),
                Err(why) => unread.push((file, why)),
            }
        }
        tell_apart(&mut students);
        students.sort_by_cached_key(|student| (student.name.to_lowercase(), student.file.clone()));
        Ok(Self { students, unread, known })
    }

    /// The exercises that any report speaks of: this workbook's in their order, then those that it doesn't have.
    pub fn columns(&self) -> Vec<&str> {
        let rows = || self.students.iter().flat_map(|student| &student.report.exercises);
        let mut columns: Vec<&str> = self.known.iter().map(String::as_str).collect();
        columns.retain(|slug| rows().any(|row| row.exercise == *slug));
        for row in rows() {
            if !columns.contains(&&*row.exercise) {
                columns.push(&row.exercise);
            }
        }
        columns
    }

    /// How many have passed an exercise.
    pub fn passed(&self, exercise: &str) -> usize {
        self.count(exercise, State::Passed)
    }

    /// For how many an exercise stands so.
    pub fn count(&self, exercise: &str, state: State) -> usize {
        let rows = self.students.iter().filter_map(|student| student.report.row(exercise));
        rows.filter(|row| row.state == state).count()
    }

    /// As a page of its own.
    pub fn html(&self) -> String {
        html::class_page(self)
    }

    /// As JSON, an object a line: the students, then what could not be read.
    pub fn json(&self) -> Vec<Value> {
        let student = |student: &Student| {
            let Report { made, exercises, .. } = &student.report;
            let passed = student.report.count(State::Passed);
            json!({"student": student.name, "file": student.file, "made": made, "passed": passed, "exercises": exercises})
        };
        let unread = self.unread.iter().map(|(file, why)| json!({"file": file, "unread": why}));
        self.students.iter().map(student).chain(unread).collect()
    }
}

/// What the report says, or the file's name without its ending.
fn name(path: &Path, report: &Report) -> String {
    let named = || tame(&path.file_stem().unwrap_or_default().to_string_lossy());
    report.student.clone().unwrap_or_else(named)
}

/// Where several have one name, each gets its file's behind it.
fn tell_apart(students: &mut [Student]) {
    let mut counts = BTreeMap::new();
    for student in students.iter() {
        *counts.entry(student.name.to_lowercase()).or_insert(0) += 1;
    }
    for student in students {
        if counts[&student.name.to_lowercase()] > 1 {
            student.name = format!("{} ({})", student.name, student.file);
        }
    }
}
