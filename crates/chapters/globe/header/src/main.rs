//! Writes the C header of `globe`.

fn main() -> anyhow::Result<()> {
    std::fs::write(globe_header::file(), globe_header::text()?)?;
    println!("{}", globe_header::file().display());
    Ok(())
}
