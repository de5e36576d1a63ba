//! Compiles the answer for wasm32, and plays the page: instances in an interpreter, which draw bands.

use libtest_mimic::{Arguments, Failed, Trial};
use mandelbrot::View;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::OnceLock,
    time::Duration,
};
use wasmi::{
    AsContextMut, Caller, Config, Engine, Error, Extern, Instance, Linker, Memory, Module, Store, StoreLimits,
    StoreLimitsBuilder, TrapCode, TypedFunc, WasmParams, WasmResults,
};
use witness::{deadline, harness};

const LIMIT: Duration = Duration::from_secs(120);
/// What one call may execute. The longest that is asked for takes a twentieth of that.
const ENDLESS: u64 = 300_000_000;
/// A page of linear memory, in bytes.
const PAGE: usize = 65_536;

type Judge = fn() -> Result<(), Failed>;

const TESTS: &[(&str, Judge)] = &[
    ("the_page_finds_its_functions", the_page_finds_its_functions),
    ("the_bands_make_the_picture", the_bands_make_the_picture),
    ("no_two_bands_differ_by_more_than_a_row", no_two_bands_differ_by_more_than_a_row),
    ("any_band_in_any_order", any_band_in_any_order),
    ("rows_that_32_bits_can_count", rows_that_32_bits_can_count),
    ("an_instance_draws_its_band_alone", an_instance_draws_its_band_alone),
    ("the_pixels_stay_until_the_next_draw", the_pixels_stay_until_the_next_draw),
    ("a_palette_takes_the_place_of_the_one_before", a_palette_takes_the_place_of_the_one_before),
    ("the_memory_holds_one_band", the_memory_holds_one_band),
    ("the_memory_does_not_grow_with_every_call", the_memory_does_not_grow_with_every_call),
];

fn main() -> ExitCode {
    let trials = TESTS.iter().map(|&(name, judge)| {
        trials::with_tool(name, "wasm", tools::wasm, move |_| {
            // Not a part of what is waited for: the compiler comes to an end.
            module()?;
            deadline(&name.replace('_', " "), "what ends your loop", LIMIT, judge)
        })
    });
    let trials: Vec<Trial> = trials.collect();
    harness(|| libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

/// Linked to the answer: hands over what a panic says, which wasm would keep to itself.
const AROUND: &str = r#"
extern crate wasm_bands as _;

#[link(wasm_import_module = "page")]
unsafe extern "C" {
    fn panicked(text: *const u8, length: usize);
}

#[unsafe(no_mangle)]
extern "C" fn the_page_begins() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        // SAFETY: the page reads these bytes, and nothing else.
        unsafe { panicked(text.as_ptr(), text.len()) };
    }));
}
"#;

/// The answer as a module, compiled once for all tests; or what the compiler says.
fn module() -> Result<Vec<u8>, Failed> {
    static MODULE: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();
    Ok(MODULE.get_or_init(|| compile().map_err(|failed| failed.message().unwrap_or("it failed").to_owned())).clone()?)
}

fn compile() -> Result<Vec<u8>, Failed> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the exercise lies"));
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    fs::write(at("around.rs"), AROUND)?;
    let rustc = |arguments: &[&str], source: &Path, product: &str, what: &str| {
        let mut compile = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        // As in a reader's own build: optimised, and overflow is seen.
        compile.args(["--target=wasm32-unknown-unknown", "--edition=2024", "--cap-lints=allow", "-Copt-level=3"]);
        compile.args(["-Cdebug-assertions=yes", "-Cstrip=debuginfo"]).args(arguments);
        let output = compile.arg(source).arg("-o").arg(at(product)).output()?;
        match output.status.success() {
            true => Ok(()),
            false => Err(Failed::from(format!("{what}:\n{}", String::from_utf8_lossy(&output.stderr)))),
        }
    };
    let alone = "your file, compiled for wasm32 (it may use nothing but the standard library)";
    rustc(&["--crate-type=rlib", "--crate-name=wasm_bands"], &here.join("src/lib.rs"), "libwasm_bands.rlib", alone)?;
    let answer = format!("wasm_bands={}", at("libwasm_bands.rlib").display());
    let linked = "your file, linked as a module for a page";
    rustc(&["--crate-type=cdylib", "--extern", &answer], &at("around.rs"), "bands.wasm", linked)?;
    Ok(fs::read(at("bands.wasm"))?)
}

/// What the page keeps of an instance.
struct Kept {
    limits: StoreLimits,
    /// What a panic said.
    panicked: Option<String>,
}

