fn main() -> Result<(), fal_platform::KeyError> {
    let key = fal_platform::Key::parse("id:secret")?;
    println!("{key}");
    Ok(())
}
