# SPDX-License-Identifier: GPL-3.0-or-later
# The shipped graph.  The program looks for share/furat beside itself, so the build links the
# three folders there; a link is never out of date.

DATA_FOLDERS = ontology triples queries
EXTRA_DIST += $(DATA_FOLDERS)

all-local: share/furat/ontology share/furat/triples share/furat/queries

share/furat/ontology share/furat/triples share/furat/queries:
	$(AM_V_GEN)$(MKDIR_P) share/furat && rm -f $@ && \
	$(LN_S) "`cd $(srcdir) && pwd`/$(@F)" $@

# What of them is installed, as lines relative to the source folder.
list_data = (cd $(srcdir) && find $(DATA_FOLDERS) -type f '(' -name '*.ttl' -o -name '*.rq' ')')

install-data-local:
	@$(list_data) | while read -r file; do \
	  folder="$(DESTDIR)$(pkgdatadir)/`dirname "$$file"`"; \
	  $(MKDIR_P) "$$folder" && $(INSTALL_DATA) "$(srcdir)/$$file" "$$folder" || exit 1; \
	done

uninstall-local:
	@$(list_data) | while read -r file; do rm -f "$(DESTDIR)$(pkgdatadir)/$$file"; done
	@test ! -d "$(DESTDIR)$(pkgdatadir)" || \
	find "$(DESTDIR)$(pkgdatadir)" -depth -type d -exec rmdir {} ';' 2>/dev/null || :

clean-local:
	rm -rf share
