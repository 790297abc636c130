"""The equations: decisions, operation, targets, one function a family, and the program they add up to."""
