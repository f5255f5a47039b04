// SPDX-License-Identifier: BSL-1.0
// MNIST: the extract in examples/data, documents made here, IDX files, and what is refused of each.
// What the extract holds was counted with NumPy; its pixels are multiples of 1/256, so that the
// sums are exact.

#include "support.hpp"

#include <array>

using namespace support;
using tessera::index_t;

namespace {

std::filesystem::path const mini = TESSERA_MNIST_MINI;

struct expected_set {
  index_t images;
  std::int64_t pixels, weighted;  // in 1/256; weighted by the column, from 1
  std::array<std::int64_t, 10> first, digits;
};

void check_set(tessera::image_set const& set, expected_set const& e) {
  REQUIRE(set.images.rows() == e.images);
  REQUIRE(set.images.cols() == 784);
  REQUIRE(set.labels.rows() == e.images);
  std::int64_t pixels = 0, weighted = 0;
  std::array<std::int64_t, 10> digits{};
  bool exact = true;
  for (index_t i = 0; i < e.images; ++i) {
    ++digits.at(static_cast<std::size_t>(set.labels(i)));
    for (index_t j = 0; j < 784; ++j) {
      float const p = set.images(i, j) * 256;
      auto const n = static_cast<std::int64_t>(p);
      exact = exact && float(n) == p;
      pixels += n;
      weighted += n * (j + 1);
    }
  }
  CHECK(exact);
  CHECK(pixels == e.pixels);
  CHECK(weighted == e.weighted);
  CHECK(digits == e.digits);
  for (index_t i = 0; i < 10; ++i) CHECK(set.labels(i) == e.first.at(static_cast<std::size_t>(i)));
}

void check_mini(tessera::mnist_sets const& sets) {
  check_set(sets.training, {2000,
                            52050445,
                            21175633754,
                            {5, 0, 4, 1, 9, 2, 1, 3, 1, 4},
                            {191, 220, 198, 191, 214, 180, 200, 224, 172, 210}});
  check_set(sets.validation, {500,
                              12436081,
                              5059547818,
                              {3, 8, 6, 9, 6, 4, 5, 3, 8, 4},
                              {53, 54, 41, 53, 46, 44, 51, 52, 54, 52}});
  check_set(sets.test, {500,
                        12054721,
                        4900988083,
                        {7, 2, 1, 0, 4, 1, 4, 9, 5, 9},
                        {42, 67, 55, 45, 55, 50, 43, 49, 40, 54}});
  CHECK(sets.training.images(0, 152) * 256 == 3);
  CHECK(sets.training.images(1999, 1567878 % 784) * 256 == 35);
}

/// n images whose pixel (i, j) is 4 * (i + 1) + j % 4 as a uint8, and their labels i % 10.
struct made {
  index_t n;
  std::vector<std::uint8_t> pixels{};
  std::vector<std::int64_t> labels{};

  explicit made(index_t count) : n(count) {
    for (index_t i = 0; i < n; ++i) {
      labels.push_back(i % 10);
      for (index_t j = 0; j < 784; ++j)
        pixels.push_back(static_cast<std::uint8_t>(4 * (i + 1) + j % 4));
    }
  }

  bytes images_u1() const { return array({n, 784}, dtype("u1", "|"), string8(stored(pixels))); }
  bytes labels_i8() const { return array({n}, dtype("i8", "<"), string8(stored(labels))); }
  bytes set() const { return images_u1() + labels_i8() + "\x86"; }

