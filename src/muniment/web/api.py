"""The programming interface: `POST /api/<verb>` with the door's inputs as JSON and a token; its OpenAPI from the door table.

Files enter as `multipart/form-data`: parts named `files`, the other inputs beside them. Every error has one shape.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

import muniment
from muniment.archive import DOORS, Door
from muniment.archive.excerpt import Excerpt
from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError, UnknownError
from muniment.preserve.intake import Incoming
from muniment.web.seat import refused

STATUS: tuple[tuple[type[MunimentError], int], ...] = (
    (UnknownError, 404), (ChangedError, 409), (BadInputError, 400), (RefusedError, 403), (MunimentError, 422),
)  # fmt: skip


def status(error: MunimentError) -> int:
    """The HTTP status of an error of ours."""
    return next(code for kind, code in STATUS if isinstance(error, kind))


@csrf_exempt
@require_POST
def call(request: HttpRequest, verb: str) -> HttpResponseBase:
    """Through one door, with a token."""
    desk = getattr(request, "desk", None)
    if desk is None:
        return _json({"error": "Unauthorized", "said": "A token is needed: “Authorization: Bearer …”."}, 401)
    door = DOORS.get(verb)
    if door is None:
        return _json({"error": "UnknownError", "said": f"There is no door {verb!r}."}, 404)
    try:
        answer = door.through(desk, _inputs(request))
        return _answer(answer)
    except MunimentError as exc:
        return refused(exc, status(exc))


def _inputs(request: HttpRequest) -> dict[str, Any]:
    if (request.content_type or "").startswith("multipart/"):
        files = [Incoming(f.name or "file", data=f.read()) for f in request.FILES.getlist("files")]
        return {**dict(request.POST.items()), "files": files}
    try:
        given = msgspec.json.decode(request.body or b"{}")
    except msgspec.DecodeError as exc:
        raise BadInputError(f"The body is not JSON: {exc}.") from exc
    if not isinstance(given, dict):
        raise BadInputError("The body is not a JSON object of inputs.")
    return given


def _answer(answer: Any) -> HttpResponseBase:
    if isinstance(answer, Excerpt):
        return StreamingHttpResponse(answer.parts, content_type=answer.media_type, headers={"Content-Disposition": "attachment"})
    if isinstance(answer, bytes):
        return HttpResponse(answer, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"})
    return _json(list(answer) if hasattr(answer, "__next__") else answer)


def _json(value: Any, code: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=code)


@require_GET
def openapi(_: HttpRequest) -> HttpResponse:
    """The interface described (OpenAPI 3.1), generated from the door table."""
    return _json(description())


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Muniment", "version": muniment.__version__, "license": {"name": "AGPL-3.0-or-later"}},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
        "paths": {f"/api/{verb}": {"post": _operation(door)} for verb, door in sorted(DOORS.items())},
    }


def _operation(door: Door) -> dict[str, Any]:
    properties = {p.name: _schema(p.annotation) for p in door.inputs if p.name != "progress"}
    required = [p.name for p in door.inputs if p.default is p.empty]
    body = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    kind = "multipart/form-data" if "files" in properties else "application/json"
    answers = {"200": "the answer", "400": "bad input", "401": "no token", "403": "refused", "404": "unknown", "409": "changed meanwhile"}
    return {
        "operationId": door.verb.replace("-", "_"),
        "summary": door.summary,
        "x-permission": door.permission,
        "x-ledger": door.ledger,
        "requestBody": {"content": {kind: {"schema": body}}},
        "responses": {code: {"description": words} for code, words in answers.items()},
    }


def _schema(annotation: Any) -> dict[str, Any]:
    try:
        schemas, parts = msgspec.json.schema_components([annotation], ref_template="#/$defs/{name}")
    except TypeError:
        return {"type": "array", "items": {"type": "string", "format": "binary"}}
    return {**schemas[0], **({"$defs": parts} if parts else {})}
