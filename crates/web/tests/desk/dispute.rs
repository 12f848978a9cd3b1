//! A dispute at the desk and on the portal: letters in the open, a signature drawn on the glass, papers only with a reason,
//! and the first party's own word.

use crate::browser::{Answer, Browser, Bureau, done, home_on_slip};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Locale;
use domain::case::{Party, SignedBy, SignedPaper, Signer};
use sha2::{Digest as _, Sha256};

const NAME: &str = "欧阳某某";
const OTHER: &str = "司徒某某";

pub(crate) const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0x60, 0x60,
    0xf8, 0x0f, 0, 1, 4, 1, 0, 0x5f, 0xe5, 0xc3, 0x4b, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Found in the field; the case's address.
pub(crate) async fn found(mediator: &mut Browser<'_>) -> String {
    let fields = [
        ("kind", "dispute"),
        ("title", "两家的排水沟"),
        ("description", "乙方翻建院墙，甲方院里积水。"),
        ("category", "dispute-neighbours"),
        ("unit", "mediation"),
        ("requester_name", NAME),
        ("other_party_b", OTHER),
    ];
    let answer = mediator.fill("/cases/new?kind=dispute", "/cases", &fields).await;
    done(&answer);
    answer.header("location").to_owned()
}

/// It is accepted; both parties want mediation, are told their rights that way and choose the first mediator.
pub(crate) async fn first_steps(mediator: &mut Browser<'_>, case: &str, how: &str) {
    done(&step(mediator, case, "accept", &[]).await);
    for party in ["a", "b"] {
        done(&step(mediator, case, "consent", &[("party", party), ("agrees", "yes")]).await);
        done(&step(mediator, case, "notice", &[("party", party), ("how", how)]).await);
        let chosen = [("party", party), ("post", "mediator-one")];
        done(&step(mediator, case, "mediator", &chosen).await);
    }
}

pub(crate) async fn step(browser: &mut Browser<'_>, case: &str, step: &str, fields: &[(&str, &str)]) -> Answer {
    browser.fill(case, &format!("{case}/steps/{step}"), fields).await
}

