//! Pages of their own: one file each, with its style inside, light and dark, and fit to print.

use super::{Class, Own, Report, Row, day, own::Prediction, words};
use crate::progress::State;

/// What every such page has. Its lengths are those of the book, whose figures stand in it: a rem is ten pixels.
const STYLE: &str = "
:root { color-scheme: light dark; font-size: 62.5%; }
:root { --line: light-dark(#d5d5dc, #45454d); --soft: light-dark(#5c5c66, #a9a9b4); }
body { margin: 3.2rem; font: 1.6rem/1.5 system-ui, sans-serif; background: var(--bg); color: var(--fg); }
h2 { margin-block: 5rem 1rem; }
h3 { margin-block: 3rem 1rem; font-size: 1.7rem; }
.scroll, .table-wrapper { overflow-x: auto; }
table { border-collapse: collapse; }
caption { padding-block: 0.8rem; text-align: start; color: var(--soft); }
th, td { padding: 0.4rem 1rem; border-block-end: 1px solid var(--line); text-align: start; vertical-align: bottom; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
td.mark { text-align: center; }
svg.mark { width: 1.1rem; height: 1.1rem; margin-inline-end: 0.6rem; vertical-align: -0.1rem; color: var(--way); }
.turned { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; }
.passed { color: light-dark(#00684c, #2fc79a); font-weight: 700; }
.failed { color: light-dark(#a61e3c, #f27d95); font-weight: 700; }
.soft { color: var(--soft); }
.exercises td { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.question { max-width: 68ch; margin-block: 2.4rem; padding-inline-start: 1.6rem; border-inline-start: 2px solid var(--line); }
.question ol { padding-inline-start: 2.6rem; list-style: upper-alpha; }
.question li.guess { font-weight: 700; }
figure { max-width: 90rem; margin-inline: 0; }
@media (max-width: 620px) { body { margin: 1.6rem; } }
@media print { body { margin: 0; font-size: 1.1rem; } .scroll, .table-wrapper { overflow: visible; } }
";

/// A report, and what else the reader did.
pub fn report(report: &Report, own: &Own) -> String {
    let name = report.student.as_deref().unwrap_or("Your workbook");
    let mut rows = String::new();
    let mut chapter = None;
    for row in &report.exercises {
        if chapter != Some(&row.chapter) {
            let title = escape(&row.chapter_title);
            rows += &format!("<tr><th colspan=\"6\" scope=\"rowgroup\">{title}</th></tr>\n");
            chapter = Some(&row.chapter);
        }
        let seconds = row.seconds.map_or(String::new(), |seconds| format!("{seconds:.2}"));
        rows += &format!(
            "<tr><td class=\"{}\">{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{seconds}</td>\
             <td class=\"number\">{}</td></tr>\n",
            class(row.state),
            mark(row.state),
            escape(&row.exercise),
            escape(&row.title),
            escape(&row.solved.as_deref().map_or(String::new(), day)),
            row.hints
        );
    }
    let passed = format!("{} of {} passed", report.count(State::Passed), report.exercises.len());
    let table = format!(
        "<table class=\"exercises\">\n<thead><tr><th>state</th><th>exercise</th><th>title</th><th>first solved</th>\
         <th>its check ran, s</th><th>hints</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    );
    page(
        name,
        &own.sheets,
        &format!(
            "<h2>Solved</h2>\n<p class=\"soft\">{passed}. Made {}. Days and times are in UTC.</p>\n{}\n<h2>Predicted</h2>\n{}<h2>Measured</h2>\n{}",
            escape(&day(&report.made)),
            scrolled("exercises", &table),
            predicted(&own.predictions),
            measured(&own.figures)
        ),
    )
}

/// Every question with the reader's guess.
fn predicted(predictions: &[Prediction]) -> String {
    let right = predictions.iter().filter(|it| it.guess == it.right()).count();
    let mut html = match predictions.len() {
        0 => "<p>Nothing yet. The first guess in each <em>Predict</em> box is kept here.</p>\n".to_owned(),
        n => format!("<p>{right} of {n} first guesses were right.</p>\n"),
    };
    let mut chapter = None;
    for prediction in predictions {
        if chapter != Some(&prediction.chapter) {
            html += &format!("<h3>{}</h3>\n", escape(&prediction.chapter));
            chapter = Some(&prediction.chapter);
        }
        let choices = prediction.question.choices.iter().enumerate();
        let choices: String = choices.map(|(number, choice)| self::choice(prediction, number, choice)).collect();
        html += &format!("<div class=\"question\">\n{}<ol>\n{choices}</ol>\n</div>\n", prediction.question.text);
    }
    html
}

/// A choice, and what there is to say of it.
fn choice(prediction: &Prediction, number: usize, text: &str) -> String {
    let (guessed, right) = (prediction.guess == number, prediction.right() == number);
    let why = match (right, prediction.question.right == number) {
        (true, _) if prediction.question.yours.is_some() => "right by your own measurements",
        (true, _) => "right",
        (false, true) => "right on the book’s machine",
        (false, false) => "",
    };
    let words: Vec<_> =
        [if guessed { "your guess" } else { "" }, why].into_iter().filter(|it| !it.is_empty()).collect();
    let said = match words.join(", ") {
        words if words.is_empty() => words,
        words => {
            let (class, sign) = if right { ("passed", "✓ ") } else { ("soft", "") };
            format!(" <span class=\"said {class}\">{sign}{words}</span>")
        }
    };
    let class = if guessed { " class=\"guess\"" } else { "" };
    format!("<li{class}>{}{said}</li>\n", text.trim().trim_start_matches("<p>").trim_end_matches("</p>"))
}

/// What was measured, beside the book's record.
fn measured(figures: &[String]) -> String {
    match figures {
        [] => {
            "<p>Nothing yet. <code>cargo lab bench great_circle</code> measures a kernel, <code>cargo lab bench</code> \
               all of them.</p>\n"
                .into()
        }
        figures => {
            let reached = |html: String, class: &str| {
                html.replace(
                    &format!("<div class=\"{class}\">"),
                    &format!("<div class=\"{class}\" tabindex=\"0\" role=\"region\" aria-label=\"measurements\">"),
                )
            };
            reached(reached(figures.join("\n"), "table-wrapper"), "scroll")
        }
    }
}

/// What may be wider than the page, and is then reached by keyboard.
fn scrolled(name: &str, html: &str) -> String {
    format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n{html}\n</div>")
}

/// A class.
pub fn class_page(table: &Class) -> String {
    let columns = table.columns();
    let heads: String = columns
        .iter()
        .map(|slug| format!("<th scope=\"col\"><span class=\"turned\">{}</span></th>", escape(slug)))
        .collect();
    let mut rows = String::new();
    for student in &table.students {
        let cells: String = columns.iter().map(|slug| cell(student.report.row(slug))).collect();
        rows += &format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td>{cells}</tr>\n",
            escape(&student.name),
            student.report.count(State::Passed)
        );
    }
    let passed = columns.iter().map(|slug| format!("<td class=\"mark\">{}</td>", table.passed(slug)));
    let foot = format!("<tr><th scope=\"row\">passed</th><td></td>{}</tr>", passed.collect::<String>());
    let legend = [State::Passed, State::PassedBefore, State::Failed, State::Skipped, State::Unchecked].map(|state| {
        let (sign, word) = words(state);
        format!("{sign} {word}")
    });
    let unread = table.unread.iter().map(|(file, why)| format!("<li>{}: {}</li>\n", escape(file), escape(why)));
    let unread = match table.unread.len() {
        0 => String::new(),
        n => format!("<h2>Not read: {n}</h2>\n<ul>\n{}</ul>\n", unread.collect::<String>()),
    };
    let table = format!(
        "<table>\n<caption>{} reports. {}.</caption>\n<thead><tr><th scope=\"col\">who</th>\
         <th scope=\"col\">passed</th>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n<tfoot>{foot}</tfoot>\n</table>",
        table.students.len(),
        legend.join(", ")
    );
    page("Class", "", &format!("{}\n{unread}", scrolled("reports", &table)))
}

fn cell(row: Option<&Row>) -> String {
    let Some(row) = row else {
        return "<td class=\"mark soft\"><span class=\"unseen\">no word of it</span></td>".into();
    };
    let solved = row.solved.as_deref().map_or(String::new(), |solved| format!("first solved {}", day(solved)));
    format!("<td class=\"mark {}\" title=\"{}\">{}</td>", class(row.state), escape(&solved), mark(row.state))
}

fn class(state: State) -> &'static str {
    match state {
        State::Passed => "passed",
        State::Failed => "failed",
        _ => "soft",
    }
}

/// A sign to see, and a word to hear.
fn mark(state: State) -> String {
    let (sign, word) = words(state);
    format!("<span aria-hidden=\"true\">{sign}</span><span class=\"unseen\">{word}</span>")
}

/// A page with this title. The book's `sheets` come first, and the page's own style has the last word.
fn page(title: &str, sheets: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{sheets}{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

/// Text for a page, in or out of an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
