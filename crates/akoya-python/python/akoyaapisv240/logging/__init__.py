"""What is logged of requests and responses. Never a token, a secret, or the body of a token request."""

__all__ = ["configuration", "sdk_logger"]
