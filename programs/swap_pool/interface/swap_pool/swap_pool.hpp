// Everything that a client of the program includes: layouts, curve and quotes, instructions, errors and events.
#pragma once

#include <swap_pool/instructions.hpp>
#include <swap_pool/quote.hpp>
