"""Words of English contracts, to find the boundaries of words that lost their spaces.

Written for this project. Base forms only: regular inflections are made in ``costs``. A cost
is roughly the negative logarithm of how often a word is met in contracts, by three classes.
"""

from __future__ import annotations

_FUNCTION = """
a about above after against all also although an and any are as at be because been before being
below between both but by can cannot could did do does down during each either else even every
except few for from further given had has have having he her here him his how however i if in
including instead into is it its itself least less like many may me might more most must my near
neither no nor not nothing now of off on once one only or other others otherwise our ours out over
own per perhaps same shall she should since so some such than that the their theirs them themselves
then there these they this those though through thus to together too toward towards two under
unless until up upon us use used very via was we were what whatever when where whereas whether
which while who whom whose why will with within without would yes yet you your yours yourself
whichever whenever wherever therefore thereof therein thereto thereby thereunder thereafter
therefrom hereof herein hereto hereby hereunder hereafter herewith hereinafter notwithstanding
foregoing hence nevertheless furthermore moreover provided regardless respectively whatsoever
wherein whereby whereupon anyone anything anyway someone something everyone everything nobody none
another three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
sixty ninety hundred thousand million first second third fourth fifth last next previous prior
subsequent
"""

_COMMON = """
accept acceptable acceptance access accord accordance accordingly account accrue accurate achieve
acknowledge acquire acquisition act action activity actual add addition additional address adequate
adjust administer administrator advance advertise advice advise affect affiliate agency agent agree
agreement allege allow alter alternative amend amendment amount annual annually applicable
application apply appoint appropriate approval approve arbitration arbitrator area arise arrange
article assert assess asset assign assignment assist assistance associate assume assurance attach
attempt attorney attribute audit authority authorize authorization automatic automatically
availability available avoid award bank bankruptcy base basis become begin behalf believe belong
benefit best beta bill bind binding board body bond book brand breach bring broker budget build
business buyer calculate calendar call cancel cancellation capability capacity capital capitalize
care carry case cash category cause cease certain certificate certify change charge check choose
circumstance claim class clause clear clearly click close code collect collection combine commence
commercial commercially commission commit commitment committee common communicate communication
company compare compensate compensation compete competent competitive competitor complaint complete
completion compliance comply component computer concern condition conduct confidential
confidentiality confirm conflict connect connection consent consequence consequential consider
consideration consist consistent constitute construct construe consult consultant consumer contact
contain content continue contract contractor contribute control convenience convention copy
copyright corporate corporation correct correction correspond cost counsel count counterpart
country course court cover create credential credit cure currency current currently custom customer
damage data database date day deal debt decide decision declare decline decrease deem default
defect defend defense define definition degree delay delete deliver delivery demand deny department
deposit derive describe description design designate detail determine develop developer development
device differ difference different direct directly director disable disclaim disclaimer disclose
disclosure discontinue discount discretion display dispose dispute distribute distribution
distributor division document documentation dollar draft due duly duration duty earn early effect
effective effectively effort elect election electronic electronically element eligible email employ
employee employer employment enable encrypt end endeavor enforce enforceable engage engineer
enhance enhancement ensure enter enterprise entire entirely entitle entity environment equal
equipment equitable equity error escrow essential establish estimate evaluate evaluation event
evidence exceed excess exchange exclude exclusion exclusive exclusively execute execution exercise
exhibit exist expense experience expert expiration expire explicit export express expressly extend
extension extent external facilitate facility fact fail failure fair faith fault favor feature
federal fee file final finance financial find fitness fix follow force foreign form former forth
forward fraud fraudulent free freely frequency full fully function functionality fund future gain
general generally generate good goods govern governing government governmental grant gross group
guarantee guaranty guide guideline hand handle harm harmless hazard head health hire hold holder
host hosting hour identify identity immediate immediately impair implement implementation implied
imply import impose improve improvement incident incidental include incorporate increase incur
indemnify indemnification indemnity independent independently index indicate indirect indirectly
individual industry inform information infringe infringement initial initially initiate injunction
injunctive injury insolvency inspect inspection install installation institution instruct
instruction instrument insurance insure integrate intellectual intend intent interest interfere
interim internal international internet interpret interpretation interrupt interruption invalid
invention inventory invest investment invoice involve issue item joint jointly judgment
jurisdiction jury keep key know knowledge known label labor lack language late later law lawful
lawfully lawsuit lead lease leave legal legally legislation lend lender letter level liability
liable license licensee licensor lien limit limitation limited line link liquidate list litigation
loan local location lock long loss lost made mail maintain maintenance make malicious manage
management manager mandatory manner manual manufacture manufacturer mark market marketing master
material materially matter maximum mean measure mechanism mediation medium meet member merchandise
merchantability merge merger message method metric milestone minimum minor misuse mitigate model
modify modification moment money monitor month monthly move multiple mutual mutually name national
nature necessary need negligence negligent negotiate net network new noncompetition nominal notice
notification notify number obey object objection obligate obligation observe obtain occur offer
office officer official online open operate operation operational opinion opportunity option
optional oral order ordinary organization origin original outage outside outstanding overdue owe
owner ownership package page paper parent part partial participate particular partner partnership
party passport password past patent pay payable payment penalty pending percent percentage perform
performance period permanent permission permit person personal personnel physical pilot place plan
platform point policy portion possess possession possible post potential power practice precede
prefer preferred premises prepare presence present preserve prevail prevent price pricing primary
principal print privacy private privilege procedure proceed proceeding process processing processor
procure produce product production professional profit program prohibit project promise promote
promotion prompt promptly proper properly property propose proposal proprietary protect protection
prove provide provider provision public publication publicly publish purchase purchaser purport
purpose pursuant pursue put qualify quality quantity quarter quarterly question quote raise range
rate reach read ready real reason reasonable reasonably receipt receive recipient recital recognize
recommend record recover redistribute reduce reduction refer reference refrain refund refuse regard
region register registration regular regulation regulatory reimburse reject relate relation
relationship release relevant reliance relief rely remain remainder remedy remote remove render
renew renewal rent reorganization repair repeat replace replacement report represent representation
representative reproduce reputation request require requirement resale resell reseller reserve
reside resolution resolve resource respect respond response responsibility responsible restrict
restriction result resume retail retain retention retroactive return revenue reverse review revise
revision revoke right risk role royalty rule run safe safeguard safety sale satisfaction
satisfactory satisfy scale schedule scope seat secret section secure security seek segment select
sell seller send senior sensitive separate separately serve server service session set settle
settlement several severable share shareholder ship shipment short sign signature signatory
significant similar simultaneous single site sixty software sole solely solicit solution source
space special specific specifically specification specify staff standard start state statement
statute statutory step stock stop storage store strict structure subcontract subcontractor subject
sublicense submit subscribe subscriber subscription subsidiary substance substantial substantially
substitute succeed success successor sue suffer sufficient suggest suit suitable sum summary
supersede supplement supplier supply support surcharge survive suspend suspension system table take
tangible target tax team technical technology temporary tender term terminate termination territory
terrorism test text thing threat threaten time timely title tool total trade trademark train
training transact transaction transfer transition transmission transmit transport treat treatment
trial true trust try type unauthorized unavailable understand undertake undertaking unenforceable
uniform unit unlawful unlimited unreasonable unreasonably unrelated unsolicited update upgrade
usage user valid validity value various vary vendor venture verify version view violate violation
virus visit void volume voluntary voting wage waive waiver want warehouse warrant warranty waste
way web website week weekly wholly willful wire withdraw withhold work worker workplace world
worldwide write writing written year accountant accuracy affidavit aggregate airline america
american animal apparatus appeal appendix approximately archive assembly attachment attention
australia authentication backup balance bandwidth banner batch bear bid binder biological block
bonus border box branch britain british browser buy calculation california campaign canada
candidate carrier center central chair chairman chapter chemical chief child china circuit citizen
city civil cloud coexist colleague color column combination comment commodity communications
community compile compliant comprehensive compromise confer configuration configure conform
conformance conformity consecutive consolidate constant constituent construction contemplate
context contingent contractual contrary convert cooperate cooperation coordinate core cookie
corrupt council county coverage criminal criteria critical damages daily dealer decree dedicate
deduct deduction deficiency delaware delegate deliverable denial depend dependent depict deploy
deployment destroy destruction detect detrimental diligence diligent disaster disassemble discovery
discriminate disk dismiss dissolution dissolve distinct district download drive drug earthquake
economic edition education eighteen embargo embed emergency encourage encumbrance encryption
engagement england enjoin entertainment equivalent europe european evolve exact examine example
exception excuse exempt existence expand expect explain exploit exposure facsimile factor factory
false family fashion fiduciary field figure filing fire firm firmware fiscal flood floor flow food
forecast forfeit formal format found foundation framework franchise fraction frequent fulfill
fundamental furnish gas generic geographic germany gift global goodwill grade graphic ground guest
habit half hardware headquarters heading heir hereinabove high higher highest hospital hotel human
identical identification idea illegal image impact impossible impracticable inaccurate inadvertent
incentive income incomplete inconsistent inconsistency indebtedness infrastructure inherent injure
innovation inquiry insert insofar intangible integration integrity interact interface intermediary
interoperate introduce inure ireland island japan job journal judicial kind land largest latter
launch lawyer learn length library life liquidation literary lower machine magnetic main major
malfunction malware mask massachusetts mathematical media medical meeting memorandum mention menu
mine mobile mode module monetary mortgage motion music naked negative nevada nominate nondisclosure
nonexclusive nontransferable normal north novation obvious occasion omission omit onsite opposite
optimize organize outcome outline output oversight parallel parameter paragraph patch path patient
payroll peak pecuniary penetration pension perpetual petition phone photograph phrase picture
placement pool port portable position positive postage prejudice preliminary premise premium
prescribe press prevailing proceeds proof prospect prospective province publicity punitive
quotation random reader reasonableness receiver recent reconcile recourse recurring redeem
regularly reinstate remit repayment replicate repository reproduction republic repurchase resident
resign restore restructure retrieve reveal revert rights route salary sample sanction satellite
save scan scenario school scientific screen search season secretary sector securities self
semiannual sentence sequence series setoff severally severe severability signal silence size skill
social society south speech speed spirit sponsor spread stage stand station status stay strategic
strategy stream street strike student study style submission subset substantive subsequently
superior supervise supervision surety surrender surveillance survival suspect switch synchronize
tariff task technique telecommunication telephone television template tenant terminology texas
theft theory thirty tort tower town track tradename traffic translate travel treaty trend trigger
trustee turn turnover ultimate unaffected unconditional underlie underlying unfair union unique
united unity university unsuccessful unused upload upstream uptime utility utilize vacation
valuable variation vehicle venue verbal verification vest vice video virtue visible vision
vulnerability accessible addendum addenda borne bound came marketplace offline benchmark preview
portal designation identifiable distinguish redact horse effectuate collective collectively
aforesaid abide accelerate acknowledgment advisor ancillary annex arms assignee assignor
attributable audience auditor authorised behaviour bylaws cardholder centre citizenship clarify
colour commencement commencing committed conclude concurrently conveyance cumulative dated debtor
defence desire disbursement domain drawing duplicate emissions endorse endorsement estoppel
exclusivity favour forbear forum fulfil governs grantor grantee herself himself honour household
implicit indenture initials insolvent interpretive itemize landlord leasehold legislature licence
liquidated logo mediator minority majority mortgagee mutatis mutandis nonpayment obligor occupancy
offset organisation outright overhead payee pledge postpone precondition pro programme promptness
proportion proportionate prorate rata rateable realize rebate rescind residual rider sales
satisfied shareholders solvent sought spouse stamp stipulate strictly subparagraph subrogation
subsection sufficiency taken taking theirs trustees undersigned unexpired unimpaired unpaid
variance waived welfare wait war warning water weapon wholesale wide widely willing window wish
witness woman word worth wrong york zone
"""

