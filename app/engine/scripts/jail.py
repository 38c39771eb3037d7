"""Puts one worker behind bars on Linux, then becomes it.

Run as a program of its own, never imported by the house at run time:

    python -I -S jail.py /path/of/worker/binary ARGUMENTS...

It sets resource limits and "no new privileges", lets Landlock hide every file but the
binary and the system's libraries, forbids by seccomp the system calls that reach
networks, other processes or the kernel's inner parts, and then executes the binary in
its own place. Each bar is best effort: an older kernel has fewer. Only the standard
library is used, and nothing of this package, so it starts in some 20 ms.

Source:
    Linux: Documentation/userspace-api/landlock.rst, seccomp_filter.rst; numbers from
    the kernel's syscall tables for x86_64 and the generic table (aarch64).
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from typing import Final

ADDRESS_SPACE_BYTES: Final = 2 << 30
OPEN_FILES: Final = 64

_READABLE: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")

# prctl
_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER_MODE: Final = 2

# Landlock, ABI 1: thirteen rights over files, all of them taken under control.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ALL_FILE_RIGHTS: Final = (1 << 13) - 1
_EXECUTE, _READ_FILE, _READ_FOLDER = 1, 4, 8
_PATH_BENEATH: Final = 1

# seccomp: classic BPF over (number, architecture, ..., arguments)
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38
_CLONE_THREAD: Final = 0x00010000
_X32_CALLS: Final = 0x40000000  # the second set of numbers on x86_64

_ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_CLONE3: Final = 435  # refused as unknown: the C library then falls back to clone
_DENIED_EVERYWHERE: Final = (
    424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 440, 442, 451, 452,
)  # fmt: skip
_DENIED: Final = {
    "x86_64": (
        41, 42, 43, 49, 50, 53, 288,  # socket connect accept bind listen pair accept4
        57, 58, 62, 200, 234, 101,  # fork vfork kill tkill tgkill ptrace
        165, 166, 161, 155, 272, 308,  # mount umount2 chroot pivot_root unshare setns
        310, 311, 312, 298, 321,  # process_vm_*, kcmp, perf_event_open, bpf
        248, 249, 250, 323, 319,  # keys, userfaultfd memfd_create
        175, 313, 176, 246, 320,  # kernel modules, kexec
        304, 303, 105, 106, 322,  # handles, setuid setgid execveat
    ),
    "aarch64": (
        198, 203, 202, 200, 201, 199, 242,
        129, 130, 131, 117,
        40, 39, 51, 41, 97, 268,
        270, 271, 272, 241, 280,
        217, 218, 219, 282, 279,
        105, 273, 106, 104, 294,
        265, 264, 146, 144, 281,
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def limit_resources() -> None:
    """Bound memory and open files; forbid writing files and core dumps."""
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_SPACE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def hide_files(libc: ctypes.CDLL, binary: str) -> bool:
    """Let this process read and execute the binary and system libraries only.

    Args:
        libc: the C library.
        binary: path of the worker.

    Returns:
        False when the kernel has no Landlock.
    """
    wanted = ctypes.create_string_buffer(struct.pack("<Q", _ALL_FILE_RIGHTS))
    rules = libc.syscall(_CREATE_RULESET, wanted, ctypes.c_size_t(8), ctypes.c_uint(0))
    if rules < 0:
        return False
    for path in (binary, *_READABLE):
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rights = _EXECUTE | _READ_FILE
        if os.path.isdir(path):
            rights |= _READ_FOLDER
        rule = ctypes.create_string_buffer(struct.pack("<Qi", rights, place))
        libc.syscall(
            _ADD_RULE, ctypes.c_int(rules), _PATH_BENEATH, rule, ctypes.c_uint(0)
        )
        os.close(place)
    refused = libc.syscall(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint(0))
    os.close(rules)
    return int(refused) == 0


def forbid_calls(libc: ctypes.CDLL, machine: str) -> bool:
    """Forbid system calls that computing does not need.

    Args:
        libc: the C library.
        machine: "x86_64" or "aarch64".

    Returns:
        False when the kernel has no seccomp filters.
    """
    code = b"".join(_filter(machine))
    instructions = ctypes.create_string_buffer(code)
    program = _Program(len(code) // 8, ctypes.addressof(instructions))
    answer = libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)
    return int(answer) == 0


def _filter(machine: str) -> list[bytes]:
    denied = (*_DENIED[machine], *_DENIED_EVERYWHERE)
    steps = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_IF_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _AT_NUMBER),
        _step(_IF_AT_LEAST, _X32_CALLS, 0, 1),
        _step(_RETURN, _ERROR | _NOT_PERMITTED),
        _step(_IF_EQUAL, _CLONE3, 0, 1),
        _step(_RETURN, _ERROR | _NO_SUCH_CALL),
    ]
    for number in denied:
        steps.append(_step(_IF_EQUAL, number, 0, 1))
        steps.append(_step(_RETURN, _ERROR | _NOT_PERMITTED))
    return [
        *steps,
        _step(_IF_EQUAL, _CLONE[machine], 1, 0),
        _step(_RETURN, _ALLOW),
        _step(_LOAD, _AT_FIRST_ARGUMENT),
        _step(_IF_BITS, _CLONE_THREAD, 0, 1),  # a thread is welcome, a process not
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _ERROR | _NOT_PERMITTED),
    ]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)


def close_door(binary: str) -> None:
    """Put up every bar that this kernel offers.

    Args:
        binary: path of the worker, which stays executable.
    """
    limit_resources()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    hide_files(libc, binary)
    if platform.machine() in _ARCHITECTURES:
        forbid_calls(libc, platform.machine())


def main(arguments: list[str]) -> None:
    """Close the door and become the worker.

    Args:
        arguments: the path of the worker, then its own arguments.
    """
    close_door(arguments[0])
    os.execv(arguments[0], arguments)  # noqa: S606 (no shell; the path is our own)


if __name__ == "__main__":
    main(sys.argv[1:])
