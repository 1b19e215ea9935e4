#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Without an argument: generates configure.
set -e
cd "$(dirname "$0")"
autoreconf --force --install --warnings=all
