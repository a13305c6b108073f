//! Values that requests take.

use crate::open_enum::open_enum;

open_enum! {
    /// Whether a person waits for the answer (header `x-akoya-interaction-type`).
    pub enum InteractionType {
        /// A person waits.
        User = "user",
        /// Nobody waits.
        Batch = "batch",
    }
}

open_enum! {
    /// How the provider's data is passed on (query `mode`).
    pub enum Mode {
        /// As the provider sent it.
        Raw = "raw",
        /// Brought into FDX's form.
        Standard = "standard",
    }
}

open_enum! {
    /// The content type of a statement (header `accept`).
    pub enum Accept {
        /// A PDF document, the only type that Akoya serves today.
        Pdf = "application/pdf",
        /// A GIF image.
        Gif = "image/gif",
        /// A JPEG image.
        Jpeg = "image/jpeg",
        /// A TIFF image.
        Tiff = "image/tiff",
        /// A PNG image.
        Png = "image/png",
    }
}

open_enum! {
    /// The content type of a tax form (header `accept`).
    pub enum MediaType {
        /// Structured data.
        Json = "application/json",
        /// A PDF document.
        Pdf = "application/pdf",
    }
}

open_enum! {
    /// How much a search answers with (query `resultType`).
    pub enum ResultType {
        /// All fields.
        Details = "details",
        /// Identifiers and links.
        Lightweight = "lightweight",
    }
}

open_enum! {
    /// The version of a product, in its path.
    pub enum Version {
        /// Version 2.
        V2 = "v2",
    }
}
