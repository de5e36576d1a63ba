//! What the search box finds.

use crate::Stage;
use anyhow::{Result, bail, ensure};
use browser_tests::{Site, Tab};

/// Whatever is typed, and the sections one of which must be among the first five that are found.
const QUERIES: [(&str, &[&str]); 8] = [
    ("join", &["threads.html#spawn-a-thread-that-owns", "threads.html#scope-a-thread-that-borrows"]),
    ("false sharing", &["threads.html#neighbours-in-a-cache-line"]),
    ("data race", &["threads.html#send-and-sync"]),
    ("work stealing", &["pools-and-rayon.html#a-deque-for-each-worker"]),
    ("Mutex::lock", &["shared-state.html#one-lock-for-what-belongs-together"]),
    ("while", &["shared-state.html#a-queue-in-three-steps", "shared-state.html#a-guard-that-lives-too-long"]),
    ("thread::scope", &["threads.html#scope-a-thread-that-borrows"]),
    ("roofl", &["the-limit.html#the-roofline"]),
];

/// How often a reader would change the words a little before giving up.
const TRIES: usize = 100;

/// Words, phrases, paths of Rust and its key words lead to the section that is about them.
pub async fn the_section_that_is_meant_comes_first(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url("title.html")).await?;
    tab.press("/").await?;
    tab.wait("document.activeElement.id === 'mdbook-searchbar'", 20).await?;
    for (query, wanted) in QUERIES {
        find(&tab, query, wanted).await?;
    }
    // Data, hints and solutions are no texts that anybody looks for.
    let told: Vec<String> = tab
        .ask(
            "elasticlunr.Index.load(search.index).search('solution hint same words numbers').map(({ doc }) => doc.body) \
             .filter(body => /[⟦⟧]|The same in words and numbers|Hint 1:|A solution/.test(body)) \
             .map(body => body.slice(0, 200))",
        )
        .await?;
    ensure!(told.is_empty(), "{told:?}");
    ensure!(
        tab.is("JSON.stringify(search.index).includes('The same in words and numbers')").await?,
        "nothing was left out"
    );
    tab.silent()
}

/// The search's scripts come when somebody searches, from a slow host too: what was typed meanwhile is looked for.
/// Where they don't come, that is said.
pub async fn who_types_at_once_is_answered(stage: &Stage) -> Result<()> {
    const SCRIPT: &str = "mark-";
    let site = Site::plain(&stage.book).await?;
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&site.url("title.html")).await?;
    let asked = format!("performance.getEntriesByType('resource').some(entry => entry.name.includes('/{SCRIPT}'))");
    ensure!(!tab.is(&asked).await?, "its scripts come before anybody searches");
    // Typed in one go, before any script can have come.
    tab.tell(
        "const key = new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }); document.body.dispatchEvent(key); \
         document.execCommand('insertText', false, 'false sharing')",
    )
    .await?;
    let found = "[...document.querySelectorAll('#mdbook-searchresults a')].some(a => a.href.includes('neighbours-in-a-cache-line'))";
    tab.wait(found, 20).await?;
    ensure!(tab.ask::<String>("document.activeElement.value").await? == "false sharing", "the focus, or the text");
    tab.silent()?;

    // A link to marked words needs them at once.
    tab.open(&site.url("threads/threads.html?highlight=scope")).await?;
    tab.wait("document.querySelector('main mark')", 20).await?;

    tab.open(&site.url("title.html")).await?;
    drop(site);
    // A browser may have kept them.
    tab.tell("for (const script of document.querySelectorAll('script[type=later]')) script.src += '?gone'").await?;
    tab.press("/").await?;
    tab.wait("document.getElementById('mdbook-searchresults-header').checkVisibility()", 20).await?;
    ensure!(
        tab.ask::<String>("document.getElementById('mdbook-searchresults-header').textContent")
            .await?
            .starts_with("The search did not come")
    );
    tab.press("Escape").await?;
    tab.wait("!document.getElementById('mdbook-searchbar').checkVisibility()", 20).await
}

async fn find(tab: &Tab, query: &str, wanted: &[&str]) -> Result<()> {
    let mut first = Vec::new();
    // The terms of the glossary come a moment after the index: then the same words, typed again, find more.
    for _ in 0..TRIES {
        tab.tell("document.getElementById('mdbook-searchbar').value = ''").await?;
        tab.type_in(&format!("x{query}")).await?;
        tab.tell("document.getElementById('mdbook-searchbar').value = ''").await?;
        tab.type_in(query).await?;
        let said = format!("document.getElementById('mdbook-searchresults-header').innerText.includes(`'{query}'`)");
        tab.wait(&said, 20).await?;
        first = tab
            .ask::<Vec<String>>(
                "[...document.querySelectorAll('#mdbook-searchresults a')].slice(0, 5).map(a => a.href)",
            )
            .await?;
        // Between page and section stands what is to be marked there.
        first.iter_mut().for_each(|link| *link = without_query(link));
        if wanted.iter().any(|wanted| first.iter().any(|link| link.ends_with(wanted))) {
            return Ok(());
        }
    }
    bail!("\"{query}\" should find one of {wanted:?}, and finds {first:?}")
}

fn without_query(link: &str) -> String {
    let (page, rest) = link.split_once('?').unwrap_or((link, ""));
    let section = rest.split_once('#').map_or(String::new(), |(_, section)| format!("#{section}"));
    page.to_owned() + &section
}
