"""Synthetic audits for the report tests: every field used, the same at every run.

The clauses are written for this file. Nothing here comes from the engine, so that the
reports can be tested for what they show of any audit that keeps to ``auditor.model``.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from auditor.model import (
    Answer,
    Authority,
    Band,
    Change,
    Confidence,
    Cue,
    DocumentAudit,
    Factor,
    Finding,
    Interaction,
    Kind,
    Level,
    Mode,
    Parameter,
    Party,
    Playbook,
    Portfolio,
    Rating,
    RegulatoryFlag,
    Role,
    Span,
    Status,
)
from auditor.report import RunMeta

META = RunMeta(
    perspective="buyer", tool_version="0.1.0", pack_version="2025.1", options={"view": "final"}
)

QUESTIONS = (
    ("Can we choose others?", ("exc", "pri", "ant")),
    ("Is the price fair and stable?", ("mfn", "cap")),
    ("Can we leave, when, at what cost?", ("com", "tec")),
    ("Do we control our data and know-how?", ("sov",)),
    ("Can the other side change or end the deal?", ("agi", "uni")),
)


class Spec(NamedTuple):
    """A clause as a contract might have it: ``text`` holds the quote between « and »."""

    type: str
    title: str
    band: Band
    clause: str
    heading: str
    text: str
    parameters: tuple[tuple[str, object, str], ...] = ()
    up: tuple[str, str, str] | None = None
    down: tuple[str, str, str] | None = None
    bound: Role = "customer"
    beneficiary: Role = "vendor"
    mode: Mode = "presence"
    kind: Kind = "risk"
    why: str = ""
    lower: str = ""
    fallback: str = ""


SPECS = (
    Spec(
        "exc-supplier", "Exclusive supplier", Band.HIGH, "7.2", "Exclusivity",
        "7.2 Subject to clause 7.5, «the Customer shall, and shall procure that each member of "
        "the Customer Group shall, obtain its entire demand for the Hosting Services and any "
        "related services from the Supplier alone» for a period of forty-eight (48) months from "
        "the Go-Live Date. Existing arrangements listed in Schedule 4 may run until they expire.",
        (("duration_months", 48, "forty-eight (48) months"), ("affiliates_bound", True,
         "each member of the Customer Group")),
        ("dur-gt-36m", "It runs for more than three years.", "forty-eight (48) months"),
        ("existing-carved-out", "Existing arrangements are carved out.", "Existing arrangements"),
        why="A sole source gives up the threat of leaving, which is what keeps price and service "
        "in line.",
        lower="A closed list of services, twelve months at most, and release when a service level "
        "is missed twice in a quarter.",
        fallback="The Supplier is appointed on a non-exclusive basis. The Customer may at any time "
        "obtain the same or similar services from any other person or perform them itself.",
    ),
    Spec(
        "mfn-vendor", "Price parity that the vendor enjoys", Band.MEDIUM, "11.4", "Fees",
        "11.4 «The Customer shall not pay any other provider of comparable services a rate "
        "higher than the rate payable to the Supplier» unless it first increases the Charges to "
        "match that rate.",
        up=("no-notice", "The increase needs no notice.", "first increases the Charges"),
        why="It hands the vendor the best price anyone else is paid, without asking for it.",
        lower="Delete it, or limit it to the same service at the same volume.",
        fallback="[Delete clause 11.4.]",
    ),
    Spec(
        "agi-milestone-termination", "The provider may end rights on a technology milestone",
        Band.CRITICAL, "19.3", "Capability Threshold",
        "19.3 «If the Provider's board determines, in its sole discretion, that a Model has "
        "reached General Capability, all licences granted under this Agreement cease with "
        "immediate effect», and the Customer shall delete every copy of the Model. The board's "
        "determination is final and binding.",
        (("determination_by", "board_of_vendor", "the Provider's board"), ("notice_days", 0,
         "with immediate effect")),
        ("sole-discretion", "The provider alone decides whether the event has happened.",
         "in its sole discretion"),
        beneficiary="vendor",
        why="Rights you depend on can end on an event the other side declares about itself.",
        lower="An independent panel decides, twelve months' transition follows, and models already "
        "released stay licensed.",
        fallback="No licence for a Model released before the determination date is affected. "
        "Whether General Capability is reached is decided by an independent expert panel.",
    ),
    Spec(
        "com-auto-renewal", "Renews by itself", Band.MEDIUM, "3.1", "Term",
        "3.1 «This Agreement renews for successive terms of twenty-four (24) months unless either "
        "party gives notice not less than one hundred and twenty (120) days before the end of the "
        "then current term.»",
        (("renewal_months", 24, "twenty-four (24) months"), ("notice_days", 120,
         "one hundred and twenty (120) days")),
        bound="either",
        why="A missed date commits you for another two years.",
        lower="Renewal by written agreement, or a month-by-month renewal.",
        fallback="This Agreement ends at the end of the term unless the parties agree in writing.",
    ),
    Spec(
        "com-minimum-commitment", "Minimum purchase commitment", Band.HIGH, "5.6", "Commitment",
        "5.6 «The Customer commits to Charges of at least EUR 1,200,000 in each Contract Year and "
        "shall pay any shortfall within thirty (30) days of the year's end» whether or not the "
        "Services were used.",
        (("amount", 1200000, "EUR 1,200,000"), ("currency", "EUR", "EUR")),
        ("take-or-pay", "It is payable whether or not the services are used.",
         "whether or not the Services were used"),
        why="Spend is fixed although need is not.",
        lower="Unused amounts roll over, and the commitment falls with service failures.",
        fallback="Unused commitment rolls into the next Contract Year without limit.",
    ),
    Spec(
        "tec-egress-fees", "Fees for taking data out", Band.MEDIUM, "14.2", "Data Return",
        "14.2 «On termination the Supplier shall return Customer Data at its then current egress "
        "rates, payable in advance», in the format of its choice.",
        up=("uncapped", "The rate is not capped.", "then current egress rates"),
        why="The price of leaving is set by the party being left.",
        lower="Return free of charge in an open format.",
        fallback="The Supplier returns Customer Data free of charge in a structured, commonly used "
        "and machine-readable format.",
    ),
    Spec(
        "sov-training-on-data", "Customer data may train the vendor's models", Band.HIGH, "9.8",
        "Improvement", "9.8 «Unless the Customer opts out in the console, the Provider may use "
        "Inputs and Outputs to develop, train and improve its models and services.»",
        why="Know-how given to a model cannot be taken back.",
        lower="No training without opt-in for each data set.",
        fallback="The Provider shall not use Customer Data to train any model.",
    ),
    Spec(
        "uni-terms-change", "The vendor may change the terms", Band.MEDIUM, "22.1", "Changes",
        "22.1 «The Provider may amend the Online Terms from time to time by posting a revised "
        "version»; continued use is acceptance.",
        (),
        ("no-notice", "No notice is owed.", "by posting a revised version"),
        why="What was agreed can be replaced.",
        lower="Thirty days' notice and a right to end with a refund.",
        fallback="Changes that are adverse to the Customer take effect at the next renewal only.",
    ),
    Spec(
        "tec-no-transition-assistance", "No help with leaving", Band.MEDIUM, "", "Exit",
        "", mode="absence",
        why="Without a duty to help, moving takes as long as the vendor likes.",
        lower="Six months of transition services at the contract rates.",
        fallback="For six months after the end the Supplier gives reasonable exit assistance.",
    ),
    Spec(
        "cap-warrants", "Warrants that vest with spend", Band.HIGH, "Schedule 6, 2(a)", "Warrants",
        "2(a) «Warrant Shares vest in four tranches, each when cumulative purchases exceed the "
        "amount in column 3», and lapse if the Customer appoints another provider.",
        bound="either",
        why="Equity makes the purchase decision before the need arises.",
        lower="Vest with time, not with spend.",
        fallback="Vesting is by the passage of time only.",
    ),
    Spec(
        "com-termination-for-convenience", "You may end without cause", Band.INFO, "18.1",
        "Termination", "18.1 «The Customer may terminate this Agreement at any time on ninety "
        "(90) days' written notice.»",
        (("notice_days", 90, "ninety (90) days"),), kind="protection", beneficiary="customer",
        bound="vendor", why="The way out keeps every other term honest.",
    ),
)  # fmt: skip

PATHS = (
    "msa/Northwind Hosting Agreement.pdf", "msa/Contoso Cloud MSA (signed).docx",
    "ai/Frontier Model Licence 2025.pdf", "saas/Papertrail Order Form.html",
    "saas/Lumen Analytics Terms.md", "legacy/1998 Outsourcing Agreement.txt",
)  # fmt: skip

AUTHORITIES = (
    Authority("Regulation (EU) 2022/720, art. 5(1)(a)", "In force",
              "Non-compete obligations of more than five years fall outside the exemption."),
    Authority("Sherman Act s 1, 15 U.S.C. § 1", "In force",
              "Exclusive dealing is judged by foreclosure, duration and ease of exit."),
)  # fmt: skip


def finding(spec: Spec, *, offset: int = 0, seed: int = 0, level: Level | None = None) -> Finding:
    """The finding a clause would give; ``offset`` is where its clause begins in the document."""
    dice = random.Random(f"{spec.type}{seed}")
    before, _, rest = spec.text.partition("«")
    quote, _, after = rest.partition("»")
    context = before + quote + after
    span = Span(offset + len(before), offset + len(before) + len(quote)) if quote else None

    def at(words: str) -> Span:
        start = max(0, context.find(words))
        return Span(offset + start, offset + start + len(words))

    factors = tuple(
        Factor(factor[0], direction, factor[1], at(factor[2]))
        for direction, factor in (("up", spec.up), ("down", spec.down))
        if factor
    )
    sure = level or dice.choices(list(Level), (6, 4, 3))[0]
    risk = spec.kind == "risk"
    digest = hashlib.sha256(f"{spec.type}{quote}{seed}".encode()).hexdigest()[:16]
    return Finding(
        id=digest, type=spec.type, family=spec.type[:3], kind=spec.kind, mode=spec.mode,
        title=spec.title, band=spec.band.step(1) if spec.up and dice.random() < 0.5 else spec.band,
        base_band=spec.band, perspective="buyer",
        confidence=Confidence(
            sure, round(dice.uniform(0.4, 0.99), 2),
            ("All parts of the clause type stand in operative text.", "The parties are known.")
            if sure is Level.CONFIRMED
            else ("The act is named only in a definition.",),
        ),
        status="open", reported=sure is not Level.POSSIBLE, span=span, quote=quote,
        clause=spec.clause, heading=spec.heading, page=dice.randint(1, 40) if span else None,
        bound_party=spec.bound, beneficiary=spec.beneficiary,
        parameters=tuple(Parameter(name, value, at(text), text)
                         for name, value, text in spec.parameters if span),
        factors=factors,
        cues=(Cue("cue-subject-to", "narrow", at("Subject to"), "Subject to", False,
                  "points to a clause that is not a release"),) if "Subject to" in context else (),
        interactions=("ix-lock-triangle",) if spec.type in ("exc-supplier", "com-auto-renewal")
        else (),
        cuad=("Exclusivity",) if spec.type == "exc-supplier" else (),
        why=spec.why, what_would_lower_it=spec.lower,
        question="What happens when the service level is missed twice?" if risk else "",
        playbook=Playbook(
            "Accept for a pilot of six months or less.",
            "Limit by list, place and twelve months, with release on failure.",
            "Reject when it binds affiliates or survives the end.", spec.fallback,
        ) if risk else Playbook(),
        authorities=AUTHORITIES if spec.type[:3] in ("exc", "mfn") else (),
        context=context, context_start=offset,
    )  # fmt: skip


def document(
    index: int,
    *,
    findings: int = 8,
    status: Status = Status.SCANNED,
    reasons: tuple[str, ...] = (),
    path: str = "",
) -> DocumentAudit:
    """A contract with ``findings`` risks and one protection, different for every index."""
    dice = random.Random(index)
    if not path:
        folder, _, name = PATHS[index % len(PATHS)].rpartition("/")
        path = f"{folder}/{index:03d} {name}"
    if status in (Status.FAILED, Status.SKIPPED):
        return DocumentAudit(
            path, "0" * 64, "pdf", status, reasons, "", 0, 0, "", (), (), None,
        )  # fmt: skip
    risks = [spec for spec in SPECS if spec.kind == "risk"]
    specs = [risks[(index + i * (1 + index % 3)) % len(risks)] for i in range(findings)]
    found = [
        finding(spec, offset=1000 * number, seed=index * 100 + number)
        for number, spec in enumerate(specs)
    ]
    if found and index % 5 == 0:
        found[0] = replace(
            found[0], hidden=index % 2 == 0, occurrences=(Span(90_000, 90_010),),
            related=(found[-1].id,),
            change=Change("introduced", found[0].quote, "", ("A. Counsel",), ("2025-03-04",)),
        )  # fmt: skip
    if len(found) > 3 and index % 4 == 1:
        found[3] = replace(found[3], status="cleared", reported=False, band=Band.INFO)
    found.append(finding(SPECS[-1], offset=80_000, seed=index, level=Level.CONFIRMED))
    return DocumentAudit(
        path=path, sha256=hashlib.sha256(path.encode(errors="backslashreplace")).hexdigest(),
        format=path.rpartition(".")[2], status=status, reasons=reasons, language="en",
        pages=dice.randint(6, 90), words=dice.randint(4_000, 60_000),
        title="Master Services Agreement" if index % 2 else "",
        parties=(
            Party("Supplier", "Northwind Hosting Limited", "vendor", ("NHL",), Span(0, 10)),
            Party("Customer", "Meridian Bank plc", "customer"),
        ),
        findings=tuple(found), rating=rating(tuple(found)),
    )  # fmt: skip


def rating(findings: tuple[Finding, ...]) -> Rating:
    """A rating in the shape the judge gives, without its rules."""
    risks = [f for f in findings if f.kind == "risk" and f.status == "open"]
    reported = [f for f in risks if f.reported]
    band = max((f.band for f in reported), key=lambda b: b.order, default=None)
    possible = max((f.band for f in risks), key=lambda b: b.order, default=None)
    worse = possible if possible and (band is None or possible.order > band.order) else None
    locked = tuple(f.id for f in reported if f.type in ("exc-supplier", "com-auto-renewal"))
    return Rating(
        band=band,
        verdict="You may not buy elsewhere for four years and cannot leave without cause; "
        "the provider may end your rights by its own decision." if band else
        "Nothing was found that stands against signing.",
        could_raise_to=worse,
        answers=tuple(_answer(question, families, reported) for question, families in QUESTIONS),
        interactions=(Interaction(
            "ix-lock-triangle", "You may not buy elsewhere, for 4 years, and cannot leave.",
            locked, "floor high"),) if len(locked) > 1 else (),
        flags=(RegulatoryFlag("review", "Likely outside the vertical block exemption.",
                              "Regulation (EU) 2022/720", locked),) if locked else (),
        missing=(("tec-no-escrow", "No escrow of source code or weights was found."),),
        key_dates=("Notice of non-renewal is due 120 days before the term ends.",),
        exposure=("EUR 4,800,000 fixed over four years, assuming no indexation.",),
        unresolved=("Schedule 7 (Service Levels) is referred to but not in the file.",),
        open_questions=("When does the Go-Live Date fall?",),
    )  # fmt: skip


def _answer(question: str, families: tuple[str, ...], reported: list[Finding]) -> Answer:
    found = sorted((f for f in reported if f.family in families), key=lambda f: -f.band.order)
    reasons = tuple(f"{f.title} (clause {f.clause or 'none'})." for f in found[:2])
    return Answer(question, found[0].band if found else None, reasons, tuple(f.id for f in found))


def portfolio(documents: tuple[DocumentAudit, ...]) -> Portfolio:
    """The summary in the shape the judge gives."""
    families: dict[str, Counter[str]] = {}
    bands: Counter[str] = Counter()
    for audit in documents:
        if audit.rating is None:
            continue
        bands[audit.rating.band.value if audit.rating.band else "none"] += 1
        for found in audit.findings:
            if found.kind == "risk" and found.reported and found.status == "open":
                families.setdefault(found.family, Counter())[found.band.value] += 1

    def badness(audit: DocumentAudit) -> tuple[int, str]:
        band = audit.rating.band if audit.rating else None
        return (-band.order if band else 1), audit.path

    return Portfolio(
        statuses=Counter(audit.status.value for audit in documents), bands=bands,
        families=families, worst=tuple(a.path for a in sorted(documents, key=badness)),
        notes=("Two contracts promise the same category to different suppliers: "
               "“000 Northwind Hosting Agreement.pdf” and “006 Northwind Hosting Agreement.pdf”.",),
    )  # fmt: skip


def documents(count: int = 30, *, findings: int = 8) -> Iterator[DocumentAudit]:
    """``count`` documents: some clean, some unread, some in part, one that is itself markup."""
    for index in range(count):
        if index % 10 == 7:
            yield document(
                index, findings=findings, status=Status.PARTIAL,
                reasons=("no-text-layer: pages 4 to 9 are pictures without text; run OCR "
                         "on the file or install the ocr extra",),
            )  # fmt: skip
        elif index % 10 == 8:
            yield document(
                index,
                status=Status.FAILED if index % 20 == 8 else Status.SKIPPED,
                reasons=("encrypted: the file needs a password; give it with --password-file",),
            )
        else:
            yield document(index, findings=0 if index % 11 == 4 else findings)
