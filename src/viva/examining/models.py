"""Which model an exam asks: the local one, a GGUF file, replies from a file, or any model of Inspect's providers.

local                        SmolLM2-135M-Instruct on this machine (the default)
path/to/model.gguf           any GGUF file on this machine
openai/…, anthropic/…, …     what Inspect knows; the key is read from the environment, the package must be there
mockllm/… with replies       scripted replies (`viva.examining.scripted`)
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.examining.local import Serving, serving, smollm
from viva.examining.stalls import one_line

if TYPE_CHECKING:
    from inspect_ai.model import GenerateConfig, Model

LOCAL = "local"
LOCAL_SLOTS = 2
LOCAL_MAX_TOKENS = 64  # an exam of hw5 then takes 1 min 33 s on two idle cores (measured)
LOCAL_MAX_NUDGES = 2
LOCAL_TEMPERATURE = 0.2
LOCAL_TIME_LIMIT = 300.0
MAX_RETRIES = 3  # of a provider's passing errors, by Inspect, with growing pauses: about 20 s


@dataclass(frozen=True)
class Chosen:
    """A model that is ready to be asked, and what the log says about it."""

    model: Model
    about: Mapping[str, Any] = field(default_factory=dict)


def is_local(name: str) -> bool:
    """Whether the model of this name runs on this machine, served by Viva."""
    return name == LOCAL or name.endswith(".gguf")


@contextlib.contextmanager
def choosing(name: str, config: GenerateConfig, replies: Path | None = None) -> Iterator[Chosen]:
    """The model of this name, ready while the block runs. VivaError in one line when it cannot be had."""
    if replies is not None:
        yield _scripted(name, config, replies)
    elif is_local(name):
        file = smollm() if name == LOCAL else Path(name).expanduser()
        with serving(file, Serving(slots=LOCAL_SLOTS)) as address:
            yield _served(file, address, config)
    else:
        yield Chosen(provided(name, config))


def provided(name: str, config: GenerateConfig) -> Model:
    """A model of Inspect's providers; VivaError where the provider, its package or its key is missing."""
    from inspect_ai.model import get_model

    try:
        return count_offline(get_model(name, config=config, memoize=False))
    except Exception as error:  # each provider fails in its own way before the first request
        said = one_line(error).removeprefix("ERROR: ")
        raise VivaError(f"the model {name} cannot be used: {said}") from error


def _served(file: Path, address: str, config: GenerateConfig) -> Chosen:
    from inspect_ai.model import GenerateConfig, get_model

    from viva.logs import sha256

    name = file.stem
    # A connection per slot: what waits for a slot would seem slow.
    config = config.merge(GenerateConfig(max_connections=LOCAL_SLOTS))
    model = get_model(
        f"openai-api/{LOCAL}/{name}", base_url=f"{address}/v1", api_key="none", config=config, memoize=False
    )
    return Chosen(model, {"model": name, "versions": {"model file": file.name, "sha256 of it": sha256(file)}})


def _scripted(name: str, config: GenerateConfig, replies: Path) -> Chosen:
    from inspect_ai.model import get_model

    from viva.examining.scripted import Script, read_script

    if not name.startswith("mockllm/"):
        raise VivaError(f"replies from a file are played by mockllm/NAME, not by {name}")
    script = Script(read_script(replies))
    return Chosen(get_model(name, config=config, memoize=False, custom_outputs=script.reply))


def count_offline(model: Model) -> Model:
    """Let Inspect's mock model count tokens without tiktoken, which downloads its tables when it is first used."""
    from inspect_ai.model._providers.mockllm import MockLLM

    if isinstance(model.api, MockLLM):

        async def estimate(text: str) -> int:
            return len(text) // 4

        model.api.count_text_tokens = estimate  # type: ignore[method-assign]
    return model
