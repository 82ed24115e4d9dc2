import signal
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from search import evaluation
from search.embedding import embedders
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.models import Embedding


class Command(BaseCommand):
    help = (
        "Measures search on collections with known answers (docs.jsonl, queries.jsonl, "
        "qrels.jsonl), pooled. Touches nothing of the site's own index."
    )
    # It must run on a fresh checkout too, whatever else is not set up yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directories", nargs="+", type=Path, metavar="DIR")
        parser.add_argument("--run-file", type=Path, help="write the answers here (one DIR only)")
        parser.add_argument(
            "--lang",
            choices=["stated", "detect"],
            default="stated",
            help="take each query's language as stated, or detect it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["run_file"] and len(options["directories"]) > 1:
            raise CommandError("--run-file goes with one DIR")
        # However it is stopped, the scratch index is removed: also in the background of a
        # shell, where Ctrl-C is ignored unless asked for.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.prepare_database()
        judged: list[evaluation.Judged] = []
        unjudged = 0
        for directory in options["directories"]:
            try:
                found = self.evaluate(directory, options["lang"] == "detect", options["run_file"])
            except (evaluation.BadCollection, EngineUnavailable) as error:
                raise CommandError(str(error)) from error
            if found is None:
                unjudged += 1
            else:
                judged += found
        if unjudged:
            self.stdout.write(f"{unjudged} without qrels.jsonl: asked, not judged")
        if judged:
            models = "+".join(embedder.model for embedder in embedders()) or "words only"
            self.stdout.write(f"engine {engine().name}, {models}, language {options['lang']}\n")
            self.stdout.write(evaluation.table(judged))

    def prepare_database(self) -> None:
        """The tables of the search, where nobody has made the database yet."""
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        if Embedding._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", "search", verbosity=0)

    def evaluate(
        self, directory: Path, detect: bool, run_file: Path | None
    ) -> list[evaluation.Judged] | None:
        """One collection: indexed, asked, written down, removed, and only then judged."""
        started = time.monotonic()
        documents = evaluation.read_documents(directory)
        queries = evaluation.read_queries(directory)
        with evaluation.scratch(documents, self.progress) as searched:
            indexed = time.monotonic()
            run, seconds = evaluation.ask(searched, queries, detect, self.progress)
            asked = time.monotonic()
            if run_file:
                evaluation.write_run(run, run_file)
        self.stderr.write("")
        if len(seconds) > 1:
            cuts = [1000 * cut for cut in quantiles(seconds, n=20)]
            self.stdout.write(
                f"{directory}: {len(documents)} documents indexed in {indexed - started:.0f} s, "
                f"{len(queries)} queries asked in {asked - indexed:.0f} s "
                f"(p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms)"
            )
        judgements = evaluation.read_judgements(directory)
        if judgements is None:
            return None
        languages = {doc.id: text.lang for doc in documents for text in doc.texts}
        return evaluation.judge(run, queries, languages, judgements)

    def progress(self, what: str, done: int, of: int) -> None:
        """One line, rewritten; at most every hundredth part is told."""
        if done == of or done % max(of // 100, 1) == 0:
            self.stderr.write(f"\r{what} {done}/{of}   ", ending="")
            self.stderr.flush()
