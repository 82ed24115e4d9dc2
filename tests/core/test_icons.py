"""Signs of the administration: what names a sign gets one."""

from __future__ import annotations

import re

import pytest
from wagtail import blocks
from wagtail.admin.icons import get_icons
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

pytestmark = pytest.mark.django_db


def of_menu(menu) -> set[str]:
    """Names of signs in a menu of the administration, and in the menus under it."""
    names = set()
    for item in menu.registered_menu_items:
        names.add(item.icon_name)
        if under := getattr(item, "menu", None):
            names |= of_menu(under)
    return names


def of_block(block: blocks.Block) -> set[str]:
    """Names of signs of a block and of those within it."""
    names = {block.meta.icon}
    for child in getattr(block, "child_blocks", {}).values():
        names |= of_block(child)
    if child := getattr(block, "child_block", None):
        names |= of_block(child)
    return names


def test_every_sign_that_is_named_is_drawn():
    drawn = set(re.findall(r'id="icon-([\w-]+)"', get_icons()))
    named = {model.snippet_viewset.icon for model in get_snippet_models()}
    for menu in (admin_menu, reports_menu, settings_menu):
        named |= of_menu(menu)
    for model in get_page_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                named |= of_block(field.stream_block)
    assert {"tag", "openquote"} <= named
    assert named - {"", None} <= drawn
