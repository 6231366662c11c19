"""The saved questions: their pages, answers, pictures, totals, and the API."""
