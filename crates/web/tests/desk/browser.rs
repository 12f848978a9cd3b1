//! A browser without a screen: keeps cookies, sends forms with their token.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::Locale;
use domain::case::{About, Place, Registration, SealedValues};
use domain::pack::Unit;
use jiff::Timestamp;
use jiff::civil::Date;
use office::{Clock, Office};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::OnceLock;
use store::{NewAccount, Store};
use tower::ServiceExt as _;
use web::{Desk, Options, hash_password, router};

/// Everybody's password in these tests; hashed once, as that is slow on purpose.
pub(crate) const PASSWORD: &str = "a long test password";

/// A desk with the invented county's people.
pub(crate) struct Bureau {
    pub(crate) office: Office,
    pub(crate) desk: Desk,
    router: Router,
    _dir: tempfile::TempDir,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("pages are UTF-8")
    }

    /// Its text without what keeps a date in one line.
    pub(crate) fn words(&self) -> String {
        self.text().replace("<span class=\"num\">", "").replace("</span>", "")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the hidden field `name`.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let text = self.text();
        let start = text.find(&mark).unwrap_or_else(|| panic!("no field {name} in {text}")) + mark.len();
        let end = text[start..].find('"').unwrap();
        text[start..start + end].to_owned()
    }
}

/// Somebody's browser.
pub(crate) struct Browser<'a> {
    bureau: &'a Bureau,
    cookies: BTreeMap<String, String>,
    pub(crate) address: SocketAddr,
    pub(crate) language: &'static str,
}

