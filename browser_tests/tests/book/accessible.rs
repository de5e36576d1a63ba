//! What axe-core finds on every page that keeps people out.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::{Tab, root};
use std::{fs, path::PathBuf};

/// The rules about colours. All others find the same in the dark as in the light.
const COLOURS: &[&str] = &["color-contrast", "link-in-text-block"];

/// Of a listing's words, the first of each colour is enough.
const ONCE: &str = "const seen = new Set(); for (const word of document.querySelectorAll('main pre span[class]')) { \
    if (seen.has(word.className)) word.replaceWith(...word.childNodes); else seen.add(word.className); }";

/// The table of contents is the same on every page, and is looked at on the first.
const MENU: &str = "document.getElementById('mdbook-sidebar').replaceChildren()";

/// axe-core's script.
///
/// # Errors
/// When it isn't there: the reason, and what to do about it.
pub fn axe() -> Result<PathBuf, String> {
    let script = root().join("target/axe/axe_playwright_python/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    Err("no axe-core: python3 -m pip install --no-deps --target target/axe -r browser_tests/requirements.txt".into())
}

/// Nothing serious or critical, in the light or in the dark, with all folds open. To look at every word of every
/// listing would take most of the time.
pub async fn axe_finds_nothing_serious_on_any_page(stage: &Stage) -> Result<()> {
    let axe = fs::read_to_string(axe().map_err(anyhow::Error::msg)?)?;
    let mut found = Vec::new();
    let pages = crate::chapters(stage)?;
    for page in &pages {
        let tab = stage.chrome.tab(1280, 900).await?;
        tab.scheme(false).await?;
        tab.before_each_page(&axe).await?;
        tab.open(&stage.site.url(page)).await?;
        crate::widgets_have_started(&tab).await.with_context(|| page.clone())?;
        tab.tell("document.querySelectorAll('main details').forEach(fold => fold.open = true)").await?;
        tab.tell(ONCE).await?;
        if *page != pages[0] {
            tab.tell(MENU).await?;
        }
        for dark in [false, true] {
            tab.scheme(dark).await?;
            let scheme = if dark { "dark" } else { "light" };
            found.extend(
                serious(&tab, dark)
                    .await
                    .with_context(|| page.clone())?
                    .into_iter()
                    .map(|what| format!("{page}, {scheme}: {what}")),
            );
        }
        tab.close().await?;
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// Each violation: its rule, what is said of it, and the element.
async fn serious(tab: &Tab, dark: bool) -> Result<Vec<String>> {
    let rules = if dark { format!("{{ type: 'rule', values: {COLOURS:?} }}") } else { "undefined".into() };
    tab.ask(&format!(
        "axe.run(document, {{ resultTypes: ['violations'], runOnly: {rules}, preload: false, iframes: false }}).then(({{ violations }}) => violations \
         .filter(({{ id, impact }}) => ['serious', 'critical'].includes(impact)) \
         .flatMap(({{ id, nodes }}) => nodes.map(node => `${{id}}: ${{node.failureSummary.split('\\n').slice(1).join(' ')}} \
         ${{node.target.join(' ')}} ${{node.html.slice(0, 120)}}`)))"
    ))
    .await
}
