r"""Other names for the named things of the field: what a reply calls them, in the words of the key.

>>> in_terms_of("Gaussian", "It's a normal distribution.")
('gaussian', "It's a gaussian distribution.")
>>> in_terms_of("positive semidefinite", r"$K \succeq 0$"), in_terms_of("dependent", "They are not independent.")
(('positive semidefinite', 'positive semidefinite$'), ('dependent', 'They are dependent.'))
>>> in_terms_of("L1 regularization", "the lasso penalty")
('lasso', 'the lasso')

Only names that the key has are translated, so that other words of the reply stay what they are. Abbreviations count in
capitals alone. What is said of the thing is not decided here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.patterns import lazy

# The first name of each line is the one that the others are turned into. A name in capitals is an abbreviation.
_NAMES = r"""
gaussian: normal
lasso: L1 regulari[sz]ation|L1 penalty|L1 norm|L1-regulari[sz]ation|ℓ1 regulari[sz]ation|ℓ1 penalty|ℓ1-norm
  |ℓ1 norm|L_1 penalty|L_1 regulari[sz]ation|lasso penalty|lasso regulari[sz]ation|L1|ℓ1|ℓ₁|L₁
ridge: L2 regulari[sz]ation|L2 penalty|L2 norm|L2-regulari[sz]ation|ℓ2 regulari[sz]ation|ℓ2 penalty|ℓ2-norm
  |ℓ2 norm|L_2 penalty|L_2 regulari[sz]ation|ridge penalty|ridge regulari[sz]ation|weight decay
  |tikhonov regulari[sz]ation|L2|ℓ2|ℓ₂|L₂
positive semidefinite: PSD|positive semi-definite|p\.s\.d\.|psd|nonnegative definite|non-negative definite
  |\S{1,12}\s*(?:\\succeq|⪰)\s*0
