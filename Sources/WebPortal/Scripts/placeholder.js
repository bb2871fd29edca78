// Replaced by the first script of a page.
