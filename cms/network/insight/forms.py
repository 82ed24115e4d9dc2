"""Forms of the desk of searches."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.choosers import RecordChooser
from cms.core.models import Concept

from ..models import City, WritingRequest

#: Days that the desk looks back where nothing is chosen.
USUAL_DAYS = 30


class PeriodForm(forms.Form):
    """What of the log is shown. What is not understood is left at its default."""

    days = forms.TypedChoiceField(
        label=_("Period"),
        coerce=int,
        required=False,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))],
    )
    lang = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("All languages")), *settings.LANGUAGES],
    )


class WordsForm(forms.Form):
    """Words of readers, with their language."""

    text = forms.CharField(label=_("Words searched for"), max_length=200)
    lang = forms.ChoiceField(label=_("Language of the words"), choices=settings.LANGUAGES)


class LabelForm(WordsForm):
    """Words become a label of a concept."""

    concept = forms.ModelChoiceField(
        Concept.objects.all(), label=_("Concept"), widget=RecordChooser(Concept)
    )
    hidden = forms.BooleanField(
        label=_("Hidden"),
        required=False,
        help_text=_("For misspellings: found by, but not shown to readers."),
    )


class AskForm(forms.ModelForm):
    """A city is asked to write."""

    class Meta:
        model = WritingRequest
        fields = ["text", "lang", "city", "note"]
        widgets = {"city": RecordChooser(City)}
