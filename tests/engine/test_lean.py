"""spaCy is imported without its command line, which stays there for whoever asks."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from auditor.engine.lean import import_spacy
import_spacy()
import spacy
from spacy.matcher import Matcher
assert "httpx" not in sys.modules and "spacy.cli" not in sys.modules
nlp = spacy.blank("en")
matcher = Matcher(nlp.vocab)
matcher.add("n", [[{"LIKE_NUM": True}]])
assert len(matcher(nlp("two of 3"))) == 2
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert "httpx" in sys.modules
"""


def test_spacy_works_without_its_command_line_until_it_is_asked_for() -> None:
    subprocess.run([sys.executable, "-c", SCRIPT], check=True)
