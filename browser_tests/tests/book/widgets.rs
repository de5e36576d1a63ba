//! The pictures inside chapters that a reader moves: each says what this workbook's own code computes, answers to the
//! keyboard alone, and keeps its state.

use crate::Stage;
use anyhow::{Context, Result, ensure};
use browser_tests::Tab;
use std::num::NonZeroU32;

const LAWS: &str = "before/laws-of-speedup.html";
const TABLE: &str = "before/why-parallel.html";

/// The page in a tab of its own, once its widget has come alive.
async fn open(stage: &Stage, page: &str, widget: &str) -> Result<Tab> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url(page)).await?;
    tab.wait(&format!("document.querySelector('[data-widget={widget}] input[type=range]')"), 20).await?;
    Ok(tab)
}

/// Moves a slider to its stop number `at`, as a hand would.
async fn slide(tab: &Tab, slider: &str, at: usize) -> Result<()> {
    tab.tell(&format!(
        "const slider = document.querySelector('{slider}'); slider.value = {at}; \
         slider.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    ))
    .await
}

/// What stands there, with plain spaces where a number is tied to its unit.
async fn text(tab: &Tab, selector: &str) -> Result<String> {
    tab.ask(&format!("document.querySelector('{selector}').textContent.replaceAll('\\u00a0', ' ')")).await
}

/// The first number in `text`, after `mark`.
fn number(text: &str, mark: &str) -> Result<f64> {
    let after = text.split_once(mark).with_context(|| format!("no {mark:?} in {text:?}"))?.1;
    let digits: String = after.chars().take_while(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    digits.trim_end_matches(['.', ',']).replace(',', "").parse().with_context(|| format!("after {mark:?} in {text:?}"))
}

/// Every stop of both sliders gives Amdahl's and Gustafson's speedup, as `laws` computes them, to the three digits
/// shown.
pub async fn amdahl_and_gustafson_over_all_stops(stage: &Stage) -> Result<()> {
    let tab = open(stage, LAWS, "amdahl").await?;
    let stops = |key: &str| format!("Number(document.querySelector('#slider-{key}').max)");
    let (fractions, counts): (usize, usize) = (tab.ask(&stops("p")).await?, tab.ask(&stops("n")).await?);
    for p in 0..=fractions {
        slide(&tab, "#slider-p", p).await?;
        // All counts for one fraction in one call: a thousand calls would take a minute.
        let said: Vec<(String, String, String)> = tab
            .ask(&format!(
                "[...Array({counts} + 1).keys()].map(at => {{ const n = document.querySelector('#slider-n'); n.value = at; \
                 n.dispatchEvent(new Event('input')); const value = key => \
                 document.querySelector(`[for=slider-${{key}}]:is(output)`).textContent; \
                 return [value('p'), value('n'), document.querySelector('[data-widget=amdahl] .readout').textContent]; }})"
            ))
            .await?;
        for (fraction, cores, words) in said {
            let (parallel, n) = (number(&fraction, "")? / 100.0, number(&cores, "")?);
            let speedup = number(&words, " are ").or_else(|_| number(&words, " is ")).unwrap_or(1.0);
            let want = laws::amdahl::speedup(parallel, n);
            ensure!((speedup / want - 1.0).abs() < 0.006, "Amdahl for {fraction}, {cores} should be {want}: {words}");
            let gustafson = words
                .split_once("they do ")
                .map_or(Ok(1.0), |(_, rest)| if rest.starts_with("as much") { Ok(1.0) } else { number(rest, "") })?;
            let want = laws::gustafson::scaled_speedup(parallel, n);
            ensure!(
                (gustafson / want - 1.0).abs() < 0.006,
                "Gustafson for {fraction}, {cores} should be {want}: {words}"
            );
        }
    }
    tab.silent()
}

/// Arrows move Amdahl's sliders and not the page; the address keeps the state; Reset puts it back.
pub async fn amdahl_by_keyboard_alone(stage: &Stage) -> Result<()> {
    let tab = open(stage, LAWS, "amdahl").await?;
    let start = text(&tab, "[data-widget=amdahl] .readout").await?;
    tab.tell("document.querySelector('#slider-p').focus()").await?;
    for key in ["ArrowRight", "ArrowRight", "Tab", "ArrowLeft"] {
        tab.press(key).await?;
    }
    let moved = text(&tab, "[data-widget=amdahl] .readout").await?;
    ensure!(moved != start && moved.contains("with 97 % shared out, 28 cores"), "{moved}");
    let address: String = tab.ask("location.href").await?;
    ensure!(address.contains("laws-of-speedup") && address.contains("p=970") && address.contains("n=28"), "{address}");
    tab.open(&address).await?;
    tab.wait("document.querySelector('#slider-p')", 20).await?;
    ensure!(text(&tab, "[data-widget=amdahl] .readout").await? == moved, "the address forgot the sliders");
    tab.tell("document.querySelector('#slider-n').focus()").await?;
    tab.press("Tab").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, "[data-widget=amdahl] .readout").await? == start, "Reset does not put it back");
    tab.silent()
}

/// The ideal table says what `laws` computes, wherever the slider stands.
pub async fn the_table_of_ideal_times(stage: &Stage) -> Result<()> {
    let tab = open(stage, TABLE, "core_table").await?;
    let stops: usize = tab.ask("Number(document.querySelector('#slider-table-cores').max)").await?;
    for at in 0..=stops {
        slide(&tab, "#slider-table-cores", at).await?;
        let cores = number(&text(&tab, "[for=slider-table-cores]:is(output)").await?, "")? as u32;
        let cells: Vec<String> = tab
            .ask("[...document.querySelectorAll('.core-table tbody tr')].map(row => row.lastChild.textContent)")
            .await?;
        let cores = NonZeroU32::new(cores).context("zero cores")?;
        for ((job, one_core), shown) in laws::core_table::JOBS.into_iter().zip(cells) {
            let want = laws::core_table::ideal(std::time::Duration::from_secs(one_core), cores);
            let got = seconds(&shown)?;
            ensure!(
                (got - want.as_secs_f64()).abs() <= 0.000_501,
                "{job} on {cores} cores is {want:?}, shown as {shown}"
            );
        }
    }
    // What can't be shared takes as long as ever.
    let serial: usize = tab.ask("Number(document.querySelector('#slider-table-serial').max)").await?;
    slide(&tab, "#slider-table-serial", serial).await?;
    let all = text(&tab, ".core-table tbody tr:first-child td:last-child").await?;
    ensure!(seconds(&all)? == 60.0, "a minute that can't be shared takes {all}");
    tab.silent()
}

/// `1 d 2 h 3 min 4.5 s`, as seconds.
fn seconds(shown: &str) -> Result<f64> {
    let words: Vec<_> = shown.split_whitespace().collect();
    words.chunks(2).try_fold(0.0, |sum, pair| {
        let unit = match pair[1] {
            "d" => 86_400.0,
            "h" => 3_600.0,
            "min" => 60.0,
            _ => 1.0,
        };
        Ok(sum + unit * pair[0].parse::<f64>().with_context(|| format!("{shown:?}"))?)
    })
}

/// One worker is never idle, whatever the schedule; more are, and a price for each chunk is paid by dynamic alone.
pub async fn a_schedule_by_keyboard(stage: &Stage) -> Result<()> {
    let tab = open(stage, "threads/threads.html", "schedule").await?;
    tab.tell("document.querySelector('.schedule [name=workers]').focus()").await?;
    for _ in 0..4 {
        tab.press("ArrowLeft").await?;
    }
    let said: Vec<String> = tab
        .ask("[...document.querySelectorAll('.schedule .name')].map(h => h.textContent.replaceAll('\\u00a0', ' '))")
        .await?;
    ensure!(said.len() == 3 && said.iter().all(|h| h.contains("1.0 ×") && h.contains("0 % idle")), "{said:?}");
    for key in ["ArrowRight", "ArrowRight", "ArrowRight", "Tab", "Tab", "ArrowRight"] {
        tab.press(key).await?;
    }
    let takes: [usize; 3] = tab
        .ask("[...document.querySelectorAll('.schedule [role=img]')].map(plan => plan.querySelectorAll('b').length)")
        .await?;
    ensure!(takes[0] == 0 && takes[1] == 0 && takes[2] == 24, "prices paid for chunks: {takes:?}");
    tab.silent()
}

/// What a dispatch leaves over or misses, over every number of elements.
pub async fn workgroups_count_right(stage: &Stage) -> Result<()> {
    let tab = open(stage, "gpu/compute-shaders.html", "workgroups").await?;
    for up in [true, false] {
        tab.tell(&format!(
            "const up = document.querySelector('.workgroups [name=up]'); if (up.checked !== {up}) up.click()"
        ))
        .await?;
        for n in 0..=140 {
            slide(&tab, ".workgroups [name=n]", n).await?;
            let (work, spare, missed): (usize, usize, usize) = tab
                .ask("['work', 'spare', 'missed'].map(kind => document.querySelectorAll(`.workgroups .cells .${kind}`).length)")
                .await?;
            let invocations = if up { n.next_multiple_of(8) } else { n / 8 * 8 };
            let want = (n.min(invocations), invocations.saturating_sub(n), n.saturating_sub(invocations));
            ensure!((work, spare, missed) == want, "{n} elements, rounded up {up}: {work}, {spare}, {missed}");
        }
    }
    tab.silent()
}

/// The bill shows three bars, and sending more costs more.
pub async fn the_bill_grows(stage: &Stage) -> Result<()> {
    let tab = open(stage, "processes/shared-memory.html", "bill").await?;
    let most: usize = tab.ask("Number(document.querySelector('.bill input').max)").await?;
    let mut bills = Vec::new();
    for at in [0, most] {
        slide(&tab, ".bill input", at).await?;
        bills.push(tab.ask::<Vec<String>>("[...document.querySelectorAll('.bill dd')].map(d => d.textContent)").await?);
    }
    ensure!(bills.iter().all(|bill| bill.len() == 3) && bills[0] != bills[1], "{bills:?}");
    tab.silent()
}

/// Two programs come to stand at full pipes with more than nine pieces, in whatever order they step, unless a thread
/// writes.
pub async fn two_pipes_fill_up(stage: &Stage) -> Result<()> {
    let tab = open(stage, "processes/subprocesses.html", "two_pipes").await?;
    for (plan, order) in [("sequence", "at(0)"), ("sequence", "at(-1)"), ("threads", "at(0)"), ("threads", "at(-1)")] {
        tab.tell(&format!(
            "const plan = document.querySelector('.two-pipes select'); plan.value = '{plan}'; \
             plan.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ))
        .await?;
        for pieces in [1, 9, 10, 12] {
            slide(&tab, ".two-pipes input", pieces).await?;
            tab.tell(&format!(
                "for (;;) {{ const ready = [...document.querySelectorAll('.two-pipes [data-step][aria-disabled=false]')].{order}; \
                 if (!ready) break; ready.click(); }}"
            ))
            .await?;
            let (said, stuck) = (text(&tab, ".two-pipes output").await?, plan == "sequence" && pieces > 9);
            ensure!(
                said.contains("deadlock") == stuck && said.contains("All have ended") != stuck,
                "{plan}, {pieces} pieces, {order}: {said}"
            );
        }
    }
    slide(&tab, ".two-pipes input", 12).await?;
    tab.tell("document.querySelector('.two-pipes [data-step]').focus()").await?;
    // At first the child has nothing to read, and takes no step.
    for (key, want) in [("2", ""), ("3", "The thread writes"), ("2", "The child reads"), ("2", "The child writes")] {
        tab.press(key).await?;
        let said = text(&tab, ".two-pipes output").await?;
        ensure!(said.starts_with(want) && said.is_empty() == want.is_empty(), "{key}: {said}");
    }
    tab.silent()
}

/// For each number of ranks and each way: as many rounds and messages as there must be, one by one, by keyboard alone;
/// then the times are those of the page's formulas, and all ranks have the sums at the end and not before.
pub async fn messages_cost_what_the_formulas_say(stage: &Stage) -> Result<()> {
    const PAGE: &str = "processes/message-passing.html";
    let tab = open(stage, PAGE, "message_cost").await?;
    // As the sliders stand at first.
    let (bytes, latency, bandwidth) = (8e3, 2e-6, 5e9);
    for (stop, ranks) in [2_i32, 4, 8, 16].into_iter().enumerate() {
        let (p, tree) = (f64::from(ranks), ranks.ilog2() as i32);
        let star = 2 * (ranks - 1);
        for (way, rounds, messages, part) in
            [("star", star, star, 1.0), ("tree", tree, tree * ranks, 1.0), ("ring", star, star * ranks, 1.0 / p)]
        {
            slide(&tab, ".message-cost [name=ranks]", stop).await?;
            tab.tell(&format!(
                "const way = document.querySelector('.message-cost select'); way.value = '{way}'; \
                 way.dispatchEvent(new Event('input', {{ bubbles: true }})); \
                 document.querySelector('.message-cost [data-do=step]').focus()"
            ))
            .await?;
            let (mut said, mut drawn) = (String::new(), 0);
            for round in 1..=rounds {
                ensure!(!said.contains("Done") && !said.contains(&format!("{ranks} of {ranks}")), "{way}: {said}");
                tab.press("Enter").await?;
                said = text(&tab, ".message-cost output").await?;
                ensure!(said.starts_with(&format!("Round {round} of {rounds}: ")), "{way}, {ranks} ranks: {said}");
                drawn += tab.ask::<i32>("document.querySelectorAll('.message-cost line').length").await?;
            }
            ensure!(said.contains(&format!(" {ranks} of {ranks} ranks have all sums. Done in ")), "{way}: {said}");
            ensure!(drawn == messages, "{way}, {ranks} ranks: {drawn} messages drawn of {messages}");
            let row: Vec<String> = tab
                .ask(&format!(
                    "[...[...document.querySelectorAll('.message-cost tbody tr')].find(row => \
                     row.textContent.startsWith('{way}')).cells].map(cell => cell.textContent.replaceAll('\\u00a0', ' '))"
                ))
                .await?;
            let want = f64::from(rounds) * (latency + bytes * part / bandwidth);
            let (told, took) = (seconds_told(&row[3])?, seconds_told(said.rsplit_once(" in ").context("no time")?.1)?);
            ensure!(row[1] == rounds.to_string() && row[2] == messages.to_string(), "{way}, {ranks} ranks: {row:?}");
            ensure!((told / want - 1.0).abs() < 0.006 && told == took, "{way}: {want} s, but {told} and {took}");
        }
    }
    // The table below the widget: one of its sizes for each way that is the fastest.
    for (stop, best) in [(0, "tree"), (6, "tree"), (12, "ring")] {
        slide(&tab, ".message-cost [name=ranks]", 2).await?;
        slide(&tab, ".message-cost [name=bytes]", stop).await?;
        let fastest = text(&tab, ".message-cost tr.best td").await?;
        ensure!(fastest == format!("{best} ✓"), "stop {stop}: {fastest}");
    }
    for (button, round) in [("step", 1), ("step", 2), ("back", 1)] {
        tab.tell(&format!("document.querySelector('.message-cost [data-do={button}]').focus()")).await?;
        tab.press("Enter").await?;
        let said = text(&tab, ".message-cost output").await?;
        ensure!(said.starts_with(&format!("Round {round} of 14: ")), "{button}: {said}");
    }
    tab.tell("document.querySelector('.message-cost [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    tab.wait("document.querySelector('.message-cost output').textContent.startsWith('By a star')", 20).await?;
    tab.silent()
}

/// A time as the widget tells it, such as `28.4 µs`, seconds.
fn seconds_told(told: &str) -> Result<f64> {
    let (number, unit) = told.trim_end_matches('.').split_once(' ').context("no unit")?;
    let scale = match unit {
        "s" => 1.0,
        "ms" => 1e-3,
        "µs" => 1e-6,
        _ => anyhow::bail!("{told}"),
    };
    Ok(number.parse::<f64>()? * scale)
}

/// For every number of rows and every time of a message, both plans take as many ticks as the page's formulas say.
pub async fn halos_are_waited_for(stage: &Stage) -> Result<()> {
    let tab = open(stage, "processes/halos-and-scaling.html", "halo").await?;
    for rows in 3..=8_usize {
        for message in 0..=8_usize {
            let (overlapped, first) = (2 * (message.max(rows - 2) + 2), 2 * (message + rows));
            for (plan, ticks, waiting) in
                [("overlapped", overlapped, 2 * message.saturating_sub(rows - 2)), ("first", first, 2 * message)]
            {
                slide(&tab, ".halo [name=rows]", rows).await?;
                slide(&tab, ".halo [name=message]", message).await?;
                tab.tell(&format!(
                    "const plan = document.querySelector('.halo select'); plan.value = '{plan}'; \
                     plan.dispatchEvent(new Event('input', {{ bubbles: true }})); \
                     const step = document.querySelector('.halo [data-do=step]'); \
                     while (step.ariaDisabled !== 'true') step.click()"
                ))
                .await?;
                let said = text(&tab, ".halo output").await?;
                let want = format!(
                    "Done: 2 steps in {ticks} ticks, {waiting} of them waiting. Overlapped it takes {overlapped}, \
                     waiting first {first}."
                );
                ensure!(said.ends_with(&want), "{rows} rows, {message} ticks, {plan}: {want}, but: {said}");
                let unfinished: usize =
                    tab.ask("document.querySelectorAll('.halo .row:not(.ghost, .new)').length").await?;
                ensure!(unfinished == 0, "{unfinished} rows are not computed");
            }
        }
    }
    tab.tell("document.querySelector('.halo [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    tab.wait("document.querySelector('.halo output').textContent.includes('Press Step')", 20).await?;
    tab.tell("document.querySelector('.halo [data-do=step]').focus()").await?;
    // Three rows in between, and a message of three ticks: nobody waits.
    for (want, halos) in [
        ("row 2 of 5. ", "in 2 ticks"),
        ("row 3 of 5. ", "in 1 tick."),
        ("row 4 of 5. ", "are here"),
        ("first row, which needs the halo. ", "are here"),
    ] {
        tab.press("Enter").await?;
        let said = text(&tab, ".halo output").await?;
        ensure!(said.contains(want) && said.contains(halos), "{want}{halos}, but: {said}");
    }
    tab.silent()
}

/// More elements in a call mean fewer calls and a smaller share lost, by arrow keys alone; and each preset is its own.
pub async fn calls_by_keyboard(stage: &Stage) -> Result<()> {
    let tab = open(stage, "one-core/native-code.html", "calls_nanoseconds").await?;
    let said = || text(&tab, ".calls output");
    let start = said().await?;
    ensure!(start.contains("1,000,000 calls") && start.contains("100 ms of work"), "{start}");
    tab.tell("document.querySelector('.calls [name=batch]').focus()").await?;
    for _ in 0..10 {
        tab.press("ArrowRight").await?;
    }
    let batched = said().await?;
    ensure!(batched.contains("100,000 calls"), "ten steps are a factor of ten: {batched}");
    let share = "parseFloat(document.querySelector('.calls .calling').style.width)";
    let before: f64 = tab.ask(share).await?;
    for _ in 0..50 {
        tab.press("ArrowRight").await?;
    }
    let after: f64 = tab.ask(share).await?;
    ensure!(said().await?.contains(": 1 call ×") && after < before && after < 1.0, "{before} % to {after} %");

    let presets: usize = tab.ask("document.querySelectorAll('.calls option').length").await?;
    let rows: usize = tab.ask("document.querySelectorAll('[data-widget=calls_nanoseconds] tbody tr').length").await?;
    ensure!(presets == rows && rows == 7, "{presets} presets for {rows} rows");
    let mut all = Vec::new();
    for preset in 0..presets {
        tab.tell(&format!(
            "const border = document.querySelector('.calls [name=border]'); border.value = {preset}; \
             border.dispatchEvent(new Event('input'))"
        ))
        .await?;
        all.push(said().await?);
    }
    all.dedup();
    ensure!(all.len() == presets, "{all:?}");
    tab.silent()
}

/// Arrows step through the recorded looks, each said with its phase; Play starts, Pause stops, Reset goes back.
pub async fn core_bars_by_keyboard(stage: &Stage) -> Result<()> {
    let tab = open(stage, "before/know-your-machine.html", "core_bars").await?;
    let start = text(&tab, ".core-bars output").await?;
    ensure!(start.starts_with("Nothing of ours"), "{start}");
    tab.tell("document.querySelector('.core-bars input').focus()").await?;
    for _ in 0..4 {
        tab.press("ArrowRight").await?;
    }
    let said = text(&tab, ".core-bars output").await?;
    ensure!(said.starts_with("One thread works"), "after two seconds: {said}");
    // What is shown is what was recorded, at every look and for every core.
    let looks: usize = tab.ask("Number(document.querySelector('.core-bars input').max) + 1").await?;
    let recorded: Vec<Vec<f64>> = tab
        .ask(
            "[...document.querySelectorAll('[data-widget=core_bars] tbody tr')].filter(row => row.cells.length === 4) \
             .map(row => [1, 2].map(cell => Number(row.cells[cell].textContent)))",
        )
        .await?;
    for at in 0..looks {
        slide(&tab, ".core-bars input", at).await?;
        let shown: Vec<String> =
            tab.ask("[...document.querySelectorAll('.core-bars .percent')].map(core => core.textContent)").await?;
        let want = recorded.iter().filter(|look| look[0] == at as f64 / 2.0).map(|look| look[1]);
        let want: Vec<_> = want.map(|busy| format!("{}\u{a0}%", busy.round())).collect();
        ensure!(shown == want, "look {at}: {shown:?}, recorded {want:?}");
    }
    tab.tell("document.querySelector('.core-bars [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".core-bars output").await? == start, "Reset does not put it back");
    tab.tell("document.querySelector('.core-bars [data-do=play]').focus()").await?;
    tab.press("Enter").await?;
    tab.wait("Number(document.querySelector('.core-bars input').value) >= 2", 20).await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".core-bars [data-do=play]").await? == "Play", "Pause does not pause");
    tab.silent()
}

/// Both walks load as many lines as the model in `cache_model` does, for every size of the cache; step by step by
/// keyboard.
pub async fn cache_lines_count_like_the_model(stage: &Stage) -> Result<()> {
    let tab = open(stage, "one-core/memory.html", "cache_lines").await?;
    let start = text(&tab, ".cache-lines output").await?;
    ensure!(start.starts_with("Nothing is loaded yet"), "{start}");
    let rooms: (usize, usize) = tab
        .ask("['min', 'max'].map(end => Number(document.querySelector('.cache-lines input[type=range]')[end]))")
        .await?;
    for order in ["along", "down"] {
        tab.tell(&format!("document.querySelector('.cache-lines [value={order}]').click()")).await?;
        tab.tell("document.querySelector('.cache-lines [data-do=end]').click()").await?;
        for (stop, room) in (rooms.0..=rooms.1).enumerate() {
            slide(&tab, ".cache-lines input[type=range]", rooms.0 + stop).await?;
            let mut model = cache_model::Cache::new(4, room);
            let walk: Vec<_> =
                if order == "along" { cache_model::along(8, 16).collect() } else { cache_model::down(8, 16).collect() };
            let misses = walk.iter().filter(|&&address| !model.touch(address)).count();
            let said = text(&tab, ".cache-lines output").await?;
            ensure!(
                number(&said, "rows: ").or_else(|_| number(&said, "columns: "))? == misses as f64,
                "{room}: {said}"
            );
            ensure!(number(&said, "loaded, ")? == model.found() as f64, "{order}, room for {room}: {said}");
            let drawn: usize = tab.ask("document.querySelectorAll('.cache-lines i.miss').length").await?;
            ensure!(drawn == misses, "{order}, room for {room}: {drawn} drawn of {misses}");
        }
    }
    for (control, key) in [("[type=reset]", "Enter"), ("[value=along]", "ArrowRight"), ("[data-do=step]", "Enter")] {
        tab.tell(&format!("document.querySelector('.cache-lines {control}').focus()")).await?;
        tab.press(key).await?;
        // Resetting waits for the form to put its own fields back.
        tab.wait("document.querySelector('.cache-lines output').textContent.length > 0", 20).await?;
    }
    tab.press("Enter").await?;
    let said = text(&tab, ".cache-lines output").await?;
    ensure!(said.starts_with("Row 2, column 1: its line has to be loaded. After 2 steps down"), "{said}");
    let address: String = tab.ask("location.href").await?;
    ensure!(address.contains("one-core/memory"), "an arrow has turned the page: {address}");
    tab.silent()
}

/// Every way to add takes the rounds and additions of `steps_algorithms`, and has its numbers after each round; step by
/// step by keyboard.
pub async fn scans_count_like_the_model(stage: &Stage) -> Result<()> {
    use steps_algorithms::rounds::{apply, bands, hillis_steele, reduce_tree, serial, time, two_sweeps, work};
    let tab = open(stage, "threads/parallel-algorithms.html", "tree_scan").await?;
    let start = text(&tab, ".tree-scan output").await?;
    let numbers = |said: &str, mark: &str| -> Vec<u64> {
        let after = said.split_once(mark).map_or("", |(_, after)| after);
        after.split('.').next().unwrap_or_default().split(", ").filter_map(|number| number.parse().ok()).collect()
    };
    let given = numbers(&start, "the numbers ");
    ensure!(given.len() == 8, "{start}");
    let n = given.len();
    for (way, rounds) in [
        ("serial", serial(n)),
        ("tree", reduce_tree(n)),
        ("hillis", hillis_steele(n)),
        ("sweeps", two_sweeps(n)),
        ("two", bands(n, 2)),
        ("four", bands(n, 4)),
    ] {
        tab.tell(&format!(
            "const way = document.querySelector('.tree-scan select'); way.value = '{way}'; \
             way.dispatchEvent(new Event('change')); document.querySelector('.tree-scan input').focus()"
        ))
        .await?;
        for round in 1..=rounds.len() {
            tab.press("ArrowRight").await?;
            let said = text(&tab, ".tree-scan output").await?;
            let want = apply(&rounds[..round].to_vec(), given.clone());
            ensure!(numbers(&said, "Now ") == want, "{way}, round {round}: {want:?}, but: {said}");
        }
        let said = text(&tab, ".tree-scan output").await?;
        ensure!(number(&said, "work ")? == work(&rounds) as f64, "{way}: {said}");
        ensure!(number(&said, "span ")? == rounds.len() as f64, "{way}: {said}");
        ensure!(number(&said, "Two workers take ")? == time(&rounds, 2) as f64, "{way}: {said}");
        let drawn: usize = tab.ask("document.querySelectorAll('.tree-scan line.add').length").await?;
        ensure!(drawn == work(&rounds), "{way}: {drawn} additions drawn");
    }
    tab.press("ArrowLeft").await?;
    ensure!(text(&tab, ".tree-scan [data-say]").await? == "Round 4 of 5", "the arrow does not go back");
    tab.tell("document.querySelector('.tree-scan [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".tree-scan output").await? == start, "Reset does not put it back");
    tab.tell("document.querySelector('.tree-scan [data-do=play]').focus()").await?;
    tab.press("Enter").await?;
    tab.wait("Number(document.querySelector('.tree-scan input').value) >= 1", 20).await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".tree-scan [data-do=play]").await? == "Play", "Pause does not pause");
    tab.silent()
}

/// Samples are taken by keyboard, counted, and forgotten; the median isn't below the shortest nor the mean above the
/// longest.
pub async fn the_noise_is_sampled(stage: &Stage) -> Result<()> {
    const PAGE: &str = "before/measure-first.html";
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url(PAGE)).await?;
    tab.wait("document.querySelector('.noise [data-do=take]')", 20).await?;
    ensure!(text(&tab, ".noise output").await?.starts_with("No samples yet"), "samples before anybody asked");
    tab.tell("document.querySelector('.noise [data-do=take]').focus()").await?;
    for count in ["100 samples", "200 samples"] {
        tab.press("Enter").await?;
        let said = text(&tab, ".noise output").await?;
        ensure!(said.starts_with(count), "{said}");
        let least = number(&said, "shortest took ")?;
        let (median, mean) = (number(&said, "median ")?, number(&said, "mean ")?);
        let most = number(&said, "longest ")?;
        ensure!(least <= median && median <= most && least <= mean && mean <= most, "{said}");
        let bars: usize = tab.ask("document.querySelectorAll('.noise svg rect').length").await?;
        ensure!(bars > 0, "no bars");
    }
    for key in ["Tab", "Tab", "Enter"] {
        tab.press(key).await?;
    }
    ensure!(text(&tab, ".noise output").await?.starts_with("No samples yet"), "Reset keeps samples");
    tab.silent()
}

/// Every format's bytes are walked, byte by byte and part by part, and each is said with what the listing below says of
/// it.
pub async fn bytes_of_a_record_by_keyboard(stage: &Stage) -> Result<()> {
    let tab = open(stage, "before/saving-your-work.html", "record_bytes").await?;
    let formats: Vec<String> = tab
        .ask("[...document.querySelectorAll('.record-bytes [name=format]')].map(f => f.parentNode.textContent)")
        .await?;
    ensure!(formats.len() == 7 && formats[0].trim() == "JSON, 31 bytes", "{formats:?}");
    let listing = text(&tab, "[data-widget=record_bytes] details pre").await?;
    for (place, format) in formats.iter().enumerate() {
        let name = format.trim();
        tab.tell(&format!("document.querySelectorAll('.record-bytes [name=format]')[{place}].click()")).await?;
        let of_it = listing.split_once(name).with_context(|| format!("{name:?} in the listing"))?.1;
        let of_it = of_it.split("\n\n").next().unwrap_or_default();
        let hex = |line: &str| {
            line.chars().take(23).collect::<String>().split_whitespace().map(String::from).collect::<Vec<_>>()
        };
        let want: Vec<String> = of_it.lines().flat_map(hex).collect();
        let shown: Vec<String> = tab
            .ask("[...document.querySelectorAll('.record-bytes .byte')].map(byte => byte.firstChild.textContent)")
            .await?;
        ensure!(shown == want, "{name}: {shown:?}, the listing has {want:?}");
        let last = of_it.lines().rev().find_map(|line| line.get(25..)).with_context(|| format!("{of_it:?}"))?;
        slide(&tab, ".record-bytes [type=range]", want.len() - 1).await?;
        let said = text(&tab, ".record-bytes output").await?;
        ensure!(said.contains(last), "the last byte of {name} means {last:?}, the piece says {said:?}");
    }
    tab.tell("document.querySelector('.record-bytes [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    tab.wait("document.querySelector('.record-bytes output').textContent.startsWith('JSON. Byte 0')", 20).await?;
    tab.tell("document.querySelector('.record-bytes [type=range]').focus()").await?;
    tab.press("ArrowRight").await?;
    let said = text(&tab, ".record-bytes output").await?;
    ensure!(said.contains("Byte 1, of 1 to 6, is 22") && said.contains("the field's name"), "{said}");
    tab.tell("document.querySelector('.record-bytes [data-do=on]').focus()").await?;
    tab.press("Enter").await?;
    let said = text(&tab, ".record-bytes output").await?;
    ensure!(said.contains("Byte 7, is 3a"), "{said}");
    tab.silent()
}

/// The arrow keys choose a kernel, whose best variant is shown first; what is said of it is what its record gives.
pub async fn every_dot_is_measured_against_its_roof(stage: &Stage) -> Result<()> {
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url("threads/the-limit.html")).await?;
    tab.wait("document.querySelector('.roofline-picker output').textContent", 20).await?;
    let start = text(&tab, ".roofline-picker output").await?;
    tab.tell("document.querySelector('.roofline-picker select[name=kernel]').focus()").await?;
    tab.press("ArrowDown").await?;
    let next = text(&tab, ".roofline-picker output").await?;
    ensure!(next != start && next.contains("operations for each byte"), "{next}");
    ensure!(tab.ask::<String>("location.pathname").await?.ends_with("the-limit.html"), "an arrow turned the page");
    let wrong: Vec<String> = tab
        .ask(
            "(() => { const data = JSON.parse(document.querySelector('[data-roofline]').dataset.roofline); \
             const [kernel, variant] = document.querySelectorAll('.roofline-picker select'); const wrong = []; \
             const change = (select, value) => { select.value = value; select.dispatchEvent(new Event('change')); }; \
             [...kernel.options].forEach((option, k) => { change(kernel, k); [...variant.options].forEach((_, v) => { \
             change(variant, v); const said = document.querySelector('.roofline-picker output').textContent; \
             const spot = data.spots.filter(spot => spot.kernel === option.text)[v]; \
             const roof = data.roofs.find(roof => roof.cores === spot.workers && roof.yours === spot.yours); \
             const limit = Math.min(roof['f' + spot.bits], roof.bandwidth * spot.intensity); \
             if (!said.includes(`, ${Math.round(100 * spot.rate / limit)}\\u00a0%.`)) wrong.push(said); }); }); return wrong; })()",
        )
        .await?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    // The line goes from the dot up to the roof, inside the picture.
    let marked: bool = tab
        .ask(
            "(() => { const mark = document.querySelector('[data-roofline] svg > g:last-child').getBBox(); \
              return mark.width > 0 && mark.height > 0; })()",
        )
        .await?;
    ensure!(marked, "nothing is marked in the picture");
    tab.tell("document.querySelector('.roofline-picker [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".roofline-picker output").await? == start, "Reset does not put it back");
    tab.silent()
}

/// Arrows step through the instructions; every width comes to the same total, and more lanes to fewer instructions.
pub async fn lanes_are_stepped_through(stage: &Stage) -> Result<()> {
    let tab = open(stage, "one-core/ilp-and-simd.html", "lane_stepper").await?;
    let start = text(&tab, ".lane-stepper output").await?;
    ensure!(start.starts_with("Add up the numbers below 6"), "{start}");
    tab.tell("document.querySelector('.lane-stepper input').focus()").await?;
    for said in ["Load 3, 8, 1, 9.", "Compare with 6: it is less in 2 lanes", "Select", "Add to the sums: 3, 0, 1, 0."]
    {
        tab.press("ArrowRight").await?;
        let words = text(&tab, ".lane-stepper output").await?;
        ensure!(words.starts_with(said), "{words}");
    }
    // The tail: two numbers are left for four lanes.
    slide(&tab, ".lane-stepper input", 9).await?;
    let off: Vec<String> =
        tab.ask("[...document.querySelectorAll('.lane-stepper .registers tr.now td')].map(d => d.textContent)").await?;
    ensure!(off == ["6", "5", "off", "off"], "{off:?}");
    for (lanes, instructions) in [(1, 40), (2, 21), (4, 14), (8, 11)] {
        tab.tell(&format!(
            "const lanes = document.querySelector('.lane-stepper select'); lanes.value = {lanes}; \
             lanes.dispatchEvent(new Event('change'))"
        ))
        .await?;
        let most: usize = tab.ask("Number(document.querySelector('.lane-stepper input').max)").await?;
        ensure!(most == instructions, "{lanes} lanes take {most} instructions");
        slide(&tab, ".lane-stepper input", most).await?;
        let words = text(&tab, ".lane-stepper output").await?;
        ensure!(words.to_lowercase().contains("the total is 20"), "{lanes} lanes: {words}");
        ensure!(words.ends_with("One number at a time, as far along: 40."), "{lanes} lanes: {words}");
    }
    tab.tell("document.querySelector('.lane-stepper [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".lane-stepper output").await? == start, "Reset does not put it back");
    tab.silent()
}

/// Every scene has its bad schedules found and told, keys and buttons step the same, and a link restores a schedule.
pub async fn interleavings_are_stepped_through(stage: &Stage) -> Result<()> {
    const PAGE: &str = "threads/shared-state.html";
    let tab = stage.chrome.tab(1280, 900).await?;
    tab.open(&stage.site.url(PAGE)).await?;
    tab.wait("document.querySelector('.interleaving [data-step]')", 20).await?;
    let said = || text(&tab, ".interleaving output");
    ensure!(said().await?.starts_with("Thread 1 can do"), "{}", said().await?);
    tab.tell("document.querySelector('.interleaving [data-step]').focus()").await?;
    for key in ["1", "2", "1", "1", "2", "2"] {
        tab.press(key).await?;
    }
    ensure!(said().await?.contains("The count is 1"), "both loaded before either stored: {}", said().await?);
    let schedule = || text(&tab, ".interleaving [data-schedule]");
    ensure!(schedule().await? == "schedule: 1 2 1 1 2 2", "{}", schedule().await?);
    // Where nobody can step, keys do nothing; Undo takes one step back, by keyboard.
    tab.press("1").await?;
    ensure!(schedule().await? == "schedule: 1 2 1 1 2 2", "a thread that has ended takes a step");
    tab.tell("document.querySelector('.interleaving [data-do=undo]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(schedule().await? == "schedule: 1 2 1 1 2", "Undo: {}", schedule().await?);

    let bad = [
        ("lost-update", "There are 20 schedules, and 18 of them", "The count is 1"),
        ("deadlock", "There are 6 schedules, and 2 of them", "A deadlock: thread 1 waits for B"),
        ("torn-invariant", "There are 10 schedules, and 3 of them", "The sum is 140"),
        ("check-then-act", "There are 20 schedules, and 18 of them", "One seat is sold twice"),
        ("ring-of-three", "There are 168 schedules, and 6 of them", "A deadlock: thread 1 waits for B"),
    ];
    for (scene, count, wrong) in bad {
        tab.tell(&format!(
            "const scene = document.querySelector('.interleaving select'); scene.value = '{scene}'; \
             scene.dispatchEvent(new Event('change')); document.querySelector('.interleaving [data-do=bad]').click()"
        ))
        .await?;
        tab.wait("document.querySelector('.interleaving output .wrong')", 20).await?;
        let words = said().await?;
        ensure!(words.contains(count) && words.contains(wrong), "{scene}: {words}");
    }
    let address: String = tab.ask("location.href").await?;
    ensure!(address.ends_with(PAGE), "steps stay out of the address: {address}");

    // A link restores scene and schedule; what can't be stepped is left out, and other anchors change nothing.
    tab.tell("location.hash = '#interleaving=deadlock:1,2,1,9'").await?;
    tab.wait("document.querySelector('.interleaving select').value === 'deadlock'", 20).await?;
    ensure!(schedule().await? == "schedule: 1 2", "{}", schedule().await?);
    ensure!(said().await?.contains("A deadlock"), "{}", said().await?);
    let link: String = tab.ask("document.querySelector('.interleaving [data-link]').getAttribute('href')").await?;
    ensure!(link == "#interleaving=deadlock:1,2", "{link}");
    tab.tell("location.hash = '#exercises'").await?;
    ensure!(schedule().await? == "schedule: 1 2", "an anchor has changed the schedule");
    tab.tell("document.querySelector('.interleaving [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(schedule().await? == "schedule: no step yet", "Reset: {}", schedule().await?);
    tab.silent()
}

/// Arrows step through the recorded run, which ends with every strip done; `Next theft` stops at each theft of the
/// record.
pub async fn steals_are_played_as_recorded(stage: &Stage) -> Result<()> {
    let tab = open(stage, "threads/pools-and-rayon.html", "deques").await?;
    let record: String = tab.ask("document.querySelector('[data-widget=deques] code').textContent").await?;
    let events: Vec<&str> = record.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    let most: usize = tab.ask("Number(document.querySelector('.deques input').max)").await?;
    ensure!(most == events.len(), "{most} stops for {} events", events.len());
    let idle: usize =
        tab.ask("[...document.querySelectorAll('.deques .at')].filter((at) => !at.querySelector('b')).length").await?;
    ensure!(idle == 0, "it opens with {idle} workers that have nothing");
    tab.tell("document.querySelector('.deques [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    let start = text(&tab, ".deques output").await?;
    ensure!(start.starts_with("Nothing has happened yet"), "{start}");
    tab.tell("document.querySelector('.deques input').focus()").await?;
    tab.press("ArrowRight").await?;
    let words = text(&tab, ".deques output").await?;
    ensure!(words.starts_with("Worker 0 puts strips 0–31 into its own deque"), "{words}");
    ensure!(text(&tab, ".deques li:first-child .deque").await? == "0–31", "worker 0 has it all");
    let thefts: Vec<usize> =
        (1..).zip(&events).filter(|(_, event)| event.contains(",steal,")).map(|(i, _)| i).collect();
    for theft in &thefts {
        tab.tell("document.querySelector('.deques [data-do=theft]').click()").await?;
        let at: usize = tab.ask("Number(document.querySelector('.deques input').value)").await?;
        let words = text(&tab, ".deques output").await?;
        ensure!(at == *theft && words.contains("has nothing left and steals"), "{at}, not {theft}: {words}");
    }
    slide(&tab, ".deques input", most).await?;
    let words = text(&tab, ".deques output").await?;
    ensure!(words.ends_with(&format!("32 of 32 strips are done; {} thefts so far.", thefts.len())), "{words}");
    let left: usize =
        tab.ask("document.querySelectorAll('.deques .deque i, .deques .strips i:not(.done)').length").await?;
    ensure!(left == 0, "{left} pieces or strips are left");
    tab.tell("document.querySelector('.deques [type=reset]').focus()").await?;
    tab.press("Enter").await?;
    ensure!(text(&tab, ".deques output").await? == start, "Reset does not put it back");
    tab.silent()
}
