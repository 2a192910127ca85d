"""Let go of the files people brought to be checked or watched, and of the results: they are personal data too.

What remains is the audit line: which file by its digest, how many rows, never a name.
"""

from __future__ import annotations

import shutil
from datetime import timedelta

import orjson
from django.conf import settings

from jisr.node import chain, clock
from jisr.node.actions.check_file import KIND, folder
from jisr.node.models import Job, Portfolio
from jisr.node.store import write
from jisr.node.uploads import let_go
from jisr.sharing import Reader, Role, require


def purge_uploads(*, reader: Reader) -> int:
    """Erase checked files with their results, and the files of portfolios that ended, after `JISR_UPLOADS_DAYS` days.

    Returns how many uploads went. Raises `NotAllowed`.
    """
    require(reader, Role.SUPERVISOR, Role.ADMINISTRATOR)
    before = clock.now() - timedelta(days=settings.JISR_UPLOADS_DAYS)
    jobs = list(Job.objects.filter(kind=KIND, created_at__lte=before))
    for job in jobs:
        _erase_check(job, reader)
    portfolios = list(Portfolio.objects.filter(ended_at__lte=before).exclude(sha256=""))
    for portfolio in portfolios:
        _erase_file(portfolio, reader)
    return len(jobs) + len(portfolios)


def _erase_check(job: Job, reader: Reader) -> None:
    """The results first: where a stop comes between, the next run finds the job again."""
    digest = str(orjson.loads(job.args).get("sha256", ""))
    shutil.rmtree(folder(job.pk), ignore_errors=True)
    with write():
        chain.note(reader, "upload-ended", f"check-file {job.pk}", sha256=digest, rows=str(job.total))
        job.delete()
    let_go(digest)


def _erase_file(portfolio: Portfolio, reader: Reader) -> None:
    digest = portfolio.sha256
    with write():
        portfolio.file = portfolio.sha256 = ""
        portfolio.save(update_fields=("file", "sha256"))
        chain.note(reader, "upload-ended", f"portfolio {portfolio.pk}", sha256=digest)
    let_go(digest)
