"""Django's own commands: `python -m jixiao.web migrate`."""

import os

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.web.settings")
execute_from_command_line()
