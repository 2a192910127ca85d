"""What do pages, programs and the terminal get to see?  Frozen values, already filtered for their reader."""

from jisr.node.values._check import CheckAnswer, CheckHit, Edition, Part, Question
from jisr.node.values._delivery import BatchPage, BatchRow, PieceRow, RecordPage, SourceRun
from jisr.node.values._document import Candidate, DocumentPage, DocumentRow, MentionRow
from jisr.node.values._finding import CorrectionRow, DecisionRow, FindingPage, FindingRow
from jisr.node.values._news import AlsoIn, NewsLook, NewsSourceRow
from jisr.node.values._party import Event, Fact, JudgementRow, PartyPage, Value
from jisr.node.values._reading import (
    Happening,
    Named,
    PressLine,
    PressPage,
    ReadingPage,
    Report,
    ReviewRow,
    RuleRow,
    RulesPage,
    TimelinePage,
    ToldRow,
)
from jisr.node.values._said import Clocks, Source, Standing
from jisr.node.values._work import AuditPage, AuditRow, ChainReport, JobRow, PersonRow, TodayPage

__all__ = [
    "AlsoIn",
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
    "Happening",
    "JobRow",
    "JudgementRow",
    "MentionRow",
    "Named",
    "NewsLook",
    "NewsSourceRow",
    "Part",
    "PartyPage",
    "PersonRow",
    "PieceRow",
    "PressLine",
    "PressPage",
    "Question",
    "ReadingPage",
    "RecordPage",
    "Report",
    "ReviewRow",
    "RuleRow",
    "RulesPage",
    "Source",
    "SourceRun",
    "Standing",
    "TimelinePage",
    "TodayPage",
    "ToldRow",
    "Value",
]
