"""Names, terms and sides of the parties."""

from __future__ import annotations

import pytest

from auditor.model import Party
from auditor.segment import names, outline, title

from .support import blocks_of, document, roles


def parties(text: str) -> dict[str, Party]:
    return {party.term: party for party in outline(document(text)).parties}


def test_preamble_with_terms() -> None:
    text = (
        "This Agreement is made by and between Acme Holdings, Inc., a Delaware corporation with "
        'offices at 12 Main Street, Suite 400, Boston, MA 02110 ("Supplier"), and Beta LLC, a '
        "limited liability company (the “Customer”)."
    )
    found = parties(text)
    assert found["Supplier"].name == "Acme Holdings, Inc."
    assert found["Customer"].name == "Beta LLC"
    assert (found["Supplier"].role, found["Customer"].role) == ("vendor", "customer")
    assert {"Supplier", "Acme Holdings, Inc."} <= set(found["Supplier"].aliases)
    span = found["Supplier"].span
    assert span is not None
    assert span.of(text).startswith("Acme Holdings")


@pytest.mark.parametrize(
    ("preamble", "names"),
    [
        (
            'between NetSolve, Incorporated ("NetSolve"), with offices at 1 Riata Parkway, Austin, '
            'Texas 78727 and NEC Corporation ("NEC"), a Japanese corporation.',
            ["NetSolve, Incorporated", "NEC Corporation"],
        ),
        (
            'between professional golfer, TOM WATSON, (hereinafter referred to as "CONSULTANT") '
            'and ADAMS GOLF, LTD. (hereinafter referred to as "ADAMS GOLF").',
            ["TOM WATSON", "ADAMS GOLF, LTD."],
        ),
        ("between Acme Corp. and Beta GmbH.", ["Acme Corp.", "Beta GmbH"]),
        (
            'between R. C. Boyd Enterprises, LLC, referred to in this Agreement as "Company" or '
            '"Boyd", and Cano Petroleum, Inc., referred to in this agreement as "Sponsor".',
            ["R. C. Boyd Enterprises, LLC", "Cano Petroleum, Inc."],
        ),
        (
            'between Baidu Online Network Technology (Beijing) Co., Ltd. ("Baidu") and iPayment, '
            'Inc. ("iPayment").',
            ["Baidu Online Network Technology (Beijing) Co., Ltd.", "iPayment, Inc."],
        ),
        (
            'among Nationwide Fund Management LLC ("Nationwide"), and Gamma Life Insurance '
            'Company ("Gamma").',
            ["Nationwide Fund Management LLC", "Gamma Life Insurance Company"],
        ),
    ],
)
def test_names(preamble: str, names: list[str]) -> None:
    text = f"THIS AGREEMENT is entered into {preamble}\n\n1. Term. One year."
    assert [party.name for party in outline(document(text)).parties][: len(names)] == names


def test_what_is_no_party_is_not_taken_for_one() -> None:
    text = (
        'This Agreement (the "Agreement") is dated May 1 (the "Effective Date") between Acme Inc. '
        '("Acme") and Beta Inc. ("Beta"). Acme makes widgets (the "Products").'
    )
    assert list(parties(text)) == ["Acme", "Beta"]


def test_words_of_a_warranty_are_no_company() -> None:
    text = (
        "Acme Widgets Limited sells widgets. CUSTOMER USES BETA FEATURES AT ITS OWN RISK.\n"
        "13.5 Disclaimer. THE LIMITED WARRANTIES OF SECTION 13 ARE THE ONLY ONES."
    )
    found = [span.of(text) for span in names.with_legal_form(text, 0, len(text))]
    assert found == ["Acme Widgets Limited"]


def test_order_form_lines_and_rows() -> None:
    found = outline(
        blocks_of(
            ("heading", "", "Order Form", 1),
            ("table_row", "", "Customer | Beta Ltd", 0),
            ("table_row", "", "Provider | Acme Inc.", 0),
        )
    ).parties
    assert {(p.term, p.name, p.role) for p in found} == {
        ("Customer", "Beta Ltd", "customer"), ("Provider", "Acme Inc.", "vendor"),
    }  # fmt: skip


