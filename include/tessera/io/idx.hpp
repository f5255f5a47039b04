// SPDX-License-Identifier: BSL-1.0
#pragma once
// The IDX files that MNIST was first distributed as, plain or packed by gzip: two zero bytes, the
// element type, the rank, big-endian extents, the elements. Source: the description at
// yann.lecun.com/exdb/mnist.

#include <tessera/io/gzip.hpp>
#include <tessera/io/image_set.hpp>

namespace tessera::inline TESSERA_ISA {

/// The unsigned bytes of an IDX file of the given rank; at most a gibibyte of them.
/// Throws: data_error where the file is anything else, or longer or shorter than its extents say.
inline ndarray read_idx(byte_source& in, std::size_t rank) {
  constexpr std::uint64_t most = std::uint64_t{1} << 30;
  auto const begin = in.origin();
  auto const big_endian = [&in] {
    std::uint32_t n = 0;
    for (int i = 0; i < 4; ++i) n = n << 8 | in.next("the header of an IDX file");
    return n;
  };
  if (auto const magic = big_endian(); magic != 0x800 + rank)
    begin.fail(in_words("an IDX file of bytes, rank ", rank, " (magic number ", 0x800 + rank, ")"),
               in_words("magic number ", magic));
  std::vector<index_t> shape;
  std::uint64_t bytes = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    auto const at = in.origin();
    std::uint32_t const n = big_endian();
    shape.push_back(n);
    if (__builtin_mul_overflow(bytes, n, &bytes) || bytes > most)
      at.fail(in_words("at most ", most, " elements"), in_words("an extent of ", n));
  }
  auto const data = in.origin();
  auto elements =
      std::make_shared<byte_buffer const>(in.payload(bytes, "all elements of the file"));
  in.expect_end("the last element");
  return ndarray({element_type::uint8, false}, std::move(shape), false, std::move(elements), data);
}

/// (n, 28 * 28) bytes. Throws: as read_idx, and where an image has another size.
inline ndarray read_idx_images(std::filesystem::path const& path) {
  auto const a = read_idx(*open_source(path), 3);
  if (a.shape()[1] != 28 || a.shape()[2] != 28)
    a.origin().fail("images of 28 x 28 pixels", a.description());
  return a.reshaped({a.shape()[0], 28 * 28});
}

/// (images, 784) from a file of 28 x 28 pixels per image, each divided by 255: 0 is paper, 1 is
/// ink.
/// Throws: data_error where the file is not an IDX file of at least one such image.
/// Cost: the file's bytes and the result in memory.
inline matrix<float> load_idx_images(std::filesystem::path const& path) {
  return image_rows(read_idx_images(path));
}

/// (labels, 1) from a file of one byte a label.
/// Throws: data_error where the file is not an IDX file of at least one label, each from 0 to 9.
inline col_vector<std::int64_t> load_idx_labels(std::filesystem::path const& path) {
  return image_labels(read_idx(*open_source(path), 1));
}

/// One set from its two files. Throws: as the two above, and where they differ in length.
inline image_set load_idx_set(std::filesystem::path const& images,
                              std::filesystem::path const& labels) {
  auto const l = read_idx(*open_source(labels), 1);
  auto checked = image_labels(l);
  auto const i = read_idx_images(images);
  require_equally_many(i, l);
  return {image_rows(i), std::move(checked)};
}

}  // namespace tessera::inline TESSERA_ISA
