"""What do pages, programs and the terminal get to see?  Frozen values, already filtered for their reader."""

from jisr.node.values._check import CheckAnswer, CheckHit, Edition, Part, Question
from jisr.node.values._delivery import BatchPage, BatchRow, PieceRow, RecordPage, SourceRun
from jisr.node.values._document import Candidate, DocumentPage, DocumentRow, MentionRow
from jisr.node.values._finding import CorrectionRow, DecisionRow, FindingPage, FindingRow
from jisr.node.values._match import (
    Adjacent,
    Cleared,
    Dataset,
    Entity,
    Example,
    FacetValue,
    Matches,
    MatchOptions,
    PropertyRow,
    Scored,
    SearchOptions,
    SearchPage,
    TypeRow,
)
from jisr.node.values._may import MayAnswer, MayInstrument, MayLine, MayOwner, MayQuestion
from jisr.node.values._party import Event, Fact, JudgementRow, PartyPage, Value
from jisr.node.values._said import Clocks, Source, Standing
from jisr.node.values._work import AuditPage, AuditRow, ChainReport, JobRow, PersonRow, TodayPage

__all__ = [
    "Adjacent",
    "AuditPage",
    "AuditRow",
    "BatchPage",
    "BatchRow",
    "Candidate",
    "ChainReport",
    "CheckAnswer",
    "CheckHit",
    "Cleared",
    "Clocks",
    "CorrectionRow",
    "Dataset",
    "DecisionRow",
    "DocumentPage",
    "DocumentRow",
    "Edition",
    "Entity",
    "Event",
    "Example",
    "FacetValue",
    "Fact",
    "FindingPage",
    "FindingRow",
    "JobRow",
    "JudgementRow",
    "MatchOptions",
    "Matches",
    "MayAnswer",
    "MayInstrument",
    "MayLine",
    "MayOwner",
    "MayQuestion",
    "MentionRow",
    "Part",
    "PartyPage",
    "PersonRow",
    "PieceRow",
    "PropertyRow",
    "Question",
    "RecordPage",
    "Scored",
    "SearchOptions",
    "SearchPage",
    "Source",
    "SourceRun",
    "Standing",
    "TodayPage",
    "TypeRow",
    "Value",
]
