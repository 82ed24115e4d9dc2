from .plans import ActionPlanPage, PlanAction, PlanIndicator
from .profiles import GoalIndicator, GoalProfilePage
from .projects import ProjectBody, ProjectPage, ProjectStatus, ProjectWork

__all__ = [
    "ActionPlanPage",
    "GoalIndicator",
    "GoalProfilePage",
    "PlanAction",
    "PlanIndicator",
    "ProjectBody",
    "ProjectPage",
    "ProjectStatus",
    "ProjectWork",
]
