//! Files that others sent: reports, and what `check --all --format json` printed.

use super::{Report, Row, VERSION, tame};
use crate::{exercise::Level, progress::State};
use serde_json::{Deserializer, Value, error::Category};
use std::{fs, path::Path};

/// A report is some 20 kB; whatever is larger than this is none.
const MOST: u64 = 10_000_000;

/// What a file reports.
///
/// # Errors
/// Why it can't be read, in words for a teacher.
pub fn read(path: &Path) -> Result<Report, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no file".into());
    }
    if about.len() > MOST {
        return Err(format!("it has {} MB, which no report has", about.len() / 1_000_000));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    parse(&text(&bytes)?)
}

/// The text. What Windows writes in front of it is taken off; and PowerShell before version 7 writes UTF-16 into a
/// file.
fn text(bytes: &[u8]) -> Result<String, String> {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units: Vec<_> = pairs.iter().map(|pair| join(*pair)).collect();
        let whole = rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten();
        whole.ok_or_else(|| "it begins as UTF-16 and is none: it was damaged on its way".to_owned())
    };
    match bytes {
        [] => Err("it is empty".into()),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let text = std::str::from_utf8(bytes).map_err(|error| {
                format!(
                    "it is not UTF-8 after its first {} bytes: it was saved in another encoding",
                    error.valid_up_to()
                )
            })?;
            Ok(text.to_owned())
        }
    }
}

fn parse(text: &str) -> Result<Report, String> {
    let mut values = Vec::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        values.push(value.map_err(|error| match error.classify() {
            Category::Eof => "it ends in the middle: it was cut off on its way".to_owned(),
            _ => format!("it is no JSON, at line {}, column {}", error.line(), error.column()),
        })?);
    }
    let is_verdict = |value: &Value| value["exercise"].is_string() && value["status"].is_string();
    match &*values {
        [] => Err("it is empty".into()),
        [only] if only.get("report").is_some() => one(only),
        verdicts if verdicts.iter().all(is_verdict) => Ok(judged(verdicts)),
        _ => Err("it is JSON, and no report: cargo lab report --format json makes one".into()),
    }
}

fn one(value: &Value) -> Result<Report, String> {
    if value["report"] != VERSION {
        let found = tame(&value["report"].to_string());
        return Err(format!("it is a report of version {found}, and this workbook reads version {VERSION}"));
    }
    let report: Report = serde_json::from_value(value.clone())
        .map_err(|error| format!("it is a report, and something in it makes no sense: {}", tame(&error.to_string())))?;
    let row = |row: Row| Row {
        exercise: tame(&row.exercise),
        title: tame(&row.title),
        chapter: tame(&row.chapter),
        chapter_title: tame(&row.chapter_title),
        solved: row.solved.as_deref().map(tame),
        ..row
    };
    Ok(Report {
        student: report.student.as_deref().map(tame).filter(|name| !name.is_empty()),
        made: tame(&report.made),
        exercises: report.exercises.into_iter().map(row).collect(),
        ..report
    })
}

/// What a teacher's own `check --all` printed, a line for each exercise.
fn judged(verdicts: &[Value]) -> Report {
    let row = |verdict: &Value| {
        let of = |name: &str| tame(verdict[name].as_str().unwrap_or_default());
        Row {
            exercise: of("exercise"),
            title: of("title"),
            chapter: String::new(),
            chapter_title: String::new(),
            minutes: 0,
            level: Level::Easy,
            state: match verdict["status"].as_str() {
                Some("passed") => State::Passed,
                Some("skipped") => State::Skipped,
                _ => State::Failed,
            },
            solved: None,
            seconds: verdict["seconds"].as_f64(),
            hints: 0,
        }
    };
    Report { report: VERSION, student: None, made: String::new(), exercises: verdicts.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::row;

    fn report() -> String {
        let exercises = vec![row("wedges", State::Passed, Some("2026-11-29T10:00:00Z"))];
        let report = Report { report: VERSION, student: Some("Ann".into()), made: "now".into(), exercises };
        serde_json::to_string(&report).unwrap()
    }

    fn of(bytes: &[u8]) -> Result<Report, String> {
        parse(&text(bytes)?)
    }

    #[test]
    fn what_windows_writes_in_front_is_no_fault() {
        let report = report();
        let plain = of(report.as_bytes()).unwrap();
        assert_eq!(plain.exercises[0].exercise, "wedges");
        let wide =
            |to: fn(u16) -> [u8; 2]| "\u{feff}".encode_utf16().chain(report.encode_utf16()).flat_map(to).collect();
        let (little, big): (Vec<u8>, Vec<u8>) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        for bytes in [format!("\u{feff}{report}\r\n").into_bytes(), little, big] {
            assert_eq!(of(&bytes).unwrap(), plain);
        }
    }

    #[test]
    fn every_file_that_is_none_says_why() {
        let report = report();
        let cases: [(&[u8], &str); 11] = [
            (b"", "empty"),
            (b"\xef\xbb\xbf \n", "empty"),
            (b"\xff\xfea", "damaged"),
            (b"\xff\xfe\x00\xd8", "damaged"),
            (b"{\"report\": 1, \"student\": \"Zo\xeb\"", "not UTF-8 after its first 28 bytes"),
            (&report.as_bytes()[..report.len() / 2], "cut off"),
            (b"{\"report\": 2, \"new\": []}", "version 2, and this workbook reads version 1"),
            (b"{\"report\": 1}", "makes no sense: missing field"),
            (b"{\"a\": 1}", "no report"),
            (b"<html>", "no JSON, at line 1, column 1"),
            (b"[[[[", "cut off"),
        ];
        for (bytes, words) in cases {
            let why = of(bytes).unwrap_err();
            assert!(why.contains(words), "{:?}: {why}", String::from_utf8_lossy(bytes));
        }
        // Deeper than any stack.
        assert!(of("[".repeat(1_000_000).as_bytes()).unwrap_err().contains("no JSON"));
    }

    #[test]
    fn what_a_check_of_all_printed_is_read_too() {
        let printed = "{\"exercise\":\"wedges\",\"title\":\"The wedges\",\"status\":\"passed\",\"seconds\":2.5}\n\
                       {\"exercise\":\"timer\",\"title\":\"The timer\",\"status\":\"does_not_compile\"}\n";
        let report = of(printed.as_bytes()).unwrap();
        let states: Vec<_> = report.exercises.iter().map(|row| (row.exercise.as_str(), row.state)).collect();
        assert_eq!(states, [("wedges", State::Passed), ("timer", State::Failed)]);
    }
}
