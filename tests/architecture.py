"""The floors of the house as pure functions over a tree: each takes its root and returns complaints, one line each."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FLOORS = {
    "core": 0,
    "taxonomy": 1,
    "accounts": 2,
    "guides": 2,
    "employers": 3,
    "learning": 3,
    "listings": 4,
    "applications": 5,
    "matching": 5,
    "saved": 6,
    "trust": 6,
    "insights": 6,
    "hiring": 7,
    "api": 8,
    "pages": 8,
}
INDEXES = ("admin", "apps", "models", "tasks", "urls")
ROOF = dict.fromkeys((*INDEXES, "management", "migrations", "templatetags"), 9)
PROJECT_FLOOR = 10

# Inside a package; a file that is not named here is one of its nouns and stands with the emails, on layer 0.
# Filters may lean on forms, and feeds on both: a search is a form first.
LAYERS = {"emails": 0, "models": 1, "forms": 2, "filters": 3, "feeds": 4, "admin": 5, "tasks": 5, "views": 5, "urls": 6}
NOUNS_A_PACKAGE = 6

JUNK_DRAWERS = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
TRADE_WORDS = re.compile(
    r"\b(listing|employer|seeker|applicant|vacancy|vacancies|salary|eligibility|recruiter|membership|credential)s?\b"
)
BY_NAME = {"get_model", "import_module", "import_string"}

WALLS = {".py": 400, ".css": 400, ".html": 120, ".js": 40}
CORE_WALL = 150


@dataclass(frozen=True)
class Import:
    """One name that one module takes from another."""

    place: str  # path:line, for the complaint
    source: str  # dotted module that imports
    target: str  # dotted module that is imported
    name: str  # what is taken from it, or ""
    relative: bool = False
    function: str = ""  # the innermost function around it
    typing_only: bool = False


def complaints_of(root: Path) -> list[str]:
    """Everything that the tree at `root` does against the law of the floors, by reading its files alone."""
    imports = list(read_imports(root))
    return sorted(
        [
            *imports_that_point_up(imports),
            *imports_in_the_wrong_form(root, imports),
            *import_circles(imports),
            *files_with_wrong_names(root),
            *files_past_the_wall(root),
            *files_missing_from_their_index(root),
            *trade_words_in_the_wrong_place(root),
        ]
    )


def python_files(root: Path) -> list[Path]:
    """Our own modules: the application and the project, in order."""
    return sorted(path for top in ("careers", "jobboard") for path in (root / top).rglob("*.py"))


def module_of(root: Path, path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_imports(root: Path) -> Iterator[Import]:
    """Every import of our own code in our own code; a module named by a string for a loader counts too."""
    paths = python_files(root)
    modules = {module_of(root, path) for path in paths}
    for path in paths:
        module = module_of(root, path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node, function, typing_only in _walk(tree):
            for target, name in _targets(node, module, modules):
                yield Import(
                    place=f"{path.relative_to(root)}:{node.lineno}",  # type: ignore[attr-defined]
                    source=module,
                    target=target,
                    name=name,
                    relative=isinstance(node, ast.ImportFrom) and node.level > 0,
                    function=function,
                    typing_only=typing_only,
                )


def imports_that_point_up(imports: Iterable[Import]) -> Iterator[str]:
    """Imports that do not go to a strictly lower floor or, inside a package, to a strictly lower layer."""
    for item in imports:
        package = _package(item.source)
        same_package = package == _package(item.target) != "core"
        if item.target.removeprefix("careers.") in INDEXES and floor_of(item.source) < PROJECT_FLOOR:
            yield f"{item.place}: {item.target} is an index, nobody imports from it"
        elif package != _package(item.target) and floor_of(item.target) >= floor_of(item.source):
            yield f"{item.place}: {item.target} does not stand on a lower floor"
        elif same_package and package in FLOORS and not item.typing_only and not _is_lower_layer(item):
            yield f"{item.place}: {item.target} does not come lower inside the package"


def imports_in_the_wrong_form(root: Path, imports: Iterable[Import]) -> Iterator[str]:
    """Relative imports, imports inside a function, starred ones, and names taken from where they are not defined."""
    defined = {module_of(root, path): _names_by_import(path, module_of(root, path)) for path in python_files(root)}
    for item in imports:
        if item.relative:
            yield f"{item.place}: the import is relative"
        if item.function and not (item.source == "careers.apps" and item.function == "ready"):
            yield f"{item.place}: import inside the function {item.function}"
        if item.source.rpartition(".")[0] == "careers" and item.source.rpartition(".")[2] in INDEXES:
            continue
        if item.name == "*":
            yield f"{item.place}: everything is imported from {item.target}"
        elif item.name in defined.get(item.target, {}):
            yield f"{item.place}: {item.name} is defined in {defined[item.target][item.name]}, not in {item.target}"
        elif item.target.startswith("careers.") and item.target not in defined:
            yield f"{item.place}: there is no module {item.target}"


def import_circles(imports: Iterable[Import]) -> Iterator[str]:
    """Modules that reach themselves through their imports."""
    below: dict[str, set[str]] = {}
    for item in imports:
        if not item.typing_only:
            below.setdefault(item.source, set()).add(item.target)
    for start in sorted(below):
        seen: set[str] = set()
        ahead = set(below[start])
        while ahead:
            module = ahead.pop()
            seen.add(module)
            ahead |= below.get(module, set()) - seen
        if start in seen:
            yield f"{start} imports itself in a circle"


def files_with_wrong_names(root: Path) -> Iterator[str]:
    """Packages that stand on no floor, files that no package may have, and junk drawers."""
    for path in sorted((root / "careers").iterdir()):
        if path.is_dir() and path.name not in {*FLOORS, *ROOF, "static", "__pycache__"}:
            yield f"careers/{path.name}: stands on no floor"
        if path.suffix == ".py" and path.stem not in {"__init__", *INDEXES}:
            yield f"careers/{path.name}: is no index"
    for package in FLOORS:
        if package == "core" or not (root / "careers" / package).is_dir():
            continue
        inside = sorted(path for path in (root / "careers" / package).iterdir() if path.name != "__pycache__")
        nouns = [path.stem for path in inside if path.suffix == ".py" and path.stem not in {"__init__", *LAYERS}]
        if len(nouns) > NOUNS_A_PACKAGE:
            yield f"careers/{package}: {len(nouns)} nouns of its own, {NOUNS_A_PACKAGE} allowed: {', '.join(nouns)}"
        for path in inside:
            if path.is_dir() and path.name not in {"models", "views"}:
                yield f"careers/{package}/{path.name}: only models and views may become a folder"
    for path in sorted(path for top in ("careers", "jobboard", "tests") for path in (root / top).rglob("*")):
        if path.stem in JUNK_DRAWERS and path.suffix in {"", ".py"}:
            yield f"{path.relative_to(root)}: has no noun, so it has no home"


def files_past_the_wall(root: Path) -> Iterator[str]:
    """Files with more lines than their kind may have; migrations, data and what others wrote are left out."""
    for top in ("careers", "jobboard", "tests", "templates", "benchmarks"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in WALLS or {"data", "migrations", "vendor"} & set(path.relative_to(root).parts):
                continue
            in_core = path.is_relative_to(root / "careers" / "core") and path.suffix == ".py"
            wall = CORE_WALL if in_core else WALLS[path.suffix]
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > wall:
                yield f"{path.relative_to(root)}: {count} lines, {wall} allowed"


def files_missing_from_their_index(root: Path) -> Iterator[str]:
    """Models, admins, tasks and addresses of a package that its index does not name: nobody would ever load them."""
    for kind in ("models", "admin", "tasks", "urls"):
        index = root / "careers" / f"{kind}.py"
        named = index.read_text(encoding="utf-8") if index.exists() else ""
        for package in FLOORS:
            # Core's admin is the site itself, which Django loads by its configuration.
            exists = (root / "careers" / package / f"{kind}.py").exists() and (package, kind) != ("core", "admin")
            if exists and not re.search(rf"\bcareers\.{package}(\.| import ){kind}\b", named):
                yield f"careers/{kind}.py: does not name careers.{package}.{kind}"


def trade_words_in_the_wrong_place(root: Path) -> Iterator[str]:
    """Nouns of the trade in the project, where nothing may speak of them, and among the names of core."""
    for path in python_files(root):
        text = path.read_text(encoding="utf-8")
        if path.is_relative_to(root / "careers" / "core"):
            words = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name in _identifiers(ast.parse(text)))
        elif path.is_relative_to(root / "jobboard"):
            words = text
        else:
            continue
        for word in sorted(set(TRADE_WORDS.findall(words.replace("_", " ").lower()))):
            yield f"{path.relative_to(root)}: speaks of the trade: {word}"


def keys_that_point_up(models: Iterable) -> list[str]:
    """Foreign keys, one-to-ones and many-to-manys of Django models that do not point to a strictly lower floor."""
    complaints = []
    for model in models:
        if any(type(field).__name__ == "GenericForeignKey" for field in model._meta.private_fields):
            complaints.append(f"{model.__name__}: holds a generic foreign key")
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            other = field.related_model
            if other is None or _package(other.__module__) in {"", _package(model.__module__)}:
                continue
            if floor_of(other.__module__) >= floor_of(model.__module__):
                complaints.append(f"{model.__name__}.{field.name} points up to {other.__name__}")
    return sorted(complaints)


def floor_of(module: str) -> int:
    """The floor on which a dotted module of ours stands."""
    return {**FLOORS, **ROOF}.get(_package(module), PROJECT_FLOOR)


def _package(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "careers" and len(parts) > 1 else ""


def _is_lower_layer(item: Import) -> bool:
    file, other = (f"{module}.".split(".")[2] for module in (item.source, item.target))
    if LAYERS.get(other, 0) < LAYERS.get(file, 0):
        return True
    # Nouns and emails may lean on each other, and the files of a views or models folder are one file that grew.
    return file == other or LAYERS.get(file, 0) == LAYERS.get(other, 0) == 0


def _walk(tree: ast.AST, function: str = "", typing_only: bool = False) -> Iterator[tuple[ast.AST, str, bool]]:
    for node in ast.iter_child_nodes(tree):
        inside, typed = function, typing_only
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = node.name
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            typed = True
        yield node, inside, typed
        yield from _walk(node, inside, typed)


def _targets(node: ast.AST, module: str, modules: set[str]) -> Iterator[tuple[str, str]]:
    """The (module, name) pairs of ours that a node takes, with submodules told from names."""
    if isinstance(node, ast.Import):
        found = [(alias.name, "") for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            base = ".".join([*module.split(".")[: -node.level], *filter(None, [base])])
        whole = [(f"{base}.{alias.name}", alias.name) for alias in node.names]
        found = [(full, "") if full in modules else (base, name) for full, name in whole]
    elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in BY_NAME and "migrations" not in module:
        named = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        dotted = [text for text in named if text.startswith("careers.")]
        found = [(text if text in modules else text.rpartition(".")[0], "") for text in dotted]
    else:
        return
    yield from ((target, name) for target, name in found if target.split(".")[0] in {"careers", "jobboard"})


def _names_by_import(path: Path, module: str) -> dict[str, str]:
    """Names that a module has only because it imports them from elsewhere in our tree → from where."""
    names = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        source = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        # The face of a models or views folder shows what its own files define.
        if source.startswith("careers.") and not source.startswith(f"{module}."):
            names.update({alias.asname or alias.name: source for alias in node.names})
    return names


def _identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        for field in ("id", "name", "attr", "arg"):
            if isinstance(value := getattr(node, field, None), str):
                yield value
