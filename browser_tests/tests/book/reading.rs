//! What any page owes its readers, whatever they read it with: a wide screen, paper, a screen reader, a keyboard.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::Tab;

/// All that follows, on every page, opened once.
pub async fn every_page_can_be_read(stage: &Stage) -> Result<()> {
    let (mut listings, mut numbers) = (0, 0);
    for page in crate::chapters(stage)? {
        let tab = stage.chrome.tab(1440, 900).await?;
        tab.open(&stage.site.url(&page)).await?;
        crate::widgets_have_started(&tab).await.with_context(|| page.clone())?;
        tab.tell("document.querySelectorAll('main details').forEach(fold => fold.open = true)").await?;
        listings += listings_are_whole(&tab).await.with_context(|| page.clone())?;
        numbers += numbers_say_where_they_come_from(&tab).await.with_context(|| page.clone())?;
        units_stay_with_their_numbers(&tab).await.with_context(|| page.clone())?;
        names_and_places_are_told(&tab).await.with_context(|| page.clone())?;
        paper_is_filled(&tab).await.with_context(|| page.clone())?;
        tab.silent().with_context(|| page.clone())?;
        tab.close().await?;
    }
    ensure!(listings > 200 && numbers > 400, "the book has {listings} listings and {numbers} numbers");
    Ok(())
}

/// No listing is wider than its place, or than the page. Gives how many there are.
async fn listings_are_whole(tab: &Tab) -> Result<usize> {
    let (count, clipped): (usize, Vec<String>) = tab
        .ask(
            "(() => { const all = [...document.querySelectorAll('main pre > code')]; \
             const cut = all.filter(code => { const { left, right } = code.getBoundingClientRect(); \
             return code.scrollWidth > code.clientWidth || left < 0 || right > document.documentElement.clientWidth; }); \
             return [all.length, cut.map(code => code.textContent.slice(0, 80))]; })()",
        )
        .await?;
    ensure!(clipped.is_empty(), "clipped on a screen 1440 pixels wide: {clipped:?}");
    Ok(count)
}

/// Each number stands in the list at the page's end, with its spread, machine, date and command. Gives how many there
/// are.
async fn numbers_say_where_they_come_from(tab: &Tab) -> Result<usize> {
    let (count, missing): (usize, Vec<String>) = tab
        .ask(
            "(() => { const all = [...document.querySelectorAll('main .measured')]; \
             const list = [...document.querySelectorAll('main > .numbers li')].filter(item => \
             / (\\(95\\s%\\)|to the worst), by \\S/.test(item.textContent) && \
             /, \\d{4}-\\d\\d-\\d\\d:$/.test(item.parentElement.previousElementSibling.textContent)); \
             const known = new Set(list.map(item => item.textContent.replace(/, [^,]*, by .*/, ''))); \
             return [all.length, all.map(number => `${number.dataset.of}: ${number.textContent}`) \
             .filter(number => !known.has(number))]; })()",
        )
        .await?;
    ensure!(missing.is_empty(), "only a pointer finds where these come from: {missing:?}");
    Ok(count)
}

/// No line can end between a number and its unit, neither in the text nor in what widgets say.
async fn units_stay_with_their_numbers(tab: &Tab) -> Result<()> {
    let apart: Vec<String> = tab
        .ask(
            "(() => { const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); \
             const found = []; const apart = /\\d (%|×|[nµm]?s|[kMGT]i?B(\\/s)?|[kMG]Hz|GFLOP\\/s)(?![\\p{L}\\p{N}])/u; \
             while (walk.nextNode()) { const text = walk.currentNode; const { parentElement: around } = text; \
             const free = !around.closest('pre, code, style, script, option, .measured'); \
             const wraps = free && getComputedStyle(around).whiteSpaceCollapse !== 'preserve' && \
             getComputedStyle(around).textWrapMode !== 'nowrap' && !around.closest('svg'); \
             const at = text.textContent.search(apart); \
             if (wraps && at >= 0) found.push(text.textContent.slice(Math.max(0, at - 30), at + 20)); } return found; })()",
        )
        .await?;
    ensure!(apart.is_empty(), "a line may end between number and unit: {apart:?}");
    Ok(())
}

