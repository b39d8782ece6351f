"""The endpoint of a language model: who is asked, whether that is safe, and one question with its answer.

Source: OpenAI API, chat completions, which llama.cpp, vLLM and Ollama speak as well.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

import msgspec

from muniment.document.offers import LARGEST, OfferError, object_of
from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve import route

SECONDS = 120.0
"""For a step of one question; a small model on a small machine is slow."""


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint and the model asked there. `key` goes to it as a bearer token and nowhere else."""

    url: str
    name: str
    key: str = ""

    @property
    def rule(self) -> str:
        """What a claim that it offered names as its proposer."""
        return f"language model {self.name}"


def checked(model: Model) -> None:
    """Whether the endpoint may be asked: encrypted, or on this machine.

    Raises:
        BadInputError: it is no address, or one that others on the way could read.
    """
    route.checked(model.url, "direct")
    parts = urlsplit(model.url)
    if parts.scheme != "https" and not _is_here(parts.hostname or ""):
        raise BadInputError(
            f"{model.url} is neither on this machine nor encrypted: others on the way would read the document.",
            advice="Write https://…, or run the model on this machine.",
        )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def answered(model: Model, told: str, said: str, schema: dict[str, Any]) -> str:
    """The words that the model answers, asked for JSON of this schema.

    Raises:
        OfferError: the endpoint answered, and not as a model does.
    """
    body = {
        "model": model.name, "temperature": 0, "stream": False, "response_format": {"type": "json_schema", "json_schema": schema},
        "messages": [{"role": "system", "content": told}, {"role": "user", "content": said}],
    }  # fmt: skip
    url = model.url.rstrip("/")
    url = url if url.endswith("/chat/completions") else f"{url}/chat/completions"
    headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    answer = route.post(url, json.dumps(body).encode(), "application/json", "direct", 4 * LARGEST, headers=headers, seconds=SECONDS)
    try:
        choices = object_of(answer.decode()).get("choices")
        content = choices[0]["message"]["content"]  # type: ignore[index]
    except (UnicodeDecodeError, TypeError, KeyError, IndexError) as exc:
        raise OfferError("The endpoint answered otherwise than a model does.") from exc
    if not isinstance(content, str):
        raise OfferError("The endpoint answered without words.")
    return content


def mentioned(error: MunimentError) -> str:
    """Why nothing was heard, in a line."""
    return f"The language model gave no answer, and what the rules found stands alone: {error}"