  void check(tessera::image_set const& s, float divisor = 255) const {
    REQUIRE(s.images.rows() == n);
    REQUIRE(s.labels.rows() == n);
    bool same = true;
    for (index_t i = 0; i < n; ++i) {
      same = same && s.labels(i) == i % 10;
      for (index_t j = 0; j < 784; ++j)
        same = same && s.images(i, j) == float(4 * (i + 1) + j % 4) / divisor;
    }
    CHECK(same);
  }
};

bytes document(bytes const& a, bytes const& b, bytes const& c) {
  return proto(2) + a + b + c + "\x87.";
}

tessera::mnist_sets read(bytes const& pickle) {
  tessera::memory_source in(pickle, "m.pkl");
  return tessera::read_mnist(in);
}

template<class... Words>
void refuses_mnist(bytes const& pickle, Words const&... words) {
  auto const e = refused([&] { read(pickle); }, "m.pkl", words...);
  CHECK(e.offset() < pickle.size());
}

}  // namespace

TEST_CASE("the extract, packed and plain, from a file") {
  check_mini(tessera::load_mnist(mini));
  scratch_directory const dir;
  auto const in = tessera::open_source(mini);
  bytes plain(9432414, '\0');
  REQUIRE(in->read(reinterpret_cast<std::byte*>(plain.data()), plain.size()) == plain.size());
  in->expect_end("the known length");
  check_mini(tessera::load_mnist(dir.write("mnist.pkl", plain)));
}

TEST_CASE("the extract cut at several hundred places") {
  scratch_directory const dir;
  auto const whole = slurp(mini);
  REQUIRE(whole.size() == 690896);
  std::vector<std::size_t> cuts;
  for (std::size_t i = 0; i < 64; ++i) cuts.push_back(i);
  for (std::size_t n = 64; n < whole.size(); n += 4993) cuts.push_back(n);
  for (std::size_t i = 64; i > 0; --i) cuts.push_back(whole.size() - i);
  CHECK(cuts.size() > 250);
  auto const path = dir.write("cut.pkl.gz", whole);
  while (!cuts.empty()) {
    auto const n = cuts.back();
    cuts.pop_back();
    std::filesystem::resize_file(path, n);
    auto const e = refused([&] { tessera::load_mnist(path); }, "cut.pkl.gz");
    if (n >= 2) {
      CHECK(e.offset() == n);
      CHECK(e.offset_counts() == tessera::counted_in::compressed_file);
    }
  }
}

