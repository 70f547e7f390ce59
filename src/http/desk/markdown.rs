//! Markdown as it will be read, without anything that a page could run or load.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html as write};

/// `text` as HTML: markup in it is shown as text, links and pictures as their words.
pub(super) fn html(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(markup) | Event::InlineHtml(markup) => Some(Event::Text(markup)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => None,
        event => Some(event),
    });
    let mut page = String::new();
    write::push_html(&mut page, events);
    page
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn nothing_in_a_text_becomes_a_tag_of_the_page() {
        let page = html(
            "## 甲\n\n<script>a</script>\n\n乙<b onclick=x>[丙](javascript:a)![丁](http://x/)\n\n|一|二|\n|-|-|\n|三|四|\n",
        );
        assert!(page.contains("<h2>甲</h2>") && page.contains("<td>三</td>"), "{page}");
        assert!(page.contains("&lt;script&gt;") && page.contains("丙丁"), "{page}");
        for tag in ["<script", "<b ", "<a", "<img", "javascript"] {
            assert!(!page.contains(tag), "{tag}: {page}");
        }
    }
}
