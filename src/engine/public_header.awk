# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the installed furat.h of the headers that it is given: the declarations marked FURAT_API, and
# the types, constants and comments beside them.  A declaration stands in a paragraph of its own with its
# contract.  Left out are includes, guards, functions without the mark, and what needs
# a type that is not public.
#   cat HEAD; awk -f public_header.awk HEADER...
function is_wanted(text) {
  if (text ~ /furat_(vec|arena|buffer)[^a-z_]/) return 0
  if (text ~ /(^|\n)furat_[a-z0-9_]+\(/ && text !~ /FURAT_API/) return 0
  return text ~ /[^ \t\n]/
}

function flush() {
  if (is_wanted(paragraph)) printf "%s\n", paragraph
  paragraph = ""
}

FNR == 1 { head = 1; cplusplus = 0 }
# The head of the file up to its guard is about the sources.
head { if ($0 ~ /^#define FURAT_[A-Z_]+_H$/) { head = 0 }; next }
# The C++ frame of engine/furat.h: the installed header has its own.
/^\/\/ The headers of the lower folders leave C/ { next }
/^#ifdef __cplusplus$/ { pending = $0; next }
pending != "" {
  if ($0 ~ /^#  include|^}|^extern/) cplusplus = 1
  else paragraph = paragraph pending "\n"
  pending = ""
}
cplusplus { if ($0 ~ /^#endif/) cplusplus = 0; next }
/^#include/ { next }
/^#endif$/ && paragraph == "" { next }
/^$/ { flush(); next }
{ paragraph = paragraph $0 "\n" }
END { flush() }
