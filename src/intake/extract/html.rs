//! HTML: blocks in reading order with how they are set, pairs from tags and tables of labels, and
//! what lies outside the element that holds the text.

mod attributes;
mod elements;
mod root;
mod walk;

use dom_query::Document;

use crate::intake::layout::{Layout, Origin, Pair};
use crate::text::Span;

/// The layout of the page `text`.
pub(super) fn extract(text: &str) -> Layout {
    let page = Document::from(&*attributes::bounded(text));
    let root = root::of_text(&page);
    let mut layout = walk::walk(&page, root, Span::new(0, text.len()));
    layout.pairs.splice(0..0, tags(&page));
    layout.is_whole = true;
    layout
}

/// The title element and the tags of the page's head.
fn tags(page: &Document) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for title in page.select("title").nodes().iter().take(1) {
        pairs.push(Pair::new("title", &title.text(), Origin::TitleElement));
    }
    for meta in page.select("meta[content]").nodes() {
        let name = ["name", "property", "itemprop"].into_iter().find_map(|key| meta.attr(key));
        let (Some(name), Some(content)) = (name, meta.attr("content")) else { continue };
        let mut pair = Pair::new(&name, &content, Origin::Meta);
        pair.label = name.trim().to_lowercase();
        pairs.push(pair);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::layout::{Align, BlockKind, Zone};

    fn texts(layout: &Layout) -> Vec<&str> {
        layout.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn a_page_gives_its_blocks_its_tags_and_its_tables_of_labels() {
        let page = "<html><head><title>某市推进改革_某市政府网</title><meta name=PubDate content=2024-03-05></head><body>\
            <div class=nav><a>首页</a> <a>政务</a></div>\
            <table><tr><td>索引号：</td><td>001</td></tr><tr><td>发文字号：</td><td>某府〔2024〕2号</td></tr></table>\
            <h1>某市推进改革</h1><p align=center>副题</p><div><p>第一段，有标点。还有一句；再有一句，完了。</p>\
            <p>第二段被\n   源文件断开，接着写。<br>　　第三段，另起一行。</p></div><p style='display:none'>藏</p></body></html>";
        let layout = extract(page);
        assert_eq!(
            texts(&layout),
            [
                "首页 政务",
                "某市推进改革",
                "副题",
                "第一段，有标点。还有一句；再有一句，完了。",
                "第二段被源文件断开，接着写。",
                "第三段，另起一行。"
            ]
        );
        assert_eq!(layout.blocks[1].kind, BlockKind::Heading(1));
        assert_eq!(layout.blocks[2].style.align, Align::Center);
        assert_eq!(layout.blocks[0].zone, Zone::Outside);
        assert_eq!(layout.blocks[4].zone, Zone::Inside);
        let labels: Vec<_> = layout.pairs.iter().map(|pair| pair.label.as_str()).collect();
        assert_eq!(labels, ["title", "pubdate", "索引号", "发文字号"]);
        assert_eq!(layout.removed.iter().filter(|it| it.rule == "hidden").count(), 1);
    }

    #[test]
    fn deep_nesting_neither_overflows_nor_takes_long() {
        for tag in ["div", "b", "table><tr><td", "a><b><i><u"] {
            let page = format!("<{tag}>").repeat(3_000) + "正文，在最里面。";
            assert!(texts(&extract(&page)).concat().contains("正文"), "{tag}");
        }
    }

    #[test]
    fn ruby_gives_its_base_text_alone() {
        let layout =
            extract("<p>漁<ruby>港<rp>(</rp><rt>gǎng</rt><rp>)</rp></ruby>驛站，在這裡。</p>");
        assert_eq!(texts(&layout), ["漁港驛站，在這裡。"]);
        assert!(layout.removed.iter().any(|it| it.rule == "ruby" && it.text.contains("gǎng")));
    }
}
