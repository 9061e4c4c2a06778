"""Each rule of check_layers.py finds its bad example and lets the good one pass."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import check_layers


def problems(**texts):
    """Keys are paths with `__` for `/` and `_dot_` for `.`; values are texts."""
    return check_layers.check({key.replace("__", "/").replace("_dot_", "."): text for key, text in texts.items()})


def of(name, *includes):
    return check_layers.check({name: "".join(f"#include {include}\n" for include in includes)})


class Order(unittest.TestCase):
    def test_folder_above_and_itself_are_fine(self):
        self.assertEqual(of("src/chain/chain.cpp", '"base/types.hpp"', '"chain/ledger/ledger.hpp"', "<vector>"), [])

    def test_folder_below_is_refused(self):
        self.assertIn("codec/ must not include chain/", of("src/codec/x.cpp", '"chain/chain.hpp"')[0])

    def test_angle_brackets_do_not_hide_it(self):
        self.assertTrue(of("src/codec/x.cpp", "<chain/chain.hpp>"))

    def test_spaces_do_not_hide_it(self):
        self.assertTrue(check_layers.check({"src/codec/x.cpp": '  #  include "chain/chain.hpp"\n'}))

    def test_comment_is_no_include(self):
        self.assertEqual(check_layers.check({"src/codec/x.cpp": '// #include "chain/chain.hpp"\n'}), [])

    def test_unknown_folder_needs_a_place(self):
        self.assertIn("no place in the order", of("src/helpers/x.cpp", '"base/types.hpp"')[0])

    def test_library_header_is_not_ours(self):
        self.assertEqual(of("src/codec/x.cpp", "<boost/asio.hpp>", "<sodium.h>", '"sodium.h"'), [])


class SpecialFolders(unittest.TestCase):
    def test_policy_sees_data_only(self):
        self.assertEqual(of("src/policy/x.cpp", '"domain/tick.hpp"', '"codec/base58.hpp"'), [])
        for path in ('"ports/chain.hpp"', '"infra/log.hpp"', '"agent/graph.hpp"'):
            self.assertTrue(of("src/policy/x.cpp", path), path)

    def test_adapters_are_for_app(self):
        self.assertEqual(of("src/app/node/x.cpp", '"adapters/hermes/source.hpp"'), [])
        self.assertIn("only app/", of("src/chain_rpc/x.cpp", '"adapters/hermes/source.hpp"')[0])

    def test_adapter_leaves_its_siblings_alone(self):
        self.assertEqual(of("src/adapters/hermes/x.cpp", '"adapters/hermes/source.hpp"'), [])
        self.assertTrue(of("src/adapters/hermes/x.cpp", '"adapters/cluster/rpc_client.hpp"'))

    def test_rust_abi_is_for_the_bank_wrapper(self):
        self.assertEqual(of("src/chain/bank/bank.cpp", '"zestron_bank.h"'), [])
        self.assertTrue(of("src/app/node/node.cpp", '"zestron_bank.h"'))

    def test_grapnel_stands_alone(self):
        self.assertEqual(of("grapnel/include/grapnel/x.hpp", "<grapnel/types.hpp>"), [])
        self.assertTrue(of("grapnel/tool/main.cpp", '"codec/base58.hpp"'))

    def test_program_knows_no_host_code_but_its_tests_do(self):
        self.assertTrue(of("programs/agent_factory/src/create.cpp", '"base/types.hpp"'))
        self.assertEqual(of("programs/agent_factory/tests/create_test.cpp", '"chain/bank/bank.hpp"'), [])

    def test_host_reads_a_program_interface(self):
        self.assertEqual(of("src/app/cli/x.cpp", '"agent_factory/state.hpp"', "<grapnel/client/client.hpp>"), [])


class Paths(unittest.TestCase):
    def test_own_header_first(self):
        good = {"src/codec/x.hpp": "", "src/codec/x.cpp": '#include "codec/x.hpp"\n#include "base/types.hpp"\n'}
        self.assertEqual(check_layers.check(good), [])
        bad = {**good, "src/codec/x.cpp": '#include "base/types.hpp"\n#include "codec/x.hpp"\n'}
        self.assertIn("stands first", check_layers.check(bad)[0])

    def test_relative_paths_are_refused(self):
        self.assertTrue(of("src/codec/x.cpp", '"../base/types.hpp"'))
        beside = {"src/codec/y.hpp": "", "src/codec/x.cpp": '#include "y.hpp"\n'}
        self.assertIn("source root", check_layers.check(beside)[0])


class Cycles(unittest.TestCase):
    def test_two_files(self):
        found = problems(
            src__codec__a_dot_hpp='#include "codec/b.hpp"\n', src__codec__b_dot_hpp='#include "codec/a.hpp"\n'
        )
        self.assertIn("files include each other", found[0])

    def test_two_sub_folders(self):
        found = problems(
            src__chain__bank__a_dot_hpp='#include "chain/history/b.hpp"\n',
            src__chain__bank__c_dot_hpp="",
            src__chain__history__b_dot_hpp="",
            src__chain__history__d_dot_hpp='#include "chain/bank/c.hpp"\n',
        )
        self.assertIn("folders include each other", found[0])

    def test_chain_without_return_is_fine(self):
        self.assertIsNone(check_layers.cycle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}))

    def test_long_way_round_is_found(self):
        self.assertEqual(check_layers.cycle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}), ["b", "c", "b"])


if __name__ == "__main__":
    unittest.main()
