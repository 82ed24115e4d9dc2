"""The thesaurus beyond its rows: as a tree, as SKOS to give away, from SKOS to take in."""
