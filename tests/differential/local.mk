# SPDX-License-Identifier: GPL-3.0-or-later
TAP_TESTS += tests/differential/engines.sh tests/differential/plans.sh
EXTRA_DIST += \
	tests/differential/README.md \
	tests/differential/compare.py \
	tests/differential/differential.py \
	tests/differential/generate.py \
	tests/differential/known.py \
	tests/differential/oxigraph_voice.cjs \
	tests/differential/shrink.py \
	tests/differential/voices.py