impl Bureau {
    /// A fresh directory, nobody in it.
    pub(crate) async fn empty() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self::of(tempfile::tempdir().unwrap(), options).await
    }

    /// With `notices.toml` in its directory, and an account for each invented person.
    pub(crate) async fn with_notices(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(web::NOTICES_FILE), text).unwrap();
        Self::of(dir, Options::default()).await.with_people().await
    }

    /// Over a directory from which somebody has taken the log's secret.
    pub(crate) async fn without_log_key() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Store::open(dir.path()).await.unwrap().close().await;
        std::fs::remove_file(dir.path().join("log.key")).unwrap();
        Self::of(dir, Options::default()).await
    }

    /// Over a directory whose log has had another key before, with an account for each invented person; and that key.
    pub(crate) async fn with_new_log_key() -> (Self, String) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let first = store.log_keys()[0].key.to_string();
        store.close().await;
        Store::rotate_log_key(dir.path(), Timestamp::now()).await.unwrap();
        (Self::of(dir, Options::default()).await.with_people().await, first)
    }

    /// With everybody in it, by a pack that was changed.
    pub(crate) async fn with_pack(change: impl FnOnce(&mut domain::pack::Pack)) -> Self {
        let mut pack = domain::pack::Pack::clone(&domain::pack::builtin("demo-bureau").unwrap());
        change(&mut pack);
        let dir = tempfile::tempdir().unwrap();
        Self::under(dir, Options::default(), pack.into())
            .await
            .with_people()
            .await
    }

    async fn of(dir: tempfile::TempDir, options: Options) -> Self {
        Self::under(dir, options, domain::pack::builtin("demo-bureau").unwrap()).await
    }

    /// The same, at one moment: two pages of it differ by nothing that the time between them did.
    pub(crate) async fn staffed_at_one_moment() -> Self {
        let clock = Clock::standing_at(Timestamp::now());
        let pack = domain::pack::builtin("demo-bureau").unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self::by(clock, dir, Options::default(), pack).await.with_people().await
    }

    async fn under(dir: tempfile::TempDir, options: Options, pack: std::sync::Arc<domain::pack::Pack>) -> Self {
        Self::by(Clock::real(), dir, options, pack).await
    }

    async fn by(
        clock: Clock,
        dir: tempfile::TempDir,
        options: Options,
        pack: std::sync::Arc<domain::pack::Pack>,
    ) -> Self {
        let store = Store::open(dir.path()).await.unwrap();
        let office = Office { store, pack, clock };
        let desk = Desk::new(office.clone(), options);
        let router = router(desk.clone());
        Self {
            office,
            desk,
            router,
            _dir: dir,
        }
    }

    /// The same, with files in its directory before the desk begins.
    pub(crate) async fn with_files(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        Self::of(dir, Options::default()).await.with_people().await
    }

    /// With an account for each invented person of the pack.
    pub(crate) async fn staffed() -> Self {
        Self::empty().await.with_people().await
    }

    async fn with_people(self) -> Self {
        static HASH: OnceLock<String> = OnceLock::new();
        let bureau = self;
        let now = bureau.office.clock.now();
        for person in &bureau.office.pack.people {
            let account = NewAccount {
                id: office::new_case_id(now).to_string(),
                user: person.user.clone(),
                name: person.name.clone(),
                post: person.post.clone(),
                locale: None,
                password_hash: HASH.get_or_init(|| hash_password(PASSWORD)).clone(),
            };
            bureau.office.store.create_account(account, now).await.unwrap();
        }
        bureau
    }

    /// A moment as a form's field has it.
    pub(crate) fn input(&self, at: Timestamp) -> String {
        let at = self.office.pack.zone.to_datetime(at);
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// Today in the county's zone.
    pub(crate) fn today(&self) -> Date {
        self.office.pack.zone.to_datetime(self.office.clock.now()).date()
    }

    /// The sign-in name of somebody in this post.
    pub(crate) fn user_in(&self, post: &str) -> &str {
        let people = &self.office.pack.people;
        let person = people.iter().find(|person| person.post.as_str() == post);
        &person.unwrap_or_else(|| panic!("nobody holds {post}")).user
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            bureau: self,
            cookies: BTreeMap::new(),
            address: ([192, 0, 2, 7], 40_000).into(),
            language: "en",
        }
    }

    /// A browser in which somebody in this post has signed in.
    pub(crate) async fn signed_in(&self, post: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let answer = browser.sign_in(self.user_in(post), PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        browser
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Opens `page`, and sends its token with the fields to `path`.
    pub(crate) async fn fill(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page).await.hidden("csrf");
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// Opens `page`, and sends its token, the fields and a file to `path`, as a form with files.
    pub(crate) async fn upload(
        &mut self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let token = self.get(page).await.hidden("csrf");
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.upload_as_is(path, &all, file).await
    }

    /// Sends a form with a file as it is.
    pub(crate) async fn upload_as_is(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let (name, bytes) = file;
        let part = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(part.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--b--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn sign_in(&mut self, user: &str, password: &str) -> Answer {
        let fields = [("user", user), ("password", password)];
        self.fill("/sign-in", "/sign-in", &fields).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = request.headers_mut();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        headers.insert(header::ACCEPT_LANGUAGE, self.language.parse().unwrap());
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.bureau.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    pub(crate) fn plant_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Registers a case and answers its number.
    pub(crate) async fn register(&mut self, title: &str, unit: &str) -> String {
        let category = self.bureau.office.pack.kinds["request"].categories[0].slug.to_string();
        let fields = [
            ("kind", "request"),
            ("title", title),
            ("category", category.as_str()),
            ("unit", unit),
            ("description", "Water stands in the yard since Monday. 院里积水。"),
        ];
        let answer = self.fill("/cases/new", "/cases", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.header("location").trim_start_matches("/cases/").to_owned()
    }
}

/// It was done; where it leads.
pub(crate) fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

/// The requester's page, as a slip at the desk has it.
pub(crate) fn home_on_slip(slip: &Answer) -> String {
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text());
    let home = slip.text().split("/portal/mine/").nth(1).unwrap();
    let secret: String = home.chars().take_while(char::is_ascii_alphanumeric).collect();
    assert_eq!(secret.len(), 20, "{}", slip.text());
    format!("/portal/mine/{secret}")
}

/// Both languages as a browser asks for them.
pub(crate) const LANGUAGES: [(Locale, &str); 2] = [(Locale::ZhCn, "zh-CN,zh;q=0.9"), (Locale::En, "en-GB")];

/// A body that must not be read.
pub(crate) fn unreadable() -> Body {
    struct Unreadable;
    impl axum::body::HttpBody for Unreadable {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
            panic!("the body was read");
        }
    }
    Body::new(Unreadable)
}

/// What a clerk writes down of a request for that unit.
pub(crate) fn registration(title: &str, unit: &Unit, received_at: Timestamp) -> Registration {
    Registration {
        id: office::new_case_id(received_at),
        number: String::new(),
        kind: "request".into(),
        category: "other".into(),
        title: title.to_owned(),
        description: "marmoset".to_owned(),
        place: Place::default(),
        source: String::new(),
        received_at,
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
        external: None,
        origin: None,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: None,
        finished_at_source: None,
        finish_claimed: None,
        about: About::default(),
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    }
}
