"""What a rule pack's files may say. Unknown keys are refused; errors name file and line.

One YAML file per clause type, ``rules/<family>/<type>.yaml``; the id is the file's name.
``rules/<family>/_family.yaml`` names the family and its authorities, ``rules/_vocabulary``
holds the shared word lists, ``rules/_catalogue`` the cues, factors, floors, interactions and
questions.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from auditor.model import Band, Kind, Level, Mode, Perspective, Role

Fit = Literal["direct", "partial", "absence", "mitigator"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Severity(_Strict):
    """Default bands; ``template`` reads the vendor column (brief 1.1)."""

    buyer: Band
    vendor: Band


class CuadFit(_Strict):
    """How a type relates to a CUAD category."""

    category: str
    fit: Fit


class PlaybookData(_Strict):
    """Positions for a reviewer (brief 6)."""

    accept: str = ""
    negotiate: str = ""
    reject: str = ""
    fallback: str = ""


class AuthorityData(_Strict):
    """An authority of a family; ``id`` is what types refer to."""

    id: str
    ref: str
    status: str
    why: str


class Pattern(_Strict):
    """One way in which a clause type is worded. Exactly one of the kinds is given.

    Kinds:
        find: lines of the pattern language (see ``engine.language``); any one must match.
        tokens: spaCy ``Matcher`` patterns; a token may carry ``slot``.
        phrases: fixed terms of art.
        like: model clauses compared by rapidfuzz ``token_set_ratio``, at least ``cutoff``.

    Windows:
        all: further lines that must match in the same sentence, in any order.
        unless: lines that must not match in the sentence; recorded, not silent.
        near: lines of which one must match in the same clause (heading included).
        unless_near: lines that must not match in the clause.
        heading: lines of which one must match in the clause's heading.
        document: lines of which one must match anywhere in the document.

    Attributes:
        max_words: only sentences of at most so many words; a pattern whose steps may stand
            in any order is safe in a short sentence and wild in a long one. 0: no limit.
        level: what the pattern claims when nothing speaks against it.
        bound, beneficiary: fixed roles; "" means: find out from the sentence.
        kind: a pattern of a risk type may find a protection, and the other way round.
        cuad: CUAD categories of direct fit for this pattern only.
        id: says what the pattern means. The one called "wide" only points the second reader
            at sentences worth reading; without a second reader it is not tried, and its
            ``unless`` says which of them the reader may not raise.
        needs: literals for the prefilter, where the pattern has none of its own (``like``).
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    find: Lines = ()
    tokens: tuple[tuple[dict[str, object], ...], ...] = ()
    phrases: Lines = ()
    like: Lines = ()
    cutoff: int = Field(default=88, ge=50, le=100)
    needs: Lines = ()
    all: Lines = ()
    unless: Lines = ()
    near: Lines = ()
    unless_near: Lines = ()
    heading: Lines = ()
    document: Lines = ()
    max_words: int = Field(default=0, ge=0)
    level: Level = Level.CONFIRMED
    bound: Role | Literal[""] = ""
    beneficiary: Role | Literal[""] = ""
    cuad: Lines | None = None

    @property
    def wide(self) -> bool:
        """Whether the pattern proposes to the second reader only."""
        return self.id == "wide"

    @model_validator(mode="after")
    def _one_kind(self) -> Pattern:
        given = [k for k in ("find", "tokens", "phrases", "like") if getattr(self, k)]
        if len(given) != 1:
            raise ValueError("give exactly one of find, tokens, phrases, like")
        return self


class Absence(_Strict):
    """When a missing protection is itself a finding.

    Attributes:
        cleared_by: ids of protection types that switch the finding off.
        holder: the protection must be the customer's ("customer"), or anyone's ("").
        expects: lines of which one must occur for the document to be of the kind
            in which the protection is to be expected at all.
        sentence: what the report says.
    """

    cleared_by: tuple[str, ...]
    holder: Literal["customer", "vendor", ""] = ""
    expects: Lines = ()
    sentence: str


class Structural(_Strict):
    """Two provisions compared: ``leg`` is found and ``counterpart`` is not (or is, if ``both``).

    ``leg`` and ``counterpart`` are ids of types or protections, optionally with the role that
    holds the right or bears the duty: "pro-convenience-termination:vendor".
    """

    leg: tuple[str, ...]
    counterpart: tuple[str, ...]
    both: bool = False
    sentence: str


