"""Wagtail's own search over the same works: what the portal's is measured against.

It is used as Wagtail's documentation shows it, in process and as a page in the portal's own
shell, behind the portal's own middleware and served by the same web process.
"""

#: Rows of a page, of Wagtail's as of the portal's.
ROWS = 20
