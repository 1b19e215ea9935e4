# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/cli/load_update.sh tests/cli/framework.sh
TAP_TESTS += tests/cli/shell.py
TAP_TESTS += tests/cli/shell_edit.py
TAP_TESTS += tests/cli/shell_script.sh
TAP_TESTS += tests/cli/control.py
TAP_TESTS += tests/cli/explain.sh
TAP_TESTS += tests/cli/export.sh
TAP_TESTS += tests/cli/export_rdflib.py
TAP_TESTS += tests/cli/document.py
TAP_TESTS += tests/cli/release.sh tests/cli/release_counts.py
EXTRA_DIST += tests/support/terminal.py tests/support/screen.py
TAP_TESTS += tests/cli/parse.sh
TAP_TESTS += tests/cli/parse_sparql.sh
TAP_TESTS += tests/cli/query.sh
TAP_TESTS += tests/cli/store.sh
TAP_TESTS += tests/cli/diff.sh
TAP_TESTS += tests/cli/shapes.sh
