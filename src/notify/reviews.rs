//! Careers leaders are reminded of reviews that come up.

use super::Post;
use crate::store::StoreError;

impl Post {
    /// Puts the letters about reviews that come up within so many days on their way. A letter that was written before is not written
    /// again, so this can be done as often as one likes.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn remind_of_reviews(&self, days: u16) -> Result<(), StoreError> {
        let today = (self.clock)().date();
        let mut letters = Vec::new();
        for school in self.schools.iter() {
            let routes = self.routes(&school.id);
            let writer = self.writer(school, &routes);
            let coming = school.reviews().into_iter().filter(|review| review.comes_up(today, days));
            letters.extend(coming.flat_map(|review| writer.review_due(&review)));
        }
        if !letters.is_empty() {
            self.store.post(&letters).await?;
            self.wake();
        }
        Ok(())
    }
}
