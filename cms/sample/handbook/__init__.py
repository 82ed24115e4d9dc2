"""The handbook "Writing it down so another city can use it": its sources and how it is printed.

`en.md`, `fr.md`, `es.md` and `ar.md` hold the same chapters under the same identifiers;
`handbook.html` and `handbook.css` lay them out. `manage.py build_handbook` prints them.
"""
