"""Columns in each language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Trace


@register(Trace)
class TraceTranslation(TranslationOptions):
    fields = ("reason",)
