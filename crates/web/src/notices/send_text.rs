//! One notice by text message, through a gateway of the body's choice: address, method, body and what counts as taken are
//! in `notices.toml`.

use super::Failed;
use super::settings::Gateway;
use crate::outgoing::{Answer, NoAnswer, Outgoing, Posted};
use std::fmt::Write as _;

/// How much it may answer.
const MOST_BYTES: usize = 64 << 10;

/// Hands it on. `id` is the notice's, the same each time it is tried.
pub(crate) async fn send(gateway: &Gateway, number: &str, text: &str, id: &str) -> Result<(), Failed> {
    let url = filled(&gateway.url, number, text, id, Form::Url);
    let form = if gateway.content_type == "application/json" {
        Form::Json
    } else {
        Form::Url
    };
    let mut headers = vec![("idempotency-key", id.to_owned())];
    headers.extend(gateway.key.as_ref().map(|(name, value)| (*name, value.0.clone())));
    let posted = Posted {
        media_type: gateway.content_type,
        headers,
        body: filled(&gateway.body, number, text, id, form).into(),
    };
    let outgoing = Outgoing::new(gateway.patience, MOST_BYTES);
    let answered = if gateway.get {
        outgoing.get_with(&url, posted).await
    } else {
        outgoing.send(&url, posted).await
    };
    taken(gateway, answered)
}

fn taken(gateway: &Gateway, answered: Result<Answer, NoAnswer>) -> Result<(), Failed> {
    let answer = answered.map_err(|error| {
        Failed::here(match error {
            NoAnswer::Late { .. } => "notice-error-late",
            NoAnswer::NotSafe { .. } | NoAnswer::NoRoots { .. } => "notice-error-tls",
            _ => "notice-error-unreachable",
        })
    })?;
    if !gateway.success.contains(&answer.status) {
        return Err(Failed {
            recipient: false,
            why: "notice-error-answer",
            said: Some(answer.status.to_string()),
        });
    }
    let has = |wanted: &String| String::from_utf8_lossy(&answer.body).contains(wanted.as_str());
    if gateway.contains.as_ref().is_none_or(has) {
        Ok(())
    } else {
        Err(Failed::here("notice-error-gateway"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Url,
}

/// A template with what belongs into it, written so that nothing of it can become anything but a value.
fn filled(template: &str, number: &str, text: &str, id: &str, form: Form) -> String {
    let values = [("{number}", number), ("{text}", text), ("{id}", id)];
    let mut filled = String::with_capacity(template.len() + text.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, value)) = values.iter().find(|(name, _)| rest.starts_with(name)) {
            push(&mut filled, value, form);
            rest = &rest[name.len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

fn push(filled: &mut String, value: &str, form: Form) {
    match form {
        Form::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            filled.push_str(&quoted[1..quoted.len() - 1]);
        }
        Form::Url => {
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                    filled.push(char::from(byte));
                } else {
                    // Writing to a string cannot fail.
                    let _ = write!(filled, "%{byte:02X}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_with_values_and_nothing_else() {
        let json = filled(
            r#"{"to":"{number}","text":"{text}","id":"{id}","n":{"x":1}}"#,
            "+8613900000000",
            "已答复\"}\n{number}",
            "7",
            Form::Json,
        );
        assert_eq!(
            json,
            r#"{"to":"+8613900000000","text":"已答复\"}\n{number}","id":"7","n":{"x":1}}"#
        );
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        let form = filled("to={number}&text={text}", "+86 1", "a&to=2", "7", Form::Url);
        assert_eq!(form, "to=%2B86%201&text=a%26to%3D2");
    }
}
