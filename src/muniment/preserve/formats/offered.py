"""Media types that something here looks inside, and the module that does."""

ZIPS = ("application/zip", "application/wacz")
SINGLE = {"application/warc": "warc", "application/gzip": "warc", "application/pdf": "pdf", "video/mp4": "mp4", "image/png": "image",
          "image/jpeg": "image", "image/tiff": "image", "image/webp": "image", "image/gif": "image"}  # fmt: skip
KNOWN = frozenset({*SINGLE, *ZIPS})
