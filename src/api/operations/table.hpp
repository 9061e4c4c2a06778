// Every operation by its function; table.cpp puts them in order. A file each.
#pragma once

#include "api/operation.hpp"

namespace zestron::api::operation {

Operation agents_list();
Operation agents_get();

}  // namespace zestron::api::operation
