use super::super::Place;
use super::super::open::{Keep, Opened};
use super::finding::{Finding, warning, well, wrong};
use crate::desk::Role;
use crate::store::{Address, Looked, PostState, Store, StoreError, look};

/// The store, the key, and what waits in the store for somebody.
pub(super) async fn all(opened: &Opened, place: &Place) -> Vec<Finding> {
    let address = opened.address(place, &Keep::AsSet);
    let mut out = vec![key(opened, &address)];
    match look(&address).await {
        Err(error) => out.push(wrong("store", error.to_string())),
        Ok(None) => out.push(well("store", format!("{address}: none yet, the first start makes it"))),
        Ok(Some(looked)) => out.extend(store(&address, &looked).await),
    }
    out
}

async fn store(address: &Address, looked: &Looked) -> Vec<Finding> {
    let size = looked.bytes.map(|bytes| format!(", {} kB", bytes.div_ceil(1000))).unwrap_or_default();
    if looked.pending > 0 {
        let says = format!("{address}{size}: the next start brings it up to date; make a backup before");
        return vec![warning("store", says)];
    }
    let outcome = match Store::open_to_read(address).await {
        Ok(store) => {
            let found = waiting(&store).await;
            // Let go at once, so that SQLite leaves no files of its own beside the store.
            store.close().await.and(found)
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(found) => std::iter::once(written_to(address, &size, looked.locked)).chain(found).collect(),
        Err(error) => vec![wrong("store", error.to_string())],
    }
}

/// Whether the store could be written to, by what the system says of its file: trying would change it.
fn written_to(address: &Address, size: &str, locked: bool) -> Finding {
    match locked {
        true => {
            wrong("store", format!("{address}{size}: nobody can write to it; make its file writable for Fingerpost"))
        }
        false => well("store", format!("{address}{size}, can be read")),
    }
}

/// What waits for somebody.
async fn waiting(store: &Store) -> Result<Vec<Finding>, StoreError> {
    let accounts = store.accounts().await?;
    let administrators = accounts
        .iter()
        .filter(|account| account.ended_at.is_none() && account.role == Role::Administrator.word())
        .count();
    let unseen = store.alerts_waiting().await?;
    let given_up = store.posted(Some(PostState::GivenUp), None).await?.len();
    let mut out = vec![
        match administrators {
            0 => warning(
                "desk",
                "nobody looks after it; `fingerpost desk link` makes a link for the first administrator",
            ),
            _ => well("desk", format!("administrators: {administrators}")),
        },
        match unseen {
            0 => well("alerts", "all are seen"),
            _ => warning("alerts", format!("waiting to be seen: {unseen}; `fingerpost alerts list --unseen`")),
        },
        match given_up {
            0 => well("letters", "none was given up"),
            _ => warning("letters", format!("given up: {given_up}; `fingerpost outbox list`, then `outbox resend`")),
        },
    ];
    for kept in store.advisers().await? {
        if let Some(trouble) = kept.trouble {
            out.push(warning("calendar", format!("{}: {trouble}", kept.adviser.id.as_str())));
        }
    }
    Ok(out)
}

/// The key under which people are known inside: never the key itself.
fn key(opened: &Opened, address: &Address) -> Finding {
    match (&opened.secrets.secret, address) {
        (Some(secret), _) if secret.len() < 32 => {
            wrong("key", "FINGERPOST_SECRET is too short; give it at least 32 letters and digits at random")
        }
        (Some(_), _) => well("key", "FINGERPOST_SECRET is set"),
        (None, Address::Folder(folder)) => key_file(&folder.join("secret")),
        (None, _) => wrong("key", "FINGERPOST_SECRET is not set; with PostgreSQL every copy needs the same"),
    }
}

fn key_file(path: &std::path::Path) -> Finding {
    let Ok(about) = path.metadata() else { return well("key", "none yet, the first start draws it") };
    if about.len() < 32 {
        return wrong("key", format!("`{}` is cut short; restore it from a backup", path.display()));
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
        return wrong("key", format!("others can read `{}`; chmod 600 it", path.display()));
    }
    well("key", "stands in the data folder")
}
