r"""The symbols of homework 5, with the other ways in which replies write them.

`p` is the probability to keep a feature. A bold, upright or accented variant of the same letter that the parser
already understands as the same needs no alias here.
"""

from __future__ import annotations

from viva.kinds import Symbol


def named(letters: str, words: str) -> tuple[str, ...]:
    r"""Names such as `w_{\text{test}}`, for every letter and every word."""
    return tuple(rf"{letter}_{{\text{{{word}}}}}" for letter in letters for word in words.split())


# ---- simplified batch norm (2b) ------------------------------------------------------------------------------

n = Symbol("n", domain="size", says="the number of examples in the batch")
gamma = Symbol(r"\gamma", says="the scale of batch norm")
beta = Symbol(r"\beta", says="the shift of batch norm")
x = Symbol("x", ("n",), says="the inputs of the batch")
mu = Symbol(r"\mu", aliases=(r"\bar x",), says="the mean of the batch", defined_by=r"\frac{1}{n} \sum_{j=1}^{n} x_j")
x_hat = Symbol(
    r"\hat x",
    ("n",),
    aliases=(r"\tilde x", r"x_{\text{hat}}"),
    says="the centred inputs",
    defined_by=r"x - \mu \mathbf{1}",
)
y_batch = Symbol("y", ("n",), says="the outputs of the batch", defined_by=r"\gamma \hat x + \beta \mathbf{1}")
sigma = Symbol(r"\sigma", domain="positive", says="the standard deviation of the batch, which the layer does not use")
gradient = Symbol(
    r"\partial L/\partial y",
    ("n",),
    aliases=(
        *("g", "dy", "dY", "dout", "grad_y", "grad_out", "grad_output", "dLdy", "gy", "g_y"),
        *(
            r"\nabla_y L",
            r"\nabla_{\mathbf y} L",
            r"\nabla_{\mathbf{y}} L",
            r"\nabla_{y} L",
            r"\nabla_{\boldsymbol y} L",
        ),
    ),
    says="the gradient of the loss in the outputs",
)
gradient_in_x = Symbol(
    r"\partial L/\partial x",
    ("n",),
    aliases=(
        *("dx", "dX", "grad_x", "grad_in", "grad_input", "dLdx"),
        *(
            r"\nabla_x L",
            r"\nabla_{\mathbf x} L",
            r"\nabla_{\mathbf{x}} L",
            r"\nabla_{x} L",
            r"\nabla_{\boldsymbol x} L",
        ),
    ),
    says="the gradient of the loss in the inputs, which is asked for",
)
mean_gradient = Symbol(
    r"\bar g",
    aliases=(
        r"\mathbb E[\partial L/\partial y]",
        r"\overline{\partial L/\partial y}",
        r"\operatorname{mean}(\partial L/\partial y)",
    ),
    says="the mean of the gradients in the outputs",
    defined_by=r"\frac{1}{n} \sum_{j=1}^{n} \partial L/\partial y_j",
)
BATCH_NORM = (n, gamma, beta, x, mu, x_hat, y_batch, sigma, gradient, gradient_in_x, mean_gradient)

# ---- dropout and Tikhonov regularization (4a to 4d) -----------------------------------------------------------

