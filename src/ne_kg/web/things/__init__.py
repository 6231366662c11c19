"""Things by their IRIs: the redirect, the page, the data, and what a page is made of."""
