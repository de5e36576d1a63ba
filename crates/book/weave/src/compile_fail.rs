//! Programs that must not compile, with what the compiler says about them.

use crate::{
    args::did_you_mean,
    house::{House, slashes},
    html::escape,
    listing::{fence, figure, tab},
    runs::Runs,
};
use std::path::{Path, PathBuf};

/// The crate whose folder `cases` holds them; each has its compiler's words beside it, which the tests of that crate
/// compare.
const CRATE: &str = "compile_fail";

/// The program and the error, as one figure.
///
/// # Errors
/// When there is no such program, or no error stored for it.
pub fn compile_fail(house: &House, name: &str) -> Result<String, String> {
    let home = house.crates().iter().find(|it| it.name == CRATE).ok_or_else(|| format!("there is no crate {CRATE}"))?;
    let cases = home.folder.join("cases");
    let shown = slashes(&cases);
    let file = cases.join(name).with_extension("rs");
    let (Some(program), Some(error)) = (house.text(&file), house.text(&file.with_extension("stderr"))) else {
        let known = names(house, &cases);
        let hint = did_you_mean(name, known.iter().map(String::as_str));
        return Err(format!("there is no program \"{name}\" with its error in {shown}{hint}"));
    };
    let rustc = house.text(&cases.join("rustc")).ok_or_else(|| format!("there is no {shown}/rustc"))?;
    let caption = format!("{} <span class=\"refused\">does not compile</span>", tab(&file, None, None));
    let program = fence(program.trim_end(), "rust");
    let says = format!("<p class=\"says\">rustc {} says</p>", escape(rustc.trim()));
    let error = format!("<pre class=\"error\"><code class=\"nohighlight\">{}</code></pre>", escape(error.trim_end()));
    let runs = Runs::of(house, &file);
    Ok(figure("listing compile-fail", None, runs.as_ref(), &caption, &format!("{program}\n\n{says}\n\n{error}")))
}

/// All programs' names.
fn names(house: &House, cases: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(house.at(cases)).into_iter().flatten().flatten();
    let files = entries.map(|entry| PathBuf::from(entry.file_name()));
    let files = files.filter(|file| file.extension().is_some_and(|kind| kind == "rs"));
    files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect()
}
