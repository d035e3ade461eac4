"""What the measuring machine was like: a figure without it says little."""

import os
import platform
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Cores, memory, Python, and how busy it was."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_mb": _memory_mb(),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def _memory_mb() -> int:
    try:
        return int(Path("/proc/meminfo").read_text().split()[1]) >> 10
    except (OSError, ValueError, IndexError):
        return 0
