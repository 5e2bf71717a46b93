from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jixiao.web import triggers
from jixiao.web.accounts.guards import GUARDS


def lay(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.lay(schema_editor.connection, GUARDS)


def lift(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.lift(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_one_username")]
    operations = [migrations.RunPython(lay, lift)]
