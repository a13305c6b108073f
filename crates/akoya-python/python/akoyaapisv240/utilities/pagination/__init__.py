"""Lists that come in pages."""

__all__ = ["paged_iterable", "paged_response", "paginated_data"]
