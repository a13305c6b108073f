"""``akoyaapisv240.models.security_detail_irs_form_1099_b`` by its later name."""

from akoyaapisv240.models.security_detail_irs_form_1099_b import *
