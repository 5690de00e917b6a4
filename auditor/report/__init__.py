"""Reports: files for people and for programs, drawn from audits. Decides nothing."""

from auditor.report.parse import document_from_dict, finding_from_dict, portfolio_from_dict
from auditor.report.serial import (
    SCHEMA_VERSION,
    document_to_dict,
    finding_to_dict,
    portfolio_to_dict,
)
from auditor.report.writer import FORMATS, RunMeta, Writer, format_of, open_writer

__all__ = [
    "FORMATS",
    "SCHEMA_VERSION",
    "RunMeta",
    "Writer",
    "document_from_dict",
    "document_to_dict",
    "finding_from_dict",
    "finding_to_dict",
    "format_of",
    "open_writer",
    "portfolio_from_dict",
    "portfolio_to_dict",
]
