"""HTTP methods."""


class HttpMethodEnum:
    """HTTP methods by name."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    HEAD = "HEAD"
