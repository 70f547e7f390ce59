//! The names of honours and of those who hold them, as they are compared.

use super::super::align::distance;
use super::super::bodies::{Kinship, kinship};
use super::super::claims::letters;
use crate::knowledge::Fact;
use crate::knowledge::region;

/// Letters of the names of two honours that only their givers tell apart.
const SAME_TAIL: usize = 4;
/// How the names of bodies end that give honours.
const GIVERS: [&str; 9] = ["院", "部", "委", "局", "厅", "会", "办", "政府", "办公厅"];

/// A holder's name of fewer letters is like too many others.
const NAME_LEAST: usize = 6;

/// What comes before an honour's own name and says only how wide it counts.
const SCOPES: [&str; 28] = [
    "西部地区",
    "中部地区",
    "东部地区",
    "西部",
    "中部",
    "东部",
    "自治区级",
    "自治区",
    "国家级",
    "全国",
    "国家",
    "省级",
    "全省",
    "省",
    "市级",
    "全市",
    "市",
    "县级",
    "全县",
    "县",
    "区级",
    "全区",
    "州级",
    "全州",
    "系统",
    "荣誉",
    "称号",
    "先后",
];

/// Whether a name is almost the end of a held one: 厦门车站派出所 and …福州车站派出所.
pub(super) fn is_almost(own: &str, held: &str) -> bool {
    let (own, held): (Vec<char>, Vec<char>) =
        (letters(own).chars().collect(), letters(held).chars().collect());
    let end = &held[held.len().saturating_sub(own.len())..];
    let shorter = &held[held.len().saturating_sub(own.len().saturating_sub(1))..];
    let edits = distance(&own, end).min(distance(&own, shorter));
    own.len() >= NAME_LEAST && edits > 0 && edits * 4 <= own.len()
}

/// The bodies by which the names of two honours begin, the draft's first, where all else in the names
/// is the same: 国务院|督查激励, 国家发展改革委|督查激励.
pub(super) fn givers(claim: &Fact, fact: &Fact) -> Option<(String, String)> {
    let (own, held) = (letters(&claim.name), letters(&fact.name));
    let tail = own.chars().rev().zip(held.chars().rev()).take_while(|(a, b)| a == b);
    let tail: Vec<usize> = tail.map(|(c, _)| c.len_utf8()).collect();
    let shared: usize = tail.iter().sum();
    let giver = |name: &str| {
        let giver = name[..name.len() - shared].to_owned();
        let body = giver.chars().count() >= 3 && GIVERS.iter().any(|end| giver.ends_with(end));
        body.then_some(giver)
    };
    let (own, held) = giver(&own).zip(giver(&held)).filter(|_| tail.len() >= SAME_TAIL)?;
    (kinship((&own, None), (&held, None)) == Kinship::Other).then_some((own, held))
}

/// An honour's own name: without its year, batch, place and level.
pub(super) fn core(name: &str) -> String {
    let mut name = letters(name).replace("直属机关", "直机关");
    loop {
        let before = name.len();
        if let Some((_, length)) = region::leading(&name).filter(|(_, length)| *length < name.len())
        {
            name.drain(..length);
        }
        if let Some(scope) = SCOPES.iter().find(|scope| name.starts_with(**scope)) {
            name.drain(..scope.len());
        }
        let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            name.drain(..digits);
            name = name.trim_start_matches(['年', '度', '至']).to_owned();
        }
        if let Some((_, rest)) = name.strip_prefix('第').and_then(|it| it.split_once(['批', '届']))
        {
            name = rest.to_owned();
        }
        if name.len() == before {
            break;
        }
    }
    for tail in ["荣誉称号", "称号"] {
        if let Some(rest) = name.strip_suffix(tail).filter(|rest| !rest.is_empty()) {
            name = rest.to_owned();
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honour_is_known_by_its_own_name() {
        assert_eq!(core("全国青年文明号"), "青年文明号");
        assert_eq!(core("湖南省青年文明号"), "青年文明号");
        assert_eq!(core("2020年全国模范职工之家"), "模范职工之家");
        assert_eq!(core("省级文明标兵单位"), "文明标兵单位");
        assert_eq!(core("第三批全省“枫桥式派出所”荣誉称号"), "枫桥式派出所");
    }
}
