"""What only shows when contracts are read side by side (brief 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from auditor.judge.contracts import ContractFacts, Restraint, normal_name
from auditor.judge.dates import written
from auditor.judge.phrases import count, listed, money

_MOST = 20  # notes of one kind; the rest is counted
_NAMED = 5  # contracts named in one note
_WINDOWS = (30, 60, 90, 180)


def notes(
    contracts: Sequence[ContractFacts],
    unread: Sequence[str],
    statuses: Mapping[str, int],
    today: date | None,
) -> tuple[str, ...]:
    """Conflicts, most-favoured chains, concentration, calendar, exposure, coverage."""
    return (
        *_capped(_conflicts(contracts), "possible conflict"),
        *_capped(_chains(contracts), "most-favoured promise"),
        *_capped(_concentration(contracts), "concentration"),
        *_capped(_calendar(contracts, today), "date"),
        *_exposure(contracts),
        *_coverage(unread, statuses),
    )


def _capped(found: Iterable[str], noun: str) -> Iterator[str]:
    listing = list(dict.fromkeys(found))
    yield from listing[:_MOST]
    if len(listing) > _MOST:
        yield f"{count(len(listing) - _MOST, f'further {noun}')} of this kind."


def _at(path: str, restraint: Restraint) -> str:
    return f"{path} ({restraint.place})" if restraint.place else path


def _conflicts(contracts: Sequence[ContractFacts]) -> Iterator[str]:
    """Exclusivities of one customer towards several vendors, or a ban on a vendor we have.

    Whether categories, territories and times overlap needs a reader, unless the contracts
    name the same category.
    """
    by_vendor: dict[str, list[ContractFacts]] = {}
    for contract in contracts:
        for key, _ in contract.vendors:
            by_vendor.setdefault(key, []).append(contract)
    exclusive = [c for c in contracts if c.exclusive and c.vendors]
    for contract in exclusive:
        for restraint in contract.exclusive:
            for rival in restraint.rivals:
                for other in by_vendor.get(normal_name(rival), ()):
                    if other is not contract:
                        yield (
                            f"Conflict: {_at(contract.path, restraint)} forbids dealing with "
                            f"{rival}, and {other.path} is a contract with {rival}."
                        )
    for customer, tied in _by_customer(exclusive).items():
        if len({key for contract in tied for key, _ in contract.vendors[:1]}) < 2:
            continue
        where = listed(_shortened([_tie(c) for c in tied]))
        whom = f"{customer} ({count(len(tied), 'contract')})" if customer else "the customer"
        yield f"Possible conflict, read together: each ties {whom} to one supplier: {where}."
        yield from _same_category(tied)


def _by_customer(contracts: Iterable[ContractFacts]) -> dict[str, list[ContractFacts]]:
    """Contracts by the customer's name; those that name none are taken together."""
    found: dict[str, tuple[str, list[ContractFacts]]] = {}
    for contract in contracts:
        for key, name in contract.customers or (("", ""),):
            found.setdefault(key, (name, []))[1].append(contract)
    return dict(found.values())


def _same_category(tied: Iterable[ContractFacts]) -> Iterator[str]:
    categories: dict[str, list[ContractFacts]] = {}
    for contract in tied:
        category = contract.exclusive[0].category.lower()
        if category:
            categories.setdefault(category, []).append(contract)
    for category, same in categories.items():
        if len({c.vendors[0][0] for c in same}) > 1:
            where = listed(_shortened([_tie(c) for c in same]))
            yield f"Likely conflict: each is exclusive for {category}: {where}."


def _tie(contract: ContractFacts) -> str:
    return f"{_at(contract.path, contract.exclusive[0])} to {contract.vendors[0][1]}".rstrip(".")


def _chains(contracts: Sequence[ContractFacts]) -> Iterator[str]:
    """A most-favoured promise, and the vendor's other contracts that may trigger it."""
    by_vendor = _by_vendor(contracts)
    for contract in contracts:
        for restraint in contract.most_favoured:
            others = {
                other.path
                for key, _ in contract.vendors
                for other in by_vendor[key][1]
                if other is not contract
            }
            if others:
                yield (
                    f"Most-favoured chain: {contract.vendors[0][1]} promises its best terms in "
                    f"{_at(contract.path, restraint)}; better terms in {_paths(sorted(others))} "
                    "may have to be passed on."
                )


def _by_vendor(
    contracts: Iterable[ContractFacts],
) -> dict[str, tuple[str, list[ContractFacts]]]:
    found: dict[str, tuple[str, list[ContractFacts]]] = {}
    for contract in contracts:
        for key, name in contract.vendors:
            found.setdefault(key, (name, []))[1].append(contract)
    return found


def _concentration(contracts: Iterable[ContractFacts]) -> Iterator[str]:
    grouped = [entry for entry in _by_vendor(contracts).values() if len(entry[1]) > 1]
    for name, group in sorted(grouped, key=lambda entry: (-len(entry[1]), entry[0])):
        sums = _sum(group)
        spend = f", with {_shown(sums)} committed" if sums else ""
        unknown = sum(c.unknown_sums for c in group)
        rest = f" ({count(unknown, 'commitment')} without a computable sum)" if unknown else ""
        yield (
            f"Concentration: {count(len(group), 'contract')} with {name}{spend}{rest}: "
            f"{_paths([c.path for c in group])}."
        )


def _calendar(contracts: Iterable[ContractFacts], today: date | None) -> Iterator[str]:
    dated = sorted(
        (day, opens or day, text, contract.path)
        for contract in contracts
        for day, opens, text in contract.dates
    )
    for day, opens, text, path in dated:
        if today is None:
            yield f"Calendar: {path}: {text}"
            continue
        if day < today:
            yield f"Calendar: {path}: {text} This day has passed."
            continue
        left = (max(opens, today) - today).days if opens != day else (day - today).days
        window = next((w for w in _WINDOWS if left <= w), None)
        if window is not None:
            yield f"Calendar: within {window} days of {written(today)}: {path}: {text}"


def _exposure(contracts: Sequence[ContractFacts]) -> Iterator[str]:
    sums = _sum(contracts)
    unknown = [c.path for c in contracts if c.unknown_sums]
    if not sums and not unknown:
        return
    if not sums:
        yield f"Exposure: commitments without a computable sum in {_paths(unknown)}."
        return
    rest = f"; not counted, because no sum could be computed: {_paths(unknown)}" if unknown else ""
    yield f"Exposure: {_shown(sums)} in fixed commitments{rest}."


def _sum(contracts: Iterable[ContractFacts]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for contract in contracts:
        for currency, amount in contract.sums:
            sums[currency] = sums.get(currency, 0.0) + amount
    return sums


def _shown(sums: Mapping[str, float]) -> str:
    return listed([money(amount, currency) for currency, amount in sorted(sums.items())])


def _coverage(unread: Sequence[str], statuses: Mapping[str, int]) -> Iterator[str]:
    total = sum(number for status, number in statuses.items() if status != "scanned")
    if total:
        verb = "was" if total == 1 else "were"
        yield (
            f"Coverage: {count(total, 'document')} {verb} not read, or not wholly: "
            f"{_paths(unread, total)}."
        )


def _paths(paths: Sequence[str], total: int = 0) -> str:
    return listed(_shortened(paths, total))


def _shortened(items: Sequence[str], total: int = 0) -> list[str]:
    more = max(total, len(items)) - _NAMED
    return [*items[:_NAMED], *([f"{more:,} more"] if more > 0 else [])]
