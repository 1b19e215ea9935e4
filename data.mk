# SPDX-License-Identifier: GPL-3.0-or-later
# The shipped graph.  The program looks for share/furat beside itself, so the build links the
# three folders there; a link is never out of date.

DATA_FOLDERS = ontology triples queries

all-local: share/furat/ontology share/furat/triples share/furat/queries

share/furat/ontology share/furat/triples share/furat/queries:
	$(AM_V_GEN)$(MKDIR_P) share/furat && rm -f $@ && \
	$(LN_S) "`cd $(srcdir) && pwd`/$(@F)" $@

install-data-local:
	@for folder in $(DATA_FOLDERS); do \
	  $(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/$$folder" || exit 1; \
	  for file in $(srcdir)/$$folder/*.ttl $(srcdir)/$$folder/*.rq; do \
	    test ! -f "$$file" || \
	    $(INSTALL_DATA) "$$file" "$(DESTDIR)$(pkgdatadir)/$$folder" || exit 1; \
	  done; \
	done

uninstall-local:
	@for folder in $(DATA_FOLDERS); do \
	  rm -f "$(DESTDIR)$(pkgdatadir)/$$folder"/*.ttl "$(DESTDIR)$(pkgdatadir)/$$folder"/*.rq; \
	  rmdir "$(DESTDIR)$(pkgdatadir)/$$folder" 2>/dev/null || :; \
	done; \
	rmdir "$(DESTDIR)$(pkgdatadir)" 2>/dev/null || :

clean-local:
	rm -rf share
