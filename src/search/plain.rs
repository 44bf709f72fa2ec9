use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{STORED, STRING, Schema, TEXT, Value};
use tantivy::{IndexReader, TantivyDocument};

use crate::knowledge::Library;

/// Plain BM25 over titles and texts, with tantivy as it comes: what our own search is measured against, and nothing else.
pub struct Plain {
    reader: IndexReader,
    parser: QueryParser,
    id: tantivy::schema::Field,
}

impl Plain {
    /// Indexes all passages and jobs.
    ///
    /// # Errors
    /// Only if tantivy cannot build an index in memory.
    pub fn build(library: &Library) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let body = schema.add_text_field("body", TEXT);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        let passages = library.passages().map(|(page, passage)| {
            let text: Vec<String> = passage.body.sentences().map(|sentence| sentence.words()).collect();
            (passage.id.clone(), format!("{} {} {}", page.about.title, passage.title, text.join(" ")))
        });
        let jobs = library.occupations.iter().map(|job| {
            let ways: Vec<&str> = job.ways_in.iter().map(|way| way.text.as_str()).collect();
            (format!("occupation/{}", job.id), format!("{} {} {}", job.title, job.work, ways.join(" ")))
        });
        for (name, text) in passages.chain(jobs) {
            let mut document = TantivyDocument::default();
            document.add_text(id, name);
            document.add_text(body, text);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Self { reader: index.reader()?, parser: QueryParser::for_index(&index, vec![body]), id })
    }

    /// Ids of the best, in order.
    pub fn find(&self, text: &str, limit: usize) -> Vec<String> {
        let searcher = self.reader.searcher();
        // Words alone: a dash or a quotation mark of a person's is no operator of a query.
        let words = text.replace(|c: char| !c.is_alphanumeric(), " ").to_lowercase();
        let (query, _) = self.parser.parse_query_lenient(&words);
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score()).unwrap_or_default();
        let id = |address| {
            let document: TantivyDocument = searcher.doc(address).ok()?;
            Some(document.get_first(self.id)?.as_str()?.to_owned())
        };
        found.into_iter().filter_map(|(_, address)| id(address)).collect()
    }
}
