from .calls import CallPage
from .events import EventAttendance, EventBody, EventOutput, EventPage, EventSession

__all__ = [
    "CallPage",
    "EventAttendance",
    "EventBody",
    "EventOutput",
    "EventPage",
    "EventSession",
]
