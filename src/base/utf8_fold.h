// SPDX-License-Identifier: GPL-3.0-or-later
// Folding of names, so that what people type finds what a document writes.
#ifndef FURAT_BASE_UTF8_FOLD_H
#define FURAT_BASE_UTF8_FOLD_H

#include "base/buffer.h"

/// Append `text` as names are compared: without case, accents, Arabic vowel signs and
/// tatweel; forms of alef, ya, kaf and ta marbuta as one letter each, without their hamza
/// and without one that stands alone; digits of Arabic as those of ASCII; without the
/// article of an Arabic word; words separated by one space, punctuation being space.
void
furat_utf8_fold(furat_buffer *out, furat_str text);

#endif
