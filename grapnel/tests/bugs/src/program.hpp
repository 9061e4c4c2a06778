// The twins as one program: of each kind `…_safe` as it is written with grapnel, `…_bug` with the check left out.
#pragma once

#include "kinds/any_bump.hpp"
#include "kinds/closed_account_revived.hpp"
#include "kinds/colliding_seeds.hpp"
#include "kinds/drained_without_close.hpp"
#include "kinds/duplicate_mutable.hpp"
#include "kinds/introspection_index.hpp"
#include "kinds/missing_owner_check.hpp"
#include "kinds/missing_rent.hpp"
#include "kinds/missing_signer.hpp"
#include "kinds/overflow.hpp"
#include "kinds/reinitialisation.hpp"
#include "kinds/signer_passed_on.hpp"
#include "kinds/spoofed_sysvar.hpp"
#include "kinds/stale_after_cpi.hpp"
#include "kinds/type_confusion.hpp"
#include "kinds/unchecked_cpi_target.hpp"
#include "kinds/unvalidated_remaining_account.hpp"
#include "kinds/wrong_mint.hpp"
#include "kinds/wrong_pda_program.hpp"
#include "kinds/wrong_token_program.hpp"

namespace bugs {

struct BugsProgram
    : Module<"bugs", kProgramId, any_bump_safe, any_bump_bug, closed_account_revived_safe, closed_account_revived_bug,
             colliding_seeds_safe, colliding_seeds_bug, drained_without_close_safe, drained_without_close_bug,
             duplicate_mutable_safe, duplicate_mutable_bug, introspection_index_safe, introspection_index_bug,
             missing_owner_check_safe, missing_owner_check_bug, missing_rent_safe, missing_rent_bug,
             missing_signer_safe, missing_signer_bug, overflow_safe, overflow_bug, reinitialisation_safe,
             reinitialisation_bug, signer_passed_on_safe, signer_passed_on_bug, spoofed_sysvar_safe, spoofed_sysvar_bug,
             stale_after_cpi_safe, stale_after_cpi_bug, type_confusion_safe, type_confusion_bug,
             unchecked_cpi_target_safe, unchecked_cpi_target_bug, unvalidated_remaining_account_safe,
             unvalidated_remaining_account_bug, wrong_mint_safe, wrong_mint_bug, wrong_pda_program_safe,
             wrong_pda_program_bug, wrong_token_program_safe, wrong_token_program_bug, missing_rent_init,
             reinitialisation_asked> {
  using Errors = BugError;
};

}  // namespace bugs
