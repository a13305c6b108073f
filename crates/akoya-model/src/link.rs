//! Links to other documents and to other pages.

use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// Where a list continues and where it came from.
    pub struct Links {
        /// The following page; nothing on the last one.
        pub next: Option<PageLink>,
        /// The page before; nothing on the first one.
        pub prev: Option<PageLink>,
    }
}

model! {
    /// A link to a page of a list.
    pub struct PageLink = "HrefLink" {
        /// The address, usually a path with a query and without host. Follow it unchanged: its
        /// parameters belong to the provider.
        pub href: Option<String>,
    }
}

model! {
    /// A link from a record to something that belongs to it, an image of a check say.
    pub struct Link = "HateoasLink" {
        /// The address, absolute or relative to the API's host.
        pub href: Option<String>,
        /// The HTTP method to use; `GET` when absent.
        pub action: Option<HttpMethod>,
        /// The content types that can be asked for.
        pub types: Option<Vec<ContentType>>,
    }
}

open_enum! {
    /// The HTTP method of a [`Link`].
    pub enum HttpMethod {
        /// Read.
        Get = "GET",
        /// Create or act.
        Post = "POST",
        /// Change in part.
        Patch = "PATCH",
        /// Remove.
        Delete = "DELETE",
        /// Replace.
        Put = "PUT",
    }
}

open_enum! {
    /// A content type that a document is available in.
    pub enum ContentType {
        /// A PDF document, the only type that Akoya serves for statements today.
        Pdf = "application/pdf",
        /// A GIF image.
        Gif = "image/gif",
        /// A JPEG image.
        Jpeg = "image/jpeg",
        /// A TIFF image, with one or more pages.
        Tiff = "image/tiff",
        /// A PNG image.
        Png = "image/png",
        /// Structured data.
        Json = "application/json",
    }
}
