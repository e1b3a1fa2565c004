use crate::{Admin, Client, builder};

impl Client {
    /// Lists things.
    pub fn get_things(&self) -> builder::GetThings<'_> {
        builder::GetThings::new(self)
    }
    /// Changes a thing.
    pub fn update_thing(&self) -> builder::UpdateThing<'_> {
        builder::UpdateThing::new(self)
    }
    /// Uploads a file.
    pub fn upload_file(&self) -> builder::UploadFile<'_> {
        builder::UploadFile::new(self)
    }
    /// Reads a file.
    pub fn get_file(&self) -> builder::GetFile<'_> {
        builder::GetFile::new(self)
    }
}

impl<'a> Admin<'a> {
    /// Deletes a thing.
    pub fn delete_thing(&self) -> builder::DeleteThing<'a> {
        builder::DeleteThing::new(self.client())
    }
}
