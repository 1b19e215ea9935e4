# SPDX-License-Identifier: GPL-3.0-or-later
# What tests share: a C library for unit tests, tap.sh for scripts, tap.py for Python.

check_LIBRARIES = tests/support/libsupport.a
tests_support_libsupport_a_SOURCES = tests/support/alloc_fail.c tests/support/alloc_fail.h \
	tests/support/random.h

EXTRA_DIST += tests/support/lsan.supp tests/support/no_cmocka.sh tests/support/run_python.sh \
	tests/support/run_tap.sh tests/support/sum.sh tests/support/tap.sh tests/support/tap.py \
	tests/support/w3c.py

# Datasets at random, and whether two are isomorphic.
tests_support_libsupport_a_SOURCES += tests/support/dataset.c tests/support/dataset.h \
	tests/support/dataset_random.c

# Documents in memory, read into N-Quads.
tests_support_libsupport_a_SOURCES += tests/support/documents.c \
	tests/support/documents.h tests/support/quads.c tests/support/quads.h

# Datasets of the engine.
tests_support_libsupport_a_SOURCES += tests/support/engine.c tests/support/engine.h
