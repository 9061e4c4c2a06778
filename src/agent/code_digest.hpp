// Which code gives an agent's bytes their meaning: a digest of the sources of base/, domain/, context/ and agent/, and of the compiler.
// Bytes that were kept under another digest may be laid out otherwise, or follow from other arithmetic.
#pragma once

#include "base/types.hpp"

namespace zestron::agent {

const Hash& code_digest();

}  // namespace zestron::agent
