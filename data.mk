# SPDX-License-Identifier: GPL-3.0-or-later
# The shipped graph.  The program looks for share/furat beside itself, so the build links the
# three folders there; a link is never out of date.

DATA_FOLDERS = ontology triples queries
EXTRA_DIST += $(DATA_FOLDERS)

all-local: share/furat/ontology share/furat/triples share/furat/queries derived-data compiled-data

share/furat/ontology share/furat/triples share/furat/queries:
	$(AM_V_GEN)$(MKDIR_P) share/furat && rm -f $@ && \
	$(LN_S) "`cd $(srcdir) && pwd`/$(@F)" $@

# The direct triples, made from the claims by the program and the rules: each time, as that
# takes less than to find out whether it must be done.  The new file has a name of its own, as
# two makes may run side by side.
derived-data: furat$(EXEEXT) share/furat/ontology share/furat/triples share/furat/queries
	@new=share/furat/derived.$$$$.new && \
	FURAT_DATADIR=share/furat ./furat$(EXEEXT) derive -o $$new && \
	if cmp -s $$new share/furat/derived.nq; then rm -f $$new; \
	else mv -f $$new share/furat/derived.nq; fi
.PHONY: derived-data

# The graph as a store, which opens in a moment; each time too, as it must be newer than its
# sources and of the program's own format.
compiled-data: derived-data
	@cd share/furat && new=shipped.$$$$.new && \
	FURAT_DATADIR=. ../../furat$(EXEEXT) load --quiet --store $$new --shipped && \
	mv -f $$new shipped.furat && rm -f $$new-lock
.PHONY: compiled-data

# The ontology to read, made of the graph by the program.
nodist_doc_DATA = ontology.html
CLEANFILES += ontology.html

ontology.html: compiled-data
	$(AM_V_GEN)FURAT_STORE= FURAT_DATADIR=share/furat ./furat$(EXEEXT) document -o $@

# What of them is installed, as lines relative to the source folder.
list_data = (cd $(srcdir) && find $(DATA_FOLDERS) -type f '(' -name '*.ttl' -o -name '*.rq' ')')

install-data-local: compiled-data
	@$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)" && \
	$(INSTALL_DATA) share/furat/derived.nq "$(DESTDIR)$(pkgdatadir)"
	@$(list_data) | while read -r file; do \
	  folder="$(DESTDIR)$(pkgdatadir)/`dirname "$$file"`"; \
	  $(MKDIR_P) "$$folder" && $(INSTALL_DATA) "$(srcdir)/$$file" "$$folder" || exit 1; \
	done
	@$(INSTALL_DATA) share/furat/shipped.furat "$(DESTDIR)$(pkgdatadir)"

uninstall-local:
	@rm -f "$(DESTDIR)$(pkgdatadir)/derived.nq" "$(DESTDIR)$(pkgdatadir)/shipped.furat"
	@$(list_data) | while read -r file; do rm -f "$(DESTDIR)$(pkgdatadir)/$$file"; done
	@test ! -d "$(DESTDIR)$(pkgdatadir)" || \
	find "$(DESTDIR)$(pkgdatadir)" -depth -type d -exec rmdir {} ';' 2>/dev/null || :

clean-local:
	rm -rf share
