// What a person reads before they say yes: figures from the action itself, no word of a model.
#pragma once

#include "domain/intent.hpp"

#include <string>

namespace zestron::agent {

std::string summary_of(const domain::Action& action);

}  // namespace zestron::agent
