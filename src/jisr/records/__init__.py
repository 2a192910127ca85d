"""What is a record?

A record is what ONE source says about ONE thing, in one version. Nothing here is edited: a correction is a new version.
Values are frozen; times are UTC; ranges are half-open; a date keeps the precision it was written with.
"""

from jisr.records._finding import Dependence, Finding, Reason, State
from jisr.records._hijri import from_hijri, hijri_month, hijri_year
from jisr.records._judgement import SameAs, Verdict
from jisr.records._marking import CLEAR, TLP, Marking
from jisr.records._observation import Observation, columns_of
from jisr.records._record import Place, Record, caption_of, version_of
from jisr.records._schema import Property, Schema, all_schemata, is_forbidden, schema
from jisr.records._time import Precision, Validity, When

__all__ = [
    "CLEAR",
    "TLP",
    "Dependence",
    "Finding",
    "Marking",
    "Observation",
    "Place",
    "Precision",
    "Property",
    "Reason",
    "Record",
    "SameAs",
    "Schema",
    "State",
    "Validity",
    "Verdict",
    "When",
    "all_schemata",
    "caption_of",
    "columns_of",
    "from_hijri",
    "hijri_month",
    "hijri_year",
    "is_forbidden",
    "schema",
    "version_of",
]