def test_party_a_and_party_b() -> None:
    found = parties(
        "Software License\n\nParty A (“Licensee”): Guizhou Market\nDevelopment Co., Ltd.\n\n"
        "Party B (“Licensor”): Shenzhen Power Corporation\n\n1. Party B licenses to Party A."
    )
    assert found["Licensee"].name == "Guizhou Market Development Co., Ltd."
    assert "Party B" in found["Licensor"].aliases
    assert found["Licensor"].role == "vendor"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Company", "Distributor", ("vendor", "customer")),
        ("Company", "Consultant", ("customer", "vendor")),
        ("Franchisor", "Franchisee", ("vendor", "customer")),
        ("Bank", "Borrower", ("vendor", "customer")),
        ("Acme", "Reseller", ("vendor", "customer")),
        ("Landlord", "Beta", ("vendor", "customer")),
        ("Buyer", "Seller", ("customer", "vendor")),
        ("Principal", "Distributor", ("vendor", "customer")),
    ],
)
def test_roles_from_terms_and_counterpart(
    first: str, second: str, expected: tuple[str, str]
) -> None:
    found = roles(f'between Acme Inc. ("{first}") and Beta Inc. ("{second}"). The end.')
    assert (found[first], found[second]) == expected


def test_roles_from_who_does_what() -> None:
    text = (
        'This Agreement is between Acme Inc. ("Acme") and Beta Inc. ("Beta").\n\n'
        "1. Acme shall provide the Services. Acme grants Beta a licence.\n\n"
        "2. Beta shall pay Acme's fees. Beta may order more. Acme shall deliver the goods."
    )
    assert roles(text) == {"Acme": "vendor", "Beta": "customer"}


def test_unresolved_roles_are_unknown() -> None:
    text = 'A joint venture between Acme Inc. ("Acme") and Beta Inc. ("Beta"). They cooperate.'
    assert roles(text) == {"Acme": "unknown", "Beta": "unknown"}


TERMS = (
    "Welcome to Acme. These Terms are between you and Acme, Inc. (“Acme,” “we,” or “us”). "
    + "You shall pay us the fees for your account. We provide our services to you. " * 15
)


def test_terms_of_service() -> None:
    found = dict(_by_role(TERMS))
    assert {"we", "us", "our", "Acme"} <= set(found["vendor"])
    assert {"you", "your"} <= set(found["customer"])


def test_in_a_customers_template_we_are_the_customer() -> None:
    text = "Purchase Terms\n\nThese terms apply to Acme Ltd (“we”, the “Customer”) and you. " + (
        "We will pay you on receipt of your invoice. Goods supplied by you must fit our order. "
        * 15
    )
    found = dict(_by_role(text))
    assert "we" in found["customer"]
    assert "you" in found["vendor"]
    undefined = text.replace(" (“we”, the “Customer”)", "")
    found = dict(_by_role(undefined))
    assert "you" in found["vendor"]


def _by_role(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(p.role, p.aliases) for p in outline(document(text)).parties]


def test_templates_without_names_go_by_their_role_words() -> None:
    text = "1. Use. " + "Under it, Customer may use what Provider makes, as Provider permits. " * 8
    assert roles(text) == {"Customer": "customer", "Provider": "vendor"}


def test_third_parties_called_customers_are_not_you() -> None:
    text = "We list your salon. " * 20 + "You serve the Customers who book. " * 10
    assert "Customer" not in roles(text)


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("EXHIBIT 10.1\n\nRESELLER AGREEMENT\n\nIt is made.", "", "RESELLER AGREEMENT"),
        ("whatever", "Master Services\nAgreement", "Master Services Agreement"),
        ("Dear Sirs, we write. This Supply Agreement is made.", "", "Supply Agreement"),
        ("nothing of the kind", "", ""),
    ],
)
def test_title(text: str, given: str, expected: str) -> None:
    assert title(document(text, title=given)) == expected


def test_english_style_parties_without_between() -> None:
    text = (
        "THIS AGREEMENT is dated 3 February 2025\n\nPARTIES\n\n(1) PELL LIMITED, a company "
        "registered in England, whose office is at Unit 6, Canal Wharf, Leeds (the "
        '"Manufacturer"); and\n\n(2) SAND LIMITED, a company registered in Ireland (the '
        '"Distributor").\n\nBackground\n\n(A) Pell makes things.'
    )
    found = parties(text)
    assert found["Manufacturer"].name == "PELL LIMITED"
    assert found["Distributor"].name == "SAND LIMITED"


