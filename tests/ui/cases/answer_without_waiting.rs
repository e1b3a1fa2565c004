use fal_platform::blocking::Wait;

fn main() -> Result<(), fal_platform::Error> {
    let fal = fal_platform::blocking::Client::new("id:secret")?;
    let models = fal.get_models().send().wait()?;
    println!("{}", fal.get_models().send().models.len() + models.models.len());
    Ok(())
}
