"""Which address shows which page?"""

from __future__ import annotations

from django.urls import path

from jisr.workspace.views import account, audit, batches, check, documents, parties, press, sources, today

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
    path("sources", sources.sources, name="sources"),
    path("sources/look", sources.look, name="sources-look"),
    path("sources/<int:number>/remove", sources.remove, name="source-remove"),
    path("stories/<int:number>/part", sources.part, name="story-part"),
    path("timeline", press.timeline, name="timeline"),
    path("rules", press.rules, name="rules"),
    path("press/<path:thing>", press.press, name="press"),
    path("reading/missing", documents.missing, name="missing"),
    path("reading/<int:number>/review", documents.review, name="review"),
    path("reading/reviews/<int:number>/undo", documents.review_undo, name="review-undo"),
    path("documents/<path:thing>", documents.document, name="document"),
    path("deliveries", batches.batches, name="batches"),
    path("deliveries/<int:number>", batches.batch, name="batch"),
    path("deliveries/<int:number>/settle", batches.settle, name="settle"),
    path("audit", audit.audit, name="audit"),
    path("audit/verify", audit.verify, name="verify"),
]
