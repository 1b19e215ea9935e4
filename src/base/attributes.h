// SPDX-License-Identifier: GPL-3.0-or-later
// Compiler attributes under names of our own, so that the rest of the code is plain C17.
#ifndef FURAT_BASE_ATTRIBUTES_H
#define FURAT_BASE_ATTRIBUTES_H

#if defined(__GNUC__)
/// The result must be looked at.
#  define FURAT_NODISCARD __attribute__((warn_unused_result))
/// printf-like: `fmt` and `args` are 1-based positions.
#  define FURAT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
/// The parameter or function may be unused.
#  define FURAT_UNUSED __attribute__((unused))
/// Falls through to the next case on purpose.
#  define FURAT_FALLTHROUGH __attribute__((fallthrough))
/// Part of the public interface: seen from outside of the shared library.
#  define FURAT_API __attribute__((visibility("default")))
/// The address is going to be read.
#  define FURAT_PREFETCH(address) __builtin_prefetch(address)
#else
#  define FURAT_NODISCARD
#  define FURAT_PRINTF(fmt, args)
#  define FURAT_UNUSED
#  define FURAT_API
#  define FURAT_FALLTHROUGH       ((void)0)
#  define FURAT_PREFETCH(address) ((void)(address))
#endif

#endif
