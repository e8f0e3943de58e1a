"""A program of its own: reads a PDF from standard input and says in one line of JSON what it found.

Run in a child process (`uploads.py`), never imported: a PDF is a program for its reader, and ours gets little time and
little memory. Answers `{"pages": n}` or `{"refused": "encrypted" | "active" | "broken" | "heavy"}`.
"""

import io
import json
import logging
import resource
import sys
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
ACTIVE_ACTIONS = {"/JavaScript", "/Launch"}


def main() -> None:
    """Limit this process, then answer; whatever goes wrong on the way is the file's fault."""
    limit(resource.RLIMIT_CPU, CPU_SECONDS)
    limit(resource.RLIMIT_AS, MEMORY_BYTES)
    limit(resource.RLIMIT_FSIZE, 0)
    try:
        answer = probe(sys.stdin.buffer.read())
    except (MemoryError, RecursionError, LimitReachedError):
        answer = {"refused": "heavy"}
    except Exception:  # noqa: BLE001 - pypdf raises nearly anything on a file that somebody bent on purpose.
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


def limit(kind: int, most: int) -> None:
    """Allow this process at most so much, or what it is allowed already, if that is less."""
    _soft, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def probe(data: bytes) -> dict[str, object]:
    """The number of pages as the file itself states it, unless it is encrypted or would do something by itself."""
    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return {"refused": "encrypted"}
    pages = reader.root_object["/Pages"]["/Count"]  # type: ignore[index]
    if not isinstance(pages, int) or pages < 1:
        return {"refused": "broken"}
    if any(is_active(value) for value in all_objects(reader)):
        return {"refused": "active"}
    return {"pages": int(pages)}


def all_objects(reader: PdfReader) -> Iterator[PdfObject | None]:
    """Every object that the file lists, reachable or not: one that is unreachable for us may not be for a viewer."""
    known = {(number, generation) for generation, table in reader.xref.items() for number in table}
    known |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in known:
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except LimitReachedError:
            # Too large to be unpacked here, so anything may be in it.
            raise
        except PyPdfError:
            continue


def is_active(value: PdfObject | None) -> bool:
    """Whether an object, or one written inside it, runs a script or starts a program."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, DictionaryObject):
            if "/JS" in part or part.get("/S") in ACTIVE_ACTIONS:
                return True
            # Raw values: references in them lead to objects that are looked at in their own turn.
            waiting += dict.values(part)
        elif isinstance(part, ArrayObject):
            waiting += list.__iter__(part)
    return False


if __name__ == "__main__":
    main()
