use super::*;

fn read(text: &str) -> Result<Settings, String> {
    let secret = |name: &str| name.ends_with("PASSWORD").then(|| "s3cret".to_owned());
    Settings::from_text(text, Path::new("."), secret).map_err(|refusal| refusal.key)
}

#[test]
fn what_is_not_safe_or_not_there_is_refused() {
    let mail = "[mail]\nhost = \"mail.example.org\"\nfrom = \"desk@example.org\"\n";
    for (text, key) in [
        (format!("{mail}security = \"none\""), "notices-not-safe"),
        (format!("{mail}security = \"perhaps\""), "notices-file-wrong"),
        (format!("{mail}security = \"tls\"\nhots = 1"), "notices-file-wrong"),
        (
            "[text]\nurl = \"http://sms.example.org/\"\nbody = \"{number}{text}\"".to_owned(),
            "notices-not-safe",
        ),
        (
            "[text]\nurl = \"https://sms.example.org/\"\nbody = \"{number}\"".to_owned(),
            "notices-text-template",
        ),
        (
            "[text]\nurl = \"https://sms.example.org/\"\nbody = \"{number}{text}\"\nkey_header = \"x-key\"".to_owned(),
            "notices-secret-missing",
        ),
        (
            "[text]\nurl = \"https://sms.example.org/\"\nbody = \"{number}{text}\"\nreceipt_failed = [\"UNDELIV\"]"
                .to_owned(),
            "notices-receipts-wrong",
        ),
        (
            "[text]\nurl = \"https://sms.example.org/\"\nbody = \"{number}{text}\"\nreceipt_field = \"status\""
                .to_owned(),
            "notices-receipts-wrong",
        ),
    ] {
        assert_eq!(read(&text).unwrap_err(), key, "{text}");
    }
}

#[test]
fn what_is_set_up_is_offered_and_no_secret_is_shown() {
    assert_eq!(read("").unwrap().ways().count(), 0);
    let settings = read(
        "[mail]\nhost = \"mail.example.org\"\nsecurity = \"starttls\"\nuser = \"desk\"\nfrom = \"desk@example.org\"\n",
    );
    let settings = settings.unwrap();
    assert_eq!(settings.ways().collect::<Vec<_>>(), [NoticesBy::Email]);
    let mail = settings.mail.as_ref().unwrap();
    assert_eq!((mail.port, mail.replies.is_some()), (587, true));
    assert!(!format!("{settings:?}").contains("s3cret"));
}