/// A worker of the page's: an instance with memory of its own.
struct Worker {
    store: Store<Kept>,
    instance: Instance,
    memory: Memory,
}

impl Worker {
    fn start() -> Result<Self, Failed> {
        let mut config = Config::default();
        config.consume_fuel(true);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, module()?)?;
        // A page stops a module that wants everything, too.
        let limits = StoreLimitsBuilder::new().memory_size(256 << 20).build();
        let mut store = Store::new(&engine, Kept { limits, panicked: None });
        store.limiter(|kept| &mut kept.limits);
        store.set_fuel(ENDLESS)?;
        let mut linker = Linker::new(&engine);
        linker.func_wrap("page", "panicked", |mut caller: Caller<Kept>, text: u32, length: u32| {
            let memory = caller.get_export("memory").and_then(Extern::into_memory).expect("it has one");
            let text = memory.data(&caller).get(text as usize..text as usize + length as usize).unwrap_or_default();
            caller.data_mut().panicked = Some(String::from_utf8_lossy(text).into_owned());
        })?;
        let instance = linker.instantiate_and_start(&mut store, &module).map_err(|error| {
            format!("the module can't be started: {error}\nThe page offers it no functions of its own.")
        })?;
        let memory = instance.get_memory(&store, "memory").ok_or("the module has no memory that the page can see")?;
        let mut worker = Self { store, instance, memory };
        worker.call::<(), ()>("the_page_begins", (), "")?;
        Ok(worker)
    }

    fn function<P: WasmParams, R: WasmResults>(&self, name: &str, form: &str) -> Result<TypedFunc<P, R>, Failed> {
        if self.instance.get_func(&self.store, name).is_none() {
            let why = "A function keeps its name for the page with #[unsafe(no_mangle)], and is pub extern \"C\".";
            return Err(format!("the module exports no function `{name}`.\n{why}").into());
        }
        let function = self.instance.get_typed_func(&self.store, name);
        function
            .map_err(|_| format!("the page calls `{form}`; the module's `{name}` takes or returns another type").into())
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, arguments: P, form: &str) -> Result<R, Failed> {
        let function = self.function::<P, R>(name, form)?;
        self.store.set_fuel(ENDLESS)?;
        let result = function.call(self.store.as_context_mut(), arguments);
        result.map_err(|error| self.trapped(name, &error).into())
    }

    /// Why a call didn't return. A panic is told as Rust would tell it, so that it is read like any other.
    fn trapped(&self, name: &str, error: &Error) -> String {
        if let Some(text) = &self.store.data().panicked {
            let (place, message) = text.split_once('\n').unwrap_or((text, ""));
            let place = place.rsplit_once("wasm_bands/src/").map_or(place, |(_, place)| place);
            let thread = std::thread::current();
            let thread = thread.name().unwrap_or("<unnamed>");
            eprintln!("\nthread '{thread}' panicked at exercises/wasm_bands/src/{place}\n{message}");
            return format!("in WebAssembly a panic ends the instance: `{name}` did not return");
        }
        if error.as_trap_code() == Some(TrapCode::OutOfFuel) {
            return format!("`{name}` has executed {ENDLESS} instructions and is not done: what ends its loop?");
        }
        format!("`{name}` did not return: {error}")
    }

    fn instructions(&self) -> u64 {
        ENDLESS - self.store.get_fuel().expect("it is counted")
    }

    fn pages(&self) -> usize {
        self.memory.data_size(&self.store) / PAGE
    }

    /// The bytes of `numbers` numbers at `address`, of which `what` said that they lie there.
    fn place(&self, what: &str, address: u32, numbers: u32) -> Result<std::ops::Range<usize>, Failed> {
        let (address, bytes) = (address as usize, numbers as usize * 4);
        let all = self.memory.data_size(&self.store);
        if !address.is_multiple_of(4) {
            return Err(
                format!("{what} {address}, which is no multiple of 4: a page refuses to see numbers there").into()
            );
        }
        if address + bytes > all {
            let wanted = format!("{numbers} numbers from there on don't fit into the instance's {all} bytes");
            return Err(format!("{what} {address}, but {wanted}").into());
        }
        Ok(address..address + bytes)
    }

    /// Hands over a palette.
    fn hand_over(&mut self, colours: &[u32]) -> Result<(), Failed> {
        let room = self.call::<u32, u32>("palette", colours.len() as u32, "palette(i32) -> i32")?;
        if room == 0 {
            return Err(format!("palette({}) returned the address 0, which is no room", colours.len()).into());
        }
        let place =
            self.place(&format!("palette({}) returned the address", colours.len()), room, colours.len() as u32)?;
        let bytes = &mut self.memory.data_mut(&mut self.store)[place];
        for (bytes, colour) in bytes.chunks_exact_mut(4).zip(colours) {
            bytes.copy_from_slice(&colour.to_le_bytes());
        }
        Ok(())
    }

    /// Has a band drawn; gives its address.
    fn draw(&mut self, Picture { width, height }: Picture, band: u32, bands: u32) -> Result<u32, Failed> {
        self.call("draw", (width, height, band, bands), "draw(i32, i32, i32, i32) -> i32")
    }

    fn drawn(&mut self) -> Result<u32, Failed> {
        self.call("drawn", (), "drawn() -> i32")
    }

    /// Copies as many pixels as were drawn.
    fn copy(&mut self, address: u32) -> Result<Vec<u32>, Failed> {
        let pixels = self.drawn()?;
        let place = self.place(&format!("drawn() returned {pixels}, and draw the address"), address, pixels)?;
        let bytes = &self.memory.data(&self.store)[place];
        Ok(bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    /// Has a band drawn, and copies it.
    fn band(&mut self, picture: Picture, band: u32, bands: u32) -> Result<Vec<u32>, Failed> {
        let address = self.draw(picture, band, bands)?;
        self.copy(address)
    }
}

/// Pixels in a row, and rows.
#[derive(Clone, Copy)]
struct Picture {
    width: u32,
    height: u32,
}

impl Picture {
    /// The colour that the pixel must have.
    fn colour(self, pixel: usize, palette: &[u32]) -> u32 {
        let (columns, rows) = (self.width as usize, self.height as usize);
        let limit = palette.len() as u32 - 1;
        let view = View { left: -2.25, top: 1.125, pixel: 3.0 / f64::from(self.width), columns, rows, limit };
        palette[view.escape_time(pixel % columns, pixel / columns) as usize]
    }

    fn named(self) -> String {
        format!("a picture of {} × {} pixels", self.width, self.height)
    }
}

/// Colours of which no two are alike, and none is as small as the number of a colour.
fn colours(count: usize, first: u32) -> Vec<u32> {
    (0..count as u32).map(|i| first.wrapping_add(i.wrapping_mul(0x9e37_79b1)) | 0x8000_0000).collect()
}

fn workers(count: usize, palette: &[u32]) -> Result<Vec<Worker>, Failed> {
    let start = || {
        let mut worker = Worker::start()?;
        worker.hand_over(palette)?;
        Ok(worker)
    };
    std::iter::repeat_with(start).take(count).collect()
}

/// Whether `got` are the pixels from number `first` on; if not, the first that isn't.
fn compare(picture: Picture, palette: &[u32], first: usize, got: &[u32], which: &str) -> Result<(), Failed> {
    let hex = |colour: u32| format!("{colour:#010x}");
    for (i, &got) in got.iter().enumerate() {
        let pixel = first + i;
        let want = picture.colour(pixel, palette);
        if got != want {
            let (row, column) = (pixel / picture.width as usize, pixel % picture.width as usize);
            let (got, want) = (hex(got), hex(want));
            return Err(format!("{which}: row {row}, column {column}: expected the colour {want}, got {got}").into());
        }
    }
    Ok(())
}

fn the_page_finds_its_functions() -> Result<(), Failed> {
    let mut worker = Worker::start()?;
    worker.function::<u32, u32>("palette", "palette(i32) -> i32")?;
    worker.function::<(u32, u32, u32, u32), u32>("draw", "draw(i32, i32, i32, i32) -> i32")?;
    worker.function::<(), u32>("drawn", "drawn() -> i32")?;
    worker.hand_over(&[1, 2])?;
    worker.band(Picture { width: 1, height: 1 }, 0, 1).map(drop)
}

/// Width, height and bands of the pictures that are compared.
const PICTURES: [(u32, u32, &[u32]); 6] = [
    (1, 1, &[1, 2]),
    (7, 5, &[1, 2, 3, 4, 5, 6, 9]),
    (64, 48, &[1, 3, 4, 7, 48, 50]),
    (33, 1, &[1, 4]),
    (9, 0, &[1, 3]),
    (0, 4, &[1, 3]),
];

fn the_bands_make_the_picture() -> Result<(), Failed> {
    let palette = colours(120, 7);
    for count in [1, 3] {
        let mut workers = workers(count, &palette)?;
        for (width, height, bands) in PICTURES {
            let picture = Picture { width, height };
            for &bands in bands {
                let mut pixels = Vec::new();
                for band in 0..bands {
                    pixels.extend(workers[band as usize % count].band(picture, band, bands)?);
                }
                let all = format!("{} in {bands} bands, from {count} instances", picture.named());
                let want = width as usize * height as usize;
                if pixels.len() != want {
                    let got = pixels.len();
                    let idea = "Each row belongs to one band: where one ends, the next begins.";
                    return Err(format!("{all}: expected {want} pixels in all, got {got}.\n{idea}").into());
                }
                compare(picture, &palette, 0, &pixels, &all)?;
            }
        }
    }
    Ok(())
}

fn no_two_bands_differ_by_more_than_a_row() -> Result<(), Failed> {
    let mut worker = workers(1, &colours(2, 7))?.remove(0);
    for (height, bands) in [(10, 4), (48, 7), (100, 64), (5, 8), (63, 64), (1000, 7)] {
        let picture = Picture { width: 3, height };
        let mut rows = Vec::new();
        for band in 0..bands {
            worker.draw(picture, band, bands)?;
            let pixels = worker.drawn()?;
            if !pixels.is_multiple_of(3) {
                let all = format!("{} in {bands} bands", picture.named());
                return Err(format!("{all}: band {band} has {pixels} pixels, which are no whole rows").into());
            }
            rows.push(pixels / 3);
        }
        let (least, most) = (rows.iter().min().copied().unwrap_or(0), rows.iter().max().copied().unwrap_or(0));
        if most > least + 1 {
            return Err(format!(
                "{height} rows in {bands} bands: one has {least}, another {most}. The bands have {rows:?} rows.\nThe page \
                 waits for the worker with the largest."
            )
            .into());
        }
    }
    Ok(())
}

fn any_band_in_any_order() -> Result<(), Failed> {
    let palette = colours(60, 7);
    let mut workers = workers(2, &palette)?;
    let (picture, bands) = (Picture { width: 30, height: 40 }, 8);
    // Bands of five rows. Each worker first draws all of another picture, so that what it remembers is of no use.
    for (turn, band) in [7, 0, 5, 5, 2, 6, 1, 3, 4].into_iter().enumerate() {
        let worker = &mut workers[turn % 2];
        worker.band(Picture { width: 11, height: 13 }, 0, 1)?;
        let got = worker.band(picture, band, bands)?;
        let which = format!("band {band} of 8, asked for out of order");
        if got.len() != 150 {
            return Err(format!("{which}: expected 150 pixels, got {}", got.len()).into());
        }
        compare(picture, &palette, band as usize * 150, &got, &which)?;
    }
    Ok(())
}

fn rows_that_32_bits_can_count() -> Result<(), Failed> {
    let palette = colours(2, 7);
    let mut worker = workers(1, &palette)?.remove(0);
    for (width, height, bands, band) in [
        (1, 100_000, 100_000, 99_999),
        (70_000, 70_000, 70_000, 69_999),
        (2, 4_000_000_000, 2_000_000_000, 1_999_999_999),
        (1, 4_294_967_295, 4_294_967_295, 4_294_967_294),
    ] {
        let picture = Picture { width, height };
        let which = format!("{} in {bands} bands: the last band", picture.named());
        let address = worker.draw(picture, band, bands).map_err(|failed| {
            let why = failed.message().unwrap_or_default().to_owned();
            format!("{which}: {why}\nOn wasm32 a usize has 32 bits, as a u32 has, and so has every product of them.")
        })?;
        let got = worker.copy(address)?;
        let rows = height / bands;
        if got.len() != (rows * width) as usize {
            let want = rows * width;
            let idea = "On wasm32 a usize has 32 bits, as a u32 has, and so has every product of them.";
            return Err(format!("{which}: expected {want} pixels, got {}.\n{idea}", got.len()).into());
        }
        let first = (height - rows) as usize * width as usize;
        compare(picture, &palette, first, &got, &which)?;
    }
    Ok(())
}

fn an_instance_draws_its_band_alone() -> Result<(), Failed> {
    let palette = colours(200, 7);
    let mut worker = workers(1, &palette)?.remove(0);
    let (picture, bands) = (Picture { width: 64, height: 48 }, 12);
    worker.draw(picture, 0, 1)?;
    let whole = worker.instructions();
    let (mut sum, mut list) = (0, Vec::new());
    for band in 0..bands {
        worker.draw(picture, band, bands)?;
        sum += worker.instructions();
        list.push(worker.instructions());
    }
    if sum > whole + whole / 4 {
        return Err(format!(
            "{} takes {whole} instructions as one band, and {sum} as {bands} bands: {list:?}.\nA worker that draws more \
             than its band does what the others do as well.",
            picture.named()
        )
        .into());
    }
    Ok(())
}

fn the_pixels_stay_until_the_next_draw() -> Result<(), Failed> {
    let first = colours(50, 7);
    for (width, height) in [(4, 4), (60, 40), (300, 50)] {
        let picture = Picture { width, height };
        // A new one each time: what becomes of an old palette is for another test.
        let mut worker = workers(1, &first)?.remove(0);
        let address = worker.draw(picture, 0, 1)?;
        // Room is asked for, and written to, before the pixels are read.
        for count in [3, 2400, 16, 60_000, 15_000] {
            worker.hand_over(&vec![0xdead_beef; count])?;
        }
        let got = worker.copy(address)?;
        let which = format!("{}, read after other palettes were handed over", picture.named());
        if got.len() != (width * height) as usize {
            return Err(format!("{which}: expected {} pixels, got {}", width * height, got.len()).into());
        }
        compare(picture, &first, 0, &got, &which).map_err(|failed| {
            let why = failed.message().unwrap_or_default().to_owned();
            format!("{why}.\nWho owns the pixels when `draw` has returned? Memory that was given back is used again.")
        })?;
    }
    Ok(())
}

fn a_palette_takes_the_place_of_the_one_before() -> Result<(), Failed> {
    let picture = Picture { width: 20, height: 15 };
    let mut two = workers(2, &colours(10, 1))?;
    for (turn, count) in [40, 3, 1, 500, 200_000, 30].into_iter().enumerate() {
        // Each worker has a palette of its own.
        let palettes = [colours(count, 100 + turn as u32), colours(count + 1, 9000 + turn as u32)];
        for (worker, palette) in two.iter_mut().zip(&palettes) {
            worker.hand_over(palette)?;
        }
        if count == 200_000 {
            // Every point of the set takes all steps: too long for a test.
            continue;
        }
        for (number, (worker, palette)) in two.iter_mut().zip(&palettes).enumerate() {
            let got = worker.band(picture, 1, 3)?;
            let which = format!("palette {turn} of instance {number}, of {} colours", palette.len());
            compare(picture, palette, 100, &got, &which)?;
        }
    }
    Ok(())
}

fn the_memory_holds_one_band() -> Result<(), Failed> {
    let palette = colours(2, 7);
    let mut worker = workers(1, &palette)?.remove(0);
    // 16 MB in all, 64 kB in a band.
    let (picture, bands) = (Picture { width: 2048, height: 2048 }, 256);
    for band in [0, 128, 255] {
        let got = worker.band(picture, band, bands)?;
        compare(picture, &palette, band as usize * 16_384, &got, &format!("band {band} of 256"))?;
    }
    // A megabyte is the stack's. The band takes a page, or twice that in a vector that doubles; the rest is room.
    let pages = worker.pages();
    if pages > 32 {
        return Err(format!(
            "a band of 65536 bytes, of {}: the instance's memory has {} bytes.\nAn instance keeps its band, not the picture.",
            picture.named(),
            pages * PAGE
        )
        .into());
    }
    Ok(())
}

fn the_memory_does_not_grow_with_every_call() -> Result<(), Failed> {
    let palette = colours(2, 7);
    let mut worker = workers(1, &palette)?.remove(0);
    let picture = Picture { width: 500, height: 100 };
    let mut rounds = Vec::new();
    for _ in 0..4 {
        for (band, count) in [(0, 2), (1, 20_000), (3, 30), (2, 5000)] {
            worker.hand_over(&colours(count, 7))?;
            worker.hand_over(&palette)?;
            worker.draw(picture, band, 4)?;
        }
        rounds.push(worker.pages());
    }
    // The first rounds may still find the room that all others use.
    if rounds[3] > rounds[1] {
        return Err(format!(
            "after rounds of the same calls, the memory has {rounds:?} pages of 64 KiB.\nA linear memory never shrinks: \
             use again what is there, or give it back to the allocator."
        )
        .into());
    }
    Ok(())
}
