//! Single measured facts: `cargo bench -p benches --bench facts`, or with names after `--` only those.
//!
//! To add one, write a function that takes samples and give it a row here.

mod algorithms;
mod arithmetic;
mod calls;
mod gpu;
mod graphs;
mod handing_out;
mod measuring;
mod memory;
mod peer;
mod processes;
mod saving;
mod schedules;
mod serial_code;
mod shared_state;
mod simd;
mod threads;

use benches::experiment::{self, Single};
use std::process::ExitCode;

const FACTS: &[Single] = &[
    fact("thread_spawn", "s", threads::spawn),
    fact("thread_scope", "s", threads::scope),
    fact("rayon_join", "s", threads::rayon_join),
    fact("rayon_install", "s", threads::rayon_install),
    fact("channel_round_trip", "s", threads::channel_round_trip),
    fact("mutex_lock", "s", threads::mutex_lock),
    fact("mutex_lock_contended", "s", threads::mutex_lock_contended),
    fact("atomic_add", "s", threads::atomic_add),
    fact("atomic_add_contended", "s", threads::atomic_add_contended),
    fact("false_sharing", "×", threads::false_sharing),
    fact("thread_memory", "B", threads::memory),
    fact("task_thread", "s", handing_out::task_thread),
    fact("task_channel", "s", handing_out::task_channel),
    fact("task_queue", "s", handing_out::task_queue),
    fact("task_answer", "s", handing_out::task_answer),
    fact("split_channel", "s", handing_out::split_channel),
    fact("split_queue", "s", handing_out::split_queue),
    fact("split_stealing", "s", handing_out::split_stealing),
    fact("task_rayon", "s", handing_out::task_rayon),
    fact("tiny_serial", "s", handing_out::tiny_serial),
    fact("tiny_rayon", "s", handing_out::tiny_rayon),
    fact("tiny_loss", "×", handing_out::tiny_loss),
    fact("collect_as_they_come", "×", handing_out::collect_as_they_come),
    fact("nested_two_pools", "×", handing_out::nested_two_pools),
    fact("other_sums", "%", handing_out::other_sums),
    fact("lost_updates", "%", shared_state::lost_updates),
    fact("neither_flag", "‰", shared_state::neither_flag),
    fact("neither_flag_fenced", "‰", shared_state::neither_flag_fenced),
    fact("spin_lock", "s", shared_state::spin_lock),
    fact("spin_lock_contended", "s", shared_state::spin_lock_contended),
    fact("spin_crowd", "×", shared_state::spin_crowd),
    fact("rwlock_read", "s", shared_state::rwlock_read),
    fact("rwlock_read_contended", "s", shared_state::rwlock_read_contended),
    fact("channel_send", "s", shared_state::channel_send),
    fact("lock_half", "×", shared_state::lock_half),
    fact("lock_nine_tenths", "×", shared_state::lock_nine_tenths),
    fact("skewed_blocks", "×", schedules::blocks),
    fact("skewed_cyclic", "×", schedules::cyclic),
    fact("skewed_dynamic", "×", schedules::dynamic),
    fact("process_spawn", "s", processes::spawn),
    fact("process_job", "s", processes::job),
    fact("pipe_round_trip", "s", processes::pipe_round_trip),
    fact("pipe_32mb", "s", processes::pipe_32mb),
    fact("shared_32mb", "s", processes::shared_32mb),
    fact("copied_over_shared", "×", processes::copied_over_shared),
    fact("cache_latency", "s", memory::cache_latency),
    fact("memory_latency", "s", memory::memory_latency),
    fact("triad_1", "B/s", memory::triad_1),
    fact("triad_2", "B/s", memory::triad_2),
    fact("triad_all", "B/s", memory::triad_all),
    fact("write_file_8mb", "s", memory::write_file_8mb),
    fact("write_disk_8mb", "s", memory::write_disk_8mb),
    fact("clock_read", "s", arithmetic::clock_read),
    fact("add_latency", "s", arithmetic::add_latency),
    fact("add_throughput", "s", arithmetic::add_throughput),
    fact("sum_one_chain", "s", simd::sum_one_chain),
    fact("sum_many_chains", "s", simd::sum_many_chains),
    fact("sum_gain", "×", simd::sum_gain),
    fact("in_blocks_gain", "×", simd::in_blocks_gain),
    fact("sine_call", "s", simd::sine_call),
    fact("sine_vector", "s", simd::sine_vector),
    fact("sine_gain", "×", simd::sine_gain),
    fact("sine_avx2_gain", "×", simd::sine_avx2_gain),
    fact("horner_waiting", "s", simd::horner_waiting),
    fact("estrin_waiting", "s", simd::estrin_waiting),
    fact("horner_array", "s", simd::horner_array),
    fact("estrin_array", "s", simd::estrin_array),
    fact("fused_call", "×", simd::fused_call),
    fact("sine_ulp", "ulp", simd::sine_ulp),
    fact("cosine_ulp", "ulp", simd::cosine_ulp),
    fact("arcsine_ulp", "ulp", simd::arcsine_ulp),
    fact("closest_all_pairs", "s", measuring::closest_all_pairs),
    fact("closest_32_cores", "s", measuring::closest_32_cores),
    fact("closest_sweep", "s", measuring::closest_sweep),
    fact("closest_gain", "×", measuring::closest_gain),
    fact("sum_unused", "s", measuring::sum_unused),
    fact("sum_kept", "s", measuring::sum_kept),
    fact("debug_build", "×", measuring::debug_build),
    fact("sort_again", "×", measuring::sort_again),
    fact("noise_least", "×", measuring::noise_least),
    fact("noise_mean", "×", measuring::noise_mean),
    fact("noise_most", "×", measuring::noise_most),
    fact("nap_wall", "s", measuring::nap_wall),
    fact("nap_cpu", "s", measuring::nap_cpu),
    fact("one_wall", "s", measuring::one_wall),
    fact("one_cpu", "s", measuring::one_cpu),
    fact("two_wall", "s", measuring::two_wall),
    fact("two_cpu", "s", measuring::two_cpu),
    fact("save_json", "s", || saving::save(saving::JSON)),
    fact("load_json", "s", || saving::load(saving::JSON)),
    fact("size_json", "B", || saving::size(saving::JSON)),
    fact("save_postcard", "s", || saving::save(saving::POSTCARD)),
    fact("load_postcard", "s", || saving::load(saving::POSTCARD)),
    fact("size_postcard", "B", || saving::size(saving::POSTCARD)),
    fact("save_rkyv", "s", || saving::save(saving::RKYV)),
    fact("load_rkyv", "s", || saving::load(saving::RKYV)),
    fact("size_rkyv", "B", || saving::size(saving::RKYV)),
    fact("save_csv", "s", || saving::save(saving::CSV)),
    fact("load_csv", "s", || saving::load(saving::CSV)),
    fact("size_csv", "B", || saving::size(saving::CSV)),
    fact("save_npy", "s", || saving::save(saving::NPY)),
    fact("load_npy", "s", || saving::load(saving::NPY)),
    fact("size_npy", "B", || saving::size(saving::NPY)),
    fact("save_npz", "s", || saving::save(saving::NPZ)),
    fact("load_npz", "s", || saving::load(saving::NPZ)),
    fact("size_npz", "B", || saving::size(saving::NPZ)),
    fact("save_versioned", "s", || saving::save(saving::VERSIONED)),
    fact("load_versioned", "s", || saving::load(saving::VERSIONED)),
    fact("size_versioned", "B", || saving::size(saving::VERSIONED)),
    fact("save_numpy_npy", "s", || saving::save(saving::NUMPY_NPY)),
    fact("load_numpy_npy", "s", || saving::load(saving::NUMPY_NPY)),
    fact("size_numpy_npy", "B", || saving::size(saving::NUMPY_NPY)),
    fact("save_numpy_npz", "s", || saving::save(saving::NUMPY_NPZ)),
    fact("load_numpy_npz", "s", || saving::load(saving::NUMPY_NPZ)),
    fact("size_numpy_npz", "B", || saving::size(saving::NUMPY_NPZ)),
    fact("save_numpy_txt", "s", || saving::save(saving::NUMPY_TXT)),
    fact("load_numpy_txt", "s", || saving::load(saving::NUMPY_TXT)),
    fact("size_numpy_txt", "B", || saving::size(saving::NUMPY_TXT)),
    fact("save_pickle", "s", || saving::save(saving::PICKLE)),
    fact("load_pickle", "s", || saving::load(saving::PICKLE)),
    fact("size_pickle", "B", || saving::size(saving::PICKLE)),
    fact("save_pickled_list", "s", || saving::save(saving::PICKLED_LIST)),
    fact("load_pickled_list", "s", || saving::load(saving::PICKLED_LIST)),
    fact("size_pickled_list", "B", || saving::size(saving::PICKLED_LIST)),
    fact("ten_read", "s", saving::ten_read),
    fact("ten_mapped", "s", saving::ten_mapped),
    fact("all_read", "s", saving::all_read),
    fact("all_mapped", "s", saving::all_mapped),
    fact("write_1kb", "s", saving::write_1kb),
    fact("replace_1kb", "s", saving::replace_1kb),
    fact("formula_nan", "%", serial_code::formula_nan),
    fact("small_vector", "s", serial_code::small_vector),
    fact("products_indexed", "×", serial_code::products_indexed),
    fact("matmul_ikj", "×", serial_code::matmul_ikj),
    fact("matmul_by_rows", "×", serial_code::matmul_by_rows),
    fact("columns_in_memory", "×", serial_code::columns_in_memory),
    fact("columns_in_cache", "×", serial_code::columns_in_cache),
    fact("records_in_memory", "×", serial_code::records_in_memory),
    fact("records_in_cache", "×", serial_code::records_in_cache),
    fact("call_rust", "s", calls::rust),
    fact("call_c", "s", calls::c),
    fact("call_rust_from_c", "s", calls::rust_from_c),
    fact("call_python", "s", calls::python),
    fact("call_ctypes", "s", calls::ctypes),
    fact("call_cython", "s", calls::cython),
    fact("call_pyo3", "s", calls::pyo3),
    fact("distances_python", "s", calls::distances_python),
    fact("distances_untyped", "s", calls::distances_untyped),
    fact("distances_cython", "s", calls::distances_cython),
    fact("distances_pyo3", "s", calls::distances_pyo3),
    fact("distances_pyo3_array", "s", calls::distances_pyo3_array),
    fact("distances_numpy", "s", calls::distances_numpy),
    fact("cython_gain", "×", calls::cython_gain),
    fact("batch_gain", "×", calls::batch_gain),
    fact("bfs_words_serial", "s", graphs::words_serial),
    fact("bfs_words_rayon", "×", graphs::words_rayon),
    fact("bfs_path_serial", "s", graphs::path_serial),
    fact("bfs_path_rayon", "×", graphs::path_rayon),
    fact("scan_second_pass", "×", algorithms::scan_second_pass),
    fact("compact_gain", "×", algorithms::compact_gain),
    fact("select_gain", "×", algorithms::select_gain),
    fact("bootstrap_gain", "×", algorithms::bootstrap_gain),
    fact("gpu_round_trip", "s", gpu::round_trip),
    fact("gpu_read_in_loop", "×", gpu::read_in_loop),
];

const fn fact(name: &'static str, unit: &'static str, samples: fn() -> experiment::Outcome<Vec<f64>>) -> Single {
    Single { name, unit, samples }
}

fn main() -> ExitCode {
    pools::processes::init();
    if let Some(code) = peer::play() {
        return code;
    }
    let code = experiment::facts(FACTS);
    pools::processes::shutdown();
    code
}