/// What a screen reader goes by: names, headings in order, landmarks apart from each other, heads of columns.
async fn names_and_places_are_told(tab: &Tab) -> Result<()> {
    let wrong: Vec<String> = tab
        .ask(
            "(() => { const wrong = []; const all = (what, from = document) => [...from.querySelectorAll(what)] \
             .filter(element => element.checkVisibility()); const show = element => element.outerHTML.slice(0, 120); \
             const name = element => (element.ariaLabel || element.getAttribute('aria-labelledby') || \
             [...(element.labels ?? [])].map(label => label.textContent).join('') || element.title || \
             element.placeholder || element.textContent).trim(); \
             for (const head of all('th')) if (!head.textContent.trim()) wrong.push(`no head: ${show(head.parentElement)}`); \
             let level = 0; for (const heading of all('h1, h2, h3, h4, h5, h6', document.querySelector('main'))) { \
             const next = Number(heading.tagName[1]); if (next > level + 1) wrong.push(`skips a level: ${show(heading)}`); \
             level = next; } \
             const marks = all('nav, aside:not([role]), section[aria-label], main, [role=search], [role=banner]') \
             .map(mark => `${mark.getAttribute('role') ?? mark.tagName} ${mark.ariaLabel}`); \
             marks.forEach((mark, i) => { if (marks.indexOf(mark) < i) wrong.push(`two landmarks: ${mark}`); }); \
             for (const control of all('button, input, select, textarea, summary, a[href]')) \
             if (!name(control)) wrong.push(`no name: ${show(control)}`); \
             for (const plain of all('label, span, div:not([role]), p')) if (plain.ariaLabel && !plain.hasAttribute('role') \
             || plain.ariaExpanded) wrong.push(`named, but nothing that has a name: ${show(plain)}`); \
             const outside = all('body *').filter(element => [...element.childNodes].some(node => node.nodeType === 3 && \
             node.data.trim()) && !element.closest('main, nav, .skip, script, style, [role=search], [role=banner], [role=dialog]')); \
             for (const element of outside) wrong.push(`in no landmark: ${show(element)}`); \
             const ids = [...document.querySelectorAll('[id]')].map(element => element.id); \
             ids.forEach((id, i) => { if (ids.indexOf(id) < i) wrong.push(`twice: #${id}`); }); return wrong; })()",
        )
        .await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Nothing that wants a page of paper for itself is taller than half of one: what comes before it would leave the page
/// empty.
async fn paper_is_filled(tab: &Tab) -> Result<()> {
    // A4 between margins of 15 mm, in CSS pixels.
    const WIDE: u32 = 680;
    const TALL: u32 = 1009;
    tab.resize(WIDE, TALL).await?;
    tab.print(true).await?;
    let tall: Vec<String> = tab
        .ask(&format!(
            "[...document.querySelectorAll('main *')].filter(element => element.checkVisibility() && \
             getComputedStyle(element).breakInside !== 'auto' && element.getBoundingClientRect().height > {TALL} / 2) \
             .map(element => element.outerHTML.slice(0, 120))"
        ))
        .await?;
    ensure!(tall.is_empty(), "on paper these would leave half a page empty: {tall:?}");
    tab.print(false).await
}

/// A tap on a number says where it comes from; Escape takes that away.
pub async fn a_tap_on_a_number_says_where_it_comes_from(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(320, 700).await?;
    tab.open(&stage.site.url("threads/threads.html")).await?;
    tab.tell("document.querySelector('main .measured').click()").await?;
    let (said, inside): (String, bool) = tab
        .ask(
            "(() => { const note = document.querySelector('.about-number:popover-open'); \
             const { left, right } = note.getBoundingClientRect(); return [note.textContent, left >= 0 && right <= 320]; })()",
        )
        .await?;
    ensure!(said.contains("(95 %)") && said.contains("cargo lab race") && said.contains(", 20"), "{said}");
    ensure!(inside, "what a number says leaves the page");
    tab.press("Escape").await?;
    ensure!(tab.is("!document.querySelector('.about-number:popover-open')").await?, "Escape does not close it");
    tab.silent()
}

/// Without a server, and in a browser that lacks something, each widget says what is missing and what to do.
pub async fn what_is_missing_is_said(stage: &Stage) -> Result<()> {
    let file = |page: &str| format!("file://{}", stage.book.join(page).display());
    for page in crate::chapters(stage)? {
        let tab = stage.chrome.tab(1280, 900).await?;
        tab.open(&file(&page)).await?;
        let silent: Vec<String> = tab
            .ask(
                "[...document.querySelectorAll('.widget[data-widget]')].filter(widget => \
                 !widget.querySelector('.missing')?.textContent.includes('cargo run')).map(widget => widget.dataset.widget)",
            )
            .await?;
        ensure!(silent.is_empty(), "{page}, opened as a file: {silent:?} stay still and say nothing");
        tab.close().await?;
    }
    for (what, words) in [("Worker", "no workers"), ("WebAssembly", "no WebAssembly")] {
        for page in ["title.html", "browser/parallel-wasm.html"] {
            let tab = stage.chrome.tab(1280, 900).await?;
            tab.before_each_page(&format!("delete globalThis.{what}")).await?;
            tab.open(&stage.site.url(page)).await?;
            tab.wait("document.querySelector('.widget > .missing')", 20).await?;
            let said: String = tab.ask("document.querySelector('.widget > .missing').textContent").await?;
            ensure!(said.contains(words) && said.contains("Open the page in"), "{page}: {said}");
            tab.close().await?;
        }
    }
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.before_each_page("delete globalThis.SharedArrayBuffer").await?;
    tab.open(&stage.site.url("browser/parallel-wasm.html")).await?;
    tab.wait("document.querySelector('.mandelbrot [value=shared]')?.disabled", 20).await?;
    let said: String = tab.ask("document.querySelector('.mandelbrot .isolation').textContent").await?;
    ensure!(said.contains("SharedArrayBuffer") && said.contains("A current Firefox"), "{said}");
    tab.silent()
}
