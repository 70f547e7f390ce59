//! The places that a text names, each with what speaks for it.

use std::collections::BTreeMap;

use super::super::candidate::Candidate;
use super::{LEAST, without_titles};
use crate::knowledge::region::{self, Region};
use crate::text::segment::is_han;

/// A place that is named so often in the body is its subject when little else is known.
const OFTEN: usize = 3;

/// A county of two letters at the start of a body's name or a title: 寿县人民政府, 南县住建局.
fn two_letters(plain: &str) -> Option<&'static Region> {
    // 2025年|沛县政府工作报告, 在|沛县第十八届人民代表大会….
    let year = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let plain =
        if year.len() < plain.len() { year.strip_prefix('年').unwrap_or(plain) } else { plain };
    let plain = plain.trim_start_matches(['—', '-', ' ']).trim_start_matches("中共");
    let plain = plain.rsplit_once("日在").map_or(plain, |(_, rest)| rest);
    let end = plain.char_indices().nth(2).map(|(at, _)| at)?;
    let (name, rest) = plain.split_at(end);
    let county = name.ends_with(['县', '市', '区', '旗']);
    let followed = [
        "人民", "政府", "委", "住", "财政", "教育", "发展", "民政", "统计", "公安", "农业", "卫",
        "司法", "国民", "第", "人社", "交通", "水", "应急", "人大", "政协", "20", "召开", "举",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
        || body_follows(rest);
    match region::lookup(name)[..] {
        [only] if county && followed && only.name == name => Some(only),
        _ => None,
    }
}

/// Whether the name of a body goes on behind its place: 涉县|审计局.
fn body_follows(rest: &str) -> bool {
    const ENDS: [&str; 8] =
        ["局", "委员会", "政府", "法院", "检察院", "办公室", "总工会", "联合会"];
    const LONGEST: usize = 14;
    let end = ENDS.iter().filter_map(|end| rest.find(end)).min();
    end.is_some_and(|end| {
        let name = &rest[..end];
        let word = rest[end..].starts_with("局面") || rest[end..].starts_with("局部");
        name.chars().count() <= LONGEST && name.chars().all(is_han) && !name.contains('的') && !word
    })
}

/// Evidence by place.
#[derive(Default)]
pub(super) struct Votes {
    weights: BTreeMap<u32, (f64, Vec<&'static str>)>,
}

impl Votes {
    pub(super) fn add(&mut self, region: &'static Region, weight: f64, reason: &'static str) {
        let (sum, reasons) = self.weights.entry(region.code).or_default();
        *sum += weight;
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }

    /// Every place that a text names; later ones count half as much, unless within the first.
    pub(super) fn name(&mut self, plain: &str, weight: f64, reason: &'static str) {
        let mut first: Option<&'static Region> = None;
        let mut weight = weight;
        let mut named: Vec<&'static Region> = Vec::new();
        for (_, region) in region::mentions(plain) {
            if !named.iter().any(|it| it.code == region.code) {
                named.push(region);
            }
        }
        if let Some(county) = two_letters(plain).filter(|_| reason != "first_sentences") {
            self.add(county, weight, reason);
        }
        for region in &named {
            // Several neighbours in a row speak for what they lie in.
            let neighbours = named.iter().filter(|it| it.parent == region.parent).count();
            if neighbours >= 3 || neighbours == 2 && reason == "first_sentences" {
                if let Some(parent) = region.parent.and_then(region::by_code) {
                    #[expect(clippy::cast_precision_loss, reason = "a sentence names few places")]
                    self.add(parent, weight / neighbours as f64, reason);
                }
                continue;
            }
            self.add(region, weight, reason);
            if first.is_none_or(|first| !region::is_within(region, first)) {
                weight /= 2.0;
            }
            first = first.or(Some(region));
        }
    }

    /// A short name of a county at the start of a title, before a colon: 赤城:…
    pub(super) fn start(&mut self, plain: &str, weight: f64) {
        let Some((name, _)) = plain.split_once(':') else { return };
        if name.chars().count() > 6 || region::leading(name).is_some() {
            return;
        }
        let named = region::lookup(name);
        if let [only] = named[..] {
            self.add(only, weight, "title_start");
        }
    }

    /// The place that an issued document is called by: 县委办公室关于印发《高青县…方案》的通知.
    pub(super) fn issued(&mut self, plain: &str) {
        let issues = ["印发《", "发布《", "公布《"].iter().find_map(|word| plain.split_once(word));
        let place = issues.and_then(|(_, name)| region::leading(name));
        if let Some((region, _)) = place {
            self.add(region, 3.0, "issued_title");
        }
    }

    /// Places that the body names often.
    pub(super) fn body(&mut self, body: &str) {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, region) in region::mentions(&without_titles(body)) {
            *counts.entry(region.code).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        for (code, count) in counts {
            let Some(region) = region::by_code(code) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
            let share = count as f64 / all.max(1) as f64;
            if count >= OFTEN && share >= 0.5 {
                self.add(region, 3.0 * share + 0.6, "body");
            } else {
                self.add(region, 0.4 * share, "body");
            }
        }
    }

    /// The place with the most evidence: its own and half of what speaks for the places around it.
    pub(super) fn best(
        &self,
        locked: Option<&'static Region>,
    ) -> Option<Candidate<&'static Region>> {
        let mut best: Option<Candidate<&'static Region>> = None;
        for (code, (own, reasons)) in &self.weights {
            let Some(region) = region::by_code(*code) else { continue };
            let fits = locked.is_none_or(|locked| {
                region::is_within(region, locked) && (region.code == locked.code || *own >= 4.5)
            });
            if !fits {
                continue;
            }
            let mut score = *own;
            let mut around = region.parent.and_then(region::by_code);
            while let Some(outer) = around {
                score += self.weights.get(&outer.code).map_or(0.0, |(weight, _)| weight / 2.0);
                around = outer.parent.and_then(region::by_code);
            }
            let deeper = best.as_ref().is_some_and(|best| region::is_within(region, best.value));
            let wins = best.as_ref().is_none_or(|best| {
                score > best.score || deeper && score >= best.score * 0.75 && *own >= 2.5
            });
            if wins {
                best = Some(Candidate { value: region, score, reasons: reasons.clone() });
            }
        }
        let best = best.filter(|best| best.score >= LEAST);
        // What is locked needs no further evidence.
        best.or_else(|| locked.map(|region| Candidate::new(region, LEAST, "title_start")))
    }
}
