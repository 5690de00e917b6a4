"""English inflection for ``~word`` in patterns: regular endings and the irregulars of contracts."""

from __future__ import annotations

_IRREGULAR = {
    "buy": "buy buys bought buying", "sell": "sell sells sold selling",
    "give": "give gives gave given giving", "take": "take takes took taken taking",
    "get": "get gets got gotten getting", "make": "make makes made making",
    "find": "find finds found finding", "seek": "seek seeks sought seeking",
    "hold": "hold holds held holding", "keep": "keep keeps kept keeping",
    "leave": "leave leaves left leaving", "lose": "lose loses lost losing",
    "pay": "pay pays paid paying", "run": "run runs ran running",
    "send": "send sends sent sending", "set": "set sets setting", "put": "put puts putting",
    "let": "let lets letting", "cut": "cut cuts cutting", "shut": "shut shuts shutting",
    "bind": "bind binds bound binding", "withhold": "withhold withholds withheld withholding",
    "withdraw": "withdraw withdraws withdrew withdrawn withdrawing",
    "choose": "choose chooses chose chosen choosing", "go": "go goes went gone going",
    "become": "become becomes became becoming", "begin": "begin begins began begun beginning",
    "bring": "bring brings brought bringing", "offset": "offset offsets offsetting",
    "bid": "bid bids bidding", "lend": "lend lends lent lending",
    "spend": "spend spends spent spending",
    "build": "build builds built building", "win": "win wins won winning",
    "meet": "meet meets met meeting", "undergo": "undergo undergoes underwent undergone undergoing",
    "undertake": "undertake undertakes undertook undertaken undertaking",
    "teach": "teach teaches taught teaching", "think": "think thinks thought thinking",
    "understand": "understand understands understood understanding",
    "write": "write writes wrote written writing",
    "draw": "draw draws drew drawn drawing", "grow": "grow grows grew grown growing",
    "know": "know knows knew known knowing", "show": "show shows showed shown showing",
    "do": "do does did done doing", "have": "have has had having",
    "be": "be is are was were been being",
    "say": "say says said saying", "see": "see sees saw seen seeing", "use": "use uses used using",
    "party": "party parties", "person": "person persons people", "child": "child children",
    "forgo": "forgo forgoes forwent forgone forgoing", "rise": "rise rises rose risen rising",
    "fall": "fall falls fell fallen falling", "lay": "lay lays laid laying",
    "lead": "lead leads led leading", "stand": "stand stands stood standing",
    "outbid": "outbid outbids outbidding", "beat": "beat beats beaten beating",
    "forbid": "forbid forbids forbade forbidden forbidding",
    "speak": "speak speaks spoke spoken speaking",
    "tell": "tell tells told telling", "steer": "steer steers steered steering",
}  # fmt: skip
_DOUBLES = frozenset(
    "transfer refer defer occur permit commit submit admit omit remit plan ship stop drop program "
    "cap map tap ban prefer confer incur compel control cancel label model travel level swap opt "
    "rebut equip allot patrol expel propel begin step trim strip scrap".split()
)


def inflections(word: str) -> tuple[str, ...]:
    """All forms of a verb or noun: "purchase" → purchase, purchases, purchased, purchasing."""
    if word in _IRREGULAR:
        return tuple(_IRREGULAR[word].split())
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        stem = word[:-1]
        return (word, stem + "ies", stem + "ied", word + "ing")
    if word.endswith("e"):
        if word.endswith(("ee", "oe", "ye")):
            return (word, word + "s", word + "d", word + "ing")
        if word.endswith("ie"):
            return (word, word + "s", word + "d", word[:-2] + "ying")
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word, word + "es", word + "ed", word + "ing")
    if word in _DOUBLES:
        last = word[-1]
        forms = (word, word + "s", word + last + "ed", word + last + "ing")
        # cancel, label, model, travel: American single l; the reader folds only some of them.
        return (*forms, word + "ed", word + "ing") if word.endswith("el") else forms
    return (word, word + "s", word + "ed", word + "ing")
