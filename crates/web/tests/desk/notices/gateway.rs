//! A gateway for text messages on loopback, as an operator's takes them.

use crate::webhooks::web_server;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tempfile::NamedTempFile;

type Taken = Vec<(HeaderMap, Value)>;

pub(crate) struct Gateway {
    /// What `notices.toml` says of it.
    pub(crate) settings: String,
    taken: Arc<Mutex<Taken>>,
    _key: NamedTempFile,
}

impl Gateway {
    pub(crate) async fn start() -> Self {
        async fn take(
            State(taken): State<Arc<Mutex<Taken>>>,
            headers: HeaderMap,
            Json(message): Json<Value>,
        ) -> &'static str {
            taken.lock().unwrap().push((headers, message));
            "{\"code\":0}"
        }
        let taken = Arc::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/send", post(take)).with_state(Arc::clone(&taken));
        tokio::spawn(web_server(listener, router));
        let key = NamedTempFile::new().unwrap();
        std::fs::write(key.path(), "s3cret\n").unwrap();
        let settings = format!(
            "public_url = \"https://desk.example.org\"\n[text]\nurl = \"http://127.0.0.1:{port}/send\"\n\
             body = '{{\"to\":\"{{number}}\",\"text\":\"{{text}}\",\"id\":\"{{id}}\"}}'\n\
             key_header = \"Authorization\"\nkey_before = \"Bearer \"\nkey_file = \"{}\"\n\
             success_contains = '\"code\":0'\n",
            key.path().display()
        );
        Self {
            settings,
            taken,
            _key: key,
        }
    }

    /// What it took since it was asked last.
    pub(crate) fn taken(&self) -> Taken {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}
