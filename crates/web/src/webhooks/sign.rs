//! The signature of a message (Standard Webhooks, `v1`): HMAC-SHA-256 of id, time and body.

use crate::secrets;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

/// What a secret begins with.
const BEGINS: &str = "whsec_";

/// A fresh secret of 256 bits, as the receiver is given it.
pub(crate) fn new_secret() -> String {
    format!("{BEGINS}{}", STANDARD.encode(secrets::bytes::<32>()))
}

/// The headers that go with a message.
pub(crate) fn headers(secret: &str, id: &str, at: Timestamp, body: &str) -> [(&'static str, String); 3] {
    let key = secret.strip_prefix(BEGINS).unwrap_or(secret);
    let key = STANDARD.decode(key).unwrap_or_default();
    let seconds = at.as_second();
    let signed = format!("{id}.{seconds}.{body}");
    let signature = STANDARD.encode(secrets::hmac_sha256_bytes(&key, signed.as_bytes()));
    [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", format!("v1,{signature}")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        // The example of the reference libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let [id, time, signature] = headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}");
        assert_eq!(id.1, "msg_p5jXN8AQM9LWM0D4loKWxJek");
        assert_eq!(time.1, "1614265330");
        assert_eq!(signature.1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
