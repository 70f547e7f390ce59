//! What the elements of a page are: skipped, hidden, ends of lines.

use dom_query::NodeRef;

/// Whether an element and all in it are no text of the page.
pub(super) fn is_skipped(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    matches!(
        name.as_ref(),
        "script"
            | "style"
            | "noscript"
            | "iframe"
            | "head"
            | "template"
            | "svg"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "marquee"
            | "select"
            | "button"
            | "input"
            | "textarea"
            | "map"
    )
}

/// Why an element is not shown to a reader: hidden, or the reading of a character.
pub(super) fn hidden(node: &NodeRef<'_>, name: &str) -> Option<&'static str> {
    if matches!(name, "rt" | "rp" | "rtc") {
        return Some("ruby");
    }
    let style = node.attr("style").map(|style| style.to_lowercase()).unwrap_or_default();
    let style: String = style.split_whitespace().collect();
    let hides = style.contains("display:none") || style.contains("visibility:hidden");
    (hides || node.has_attr("hidden")).then_some("hidden")
}

/// Whether an element begins and ends lines.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "legend"
    )
}
