//! The statements of the busiest acts, without detours. A statement for "either database" is written out three times
//! before it runs, and diesel prepares its own updates anew each time; at a purchase that was a quarter of the time.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Text};

/// Runs an expression with the connection of the database that is there.
macro_rules! direct {
    ($conn:expr, $c:ident => $run:expr) => {
        match &mut *$conn {
            crate::store::connection::Conn::Sqlite($c) => $run,
            #[cfg(feature = "postgres")]
            crate::store::connection::Conn::Postgres($c) => $run,
        }
    };
}
pub(super) use direct;

/// What stands between the parts of an update.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bind<'a> {
    Int(i64),
    Text(&'a str),
    /// Nothing. It stands in the statement's text, so that statement is prepared for itself.
    Null,
}

impl Bind<'_> {
    /// A number, or nothing.
    pub(super) fn int(n: Option<i64>) -> Self {
        n.map_or(Self::Null, Self::Int)
    }
}

impl<'a> Bind<'a> {
    /// A text, or nothing.
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

/// An update written out: its text hardly ever changes, so it is prepared once for each connection.
#[derive(Debug)]
pub(super) struct Update<'a> {
    parts: &'static [&'static str],
    binds: &'a [Bind<'a>],
}

impl<'a> Update<'a> {
    /// One bind after each part but the last.
    pub(super) const fn new(parts: &'static [&'static str], binds: &'a [Bind<'a>]) -> Self {
        Self { parts, binds }
    }
}

impl<DB> QueryFragment<DB> for Update<'_>
where
    DB: Backend,
    i64: ToSql<BigInt, DB>,
    str: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mut binds = self.binds.iter();
        for part in self.parts {
            out.push_sql(part);
            match binds.next() {
                Some(Bind::Int(n)) => out.push_bind_param::<BigInt, _>(n)?,
                Some(Bind::Text(text)) => out.push_bind_param::<Text, str>(text)?,
                Some(Bind::Null) => out.push_sql("NULL"),
                None => {}
            }
        }
        Ok(())
    }
}

impl QueryId for Update<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Update<'_> {}
