"""The other pages: home, report, search, ontology, dataset, and what is known of the graph."""
