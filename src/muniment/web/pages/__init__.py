"""The pages: each handler reads what was sent, walks through one door, fills a sheet and presses it.

No page writes a query or decides a permission: the doors do. What a door refuses becomes a page that says so.
"""
