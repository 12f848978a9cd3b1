//! What robots of groups are told, each in its own form and with its own signature.

use super::settings::{Robot, RobotKind};
use crate::notices::Failed;
use crate::outgoing::{Outgoing, Posted};
use crate::secrets;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

/// How long a robot may take, all in all.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much it may answer.
const MOST_BYTES: usize = 64 << 10;

/// A request to a robot.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// What is asked of a robot. `id` is the message's, the same each time it is tried.
pub(super) fn told(robot: &Robot, id: &str, text: &str, at: Timestamp) -> Told {
    let secret = robot.secret.as_ref().map(|secret| secret.0.as_str());
    let mut url = robot.url.clone();
    let mut headers = vec![("idempotency-key", id.to_owned())];
    let content = json!({ "content": text });
    let body = match robot.kind {
        RobotKind::Wecom => json!({ "msgtype": "text", "text": content }),
        RobotKind::Dingtalk => {
            if let Some(secret) = secret {
                let sign = encoded(&dingtalk_sign(secret, at.as_millisecond()));
                let joint = if url.contains('?') { '&' } else { '?' };
                // Writing to a string cannot fail.
                let _ = write!(url, "{joint}timestamp={}&sign={sign}", at.as_millisecond());
            }
            json!({ "msgtype": "text", "text": content })
        }
        RobotKind::Feishu => {
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let Some(secret) = secret {
                body["timestamp"] = at.as_second().to_string().into();
                body["sign"] = feishu_sign(secret, at.as_second()).into();
            }
            body
        }
        RobotKind::Webhook => json!({
            "type": "call.raised",
            "timestamp": at.to_string(),
            "data": { "id": id, "text": text },
        }),
    };
    let body = body.to_string();
    if robot.kind == RobotKind::Webhook {
        headers.extend(crate::webhooks::signed(secret.unwrap_or_default(), id, at, &body));
    }
    Told { url, headers, body }
}

/// Time and secret, signed by the secret (钉钉自定义机器人, 加签).
fn dingtalk_sign(secret: &str, milliseconds: i64) -> String {
    let signed = format!("{milliseconds}\n{secret}");
    STANDARD.encode(secrets::hmac_sha256_long_key(secret.as_bytes(), signed.as_bytes()))
}

/// Nothing, signed by time and secret (飞书自定义机器人, 签名校验).
fn feishu_sign(secret: &str, seconds: i64) -> String {
    let key = format!("{seconds}\n{secret}");
    STANDARD.encode(secrets::hmac_sha256_long_key(key.as_bytes(), b""))
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Tells it.
pub(super) async fn send(robot: &Robot, id: &str, text: &str, at: Timestamp) -> Result<(), Failed> {
    let told = told(robot, id, text, at);
    let posted = Posted {
        media_type: "application/json",
        headers: told.headers,
        body: told.body.into(),
    };
    let answer = Outgoing::new(PATIENCE, MOST_BYTES).send(&told.url, posted).await;
    let answer = answer.map_err(|_| Failed::here("notice-error-unreachable"))?;
    if !(200..300).contains(&answer.status) {
        return Err(Failed::here("notice-error-answer"));
    }
    if taken(robot.kind, &answer.body) {
        Ok(())
    } else {
        Err(Failed::here("notice-error-gateway"))
    }
}

/// These answer 200 whatever they think of it; what they think stands in the body.
fn taken(kind: RobotKind, body: &[u8]) -> bool {
    let said = || serde_json::from_slice::<Value>(body).ok();
    let zero = |field: &str| said().is_some_and(|said| said[field] == 0);
    match kind {
        RobotKind::Wecom | RobotKind::Dingtalk => zero("errcode"),
        RobotKind::Feishu => zero("code") || zero("StatusCode"),
        RobotKind::Webhook => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::settings::Secret;

    fn robot(kind: RobotKind) -> Robot {
        Robot {
            name: "值班群".to_owned(),
            kind,
            url: "https://robot.example.org/send?access_token=t".to_owned(),
            secret: Some(Secret("SECabc".to_owned())),
            policies: Vec::new(),
        }
    }

    #[test]
    fn each_robot_is_told_in_its_own_form() {
        let at = Timestamp::from_millisecond(1_764_000_000_123).unwrap();
        let of = |kind| told(&robot(kind), "m1", "【呼应】请处理", at);
        let wecom = of(RobotKind::Wecom);
        assert_eq!(wecom.body, r#"{"msgtype":"text","text":{"content":"【呼应】请处理"}}"#);
        let dingtalk = of(RobotKind::Dingtalk);
        let (before, sign) = dingtalk.url.split_once("&sign=").unwrap();
        assert!(before.ends_with("access_token=t&timestamp=1764000000123"), "{before}");
        assert_eq!(sign, encoded(&dingtalk_sign("SECabc", 1_764_000_000_123)));
        let feishu: Value = serde_json::from_str(&of(RobotKind::Feishu).body).unwrap();
        assert_eq!(feishu["timestamp"], "1764000000");
        assert_eq!(feishu["content"]["text"], "【呼应】请处理");
        let webhook = of(RobotKind::Webhook);
        assert!(
            webhook
                .headers
                .iter()
                .any(|(name, value)| *name == "webhook-id" && value == "m1")
        );
    }

    #[test]
    fn signatures_are_those_that_another_program_makes() {
        // python3 -c 'import hmac,base64; …' with the same texts.
        assert_eq!(
            dingtalk_sign("SECabc", 1_764_000_000_123),
            "TcpWCCzC2nSQRxA2JJzVX3bUVKWcpTWENJO/ekRk+wA="
        );
        assert_eq!(
            feishu_sign("SECabc", 1_764_000_000),
            "7k1GdqiAGlnk7Di3T5/mpILKRsDxdZ1nIvkC9kRgRfQ="
        );
    }

    #[test]
    fn what_a_robot_thinks_stands_in_its_answer() {
        assert!(taken(RobotKind::Wecom, br#"{"errcode":0,"errmsg":"ok"}"#));
        assert!(!taken(
            RobotKind::Dingtalk,
            br#"{"errcode":310000,"errmsg":"sign not match"}"#
        ));
        assert!(taken(RobotKind::Feishu, br#"{"code":0,"msg":"success"}"#));
        assert!(!taken(RobotKind::Feishu, b"<html>"));
    }
}
