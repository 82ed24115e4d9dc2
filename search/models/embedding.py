"""Embeddings, kept so that no text is embedded twice."""

from django.db import models


class Embedding(models.Model):
    """The raw vector that a model gave a text.

    `key` is the hash of the cleaned text; `vector` holds 16-bit floats, of unit
    length and not centred, so that they outlive every generation of the index.
    """

    model = models.CharField(max_length=80)
    key = models.CharField(max_length=32)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="search_embedding_once")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
