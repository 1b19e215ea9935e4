# SPDX-License-Identifier: GPL-3.0-or-later
# What configure and autogen.sh say to somebody who misses something.
TAP_TESTS += tests/setup/configure.sh tests/setup/autogen.sh \
	tests/setup/counting.sh tests/setup/install.sh tests/setup/library.sh
