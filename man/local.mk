# SPDX-License-Identifier: GPL-3.0-or-later
# The manual page, made by the program from its own tables of options, so that it is never stale.

man_MANS = man/furat.1
CLEANFILES += man/furat.1

man/furat.1: furat$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && ./furat$(EXEEXT) help --man >$@.tmp && mv -f $@.tmp $@
