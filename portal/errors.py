"""What is said of what went wrong, in the reader's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with a search box; for programs as JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": _("There is nothing here")}, status=404)
    return page_not_found(request, exception, template_name="404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither database nor context."""
    return HttpResponseServerError(loader.get_template("500.html").render())
