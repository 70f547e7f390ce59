//! The pages as readers meet them: the binary serves the shipped corpus, headless Chromium reads it.
//!
//! The tests need chromedriver and Chromium (`DIANAN_CHROMEDRIVER` and `DIANAN_CHROMIUM` say where
//! they are). Without them the tests are skipped and say so; where `CI` is set they fail.

mod server;
mod chromium;
mod page;

mod searching;
mod dead_ends;
mod reading;
mod comparing;
mod knowing;
mod without_script;
mod keyboard;
mod layout;
mod appearance;
mod accessibility;
mod policy;
mod checking;
mod clipping;
mod words;
mod desk;
mod dropping;
mod governing;
