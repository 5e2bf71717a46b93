"""The site's settings for tests: data in a folder of its own, quick passwords."""

import os
import tempfile

os.environ.setdefault("JIXIAO_DATA", tempfile.mkdtemp(prefix="jixiao-test-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # a browser beside the ORM

from jixiao.web.settings import *  # noqa: F403
from jixiao.web.settings import DATA, DATABASES, INSTALLED_APPS

INSTALLED_APPS = ["tests.web.emptying", *INSTALLED_APPS]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: the server of browser tests writes from a thread of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
MEDIA_ROOT = DATA / f"files-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""Apart for each process of the tests: their rows have the same numbers."""
