# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash, zsh and fish, in the folders where each looks for it.

EXTRA_DIST += completion/furat.bash completion/_furat completion/furat.fish

bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d

zshcompletion_DATA = completion/_furat
fishcompletion_DATA = completion/furat.fish

# bash looks for a file of the command's name.
install-data-local: install-bash-completion
install-bash-completion:
	@$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)" && \
	$(INSTALL_DATA) $(srcdir)/completion/furat.bash "$(DESTDIR)$(bashcompletiondir)/furat"
uninstall-local: uninstall-bash-completion
uninstall-bash-completion:
	@rm -f "$(DESTDIR)$(bashcompletiondir)/furat"
.PHONY: install-bash-completion uninstall-bash-completion
