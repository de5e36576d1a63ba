//! What a reader's browser makes of the book. Each test has tabs of its own in one browser; they run one after another,
//! because a demo that is being timed wants the machine for itself.
//!
//! Where no Chromium is installed all tests are ignored, with the reason; `LAB_REQUIRE=browser` makes that a failure.

mod demo;
mod keyboard;
mod pages;
mod pictures;
mod reading;
mod search;
mod widgets;

use anyhow::Result;
use browser_tests::{Chrome, Lab, Served, Tab, root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// What every test needs.
pub struct Stage {
    /// The browser.
    pub chrome: Chrome,
    /// The folder with the built book.
    pub book: PathBuf,
    /// The book as `cargo run` serves it.
    pub site: Served,
}

/// Every page that is read on its own: the one that prints the whole book repeats them all, and `index.html` the first.
pub fn chapters(stage: &Stage) -> Result<Vec<String>> {
    let mut pages = browser_tests::pages(&stage.book)?;
    pages.retain(|page| !["404.html", "index.html", "print.html"].contains(&page.as_str()));
    Ok(pages)
}

/// Waits until all widgets of the page answer.
pub async fn widgets_have_started(tab: &Tab) -> Result<()> {
    let started = "[...document.querySelectorAll('.widget[data-widget]')].every(widget => \
                   widget.querySelector('input, select, button:not(.clip-button)'))";
    tab.wait(started, 20).await
}

type Test = for<'a> fn(&'a Stage) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A row of [`TESTS`]: the test's name and the function, boxed.
macro_rules! test {
    ($module:ident :: $name:ident) => {
        (concat!(stringify!($module), "::", stringify!($name)), |stage| Box::pin($module::$name(stage)))
    };
}

const TESTS: &[(&str, Test)] = &[
    test!(pages::every_page_opens_without_a_complaint),
    test!(reading::every_page_can_be_read),
    test!(reading::a_tap_on_a_number_says_where_it_comes_from),
    test!(reading::what_is_missing_is_said),
    test!(keyboard::stepping_to_the_end_stays_in_the_widget),
    test!(keyboard::a_guess_is_chosen_before_it_is_checked),
    test!(keyboard::the_text_is_two_keys_away),
    test!(keyboard::the_search_opens_anywhere_and_gives_the_focus_back),
    test!(search::the_section_that_is_meant_comes_first),
    test!(widgets::amdahl_and_gustafson_over_all_stops),
    test!(widgets::amdahl_by_keyboard_alone),
    test!(widgets::the_table_of_ideal_times),
    test!(widgets::a_schedule_by_keyboard),
    test!(widgets::workgroups_count_right),
    test!(widgets::the_bill_grows),
    test!(widgets::core_bars_by_keyboard),
    test!(widgets::cache_lines_count_like_the_model),
    test!(widgets::scans_count_like_the_model),
    test!(widgets::the_noise_is_sampled),
    test!(widgets::bytes_of_a_record_by_keyboard),
    test!(widgets::lanes_are_stepped_through),
    test!(widgets::interleavings_are_stepped_through),
    test!(widgets::every_dot_is_measured_against_its_roof),
    test!(widgets::calls_by_keyboard),
    test!(widgets::steals_are_played_as_recorded),
    test!(demo::every_way_makes_the_serial_picture),
    test!(demo::any_way_can_be_cancelled_and_run_again),
    test!(demo::the_keyboard_is_enough),
    test!(demo::measuring_fits_the_law),
    test!(demo::without_isolation_the_page_says_why),
    test!(demo::a_helper_isolates_a_plain_host),
    test!(demo::a_file_that_does_not_come_can_be_fetched_again),
    test!(demo::workers_that_hang_are_ended),
    test!(demo::a_law_is_not_fitted_to_what_it_cannot_describe),
    test!(demo::the_titles_picture_is_computed_twice),
    test!(pictures::words_are_legible_on_a_phone),
    test!(pictures::plots_and_scoreboards_show_the_most_on_a_phone),
    test!(pictures::chapters_on_threads_and_pools_open_with_their_picture),
];

fn main() -> Result<()> {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let runtime = Arc::new(Runtime::new()?);
    let chrome = if arguments.list { None } else { Some(runtime.block_on(Chrome::launch())?) };
    let (stage, missing) = match chrome {
        None => (None, None),
        Some(Err(unavailable)) => (None, Some(unavailable.to_string())),
        Some(Ok(chrome)) => {
            let (lab, book) = (Lab::build()?, root().join("target/browser_tests/book"));
            runtime.block_on(lab.book(&book))?;
            let site = runtime.block_on(lab.serve())?;
            (Some(Arc::new(Stage { chrome, book, site })), None)
        }
    };
    let trials = TESTS.iter().map(|&(name, test)| match &missing {
        None => {
            let (runtime, stage) = (Arc::clone(&runtime), stage.clone());
            Trial::test(name, move || {
                let stage = stage.expect("tests run only where there is a browser");
                let outcome = runtime.block_on(async {
                    let outcome = test(&stage).await;
                    stage.chrome.close_tabs().await.and(outcome)
                });
                outcome.map_err(|error| Failed::from(format!("{error:#}")))
            })
        }
        Some(reason) if variant::required("browser") => {
            let reason = format!("LAB_REQUIRE names browser, but: {reason}");
            Trial::test(name, || Err(reason.into()))
        }
        Some(reason) => Trial::test(format!("{name} (skipped: {reason})"), || Ok(())).with_ignored_flag(true),
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Some(stage) = stage.and_then(Arc::into_inner) {
        runtime.block_on(stage.chrome.close())?;
    }
    conclusion.exit()
}
