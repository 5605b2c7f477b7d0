"""`congtam audit verify`: whether the trail of acts is whole."""

import argparse
import sys

from congtam.audit import selectors
from congtam.site.command.jsonlines import OK, REFUSED


def verify(options: argparse.Namespace) -> int:
    """Check the whole chain; print what is wrong, or the last seal to be written down outside the system."""
    found = selectors.verify(known_heads=options.head)
    for broken in found.broken:
        sys.stderr.write(f"{broken}\n")
    if not found.is_whole:
        sys.stderr.write(
            "Dấu vết KHÔNG nguyên vẹn. Hãy giữ nguyên hệ thống, phục hồi bản sao ra nơi khác và so hai bên.\n"
        )
        return REFUSED
    sys.stdout.write(f"Dấu vết nguyên vẹn: {found.act_count} việc.\nNiêm phong cuối: {found.head}\n")
    return OK
