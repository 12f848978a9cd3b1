use super::sample;
use domain::Locale;

#[test]
fn look() {
    let Some(dir) = std::env::var_os("HUYING_LOOK").map(std::path::PathBuf::from) else {
        return;
    };
    std::fs::create_dir_all(&dir).unwrap();
    for (name, brief) in [
        ("signed", sample::signed()),
        ("draft", sample::draft()),
        ("empty", sample::empty()),
        ("many", sample::with_items(500)),
        (
            "hostile",
            sample::with_text(
                "#import \"@preview/x\": * <script>alert(1)</script> =HYPERLINK(\"x\") $x$ *b* \u{0}\u{202e}gpj 🔥𠮷 averyveryveryveryveryveryveryveryveryveryveryveryverylongword",
            ),
        ),
    ] {
        for locale in Locale::ALL {
            let tag = locale.tag();
            std::fs::write(dir.join(format!("{name}.{tag}.html")), super::html(&brief, locale)).unwrap();
            let t = std::time::Instant::now();
            std::fs::write(
                dir.join(format!("{name}.{tag}.pdf")),
                super::pdf(&brief, locale, Some(brief.as_of)).unwrap(),
            )
            .unwrap();
            eprintln!("{name} {tag} {:?}", t.elapsed());
            if let Ok(d) = super::docx(&brief, locale, Some(brief.as_of)) {
                std::fs::write(dir.join(format!("{name}.{tag}.docx")), d).unwrap();
            }
        }
    }
}
