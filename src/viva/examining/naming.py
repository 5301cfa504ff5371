"""Names under which Inspect knows our tasks, scorer and metrics: always `viva/…`.

Inspect puts the package's name in front by itself, but only where it finds a distribution of the same name as the
package. Ours is `viva-voce`; so it does when installed from a wheel, and does not when installed for editing. A log
written by the one must be readable by the other.

>>> registered("hw5") in {"hw5", "viva/hw5"}
True
"""

from __future__ import annotations

PACKAGE = "viva"


def registered(name: str) -> str:
    """The name to give to Inspect's decorators, so that what is registered is `viva/name`."""
    from inspect_ai._util.package import get_installed_package_name

    return name if get_installed_package_name(registered) else f"{PACKAGE}/{name}"
