//! Counts what has no date, so that no range of days leaves it out.

use akoya_model::DateTime;

use crate::counted::counted;
use crate::gaps::Gaps;

/// How many items have no date, or one that stands for none.
#[derive(Debug, Default)]
pub(crate) struct Undated(usize);

impl Undated {
    pub(crate) fn count<'a>(&mut self, times: impl Iterator<Item = Option<&'a DateTime>>) {
        let is_dated = |time: &DateTime| time.day().is_some() && !time.is_filler();
        self.0 += times.filter(|time| !time.is_some_and(is_dated)).count();
    }

    pub(crate) fn note(&self, gaps: &Gaps<'_>, noun: &str) {
        if self.0 > 0 {
            let items = counted(self.0, noun);
            gaps.note(format_args!(
                "date unknown for {items}: listed whatever --from and --to say"
            ));
        }
    }
}
