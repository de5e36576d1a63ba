//! A report as XML in the form of JUnit, which whatever gathers the results of tests can read: a suite for each
//! chapter, a case for each exercise.

use super::{Report, Row, words};
use crate::progress::State;
use std::fmt::Write;

/// The whole file.
pub fn junit(report: &Report) -> String {
    let mut chapters: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in &report.exercises {
        match chapters.iter_mut().find(|(chapter, _)| *chapter == row.chapter_title) {
            Some((_, rows)) => rows.push(row),
            None => chapters.push((&row.chapter_title, vec![row])),
        }
    }
    let all: Vec<_> = report.exercises.iter().collect();
    let name = report.student.as_deref().map_or("Speedup".to_owned(), |name| format!("Speedup, {name}"));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    line(&mut xml, format_args!("<testsuites name=\"{}\" {}>", escape(&name), counts(&all)));
    let made = escape(report.made.trim_end_matches('Z'));
    for (chapter, rows) in &chapters {
        let (chapter, counts) = (escape(chapter), counts(rows));
        line(&mut xml, format_args!("  <testsuite name=\"{chapter}\" timestamp=\"{made}\" errors=\"0\" {counts}>"));
        for row in rows {
            case(&mut xml, row);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn case(xml: &mut String, row: &Row) {
    let (class, name) = (escape(&row.chapter), escape(&row.exercise));
    let time = row.seconds.unwrap_or(0.0);
    let inside = match row.state {
        State::Passed => {
            return line(xml, format_args!("    <testcase classname=\"{class}\" name=\"{name}\" time=\"{time:.3}\"/>"));
        }
        State::Failed => format!("<failure message=\"{}\"/>", words(row.state).1),
        state => format!("<skipped message=\"{}\"/>", words(state).1),
    };
    line(
        xml,
        format_args!("    <testcase classname=\"{class}\" name=\"{name}\" time=\"{time:.3}\">{inside}</testcase>"),
    );
}

fn line(xml: &mut String, line: std::fmt::Arguments) {
    writeln!(xml, "{line}").expect("a string takes what is written");
}

/// What a suite says of its cases.
fn counts(rows: &[&Row]) -> String {
    let failed = rows.iter().filter(|row| row.state == State::Failed).count();
    let passed = rows.iter().filter(|row| row.state == State::Passed).count();
    let time = rows.iter().filter_map(|row| row.seconds).fold(0.0, |sum, seconds| sum + seconds);
    let (all, skipped) = (rows.len(), rows.len() - failed - passed);
    format!("tests=\"{all}\" failures=\"{failed}\" skipped=\"{skipped}\" time=\"{time:.3}\"")
}

/// Text for an attribute. XML has no way to write most control characters: they go.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{VERSION, tests::row};

    #[test]
    fn each_exercise_is_a_case_of_its_chapter() {
        let mut report = Report {
            report: VERSION,
            student: Some("Ann <&\"\u{1}> Smith".into()),
            made: "2026-11-30T13:25:07Z".into(),
            exercises: vec![
                row("wedges", State::Passed, Some("2026-11-29T10:00:00Z")),
                row("timer", State::Failed, None),
                row("grain", State::PassedBefore, Some("2026-11-29T10:00:00Z")),
            ],
        };
        report.exercises[1].chapter_title = "Measure first".into();
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Speedup, Ann &lt;&amp;&quot;&gt; Smith" tests="3" failures="1" skipped="1" time="0.500">
  <testsuite name="Threads" timestamp="2026-11-30T13:25:07" errors="0" tests="2" failures="0" skipped="1" time="0.500">
    <testcase classname="threads/threads" name="wedges" time="0.250"/>
    <testcase classname="threads/threads" name="grain" time="0.250"><skipped message="passed an older check"/></testcase>
  </testsuite>
  <testsuite name="Measure first" timestamp="2026-11-30T13:25:07" errors="0" tests="1" failures="1" skipped="0" time="0.000">
    <testcase classname="threads/threads" name="timer" time="0.000"><failure message="not yet"/></testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(junit(&report), expected);
    }
}
