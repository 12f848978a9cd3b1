//! A program with a key, as somebody at another desk would write one, and what it is answered.

use crate::browser::{Answer, Bureau};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use store::ApiKey;

/// A file's bytes, as they are sent.
pub(crate) const BYTES: &str = "application/octet-stream";

/// A program with a key.
pub(crate) struct Program<'a> {
    bureau: &'a Bureau,
    secret: String,
}

impl Bureau {
    /// A program with a key in this post.
    pub(crate) async fn program(&self, post: &str, scopes: &[&str]) -> Program<'_> {
        let (secret, kept) = web::new_secret();
        let now = self.office.clock.now();
        let key = ApiKey {
            id: office::new_case_id(now).to_string(),
            name: "test".to_owned(),
            post: post.into(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            made_by: None,
            holder: None,
            ends_at: None,
            created_at: now,
            revoked_at: None,
        };
        self.office.store.create_api_key(key, &kept).await.unwrap();
        self.program_with(secret)
    }

    /// A program with the own key of somebody in this post, for everything that there is.
    pub(crate) async fn own_program(&self, post: &str) -> Program<'_> {
        self.own_program_for(post, &web::own_scopes()).await
    }

    /// The same, for this alone.
    pub(crate) async fn own_program_for(&self, post: &str, scopes: &[&str]) -> Program<'_> {
        let (secret, kept) = web::new_secret();
        let now = self.office.clock.now();
        let account = self
            .office
            .store
            .account_by_user(self.user_in(post))
            .await
            .unwrap()
            .unwrap();
        let key = ApiKey {
            id: office::new_case_id(now).to_string(),
            name: "my own".to_owned(),
            post: account.post,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            made_by: Some(account.id.clone()),
            holder: Some(account.id),
            ends_at: Some(now + jiff::SignedDuration::from_hours(24)),
            created_at: now,
            revoked_at: None,
        };
        self.office.store.create_api_key(key, &kept).await.unwrap();
        self.program_with(secret)
    }

    /// A program with that key.
    pub(crate) const fn program_with(&self, secret: String) -> Program<'_> {
        Program { bureau: self, secret }
    }
}

impl Program<'_> {
    /// A dispute of these two, accepted: both want mediation, were told their rights and chose the first mediator. Its address.
    pub(crate) async fn mediated(&self, [first, other]: [&str; 2]) -> String {
        let dispute = json!({
            "kind": "dispute", "category": "dispute-neighbours", "title": "两家的排水沟", "unit": "mediation",
            "description": "乙方翻建院墙。", "sealed": { "requester_name": first, "party_b": other },
        });
        let case = self.registered(&dispute).await;
        ok(&self.post(&format!("{case}/steps/accept"), "", &json!({})).await);
        for party in ["a", "b"] {
            for step in [
                json!({ "step": "record_consent", "party": party, "agrees": true }),
                json!({ "step": "give_notice", "party": party, "how": "read_out" }),
                json!({ "step": "choose_mediator", "party": party, "post": "mediator-one" }),
            ] {
                ok(&self.post(&format!("{case}/mediation"), "", &step).await);
            }
        }
        case
    }

    pub(crate) const fn bureau(&self) -> &Bureau {
        self.bureau
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    pub(crate) async fn send(&self, method: Method, path: &str, key: &str, body: Option<&Value>) -> Answer {
        let bytes = body.map(|body| ("application/json", body.to_string().into_bytes()));
        self.send_bytes(method, path, key, bytes).await
    }

    async fn send_bytes(&self, method: Method, path: &str, key: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.secret));
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        let body = match body {
            Some((kind, bytes)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(bytes)
            }
            None => Body::empty(),
        };
        self.bureau.browser().send(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", None).await
    }

    pub(crate) async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, key, Some(body)).await
    }

    /// Sends bytes that are said to be of that kind.
    pub(crate) async fn file(&self, path: &str, kind: &str, bytes: &[u8]) -> Answer {
        self.file_once(path, "", kind, bytes).await
    }

    /// The same under a key.
    pub(crate) async fn file_once(&self, path: &str, key: &str, kind: &str, bytes: &[u8]) -> Answer {
        self.send_bytes(Method::POST, path, key, Some((kind, bytes.to_vec())))
            .await
    }

    /// Has something made; what was answered.
    pub(crate) async fn made(&self, path: &str, key: &str, body: &Value) -> Value {
        let answer = self.post(path, key, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.text());
        answer.json()
    }

    /// Registers a case; its address.
    pub(crate) async fn registered(&self, body: &Value) -> String {
        let made = self.post("/api/v1/cases", "", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        format!("/api/v1/cases/{}", made.json()["number"].as_str().unwrap())
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// What was answered; it was done.
pub(crate) fn ok(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

/// The rules said no, for this reason.
pub(crate) fn refused(answer: &Answer, code: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert_eq!(answer.json()["code"], code, "{}", answer.text());
}
