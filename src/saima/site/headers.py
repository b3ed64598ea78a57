"""A response header that no package sets for us."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

NOT_NEEDED = ("camera", "geolocation", "microphone", "payment", "usb")
POLICY = ", ".join(f"{feature}=()" for feature in NOT_NEEDED)


def permissions_policy(answer: Answer) -> Answer:
    """Tell the browser which of its devices no page here will ever ask for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers["Permissions-Policy"] = POLICY
        return response

    return middleware
