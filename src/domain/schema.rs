//! How the domain's own types are described in the OpenAPI file.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};

/// A JSON string with a format.
#[must_use]
pub fn text_schema(format: &str) -> RefOr<Schema> {
    RefOr::T(Schema::Object(text(format).build()))
}

/// The same, with an example.
#[must_use]
pub fn text_schema_such_as(format: &str, example: &str) -> RefOr<Schema> {
    RefOr::T(Schema::Object(text(format).examples([example]).build()))
}

fn text(format: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom(format.to_owned())))
}
