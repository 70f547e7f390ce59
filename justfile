# 典案: what one does here every day. `just` lists it; `.ci/run` is what must hold before a change lands.

# List the recipes
default:
    @just --list --unsorted

# Build the release binary: target/release/dianan
build:
    cargo build --release --locked

# Run the tests, as the README says; DIANAN_LONG_TESTS=1 adds the slow forms
test *arguments:
    cargo test --locked {{ arguments }}

# Run the slow tests at their full size: minutes to an hour; CI runs smaller samples of the same
torture *arguments:
    DIANAN_TORTURE=1 cargo test --locked --test features {{ arguments }}

# Build the release binary and hold all scores against the floors of tests/scorecards.toml
scorecards *arguments: build
    .ci/scorecards target/release/dianan {{ arguments }}

# Ask the API for two minutes what its own description allows: no 5xx, no answer of another shape
schemathesis *arguments:
    cargo build --locked
    .ci/schemathesis "${CARGO_TARGET_DIR:-target}/debug/dianan" {{ arguments }}

# Check the code for what the compiler lets pass, and the licences where cargo-deny is installed
lint:
    cargo clippy --all-targets --locked -- -D warnings
    if command -v cargo-deny >/dev/null; then cargo deny --locked check licenses bans sources; fi

# Format the code
fmt:
    cargo fmt

# Serve the pages and the API on http://127.0.0.1:7878 (builds the index first where there is none)
serve *arguments:
    cargo run --release --locked -- serve {{ arguments }}

# Bring the index in step with the corpus; --full builds it anew
index *arguments:
    cargo run --release --locked -- index {{ arguments }}

# Measure speed
bench *arguments:
    cargo bench --locked {{ arguments }}

# Measure indexing, searches and memory over 3,472 laws; --copies 4 for 14,000 documents
bench-scale *arguments: build
    .ci/bench-scale target/release/dianan {{ arguments }}

# Check all that CI checks, slow tests included
ci:
    .ci/run
