// An intent becomes an approved one through policy::approve only.
#include "domain/approved_intent.hpp"

zestron::domain::Intent use(const zestron::domain::ApprovedIntent& approved) { return approved.intent(); }

#ifdef MISUSE
zestron::domain::ApprovedIntent forge(const zestron::domain::Intent& intent) { return {intent, {}}; }
#endif
