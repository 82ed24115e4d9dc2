"""Labels that Wagtail fixes when it starts, given in the language of who reads them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.forms import TaskStateCommentForm


def translate() -> None:
    """Names the first tab of every window of choice, and the comment of a moderator."""
    ChooserViewSet.search_tab_label = _("Search")
    TaskStateCommentForm.base_fields["comment"].label = _("Your comment")
