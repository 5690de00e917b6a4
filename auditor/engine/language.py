"""The pattern language: one line of words, read from left to right.

    @duty .. ~purchase|~buy ... (only|exclusively|solely) from ... @vendor

    word            that word            a|b            either word
    (a b|c)         either phrase        ~word          all its inflections
    @name           a word list          #number        a number; also #percent #money #period
    word?           may be missing       name=step      names the slot (default: the list's name)
    ..              up to 4 words between    ...   up to 12    ....   up to 30

Steps that stand side by side must be adjacent; punctuation does not count. Words are
written as ``engine.words`` reads them: lower case, without hyphens; British spelling will do.
Word lists may use all of this except gaps, ``?`` and slots, and may refer to other lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, product

from auditor.engine.inflect import inflections
from auditor.engine.words import words

GAPS = {"..": 4, "...": 12, "....": 30}
BUILTINS = frozenset({"#number", "#percent", "#money", "#period"})
ROLES = frozenset({"@customer", "@vendor", "@party"})
RUN_TIME = BUILTINS | ROLES
MAX_PHRASES = 4000

# Too frequent in any contract to be worth asking for before a sentence is tokenised.
COMMON = frozenset(
    """a agreement an and any are as at b be been but by c can d do does for from had has have he
    hereof hereto hereunder his i if ii in into is it its may must no nor not of on or other our
    own party parties shall should so such that the their them then there they this those to
    under us was we were what which who will with within would x you your""".split()
)  # fmt: skip


class LineError(ValueError):
    """A line of the pattern language cannot be read; the message says which part.

    ``line`` is the whole line, where the pattern it stands in has more than one.
    """

    def __init__(self, message: str, *, line: str = "") -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Atom:
    """A step without its place: a set of phrases, a built-in, or a role of the document.

    Attributes:
        key: identity; equal atoms are matched once for all rules.
        phrases: canonical words of each alternative.
        parts: alternatives that are known only at run time: built-ins ("#period"), and the
            document's parties ("@vendor").
    """

    key: str
    phrases: frozenset[tuple[str, ...]]
    parts: frozenset[str] = frozenset()

    @cached_property
    def singles(self) -> frozenset[str]:
        """The phrases that are one word."""
        return frozenset(phrase[0] for phrase in self.phrases if len(phrase) == 1)

    @cached_property
    def longer(self) -> dict[str, list[tuple[str, ...]]]:
        """The phrases of several words, by the rarest of them."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.phrases:
            if len(phrase) > 1:
                found.setdefault(rarest(phrase), []).append(phrase)
        return found

    @cached_property
    def clues(self) -> frozenset[str]:
        """The words of which one must be there for a longer phrase to be."""
        return frozenset(self.longer)

    @cached_property
    def literal(self) -> bool:
        """Whether its words are all known beforehand, so that they can be asked for."""
        return not self.parts

    @cached_property
    def rare(self) -> bool:
        """Whether it is literal, and no alternative is one common word."""
        return not self.parts and all(
            len(phrase) > 1 or phrase[0] not in COMMON for phrase in self.phrases
        )


def rarest(phrase: tuple[str, ...]) -> str:
    """The word of the phrase least likely in a contract; length stands in for rarity."""
    return max(phrase, key=_rarity)


@cache
def _rarity(word: str) -> tuple[bool, int, str]:
    return word not in COMMON, len(word), word


@dataclass(frozen=True, slots=True)
class Step:
    """An atom in its place: its slot, whether it may be missing, and the gap before it."""

    atom: Atom
    slot: str
    optional: bool
    gap: int


class Line:
    """A line of the language: its text, and its steps, read when they are first asked for."""

    __slots__ = ("_language", "steps", "text")
    steps: tuple[Step, ...]

    def __init__(
        self, text: str, steps: tuple[Step, ...] | None = None, language: Language | None = None
    ) -> None:
        self.text = text
        self._language = language
        if steps is not None:
            self.steps = steps

    def __getattr__(self, name: str) -> tuple[Step, ...]:
        if name != "steps" or self._language is None:
            raise AttributeError(name)
        self.steps = self._language.steps(self.text)
        return self.steps


def _split(text: str, separator: str) -> list[str]:
    """Split at ``separator`` (a blank or a bar) outside of parentheses."""
    if "(" not in text and ")" not in text:
        return text.split() if separator == " " else text.split("|")
    parts, depth, current = [], 0, ""
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise LineError(f"{text!r}: parentheses do not match")
        if depth == 0 and (char == separator or (separator == " " and char.isspace())):
            parts.append(current)
            current = ""
        else:
            current += char
    if depth:
        raise LineError(f"{text!r}: parentheses do not match")
    parts.append(current)
    return [part for part in parts if part or separator == "|"]


def _inner(token: str) -> str:
    """The token without its outer parentheses, when they belong together."""
    if not token.startswith("("):
        return token
    depth = 0
    for position, char in enumerate(token):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return token[1:-1].strip() if position == len(token) - 1 else token
    return token