rows = Symbol("n", domain="size", says="the number of examples")
d = Symbol("d", domain="size", says="the number of features")
_RATE = "(?:probabilit(?:y|ies)|prob|rate|fraction|ratio)"
_FEATURE = "(?:a|each|every|one|its|the) (?:feature|unit|input|neuron)"
p = Symbol(
    "p",
    domain="probability",
    aliases=(r"p_{\text{keep}}", "keep_prob", "keep_rate", "p_keep"),
    says="the probability to keep a feature",
    called=(
        rf"(?:keep|keeping|retention|retain|retaining|survival|inclusion)[- ]{_RATE}",
        rf"{_RATE} (?:of (?:keeping|retaining)|to (?:keep|retain)) {_FEATURE}",
        rf"{_RATE} (?:that|with which) {_FEATURE} (?:is (?:kept|retained|present|active)|survives)",
    ),
)
p_drop = Symbol(
    r"p_{\text{drop}}",
    domain="probability",
    aliases=(r"p_{\text{dropout}}", "drop_prob", "drop_rate", "p_drop"),
    says="the probability to drop a feature",
    called=(
        rf"(?:drop|dropping|drop-?out|removal)[- ]{_RATE}",
        rf"{_RATE} (?:of dropping|to drop) {_FEATURE}",
    ),
    defined_by="1 - p",
)
_DATA = "(?:data|design|feature|input)"
X = Symbol("X", ("n", "d"), says="the data matrix", called=(rf"(?:(?:original|old|given|former) )?{_DATA} matrix",))
y = Symbol("y", ("n",), says="the targets")
_WEIGHTS = r"(?:weights?(?: vectors?)?|parameters?|coefficients?|solution|minimi[sz]er|vector|ones?|those)"
_BY_DROPOUT = (
    r"(?: (?:that (?:were|was) )?(?:learn(?:ed|t)|trained|obtained|found|fitted)? ?"
    r"(?:with|by|under|during|using|in|from) (?:the )?(?:drop-?out|training)(?: objective| problem| training| loss)?)"
)
w_dropout = Symbol(
    r"\tilde w",
    ("d",),
    aliases=(
        *(r"\hat w", r"\check w", r"\breve w", r"\tilde W", r"\hat W"),
        *(
            rf"{letter}_{{\text{{{word}}}}}"
            for letter in "wW"
            for word in ("dropout", "drop", "train", "trained", "old")
        ),
    ),
    says="the weights learned with dropout",
    called=(
        r"(?:learn(?:ed|t)|trained|training|drop-?out|old|original|former|previous|fitted|raw|unscaled)"
        rf"(?:[- ](?:learn(?:ed|t)|trained|time|drop-?out))? {_WEIGHTS}{_BY_DROPOUT}?",
        rf"{_WEIGHTS}{_BY_DROPOUT}",
        r"(?:minimi[sz]er|solution|result) of (?:the )?drop-?out(?: objective| problem| loss)?",
    ),
)
w = Symbol(
    "w",
    ("d",),
    aliases=(
        *("w^*", "W"),
        *(
            rf"{letter}_{{\text{{{word}}}}}"
            for letter in "wW"
            for word in ("test", "inference", "tik", "Tikhonov", "new")
        ),
    ),
    says="the weights",
    called=(
        r"(?:new|final|test(?:[- ]time)?|inference(?:[- ]time)?|rescaled|scaled|transformed|deterministic|Tikhonov"
        rf"|resulting) {_WEIGHTS}",
        rf"{_WEIGHTS} (?:(?:to be )?used )?(?:without drop-?out|(?:at|for|during) (?:test|inference)(?:[- ]time)?)",
        rf"{_WEIGHTS} (?:of|for) the (?:second|Tikhonov) (?:form|problem|objective|loss|cost)",
    ),
)
R = Symbol("R", ("n", "d"), domain="bernoulli", says="the mask: 1 where a feature is kept")
gamma_dropout = Symbol(
    r"\tilde\Gamma",
    ("d", "d"),
    aliases=(r"\hat\Gamma", r"\check\Gamma", r"\breve\Gamma"),
    domain="diagonal",
    says="the diagonal matrix of the norms of the columns of X",
    defined_by=r"\operatorname{diag}(\|X_{:,j}\|)",
)
Gamma = Symbol(
    r"\Gamma",
    ("d", "d"),
    domain="invertible",
    says="the matrix of the Tikhonov penalty",
    called=(r"(?:Tikhonov|penalty|regulari[sz](?:ation|er|ing)) matrix",),
)
ridge_strength = Symbol(r"\lambda", domain="positive", says="the strength of the ridge penalty")
X_ridge = Symbol(
    r"\tilde X",
    ("n", "d"),
    aliases=(r"\hat X", r"\check X", r"\breve X", r"\bar X", "X'", *named("X", "new eff ridge scaled transformed")),
    says="the data matrix of the ridge problem",
    called=(rf"(?:new|effective|transformed|modified|resulting|preconditioned|equivalent) {_DATA}(?: matrix)?",),
)
w_ridge = Symbol(
    r"\tilde w", ("d",), aliases=(r"\hat w", r"\check w", "v", "w'"), says="the weights of the ridge problem"
)
