//! What keys do, wherever the focus is.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::{Site, Tab};

const THREADS: &str = "threads/threads.html";

/// Enough for the longest walk of any widget.
const PRESSES: usize = 200;

/// Every button of every widget, pressed by Enter until it has nothing left to do, keeps the focus; the arrow keys then
/// turn no page and change nothing. What a widget lets a reader find out isn't told below it.
pub async fn stepping_to_the_end_stays_in_the_widget(stage: &Stage) -> Result<()> {
    let (mut to_the_end, mut folds) = (0, 0);
    for page in crate::chapters(stage)? {
        let tab = stage.chrome.tab(1280, 900).await?;
        tab.scheme(false).await?;
        tab.open(&stage.site.url(&page)).await?;
        crate::widgets_have_started(&tab).await.with_context(|| page.clone())?;
        // A key that comes through to the document turns the page: mdBook listens there. A shader's buttons have a test
        // of their own: one computes, and one hands the focus to an editor.
        tab.tell(
            "globalThis.came = []; document.addEventListener('keydown', event => came.push(event.key)); \
             globalThis.buttons = [...document.querySelectorAll('.widget:not([data-widget=shader]) button:not(.clip-button)')]",
        )
        .await?;
        let open: usize = tab.ask("document.querySelectorAll('.widget > .still[open]').length").await?;
        ensure!(open == 0, "{page}: {open} widgets tell below what they let a reader find out");
        folds += tab.ask::<usize>("document.querySelectorAll('.widget > .still').length").await?;
        let buttons: usize = tab.ask("buttons.length").await?;
        // Twice: in the second round there is something for the buttons that lead back.
        for button in (0..buttons).chain(0..buttons) {
            to_the_end += usize::from(press_to_the_end(&tab, button).await.with_context(|| page.clone())?);
        }
        ensure!(tab.ask::<String>("location.pathname").await?.ends_with(&page), "{page}: a key turned the page");
        tab.silent().with_context(|| page.clone())?;
        tab.close().await?;
    }
    ensure!(to_the_end > 20 && folds > 8, "{to_the_end} buttons came to an end, {folds} widgets have folds");
    Ok(())
}

/// Says whether the button came to an end.
async fn press_to_the_end(tab: &Tab, button: usize) -> Result<bool> {
    let about: String = tab
        .ask(&format!("buttons[{button}].textContent + ' in ' + buttons[{button}].closest('.widget').dataset.widget"))
        .await?;
    let computes = about.contains(" in mandelbrot");
    tab.tell(&format!("buttons[{button}].focus()")).await?;
    let ends = !computes && tab.is(&format!("buttons[{button}].ariaDisabled")).await?;
    let rests = format!("buttons[{button}].ariaDisabled === 'true'");
    let mut presses = 0;
    // Asked once each time: a button before this one may have set something going that still moves.
    let mut ended = ends && tab.is(&rests).await?;
    while presses < if ends { PRESSES } else { 2 } && !ended {
        tab.press("Enter").await?;
        presses += 1;
        ended = ends && tab.is(&rests).await?;
    }
    ensure!(!ends || ended, "{about}: no end after {presses} presses");
    let said = "[...document.querySelectorAll('.widget output')].map(output => output.textContent)";
    let before: Vec<String> = tab.ask(said).await?;
    tab.tell("came.length = 0").await?;
    for key in ["Enter", "ArrowLeft", "ArrowRight"] {
        if key != "Enter" || ends {
            tab.press(key).await?;
        }
        let (focused, came): (bool, Vec<String>) =
            tab.ask(&format!("[document.activeElement === buttons[{button}], came]")).await?;
        ensure!(focused, "{about}: {key} at the end drops the focus");
        ensure!(!came.iter().any(|key| key.starts_with("Arrow")), "{about}: {key} turns the page");
    }
    ensure!(!ends || tab.ask::<Vec<String>>(said).await? == before, "{about}: an arrow key changed what it says");
    Ok(ends)
}

