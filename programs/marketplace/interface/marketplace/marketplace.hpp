// The whole interface of marketplace, for program and host.
#pragma once

#include <marketplace/arguments.hpp>
#include <marketplace/earnings.hpp>
#include <marketplace/epochs.hpp>
#include <marketplace/errors.hpp>
#include <marketplace/events.hpp>
#include <marketplace/instructions.hpp>
#include <marketplace/listing.hpp>
#include <marketplace/market.hpp>
#include <marketplace/program.hpp>
#include <marketplace/receipt.hpp>
