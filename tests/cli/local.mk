# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/cli/framework.sh
TAP_TESTS += tests/cli/shell_script.sh
