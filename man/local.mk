# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages, furat(1), one of each command, and furat-sparql(7), made by the program from
# its own tables of commands, options and words, so that they are never stale.  A test holds the list to the table.

man_MANS = man/furat.1 man/furat-shell.1 man/furat-query.1 man/furat-run.1 man/furat-update.1 \
	man/furat-explain.1 man/furat-export.1 man/furat-load.1 man/furat-info.1 \
	man/furat-backup.1 man/furat-check.1 man/furat-parse.1 man/furat-canonicalize.1 \
	man/furat-diff.1 man/furat-document.1 man/furat-derive.1 man/furat-help.1 \
	man/furat-version.1 man/furat-sparql.7
CLEANFILES += $(man_MANS)

$(man_MANS): furat$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && name=`basename $@ | $(SED) 's/[.][17]$$//; s/^furat-*//'` && \
	./furat$(EXEEXT) help --man $$name >$@.tmp && mv -f $@.tmp $@
