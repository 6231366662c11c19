"""`make bench`: this endpoint beside its peers, in one run, interleaved."""
