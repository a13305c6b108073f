"""What is logged."""

__all__ = ["api_logging_configuration"]
