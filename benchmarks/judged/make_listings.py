"""Make the listings of the judged set from our own sentence parts: `python -m benchmarks.judged.make_listings` writes listings.jsonl anew.

The same seed gives the same file. What a listing *is* (its profession, role, needs, topic …) is drawn first and kept
in columns; its words are written from that, sometimes tersely, sometimes beside the point. Only the columns are graded.
"""

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SKILLS = FOLDER.parent.parent / "seeds" / "skills" / "skills.csv"
LISTINGS = FOLDER / "listings.jsonl"
SEED = 20261122
LANGUAGES = ("id", "en")
OLDEST = 75


class Author:
    """Writes listings, one after the other, from one seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)
        self.parts = read("parts.json")
        self.roles = {role["slug"]: role for role in read("roles.json")}
        self.needed = sorted({slug for role in self.roles.values() for slug in role["core"] + role["also"]})
        self.skills = {row["slug"]: row for row in csv.DictReader(SKILLS.read_text(encoding="utf-8").splitlines())}

    def listings(self) -> list[dict[str, Any]]:
        """All of them, in an order that says nothing."""
        made = [
            self.listing(role, LANGUAGES[(number + place) % 2], number=number)
            for place, role in enumerate(self.roles.values())
            for number in range(role["count"])
        ]
        for trap in self.parts["traps"]:
            role = self.roles[trap["role"]]
            made.append(self.listing(role, trap["language"], title=trap["title"], mentions=trap["mentions"]))
        self.random.shuffle(made)
        return [{"key": f"l{number:03}"} | row for number, row in enumerate(made, 1)]

    def listing(
        self,
        role: dict[str, Any],
        language: str,
        *,
        number: int = 0,
        title: str = "",
        mentions: list[str] | None = None,
    ) -> dict[str, Any]:
        """One listing of a role: its facts first, then its words."""
        draw = self.random
        # Two neighbours share one, in either language.
        one = [role["one"][number // 2 % len(role["one"])]] if "one" in role else []
        core = one + draw.sample(role["core"], min(len(role["core"]), 3 - len(one) - (draw.random() < 0.4)))
        also = draw.sample(role["also"], draw.randint(1, 3))
        topic = draw.choice(list(self.parts["topics"]))
        employers = self.parts["employers"]
        ours = [row for row in employers if row["language"] == language]
        employer = draw.choice(ours if draw.random() < 0.85 else employers)
        scope = draw.choices(["worldwide", "countries", "not-stated"], [7, 9, 4])[0]
        facts = {
            "title": title or self._title(role, language, topic, one),
            "language": language,
            "employer": employer["slug"],
            "category": role["category"],
            "role": role["slug"],
            "topic": topic,
            "core": core,
            "also": also,
            "tagged": self._tagged(core, also),
            "technical": role["technical"],
            "work_languages": self._work_languages(language),
            "published_days_ago": int(OLDEST * draw.random() ** 1.4),
            "scope": scope,
            "countries": draw.choice(self.parts["places"][language]) if scope == "countries" else [],
            "pay": self._pay(role, language),
            "hours": draw.choice([None, [5, 10], [10, 20], [15, 30], [40, 40]]),
        }
        if mentions is None:
            pools = [self.parts["mentioned"], self.needed]
            drawn = [draw.choice(draw.choice(pools)) for _ in range(draw.choice([0, 0, 1, 1, 1, 2]))]
            mentions = [slug for slug in dict.fromkeys(drawn) if slug not in core + also]
        return facts | {"mentions": mentions, "description": self._text(role, facts, mentions, employer["name"])}

    def _title(self, role: dict[str, Any], language: str, topic: str, one: list[str]) -> str:
        field = self.random.choice(self.parts["topics"][topic][language])
        bare = self.random.choice(role["titles"][language])
        title = bare.format(one=self._name(one[0], language) if one else "", topic=field)
        if "{topic}" not in bare and self.random.random() < 0.3:
            title = f"{title}, {field}"
        if self.random.random() < 0.25:
            ends = {
                "en": ["part-time", "senior", "six months", "evenings"],
                "id": ["paruh waktu", "senior", "enam bulan", "malam hari"],
            }
            title = f"{title} ({self.random.choice(ends[language])})"
        return title[0].upper() + title[1:]

    def _tagged(self, core: list[str], also: list[str]) -> list[str]:
        """What the employer ticks: mostly what is needed; some tick only a part, some nothing, some a skill too many."""
        kind = self.random.choices(["well", "partly", "nothing", "too much"], [75, 12, 7, 6])[0]
        if kind == "nothing":
            return []
        if kind == "partly":
            return core[:1]
        tagged = core + [slug for slug in also if self.random.random() < 0.6]
        if kind == "too much":
            tagged += [slug for slug in self.random.sample(self.parts["mentioned"], 1) if slug not in core + also]
        return tagged

    def _work_languages(self, language: str) -> list[str]:
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        return self.random.choices([[language], [language, other], [other]], [6, 3, 1])[0]

    def _pay(self, role: dict[str, Any], language: str) -> dict[str, Any] | None:
        if self.random.random() < 0.15:
            return None
        low, high = role["pay"]
        first = self.random.randint(low, (low + high) // 2)
        last = self.random.randint(first, high)
        if language == "id":
            return {"min": first * 9000, "max": last * 9000, "currency": "IDR", "period": "hour"}
        return {
            "min": first,
            "max": last,
            "currency": self.random.choice(["USD", "USD", "GBP", "EUR"]),
            "period": "hour",
        }

    def _text(self, role: dict[str, Any], facts: dict[str, Any], mentions: list[str], employer: str) -> str:
        draw, language, parts = self.random, facts["language"], self.parts
        long = draw.random()
        field = draw.choice(parts["topics"][facts["topic"]][language])
        opening = draw.choice(parts["opening"][language]).format(employer=employer, topic=field)
        tasks = draw.sample(role["tasks"][language], 1 + round(3 * long))
        needs = [
            self._sentence("core", slug, language)
            for slug in facts["core"]
            for _ in range(1 + (long > 0.3) + (long > 0.8))
        ]
        helps = [self._sentence("also", slug, language) for slug in facts["also"]]
        spoken = [
            draw.choice(parts["language"][language][code])
            for code in facts["work_languages"]
            if code != language or draw.random() < 0.6
        ]
        level = draw.sample(parts["level"][language][facts["technical"]], int(draw.random() < 0.85))
        beside = [self._sentence("mention", slug, language) for slug in mentions]
        beside += draw.sample(parts["chatter"][language], round(1 + 6 * long))
        draw.shuffle(beside)
        blocks = [[opening, *tasks], [*needs, *helps, *spoken, *level], beside]
        return "\n\n".join(" ".join(block) for block in blocks)

    def _sentence(self, kind: str, slug: str, language: str) -> str:
        return self.random.choice(self.parts[kind][language]).format(s=self._name(slug, language))

    def _name(self, slug: str, language: str) -> str:
        """A skill as a sentence says it: by one of our own wordings, else by its name in the vocabulary."""
        if slug in self.parts["said"]:
            return self.random.choice(self.parts["said"][slug][language])
        row = self.skills[slug]
        name = re.sub(r" ?\(.*\)| & .*", "", row[f"name_{language}"])
        proper = row["kind"] in ("tool", "domain") or any(name.startswith(word) for word in self.parts["kept"])
        return name if proper else name[0].lower() + name[1:]


def read(name: str) -> Any:
    """A file of this folder."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def lines() -> str:
    """The whole file as it should stand."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in Author().listings())


if __name__ == "__main__":
    LISTINGS.write_text(lines(), encoding="utf-8")
