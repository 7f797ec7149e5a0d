//! How the domain's own types are described in the OpenAPI file.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};

/// A JSON string with a format.
#[must_use]
pub fn text_schema(format: &str) -> RefOr<Schema> {
    let format = SchemaFormat::Custom(format.to_owned());
    RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(Type::String).format(Some(format)).build()))
}
