// The OpenAPI 3.1 document of REST, made from the table of operations.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace zestron::api {

nlohmann::json openapi_document();

}  // namespace zestron::api
