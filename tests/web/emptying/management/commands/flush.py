"""Django's `flush`, which the guards of the trail refuse, as they should.

Tests that commit are cleaned up by it; a site has no such command.
"""

from django.core.management.commands import flush
from django.db import connections

from jixiao.web import triggers
from jixiao.web.trail.guards import GUARDS


class Command(flush.Command):
    def handle(self, **options):
        connection = connections[options["database"]]
        triggers.lift(connection, GUARDS)
        try:
            super().handle(**options)
        finally:
            triggers.lay(connection, GUARDS)
