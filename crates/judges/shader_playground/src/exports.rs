//! What JavaScript sees. All answers are JSON.

use crate::{Task, run};
use wasm_bindgen::prelude::*;

fn named(task: &str) -> Result<Task, JsError> {
    Task::named(task).ok_or_else(|| JsError::new(&format!("there is no task {task}")))
}

/// What a device is to be given: [`Task`].
#[wasm_bindgen]
pub fn task(task: &str) -> Result<String, JsError> {
    Ok(serde_json::to_string(&named(task)?)?)
}

/// What the simulator says of `wgsl`: [`crate::Said`].
#[wasm_bindgen]
pub fn simulate(task: &str, wgsl: &str) -> Result<String, JsError> {
    Ok(serde_json::to_string(&run(&named(task)?, wgsl))?)
}

/// What a device's answer is worth: [`crate::Answer`].
#[wasm_bindgen]
pub fn compare(task: &str, words: &[u32]) -> Result<String, JsError> {
    Ok(serde_json::to_string(&named(task)?.compare(words))?)
}
