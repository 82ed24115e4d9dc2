"""A small service of embeddings for tests: a real HTTP server that speaks OpenAI's protocol."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class EmbeddingServer(HTTPServer):
    """Keeps the texts of each request in `asked`. One that holds a text "bad" fails, one that
    holds a text with the word "unwelcome", or more than `most` texts, is refused with `refusal`;
    each answer takes `seconds`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[list[str]] = []
        self.refusal = 422
        self.most = 1_000
        self.seconds = 0.0

    @property
    def url(self) -> str:
        """What the setting of its address is."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Answer(BaseHTTPRequestHandler):
    server: EmbeddingServer

    def do_POST(self):
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        self.server.asked.append(texts)
        time.sleep(self.server.seconds)
        right = self.path == "/v1/embeddings" and self.headers["Authorization"] == "Bearer secret"
        if not right or "bad" in texts:
            self._send(500, {})
        elif len(texts) > self.server.most or any("unwelcome" in text for text in texts):
            self._send(self.server.refusal, {"error": {"message": "not such a text"}})
        else:
            rows = [
                {"index": i, "embedding": [float(len(text)), 1.0, 2.0]}
                for i, text in enumerate(texts)
            ]
            self._send(200, {"data": rows[::-1]})

    def _send(self, status: int, answer: dict) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass
