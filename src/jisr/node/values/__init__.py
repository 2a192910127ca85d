"""What do pages, programs and the terminal get to see?  Frozen values, already filtered for their reader."""

from jisr.node.values._check import CheckAnswer, CheckHit, Edition, Part, Question
from jisr.node.values._delivery import BatchPage, BatchRow, PieceRow, RecordPage, SourceRun
from jisr.node.values._document import Candidate, DocumentPage, DocumentRow, MentionRow
from jisr.node.values._exchange import Came, ExchangeReport, Meeting, Shared, Taken, Unacknowledged, Verdict
from jisr.node.values._finding import CorrectionRow, DecisionRow, FindingPage, FindingRow
from jisr.node.values._flow import InPage, InRow, LogRow, OutPage, OutRow, ReceiptPage, ReceiptRow
from jisr.node.values._partner import (
    AgreementRow,
    FeedbackPage,
    GroupRow,
    OwnPage,
    PartnerPage,
    PartnerRow,
    ProposalRow,
    RequestRow,
    SightingRow,
    Terms,
)
from jisr.node.values._party import Event, Fact, JudgementRow, PartyPage, Value
from jisr.node.values._said import Clocks, Source, Standing
from jisr.node.values._taxii import Caller, Kept, Page, Posted, Shelf, Wish
from jisr.node.values._work import AuditPage, AuditRow, ChainReport, JobRow, PersonRow, TodayPage

__all__ = [
    "AgreementRow",
    "AuditPage",
    "AuditRow",
    "BatchPage",
    "BatchRow",
    "Caller",
    "Came",
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
    "ExchangeReport",
    "Fact",
    "FeedbackPage",
    "FindingPage",
    "FindingRow",
    "GroupRow",
    "InPage",
    "InRow",
    "JobRow",
    "JudgementRow",
    "Kept",
    "LogRow",
    "Meeting",
    "MentionRow",
    "OutPage",
    "OutRow",
    "OwnPage",
    "Page",
    "Part",
    "PartnerPage",
    "PartnerRow",
    "PartyPage",
    "PersonRow",
    "PieceRow",
    "Posted",
    "ProposalRow",
    "Question",
    "ReceiptPage",
    "ReceiptRow",
    "RecordPage",
    "RequestRow",
    "Shared",
    "Shelf",
    "SightingRow",
    "Source",
    "SourceRun",
    "Standing",
    "Taken",
    "Terms",
    "TodayPage",
    "Unacknowledged",
    "Value",
    "Verdict",
    "Wish",
]