#[tokio::test]
async fn parties_are_letters_and_their_signatures_files_under_seal() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    first_steps(&mut mediator, &case, "read-out").await;
    let page = mediator.get(&case).await;
    assert!(
        page.text().contains("Party B") && !page.text().contains(OTHER),
        "{}",
        page.text()
    );
    // The notice is signed: nothing drawn and no scan is nothing signed.
    let sign = format!("{case}/sign/notice");
    let nothing = mediator.fill(&sign, &sign, &[("signer", "a")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let not_a_picture = format!("data:image/png;base64,{}", STANDARD.encode("<svg onload=alert(1)>"));
    let hostile = mediator
        .fill(&sign, &sign, &[("signer", "a"), ("drawn", &not_a_picture)])
        .await;
    assert_eq!(hostile.status, StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = format!("data:image/png;base64,{}", STANDARD.encode(PICTURE));
    done(&mediator.fill(&sign, &sign, &[("signer", "a"), ("drawn", &drawn)]).await);
    // What not all have signed is not simply there.
    let dossier = mediator.get(&format!("{case}/dossier")).await;
    let line = dossier.text().split("Notice of rights and duties").nth(1).unwrap();
    assert!(
        line.split("</li>").next().unwrap().contains("Unsigned: Party B"),
        "{line}"
    );
    let twice = mediator.fill(&sign, &sign, &[("signer", "a"), ("drawn", &drawn)]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = mediator.get(&format!("{case}/sign/agreement")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    // Papers hold names: without a reason there is none, and looking at the list opens nothing.
    let dossier = format!("{case}/dossier");
    let list = mediator.get(&dossier).await;
    assert!(!list.text().contains(NAME) && !list.text().contains(OTHER));
    let asked = mediator.fill(&dossier, &dossier, &[("file", "notice.docx")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = [("file", "../../etc"), ("written", "归档")];
    let unknown = mediator.fill(&dossier, &dossier, &unknown).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let paper = [("file", "notice.docx"), ("written", "归档")];
    let paper = mediator.fill(&dossier, &dossier, &paper).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(paper.bytes.starts_with(b"PK"));
    let page = mediator.get(&case).await;
    assert!(page.text().contains("归档"), "who opened it is in the record");
    let story = page.text().split("id=\"story\"").nth(1).unwrap();
    assert!(!story.contains("归档"), "and only there");
    // A file under a part of the dossier comes with all of it, opened for that, and with no single paper.
    let lease = ("lease.pdf", &b"%PDF-1.4 lease"[..]);
    mediator.upload(&case, &format!("{case}/evidence"), &[], lease).await;
    let number = case.trim_start_matches("/cases/");
    let story = async || bureau.office.store.story(number).await.unwrap().unwrap();
    let kept = story().await.case.evidence.clone();
    let sha256 = &kept.iter().find(|kept| kept.name == "lease.pdf").unwrap().sha256;
    let under = [("file", sha256.as_str()), ("part", "evidence")];
    done(&step(&mut mediator, &case, "file-under", &under).await);
    for (file, opened) in [("notice.pdf", false), ("dossier.pdf", true), ("dossier.zip", true)] {
        let before = story().await.events.len();
        let got = mediator
            .fill(&dossier, &dossier, &[("file", file), ("written", "归档")])
            .await;
        assert_eq!(got.status, StatusCode::OK, "{file}");
        let story = story().await;
        let openings = serde_json::to_string(
            &story.events[before..]
                .iter()
                .map(|event| &event.event)
                .collect::<Vec<_>>(),
        );
        assert_eq!(openings.unwrap().contains(sha256), opened, "{file}");
        // Which file it was is written down with it.
        let made = Sha256::digest(&got.bytes)
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let dossier = &story.case.mediation().unwrap().dossier;
        assert_eq!(*dossier == made, opened, "{file}");
    }
    // Others of the body who see the case don't mediate in it.
    let mut housing = bureau.signed_in("housing-handler").await;
    let none = housing.get(&format!("{case}/sign/notice")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_party_reads_its_rights_at_home_before_and_after_it_was_told() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    let home = link(&mut mediator, &case, &[("party", "a")]).await;
    let nobodys = link(&mut mediator, &case, &[("party", "")]).await;
    let kind = bureau.office.pack.kind(&"dispute".into()).unwrap();
    let notice = &kind.mediation.as_ref().unwrap().notice;
    let mut person = bureau.browser();
    for (language, locale) in [("en", Locale::En), ("zh-CN", Locale::ZhCn)] {
        person.language = language;
        for at in [&home, &nobodys] {
            let page = person.get(at).await.text().to_owned();
            for line in notice.value.get(locale).lines() {
                assert!(page.contains(line.trim()), "{line} not in {page}");
            }
            assert!(page.contains(&notice.source), "the law it stands in: {page}");
            assert!(page.contains("<details class=\"rights\" open>"), "{page}");
        }
    }
    person.language = "en";
    done(&step(&mut mediator, &case, "accept", &[]).await);
    let told = [("party", "a"), ("how", "read-out")];
    done(&step(&mut mediator, &case, "notice", &told).await);
    let page = person.get(&home).await.text().to_owned();
    assert!(
        page.contains("<details class=\"rights\">") && page.contains("Rights and duties: "),
        "{page}"
    );
    assert!(page.contains("to choose or accept a mediator"), "{page}");
}

/// Gives a link; its address on the portal.
pub(crate) async fn link(mediator: &mut Browser<'_>, case: &str, fields: &[(&str, &str)]) -> String {
    home_on_slip(&mediator.fill(case, &format!("{case}/link"), fields).await)
}

#[tokio::test]
async fn who_asked_reads_how_far_it_really_is() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    done(&step(&mut mediator, &case, "accept", &[]).await);
    let home = link(&mut mediator, &case, &[("party", "a")]).await;
    let mut person = bureau.browser();
    let asking = "Each party is asked whether it wants mediation";
    let under_way = "Mediation is under way";
    done(
        &person
            .fill(&home, &format!("{home}/steps/consent"), &[("agrees", "yes")])
            .await,
    );
    let page = person.get(&home).await.text().to_owned();
    assert!(
        page.contains(asking) && page.contains("Not asked yet") && !page.contains(under_way),
        "{page}"
    );
    // The clock of the mediation says what it is to them.
    assert!(page.contains("The parties can agree to more time"), "{page}");
    let agrees = [("party", "b"), ("agrees", "yes")];
    done(&step(&mut mediator, &case, "consent", &agrees).await);
    let page = person.get(&home).await.text().to_owned();
    assert!(
        page.contains("All parties want mediation") && !page.contains(under_way),
        "{page}"
    );
    for party in ["a", "b"] {
        done(&step(&mut mediator, &case, "notice", &[("party", party), ("how", "read-out")]).await);
        done(
            &step(
                &mut mediator,
                &case,
                "mediator",
                &[("party", party), ("post", "mediator-one")],
            )
            .await,
        );
    }
    let called = [
        ("at", "2099-01-05T15:00"),
        ("minutes", "60"),
        ("place", "一号调解室"),
        ("party_a", "yes"),
        ("party_b", "yes"),
    ];
    done(&step(&mut mediator, &case, "call-session", &called).await);
    let page = person.get(&home).await.text().to_owned();
    assert!(page.contains(under_way) && !page.contains(asking), "{page}");
}

#[tokio::test]
async fn the_first_party_says_what_it_wants_at_home() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = found(&mut mediator).await;
    // A link that is nobody's in particular shows the case and speaks for no party.
    let anybody = link(&mut mediator, &case, &[]).await;
    let mut neighbour = bureau.browser();
    let page = neighbour.get(&anybody).await;
    assert!(!page.text().contains("/steps/consent"), "{}", page.text());
    let yes = [("agrees", "yes")];
    let refused = neighbour
        .fill(&anybody, &format!("{anybody}/steps/consent"), &yes)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("does not say which party"),
        "{}",
        refused.text()
    );
    let third = mediator.fill(&case, &format!("{case}/link"), &[("party", "c")]).await;
    assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no such party");

    let home = link(&mut mediator, &case, &[("party", "a")]).await;
    let mut person = bureau.browser();
    let page = person.get(&home).await;
    assert!(page.text().contains("Party A was given a link"), "{}", page.text());
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(!page.text().contains(OTHER) && !page.text().contains(NAME));
    let no = [("agrees", "no"), ("text", "不想谈了")];
    done(&person.fill(&home, &format!("{home}/steps/consent"), &no).await);
    let page = person.get(&home).await.text().to_owned();
    assert!(page.contains("A suit in court"), "the other routes are told: {page}");
    // Nobody is taken to agree who has not said so, and there is nothing to say any more.
    let again = person
        .fill(&home, &format!("{home}/steps/consent"), &[("agrees", "yes")])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let desk = mediator.get(&case).await.text().to_owned();
    assert!(desk.contains("不想谈了") && desk.contains("Mediation ended"), "{desk}");
    let none = person.get(&format!("{home}/sessions/1/session.ics")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

/// Calls a session that begins in a moment, lets it begin and records it, read back; the case's address.
async fn recorded(bureau: &Bureau, mediator: &mut Browser<'_>) -> String {
    let case = found(mediator).await;
    first_steps(mediator, &case, "written").await;
    let number = case.trim_start_matches("/cases/");
    crate::joint::call(bureau, number, "一号调解室", "", &[Party::A, Party::B]).await;
    let said = [
        ("session", "1"),
        ("party_a", "yes"),
        ("party_b", "yes"),
        ("text", "双方各说了经过，乙方愿意留一条沟。"),
    ];
    let unread = step(mediator, &case, "record-session", &said).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "not read back");
    let said = [&said[..], &[("read_back", "yes")]].concat();
    done(&step(mediator, &case, "record-session", &said).await);
    case
}

#[tokio::test]
async fn a_record_is_read_back_and_signed_on_the_glass_and_on_paper_with_its_scan() {
    let bureau = Bureau::staffed().await;
    let mut mediator = bureau.signed_in("mediator-one").await;
    let case = recorded(&bureau, &mut mediator).await;
    let number = case.trim_start_matches("/cases/");
    let story = async || bureau.office.store.story(number).await.unwrap().unwrap();
    let sign = format!("{case}/sign/record-1");
    let scan = format!("{sign}/scan");
    let page = mediator.get(&case).await.text().to_owned();
    assert!(page.contains(&format!("href=\"{sign}\"")), "{page}");
    // Whoever signs reads it first.
    let page = mediator.get(&sign).await;
    assert!(page.text().contains("乙方愿意留一条沟"), "{}", page.text());
    let paper = SignedPaper::Record { session: 1 };
    assert_eq!(
        story().await.case.unsigned(paper),
        [Signer::A, Signer::B, Signer::Mediator]
    );

    // The first on the glass.
    let drawn = format!("data:image/png;base64,{}", STANDARD.encode(PICTURE));
    done(&mediator.fill(&sign, &sign, &[("signer", "a"), ("drawn", &drawn)]).await);
    // The second on paper: nothing handed in and nothing chosen is nothing signed, and so is what is no page.
    let b = [("signer", "b")];
    let nothing = mediator.upload(&sign, &scan, &b, ("", b"")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.text());
    let hostile = mediator
        .upload(&sign, &scan, &b, ("page.pdf", b"<svg onload=alert(1)>"))
        .await;
    assert_eq!(hostile.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = mediator
        .upload(&sign, &scan, &[("signer", "c")], ("page.pdf", b"%PDF-1.7 page"))
        .await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let twice = mediator
        .upload(&sign, &scan, &[("signer", "a")], ("page.pdf", b"%PDF-1.7 page"))
        .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "signed already");
    assert_eq!(story().await.case.evidence.len(), 1, "nothing of it is kept");
    done(
        &mediator
            .upload(&sign, &scan, &b, ("笔录签名页.pdf", b"%PDF-1.7 signed page"))
            .await,
    );
    let kept = story().await.case.evidence.clone();
    let page_kept = kept.iter().find(|file| file.name == "笔录签名页.pdf").unwrap();
    // The mediator signed the same page: it is chosen among the case's files.
    let page = mediator.get(&sign).await;
    assert!(page.text().contains(&page_kept.sha256), "{}", page.text());
    let same = [("signer", "mediator"), ("scan", page_kept.sha256.as_str())];
    let last = mediator.upload(&sign, &scan, &same, ("", b"")).await;
    assert!(
        done(&last).ends_with("?done=sign#mediation"),
        "{}",
        last.header("location")
    );

    let story = story().await;
    assert!(story.case.unsigned(paper).is_empty());
    assert_eq!(story.case.evidence.len(), 2);
    let signatures = &story.case.mediation().unwrap().signatures;
    let of_record: Vec<_> = signatures
        .iter()
        .filter(|signature| signature.paper == paper)
        .map(|signature| (signature.signer, signature.by))
        .collect();
    assert_eq!(
        of_record,
        [
            (Signer::A, SignedBy::Glass),
            (Signer::B, SignedBy::Paper),
            (Signer::Mediator, SignedBy::Paper)
        ]
    );
    let page = mediator.get(&sign).await;
    assert!(
        page.text().contains("Everybody who has to sign has signed."),
        "{}",
        page.text()
    );
}
