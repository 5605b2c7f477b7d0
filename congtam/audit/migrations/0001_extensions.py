"""What the database itself must know before any table is made."""

from typing import ClassVar

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    run_before: ClassVar = [("organisation", "0001_initial")]
    operations: ClassVar = [BtreeGistExtension(), TrigramExtension(), UnaccentExtension()]
