# ruff: noqa: E501 (patterns are read whole)
"""Yes-or-no values and values from a short list, told by set words.

Each name has (value, pattern) pairs; the first that matches gives the value, its words the span.
In a pattern a space stands for any white space and ``...`` for up to 60 characters of the same
sentence. A name whose patterns do not match is left out: silence says neither yes nor no.
"""

from __future__ import annotations

import re
from functools import cache

from auditor.engine.parameters.shares import Found

_AFF = (
    r"(?:affiliates?|group compan(?:y|ies)|subsidiar(?:y|ies)|group members?|members? of its group)"
)
_END = r"(?:terminat\w+|expir\w+|end\w*|cancel\w*|leav\w*|exit)"
_LAW = r"(?:law|statute|legislation|section \d+\w*[^.;]{0,60} act|directive)"

_FLAGS: dict[str, tuple[tuple[object, str], ...]] = {
    "absolute": ((True, r"for any purpose what\w+|for whatever reason|to whatsoever end|under any circumstances|regardless of any right|in no event|whether or not permitted"),),
    "acceleration": ((True, r"(?:become|fall|shall be|are|is)( all)? (?:immediately )?due and payable|become payable at once|accelerat\w+|immediately (?:become )?payable"),),
    "affiliates_bound": ((True, rf"(?:and|or|nor|of|through)(?: any of)? (?:its|their|your|his|our) {_AFF}\b(?!,? (?:shall|will|may|to) be (?:the|an?|party [ab]'s|our) (?:sole|exclusive|only|preferred))|(?:procure|cause|ensure|see)(?: that)? (?:each|its|any|all|every)[^.;]{{0,40}}{_AFF}|through (?:a|any) {_AFF}|directly or indirectly through|and {_AFF} shall|each member of the group|the group shall"),),
    "affiliates_carveout": ((True, rf"(?:except|other than|save|provided|may(?! not| be\b)|without consent)\b(?![^.;]{{0,60}}guarant) ... {_AFF}"),),
    "anonymisation": ((False, r"(?:not|without) (?:be )?(?:anonymi[sz]\w+|de-?identif\w+)"), (True, r"anonymi[sz]\w+|de-?identified|pseudonymi[sz]\w+"),),
    "assignment": ((True, r"(?:hereby |irrevocably |does |do )+assigns?\b(?! to (?:you|the customer|customer|licensee|the licensee))|(?:shall|will|must|agrees? to|undertakes? to) (?:hereby |promptly )?assign\b|(?:shall )?belongs? to|become ours|(?:is|are|be) (?:hereby )?assigned|shall be owned by|owns? all right|all right, title"),),
    "assessment": ((True, r"transfer impact assessment|transfer assessment|\btia\b|documented assessment"),),
    "audit": ((True, r"\baudit\w*|inspect\w*|independent accountant|verif(?:y|ied)"),),
    "audit_right": ((True, r"may ... audit|right to audit|entitled to audit|independent (?:audit|verification)"),),
    "auto_extension": ((True, r"automatically (?:be )?(?:extend|renew|continue)\w*|shall (?:be )?extended? automatically"),),
    "automatic": ((True, r"automatic\w*|ipso facto|of (?:their|its) own force|without (?:any )?further (?:action|act|notice|formality)|forthwith|the same day|at once|shall be deemed amended|immediately (?:cease|terminate|end)"),),
    "burst_dr_carveout": ((False, r"(?:disaster recovery|standby|backup|failover|burst\w*)[^.;]{0,30}included|including ... disaster recovery|whether for primary"), (True, r"(?:except|other than|save)[^.;]{0,60}(?:burst|disaster recovery|backup|failover|overflow)"),),
    "byol_right": ((True, r"bring(?:s|ing)? (?:its|your|their) own licen[cs]es?|\bbyol\b"),),
    "capacity_condition": ((True, r"(?:provided|so long as|to the extent|subject to|if) ... (?:capacity|available)"),),
    "certificate": ((True, r"certif(?:y|ies|icate|ication|ied)(?: of| the| such| in)?[^.;]{0,40}(?:delet|destr|eras)|certificate of (?:deletion|destruction)|certify ... (?:deletion|destruction)"),),
    "challenge_duty": ((True, r"(?:shall|will|must) (?:\w+ ){0,8}?(?:challenge|contest|object to|seek to narrow)"),),
    "cherry_picking": ((True, r"any one or more of (?:such|those) terms|without (?:accepting|taking) (?:the )?(?:other|less)|elect (?:any|which) of"),),
    "clawback": ((True, r"claw-?back|(?:shall|must|will|become)? ?(?:be )?(?:repaid|repayable|paid back|charged back|taken back|refunded to (?:the )?(?:supplier|vendor|provider|company|manufacturer|us)\b|recaptured|recouped)|(?:shall|must|will) (?:re-?pay|refund|reimburse|return)[^.;]{0,40}(?:discount|rebate|credit|incentive)s?|list prices? appl\w+ from the start"),),
    "competitor_exclusion": ((True, r"(?:not|other than|except)[^.;]{0,40}(?:to )?(?:a|any) (?:direct )?competitor"),),
    "competitor_only": ((True, r"if (?:a|any|the) (?:\w+ )?competitor|(?:acquired by|control of|merges? with|sold to)[^.;]{0,30}(?:a|any) (?:\w+ ){0,2}(?:competitor|designer|operator)|becomes? (?:a )?(?:an affiliate of )?(?:a )?competitor"),),
    "conflict_of_interest": ((True, r"whether or not ... (?:interest|benefit)|notwithstanding any (?:conflict|interest)|conflict of interest"),),
    "consequence": (("termination", r"(?:may|shall|entitled to|right to)\b(?! not)[^.;]{0,60}\b(?:terminate|cancel)\b(?! the employ)|(?:may|entitled to|right to)\b(?! not)[^.;]{0,20}\bend\b[^.;]{0,20}\b(?:agreement|membership|licen[cs]e|contract)|(?:agreement|licen[cs]e)[^.;]{0,20}\b(?:terminates?|ends) (?:automatically|forthwith|at once|immediately)"),),
    "cost_allocation": ((True, r"at (?:its|their|the)[^.;]{0,20} (?:own )?(?:cost|expense)|(?:bear|pay|reimburse)\w* (?:the |all )?(?:reasonable )?(?:costs?|expenses?|fees) of (?:the|such|any) (?:audit|examination|inspection)"),),
    "credit_conversion": ((True, r"(?:convert|credit)\w* (?:\w+ ){0,6}(?:shortfall|toward|against|future)|shortfall ... (?:credited|credit toward)"),),
    "cross_default": ((True, r"cross-?default|default (?:under|of) ... shall (?:be|constitute) (?:a )?default under|neither is bound ... if the other"),),
    "cross_termination": ((True, r"(?:all|any|each|every) other (?:agreement|order)s? (?:between|shall|will)|terminat\w* ... (?:all|any) other agreements?"),),
    "customer_selectable": ((True, r"(?:selected|chosen|specified|designated|elected) by (?:the )?(?:customer|you|client)|(?:customer|you) (?:may |can )?(?:select|choose)s?"),),
    "decline_schedule": ((True, r"(?:reduced|reduces|declin\w+|decreas\w+)(?: by)? ... (?:each|every|per|for) ... (?:month|year)|sliding scale|declin\w+ (?:balance|schedule)|less one[- ]\w+ for each"),),
    "deidentified": ((False, r"(?:not|without) (?:be )?(?:anonymi[sz]\w+|de-?identif\w+)"), (True, r"anonymi[sz]ed|de-?identified|(?:do|does) not identify|aggregated"),),
    "deletion_on_exit": ((True, r"(?:delet|destroy|eras)\w*[^.;]{0,60}(?:on|upon|after|at|following)[^.;]{0,30}" + _END),),
    "delivery_on_exit": ((False, r"stays? with us|(?:is|are|remains?|be) the property of|(?:not|no) (?:be )?(?:deliver|return|transfer|export)\w*|shall belong to"), (True, r"(?:deliver|hand over|return|transfer)\w* ... (?:weights|model|checkpoint|adapter)"),),
    "disclosure_of_third_party_terms": ((True, r"(?:copy of (?:the|such) (?:offer|proposal|terms)|give[^.;]{0,30} a copy|(?:disclos|submit|notif|inform|deliver|furnish|communicat)\w*[^.;]{0,40}(?:terms|offer|price))"),),
    "discretion": ((True, r"(?:sole|absolute|own) discretion|as (?:it|we|supplier|provider) (?:thinks?|sees?) fit"),),
    "duration": (("perpetual", r"perpetual\w*|in perpetuity|for ever|forever|indefinite\w*|without limit of time"), ("term", r"(?:during|for) the (?:term|subscription term)"),),
    "duration_in_term": ((True, r"(?:(?:during|for the duration of|throughout|within) (?:the |this |its |any )?(?:entire )?(?:\w+ ){0,2}(?:term|agreement|period)\b|for (?:the |its )(?:entire )?(?:\w+ )?term\b|while (?:this |the |any )?(?:agreement|subscription)|while in the programme|while you're in|so long as this agreement)"),),
    "evaluation_carveout": ((True, r"(?:except|other than|may|save)[^.;]{0,60}(?:evaluat|benchmark|test)\w*"),),
    "exclusive": ((False, r"non-?exclusive|not exclusive"), (True, r"exclusiv\w+|alone\b|with no other|solely with|no one else"),),
    "exclusivity": ((True, r"exclusiv\w+|only (?:on|with|from)|nowhere else"),),
    "exclusivity_during_window": ((True, r"exclusiv\w+ (?:use|access|period|basis|right|window)|before (?:any|all) other|be the first to"),),
    "exclusivity_release": ((True, r"(?:released? from|exclusivity ... (?:ceases?|not apply|suspend\w+|laps\w+))|may (?:buy|source|obtain|purchase)[^.;]{0,40}elsewhere"),),
    "existing_versions_survive": ((True, r"(?:existing|earlier|prior|then-current|already delivered)[^.;]{0,40}(?:versions?|models?)[^.;]{0,60}(?:survive|continue|remain|retain|keep)"),),
    "exit_on_objection": ((True, r"object\w*[^.;]{0,120}(?:may |right to |entitled to )?(?:terminate|cancel|leave)"),),
    "exit_plan": ((True, r"\bexit (?:management )?plan|transition plan|migration plan"),),
    "export_right": ((False, r"no (?:facility|tool|right|means)[^.;]{0,40}(?:export|extract\w*|retriev\w*)|(?:not|cannot|no duty|no obligation)[^.;]{0,60}(?:export|extract|bulk|return (?:of )?(?:the |any |all |customer |your )*(?:data|content|records|files))|(?:cannot|can't|may not|can not) (?:be )?(?:export|extract|retriev|download)\w*"), (True, r"(?:may|can|right to|entitled to)\b(?! not)[^.;]{0,30}\b(?:export|extract|retrieve|download)")),
    "fee_abatement": ((False, r"fees? (?:are|is|shall) not (?:be )?(?:reduced|abated?|refunded|credited)|no (?:abatement|reduction|credit)|without (?:any )?(?:reduction|abatement)"), (True, r"fees? (?:shall |will )?(?:abate|be (?:reduced|abated|credited))|abatement of"),),
    "fee_treatment": (("continue", r"(?:remain|stay|continue)\w*(?: to be)? (?:responsible|liable|obligated|payable|due|to (?:pay|accrue))|(?:fees?|charges|subscriptions?|payments?|rent) (?:shall |will |still |nevertheless |also |otherwise |payable )*(?:continue (?!for)(?:to )?\w|accrue|remain|keep (?:on )?(?:running|accruing)|stay (?:payable|due))|no refund"), ("abate", r"(?:fees?|charges) (?:shall |will )?(?:abate|not accrue|be suspended|not be (?:charged|payable))")),
    "feedback_obligation": ((True, r"(?:shall|will|must) (?:provide|give|report)[^.;]{0,30}feedback"),),
    "fees_during_transition": ((True, r"(?:fees|charges|rates|price)s? ... (?:transition|migration|wind-?down|exit|same)|same (?:terms|fees|prices|rates)"),),
    "fiduciary_out": ((True, r"fiduciary dut(?:y|ies)|superior proposal"),),
    "flow_down": ((True, r"(?:same|equivalent|substantially similar|no less protective|no less onerous) (?:data protection )?(?:obligations|terms|duties)|flow(?:s|ed)?[- ]down"),),
    "forfeiture": ((True, r"forfeit\w*|(?:warrants?|shares|options?) ... (?:lapse|void|cancel)\w*"),),
    "formula_type": (
        ("greater_of", r"(?:greater|higher) of|whichever is (?:the )?(?:greater|higher)|greater amount|the more of"),
        ("lesser_of", r"(?:lesser|lower) of|whichever is (?:the )?(?:lesser|lower|less)"),
        ("list", r"(?:published|then-?current|current|standard|our|its)?[- ]?(?:\w+ )?list price\w*|price list|then[- ](?:current|prevailing|applicable) (?:rates?|pric\w+|fees)|prevailing rates?"),
        ("index_plus", r"(?:index|cpi|rpi)\b[^.;]{0,30}\bplus"),
    ),
    "functional_difference": ((True, r"updates? (?:are|is) not (?:supplied|provided)|support (?:ends|is not)|reduced functionality|(?:not|without) (?:be )?support\w*"),),
    "interest": ((True, r"(?:with|plus|together with|bear\w*) interest"),),
    "interoperability_carveout": ((True, r"(?:except|save|other than|unless|permitted|needed|necessary)[^.;]{0,100}(?:interoperab\w+|connect (?:them|it) to)"),),
    "justification_duty": ((True, r"(?:justif\w+|(?:written )?reasons|explain\w*)[^.;]{0,60}(?:other|another|why|not)|(?:shall|must) (?:give|provide)[^.;]{0,20}reasons|(?:shall|must|will) (?:\w+ ){0,3}(?:state|say|record|explain)\w* why"),),
    "lapse_on_decline": ((True, r"if[^.;]{0,80}(?:declin|not (?:accept|elect|exercise)|fails? to)[^.;]{0,120}(?:free to|at liberty to|may (?:then |thereafter )?(?:sell|accept|proceed|transfer|enter|licen[cs]e|offer|grant|contract|dispose)|(?:right|offer)[^.;]{0,20} laps)"),),
    "law_carveout": ((True, rf"(?:except|save|unless|other than|only)[^.;]{{0,60}}(?:permit\w*|allow\w*|required|gives?|prohibit\w*|compelled|extent)[^.;]{{0,40}}{_LAW}|(?:except|save|unless)[^.;]{{0,60}}{_LAW}[^.;]{{0,40}}(?:permit|allow|require|give)s?|notwithstanding this (?:limitation|restriction)"),),
    "licence_back": ((True, r"licen[cs]es? back|grants? (?:back )?(?:to )?(?:the )?(?:customer|licensee|you|client)[^.;]{0,30}licen[cs]e"),),
    "licensor_own_use": ((False, r"(?:exclusi\w+|excluding)[^.;]{0,40}including (?:the )?licensor|even as to licensor|including (?:the )?licensor itself|to the exclusion of (?:the )?licensor"), (True, r"(?:except|other than|save)[^.;]{0,20}(?:the )?(?:licensor|laboratory|owner)(?: itself)?|(?:licensor|owner)[^.;]{0,20}(?:retains|reserves) the right"),),
    "line_item_pricing": ((True, r"(?:line[- ]item|itemi[sz]ed|separate(?:ly)?) pric\w+|priced separately"),),
    "liquidated_damages": ((True, r"liquidated damages|as (?:agreed )?(?:compensation|damages)[^.;]{0,60}(?:salary|remuneration|compensation)|(?:placement|recruitment|finder'?s) fee"),),
    "mandatory": ((True, r"(?:shall|must|will) (?:be )?(?:use[ds]?|run|compile|operate|executed|deploy\w*)\b(?! (?:all |its |their |every )?(?:commercial\w*|reasonable|best|good|diligent|efforts|endeavours))|required to use|only (?:up)?on|no other (?:runtime|tool|platform)"),),
    "matching_terms": ((True, r"(?:on|upon) (?:the same|those|such|the) terms|(?:match|equal|same) (?:the |such )?terms|no less favou?rable"),),
    "materiality_standard": (("material", r"(?:not|no|never)[^.;]{0,30}material\w*|materially (?:reduce|degrade|diminish|adverse)\w*|material (?:adverse|reduction|degradation|change)"),),
    "mechanism": (("scc", r"standard contractual clauses|\bsccs?\b"), ("adequacy", r"adequacy decision|adequate level"), ("idta", r"\bidta\b|international data transfer"), ("bcr", r"binding corporate rules"), ("dpf", r"data privacy framework|privacy shield")),
    "metering_change": ((True, r"(?:change|alter|revise|redefine|modify)\w*[^.;]{0,60}(?:what counts|number of units|meter\w*|unit of|units? (?:an|of|that)|token (?:count|definition)|measur\w+ (?:of|method))|what counts as a"),),
    "method": (("registered_mail", r"(?:registered|certified|recorded)[ -](?:mail|post|delivery)|registered or certified"), ("portal", r"(?:through|via|in|using) (?:the|our|its) (?:\w+ )?(?:portal|console|account|dashboard|website)"), ("email", r"\be-?mail"), ("writing", r"in writing|written notice|written notification")),
    "methodology_changes": ((True, r"(?:may|can)(?: (?:also|at any time|from time to time))? (?:alter|change|revise|modify|amend|update)"),),
    "migration_support": ((False, r"no (?:duty|obligation)[^.;]{0,40}(?:support|continue|assist|migrat)"), (True, r"(?:assist\w*|help|support)[^.;]{0,40}(?:migrat|transition|transfer)\w*"),),
    "mitigation": ((True, r"mitigat\w+|resold to (?:others|third)"),),
    "monitoring": ((True, r"(?:monitor|report)\w*[^.;]{0,30}(?:resale |retail )?prices?"),),
    "no_hire": ((True, r"\b(?:not|neither|nor|don't|never)\b[^.;]{0,90}\b(?:hire|employ|engage(?! in))\b|even if they (?:come|apply)"),),
    "notice": ((False, r"without (?:prior |any )?(?:notice|notif\w+)"), (True, r"(?:shall|will|must) (?:\w+ ){0,4}(?:notify|inform|give[^.;]{0,20}notice|tell)\b")),
    "notice_method": (("posting", r"(?:by |when (?:we|it) )(?:post|publish)\w*|posted (?:on|at|to)|(?:after|of) posting|posting (?:on|of|the|a|them)"), ("email", r"\bby e-?mail|e-?mail notice|via e-?mail"), ("web_page", r"(?:update|list|page)[^.;]{0,40}(?:page|website|https?:|changes)|on (?:our|its|the) (?:web ?site|page)"), ("writing", r"written notice|notice in writing|in writing")),
    "objection_right": ((True, r"(?:may|right to|entitled to|reasonably)[^.;]{0,40}object\w*|if[^.;]{0,40}objects"),),
    "onward_transfer": ((True, r"onward transfers?|further transfer"),),
    "opt_in_out": (("opt_in", r"opt(?:s|ed)?[- ]in\b|unless[^.;]{0,40}(?:expressly |affirmatively )(?:agree|consent)s?|only (?:with|if)[^.;]{0,40}(?:consent|agree)|with (?:the )?(?:customer's |your )?(?:prior )?(?:express )?(?:written )?consent"), ("opt_out", r"opt(?:s|ed|ing)?[- ]out\b|unless[^.;]{0,60}(?:you (?:are on|set|tell|notify|object)|disable|object)")),
    "overrides_negotiated": ((True, r"(?:prevail|supersede|take precedence|govern|override)s?[^.;]{0,60}(?:any|over|negotiated|signed|prior)|notwithstanding any (?:other |negotiated )?agreement"),),
    "partial_nonrenewal": ((False, r"(?:may not|cannot|no)[^.;]{0,30}(?:partial(?:ly)? )?(?:non-?renew|renew in part)|in part"),),
    "passive_sales_carveout": ((True, r"unsolicited (?:orders?|requests?|sales|enquir\w+|inquir\w+)|passive sales"),),
    "penalty": ((True, r"penalt(?:y|ies)|(?:shall|must) pay[^.;]{0,40}(?:times|per ?cent|%)[^.;]{0,40}(?:difference|overcharge|excess)"),),
    "performance_condition": ((True, r"(?:provided|so long as|subject to|if|unless|condition\w*)[^.;]{0,80}(?:minimum|target|quota|sales|purchases?)"),),
    "perpetual": ((False, r"not perpetual|non-?perpetual"), (True, r"perpetual\w*|in perpetuity|for ever\b|forever|indefinite\w*|no (?:fixed )?end date|without limit (?:of|in) time")),
    "portability_of_prompts": ((False, r"(?:can't|cannot|not|no) (?:be )?(?:moved|ported|transfer\w*|exported)"), (True, r"portab\w+|may be (?:moved|exported|ported)")),
    "portable_alternative": ((False, r"not available outside|no other (?:runtime|platform)|(?:operate|run)s? on[^.;]{0,40}only"), (True, r"portable (?:build|version|alternative)|open[- ]source equivalent")),
    "precedence": (("linked", r"(?:differs?|conflict|inconsisten\w+)[^.;]{0,40}(?:it|they|those|such|the (?:online|linked|posted|policy|policies|guide|rules))(?:[^.;]{0,20})(?:governs?|prevails?|controls?|take precedence)|(?:and )?take precedence over (?:it|this|the)|prevail over (?:this|the) (?:agreement|msa)"), ("signed", r"(?:this|the) (?:agreement|signed|order)[^.;]{0,30}(?:prevails?|governs?|controls?|shall take precedence)")),
    "price_difference": ((True, r"surcharge of|(?<!no\s)(?:supplementary|additional|extra|higher) (?:fee|charge|price|rate)"), (False, r"(?:at )?(?:the same|no (?:extra|additional)) (?:price|charge|cost)")),
    "price_on_renewal": (("capped", r"(?:not|no|never)[^.;]{0,40}(?:increase|exceed|more than)[^.;]{0,60}(?:%|per ?cent)|capped"), ("list", r"(?:then-?current|list|prevailing|current)[^.;]{0,15} (?:price|rate|fee)s?"), ("same", r"(?:on|at|upon|under) the same (?:terms|price|rates|fees|conditions)|same terms and conditions"), ("uncapped", r"(?:new|revised|increased|adjusted) (?:fees|price|rates|pricing)|increase (?:the )?(?:fees|prices) (?:up)?on renewal")),
    "price_protection": ((True, r"(?:same|no higher) (?:price|fee)|price protect\w+"),),
    "price_type": (("minimum_advertised", r"(?:not )?advertis\w+[^.;]{0,60}(?:price|below)|\bmap\b policy|minimum advertised"), ("recommended", r"recommend\w*|suggested (?:retail|resale)|non-?binding|free to set"), ("maximum", r"(?:not|no)[^.;]{0,30}(?:above|more than|exceed\w*)[^.;]{0,40}(?:price|prices)|maximum (?:resale |retail )?price"), ("minimum", r"(?:not|no|never|nor)[^.;]{0,60}(?:less than|below|lower than|under(?! (?:this|the|any|section|clause|applicable)))\b|minimum (?:resale |retail )?price|floor price"), ("fixed", r"(?:resell|sell|resale)[^.;]{0,50}(?:at|for) the prices?|at the prices? (?:in|set|stated|fixed|specified)")),
    "pricing_basis": (("arms_length", r"arm'?s[- ]length"), ("market", r"(?:fair )?market (?:price|rate|value)")),
    "private_price_carveout": ((False, r"(?:including|and|holds? for|appl(?:y|ies)|also|whether)[^.;]{0,40}(?:member|newsletter|voucher|loyalty|logged-?in|closed user|private|coupon)\w*[^.;]{0,40}(?:prices?|rates?|offers?)(?: too| also| as well| alike)|(?:not|nor|no)[^.;]{0,60}(?:member|newsletter|voucher|loyalty|closed user) (?:price|rate|offer)s?"), (True, r"(?:except|other than|save|excluding|not apply to|may (?:still )?(?:offer|give))[^.;]{0,60}(?:member|newsletter|voucher|loyalty|closed user|private|offline|telephone)")),
    "publication_only": ((True, r"\b(?:publish|disclos|releas|disseminat|publiciz)\w*[^.;]{0,60}(?:result|comparison|benchmark|test|performance)"),),
    "ratchet": ((True, r"(?:reset|raised|increased|deemed)[^.;]{0,50}(?:highest|higher|peak|greater)|ratchet|high[- ]water"),),
    "read_only_access": ((True, r"read-only"),),
    "reader_required": ((True, r"(?:only|solely)[^.;]{0,40}(?:with|by|using|in) [^.;]{0,30}(?:software|reader|viewer|tool|player)|proprietary (?:reader|viewer)"),),
    "reasons_required": ((False, r"without (?:giving |stating |any )*reasons?|(?:need|shall|obliged)[^.;]{0,15} not[^.;]{0,20}(?:give|state|disclose)[^.;]{0,10}reasons?|not (?:obliged|required) to (?:give|state|explain)"), (True, r"(?:written|with|state|giv\w+|together with)[ \w]{0,14} reasons")),
    "recusal": ((True, r"recus\w+|excluded from (?:the |any |such |that )?(?:meeting|discussion|vote|voting|deliberation|part)|leave the (?:room|meeting)|abstain"),),
    "refund": ((False, r"(?:no|not|nor|never|without|doesn't|don't|isn't|aren't|won't|cannot) (?:\w+ ){0,7}?refund\w*|non-?refund\w*|no part of the fees|not (?:be )?(?:repaid|returned)"), (True, r"(?:pro[- ]?rata |shall |will |prompt\w* |receive a )refund\w*|refund (?:of|the|any|prepaid|to)")),
    "refund_or_credit": (("refund", r"refund\w*|repay\w*|reimburs\w*|repaid"), ("credit", r"\bcredit(?:ed|s)?\b")),
    "registration_rights": ((True, r"registration rights"),),
    "renewals_covered": ((True, r"(?:including|and|or|any|each) (?:any )?(?:renewals?|extensions?)|renewal or extension"),),
    "replacement_equivalence": ((True, r"(?:materially |substantially |functionally )?(?:equivalent|comparable)[^.;]{0,30}(?:model|version|replacement|functionality)?"),),
    "reset": ((True, r"(?:restarts?|begins? (?:a )?new|resets?|new (?:\w+ )?term of full length|extends? the term of all)"), (False, r"co-?terminat\w*|coterminous|pro-?rat\w+")),
    "restoration_duty": ((True, r"(?:restore|reinstate|resume|lift)\w*[^.;]{0,60}(?:promptly|once|as soon|when|upon|within)|(?:promptly|as soon)[^.;]{0,40}(?:restore|reinstate|resume)"),),
    "retroactive": ((False, r"(?:prospective\w*|only (?:from|for) (?:future|subsequent))|not (?:apply )?retroactiv\w+"), (True, r"retroactiv\w*|from the first (?:pound|dollar|unit|euro)|on (?:all|every)[^.;]{0,40}of (?:that|the) year|on every (?:sale|purchase)|on everything|(?:effective|apply|applies) from the (?:start|beginning|date on which)|since the start|from the (?:day|date) on which|(?:granted|allowed|given|paid) since|(?:refund|credit|repa|difference)\w*[^.;]{0,60}for (?:the|any) (?:previous|past|preceding)")),
    "reuse_for_others": ((True, r"(?:may|can)[^.;]{0,30}(?:supply|use|offer|license|sell|make)[^.;]{0,40}(?:others|other customers|third parties|any purpose|anyone)"), (False, r"(?:not|only)[^.;]{0,60}for (?:the )?(?:other|customer only|you)")),
    "review_mechanism": ((False, r"final(?:,| and)? (?:binding|conclusive)|not (?:be )?(?:open to|subject to)[^.;]{0,20}(?:review|challenge|dispute|appeal)|no (?:right of )?appeal|conclusive"), (True, r"(?:appeal|arbitrat\w+|independent (?:expert|panel|review)|dispute resolution|review by)")),
    "right_type": (("observer", r"observer|without (?:a )?vote|attend (?:all )?meetings"), ("veto", r"(?:without|except with)[^.;]{0,60}(?:consent|approval)|veto"), ("board_seat", r"(?:appoint|nominate|designate)[^.;]{0,40}director"), ("information", r"(?:give|furnish|deliver|provide)[^.;]{0,80}(?:roadmap|reports?|information|statements?|terms)")),
    "rollover": ((False, r"(?:not|no|never)\b[^.;]{0,30}(?:carried|roll(?:ed)?|carry)(?![ -](?:over|forward) more)\b|no (?:roll-?over|carry-?over)|disappear|expire at the end|are (?:lost|forfeited)"), (True, r"(?:carried|carry|roll(?:s|ed)?)[ -](?:over|forward)")),
    "security_testing_carveout": ((True, r"(?:except|save|unless|other than|may)[^.;]{0,100}(?:security (?:test|research)\w*|penetration test\w*)"),),
    "separability": ((True, r"(?:available|sold|offered|purchas\w+|bought) (?:separately|individually)|stand-?alone"), (False, r"not (?:available|sold|offered) (?:separately|individually)|only together|only (?:as|with)")),
    "status_quo_pending_dispute": ((True, r"(?:pending|until)[^.;]{0,40}(?:resolution|determin\w+|dispute)[^.;]{0,60}(?:continue|remain)|continue[^.;]{0,40}pending"),),
    "status_label": tuple((label, rf"\b{label}\b" + (r"(?! (?:under|by|of|in|or|shall|has|hereunder|interest|rate))" if label == "default" else "")) for label in ("preferred", "primary", "lead", "strategic", "principal", "default", "premier")),
    "standard": (
        ("sole_discretion", r"(?:sole|absolute|own|unfettered|complete)(?: and absolute)?(?: and unfettered)? (?:discretion|judgment|judgement|opinion|determination|option)|(?:thinks?|sees?|deems?) fit|solely by|is a matter for[^.;]{0,80}alone|at its option|when it feels"),
        ("good_faith", r"good[- ]faith"),
        ("reasonable", r"reasonabl[ey] (?:\w+ ){0,3}(?:determin|opinion|discretion|judg|believ|conclud|satisf)\w*|acting reasonably|in its reasonable"),
    ),
    "sublicensable": ((False, r"non-?sub-?licen[cs]\w+|(?:without|no)(?: the)? right to (?:grant )?sub-?licen[cs]\w*|not sub-?licen[cs]\w+"), (True, r"sub-?licen[cs](?:e?able|ing|e)|right to (?:grant )?sub-?licen[cs]\w*")),
    "substitute_obligation": ((False, r"no[^.;]{0,40}substitute"), (True, r"(?:provide|supply|offer)[^.;]{0,30}(?:substitute|replacement|alternative)")),
    "substitution_right": ((False, r"no other model|(?:may|can) ?not (?:be )?(?:substitut|replac|mov)\w*|can't be moved"), (True, r"(?:may|right to)[^.;]{0,30}(?:substitut|replac)\w*")),
    "successor_rights": ((False, r"(?:not|no|nor)\b[^.;]{0,40}(?:(?:successor|later|future|subsequent|replacement) (?:\w+ )?(?:version|model|release|system|technolog|generation|product)\w*|\bdescended)"), (True, r"includ\w+[^.;]{0,40}successor (?:\w+ )?(?:version|model|release|system|technolog|generation|product)")),
    "supply_failure_release": ((True, r"(?:unable|fails?|failure|cannot|inability)[^.;]{0,20}(?:to )?(?:supply|deliver|meet|provide|perform)[^.;]{0,140}(?:may|free|released|elsewhere|other source|not apply|third part)"),),
    "survival": ((True, r"surviv\w+|(?:during|in)[^.;]{0,30} and after(?:wards)?\b|or afterwards|beyond the term|endure|perpetual\w*|after (?:termination|expiry|expiration)"),),
    "survival_of_deployments": ((False, r"(?:cease|stop|discontinue|withdraw|recall)\b[^.;]{0,120}(?:devices?|deployments?|deployed|in the field|in the hands of|products? (?:containing|embodying|incorporating|in which))"), (True, r"(?:continue|survive|remain)\w*[^.;]{0,60}(?:deploy\w*|embedded|devices?|in the field)")),
    "tail_floor": ((True, r"(?:not|no)[^.;]{0,60}(?:terms|price)[^.;]{0,40}(?:more favou?rable|less|lower|better)"),),
    "third_party_tools_allowed": ((False, r"(?:not|never|don't) connect\b[^.;]{0,80}\b(?:software|tools?|agents?|systems?|bots?)\b|(?:not|no|nor|never|don't) (?:\w+ ){0,6}?(?:use|connect|permit|allow|access|employ|run|deploy|integrate)\b[^.;]{0,60}\b(?:third[- ]part(?:y|ies)(?:'s)?|other|any|another|unofficial|automated)(?: \w+){0,2}? (?:tools?|software|agents?|bots?|scripts?|clients?|integrations?|applications?|crawlers?|robots?)\b"), (True, r"(?:may|can)\b(?! not)[^.;]{0,30}third[- ]part(?:y|ies)(?:'s)? (?:\w+ ){0,2}(?:tools?|software|agents?|clients?|integrations?|applications?)")),
    "topping_right": ((True, r"(?:match|equal|better|top)\b[^.;]{0,30}(?:offer|terms|price|proposal)"),),
    "transparency_report": ((True, r"transparency reports?"),),
    "verification": ((True, r"(?:audit\w*|certif\w+|verif\w+|inspect\w*|officer's certificate|examin\w+)"),),
    "version_frozen": ((True, r"as (?:at|of) the (?:effective|signature|date)|version (?:in force|attached|current) (?:at|on|as of) (?:the )?(?:date|effective|signature)|attached (?:hereto|at signature)"), (False, r"from time to time|as (?:updated|amended|revised|modified|current|each|we may)|latest version|may (?:revise|update|change)")),
    "version_pinning": ((True, r"(?:pin(?:ned|ning)?)\b|(?:keep|continue)[^.;]{0,30}(?:version|model)[^.;]{0,30}available"),),
    "waived_on_exit": ((False, r"when you leave alike|(?:during|including)[^.;]{0,40}(?:termination|exit|leave)"), (True, r"(?:waive\w*|no (?:transfer|egress) (?:charges?|fees?)|free of charge|without (?:transfer )?charges?)[^.;]{0,80}?\b(?:exit|leav|terminat|expir|migrat|switch|another provider)\w*|(?:on|upon|at|after) (?:exit|termination|expiry|expiration)[^.;]{0,60}(?:waived|free of charge|without charge)")),
    "window": ((True, r"(?:not|no) (?:more|earlier) than[^.;]{0,60}(?:and|nor|or|but)[^.;]{0,20}(?:not|no)? ?(?:less|later|fewer) than|(?:not|no) (?:less|later|fewer) than[^.;]{0,60}(?:and|nor|or|but)[^.;]{0,20}(?:not|no)? ?(?:more|earlier) than|between[^.;]{0,60}(?:and|to)[^.;]{0,30}(?:before|prior|notice|\d{4})|in the last[^.;]{0,20}days"),),
}  # fmt: skip

