"""What the house owes itself besides its floors, as pure functions over a tree: each takes its root and returns complaints."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

TEXT_KINDS = {
    ".py",
    ".html",
    ".txt",
    ".xml",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".in",
    ".json",
    ".csv",
    ".yml",
    ".yaml",
    ".po",
    ".pot",
    "",
}
# Rendered by Django itself, by name.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# Templates of packages that ours take the place of; the package renders them.
OVERRIDES = ("account/", "admin/", "allauth/", "mfa/", "django/", "registration/")
MAIL_PARTS = (".subject.txt", ".txt", ".html")

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*(?:\bsrc=|type="application/(?:ld\+)?json"))"""
)
BARE_HTMX = re.compile(r"(?<!data-)\bhx-[a-z-]+\s*=")
STATE_IN_TEMPLATE = re.compile(r"\{%\s*(?:el)?if\b[^%]*\.(?:state|stage)\s*(?:[!=]=(?!\s*[\"']now\b)|\bin\b)")
URL_IN_TEMPLATE = re.compile(r"""\{%\s*url\s+["']([^"']+)["']""")
# Brackets keep these patterns from finding themselves.
OF_A_MACHINE = re.compile(
    r"(?:^|[^\w.-])/(?:root|home|work)/\w|--(?:extra-)?index[-]url|--find[-]links|registry\s*=\s*http"
    r"|\b(?:pypi|npmjs|pythonhosted)[.](?:org|com)\b"
)
LEFT_FOR_LATER = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")


def complaints_of(root: Path) -> list[str]:
    """Everything in the tree at `root` that its files alone show to be out of step."""
    checks: tuple[Callable[[Path], Iterator[str]], ...] = (
        templates_nobody_renders,
        static_files_nobody_names,
        events_out_of_step,
        mails_without_their_parts,
        templates_with_forbidden_words,
        files_with_traces_of_a_machine,
        seeds_without_source,
        views_without_docstring,
        states_set_past_their_verb,
        clocks_read_past_the_board,
    )
    return sorted(complaint for check in checks for complaint in check(root))


