//! Operations of the API: one declaration gives the method of the client, and of the blocking client.

/// Declares operations: the method and its arguments, what the call returns, the name in errors, the media type
/// of a file, and the path, in which the API version follows the product. A document with a list names the list's
/// field, and what the document is when there is nothing; items below those of the list, or of a document without
/// one, are named after `with`, and the fields of which such a document has one at least after `needs`. A
/// document that is one page of the list says so.
macro_rules! operations {
    ($(
        $(#[$meta:meta])*
        $method:ident($($argument:ident),+) -> $document:ty = $name:literal $(as $media_type:literal)? $(of $list:literal or $empty:literal)? $(with $($items:literal),+)? $(needs [$($need:literal),+])? $(in $pages:ident)?:
            $product:ident / $($segment:expr),+;
    )+) => {
        impl crate::client::Client {
            $(
                $(#[$meta])*
                pub fn $method(&self, $($argument: &str),+) -> crate::call::Call<$document> {
                    const OPERATION: crate::parts::Operation = crate::parts::Operation {
                        name: $name,
                        product: crate::version::Product::$product,
                        about: crate::list::About {
                            list: crate::list::list!($($list, $empty)? $(, $pages)?),
                            items: &[$($list,)? $($($items),+)?],
                            needs: &[$($($need),+)?],
                            has_status: true,
                        },
                    };
                    crate::call::Call::<$document>::new(self, &OPERATION, &[$($segment),+])$(.into_document($media_type))?
                }
            )+
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            $(
                #[doc = concat!("Starts the call [`Client::", stringify!($method), "`](crate::Client::", stringify!($method), ").")]
                pub fn $method(&self, $($argument: &str),+) -> crate::blocking::Call<$document> {
                    self.call(self.client().$method($($argument),+))
                }
            )+
        }
    };
}

pub(super) use operations;
