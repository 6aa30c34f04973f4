"""The checks of scripts/ find what they are for, and leave good code alone."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'scripts'))
import check_coawait  # noqa: E402
import check_layers  # noqa: E402
import check_sizes  # noqa: E402
from cpp_source import code_only  # noqa: E402

TYPES = 'struct Aggregate { int a; };\nclass Strong { public: Strong(int); };\nenum class Word { a };\n'


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
        return path


class CoAwait(Tree):
    def complaints(self, statement):
        path = self.write('a.cpp', TYPES + 'task f() {\n' + statement + '\n}\n')
        return list(check_coawait.check([path], [path]))

    def test_refuses_what_gcc_12_destroys_twice(self):
        for statement in (
                'co_await g({1});',
                'co_await g(Aggregate{1});',
                'co_await g(Aggregate(x, 1));',
                'co_await g(Strong(1));',
                'co_await g(net::options{1});',
                'co_await g(Box<std::string>{"x"});',
                'co_await g([&] { return 1; });',
                'co_await g([x = 1]() mutable { return x; });',
                'g(Aggregate(1), co_await h());',
                'const int b = k(co_await h(), Strong(2));',
                'const auto v = c ? co_await g() : 2;',
                'auto [a, b] = co_await g();',
                'for (const auto& x : co_await g()) {}',
                'co_await g(  // {\n  Aggregate\n  {1});'):
            self.assertTrue(self.complaints(statement), statement)

    def test_leaves_names_calls_and_moves_alone(self):
        for statement in (
                'Result<Aggregate> done = co_await store.commit(std::move(batch));',
                'if (auto r = co_await g(a[i], "{}"); !r) { co_return r.error(); }',
                'while (co_await next(x[1])) { h(Aggregate{1}); }',
                'spawn(loop, [&]() -> task { co_await g(name("x")); }, token);',
                "co_await g('{', std::string(\"[&](\"));  // co_await g({1})",
                'for (int i = 0; i < co_await g(); ++i) { k({i}); }',
                'const Aggregate a{1};\n  co_await g(a);'):
            self.assertEqual(self.complaints(statement), [], statement)

    def test_names_the_line(self):
        complaint = self.complaints('\n\n  co_await g({1});')[0]
        self.assertIn('a.cpp:7: ', complaint)


class Layers(Tree):
    def complaints(self, name, line):
        path = self.write(name, line + '\n')
        found = check_layers.check(self.root)
        path.unlink()
        return found

    def test_refuses_arrows_that_run_up_or_across(self):
        for name, line in (
                ('src/base/time.cpp', '#include "tagwatch/model/post.hpp"'),
                ('src/sources/feed.cpp', '#include "tagwatch/net/fetcher.hpp"'),
                ('src/store/read.cpp', '#include "tagwatch/sources/registry.hpp"'),
                ('src/net/http_client.cpp', '#include "tagwatch/store/writer.hpp"'),
                ('src/digest/chain.cpp', '#include "tagwatch/settings/config.hpp"'),
                ('src/render/html.cpp', '#include "digest/chain.hpp"'),
                ('src/render/html.cpp', '  #  include "../digest/chain.hpp"'),
                ('src/sources/feed.cpp', '#include <boost/asio/awaitable.hpp>'),
                ('src/ingest/pipeline.cpp', '#include <curl/curl.h>'),
                ('src/digest/chain.cpp', '#include <sqlite3.h>'),
                ('src/net/http_client.cpp', '#include <boost/beast.hpp>'),
                ('include/tagwatch/settings/config.hpp', '#include <toml++/toml.h>'),
                ('include/tagwatch/store/reader.hpp', '#include "sqlite.hpp"'),
                ('src/base/error.cpp', '#include <folly/Expected.h>'),
                ('src/archive/page.cpp', '#include <string>')):
            self.assertEqual(len(self.complaints(name, line)), 1, (name, line))

    def test_lets_the_house_be(self):
        for name, line in (
                ('src/base/error.cpp', '#include <sys/stat.h>\n#include <unistd.h>\n#include <span>'),
                ('src/ingest/pipeline.cpp', '#include "tagwatch/net/fetcher.hpp"'),
                ('src/store/write.cpp', '#include <sqlite3.h>\n#include "sqlite.hpp"'),
                ('src/settings/reader.cpp', '#include <toml++/toml.h>'),
                ('include/tagwatch/net/fetcher.hpp', '#include <boost/asio/awaitable.hpp>'),
                ('src/app/main.cpp', '#include <CLI/CLI.hpp>\n#include "app/cli.hpp"')):
            self.assertEqual(self.complaints(name, line), [], (name, line))


class Sizes(Tree):
    def test_measures_files_and_functions(self):
        body = '  x();\n' * 68
        self.write('src/base/good.cpp', f'void f(int a) {{\n{body}}}\n')
        self.write('src/base/long.cpp', f'namespace a {{\nvoid f(int a) {{\n{body}  x();\n}}\n}}\n')
        self.write('tests/base/test.cpp', f'TEST(A, B) {{\n{body}  x();\n}}\n')
        self.write('include/tagwatch/base/file.hpp', '// a\n' * 401)
        found = check_sizes.check(self.root)
        self.assertEqual([complaint.split(': ')[0] for complaint in found],
                         ['include/tagwatch/base/file.hpp', 'src/base/long.cpp:2',
                          'tests/base/test.cpp:1'])

    def test_knows_a_function_from_a_table_and_a_class(self):
        rows = '  Row{1},\n' * 90
        text = (f'constexpr std::array kRows{{\n{rows}}};\n'
                f'class A {{\n public:\n{"  int a();" * 3}\n{"  int b;" * 2}\n'
                '  A() : a_{1}, b_(2) {\n  }\n  int c() const override {\n  }\n'
                '  auto d() -> std::vector<int> {\n  }\n};\n')
        lengths = [length for _, length, _ in check_sizes.functions(code_only(text))]
        self.assertEqual(lengths, [2, 2, 2])


if __name__ == '__main__':
    unittest.main()