TEST_CASE("the extract with a changed byte, or with bytes behind it") {
  scratch_directory const dir;
  auto const whole = slurp(mini);
  auto const with = [&](std::size_t at, char c) {
    auto s = whole;
    s.at(at) = static_cast<char>(s.at(at) ^ c);
    return s;
  };
  for (std::size_t at = 1000; at < whole.size(); at += 34'000)
    refused([&] { tessera::load_mnist(dir.write("changed", with(at, 0x10))); }, "changed");
  auto const n = whole.size();
  refused([&] { tessera::load_mnist(dir.write("crc", with(n - 8, 1))); }, "incorrect data check");
  refused([&] { tessera::load_mnist(dir.write("length", with(n - 1, 1))); },
          "incorrect length check");
  refused([&] { tessera::load_mnist(dir.write("more", whole + "x")); }, "another gzip member");
  refused([&] { tessera::load_mnist(dir.write("twice", whole + whole)); },
          "the end of the data after the pickle");
}

TEST_CASE("files that are not there, or not files") {
  scratch_directory const dir;
  refused([&] { tessera::load_mnist(dir.path / "none"); }, "none", "No such file");
  refused([&] { tessera::load_mnist(dir.path); }, "Is a directory");
  refused([&] { tessera::load_mnist(dir.write("empty", "")); }, "an empty file");
  refused([&] { tessera::load_mnist(dir.write("text", "some words")); },
          "a pickle, plain or packed by gzip");
  refused([&] { tessera::load_mnist(dir.write("text.gz", gzipped("some words"))); },
          "byte 0 of the unpacked data");
}

TEST_CASE("element types of images and labels, orders, lists for tuples") {
  made const a(3), b(1), c(12);
  auto const sets = read(document(a.set(), b.set(), c.set()));
  a.check(sets.training);
  b.check(sets.validation);
  c.check(sets.test);

  std::vector<float> const singles(a.pixels.begin(), a.pixels.end());
  std::vector<double> doubles;
  for (index_t j = 0; j < 784; ++j)
    for (index_t i = 0; i < 3; ++i)
      doubles.push_back(a.pixels[static_cast<std::size_t>(784 * i + j)]);
  std::vector<std::uint8_t> const short_labels{0, 1, 2};
  auto const u1_labels = array({3}, dtype("u1", "|"), string8(stored(short_labels)));
  auto const mixed =
      read(proto(2) + "((" + array({3, 784}, dtype("f4", ">"), string8(stored(singles, big))) +
           u1_labels + "l(" + array({3, 784}, dtype("f8", "<"), string8(stored(doubles)), true) +
           array({3}, dtype("i8", ">"), string8(stored(a.labels, big))) + "l" + a.set() + "t.");
  a.check(mixed.training, 1);
  a.check(mixed.validation, 1);
  a.check(mixed.test, 255);
}

TEST_CASE("one array in several places") {
  made const a(2);
  auto const d = proto(2) + a.set() + "q\x01h\x01h\x01\x87.";
  auto const sets = read(d);
  a.check(sets.training);
  a.check(sets.test);
}

TEST_CASE("documents that are no MNIST") {
  made const a(2);
  auto const good = a.set();
  refuses_mnist("N.", "a tuple of training, validation and test set", "None");
  refuses_mnist(proto(2) + good + good + "\x86.", "a tuple of training", "2 items");
  refuses_mnist(document(good, "N", good), "a tuple of images and labels", "None");
  refuses_mnist(document(good, good, a.images_u1() + "\x85"), "images and labels", "1 items");
  refuses_mnist(document(good,
                         a.images_u1() + "](K\x01K\x02"
                                         "e\x86",
                         good),
                "an array", "a list");
  refuses_mnist(document(a.labels_i8() + a.labels_i8() + "\x86", good, good), "shape (n, 784)",
                "int64 (2,)");
  refuses_mnist(document(a.images_u1() + a.images_u1() + "\x86", good, good), "labels in an array",
                "uint8 (2, 784)");
  auto const with_images = [&](bytes const& images) {
    return document(good, good, images + a.labels_i8() + "\x86");
  };
  auto const with_labels = [&](bytes const& labels) {
    return document(good, good, a.images_u1() + labels + "\x86");
  };
  auto const u1 = dtype("u1", "|"), i8 = dtype("i8", "<");
  refuses_mnist(with_images(array({2, 783}, u1, string8(bytes(2 * 783, '\1')))), "shape (n, 784)",
                "(2, 783)");
  refuses_mnist(with_images(array({784, 2}, u1, string8(bytes(2 * 784, '\1')))), "labels");
  refuses_mnist(with_images(array({2, 28, 28}, u1, string8(bytes(2 * 784, '\1')))),
                "shape (n, 784)");
  refuses_mnist(with_images(array({2, 784}, i8, string8(bytes(2 * 784 * 8, '\0')))),
                "float32, float64 or uint8");
  refuses_mnist(with_images(array({3, 784}, u1, string8(bytes(3 * 784, '\1')))),
                "as many labels as", "int64 (2,)");
  refuses_mnist(
      document(good, good, array({0, 784}, u1, string8("")) + array({0}, i8, string8("")) + "\x86"),
      "n > 0");
  refuses_mnist(with_labels(array({2}, i8, string8(stored<std::int64_t>({9, 10})))),
                "labels from 0 to 9", "label 10 of image 1");
  refuses_mnist(with_labels(array({2}, i8, string8(stored<std::int64_t>({-1, 0})))),
                "label -1 of image 0");
  refuses_mnist(with_labels(array({2}, dtype("f4", "<"), string8(stored<float>({1, 2})))),
                "int64 or uint8", "float32 (2,)");
  refuses_mnist(with_labels(array({2, 1}, i8, string8(stored<std::int64_t>({1, 2})))),
                "shape (n,)");
}

namespace {

bytes idx_header(std::uint32_t magic, std::vector<std::uint32_t> const& extents) {
  bytes s = big(magic, 4);
  for (auto n : extents) s += big(n, 4);
  return s;
}

bytes idx_images(made const& m) {
  return idx_header(0x803, {std::uint32_t(m.n), 28, 28}) + stored(m.pixels);
}

bytes idx_labels(made const& m) {
  bytes s = idx_header(0x801, {std::uint32_t(m.n)});
  for (auto l : m.labels) s += static_cast<char>(l);
  return s;
}

}  // namespace

TEST_CASE("IDX files, plain and packed") {
  scratch_directory const dir;
  made const m(13);
  auto const images = idx_images(m), labels = idx_labels(m);
  m.check({tessera::load_idx_images(dir.write("i", images)),
           tessera::load_idx_labels(dir.write("l", labels))});
  m.check({tessera::load_idx_images(dir.write("i.gz", gzipped(images))),
           tessera::load_idx_labels(dir.write("l.gz", gzipped(labels)))});
  m.check(tessera::load_idx_set(dir.path / "i", dir.path / "l.gz"));
  refused([&] { tessera::load_idx_set(dir.path / "i", dir.write("l12", idx_labels(made(12)))); },
          "l12", "as many labels as", "uint8 (12,)");
}

TEST_CASE("IDX files that are damaged or something else") {
  scratch_directory const dir;
  made const m(2);
  auto const images = [&](bytes const& s, auto const&... words) {
    return refused([&] { tessera::load_idx_images(dir.write("i.idx", s)); }, "i.idx", words...);
  };
  auto const labels = [&](bytes const& s, auto const&... words) {
    return refused([&] { tessera::load_idx_labels(dir.write("l.idx", s)); }, "l.idx", words...);
  };
  auto const whole = idx_images(m), packed = gzipped(whole);
  auto const missing = [](bool header) {
    return header ? "the header of an IDX file" : "all elements of the file";
  };
  for (std::size_t n = 0; n < whole.size(); n += n < 20 ? 1 : 131)
    CHECK(images(whole.substr(0, n), missing(n < 16), "the end of the data").offset() == n);
  for (std::size_t n = 2; n < packed.size(); ++n) CHECK(images(packed.substr(0, n)).offset() == n);
  for (std::size_t n = 0; n < 10; ++n)
    CHECK(labels(idx_labels(m).substr(0, n), missing(n < 8)).offset() == n);
  images(whole + "x", "the end of the data after the last element");
  images(idx_labels(m), "magic number 2051", "found magic number 2049");
  labels(whole, "magic number 2049", "found magic number 2051");
  images("not an IDX file", "magic number");
  images(idx_header(0x803, {1, 28, 27}) + bytes(28 * 27, 'x'), "28 x 28", "(1, 28, 27)");
  images(idx_header(0x803, {1, 784, 1}) + bytes(784, 'x'), "28 x 28");
  images(idx_header(0x803, {0, 28, 28}), "n > 0");
  labels(idx_header(0x801, {0}), "n > 0");
  labels(idx_header(0x801, {2}) + "\x09\x0a", "labels from 0 to 9", "label 10 of image 1");
  CHECK(images(idx_header(0x803, {0xffffffff, 28, 28}), "an extent of 4294967295").offset() == 4);
  CHECK(
      images(idx_header(0x803, {0x10000, 0xffffffff, 0xffffffff}), "at most 1073741824").offset() ==
      8);
  CHECK(images(idx_header(0x803, {0x100000, 28, 28}) + "few", "all elements").offset() == 19);
  refused([&] { tessera::load_idx_images(dir.path); }, "Is a directory");
  refused([&] { tessera::load_idx_labels(dir.path / "none"); }, "No such file");
}
