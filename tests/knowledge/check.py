"""Check that every gold fact occurs in its stretch: python3 tests/knowledge/check.py ../shared/seeds"""
import collections
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SEEDS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/seeds")


def lines(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf8").splitlines()]


def stretch_text(stretch):
    root = SEEDS if stretch["source"] == "seed" else HERE.parent.parent
    text = (root / stretch["file"]).read_text("utf8")
    start = text.index(stretch["first"])
    return text[start : text.index(stretch["last"], start) + len(stretch["last"])]


texts = {s["stretch"]: stretch_text(s) for s in lines("stretches.jsonl")}
counts, faults, seen = collections.Counter(), [], set()
for fact in lines("gold.jsonl") + lines("names.jsonl") + lines("themes.jsonl"):
    theme = fact["name"] if fact["type"] == "theme" else ""
    key = (fact["stretch"], fact["type"], fact["text"], fact["occurrence"], theme)
    text = texts[fact["stretch"]]
    at = -1
    for _ in range(fact["occurrence"]):
        at = text.find(fact["text"], at + 1)
        if at < 0:
            break
    if at < 0 or "\n" in fact["text"] or not text[:at].endswith(fact["left"]) or key in seen:
        faults.append(key)
    seen.add(key)
    counts[fact["type"] + (" (optional)" if fact.get("optional") else "")] += 1
    if fact.get("items"):
        counts["shorthand with items"] += 1
print(len(texts), "stretches;", ", ".join(f"{k}: {v}" for k, v in sorted(counts.items())))
for fault in faults:
    print("not found:", *fault)
sys.exit(bool(faults))
