//! Plots of what was measured: picture, caption, machine, and the same in words and numbers.

use crate::{
    args::Args,
    house::House,
    html::{escape, source, unsearched},
    scoreboard::scoreboard,
};
use plot::{Figure, Kind, Roof, Roofline, Spot};
use serde_json::json;
use std::ops::Range;

/// The directives of this family.
pub const NAMES: [&str; 7] = ["plot", "series", "timeline", "roofline", "scoreboard", "model", "models"];

/// What a table of all kernels shows.
const MODELS: &str = "For each kernel the variant that was fastest on all cores. With one core and two: the measured \
    time over the predicted one, 1.1 where it took a tenth longer. With more: how many times as fast as on one core, from \
    the worst case to the best.";

/// The figure.
///
/// # Errors
/// When the arguments make no sense, or nobody measured it.
pub fn figure(house: &House, name: &str, args: &str) -> Result<String, String> {
    let shelf = house.shelf()?;
    // The reader's own is drawn over the reference alone.
    let on = |args: &Args| match args.named("on") {
        None => Ok::<_, String>((shelf.reference(), house.yours())),
        other => Ok((shelf.on(other)?, None)),
    };
    match name {
        "plot" => {
            let args = Args::parse(args, &["variants", "caption", "on"])?;
            let (records, yours) = on(&args)?;
            let [kernel, what] = args.words("plot KERNEL time|speedup|efficiency")?;
            let kind = match what {
                "time" => Kind::Time,
                "speedup" => Kind::Speedup,
                "efficiency" => Kind::Efficiency,
                _ => return Err(format!("a plot shows time, speedup or efficiency, not \"{what}\"")),
            };
            let variants: Vec<_> = args.named("variants").map(list).unwrap_or_default();
            let figure = plot::kernel(records, yours, kernel, kind, &variants).map_err(|e| e.to_string())?;
            Ok(woven(&figure, args.named("caption"), &format!("cargo lab bench {kernel}")))
        }
        "series" => {
            let args = Args::parse(args, &["caption", "on"])?;
            let (records, yours) = on(&args)?;
            let [name] = args.words("series NAME")?;
            let figure = plot::series(records, yours, name).map_err(|e| e.to_string())?;
            let how = records.series.get(name).map_or("", |series| series.how.as_str());
            Ok(woven(&figure, args.named("caption"), how))
        }
        "timeline" => {
            let args = Args::parse(args, &["variants", "until_us", "caption", "on"])?;
            let (records, _) = on(&args)?;
            let [kernel] = args.words("timeline KERNEL")?;
            let variants: Vec<_> = args.named("variants").map(list).unwrap_or_default();
            let until = args.named("until_us").map(|text| match text.parse::<f64>() {
                Ok(microseconds) if microseconds > 0.0 => Ok(microseconds * 1e-6),
                _ => Err(format!("until_us is a number of microseconds, not \"{text}\"")),
            });
            let figure = plot::timeline(records, kernel, &variants, until.transpose()?).map_err(|e| e.to_string())?;
            Ok(woven(&figure, args.named("caption"), &format!("cargo lab race {kernel} --trace")))
        }
        "roofline" => {
            let args = Args::parse(args, &["caption", "on"])?;
            let (records, yours) = on(&args)?;
            let [] = args.words("roofline")?;
            let roofline = plot::roofline(records, yours).map_err(|e| e.to_string())?;
            let figure = woven(&roofline.figure, args.named("caption"), "cargo lab bench");
            Ok(format!("<div data-roofline=\"{}\">\n{figure}\n</div>", escape(&data(&roofline))))
        }
        "model" => {
            let args = Args::parse(args, &["variant", "caption", "on"])?;
            let (records, yours) = on(&args)?;
            let [kernel] = args.words("model KERNEL")?;
            let figure = plot::model(records, yours, kernel, args.named("variant")).map_err(|e| e.to_string())?;
            Ok(woven(&figure, args.named("caption"), &format!("cargo lab race {kernel}")))
        }
        "models" => {
            let args = Args::parse(args, &["caption", "on"])?;
            let (records, _) = on(&args)?;
            let [] = args.words("models")?;
            let (columns, rows) = plot::models(records).map_err(|e| e.to_string())?;
            let measured = format!("Measured on {}.", records.machine.sentence());
            Ok(unsearched(&format!(
                "<figure class=\"scoreboard\" data-models>\n<div class=\"table-wrapper\">{}</div>\n<figcaption>{}\n{}\n</figcaption>\n</figure>",
                table(&columns, &rows),
                escape(args.named("caption").unwrap_or(MODELS)),
                source(&measured, "cargo lab bench")
            )))
        }
        _ => {
            let args = Args::parse(args, &["variants", "caption", "than", "on"])?;
            let (records, yours) = on(&args)?;
            let [kernel] = args.words("scoreboard KERNEL")?;
            let variants: Vec<_> = args.named("variants").map(list).unwrap_or_default();
            let board = scoreboard(records, yours, kernel, &variants, args.named("than"), args.named("caption"))?;
            Ok(unsearched(&board))
        }
    }
}

/// What a script needs to speak about the picture, as JSON.
fn data(Roofline { frame, roofs, spots, .. }: &Roofline) -> String {
    let ends = |range: &Range<f64>| [range.start, range.end];
    let roofs = roofs.iter().map(|roof| {
        let Roof { cores, yours, bandwidth, double, single } = roof;
        json!({ "cores": cores, "yours": yours, "bandwidth": bandwidth, "f64": double, "f32": single })
    });
    let spots = spots.iter().map(|spot| {
        let Spot { kernel, variant, workers, yours, intensity, bits, rate, .. } = spot;
        json!({ "kernel": kernel, "variant": variant, "workers": workers, "yours": yours, "intensity": intensity,
            "bits": bits, "rate": rate.value })
    });
    json!({
        "across": [frame.across.start, frame.across.end],
        "down": [frame.down.start, frame.down.end],
        "x": ends(&frame.x),
        "y": ends(&frame.y),
        "roofs": roofs.collect::<Vec<_>>(),
        "spots": spots.collect::<Vec<_>>(),
    })
    .to_string()
}

fn list(names: &str) -> Vec<String> {
    names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// A caption says what to see; where the author gave none, the plot's own summary does.
fn woven(figure: &Figure, caption: Option<&str>, how: &str) -> String {
    let summary = caption.map(|_| format!("<p>{}</p>\n", escape(&figure.summary))).unwrap_or_default();
    // One of the two is shown, by the page's width.
    let narrow = match &*figure.narrow {
        "" => String::new(),
        svg => format!("<div class=\"narrow\">{svg}</div>\n"),
    };
    let data = format!(
        "<details class=\"data\">\n<summary>The same in words and numbers</summary>\n{summary}\
         <div class=\"table-wrapper\">{}</div>\n</details>",
        table(&figure.columns, &figure.rows)
    );
    format!(
        "<figure class=\"plot\">\n{}\n<figcaption>{}\n{}\n</figcaption>\n{}\n</figure>",
        unsearched(&format!("<div class=\"scroll\">{}</div>\n{narrow}", figure.svg)),
        escape(caption.unwrap_or(&figure.summary)),
        source(&figure.machine, how),
        unsearched(&data)
    )
}

fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let row = |cells: &[String], tag: &str| {
        let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escape(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body: String = rows.iter().map(|cells| row(cells, "td")).collect();
    format!("<table><thead>{}</thead><tbody>{body}</tbody></table>", row(columns, "th"))
}
