//! A real browser for the book's tests: a server for the built book, a Chromium without a window, and what a test
//! wants to ask of a page.

mod chrome;
mod site;
mod tab;

pub use chrome::Chrome;
pub use site::{Headers, Site, build, pages};
pub use tab::Tab;
