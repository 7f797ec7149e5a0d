//! The filters of our templates. They write everything in the language of the reader, which they take from
//! the [`PageValues`] the template is rendered with.
//!
//! A module with a template says `use crate::web::filters;` (askama looks for `filters::name` where the
//! template's struct is) and renders by [`PageValues::render`]. Whatever a filter returns is escaped like any
//! other text, so no message and no value can carry markup.
//!
//! | in the template | shows |
//! |---|---|
//! | `{{ "nav-sites"\|t }}` | a message |
//! | `{{ "unit-stones"\|tn(12) }}` | a message with the whole number `$count` |
//! | `{{ "app-title"\|t1("page", title) }}` up to `t4` | a message with named values |
//! | `{{ code\|label("role") }}` | the message of a code of the domain: `role-state-buyer` |
//! | `{{ violation\|violation }}` | a refusal |
//! | `{{ n\|int }}` `{{ n\|scaled(1) }}` | a whole number; units of 10^-1 |
//! | `{{ mass\|carats }}` `{{ mass\|ct }}` `{{ mct\|mct }}` | carats; with the unit; a difference in milli-carats |
//! | `{{ money\|money }}` `{{ cents\|usd }}` `{{ rate\|rate }}` | an amount; US cents; a rate |
//! | `{{ ppm\|percent }}` `{{ ppm\|share }}` | an exact limit; a share with one decimal |
//! | `{{ m2\|area }}` `{{ m\|metres }}` `{{ lat\|latitude }}` `{{ lon\|longitude }}` | measures; 1e-7 degree |
//! | `{{ day\|day }}` `{{ day\|day_short }}` `{{ at\|at }}` `{{ at\|at_exact }}` | days and instants |
//! | `{{ mass\|input_carats }}` `{{ money\|input_money }}` `{{ n\|input_scaled(1) }}` | the value of an input field |
//! | `{% let page = "page"\|page %}` | the [`PageValues`] themselves |
//!
//! The input of `page` is only there because a filter must have one. A base template that says
//! `{% let page = "page"|page %}` before its first block gives `page` to every block of the templates that
//! extend it; a macro or an included part has to say it again.

#![expect(missing_docs, reason = "askama makes builders of these functions, which cannot carry documentation; the table above tells each")]

use crate::domain::money::{Money, RateE6};
use crate::domain::quantity::{Mass, decimal};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violation;
use crate::web::locale::{Locale, PageValues, ToArg, Whole, format, text, violation_text};
use askama::{Result, Values, filter_fn, get_value};

fn locale(values: &dyn Values) -> Result<Locale> {
    get_value::<Locale>(values, "locale").copied()
}

/// A small value, owned or borrowed: askama passes fields by reference and calculated values as they are.
pub trait Given<T> {
    fn given(self) -> T;
}
impl<T: Copy> Given<T> for T {
    fn given(self) -> T {
        self
    }
}
impl<T: Copy> Given<T> for &T {
    fn given(self) -> T {
        *self
    }
}
impl<T: Copy> Given<T> for &&T {
    fn given(self) -> T {
        **self
    }
}

#[filter_fn]
pub fn page<'a>(_: &str, values: &'a dyn Values) -> Result<&'a PageValues> {
    get_value(values, "page")
}

/// Whether the page becomes a file, where numbers and days are written as programs read them.
fn in_file(values: &dyn Values) -> bool {
    get_value::<PageValues>(values, "page").is_ok_and(|page| page.file.is_some())
}

#[filter_fn]
pub fn t(id: &str, values: &dyn Values) -> Result<String> {
    Ok(text(locale(values)?, id, &[]))
}

#[filter_fn]
pub fn tn<N: Whole>(id: &str, values: &dyn Values, count: N) -> Result<String> {
    Ok(text(locale(values)?, id, &[("count", count.whole().into())]))
}

#[filter_fn]
pub fn t1<A: ToArg>(id: &str, values: &dyn Values, name: &str, value: A) -> Result<String> {
    Ok(text(locale(values)?, id, &[(name, value.to_arg())]))
}

#[filter_fn]
pub fn t2<A: ToArg, B: ToArg>(id: &str, values: &dyn Values, name: &str, value: A, name2: &str, value2: B) -> Result<String> {
    Ok(text(locale(values)?, id, &[(name, value.to_arg()), (name2, value2.to_arg())]))
}

#[filter_fn]
pub fn t3<A: ToArg, B: ToArg, C: ToArg>(
    id: &str,
    values: &dyn Values,
    name: &str,
    value: A,
    name2: &str,
    value2: B,
    name3: &str,
    value3: C,
) -> Result<String> {
    Ok(text(locale(values)?, id, &[(name, value.to_arg()), (name2, value2.to_arg()), (name3, value3.to_arg())]))
}

