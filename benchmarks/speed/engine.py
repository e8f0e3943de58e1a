"""tantivy, a search engine in this process, over the same words of the same listings: what an index alone can do.

It keeps no transactions, knows no filter of ours, and ranks by its own formula (BM25, the fields weighted alike in order):
rows are not compared, numbers of matches are. Words are split and made small; nothing is stemmed.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import Draw, Ways
from benchmarks.speed.measure import Timed

BOOSTS = {"title": 4.0, "employer": 2.5, "skills": 1.5, "category": 1.0, "text": 1.0}
ROWS = 20
HEAP = 256 * 2**20
BATCH = 5_000
TEXTS = """
    SELECT l.id, l.title, e.name, l.skill_ids, concat_ws(' ', c.name_en, c.name_id), l.description
    FROM careers_listing l JOIN careers_employer e ON e.id = l.employer_id JOIN careers_jobcategory c ON c.id = l.category_id
    WHERE l.state = 'live'
"""
SKILLS = "SELECT id, concat_ws(' ', name_en, name_id, array_to_string(aliases, ' ')) FROM careers_skill"


class Engine:
    """An index of one board, kept in its state folder."""

    def __init__(self, board: Board):
        """Open the index, or build it when there is none of this very board."""
        self.board = board
        folder, mark = board.state_dir / "tantivy", board.state_dir / "tantivy.mark"
        known = " ".join(
            map(str, board.ask("SELECT count(*), min(id), max(id), max(public_id::text) FROM careers_listing")[0])
        )
        if not mark.exists() or mark.read_text() != known:
            self._build(folder)
            mark.write_text(known)
        self.index = tantivy.Index.open(str(folder))
        self.index.reload()
        self.searcher = self.index.searcher()

    def ways(self, *, count: bool) -> Ways:
        """The one way to ask it: for the best 20, or for how many there are."""

        def ask(draw: Draw) -> Timed:
            start = time.perf_counter()
            query = self.index.parse_query(draw.words["q"], list(BOOSTS), BOOSTS, conjunction_by_default=True)
            if count:
                answer: Any = (self.searcher.search(query, 1, True).count, False)
            else:
                found = self.searcher.search(query, ROWS, False).hits
                answer = [self.searcher.doc(place)["id"][0] for _score, place in found]
            ms = (time.perf_counter() - start) * 1000
            return Timed(ms, ms, answer)

        return {"tantivy": ask}

    def _build(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        fields = tantivy.SchemaBuilder().add_unsigned_field("id", stored=True)
        for name in BOOSTS:
            fields = fields.add_text_field(name, stored=False)
        writer = tantivy.Index(fields.build(), path=str(folder)).writer(HEAP, 1)
        for document in self._documents():
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def _documents(self) -> Iterator[tantivy.Document]:
        skills = dict(self.board.ask(SKILLS))
        with self.board.sql.transaction(), self.board.sql.cursor("texts") as cursor:
            cursor.itersize = BATCH
            for key, title, employer, wanted, category, text in cursor.execute(TEXTS):
                named = " ".join(skills[one] for one in wanted)
                yield tantivy.Document(
                    id=key, title=title, employer=employer, skills=named, category=category, text=text
                )
