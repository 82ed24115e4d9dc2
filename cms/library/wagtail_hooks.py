"""What the library adds to the admin."""

from wagtail import hooks

from .choosers import recording_chooser, work_chooser


@hooks.register("register_admin_viewset")
def choosers():
    return [work_chooser, recording_chooser]
