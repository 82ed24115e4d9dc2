from .plans import ActionPlanPage, PlanAction, PlanIndicator
from .profiles import GoalIndicator, GoalProfilePage
from .projects import ExpectedAccomplishment, ProjectBody, ProjectPage, ProjectStatus, ProjectWork

__all__ = [
    "ActionPlanPage",
    "ExpectedAccomplishment",
    "GoalIndicator",
    "GoalProfilePage",
    "PlanAction",
    "PlanIndicator",
    "ProjectBody",
    "ProjectPage",
    "ProjectStatus",
    "ProjectWork",
]
