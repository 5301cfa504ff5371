"""Numbers from the written homework of a graduate course: memory, divergences, optimisers, returns."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def cache_bytes() -> int:
    """Adds the bytes of one key row and one value row in float16, head by head, layer by layer, over 4096 tokens."""
    row = np.zeros(128, np.float16).nbytes
    per_token = 0
    for _layer in range(32):
        for _head in range(8):
            per_token += row + row
    return sum(per_token for _token in range(4096))


def coin_divergence() -> float:
    """Integrates d KL(1/2 ‖ q)/dq = (q − 1/2)/(q(1 − q)) from q = 1/2 to q = 1/4 by Simpson's rule."""
    edges = np.linspace(0.5, 0.25, 2001)
    slope = (edges - 0.5) / (edges * (1 - edges))
    weights = np.full(2001, 2.0)
    weights[1::2] = 4
    weights[[0, -1]] = 1
    return float((slope * weights).sum() * (edges[1] - edges[0]) / 3)


def raw_adam_step() -> float:
    """Runs one step of Adam without bias correction on the gradient 7 with rate 1 and no epsilon."""
    g, m, v = 7.0, 0.0, 0.0
    m = m + (1 - 0.9) * (g - m)
    v = v + (1 - 0.999) * (g * g - v)
    return m / math.sqrt(v)


def flagged_spam() -> Fraction:
    """Counts mails among 1000: 200 spam, of which 120 have the word, and 800 others, of which 40 have it."""
    mails = [("spam", k < 120) for k in range(200)] + [("ham", k < 40) for k in range(800)]
    flagged = [kind for kind, word in mails if word]
    return Fraction(flagged.count("spam"), len(flagged))


def cosine_rate() -> float:
    """Walks from step 1000 to 3000 along the slope of the half cosine that falls from 4e-4 to 0 over 8000 steps."""
    rate = 4e-4
    for step in range(1000, 3000):
        middle = (step + 0.5 - 1000) / 8000
        rate -= 2e-4 * math.pi / 8000 * math.sin(math.pi * middle)
    return rate


def advantage() -> Fraction:
    """Mixes the 1-, 2- and 3-step advantages with weights (1 − λ), (1 − λ)λ, λ² (all that is left)."""
    gamma, lam = Fraction(9, 10), Fraction(1, 2)
    rewards = [1, 0, 2]
    values = [Fraction(1, 2), Fraction(1), Fraction(2), Fraction(0)]

    def steps(n: int) -> Fraction:
        total, weight = -values[0], Fraction(1)
        for reward in rewards[:n]:
            total, weight = total + weight * reward, weight * gamma
        return total + weight * values[n]

    stop = Fraction(1) - lam
    return stop * steps(1) + stop * lam * steps(2) + lam * lam * steps(3)


def encoder_layer() -> int:
    """Allocates every tensor of a post-norm encoder layer of width 512 with a hidden width of 2048, and counts."""
    shapes: list[tuple[int, ...]] = [(512, 512), (512,)] * 4  # q, k, v, out
    shapes += [(2048, 512), (2048,), (512, 2048), (512,)]
    shapes += [(512,), (512,)] * 2  # gain and shift, twice
    return sum(np.empty(shape).size for shape in shapes)


def byte_bits() -> Fraction:
    """Codes tokens of probability 1/8 with whole codewords of 3 bits, and divides by 4 bytes a token."""
    length = next(n for n in range(20) if 2**n == 8)
    return Fraction(100 * length, 100 * 4)


MIB = 2**20
BITS = Fraction(1, 4) / Fraction(math.log(2))  # one nat per token of 4 bytes, in bits per byte

FAMILIES = [
    Family(
        "gqa-cache-bytes",
        "number",
        r"$2 \cdot 32 \cdot 8 \cdot 128 \cdot 4096 \cdot 2\,\mathrm{B} = 512\ \mathrm{MiB}$",
        cache_bytes,
        {
            "right": 512 * MIB,
            "right-decimal": said("0.537", 10**9),
            "keys-only": 256 * MIB,
            "query-heads": 2048 * MIB,
            "float32": 1024 * MIB,
        },
    ),
    Family(
        "two-coin-divergence",
        "number",
        r"$D_{\mathrm{KL}}(p\|q) = \tfrac12 \ln\tfrac43 \approx 0.144$ nats",
        coin_divergence,
        {
            "right": math.log(4 / 3) / 2,
            "right-rounded": said("0.1438"),
            "right-bits": said("0.2075", Fraction(math.log(2))),
            "reversed": 0.25 * math.log(0.5) + 0.75 * math.log(1.5),
            "negative": -math.log(4 / 3) / 2,
            "half-lost": math.log(4 / 3),
            "bits-as-nats": said("0.208"),
        },
    ),
    Family(
        "raw-adam-step",
        "number",
        r"$|\Delta\theta_1|/\eta = 0.1/\sqrt{0.001} = \sqrt{10} \approx 3.16$",
        raw_adam_step,
        {
            "right": math.sqrt(10),
            "right-rounded": said("3.162"),
            "corrected": 1,
            "no-root": 100,
            "betas": 0.9 / math.sqrt(0.999),
            "inverse": 1 / math.sqrt(10),
        },
    ),
    Family(
        "spam-given-word",
        "number",
        r"$P(\text{spam}\mid w) = \frac{0.6\cdot 0.2}{0.6\cdot 0.2 + 0.05\cdot 0.8} = 0.75$",
        flagged_spam,
        {
            "right": Fraction(3, 4),
            "joint": Fraction(12, 100),
            "complement": Fraction(1, 4),
            "flat-prior": said("0.923"),
        },
    ),
    Family(
        "cosine-after-warmup",
        "number",
        r"$\eta_{3000} = \tfrac12\cdot 4\cdot 10^{-4}\,(1+\cos\tfrac{\pi}{4}) \approx 3.41\cdot 10^{-4}$",
        cosine_rate,
        {
            "right": 2e-4 * (1 + math.sqrt(0.5)),
            "right-rounded": said("3.41e-4"),
            "right-longer": said("3.4142e-4"),
            "warmup-counted": 3e-4,
            "no-offset": said("2.77e-4"),
            "risen": said("5.86e-5"),
            "quarter-wave": said("3.70e-4"),
        },
    ),
    Family(
        "gae-first-step",
        "number",
        r"$\hat A_0 = \delta_0 + \gamma\lambda\,\delta_1 + (\gamma\lambda)^2\delta_2 = 1.4 + 0.45\cdot 0.8 + 0 = 1.76$",
        advantage,
        {
            "right": Fraction(176, 100),
            "one-step": Fraction(14, 10),
            "lambda-one": Fraction(212, 100),
            "gamma-lost": Fraction(18, 10),
            "target": Fraction(226, 100),
        },
    ),
    Family(
        "encoder-layer-count",
        "number",
        "3,152,384 (attention 1,050,624; MLP 2,099,712; two LayerNorms 2,048)",
        encoder_layer,
        {
            "right": 3_152_384,
            "right-rounded": said("3.15", 10**6),
            "no-norms": 3_150_336,
            "no-biases": 3_147_776,
            "no-projection": 2_889_728,
        },
    ),
    Family(
        "bits-per-byte",
        "number",
        "0.75 bits per byte",
        byte_bits,
        {
            "right": Fraction(3, 4),
            "right-nats": said("0.52", BITS * 4),
            "nats-as-bits": said("0.52"),
            "per-token": 3,
            "multiplied": 12,
            "perplexity": 2,
        },
    ),
]
