//! In the place of the formatter of Cedar's policies, which only `cedar_policy::ffi` names and nobody calls.

#![forbid(unsafe_code)]

/// How wide it would be.
#[derive(Clone, Debug)]
pub struct Config {
    /// Of a line, in characters.
    pub line_width: usize,
    /// Of a step inwards, in characters.
    pub indent_width: isize,
}

/// # Errors
/// Always.
pub fn policies_str_to_pretty(_policies: &str, _config: &Config) -> miette::Result<String> {
    Err(miette::miette!(
        "this program is built without the formatter of policies"
    ))
}
