"""Columns of the core's records that exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Concept, ConceptScheme, ReusableText


@register(ConceptScheme)
class ConceptSchemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Concept)
class ConceptTranslation(TranslationOptions):
    fields = ("label", "alternative_labels", "hidden_labels", "definition", "scope_note")


@register(ReusableText)
class ReusableTextTranslation(TranslationOptions):
    fields = ("title", "text")