_INDEX = r"\b(?:(?P<cpi>cpi|consumer prices? ind(?:ex|ices))|(?P<rpi>rpi|retail prices? index)|(?P<ppi>ppi|producer price index)|(?P<eci>eci|employment cost index)|(?P<hicp>hicp|harmoni[sz]ed index))\b"
_URL = r"(?:https?://|www\.)[^\s|<>\"”’)\]]+"


_SPACE = re.compile(r"(?<!\[) ")  # not inside a class


@cache
def _compiled(name: str) -> tuple[tuple[object, re.Pattern[str]], ...]:
    return tuple((value, re.compile(_written_out(pattern))) for value, pattern in _FLAGS[name])


def _written_out(pattern: str) -> str:
    pattern = pattern.replace(" ... ", r"[^.;]{0,60}?").replace("...", r"[^.;]{0,60}?")
    return r"\b(?:" + _SPACE.sub(r"\\s{1,3}", pattern) + ")"


@cache
def _one(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


FLAGS = frozenset(_FLAGS)


def flag(name: str, low: str) -> Found | None:
    """The value of a name from the list above."""
    for value, pattern in _compiled(name):
        match = pattern.search(low)
        if match:
            return Found(value, match.start(), match.end())
    return None


def index(low: str) -> Found | None:
    """The price index named: CPI, RPI, PPI, ECI or HICP."""
    match = _one(_INDEX).search(low)
    return Found(str(match.lastgroup).upper(), match.start(), match.end()) if match else None


def url(text: str, low: str) -> Found | None:
    """An address on the web, without a full stop that ends the sentence."""
    match = _one(_URL).search(low)
    if match is None:
        return None
    end = match.start() + len(match.group().rstrip(".,;:'"))
    return Found(text[match.start() : end], match.start(), end)
