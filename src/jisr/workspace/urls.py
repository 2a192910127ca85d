"""Which address shows which page?"""

from __future__ import annotations

from django.urls import path

from jisr.workspace.views import account, audit, batches, check, documents, exchange, parties, partners, today

urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in", account.sign_in, name="sign-in"),
    path("welcome/<str:token>", account.welcome, name="welcome"),
    path("sign-out", account.sign_out, name="sign-out"),
    path("language", account.language, name="language"),
    path("settings", account.preferences, name="settings"),
    path("settings/password", account.password, name="password"),
    path("health", account.health, name="health"),
    path("findings/<int:number>", today.finding, name="finding"),
    path("findings/<int:number>/decide", today.decide, name="decide"),
    path("findings/<int:number>/undo", today.undo, name="undo"),
    path("check", check.check, name="check"),
    path("check/keep", check.keep, name="check-keep"),
    path("check/file", check.check_a_file, name="check-file"),
    path("check/files/<int:number>", check.check_job, name="check-job"),
    path("check/files/<int:number>/result.csv", check.check_result, {"as_": "csv"}, name="check-csv"),
    path("check/files/<int:number>/result.xlsx", check.check_result, {"as_": "xlsx"}, name="check-xlsx"),
    path("parties", parties.parties, name="parties"),
    path("parties/<path:thing>", parties.party, name="party"),
    path("records/<int:number>", parties.record, name="record"),
    path("documents", documents.documents, name="documents"),
    path("documents/<path:thing>", documents.document, name="document"),
    path("deliveries", batches.batches, name="batches"),
    path("deliveries/<int:number>", batches.batch, name="batch"),
    path("deliveries/<int:number>/settle", batches.settle, name="settle"),
    path("partners", partners.partners, name="partners"),
    path("partners/invitation", partners.invitation, name="invitation"),
    path("partners/<str:name>", partners.partner, name="partner"),
    path("partners/<str:name>/confirm", partners.confirm, name="partner-confirm"),
    path("partners/<str:name>/agree", partners.agree, name="partner-agree"),
    path("partners/<str:name>/second", partners.second, name="partner-second"),
    path("partners/<str:name>/change", partners.change, name="partner-change"),
    path("outbox", exchange.outbox, name="outbox"),
    path("inbox", exchange.inbox, name="inbox"),
    path("receipts", exchange.receipts, name="receipts"),
    path("requests", exchange.requests, name="requests"),
    path("requests/answer", exchange.answer, name="request-answer"),
    path("proposals/settle", exchange.settle, name="proposal-settle"),
    path("proposals", exchange.propose, name="propose"),
    path("share", exchange.share, name="share"),
    path("audit", audit.audit, name="audit"),
    path("audit/verify", audit.verify, name="verify"),
]