positive definite: PD|p\.d\.|\S{1,12}\s*(?:\\succ|≻)\s*0
negative definite: ND|\S{1,12}\s*(?:\\prec|≺)\s*0
identity matrix: identity|I_?\{?[a-z]?\}?
zero matrix: null matrix|all-zeros? matrix
saddle point: saddle
stochastic gradient descent: SGD
support vector machine: SVM
principal component analysis: PCA
linear discriminant analysis: LDA
expectation maximi[sz]ation: EM|EM algorithm|expectation[-–]maximi[sz]ation
maximum likelihood: MLE|ML estimat(?:e|or|ion)|maximum likelihood estimat(?:e|or|ion)|max likelihood
maximum a posteriori: MAP|MAP estimat(?:e|or|ion)|maximum a posteriori estimat(?:e|or|ion)
convolutional neural network: CNN|ConvNet|convnet|convolutional network
recurrent neural network: RNN|recurrent network
multilayer perceptron: MLP|multi-layer perceptron|feedforward network|fully connected network
generative adversarial network: GAN
variational autoencoder: VAE|variational auto-encoder
k-nearest neighbou?rs: kNN|k-NN|KNN|nearest neighbou?rs
rectified linear unit: ReLU|RELU|relu
sigmoid: logistic sigmoid|logistic function|sigmoid function|logistic
tanh: hyperbolic tangent
cross-entropy: log-loss|logistic loss|negative log-likelihood|NLL|CE|cross-entropy loss
mean squared error: MSE|squared error|squared loss|quadratic loss|L2 loss|least squares
mean absolute error: MAE|absolute error|absolute loss|L1 loss
kullback[-–]leibler divergence: KL divergence|KL|kullback[-–]leibler|relative entropy|KL-divergence
batch normali[sz]ation: BN|batch ?norm|BatchNorm
layer normali[sz]ation: LN|layer ?norm|LayerNorm
convolution: conv|convolutional layer|conv layer
pooling: pool|pooling layer
laplace: double exponential|laplacian
xor: exclusive-or|XOR gate|\\oplus|⊕
logical and: AND|conjunction|AND gate
logical or: OR|disjunction|OR gate
recall: sensitivity|true positive rate|TPR
precision: positive predictive value|PPV
false positive rate: FPR
bayes['’]? (?:theorem|rule|law): bayes(?:ian)? formula
area under the curve: AUC|AUROC|ROC AUC|ROC-AUC
gini impurity: gini index|gini
information gain: mutual information
hidden markov model: HMM
gaussian mixture model: GMM|mixture of gaussians
markov chain monte carlo: MCMC
evidence lower bound: ELBO|variational lower bound
independent and identically distributed: IID|i\.i\.d\.|iid
bag of words: BOW|bag-of-words|BoW
chain rule: chain rule of (?:calculus|differentiation|probability)
cosine similarity: cosine
dot product: inner product|scalar product
hadamard product: element-?wise (?:product|multiplication)|elementwise product
early stopping: stopping early
momentum: heavy ball|heavy-ball(?: method)?
out of distribution: OOD|out-of-distribution
leave-one-out cross-validation: LOOCV|leave-one-out|leave one out
cross-validation: CV|cross validation
"""
_NEGATED = re.compile(r"\b(?:not|n['’]t)\s+(?P<how>(?:[a-z]+ly\s+)?)(?P<word>[a-z]{5,})\b", re.IGNORECASE)
_PREFIXES = ("in", "un", "non", "non-", "dis", "im", "ir")


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The name, its own pattern, and the pattern of all its names, longest first."""
    found = []
    for line in _NAMES.strip().replace("\n  |", "|").split("\n"):
        name, _, others = line.partition(": ")
        every = sorted([name, *_alternatives(others)], key=len, reverse=True)
        pattern = "|".join(map(_spelt, every))
        plain = re.sub(r"\[(.).*?\]|\(\?:([^|)]*)[^)]*\)|(\w)\?|\['’\]\?", r"\1\2\3", name)
        found.append((plain, name, lazy(pattern, needs="|".join(dict.fromkeys(map(_certain, every))))))
    return tuple(found)


def _certain(name: str) -> str:
    """The longest word that a name has whichever way it is spelt."""
    certain = re.sub(r"\([^()]*\)\??|\[[^\]]*\]\??|\\[Ss](?:\{[^}]*\}|\*)|\\\\|.\?", " ", name).replace("\\.", ".")
    words: list[str] = re.findall(r"[^\W_][^\W_.]*(?:\.[^\W_]+\.)?", certain)
    return max(words or [name], key=len).lower()


def _alternatives(others: str) -> list[str]:
    """The pieces between the bars that stand in no bracket."""
    pieces, depth, start = [], 0, 0
    for k, char in enumerate(others):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and not depth:
            pieces.append(others[start:k])
            start = k + 1
    return [*pieces, others[start:]]


def _spelt(name: str) -> str:
    """A pattern for one name: an abbreviation in its own capitals, words in any case."""
    capital = (
        re.fullmatch(r"\w*[A-Z]{2,}\w*|[kK]-?NN|I_.*|IID", name) is not None or "\\succ" in name or "\\prec" in name
    )
    body = re.sub(r"[ -](?![^\[]*\])", r"[\\s-]+", name)
    body = body if capital else f"(?i:{body})"
    start = r"(?<![A-Za-z\\-])" if name[:1].isalpha() else ""
    end = r"s?(?![A-Za-z\d])(?!-[a-z])" if name[-1:].isalpha() else r"(?![A-Za-z\d])"
    return rf"{start}{body}{end}"


def in_terms_of(key: str, text: str) -> tuple[str, str]:
    """Key and text with the key's names of things in the first name of each; what is "not independent" is dependent."""
    for name, _, pattern in _groups():
        if pattern.search(key):
            key, text = pattern.sub(name, key), pattern.sub(name, text)
    wanted = set(re.findall(r"[a-z]{5,}", key.lower()))

    def affirmed(found: re.Match[str]) -> str:
        word = found["word"].lower()
        bare = next(
            (word.removeprefix(p) for p in _PREFIXES if word.startswith(p) and word.removeprefix(p) in wanted), ""
        )
        opposite = bare or next((p + word for p in _PREFIXES if p + word in wanted), "")
        return found["how"] + opposite if opposite else found[0]

    return key, _NEGATED.sub(affirmed, text) if "not" in text or "n't" in text or "n’t" in text else text
