// Everything that a client of the program includes: layouts, instructions, errors and events.
#pragma once

#include <open_vault/instructions.hpp>
