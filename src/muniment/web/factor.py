"""The second factor: a code from a program on the reader's telephone (TOTP, RFC 6238), begun, confirmed, ended.

Its key lies in the encrypted database alone. Until the first code was given it asks for nothing.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from django_otp.plugins.otp_totp.models import TOTPDevice

State = Literal["none", "begun", "on"]
NAME = "telephone"


def _device(account: Any) -> TOTPDevice | None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    found: TOTPDevice | None = TOTPDevice.objects.filter(user=account, name=NAME).first()
    return found


def state(account: Any) -> State:
    """Whether this account has a second factor."""
    device = _device(account)
    return "none" if device is None else "on" if device.confirmed else "begun"


def begin(account: Any) -> None:
    """Make a new key, not yet asked for at login. A factor that is on stays as it is."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    if state(account) != "on":
        TOTPDevice.objects.filter(user=account, name=NAME).delete()
        TOTPDevice.objects.create(user=account, name=NAME, confirmed=False)


def confirm(account: Any, code: str) -> bool:
    """Turn it on with the first code; answers whether the code fits."""
    device = _device(account)
    if device is None or not code.strip().isdecimal() or not device.verify_token(int(code)):
        return False
    device.confirmed = True
    device.save()
    return True


def fits(account: Any, code: str) -> bool:
    """Whether the code of the second factor is the one wanted now; true of an account that has none."""
    from django_otp import devices_for_user, match_token

    return not list(devices_for_user(account)) or bool(code and match_token(account, code))


def end(account: Any) -> None:
    """Turn it off."""
    device = _device(account)
    if device is not None:
        device.delete()


def key(account: Any) -> str:
    """The key as people type it into their program: groups of four letters."""
    device = _device(account)
    plain = base64.b32encode(device.bin_key).decode().rstrip("=") if device else ""
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def address(account: Any) -> str:
    """The same as an address that such programs open."""
    return f"otpauth://totp/Muniment:{quote(account.login)}?secret={key(account).replace(' ', '')}&issuer=Muniment"
