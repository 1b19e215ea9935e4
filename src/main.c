// SPDX-License-Identifier: GPL-3.0-or-later
// The program.

#include <config.h>

#include <stdio.h>

int
main(void)
{
  return puts(PACKAGE_STRING) < 0;
}
