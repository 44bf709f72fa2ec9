//! A trust's defaults: `trust.toml` beside the school files. A key that a school leaves out is the trust's; tables are laid
//! over one another key by key, lists are taken whole.

use toml::{Table, Value};

/// The school's table over the trust's.
pub(super) fn laid_over(trust: &Table, school: &Table) -> Table {
    let mut out = trust.clone();
    for (key, value) in school {
        let merged = match (out.get(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => Value::Table(laid_over(below, above)),
            _ => value.clone(),
        };
        out.insert(key.clone(), merged);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_overrides_key_by_key() {
        let trust: Table =
            toml::from_str("tools = ['a']\n[contacts.careers_adviser]\nname = 'Maud Farrant'\npublic = true")
                .expect("toml");
        let school: Table =
            toml::from_str("name = 'Fern Vale'\n[contacts.careers_adviser]\nphone = '01632 960123'").expect("toml");
        let merged = laid_over(&trust, &school);
        assert_eq!(merged["contacts"]["careers_adviser"]["name"].as_str(), Some("Maud Farrant"));
        assert_eq!(merged["contacts"]["careers_adviser"]["phone"].as_str(), Some("01632 960123"));
    }
}
