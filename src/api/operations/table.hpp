// Every operation by its function; table.cpp puts them in order. A file each.
#pragma once

#include "api/operation.hpp"

namespace zestron::api::operation {

Operation node_get();
Operation node_kill();
Operation node_resume();
Operation agents_list();
Operation agents_get();
Operation agents_config();
Operation agents_pause();
Operation agents_resume();
Operation agents_kill();
Operation agents_upgrade();
Operation wallets_list();
Operation wallets_get();
Operation intents_list();
Operation intents_get();
Operation approvals_list();
Operation approvals_approve();
Operation approvals_refuse();
Operation runs_list();
Operation runs_get();
Operation runs_verify();
Operation backtests_start();
Operation backtests_list();
Operation backtests_get();
Operation backtests_cancel();
Operation backtests_report();
Operation models_list();

}  // namespace zestron::api::operation
