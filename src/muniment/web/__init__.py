"""The web interface: pages and the programming interface, over the same doors as the command line.

The room promises a page that runs no foreign script and makes no foreign request, that shows a reader nothing their roles do
not open, and that leaves no content behind after logging out. It writes no query: it calls doors and fills sheets.

    muniment serve            # loopback only
"""
