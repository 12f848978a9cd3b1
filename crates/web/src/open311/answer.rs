//! An answer as XML and as JSON: one tree, written out in either way by the Spark convention (a list of things is an
//! element around elements there and an array here).

use crate::fault::Fault;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use quick_xml::escape::escape;
use serde_json::Value;
use std::fmt::Write as _;

/// A format (`GeoReport` v2, Format Support). XML where an address has no ending that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xml,
    Json,
}

impl Format {
    /// The format that an address ends with.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.') {
            Some((_, "xml")) => Some(Self::Xml),
            Some((_, "json")) => Some(Self::Json),
            _ => None,
        }
    }
}

/// A part of an answer.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Nothing,
    Text(String),
    Whole(i64),
    Degrees(f64),
    Flag(bool),
    /// Things, and the name of the element around each in XML.
    List(&'static str, Vec<Node>),
    Fields(Vec<(&'static str, Node)>),
}

impl Node {
    /// A text; nothing where there is none.
    pub(super) fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text.to_owned())
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Whole(n) => (*n).into(),
            Self::Degrees(n) => (*n).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::List(_, things) => things.iter().map(Self::json).collect(),
            Self::Fields(fields) => {
                let fields = fields.iter().map(|(name, node)| ((*name).to_owned(), node.json()));
                Value::Object(fields.collect())
            }
        }
    }

    fn xml(&self, name: &str, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Nothing => write!(out, "<{name}/>"),
            Self::Text(text) => write!(out, "<{name}>{}</{name}>", escape(text.as_str())),
            Self::Whole(n) => write!(out, "<{name}>{n}</{name}>"),
            Self::Degrees(n) => write!(out, "<{name}>{n}</{name}>"),
            Self::Flag(flag) => write!(out, "<{name}>{flag}</{name}>"),
            Self::List(each, things) => {
                let _ = write!(out, "<{name}>");
                for thing in things {
                    thing.xml(each, out);
                }
                write!(out, "</{name}>")
            }
            Self::Fields(fields) => {
                let _ = write!(out, "<{name}>");
                for (name, node) in fields {
                    node.xml(name, out);
                }
                write!(out, "</{name}>")
            }
        };
    }
}

/// An answer with the root's name in XML.
pub(super) fn answer(format: Format, status: StatusCode, root: &str, node: &Node) -> Response {
    match format {
        Format::Json => {
            let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            (status, kind, node.json().to_string()).into_response()
        }
        Format::Xml => {
            let mut out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
            node.xml(root, &mut out);
            out.push('\n');
            let kind = [(header::CONTENT_TYPE, "text/xml; charset=utf-8")];
            (status, kind, out).into_response()
        }
    }
}

/// Why a request is not answered as asked (`GeoReport` v2, Errors): 404 for what is not there, 403 for keys, 400 for all
/// else. `code` may say more than the status.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    pub(super) status: StatusCode,
    /// Code and description of each.
    pub(super) errors: Vec<(u16, String)>,
}

impl Wrong {
    pub(super) fn new(status: StatusCode, description: impl Into<String>) -> Self {
        Self {
            status,
            errors: vec![(status.as_u16(), description.into())],
        }
    }

    pub(super) fn not_found(description: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, description)
    }

    pub(super) fn bad(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, description)
    }

    pub(super) fn answer(&self, format: Format) -> Response {
        let errors = self.errors.iter().map(|(code, description)| {
            Node::Fields(vec![
                ("code", Node::Whole(i64::from(*code))),
                ("description", Node::Text(description.clone())),
            ])
        });
        answer(format, self.status, "errors", &Node::List("error", errors.collect()))
    }
}

/// A fault of the desk as an answer to what was asked under `path`.
pub(crate) fn of_fault(fault: &Fault, path: &str, description: &str) -> Response {
    let status = match fault.status() {
        status @ (StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) => status,
        _ => StatusCode::BAD_REQUEST,
    };
    let wrong = Wrong {
        status,
        errors: vec![(fault.status().as_u16(), description.to_owned())],
    };
    wrong.answer(Format::of(path).unwrap_or(Format::Xml))
}
