//! `huying keys api`: a key for a program, where there is no administrator's page to make it on.

use crate::cli::Global;
use crate::console::Console;
use crate::data::{self, DataArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use domain::PostSlug;
use domain::case::Refusal;
use jiff::Timestamp;
use office::Office;
use std::path::PathBuf;
use store::ApiKey;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "DIR", default_value = "./huying-data")]
    pub(crate) data: PathBuf,
    #[arg(long, value_name = "POST", required_unless_present_any = ["list", "revoke"])]
    pub(crate) post: Option<String>,
    #[arg(long, value_name = "NAME", required_unless_present_any = ["list", "revoke"])]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "SCOPE", value_parser = web::scopes())]
    pub(crate) scope: Vec<String>,
    #[arg(long, conflicts_with_all = ["post", "name", "scope", "revoke"])]
    pub(crate) list: bool,
    #[arg(long, value_name = "ID", conflicts_with_all = ["post", "name", "scope"])]
    pub(crate) revoke: Option<String>,
}

pub(crate) async fn run(args: Args, global: &Global, console: &Console) -> Result<Exit, Failure> {
    data::must_exist(&args.data)?;
    let data = DataArgs {
        data: args.data.clone(),
        pack: None,
    };
    let office = data::open(&data, global.clock(), data::country_pack, console).await?;
    let done = asked(args, &office, console).await;
    office.store.close().await;
    done
}

async fn asked(args: Args, office: &Office, console: &Console) -> Result<Exit, Failure> {
    let now = office.clock.now();
    if args.list {
        let keys = office.store.api_keys().await?;
        let line = |key: &ApiKey| {
            let revoked = key.revoked_at.map_or(String::new(), |at| format!(" -{at}"));
            format!("{} {} {} {}{revoked}", key.id, key.post, key.scopes.join(","), key.name)
        };
        console.data(&keys.iter().map(line).collect::<Vec<_>>().join("\n"))?;
        return Ok(Exit::Done);
    }
    if let Some(id) = args.revoke {
        if office.store.revoke_api_key(&id, now).await? {
            console.say("cli-api-key-revoked", &[("id", id.into())]);
            return Ok(Exit::Done);
        }
        console.say("cli-api-key-unknown", &[("id", id.into())]);
        return Ok(Exit::Failed);
    }
    let post = PostSlug::new(args.post.unwrap_or_default());
    if office.pack.post(&post).is_none() {
        let refusal = Refusal::new("refusal-post-unknown").with("post", &post);
        return Err(office::Error::from(refusal).into());
    }
    let secret = make(office, args.name.unwrap_or_default(), post, args.scope, now).await?;
    // To stdout alone, and only now: it is kept nowhere.
    console.say("cli-api-key-made", &[]);
    console.data(&secret)?;
    Ok(Exit::Done)
}

/// Makes a key with these scopes, all where none are named; answers its secret.
pub(crate) async fn make(
    office: &Office,
    name: String,
    post: PostSlug,
    scopes: Vec<String>,
    now: Timestamp,
) -> Result<String, Failure> {
    let (secret, kept) = web::new_secret();
    let scopes = if scopes.is_empty() {
        web::scopes().into_iter().map(str::to_owned).collect()
    } else {
        scopes
    };
    let key = ApiKey {
        id: office::new_case_id(now).to_string(),
        name,
        post,
        scopes,
        made_by: None,
        holder: None,
        ends_at: None,
        created_at: now,
        revoked_at: None,
    };
    office.store.create_api_key(key, &kept).await?;
    Ok(secret)
}