def tracked_files(root: Path) -> list[Path]:
    """The files that git keeps or would keep; all files where there is no git."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        return sorted(path for path in root.rglob("*") if path.is_file())
    return sorted(path for name in set(answer.stdout.split("\0")) if name and (path := root / name).is_file())


def templates(root: Path) -> dict[str, str]:
    """Our templates: name as Django knows it → text."""
    folder = root / "templates"
    kinds = {".html", ".txt", ".xml"}
    return {
        path.relative_to(folder).as_posix(): _text(path) for path in sorted(folder.rglob("*")) if path.suffix in kinds
    }


def templates_nobody_renders(root: Path) -> Iterator[str]:
    """Templates whose name stands in no source and no other template."""
    ours = templates(root)
    said = "\n".join([*(_text(path) for path in _python(root)), *ours.values()])
    for name in ours:
        if name.startswith("emails/") and "/_" not in name:
            # A mail is named by its event, whole or without its feature.
            feature, _, event = re.sub(r"(\.subject\.txt|\.txt|\.html)$", "", name.removeprefix("emails/")).partition(
                "/"
            )
            sender = root / "careers" / feature / "emails.py"
            known = f"{feature}/{event}" in said or (sender.exists() and f'"{event}"' in _text(sender))
        else:
            known = name in said or name in ERROR_PAGES or name.startswith(OVERRIDES)
        if not known:
            yield f"templates/{name}: nobody renders it"


def static_files_nobody_names(root: Path) -> Iterator[str]:
    """Style sheets, scripts, pictures and fonts that no page can reach; and linked ones that do not exist."""
    folder = root / "careers" / "static"
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("LICENSE"))
    said = "\n".join([*(_text(path) for path in _python(root)), *templates(root).values()])
    said += "\n".join(_text(path) for path in paths if path.suffix in {".css", ".js", ".webmanifest"})
    linked = _linked(root)
    for path in paths:
        if path.name not in said and (path.suffix[1:], path.stem) not in linked:
            yield f"{path.relative_to(root)}: no page names it"
    for kind, name in sorted(linked):
        if not (folder / kind / f"{name}.{kind}").exists():
            yield f"careers/core/stylesheets.py: {kind}/{name}.{kind} does not exist"


def events_out_of_step(root: Path) -> Iterator[str]:
    """Events that are announced to nobody, and followers of what nobody announces."""
    announced = first_arguments(root, "announce")
    followed = first_arguments(root, "follows")
    yield from (f"{announced[event]}: nobody follows {event}" for event in announced.keys() - followed.keys())
    yield from (f"{followed[event]}: nobody announces {event}" for event in followed.keys() - announced.keys())


def mails_without_their_parts(root: Path) -> Iterator[str]:
    """Mail events that lack a subject, a text or an HTML part."""
    ours = {name.removeprefix("emails/") for name in templates(root) if name.startswith("emails/") and "/_" not in name}
    events = {re.sub(r"(\.subject\.txt|\.txt|\.html)$", "", name) for name in ours if "/" in name}
    for event in sorted(events | first_arguments(root, "send_mail_event").keys()):
        for part in MAIL_PARTS:
            if event + part not in ours:
                yield f"templates/emails/{event}{part} is missing"


def templates_with_forbidden_words(root: Path) -> Iterator[str]:
    """Inline style or script (mails excepted), htmx attributes a checker refuses, decisions about states."""
    for name, text in templates(root).items():
        bare = re.sub(r"\{#.*?#\}", "", text)
        for number, line in enumerate(bare.splitlines(), 1):
            if INLINE.search(line) and not name.startswith("emails/"):
                yield f"templates/{name}:{number}: inline style or script"
            if BARE_HTMX.search(line):
                yield f"templates/{name}:{number}: hx- without data-"
            if STATE_IN_TEMPLATE.search(line):
                yield f"templates/{name}:{number}: compares a state's name"


def files_with_traces_of_a_machine(root: Path) -> Iterator[str]:
    """Paths of one machine, addresses of a registry, and work left for later."""
    for path in tracked_files(root):
        if path.suffix not in TEXT_KINDS:
            continue
        for number, line in enumerate(_text(path).splitlines(), 1):
            if OF_A_MACHINE.search(line):
                yield f"{path.relative_to(root)}:{number}: a path of a machine or a registry"
            if path.suffix in {".py", ".html", ".css", ".js"} and LEFT_FOR_LATER.search(line):
                yield f"{path.relative_to(root)}:{number}: left for later"


def seeds_without_source(root: Path) -> Iterator[str]:
    """Folders of data that do not say where it comes from."""
    for folder in sorted(path for path in (root / "seeds").glob("*") if path.is_dir() and path.name != "__pycache__"):
        if not any(folder.glob("SOURCE*")):
            yield f"seeds/{folder.name}: has no SOURCE"


def views_without_docstring(root: Path) -> Iterator[str]:
    """Public functions of views files that do not say what they promise."""
    for path in _python(root):
        if path.stem == "views" or path.parent.name == "views":
            for node in ast.parse(_text(path)).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                    yield f"{path.relative_to(root)}:{node.lineno}: {node.name} has no docstring"


def states_set_past_their_verb(root: Path) -> Iterator[str]:
    """Views, forms, admins, tasks and feeds that assign a state or stage: only verbs on models may."""
    for path in _python(root):
        if not {path.stem, path.parent.name} & {"views", "forms", "filters", "admin", "tasks", "feeds", "api"}:
            continue
        for node in ast.walk(ast.parse(_text(path))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            set_here = any(
                isinstance(target, ast.Attribute) and target.attr in {"state", "stage"} for target in targets
            )
            updated = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
            if set_here or (updated and any(word.arg in {"state", "stage"} for word in node.keywords)):
                yield f"{path.relative_to(root)}:{node.lineno}: sets a state past its verb"


def clocks_read_past_the_board(root: Path) -> Iterator[str]:
    """Code that asks another clock than `careers.core.clock`, which tests and demo days can move."""
    clocks = re.compile(r"\b(?:timezone|datetime)\.(?:now|utcnow|localdate)\(|\bdate\.today\(|\bNow\(\)")
    for path in _python(root):
        if path.is_relative_to(root / "careers") and path.name != "clock.py" and "migrations" not in path.parts:
            for number, line in enumerate(_text(path).splitlines(), 1):
                if clocks.search(line):
                    yield f"{path.relative_to(root)}:{number}: reads another clock than the board's"


def urls_in(root: Path) -> dict[str, str]:
    """Names of addresses that templates and Python reverse → where."""
    named = {}
    for template, text in templates(root).items():
        for match in URL_IN_TEMPLATE.finditer(text):
            named[match[1]] = f"templates/{template}"
    for function in ("reverse", "reverse_lazy", "redirect"):
        found = first_arguments(root, function)
        named.update({name: place for name, place in found.items() if re.fullmatch(r"[a-z_:]+", name)})
    return named


def _python(root: Path) -> list[Path]:
    return sorted(path for top in ("careers", "jobboard") for path in (root / top).rglob("*.py"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _linked(root: Path) -> set[tuple[str, str]]:
    """The (folder, name) pairs that `careers.core.stylesheets` links to every page."""
    path = root / "careers" / "core" / "stylesheets.py"
    found = set()
    for node in ast.parse(_text(path)).body if path.exists() else []:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            kind = {"STYLESHEETS": "css", "SCRIPTS": "js"}.get(node.targets[0].id)
            found |= {(kind, name) for name in ast.literal_eval(node.value)} if kind else set()
    return found


def first_arguments(root: Path, function: str) -> dict[str, str]:
    """The strings that calls of `function` take first → path:line of the last such call."""
    found = {}
    for path in _python(root):
        for node in ast.walk(ast.parse(_text(path))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1] != function or not node.args:
                continue
            # A choice between two names is two names.
            choice = node.args[0]
            for value in (choice.body, choice.orelse) if isinstance(choice, ast.IfExp) else (choice,):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[value.value] = f"{path.relative_to(root)}:{node.lineno}"
    return found
