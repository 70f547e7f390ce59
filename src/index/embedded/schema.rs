//! Tantivy's schema, derived from the table of fields.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::index::fields::{FIELDS, Keeping};

/// The schema of an index.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for (name, keeping) in FIELDS {
        match keeping {
            Keeping::Terms => builder.add_text_field(name, text(IndexRecordOption::WithFreqs)),
            Keeping::Positions => {
                builder.add_text_field(name, text(IndexRecordOption::WithFreqsAndPositions))
            }
            Keeping::Values => builder.add_text_field(name, STRING.set_fast("raw")),
            Keeping::Number => {
                builder.add_u64_field(name, NumericOptions::default().set_fast().set_indexed())
            }
            Keeping::Stored => builder.add_bytes_field(name, STORED),
        };
    }
    builder.build()
}

/// The field of this name.
pub(super) fn field(schema: &Schema, name: &str) -> Field {
    schema.get_field(name).expect("the schema is derived from the table of fields")
}

/// Terms come ready cut, so the tokenizer named here is never asked.
fn text(kept: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(kept);
    TextOptions::default().set_indexing_options(indexing)
}
