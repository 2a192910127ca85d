"""What is kept?  One file a kind; only `jisr.node` may import from here."""

from jisr.node.models._audit import AuditEntry
from jisr.node.models._delivery import Batch, Quarantined
from jisr.node.models._fetch import Fetched
from jisr.node.models._finding import Correction, Decision, Dependence, Finding
from jisr.node.models._job import Job
from jisr.node.models._member import ApiToken, Member, Setting, Welcome
from jisr.node.models._record import Judgement, Marking, NameKey, Record
from jisr.node.models._status import Ruling, RulingTopic
from jisr.node.models._vetting import Vetting, VettingAnswer, VettingStep
from jisr.node.models._watch import (
    Followed,
    GoodGuy,
    GoodGuyRecord,
    Portfolio,
    RecordKey,
    WatchEvent,
    WatchHit,
    WatchKey,
    WatchRow,
)

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Batch",
    "Correction",
    "Decision",
    "Dependence",
    "Fetched",
    "Finding",
    "Followed",
    "GoodGuy",
    "GoodGuyRecord",
    "Job",
    "Judgement",
    "Marking",
    "Member",
    "NameKey",
    "Portfolio",
    "Quarantined",
    "Record",
    "RecordKey",
    "Ruling",
    "RulingTopic",
    "Setting",
    "Vetting",
    "VettingAnswer",
    "VettingStep",
    "WatchEvent",
    "WatchHit",
    "WatchKey",
    "WatchRow",
    "Welcome",
]
