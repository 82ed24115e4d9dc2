"""A fifth language is a recipe: docs/adding-a-language.md, carried out on a copy with Portuguese.

The edits are the blocks of the page itself, so that it cannot drift from what works.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "docs" / "adding-a-language.md"
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "var", "tests", "benchmarks", "node_modules", "__pycache__", "*.mo", ".*_cache"
)
STOPWORDS = (
    "a ao aos as com como da das de do dos e em entre era esta este foi foram há isso já la mais "
    "mas muito na nas no nos não o os ou para pela pelo por qual quando que quem se sem ser seu "
    "sua são também tem um uma"
)


def headings() -> list[str]:
    """The numbered headings of the page."""
    return re.findall(r"^## (\d+\. .+)$", RECIPE.read_text(), re.MULTILINE)


def blocks(heading: str) -> list[str]:
    """The code blocks under a heading of the page."""
    section = RECIPE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```\w+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


class Checkout:
    """A copy of the source tree with a database and an index of its own."""

    def __init__(self, root: Path, state: Path):
        self.root = root
        shutil.copytree(ROOT, root, ignore=LEFT_OUT)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "MEDINA_STATE_DIR": str(state),
            "MEDINA_TEST_DIR": str(state / "test"),
            "SEARCH_EMBEDDER": "light",
        }
        for variable in ("DATABASE_URL", "REDIS_URL", "SEARCH_ENGINE", "PYTHONPATH"):
            self.environment.pop(variable, None)

    def run(self, *arguments: str) -> str:
        """Runs Python in the copy; fails with what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def shell(self, commands: str) -> None:
        """Runs the lines of a block of commands."""
        for line in commands.splitlines():
            program, *arguments = line.split()
            assert program == "python", line
            self.run(*arguments)

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Changes a file; fails where that changes nothing."""
        file = self.root / path
        before = file.read_text()
        after = change(before)
        assert after != before, path
        file.write_text(after)

    def after(self, path: str, line: str, block: str) -> None:
        """Puts a block behind a line, which stands once in the file."""
        assert (self.root / path).read_text().count(line) == 1, (path, line)
        self.edit(path, lambda text: text.replace(line, line + block))


def declare(copy: Checkout, heading: str) -> None:
    language, fallbacks = blocks(heading)
    settings = "portal/settings/base.py"
    copy.after(settings, '    ("ar", _("Arabic")),\n', language)
    line = re.search(
        r'^    "default": \("en".*\n', (copy.root / settings).read_text(), re.MULTILINE
    )
    copy.edit(settings, lambda text: text.replace(line.group(), fallbacks))


def analyse(copy: Checkout, heading: str) -> None:
    (entry,) = blocks(heading)
    copy.after("search/analysis.py", '    "ar": Analyser(stem_arabic),\n', entry)
    copy.edit(
        "search/analysis.py",
        lambda text: re.sub(
            r'^VERSION = "(\d+)"',
            lambda found: f'VERSION = "{int(found[1]) + 1}"',
            text,
            flags=re.MULTILINE,
        ),
    )
    (copy.root / "search/words/stopwords_pt.txt").write_text(STOPWORDS + "\n")


def make_migrations(copy: Checkout, heading: str) -> None:
    (commands,) = blocks(heading)
    copy.shell(commands)


def plant_tree(copy: Checkout, heading: str) -> None:
    commands, operation = blocks(heading)
    copy.shell(commands)
    (path,) = (copy.root / "cms/library/migrations").glob("*_portuguese_tree.py")
    start = path.read_text().partition("    operations = [")[0]
    path.write_text(f"{start}\n\n{operation}")


def translate(copy: Checkout, heading: str) -> None:
    """A catalogue that says what its sources say, but for one word."""
    english = copy.root / "locale/en/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(english))
    catalogue.metadata["Language"] = "pt"
    catalogue.find("Themes").msgstr = "Temas em português"
    target = copy.root / "locale/pt/LC_MESSAGES/django.po"
    target.parent.mkdir(parents=True)
    catalogue.save(str(target))


def write_error_pages(copy: Checkout, heading: str) -> None:
    (section,) = blocks(heading)
    for name in ("400", "500"):
        copy.edit(
            f"templates/{name}.html",
            lambda text: text.replace("    </div>", section + "    </div>"),
        )


def migrate_and_rebuild(copy: Checkout, heading: str) -> None:
    (commands,) = blocks(heading)
    copy.shell(commands)


STEPS = {
    "1. Declare it": declare,
    "2. Say how its words are analysed": analyse,
    "3. Make the migrations": make_migrations,
    "4. Plant its tree": plant_tree,
    "5. Translate the interface": translate,
    "6. Write the error pages": write_error_pages,
    "7. Migrate and rebuild": migrate_and_rebuild,
}

#: Run in the copy, in one process: publishes a work in Portuguese and looks for it.
READER = """
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Page