class Example(_Strict):
    """A sentence with what must (not) come of it; a plain string is ``text`` alone.

    Attributes:
        text: the words; several paragraphs allowed.
        why: what makes it a near miss.
        bound: the role that must be found, when stated.
        parameters: values that must be extracted, when stated.
    """

    text: str
    why: str = ""
    style: str = ""
    bound: Role | None = None
    parameters: dict[str, object] = Field(default_factory=dict)


def _as_example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


OneExample = Annotated[Example, BeforeValidator(_as_example)]


class Examples(_Strict):
    """At least three of each of the first two; the others are known misses, kept and counted."""

    must_flag: tuple[OneExample, ...] = ()
    must_pass: tuple[OneExample, ...] = ()
    todo_flag: tuple[OneExample, ...] = ()
    todo_pass: tuple[OneExample, ...] = ()


class Rule(_Strict):
    """One clause type.

    Attributes:
        id: kebab-case, ``<family>-<type>``, equals the file name.
        mode, bears, severity: brief 1.1.
        why: why the clause matters, one or two sentences for a reader who is no specialist.
        lowered_by: what would lower the finding, as a sentence.
        question: what the reviewer should ask.
        parameters: names that are looked for (``engine.parameters`` knows how).
        cues: ids of the cues that apply, with their effect on this type when it differs
            from the catalogue ("cue-non-exclusive: cancel").
        factors: codes of ``_catalogue/factors.yaml`` that may move this type's band.
        authorities: ids from the family's list.
        primary_over: types that this one outranks on the same words (brief 1.5).
        topic: groups of words a clause of this type is made of, whatever their endings; the
            sentence classifier is heard only where two of them stand (one, of a single group).
    """

    id: str = Field(pattern=r"^[a-z]{3}-[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    kind: Kind = "risk"
    mode: Mode = "presence"
    definition: str
    bears: Role = "either"
    severity: Severity
    cuad: tuple[CuadFit, ...] = ()
    why: str
    lowered_by: str = ""
    question: str = ""
    raises: tuple[str, ...] = ()
    lowers: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    cues: dict[str, str] = Field(default_factory=dict)
    factors: tuple[str, ...] = ()
    playbook: PlaybookData = PlaybookData()
    authorities: tuple[str, ...] = ()
    primary_over: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    absence: Absence | None = None
    structural: Structural | None = None
    examples: Examples = Examples()

    @property
    def family(self) -> str:
        """The first three letters of the id."""
        return self.id[:3]

    @property
    def direct_cuad(self) -> tuple[str, ...]:
        """CUAD categories of direct fit."""
        return tuple(fit.category for fit in self.cuad if fit.fit == "direct")


class Family(_Strict):
    """A family's name, what it asks, and its authorities."""

    id: str = Field(pattern=r"^[a-z]{3}$")
    name: str
    about: str = ""
    authorities: tuple[AuthorityData, ...] = ()


class CueData(_Strict):
    """A cue of the catalogue (brief 3.2).

    Attributes:
        effect: what it does where it applies.
        find: lines of the pattern language.
        unless: lines that make it something else ("nothing prevents the Provider").
        families: families it may apply to; empty: all.
        types: further types, where no whole family is meant.
        except_types: types of those families to which it does not apply.
        governs: the words it speaks of: those that "follow" it, or the whole "unit" (the
            stretch of the sentence up to a semicolon, "provided", "but" ...).
        frees: whose freedom it states; "": whoever is bound.
        contradicted_by: words that, said in the same undertaking without a negation, keep it
            from cancelling ("a non-exclusive licence, exclusive in the Field").
        steps_for: types or families that a narrowing or softening cue lowers one step.
        sentence: what the factor or the note says.
    """

    id: str = Field(pattern=r"^cue-[a-z-]+$")
    effect: Literal[
        "cancel", "narrow", "soften", "invert", "override", "confirm",
        "false-friend", "aggravate", "lower-confidence",
    ]  # fmt: skip
    find: Lines
    unless: Lines = ()
    families: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    governs: Literal["follow", "unit"] = "unit"
    frees: Role | Literal[""] = ""
    contradicted_by: tuple[str, ...] = ()
    steps_for: tuple[str, ...] = ()
    sentence: str


class FactorData(_Strict):
    """A factor (brief 5.2).

    Fires when one of ``find`` matches in the finding's clause (or sentence), or when
    ``when`` holds of a parameter: "duration_months > 36", "notice_days == null".

    Attributes:
        families, types: where it may move the band; both empty: everywhere.
        except_types: types to which it says nothing new ("sole-discretion" of a type that is
            about discretion).
        stronger_than: factors that add nothing once this one fires.
    """

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    group: Literal["breadth", "control", "consequence", "mitigation", "context"]
    direction: Literal["up", "down"]
    sentence: str
    find: Lines = ()
    unless: Lines = ()
    when: str = ""
    within: Literal["sentence", "clause"] = "sentence"
    families: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    stronger_than: tuple[str, ...] = ()


class Bound(_Strict):
    """A floor or cap (brief 5.2): applies to a finding of ``types`` when all of it holds.

    Attributes:
        types: members (see ``judge.members``) that the finding must be one of:
            "exc-*:us+dur-gt-60m".
        needs: groups of members; each must have one in the document.
        absent: members of which none may be in the document.
        context: facts given by the user, of which one must hold.
    """

    code: str
    band: Band
    types: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    sentence: str


class InteractionData(_Strict):
    """A combination (brief 5.4). Every group of ``needs`` must have a member in the document.

    ``needs`` holds groups of members: type ids (``exc-*`` is a whole family), each perhaps
    with a role ("exc-*:customer"), factors ("com-auto-renewal+dur-gt-36m") and a condition
    on a parameter ("com-auto-renewal[renewal_term_months > 12]").

    Attributes:
        count: so many different types of the first group are needed.
        absent: members of which none may be in the document.
        applies_to: members whose bands move; empty: all that were needed.
        except_types: members that never move.
        floor, step: what the combination does to them.
        worse_with, worse_context: members, or facts given by the user, that make the floor
            ``worse_band``; ``worse_count`` different types of the first group must be there.
        perspectives: from whose side of the table it is a combination to warn of.
        reinstates: a type that then stands after all, told at the words of the last group.
        lifts_mitigation: what softened the findings it moves counts no longer.
        flag, flag_sentence, authorities: a regulatory flag, raised from every perspective.
    """

    code: str = Field(pattern=r"^ix-[a-z-]+$")
    needs: tuple[tuple[str, ...], ...]
    count: int = 1
    absent: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    floor: Band | None = None
    step: int = 0
    worse_with: tuple[str, ...] = ()
    worse_context: tuple[str, ...] = ()
    worse_count: int = 1
    worse_band: Band | None = None
    reinstates: str = ""
    lifts_mitigation: bool = False
    perspectives: tuple[Perspective, ...] = ("buyer",)
    flag: Literal["yes", "review"] | None = None
    flag_sentence: str = ""
    authorities: tuple[str, ...] = ()
    sentence: str


class FlagData(_Strict):
    """A type that competition or data counsel should see (brief 5.3, standing rule 4 of 6).

    ``authorities`` are "family/id" of an authority in that family's ``_family.yaml``.
    """

    types: tuple[str, ...]
    level: Literal["yes", "review"]
    sentence: str
    authorities: tuple[str, ...] = ()


class QuestionData(_Strict):
    """One of the five questions and the types that feed it (brief 5.3)."""

    id: str
    question: str
    types: tuple[str, ...]


class PrecedenceData(_Strict):
    """Which of two types on the same words is told first (brief 1.5)."""

    primary: str
    over: tuple[str, ...]


class PlainData(_Strict):
    """A type in words for a reader who is no lawyer; completes "In this contract ...".

    ``text`` speaks to the party that bears the risk: "you must buy only from them".
    """

    type: str
    text: str


class ExpectedData(_Strict):
    """A protection that a contract of a kind should have (brief 5.3).

    Attributes:
        protection: members of which one must be there.
        when: members of which one must be in the document for the protection to be missed;
            empty: always.
        perspectives: whom it protects.
    """

    type: str
    protection: tuple[str, ...]
    when: tuple[str, ...] = ()
    perspectives: tuple[Perspective, ...] = ("buyer",)
    sentence: str


class UnknownData(_Strict):
    """A parameter whose absence matters, and the question it leaves open (brief 3.5, 5.3)."""

    parameters: tuple[str, ...]
    types: tuple[str, ...]
    question: str


class Catalogue(_Strict):
    """Everything that is shared between types.

    ``powers`` names the types in which the *other* side holds a power, so that the subject of
    the sentence is not the party it hurts (``judge.perspective``).
    """

    vocabulary: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    cues: tuple[CueData, ...] = ()
    factors: tuple[FactorData, ...] = ()
    floors: tuple[Bound, ...] = ()
    caps: tuple[Bound, ...] = ()
    interactions: tuple[InteractionData, ...] = ()
    flags: tuple[FlagData, ...] = ()
    questions: tuple[QuestionData, ...] = ()
    precedence: tuple[PrecedenceData, ...] = ()
    plain: tuple[PlainData, ...] = ()
    expected: tuple[ExpectedData, ...] = ()
    unknowns: tuple[UnknownData, ...] = ()
    powers: tuple[str, ...] = ()
