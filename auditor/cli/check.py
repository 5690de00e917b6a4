"""``auditor check``: a line a finding, and an exit code."""

from __future__ import annotations

from typing import Any

import click

from auditor.cli.arguments import run_options
from auditor.cli.execute import execute

HELP = """Check contracts against a threshold; made for terminals, hooks and CI.

Prints a line for each finding and exits 1 when one is at or above --fail-on (default:
high) and confirmed or likely. Findings that are only possible never fail a check.

\b
  auditor check msa.docx                          before you sign
  auditor check templates/ --as template --fail-on medium
  auditor check contracts/ --write-baseline known.json
  auditor check contracts/ --baseline known.json -o new.sarif
  auditor check order.pdf --types com-auto-renewal,com-uncapped-uplift

Accepted findings go into auditor-waivers.yaml, each with a reason and an end:

\b
  waivers:
    - rule: com-auto-renewal
      document: "msa-*.docx"
      reason: notice date is in the calendar
      expires: 2027-03-31
"""


@click.command("check", help=HELP)
@run_options
def command(**given: Any) -> int:
    """See ``HELP``."""
    return execute(given, printed="compact", fail_on="high", summary=True)
