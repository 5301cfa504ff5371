r"""Exports of chats in JSON: ChatGPT, Claude, Google AI Studio, and any list of `{role, content}`.

>>> source = read('[{"role": "user", "content": "1+1?"}, {"role": "assistant", "content": "2"}]', "chat.json", "")
>>> [(line.text, line.role) for line in source.lines if line.text]
[('1+1?', 'prompt'), ('2', 'reply')]

Of a conversation with branches (a prompt that was edited) the branch that was open last is read. Hidden reasoning, tool
calls and system messages are left out of the replies. Pictures are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from viva.errors import VivaError
from viva.importing.source import Line, Source, limited

_ROLES = {"user": "prompt", "human": "prompt", "assistant": "reply", "model": "reply", "ai": "reply", "bot": "reply"}
MAX_DEPTH = 60
Turn = tuple[str, str]  # role and text


def read(text: str, name: str, digest: str) -> Source | None:
    """The chat as lines with roles; None where the JSON holds no chat."""
    data = _loaded(text, name)
    if data is None:
        return None
    turns = [turn for turn in _turns(data, 0) if turn[1].strip()]
    if not any(role == "reply" for role, _ in turns):
        return None
    lines: list[Line] = []
    for role, words in turns:
        for k, row in enumerate(words.replace("\r\n", "\n").strip("\n").split("\n")):
            lines.append(Line(row, len(lines) + 1, 0, role, k == 0))
        lines.append(Line("", len(lines) + 1))
    return Source(name, digest, "chat", limited(tuple(lines), name), model=_model(data))


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise VivaError(f"{name}: this JSON is nested too deeply") from None
    except ValueError:
        pass
    rows = []
    for row in text.splitlines():
        if row.strip():
            try:
                rows.append(json.loads(row))
            except (ValueError, RecursionError):
                return None
    return rows


def _turns(data: Any, depth: int) -> Iterator[Turn]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _turns(item, depth + 1)
    elif isinstance(data, dict):
        if isinstance(data.get("mapping"), dict):
            yield from _chatgpt(data)
        elif (
            role := _ROLES.get(str(data.get("role") or data.get("sender") or data.get("from") or "").lower())
        ) and not data.get("isThought"):
            yield (
                role,
                _words(data.get("content") or data.get("text") or data.get("value") or data.get("parts") or "", 0),
            )
        else:
            for key in (
                "chat_messages",
                "messages",
                "conversations",
                "conversation",
                "chunkedPrompt",
                "chunks",
                "turns",
                "history",
                "data",
            ):
                if isinstance(data.get(key), (list, dict)):
                    yield from _turns(data[key], depth + 1)


def _chatgpt(conversation: dict[str, Any]) -> Iterator[Turn]:
    nodes = conversation["mapping"]
    at = conversation.get("current_node")
    if at not in nodes:
        at = next(
            (key for key in reversed(list(nodes)) if isinstance(nodes[key], dict) and not nodes[key].get("children")),
            None,
        )
    path: list[dict[str, Any]] = []
    while isinstance(at, str) and isinstance(nodes.get(at), dict) and len(path) <= len(nodes):
        path.append(nodes[at])
        at = nodes[at].get("parent")
    for node in reversed(path):
        message = node.get("message")
        if not isinstance(message, dict):
            continue
        author = message.get("author")
        role = _ROLES.get(str(author.get("role") if isinstance(author, dict) else author).lower())
        content = message.get("content")
        if role and isinstance(content, dict) and content.get("content_type", "text") in ("text", "multimodal_text"):
            yield role, _words(content.get("parts") or content.get("text") or "", 0)


def _words(content: Any, depth: int) -> str:
    if isinstance(content, str):
        return content
    if depth > 6:
        return ""
    if isinstance(content, list):
        return "\n".join(piece for item in content if (piece := _words(item, depth + 1)))
    if isinstance(content, dict) and content.get("type", "text") in ("text", "output_text", "input_text"):
        return _words(content.get("text") or content.get("content") or "", depth + 1)
    return ""


def _model(data: Any) -> str:
    """The model's name where the export gives it."""
    seen = [data]
    for _ in range(2000):
        if not seen:
            return ""
        item = seen.pop(0)
        if isinstance(item, dict):
            for key in ("model", "model_slug", "default_model_slug"):
                if isinstance(item.get(key), str) and item[key] and item[key] != "auto":
                    return str(item[key])
            seen.extend(item.values())
        elif isinstance(item, list):
            seen.extend(item)
    return ""
