r"""Words of verdicts in German, French, Spanish and a few more languages, in English: for readers that know English.

>>> in_english("C ist falsch, A ist richtig, denn die Summe divergiert.")
'C is false, A is correct, because the Summe divergiert.'
>>> in_english("b : faux (KL n'est pas une distance)"), in_english("Die, est, car: these are no verdicts.")
('b : false (KL is not une distance)', 'Die, est, car: these are no verdicts.')

Only the words by which a statement is judged and options are joined are known; everything else stays as it is. Words
that are also English ("die", "car", "son") count only beside one that is not. Offsets change.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.patterns import lazy

_TELLING = {
    "true": "wahr vrai vraie vrais vraies verdadero verdadera verdaderos verdaderas cierto cierta ciertos ciertas vero"
    " vera veri verdadeiro verdadeira waar stimmt",
    "false": "falsch faux fausse fausses falso falsa falsos falsas onwaar",
    "correct": "richtig richtige richtigen korrekt korrekte zutreffend correcte correcta correctas correctos corretto"
    " corretta correto correta exacte juste justes juist",
    "wrong": "unzutreffend incorrecte incorrecta incorrecto errado errada fout errónea",
    "is": "ist lautet",
    "are": "sind gelten",
    "holds": "gilt",
    "not": "nicht niet",
    "would be": "wäre sería serait sarebbe seria",
    "if": "wenn falls",
    "none": "keine keiner keines aucun aucune ninguna ninguno nessuna nessuno nenhuma nenhum",
    "neither": "weder",
    "and": "und",
    "or": "oder",
    "only": "nur lediglich seulement seule seul seules seuls solamente solo sólo únicamente apenas soltanto",
    "all": "alle sämtliche toutes tous todas todos tutte tutti",
    "both": "beide beides ambas ambos entrambe",
    "except": "außer ausser sauf excepto salvo tranne",
    "but": "sondern aber sino mais",
    "because": "weil denn porque perché parce",
    "the answer": "antwort réponse respuesta risposta resposta",
    "option": "opción opzione opção",
    "statement": "aussage affirmation",
    "statements": "aussagen affirmations",
    "first": "erste ersten erstes première primera primero prima",
    "second": "zweite zweiten zweites deuxième segunda segundo seconda",
    "third": "dritte dritten drittes troisième tercera tercero terza",
    "fourth": "vierte vierten viertes quatrième cuarta cuarto",
    "last": "letzte letzten dernière última último",
    "therefore": "daher deshalb folglich donc",
    "yes": "ja oui sí",
    "no": "nein",
    "increases": "steigt wächst zunimmt augmente aumenta",
    "decreases": "sinkt fällt diminue disminuye",
}
_TIMID = {  # also words, or names, in English
    "the": "die der das le la les el las los l'",
    "is": "est es è é",
    "are": "sont son sono são",
    "and": "et y e",
    "or": "ou o",
    "nor": "noch ni",
    "because": "car da",
    "no": "non não",
    "also": "also auch aussi",
    "so": "also",
}
_PHRASES = (
    (r"(?:stimmt|gilt) (?:also |hier )?nicht|trifft nicht zu|treffen nicht zu|ist nicht (?:wahr|richtig)", "is false"),
    (r"trifft zu|treffen zu", "holds"),
    (r"n['’](?:est|étant) pas|no es|non è|não é", "is not"),
    (r"ne sont pas|no son|non sono", "are not"),
    (r"(?:es )?gibt keine|no hay (?:ninguna|ninguno)|il n['’]y en a aucune?", "none of them"),
    (r"ni l['’]une? ni l['’]autre|ninguna de las (?:dos|opciones|tres|cuatro)", "none of them"),
    (r"keine (?:der|von|davon)[^.,;:\n]{0,30}|aucune? (?:des|de ces|d['’]entre)[^.,;:\n]{0,30}", "none of them"),
    (r"à part|mis à part|a excepción de|bis auf|abgesehen von", "except"),
    (r"parce qu[e'’]|puisqu[e'’]|ya que|pues", "because"),
)
_SIGNS = (
    ("正确", " correct "), ("錯誤", " wrong "), ("错误", " wrong "), ("不对", " wrong "), ("答案是", " the answer is "),
    ("答案", " answer "), ("答：", " answer: "), ("。", ". "), ("，", ", "), ("选", " choose "), ("所以", " so "),
)  # fmt: skip
_ENGLISH = {word: english for english, words in _TELLING.items() for word in words.split()}
_WEAK = {word: english for english, words in reversed(_TIMID.items()) for word in words.split()} | {"also": "so"}
_PHRASE = tuple((lazy(rf"(?<!\w)(?:{phrase})(?!\w)", re.IGNORECASE), english) for phrase, english in _PHRASES)
_TELLING_PHRASE = lazy(rf"(?<![\w\\])(?:{'|'.join(phrase for phrase, _ in _PHRASES)})(?![\w'’])", re.IGNORECASE)
# A phrase has one of these words in it; a text without any is not searched for phrases.
_IN_PHRASES = frozenset(
    "nicht trifft treffen pas es è é son sono gibt hay aucun aucune ni ninguna keine à excepción bis abgesehen"
    " parce puisqu puisque que pues".split()
)
_WORD = lazy(r"(?<![\w\\])(?:[^\W\d_]++|[lL]')(?![\w'’])")
# Enough for a text in another language; one of these alone may be a name ("Solo", "Prima", "Vera") or a symbol.
_ALONE_TOO_LITTLE = frozenset(
    "solo prima vera beide juste vero apenas seconda terza waar fout all no ja das pues".split()
)
_LATIN = lazy(r"[^\W\d_]{2,}")
_LETTERS = lazy(r"[^\W\d_]+")


@lru_cache(maxsize=32)
def in_english(text: str) -> str:
    """The text with the words that it is judged by in English; unchanged where it is in English already."""
    for sign, english in _SIGNS:
        if sign in text:
            text = text.replace(sign, english)
    words = set(_LETTERS.findall(text.lower()))
    phrased = not _IN_PHRASES.isdisjoint(words)
    if not phrased and _ENGLISH.keys().isdisjoint(words):
        return text
    told = {found[0].lower() for found in _WORD.finditer(text)} & _ENGLISH.keys()
    if phrased:
        told |= {found[0].lower() for found in _TELLING_PHRASE.finditer(text)}
    if not told or (told <= _ALONE_TOO_LITTLE and len(_LATIN.findall(text)) > 4):
        return text
    if phrased:
        for pattern, english in _PHRASE:
            text = pattern.sub(english, text)
    return _WORD.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    word = found[0].lower()
    if word in _ENGLISH:
        return _ENGLISH[word]
    if word in _WEAK:
        # "e" and "o" as letters of options or symbols are left alone where they are marked as such
        around = found.string[max(0, found.start() - 1) : found.start()] + found.string[found.end() : found.end() + 1]
        if len(word) == 1 and (found[0].isupper() or re.search(r"[().:$\\,^_=]", around)):
            return found[0]
        return _WEAK[word]
    return found[0]
