// SPDX-License-Identifier: BSL-1.0
#pragma once
// Images with their labels, and what an array must be like to become one of the two.

#include <tessera/io/ndarray.hpp>

namespace tessera::inline TESSERA_ISA {

/// As many images as labels, at least one of each.
struct image_set {
  matrix<float> images;                     ///< (n, 784): 28 x 28 pixels, row by row, from 0 to 1
  matrix<std::int64_t, dynamic, 1> labels;  ///< (n, 1): 0 to 9
};

/// (n, 784) pixels. float32 is taken as it is, float64 is rounded to float32, uint8 is divided by
/// 255.
/// Throws: data_error where the array is of another type or shape, or empty.
inline matrix<float> image_rows(ndarray const& a) {
  if (a.shape().size() != 2 || a.shape()[0] == 0 || a.shape()[1] != 28 * 28)
    a.origin().fail("images in an array of shape (n, 784), n > 0", a.description());
  if (a.type().type == element_type::int64)
    a.origin().fail("images of float32, float64 or uint8", a.description());
  auto pixels = a.to_matrix<float>();
  if (a.type().type == element_type::uint8)
    for (float& p : pixels) p /= 255;
  return pixels;
}

/// (n, 1) labels of int64 or uint8.
/// Throws: data_error where the array is of another type or shape, is empty, or holds other than 0
/// to 9.
inline col_vector<std::int64_t> image_labels(ndarray const& a) {
  bool const integers =
      a.type().type == element_type::int64 || a.type().type == element_type::uint8;
  if (a.shape().size() != 1 || a.shape()[0] == 0 || !integers)
    a.origin().fail("labels in an array of int64 or uint8 of shape (n,), n > 0", a.description());
  auto labels = a.to_vector<std::int64_t>();
  for (index_t i = 0; i < labels.rows(); ++i)
    if (labels(i) < 0 || labels(i) > 9)
      a.origin().fail("labels from 0 to 9", in_words("label ", labels(i), " of image ", i));
  return labels;
}

/// Throws: data_error, at the labels, unless both arrays have the same first extent.
inline void require_equally_many(ndarray const& images, ndarray const& labels) {
  if (images.shape().empty() || images.shape()[0] != labels.shape()[0])
    labels.origin().fail(in_words("as many labels as there are images in ", images.description()),
                         labels.description());
}

}  // namespace tessera::inline TESSERA_ISA