#[filter_fn]
pub fn t4<A: ToArg, B: ToArg, C: ToArg, D: ToArg>(
    id: &str,
    values: &dyn Values,
    name: &str,
    value: A,
    name2: &str,
    value2: B,
    name3: &str,
    value3: C,
    name4: &str,
    value4: D,
) -> Result<String> {
    let args = [(name, value.to_arg()), (name2, value2.to_arg()), (name3, value3.to_arg()), (name4, value4.to_arg())];
    Ok(text(locale(values)?, id, &args))
}

#[filter_fn]
pub fn label(code: &str, values: &dyn Values, prefix: &str) -> Result<String> {
    Ok(crate::web::locale::label(locale(values)?, prefix, code))
}

/// Words with a colon after them, as the language writes it.
#[filter_fn]
pub fn colon(words: impl std::fmt::Display, values: &dyn Values) -> Result<String> {
    Ok(format!("{words}{}", text(locale(values)?, "word-colon", &[])))
}

#[filter_fn]
pub fn violation(violation: &Violation, values: &dyn Values) -> Result<String> {
    Ok(violation_text(locale(values)?, violation))
}

#[filter_fn]
pub fn int<N: Whole>(n: N, values: &dyn Values) -> Result<String> {
    Ok(if in_file(values) { n.whole().to_string() } else { format::integer(locale(values)?, n.whole()) })
}

#[filter_fn]
pub fn scaled<N: Whole>(n: N, values: &dyn Values, scale: u32) -> Result<String> {
    Ok(format::scaled(locale(values)?, n.whole(), scale, 0))
}

#[filter_fn]
pub fn carats<M: Given<Mass>>(mass: M, values: &dyn Values) -> Result<String> {
    let mass = mass.given();
    Ok(if in_file(values) { decimal(mass.mct(), 3, 3) } else { format::carats(locale(values)?, mass) })
}

#[filter_fn]
pub fn ct<M: Given<Mass>>(mass: M, values: &dyn Values) -> Result<String> {
    Ok(format::carats_unit(locale(values)?, mass.given()))
}

#[filter_fn]
pub fn mct<N: Whole>(mct: N, values: &dyn Values) -> Result<String> {
    Ok(if in_file(values) { decimal(mct.whole(), 3, 3) } else { format::milli_carats(locale(values)?, mct.whole()) })
}

#[filter_fn]
pub fn money<M: Given<Money>>(money: M, values: &dyn Values) -> Result<String> {
    Ok(format::money(locale(values)?, money.given()))
}

#[filter_fn]
pub fn usd<N: Whole>(cents: N, values: &dyn Values) -> Result<String> {
    Ok(if in_file(values) { decimal(cents.whole(), 2, 2) } else { format::usd(locale(values)?, cents.whole()) })
}

#[filter_fn]
pub fn rate<R: Given<RateE6>>(rate: R, values: &dyn Values) -> Result<String> {
    Ok(format::rate(locale(values)?, rate.given()))
}

#[filter_fn]
pub fn percent<N: Whole>(ppm: N, values: &dyn Values) -> Result<String> {
    Ok(format::percent(locale(values)?, ppm.whole()))
}

#[filter_fn]
pub fn share<N: Whole>(ppm: N, values: &dyn Values) -> Result<String> {
    Ok(format::share(locale(values)?, ppm.whole()))
}

#[filter_fn]
pub fn area<N: Whole>(m2: N, values: &dyn Values) -> Result<String> {
    Ok(format::area(locale(values)?, m2.whole()))
}

#[filter_fn]
pub fn metres<N: Whole>(m: N, values: &dyn Values) -> Result<String> {
    Ok(format::metres(locale(values)?, m.whole()))
}

#[filter_fn]
pub fn latitude<N: Whole>(e7: N, values: &dyn Values) -> Result<String> {
    Ok(format::latitude(locale(values)?, e7.whole()))
}

#[filter_fn]
pub fn longitude<N: Whole>(e7: N, values: &dyn Values) -> Result<String> {
    Ok(format::longitude(locale(values)?, e7.whole()))
}

#[filter_fn]
pub fn day<D: Given<Day>>(day: D, values: &dyn Values) -> Result<String> {
    let day = day.given();
    Ok(if in_file(values) { day.to_string() } else { format::day(locale(values)?, day) })
}

#[filter_fn]
pub fn day_short<D: Given<Day>>(day: D, values: &dyn Values) -> Result<String> {
    let day = day.given();
    Ok(if in_file(values) { day.to_string() } else { format::day_short(locale(values)?, day) })
}

