"""The bytes behind a player, a range at a time (RFC 9110, section 14): what is asked for is opened, and no more than half a megabyte."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from muniment.archive import DOORS
from muniment.archive.recording import MOST
from muniment.web.pages.answers import seated

_RANGE = re.compile(r"bytes=([0-9]{0,16})-([0-9]{0,16})")


@seated
def play(request: HttpRequest, id: str) -> HttpResponse:
    """206 with a piece of the range asked for; 416 where nothing lies there, or where all of a large file is asked for at once."""
    desk = request.desk  # type: ignore[attr-defined]
    item, _ = DOORS["show"].through(desk, {"id": id})
    asked = ranged(request.headers.get("Range", ""), item.size)
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": "inline"}
    if asked is None or (asked[0] >= asked[1] and item.size):
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{item.size}"})
    start, stop = asked
    data = DOORS["play"].through(desk, {"id": id, "start": start, "length": max(1, stop - start)})
    if not request.headers.get("Range"):
        return HttpResponse(data, content_type=item.media_type, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{start + len(data) - 1}/{item.size}"
    return HttpResponse(data, status=206, content_type=item.media_type, headers=headers)


def ranged(header: str, size: int) -> tuple[int, int] | None:
    """The stretch to give for a `Range` header: start and stop, at most `MOST` apart, empty where nothing lies there; None for what
    is no single range of bytes, and for a file larger than `MOST` without one."""
    if not header:
        return (0, size) if size <= MOST else None
    found = _RANGE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    start = int(found[1]) if found[1] else max(0, size - int(found[2]))
    stop = min(size, int(found[2]) + 1 if found[1] and found[2] else size)
    return start, min(stop, start + MOST)
