# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/redland/client
tests_redland_client_SOURCES = tests/redland/client.c
tests_redland_client_LDFLAGS =
tests_redland_client_LDADD = $(REDLAND_LIBS)
TAP_TESTS += tests/redland/client.sh tests/redland/rdfproc.sh