def test_a_column_for_each_party() -> None:
    found = outline(
        blocks_of(
            ("heading", "", "Parties and contacts", 1),
            ("table_row", "", " | Kestrel | Customer", 0),
            (
                "table_row",
                "",
                "Legal name | Kestrel Analytics, Inc. | Bellhaven Foods Corporation",
                0,
            ),
        )
    ).parties
    assert {(p.term, p.name, p.role) for p in found} == {
        ("Kestrel", "Kestrel Analytics, Inc.", "vendor"),
        ("Customer", "Bellhaven Foods Corporation", "customer"),
    }


def test_a_letter_introduces_its_parties() -> None:
    text = (
        "Lumen Holdings, Inc.\n\nMay 14, 2025\n\nRe: Purchase by Lumen Holdings, Inc. (the "
        "“Investor”) of Series C Preferred Stock of Otterbein Robotics, Inc. (the “Company”)\n\n"
        "This letter is an agreement between the Company and First Allegheny Bank."
    )
    found = parties(text)
    assert found["Investor"].name == "Lumen Holdings, Inc."
    assert found["Company"].name == "Otterbein Robotics, Inc."


def test_the_publisher_of_terms_is_whoever_acts_in_them() -> None:
    acts = "may suspend access. Tideway shall invoice monthly. The Software will run."
    text = "The Customer shall pay the fees. " * 6 + f"Tideway {acts} " * 4
    found = parties(text)
    assert found["Tideway"].role == "vendor"
    assert set(found) == {"Customer", "Tideway"}


@pytest.mark.parametrize(
    ("opening", "vendor", "customer"),
    [
        (
            "These terms form part of the agreement entered into between an Accommodation and "
            'Roomfinder.com (each a "Party" and collectively the "Parties").',
            "Roomfinder.com",
            "Accommodation",
        ),
        (
            'By these terms, Repartidor Norte S.L.U (hereinafter, "REPARTO") makes the website '
            'available to restaurants and shops (hereinafter, the "PARTNER" or the "PARTNERS"). '
            'It runs an online service (the "PLATFORM").',
            "REPARTO",
            "PARTNER",
        ),
        (
            "The portal belongs to Deepwell Co., Ltd. (hereinafter referred to as "
            '"Deepwell" or "we"). These terms apply to your use of its programming interfaces as a '
            'developer (hereinafter referred to as "developer" or "you") of applications.',
            "Deepwell",
            "developer",
        ),
    ],
)
def test_terms_of_platforms(opening: str, vendor: str, customer: str) -> None:
    found = parties(opening)
    assert {name: found[name].role for name in found} == {vendor: "vendor", customer: "customer"}


def test_a_role_word_adds_no_third_party() -> None:
    text = (
        'between Corbel, Inc. ("Corbel") and Active Nine, Inc. (the "ASP").\n\n'
        + "Subscribers may use it. " * 8
    )
    assert set(parties(text)) == {"Corbel", "ASP"}


def test_the_reader_of_standard_terms_is_no_vendor() -> None:
    text = (
        "These terms apply to use of the website by Carriers. "
        "Parcelway B.V. (Parcelway) can change them. "
        + "You must keep your profile true. The Carrier shall collect the goods. " * 8
        + "Parcelway may refuse your offer. Parcelway shall pay out weekly. " * 4
    )
    found = parties(text)
    assert {name: found[name].role for name in found} == {
        "Carrier": "customer", "Parcelway": "vendor",
    }  # fmt: skip
    assert "you" in found["Carrier"].aliases


def test_third_parties_of_a_clause_are_none_of_the_contract() -> None:
    text = (
        "These terms are an agreement between Tideway and you or the company you represent "
        "(“Customer”). “Tideway” means Tideway Ireland, Limited if Customer is in the European "
        "Economic Area (“EEA”), and Tideway, PBC elsewhere. Your tools (each, your “App”) may "
        "serve "
        "our end users (“Users”). Tideway may suspend Customer."
    )
    found = parties(text)
    assert {name: found[name].role for name in found} == {
        "Customer": "customer", "Tideway": "vendor",
    }  # fmt: skip


@pytest.mark.parametrize("before", ["General. ", "the Customer and ", ""])
def test_what_stands_before_a_name_is_no_part_of_it(before: str) -> None:
    assert names.clean(f"{before}Corbel Works Inc.") == "Corbel Works Inc."