from cms.core.models import File
from cms.library.models import CaseStudyPage, LibraryPage
from cms.network.models import City, Country, Region

assert Page.find_problems() == ([], [], [], [], [])
call_command("search_rebuild", verbosity=0)

region = Region.objects.create(slug="europe", m49="150", name_en="Europe", name_pt="Europa")
country = Country.objects.create(slug="xa", iso="XA", name_pt="País Inventado", region=region)
city = City.objects.create(slug="figueira", name_en="Figtree", name_pt="Figueira", country=country)
assert City.objects.get(slug="figueira").name_pt == "Figueira"

def publish(language, title, summary, context, **more):
    locale = Locale.objects.get(language_code=language)
    page = CaseStudyPage(
        locale=locale, title=title, summary=summary, context=f"<p>{context}</p>", live=False, **more
    )
    page.cities = [city]
    LibraryPage.objects.get(locale=locale).add_child(instance=page)
    page.save_revision().publish()
    return CaseStudyPage.objects.get(pk=page.pk)

gardens = publish(
    "pt",
    "Hortas comunitárias nos telhados",
    "Os moradores cultivam legumes nos telhados dos edifícios públicos.",
    "As famílias do bairro plantam legumes e ervas nos telhados da escola e do mercado.",
)
publish("en", "Paying parking fines online", "Drivers pay fines by telephone.", "A payment form.")
publish("fr", "Le budget de la ville", "Les recettes et les dépenses.", "Un tableau annuel.")
call_command("search_rebuild", verbosity=0)

client = Client()
home = client.get("/pt/")
assert home.status_code == 200, home.status_code
text = home.content.decode()
assert '<html lang="pt"' in text, text[:300]
assert "Temas em português" in text
assert client.get("/pt/cities/figueira/").status_code == 200
assert "Figueira" in client.get("/pt/cities/").content.decode()
work = client.get("/pt/biblioteca/hortas-comunitárias-nos-telhados/")
assert work.status_code == 200 and "telhados da escola" in work.content.decode()
elsewhere = client.get(f"/en/w/{gardens.work.pk}/")
assert elsewhere.status_code == 200 and "Hortas comunitárias" in elsewhere.content.decode()

for interface, query in (
    ("pt", "hortas nos telhados"),
    ("pt", "cultivar legumes"),
    ("en", "growing vegetables on the roof"),
):
    found = client.get("/api/v1/search", {"q": query, "lang": interface}).json()
    assert found["hits"], (query, found)
    first = found["hits"][0]
    assert first["title"] == "Hortas comunitárias nos telhados", (query, first)
    assert first["evidence"]["lang"] == "pt", first
facets = client.get("/api/v1/search", {"lang": "pt", "kind": "case_study"}).json()["facets"]
counts = {value["value"]: value["count"] for value in facets["language"]}
assert counts == {"pt": 1, "en": 1, "fr": 1}, counts
assert File._meta.get_field("language").choices[-1][0] == "pt"
print("found")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Checkout:
    """A copy of the checkout with the recipe carried out."""
    base = tmp_path_factory.mktemp("portuguese")
    checkout = Checkout(base / "checkout", base / "state")
    (base / "state" / "test").mkdir(parents=True)
    for heading, step in STEPS.items():
        step(checkout, heading)
    return checkout


def test_the_page_names_the_steps_that_the_test_takes():
    assert headings() == list(STEPS)


def test_a_work_in_the_new_language_is_published_and_found_across_languages(copy):
    assert copy.run("manage.py", "shell", "-v", "0", "-c", READER).strip().endswith("found")


def test_no_migration_is_missing_afterwards(copy):
    copy.run("manage.py", "makemigrations", "--check", "--dry-run")


def test_the_error_pages_speak_the_new_language(copy):
    for name in ("400", "500"):
        assert 'lang="pt"' in (copy.root / f"templates/{name}.html").read_text()
