# SPDX-License-Identifier: GPL-3.0-or-later
# Stores as others see them.

check_PROGRAMS += tests/store/make_store
tests_store_make_store_SOURCES = tests/store/make_store.c
tests_store_make_store_LDADD = libfurat.la
tests_store_make_store_LDFLAGS = -static
TAP_TESTS += tests/store/second_reader.py
EXTRA_DIST += tests/store/read_store.py
check_PROGRAMS += tests/store/actor
tests_store_actor_SOURCES = tests/store/actor.c
tests_store_actor_LDFLAGS = -static
tests_store_actor_LDADD = libfurat.la
TAP_TESTS += tests/store/concurrency.py tests/store/faults.py tests/store/transactions.py
EXTRA_DIST += tests/store/short_io.c