#[filter_fn]
pub fn at<I: Given<Instant>>(at: I, values: &dyn Values) -> Result<String> {
    let at = at.given();
    Ok(if in_file(values) { at.to_string() } else { format::instant(locale(values)?, at) })
}

#[filter_fn]
pub fn at_exact<I: Given<Instant>>(at: I, values: &dyn Values) -> Result<String> {
    Ok(format::instant_exact(locale(values)?, at.given()))
}

#[filter_fn]
pub fn input_carats<M: Given<Mass>>(mass: M, values: &dyn Values) -> Result<String> {
    Ok(format::input_carats(locale(values)?, mass.given()))
}

#[filter_fn]
pub fn input_money<M: Given<Money>>(money: M, values: &dyn Values) -> Result<String> {
    Ok(format::input_money(locale(values)?, money.given()))
}

#[filter_fn]
pub fn input_scaled<N: Whole>(n: N, values: &dyn Values, scale: u32) -> Result<String> {
    Ok(format::input_scaled(locale(values)?, n.whole(), scale, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::filters;
    use crate::web::locale::SignedIn;
    use askama::Template;

    struct Row {
        code: String,
        mass: Mass,
        on: Day,
    }

    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"
{%- let page = "page"|page -%}
<html lang="{{ page.locale }}"><title>{{ "app-title"|t1("page", title) }}</title>
{%- if let Some(account) = page.account %}<p>{{ account.name }}, {{ account.role|label("account-role") }}</p>{% endif -%}
{%- if page.demo %}<p>{{ "demo-banner-title"|t }}</p>{% endif -%}
<input name="csrf" value="{{ page.csrf }}">
{%- for (language, address) in page.other_languages() %}<a href="{{ address }}" lang="{{ language }}">{{ language.own_name() }}</a>{% endfor -%}
{% for row in rows %}<tr><td>{{ row.code }}<td>{{ row.mass|carats }}<td>{{ row.on|day_short }}</tr>{% endfor -%}
<p>{{ "unit-stones"|tn(rows.len()) }}, {{ "unit-stones"|tn(1) }}, {{ total|ct }}, {{ (total.mct() - 500)|mct }}, {{ cents|usd }}</p>
<p>{{ "error-in-field"|t2("label", "word-carats"|t, "text", problem|violation) }}</p>
<p>{{ "pagination-shown"|t3("first", 1, "last", rows.len(), "total", 12345u32) }}</p>
<p>{{ recorded|at }}, {{ m2|area }}, {{ 1234|int }}, {{ -33_333_333|latitude }}</p>
<input value="{{ total|input_carats }}">"#
    )]
    struct Small<'a> {
        title: &'a str,
        rows: Vec<Row>,
        total: Mass,
        cents: i64,
        problem: &'a Violation,
        recorded: Instant,
        m2: u64,
    }

    fn shown(locale: Locale) -> String {
        let mass = |mct| Mass::new(mct).unwrap();
        let row = |code: &str, mct| Row { code: code.to_owned(), mass: mass(mct), on: "2026-11-22".parse().unwrap() };
        let problem = Violation::on("number.ambiguous", "carats").with("typed", "<script>alert(1)</script>");
        let small = Small {
            title: "<script>alert('t')</script>",
            rows: vec![row("P-000001-K", 1_500), row("<b>", 1_234_567)],
            total: mass(1_236_067),
            cents: 60_170_100,
            problem: &problem,
            recorded: "2026-11-22T14:05:31Z".parse().unwrap(),
            m2: 12_500,
        };
        let mut page = PageValues::new(locale);
        page.account = Some(SignedIn { name: "A & B".to_owned(), role: "registrar".to_owned() });
        page.csrf = "token\"><script>".to_owned();
        page.demo = true;
        page.path = "/parcels".to_owned();
        page.render(&small).unwrap()
    }

    #[test]
    fn a_page_in_english() {
        insta::assert_snapshot!(shown(Locale::En));
    }

    #[test]
    fn a_page_in_french() {
        insta::assert_snapshot!(shown(Locale::Fr));
    }

    #[test]
    fn no_message_and_no_value_carries_markup() {
        for locale in Locale::ALL {
            let html = shown(*locale);
            assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
            assert_eq!(html.matches("&#60;script&#62;").count(), 3, "{html}");
        }
    }

    #[test]
    fn a_page_without_its_values_is_refused() {
        #[derive(Template)]
        #[template(ext = "html", source = r#"{{ "app-name"|t }}"#)]
        struct Bare;
        assert!(Bare.render().is_err());
        assert_eq!(PageValues::new(Locale::Fr).render(&Bare).unwrap(), "Placer");
    }
}