class Language:
    """Parses lines against a vocabulary; atoms are shared between equal steps."""

    def __init__(self, vocabulary: Mapping[str, tuple[str, ...]]) -> None:
        self._vocabulary = vocabulary
        self._lists: dict[str, frozenset[tuple[str, ...]]] = {}
        self._atoms: dict[str, Atom] = {}
        self._parts: dict[str, list[tuple[str, ...]]] = {}
        self._open: list[str] = []

    def line(self, text: str) -> Line:
        """Parse one line.

        Raises:
            LineError: an unknown list or built-in, an empty group, a gap at an end.
        """
        return Line(text, self.steps(text))

    def later(self, text: str) -> Line:
        """A line that was parsed before, to be parsed again when it is needed."""
        return Line(text, language=self)

    def steps(self, text: str) -> tuple[Step, ...]:
        """The steps of one line; raises as ``line``."""
        steps: list[Step] = []
        gap = 0
        for token in _split(text, " "):
            if token in GAPS:
                gap = GAPS[token]
                if not steps:
                    raise LineError(f"{text!r} begins with a gap")
                continue
            steps.append(self._step(token, gap, text))
            gap = 0
        if not steps or gap:
            raise LineError(f"{text!r} has no words" if not steps else f"{text!r} ends with a gap")
        if all(step.optional for step in steps):
            raise LineError(f"{text!r}: every step may be missing")
        return tuple(steps)

    def phrases(self, name: str) -> frozenset[tuple[str, ...]]:
        """The canonical phrases of the word list ``name``, also of one that names a role.

        Raises:
            LineError: no such list, or an entry that cannot be read.
        """
        return self._list(name, f"@{name}")

    def _step(self, token: str, gap: int, text: str) -> Step:
        slot, equals, rest = token.partition("=")
        if not equals or not slot.isidentifier():
            slot, rest = "", token
        optional = rest.endswith("?")
        rest = rest.removesuffix("?")
        inner = _inner(rest)
        if not inner.strip():
            raise LineError(f"{text!r}: {token!r} is empty")
        atom = self._atom(inner, text)
        if not slot and inner.startswith("@") and inner[1:].replace("-", "").isalnum():
            slot = inner[1:]
        return Step(atom, slot, optional, gap)

    def _atom(self, inner: str, text: str) -> Atom:
        atom = self._atoms.get(inner)
        if atom is None:
            alternatives = [a.strip() for a in _split(inner, "|")]
            parts = frozenset(a for a in alternatives if a in RUN_TIME)
            for alternative in alternatives:
                if alternative.startswith("#") and alternative not in parts:
                    allowed = ", ".join(sorted(BUILTINS))
                    raise LineError(f"{text!r}: unknown {alternative!r}; allowed: {allowed}")
            rest = "|".join(a for a in alternatives if a not in parts)
            phrases = self._alternatives(rest, text) if rest else frozenset()
            atom = self._atoms[inner] = Atom(inner, phrases, parts)
        return atom

    def _alternatives(self, inner: str, text: str) -> frozenset[tuple[str, ...]]:
        """All phrases of "a b|c (d|e)?": alternatives of words and groups, side by side."""
        found: set[tuple[str, ...]] = set()
        for alternative in _split(inner, "|"):
            parts = [
                self._parts.get(token) or self._part(token, text)
                for token in _split(alternative, " ")
            ]
            if not parts:
                raise LineError(f"{text!r}: an alternative of {inner!r} is empty")
            if len(parts) == 1:
                found.update(parts[0])
            else:
                found.update(map(tuple, map(chain.from_iterable, product(*parts))))
            if len(found) > MAX_PHRASES:
                raise LineError(f"{text!r}: {inner!r} has too many forms; split it with a gap")
        found.discard(())
        return frozenset(found)

    def _part(self, written: str, text: str) -> list[tuple[str, ...]]:
        """The phrases of a word, a list or a group; remembered, since lines share them."""
        optional = written.endswith("?")
        token = written.removesuffix("?")
        if token.startswith("(") or "|" in token:
            if _inner(token) == token and len(_split(token, "|")) == 1:
                raise LineError(f"{text!r}: {token!r} is neither a word nor a group")
            forms = sorted(self._alternatives(_inner(token), text))
        else:
            forms = self._word(token, text)
        found = self._parts[written] = [*forms, ()] if optional else forms
        return found

    def _word(self, word: str, text: str) -> list[tuple[str, ...]]:
        if word in GAPS:
            raise LineError(f"{text!r}: a gap cannot stand inside a group")
        if word.startswith("@"):
            return sorted(self._list(word[1:], text))
        if word.startswith("~"):
            return [tuple(words(form)) for form in inflections(word[1:])]
        canonical = tuple(words(word))
        if not canonical:
            raise LineError(f"{text!r}: {word!r} is not a word")
        return [canonical]

    def _list(self, name: str, text: str) -> frozenset[tuple[str, ...]]:
        if name not in self._lists:
            if name not in self._vocabulary:
                raise LineError(f"{text!r}: no word list @{name}")
            if name in self._open:
                raise LineError(f"@{name} refers to itself")
            self._open.append(name)
            found: set[tuple[str, ...]] = set()
            for entry in self._vocabulary[name]:
                found |= self._alternatives(entry, f"@{name}: {entry}")
            self._open.pop()
            self._lists[name] = frozenset(found)
        return self._lists[name]
