// SPDX-License-Identifier: GPL-3.0-or-later
// The program: everything that it does is in cli/.
#include "cli/command.h"

int
main(int argc, char **argv)
{
  return furat_main(argc, argv);
}
