//! What a reader's browser makes of the book. Each test has tabs of its own in one browser. Two run at a time, for
//! every tab holds one of the six connections that the browser grants a server; a demo that computes has the machine
//! for itself.
//!
//! Where no Chromium is installed all tests are ignored, with the reason; `LAB_REQUIRE=browser` makes that a failure.
//! Cells also need evcxr, some tests of shaders a WebGPU, and one test needs axe-core.

mod accessible;
mod cells;
mod crowd;
mod demo;
mod gpu_race;
mod isolation;
mod keyboard;
mod listings;
mod pages;
mod pictures;
mod play;
mod reading;
mod search;
mod shaders;
mod weight;
mod widgets;

use anyhow::Result;
use browser_tests::{Chrome, Lab, Served, Tab, Window, root};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::runtime::Runtime;

/// What a test needs.
pub struct Stage {
    /// Its part of the browser.
    pub chrome: Window,
    /// The folder with the built book.
    pub book: PathBuf,
    /// The reader's command.
    pub lab: Arc<Lab>,
    /// The book as `cargo run` serves it.
    pub site: Arc<Served>,
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
    test!(weight::no_page_is_heavy),
    test!(reading::every_page_can_be_read),
    test!(accessible::axe_finds_nothing_serious_on_any_page),
    test!(reading::a_tap_on_a_number_says_where_it_comes_from),
    test!(reading::what_is_missing_is_said),
    test!(keyboard::stepping_to_the_end_stays_in_the_widget),
    test!(keyboard::a_guess_is_chosen_before_it_is_checked),
    test!(keyboard::the_text_is_two_keys_away),
    test!(keyboard::the_search_opens_anywhere_and_gives_the_focus_back),
    test!(search::the_section_that_is_meant_comes_first),
    test!(search::who_types_at_once_is_answered),
    test!(widgets::amdahl_and_gustafson_over_all_stops),
    test!(widgets::amdahl_by_keyboard_alone),
    test!(widgets::the_table_of_ideal_times),
    test!(widgets::a_schedule_by_keyboard),
    test!(widgets::workgroups_count_right),
    test!(widgets::the_bill_grows),
    test!(widgets::two_pipes_fill_up),
    test!(widgets::messages_cost_what_the_formulas_say),
    test!(widgets::halos_are_waited_for),
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
    test!(shaders::a_shader_is_changed_and_run_by_keyboard_alone),
    test!(shaders::a_draft_survives_a_reload),
    test!(shaders::what_is_wrong_is_named),
    test!(shaders::a_loop_without_an_end_is_stopped),
    test!(shaders::a_request_is_drawn),
    test!(shaders::without_a_gpu_the_page_says_why),
    test!(shaders::the_simulator_may_not_come),
    test!(shaders::webgpu_gives_the_simulators_numbers),
    test!(shaders::webgpu_refuses_what_the_simulator_finds),
    test!(gpu_race::webgpu_is_raced_by_keyboard_alone),
    test!(gpu_race::webgpu_that_goes_wrong_is_told),
    test!(gpu_race::without_a_gpu_the_page_says_why),
    test!(gpu_race::what_never_answers_is_cancelled_or_given_up),
    test!(gpu_race::the_line_in_javascript_is_the_kernels),
    test!(pictures::pictures_suit_a_phone),
    test!(pictures::chapters_on_threads_and_pools_open_with_their_picture),
    test!(demo::every_way_makes_the_serial_picture),
    test!(demo::any_way_can_be_cancelled_and_run_again),
    test!(demo::the_keyboard_is_enough),
    test!(demo::measuring_fits_the_law),
    test!(demo::without_isolation_the_page_says_why),
    test!(demo::a_helper_isolates_a_plain_host),
    test!(demo::a_worker_without_the_header_is_refused),
    test!(demo::a_file_that_does_not_come_can_be_fetched_again),
    test!(demo::workers_that_hang_are_ended),
    test!(demo::a_law_is_not_fitted_to_what_it_cannot_describe),
    test!(demo::the_titles_picture_is_computed_twice),
    test!(isolation::each_header_does_what_the_table_says),
    test!(listings::a_listing_runs_changed_or_not_by_keyboard_alone),
    test!(listings::a_race_is_drawn_as_it_goes),
    test!(play::an_exercise_is_solved_by_keyboard_alone),
    test!(play::drafts_survive_a_reload_and_a_stopped_server),
    test!(play::what_was_changed_elsewhere_is_shown_and_kept),
    test!(play::a_guess_is_kept_in_the_readers_own_files),
    test!(cells::a_cell_runs_after_those_that_it_needs),
    test!(crowd::thirty_tabs_of_one_browser),
];

fn main() -> Result<()> {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(2);
    let runtime = Arc::new(Runtime::new()?);
    let chrome = if arguments.list { None } else { Some(runtime.block_on(Chrome::launch())?) };
    let (theatre, missing) = match chrome {
        None => (None, None),
        Some(Err(unavailable)) => (None, Some(unavailable.to_string())),
        Some(Ok(chrome)) => {
            let (lab, book) = (Lab::build()?, root().join("target/browser_tests/book"));
            runtime.block_on(lab.book(&book))?;
            let site = Arc::new(runtime.block_on(lab.serve())?);
            (Some((Arc::new(chrome), book, Arc::new(lab), site)), None)
        }
    };
    // Whoever writes has the machine for itself.
    let machine = Arc::new(RwLock::new(()));
    let no_webgpu = match &theatre {
        None => None,
        Some((chrome, _, _, site)) => runtime.block_on(shaders::no_webgpu(chrome, site))?,
    };
    let lacks = |name: &str| {
        let evcxr = || tools::evcxr().err().map(|unavailable| ("evcxr", unavailable.to_string()));
        let browser = missing.clone().map(|reason| ("browser", reason));
        let axe = || accessible::axe().err().map(|reason| ("axe", reason));
        let webgpu = || no_webgpu.clone().map(|reason| ("browser", reason));
        let other = || match name.split("::").next() {
            Some("cells") => evcxr(),
            Some("accessible") => axe(),
            _ if name.contains("::webgpu_") => webgpu(),
            _ => None,
        };
        browser.or_else(other)
    };
    let trials = TESTS.iter().map(|&(name, test)| match lacks(name) {
        None => {
            let (runtime, machine, theatre) = (Arc::clone(&runtime), Arc::clone(&machine), theatre.clone());
            Trial::test(name, move || {
                let (chrome, book, lab, site) = theatre.expect("tests run only where there is a browser");
                let stage = Stage { chrome: Window::new(chrome), book, lab, site };
                let computes = ["demo::", "gpu_race::"].iter().any(|module| name.starts_with(module));
                let (_alone, _beside) = if computes {
                    (Some(machine.write().unwrap_or_else(PoisonError::into_inner)), None)
                } else {
                    (None, Some(machine.read().unwrap_or_else(PoisonError::into_inner)))
                };
                let outcome = runtime.block_on(async {
                    let outcome = test(&stage).await;
                    stage.chrome.close().await;
                    outcome
                });
                outcome.map_err(|error| Failed::from(format!("{error:#}")))
            })
        }
        Some((tool, reason)) if variant::required(tool) => {
            let reason = format!("LAB_REQUIRE names {tool}, but: {reason}");
            Trial::test(name, || Err(reason.into()))
        }
        Some((_, reason)) => Trial::test(format!("{name} (skipped: {reason})"), || Ok(())).with_ignored_flag(true),
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Some(chrome) = theatre.and_then(|(chrome, ..)| Arc::into_inner(chrome)) {
        runtime.block_on(chrome.close())?;
    }
    conclusion.exit()
}
