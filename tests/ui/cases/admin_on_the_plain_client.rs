fn main() -> Result<(), fal_platform::Error> {
    let fal = fal_platform::Client::new("id:secret")?;
    fal.list_api_keys();
    Ok(())
}
