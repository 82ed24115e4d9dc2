"""The vocabulary of an index, which serves as a dictionary between its languages."""

from django.db import models


class LexiconPart(models.Model):
    """Stems that entered an index together, with the vector of each.

    Parts are only ever added while an index lives, so a process that has read
    some of them needs just the later ones. `stems` is one stem a line;
    `vectors` holds 16-bit floats, a row for each stem in the same order, and
    nothing where the index is made without a model.
    """

    index = models.CharField(max_length=100, db_index=True)
    lang = models.CharField(max_length=12)
    stems = models.TextField()
    vectors = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.index} {self.lang} {self.pk}"
