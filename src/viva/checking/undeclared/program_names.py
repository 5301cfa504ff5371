r"""The names that programs have for the key's symbols: `lr` for η, `var` for σ², `weight_decay` for λ.

>>> by_symbol(r"w_{t+1} = (1 - \eta\lambda) w_t - \eta g_t", "w = w - lr * (grad + wd * w)")
'w = w - η * (g + λ * w)'
>>> by_symbol(r"\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}", "(x - x.mean()) / np.sqrt(var + eps)")
'(x - x.mean()) / np.sqrt((σ^2) + ϵ)'
>>> by_symbol(r"\mu + \eta", "lr * np.mean(x) + eta")
'lr * np.mean(x) + eta'

>>> by_step(r"h_t = \tanh(W h_{t-1} + x_t)", "h = np.tanh(W @ h_prev + x)")
'h_t = np.tanh(W @ h_{t-1} + x_t)'

A name is replaced beside a sign of a formula, where the key has the symbol and the reply does not name it otherwise, so
that `lr * eta` keeps both. What is called as a function (`mean(x)`) or belongs to something (`x.mean`) is no name.
Whether the reply is a program is not decided here.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

# What the key must have, what stands for it in a program, what is written instead, and other spellings of that.
_NAMES = (
    (r"\\eta(?![A-Za-z])", r"lr|learning_rate|step_size|stepsize", "η", r"eta|η"),
    (r"\\alpha(?![A-Za-z])", r"lr|learning_rate|step_size|stepsize", "α", r"alpha|α|eta|η"),
    (r"\\lambda(?![A-Za-z])", r"wd|weight_decay|decay|reg|l2", "λ", r"lambda|lam|λ"),
    (r"\\epsilon(?![A-Za-z])", r"eps", "ϵ", r"epsilon|ε|ϵ"),
    (r"\\varepsilon(?![A-Za-z])", r"eps", "ε", r"epsilon|ε|ϵ"),
    (r"\\mu(?![A-Za-z_\s^]|\s*[_^])", r"mean|avg", "μ", r"mu|μ"),
    (r"\\sigma\s*\^\s*\{?\s*2", r"var|variance", "(σ^2)", r"sigma|σ"),
    (r"\\log\s*\\sigma\s*\^\s*\{?\s*2", r"log_?var", "(log(σ^2))", r"sigma|σ|std"),
    (r"\\sigma(?![A-Za-z_(]|\s*[_(])", r"std|stddev", "σ", r"sigma|σ|var"),
    (r"\\beta(?![A-Za-z_]|\s*_)", r"momentum|mom", "β", r"beta|β"),
    (r"(?<![A-Za-z\\])g(?![A-Za-z])", r"grad|grads", "g", r"g"),
)
_ANY = lazy(
    r"(?<![A-Za-z_.])(?:lr|learning_rate|step_?size|wd|weight_decay|decay|reg|l2|eps|mean|avg|var|variance|log_?var|std"
    r"|stddev|momentum|mom|grads?)(?![A-Za-z(])"
)


def by_symbol(key: str, reply: str) -> str:
    """The reply with the key's symbols for the names of programs."""
    if not _ANY.search(reply):
        return reply
    given = reply
    for symbol, names, written, others in _NAMES:
        name = rf"(?<![\w.])(?:{names})(?![\w(]|\.(?!exp\(\)|\s|$))"
        in_formula = rf"(?:(?<=[*/+=^,])|(?<=\w\()|(?<=\(-)|(?<=[*/+=,(-] )){name}|{name}(?=\.exp|\s?[*/+=^)]|\s-\s)"
        other = rf"(?<![A-Za-z])(?:{others})(?![A-Za-z])"
        if re.search(in_formula, given) and re.search(symbol, key) and not re.search(other, given):
            reply = re.sub(rf"{name}\.exp\(\)", f"exp({written})", reply)
            reply = re.sub(in_formula, written, reply)
    return reply


_OF_STEP = lazy(r"(?<![A-Za-z\\_])(?P<name>[A-Za-z])\s*_\s*\{?\s*(?P<step>t(?:\s*[-+]\s*1)?)(?![\w+-])", needs="t")
_NEIGHBOUR = lazy(r"(?<![\w.])(?:(?:prev|last|old)_[A-Za-z]|[A-Za-z]_(?:prev|last|old|next|new))(?!\w)", needs="_")


def by_step(key: str, reply: str) -> str:
    """The reply with `h_prev` and `h` as the key's h_{t-1} and h_t."""
    if not _NEIGHBOUR.search(reply):
        return reply
    steps = {(match["name"], re.sub(r"\s", "", match["step"])) for match in _OF_STEP.finditer(key)}
    for name, step in sorted(steps, key=lambda one: len(one[1]), reverse=True):
        if step == "t":
            if not any("-" in other for _, other in steps):  # else x_prev is x_{t-1}, beside h_prev for h_{t-1}
                reply = re.sub(
                    rf"(?<![\w.])(?:{name}_(?:prev|last|old)|(?:prev|last|old)_{name})(?!\w)", f"{name}_t", reply
                )
            reply = re.sub(rf"(?<![\w.\\]){name}(?![\w({{'’]|\.\w)", f"{name}_t", reply)
        else:
            words = "prev|last|old" if "-" in step else "next|new"
            reply = re.sub(rf"(?<![\w.])(?:{name}_(?:{words})|(?:{words})_{name})(?!\w)", f"{name}_{{{step}}}", reply)
    return reply