/// Arrow keys go through a prediction's choices; Enter, or the button, asks for the answer, and nothing else does. A
/// static host is told nothing.
pub async fn a_guess_is_chosen_before_it_is_checked(stage: &Stage) -> Result<()> {
    let site = Site::plain(&stage.book).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&site.url(THREADS)).await?;
    let silent = "!document.querySelector('.predict .answer').open && !document.querySelector('.predict .told')";
    tab.tell("document.querySelector('.predict fieldset > button').click()").await?;
    ensure!(tab.is(silent).await?, "an answer without a guess");
    tab.tell("document.querySelector('.predict input').focus()").await?;
    for key in ["ArrowDown", "ArrowDown"] {
        tab.press(key).await?;
        ensure!(tab.is(silent).await?, "{key} answers at once");
    }
    ensure!(tab.is("document.querySelectorAll('.predict input')[2].checked").await?, "C is not chosen");
    tab.press("Enter").await?;
    let verdict: String = tab.ask("document.querySelector('.predict .verdict').textContent").await?;
    ensure!(verdict.contains("is right") && tab.is(&format!("!({silent})")).await?, "Enter does not answer: {verdict}");

    // By pointer the same: a second guess is checked when it is asked for.
    tab.tell("document.querySelector('.predict label').click()").await?;
    ensure!(tab.ask::<String>("document.querySelector('.predict .verdict').textContent").await? == verdict, "unasked");
    tab.tell("document.querySelector('.predict fieldset > button').click()").await?;
    let second: String = tab.ask("document.querySelector('.predict .verdict').textContent").await?;
    ensure!(second != verdict, "{second}");

    // The first guess is remembered, by the browser alone.
    tab.open(&site.url(THREADS)).await?;
    ensure!(tab.is("document.querySelectorAll('.predict input')[2].checked").await?, "C is forgotten");
    ensure!(tab.ask::<String>("document.querySelector('.predict .verdict').textContent").await? == verdict, "another");
    let asked = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/-/'))";
    ensure!(!tab.is(asked).await?, "a static host is asked for something");
    tab.silent()
}

/// The first Tab offers to skip menu and contents; what follows is the text.
pub async fn the_text_is_two_keys_away(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url(THREADS)).await?;
    tab.press("Tab").await?;
    let seen = "(() => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return top >= 0 && bottom > top; })()";
    ensure!(tab.is("document.activeElement.matches('a.skip')").await?, "the first Tab goes elsewhere");
    ensure!(tab.is(seen).await?, "the link can't be seen");
    tab.press("Enter").await?;
    ensure!(tab.is("document.activeElement.matches('main')").await?, "Enter does not skip");
    tab.press("Tab").await?;
    ensure!(
        tab.is("document.activeElement.closest('main') && !document.activeElement.matches('main')").await?,
        "skipped to"
    );

    // The table of contents opens and closes by keyboard, too.
    let button = "document.querySelector('.left-buttons button[aria-controls=mdbook-sidebar]')";
    let open = format!("{button}.ariaExpanded === 'true'");
    let was = tab.is(&open).await?;
    tab.tell(&format!("{button}.focus()")).await?;
    tab.press("Enter").await?;
    ensure!(tab.is(&open).await? != was, "the button for the table of contents does nothing");
    ensure!(tab.is("document.getElementById('mdbook-sidebar-toggle-anchor').checked").await? != was, "it only says so");
    tab.silent()
}

/// `/` and `s` open the search from any control that takes no text, and Escape leads back to it.
pub async fn the_search_opens_anywhere_and_gives_the_focus_back(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url(THREADS)).await?;
    crate::widgets_have_started(&tab).await?;
    let searching = "document.activeElement.id === 'mdbook-searchbar'";
    for (key, place) in [
        ("/", ".schedule [name=workers]"),
        ("s", ".schedule [type=reset]"),
        ("/", ".predict input"),
        ("s", ".predict fieldset > button"),
        ("/", "main summary"),
    ] {
        tab.tell(&format!("document.querySelector('{place}').focus()")).await?;
        tab.press(key).await?;
        tab.wait(searching, 20).await.with_context(|| format!("{key} on {place} opens no search"))?;
        tab.wait("!document.querySelector('#mdbook-searchbar-outer.searching')", 20).await?;
        ensure!(tab.ask::<String>("document.activeElement.value").await?.is_empty(), "{key} was typed into the search");
        tab.press("Escape").await?;
        tab.wait(&format!("document.activeElement === document.querySelector('{place}')"), 20)
            .await
            .with_context(|| format!("the search, opened from {place}, drops the focus"))?;
    }
    // A list takes letters itself.
    tab.tell("document.querySelector('.schedule select').focus()").await?;
    tab.press("s").await?;
    ensure!(!tab.is(searching).await?, "a letter typed into a list opens the search");
    tab.silent()
}
