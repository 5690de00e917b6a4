"""``auditor scan``: the reports."""

from __future__ import annotations

from typing import Any

import click

from auditor.cli.arguments import run_options
from auditor.cli.execute import execute

HELP = """Read contracts and report what they bind you to.

PATH is a file, a folder (with all folders in it), a pattern, or - for standard input. PDF,
Word, OpenDocument, RTF, HTML, Markdown, text, mail and ZIP files are read; everything else
is listed with the reason why not.

\b
  auditor scan msa.docx                           print everything about one contract
  auditor scan contracts/ -o report.html          a report to send round
  auditor scan contracts/ -o all.csv -o all.json  for a spreadsheet, and for programs
  auditor scan deal.zip --as vendor --complete    the whole deal, from the other side
  auditor scan redline.docx --view original       what was on the table before the changes
  cat msa.txt | auditor scan - --stdin-name msa.txt

Results are kept, so a run that was broken off goes on where it was.
"""


@click.command("scan", help=HELP)
@run_options
def command(**given: Any) -> int:
    """See ``HELP``."""
    return execute(given, printed="text", fail_on="never", summary=False)
