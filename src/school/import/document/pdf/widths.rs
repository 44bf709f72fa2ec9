use pdf_extract::{Dictionary, Document, Object};

/// No font has more letters than this.
const MOST: i64 = 70_000;

/// Writes out the ranges in the width tables of fonts ("3 17 250"): the reader of PDF takes only lists for what they are,
/// and with wrong widths words would be torn or glued.
pub(super) fn spell_out(document: &mut Document) {
    let tables: Vec<_> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, spelt(document, object.as_dict().ok()?)?)))
        .collect();
    for (id, table) in tables {
        if let Some(Ok(font)) = document.objects.get_mut(&id).map(Object::as_dict_mut) {
            font.set("W", Object::Array(table));
        }
    }
}

fn spelt(document: &Document, font: &Dictionary) -> Option<Vec<Object>> {
    font.get(b"CIDSystemInfo").ok()?;
    let (_, table) = document.dereference(font.get(b"W").ok()?).ok()?;
    let table = table.as_array().ok()?;
    let mut out = Vec::with_capacity(table.len());
    let mut rest = &table[..];
    while let [first, next, tail @ ..] = rest {
        if next.as_array().is_ok() || matches!(next, Object::Reference(_)) {
            let (_, list) = document.dereference(next).ok()?;
            out.extend([first.clone(), list.clone()]);
            rest = tail;
        } else {
            let [width, after @ ..] = tail else { break };
            let count = (next.as_i64().ok()? - first.as_i64().ok()? + 1).clamp(0, MOST);
            out.extend([first.clone(), Object::Array(vec![width.clone(); count as usize])]);
            rest = after;
        }
    }
    Some(out)
}