_SHORT_ENOUGH = 3
_LONG_ENOUGH = 5


def costs() -> dict[str, float]:
    """Every known word with its cost; smaller is more usual."""
    found: dict[str, float] = {}
    for word in _COMMON.split():
        for form in _inflections(word):
            found.setdefault(form, 9.0)
        for form in _derivations(word):
            found.setdefault(form, 13.0)
        found[word] = 8.0
    for word in _FUNCTION.split():
        found[word] = 5.5
    for word in ("the", "of", "and", "to", "or", "in", "any", "a", "by", "for", "shall", "is"):
        found[word] = 3.5
    return found


def _inflections(word: str) -> tuple[str, ...]:
    """Regular forms of a verb or noun; what is not a word is never met and does no harm."""
    if len(word) < _SHORT_ENOUGH:
        return ()
    stem = word[:-1] if word.endswith("e") else word
    if word.endswith("y") and word[-2] not in "aeiou":
        plural, past = f"{word[:-1]}ies", f"{word[:-1]}ied"
    else:
        hissing = word.endswith(("s", "x", "ch", "sh", "z"))
        plural, past = f"{word}{'es' if hissing else 's'}", f"{stem}ed"
    forms = [plural, past, f"{stem}ing", f"{word}ly"]
    if word[-1] in "bdglmnprt" and word[-2] in "aeiou":
        forms += [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"]
    return tuple(forms)


def _derivations(word: str) -> tuple[str, ...]:
    """Words that may be made from a word of five letters or more."""
    if len(word) < _LONG_ENOUGH:
        return ()
    stem = word[:-1] if word.endswith("e") else word
    tails = ("er", "ers", "able", "ability", "ion", "ions", "ive", "ively", "ings")
    heads = ("re", "un", "non", "in", "sub", "pre", "mis", "over", "co", "inter")
    return (
        *(stem + tail for tail in tails),
        *(word + tail for tail in ("ment", "ments", "ship", "ships", "ness", "al", "less")),
        *(head + word for head in heads),
        *(f"{head}{stem}ed" for head in heads),
    )
