// A message becomes signable through policy::release only.
#include "domain/approved_intent.hpp"

zestron::codec::Message use(const zestron::domain::SignableTransaction& transaction) { return transaction.message(); }

#ifdef MISUSE
zestron::domain::SignableTransaction forge(const zestron::domain::ApprovedIntent& approved) { return {approved, {}}; }
#endif
