"""Tools."""

__all__ = ["file_wrapper", "pagination", "union_type_lookup"]
