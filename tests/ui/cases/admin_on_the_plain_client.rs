fn main() -> Result<(), fal_platform::Error> {
    let fal = fal_platform::Client::new("id:secret")?;
    fal.create_api_key();
    Ok(())
}
