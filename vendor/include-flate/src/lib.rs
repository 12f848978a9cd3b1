//! In the place of what packs jieba's dictionary by zstd at compile time and unpacks it at the first search. As it is it makes the
//! program larger, takes no time when it is first asked for, and C's zstd is not built. Only what `jieba-rs` names is here.

#![forbid(unsafe_code)]

/// `static NAME: str from "PATH" with METHOD`: the file, whatever the method.
#[macro_export]
macro_rules! flate {
    ($(#[$meta:meta])* $vis:vis static $name:ident: str from $path:literal $(with $method:ident)?) => {
        $(#[$meta])*
        $vis static $name: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path));
    };
}
