"""What do pages, programs and the terminal get to see?  Frozen values, already filtered for their reader."""

from jisr.node.values._check import CheckAnswer, CheckHit, Edition, Part, Question
from jisr.node.values._delivery import BatchPage, BatchRow, PieceRow, RecordPage, SourceRun
from jisr.node.values._document import Candidate, DocumentPage, DocumentRow, MentionRow
from jisr.node.values._finding import CorrectionRow, DecisionRow, FindingPage, FindingRow
from jisr.node.values._label import Label, Month
from jisr.node.values._party import Event, Fact, JudgementRow, PartyPage, Value
from jisr.node.values._said import Clocks, Source, Standing
from jisr.node.values._work import AuditPage, AuditRow, ChainReport, JobRow, PersonRow, TodayPage

__all__ = [
    "AuditPage",
    "AuditRow",
    "BatchPage",
    "BatchRow",
    "Candidate",
    "ChainReport",
    "CheckAnswer",
    "CheckHit",
    "Clocks",
    "CorrectionRow",
    "DecisionRow",
    "DocumentPage",
    "DocumentRow",
    "Edition",
    "Event",
    "Fact",
    "FindingPage",
    "FindingRow",
    "JobRow",
    "JudgementRow",
    "Label",
    "MentionRow",
    "Month",
    "Part",
    "PartyPage",
    "PersonRow",
    "PieceRow",
    "Question",
    "RecordPage",
    "Source",
    "SourceRun",
    "Standing",
    "TodayPage",
    "Value",
]
