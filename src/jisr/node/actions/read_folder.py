"""Look into a watched folder: each file that is new, or changed since it was read, is a delivery."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from jisr.node.actions.after_ingest import catch_up
from jisr.node.actions.news_sources import note_look, take
from jisr.node.models import NewsFile, NewsSource
from jisr.node.store import write
from jisr.node.values import NewsLook, NewsSourceRow
from jisr.sharing import Reader

MOST_FILES = 500  # of one look; the rest the next time
MOST_SEEN = 50_000  # files of a folder
MOST_BYTES = 64 * 1024 * 1024
_UNFINISHED = (".part", ".tmp", ".crdownload", ".download", "~")


def read_folder(source: NewsSourceRow, *, reader: Reader) -> NewsLook:
    """Take in what is new there. A folder that is gone, or a file that cannot be read, is said, not raised. Audited."""
    folder = Path(source.address)
    known = dict(NewsFile.objects.filter(source_id=source.id).values_list("name", "mark"))
    came = failed = batch = 0
    error = "" if folder.is_dir() else f"{folder}: the folder is not there"
    for path, mark in islice(_new(folder, known), MOST_FILES):
        look = _read(source, path, reader=reader)
        came, failed, batch = came + look.came, failed + look.failed, look.batch or batch
        error = error or look.error
        with write():
            name = str(path.relative_to(folder))
            NewsFile.objects.update_or_create(
                source=NewsSource.objects.get(pk=source.id), name=name, defaults={"mark": mark}
            )
    catch_up()
    done = NewsLook(came=came, failed=failed, error=error, batch=batch)
    note_look(source.id, done, reader=reader)
    return done


def _new(folder: Path, known: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Files that were not read as they are now, by name. Links and hidden or unfinished files are passed over."""
    for path in sorted(islice(folder.rglob("*"), MOST_SEEN)):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or any(part.startswith(".") for part in parts) or path.name.endswith(_UNFINISHED):
            continue
        if not path.is_file():
            continue
        told = path.stat()
        mark = f"{told.st_size}:{told.st_mtime_ns}"
        if known.get(str(path.relative_to(folder))) != mark:
            yield path, mark


def _read(source: NewsSourceRow, path: Path, *, reader: Reader) -> NewsLook:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return NewsLook(failed=1, error=f"{path.name}: {size} bytes; at most {MOST_BYTES} are read")
        data = path.read_bytes()
    except OSError as error:
        return NewsLook(failed=1, error=f"{path.name}: {error.strerror or type(error).__name__}")
    return take(source.id, [(path.name, data)], reader=reader)
